"""Scenarios beside the baseline: which facts and which judgements move, by how much."""

import csv
import html
from pathlib import Path

import yaml

from pressroom import facts, scenarios, slices
from pressroom.pictures import scroll

FILE = Path("data") / "scenario_changes.csv"
COLUMNS = ["scenario", "id", "kind", "baseline", "value", "change"]
PAGE = "chapters/scenario"


def names(root):
    """Return the names of all scenarios but the baseline: the folder is the registry."""
    return sorted(path.stem for path in (Path(root) / "scenarios").glob("*.yaml") if path.stem != "baseline")


def under(root, scenario, base):
    """Return the facts of a book under a scenario: those of the chapters that it reaches run anew, the others as they stand in ``base``.

    Raises
    ------
    scenarios.ScenarioError
        If the scenario names a chapter that is not there.
    """
    scenarios.check(root, scenario)
    made = dict(base)
    for chapter, values in scenario["parameters"].items():
        fresh = slices.facts(slices.code(Path(root) / f"{chapter}.ipynb"), values)
        made |= {name: base.get(name, {}) | item for name, item in fresh.items()}
    return made


def changes(base, other, judge):
    """Return what differs between two sets of facts: one dict a fact or judgement, in the columns of the table, ``scenario`` apart.

    Parameters
    ----------
    base, other : dict
        Facts by id, as :func:`pressroom.facts.collect` gives them.
    judge : callable
        Takes facts by id; returns for each key judgement its statement and whether it stands.
    """
    rows = [{"id": name, "kind": "judgement", "baseline": _verdict(stood), "value": _verdict(stands), "change": "" if stood == stands else "turned"}
            for (name, stood), stands in zip(judge(base).items(), judge(other).values())]
    for name in sorted(base.keys() & other.keys()):
        one, two = base[name]["value"], other[name]["value"]
        if one != two:
            numeric = not isinstance(one, str) and not isinstance(two, str)
            rows.append({"id": name, "kind": "fact", "baseline": base[name]["display"], "value": other[name]["display"], "change": f"{'up' if two > one else 'down'} by {abs(two - one):.3g}" if numeric else "other words"})
    return rows


def _verdict(stands):
    return "stands" if stands else "falls"


def write(root, judge):
    """Run every scenario and write what it changes into the compact table; return the rows."""
    root, base = Path(root), facts.collect(root)
    rows = [{"scenario": name} | row for name in names(root)
            for row in changes(base, under(root, scenarios.load(root / "scenarios" / f"{name}.yaml"), base), judge)]
    with open(root / FILE, "w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return rows


def read(root):
    """Return the rows of the compact table."""
    with open(Path(root) / FILE, encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def _moved(row):
    return bool(row["change"])


def table_html(rows, link, caption, heads=("What", "Baseline", "Scenario", "Change")):
    """Return judgements and facts of one scenario as a table; what moved is marked in words as well as in weight.

    Parameters
    ----------
    link : callable
        Takes a fact id and returns the address where it is computed, or None.
    """
    body = ""
    for row in rows:
        label = html.escape(row["id"])
        address = link(row["id"]) if row["kind"] == "fact" else None
        label = f'<a href="{address}"><code>{label}</code></a>' if address else f"<code>{label}</code>" if row["kind"] == "fact" else label
        value = f"<strong>{html.escape(row['value'])}</strong>" if _moved(row) else html.escape(row["value"])
        body += (f'<tr><th scope="row">{label}</th><td data-label="{heads[1]}">{html.escape(row["baseline"])}</td><td data-label="{heads[2]}">{value}</td>'
                 f'<td data-label="{heads[3]}">{html.escape(row["change"] or "as before")}</td></tr>')
    head = "".join(f'<th scope="col">{name}</th>' for name in heads)
    return scroll(f"<table class=press-rows><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>", caption)


def switch_html(root, link):
    """Return every scenario beside the baseline as folds of which one is open at a time, without a script."""
    rows, panels = read(root), []
    for name in names(root):
        content = scenarios.load(Path(root) / "scenarios" / f"{name}.yaml")
        own = [row for row in rows if row["scenario"] == name]
        moved, turned = (sum(_moved(row) for row in own if row["kind"] == kind) for kind in ("fact", "judgement"))
        title, judged = name.replace("_", " ").capitalize(), sum(row["kind"] == "judgement" for row in own)
        panels.append(f'<details class="press-panel" name="scenario" id="panel-{name}"{"" if panels else " open"}><summary>{title}: {moved} facts move; {turned} of {judged} key judgements turn</summary>'
                      f'<p>{html.escape(content["question"])}</p><p class="press-sources">Set: {html.escape(_told(content["parameters"]))}</p>'
                      f'{table_html(own, link, f"{title} beside the baseline")}</details>')
    return f'<div class="press-figure press-switch" id="scenarios">{"".join(panels)}</div>'


def _told(parameters):
    return "; ".join(f"{key} = {value!r} in {chapter.rpartition('/')[2]}" for chapter, values in parameters.items() for key, value in values.items())


def add_page(stage, name, content, rows):
    """Put the difference page into a staged edition, first in its table of contents."""
    toc = yaml.safe_load((stage / "_toc.yml").read_text(encoding="utf-8"))
    if "parts" in toc:
        toc["parts"].insert(0, {"caption": "This scenario", "chapters": [{"file": PAGE}]})
    else:
        toc["chapters"] = [{"file": PAGE}, *toc.get("chapters", [])]
    (stage / "_toc.yml").write_text(yaml.safe_dump(toc, sort_keys=False, allow_unicode=True), encoding="utf-8")
    chapters = {row["id"]: facts.collect(stage)[row["id"]]["chapter"] for row in rows if row["kind"] == "fact"}
    made = table_html(rows, lambda fact: f"{Path(chapters[fact]).relative_to('chapters').as_posix()}.html#fact-{fact}", "What this scenario moves")
    turned = sum(_moved(row) for row in rows if row["kind"] == "judgement")
    text = (f"# What this edition changes\n\n<div class=\"press-generated\"><p><strong>This is not the book.</strong> It is its edition under the scenario <code>{name}</code>: {html.escape(content['question'])}</p>"
            f"<p>Set: {html.escape(_told(content['parameters']) or 'nothing')}. {len(chapters)} facts move; {turned} key judgements turn.</p>{made}</div>\n")
    (stage / f"{PAGE}.md").write_text(text, encoding="utf-8")
