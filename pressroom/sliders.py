"""Sliders: a small linear model that the reader can move, computed in the page without a server.

An outcome's score is its base plus the sum of slider values times its row of the matrix. ``form`` says how scores
are shown: ``share`` turns them into shares that sum to one (a softmax), ``mean`` divides by the sum of the sliders.
"""

import html
import json
import math

FORMS = ("share", "mean")


def faults(record):
    """Return what is wrong with a model: shapes, ranges, forms."""
    levers, outcomes = record["levers"], record["outcomes"]
    found = []
    if record["form"] not in FORMS:
        found.append(f"form {record['form']!r}; allowed: {', '.join(FORMS)}")
    if not levers or not outcomes:
        found.append("no slider or no outcome")
    if len({lever["id"] for lever in levers}) < len(levers):
        found.append("two sliders share an id")
    for lever in levers:
        if not lever["low"] <= lever["value"] <= lever["high"] or lever["low"] == lever["high"]:
            found.append(f"slider {lever['id']}: value {lever['value']} outside {lever['low']} to {lever['high']}")
    if len(record["matrix"]) != len(levers) or any(len(row) != len(outcomes) for row in record["matrix"]):
        found.append("the matrix must have a row a slider and a column an outcome")
    starts = [base["values"] for base in record["bases"]]
    if any(len(start) != len(outcomes) for start in starts) or not starts:
        found.append("each base must have a value an outcome")
    numbers = [value for row in [*record["matrix"], *starts] for value in row]
    if not all(math.isfinite(value) for value in numbers):
        found.append("a number that is not finite")
    return found


def values(record, settings=None, base=None):
    """Return what each outcome shows at given settings: the reference for the script in the page.

    Parameters
    ----------
    record : dict
        As stored by ``door.sliders``.
    settings : dict, optional
        Slider id -> value; those not named stand where the author put them.
    base : str, optional
        Name of the base; the first if not given.
    """
    chosen = [(settings or {}).get(lever["id"], lever["value"]) for lever in record["levers"]]
    start = next(item["values"] for item in record["bases"] if base in (None, item["name"]))
    scores = [start[column] + sum(weight * row[column] for weight, row in zip(chosen, record["matrix"])) for column in range(len(start))]
    if record["form"] == "mean":
        return [score / sum(chosen) for score in scores] if sum(chosen) else [0.0] * len(scores)
    top = max(scores)
    powers = [math.exp(score - top) for score in scores]
    return [power / sum(powers) for power in powers]


def page_html(record, link):
    """Return the model as it stands in a page; without JavaScript it shows the values at the author's settings."""
    name = record["name"]
    shown = values(record)
    top = max(*shown, 1e-9)
    rows = "".join(f'<tr><th scope="row">{html.escape(outcome)}</th><td class=number data-outcome="{index}">{_told(record, value)}</td>'
                   f'<td class="press-bar"><meter min="0" max="1" value="{value / top:.4f}" aria-hidden="true"></meter></td></tr>'
                   for index, (outcome, value) in enumerate(zip(record["outcomes"], shown)))
    levers = "".join(
        f'<span><label for="{name}-{lever["id"]}">{html.escape(lever["label"])}</label> <output for="{name}-{lever["id"]}">{lever["value"]:g}</output></span>'
        f'<input type="range" id="{name}-{lever["id"]}" name="{lever["id"]}" min="{lever["low"]}" max="{lever["high"]}" '
        f'step="{lever["step"]}" value="{lever["value"]}">' for lever in record["levers"])
    choices = "".join(f'<option>{html.escape(base["name"])}</option>' for base in record["bases"])
    choice = (f'<label for="{name}-base">{html.escape(record["base_label"])}</label><select id="{name}-base" name="base">{choices}</select>'
              if len(record["bases"]) > 1 else "")
    model = json.dumps({key: record[key] for key in ("levers", "outcomes", "bases", "matrix", "form")}, ensure_ascii=False).replace("<", "\\u003c")
    sources = ", ".join(map(link, record["sources"]))
    return (f'<figure class="press-figure press-sliders" id="sliders-{name}"><div class="press-title">{html.escape(record["title"])}</div>'
            f'<form hidden>{choice}{levers}<button type="reset">As the book has it</button></form>'
            f'<table class=press-rows><thead><tr><th scope="col">{html.escape(record["outcome_label"])}</th><th scope="col">{html.escape(record["value_label"])}</th>'
            f'<td></td></tr></thead><tbody>{rows}</tbody></table><p class="press-count" role="status"></p>'
            f'<script type="application/json" class="press-model">{model}</script>'
            f'<figcaption><p>{html.escape(record["caption"])}</p><p class="press-sources">Data: {sources}.</p></figcaption></figure>')


def _told(record, value):
    return f"{value:.1%}" if record["form"] == "share" else f"{value:.2f}"
