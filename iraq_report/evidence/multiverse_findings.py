"""What the sweep finds, as tables, titles and facts that prose may cite."""

import numpy
import pandas
from pydantic import BaseModel, ConfigDict, Field

from iraq_report.evidence.multiverse import choices, own, paths, standing
from pressroom.door import fact


class Settings(BaseModel):
    """Parameters of the chapter: the judgement whose curve is drawn, and into how many slices its paths are cut."""

    model_config = ConfigDict(extra="forbid", strict=True)

    judgement: str = Field(pattern=r"^[a-z0-9_]+$")
    slices: int = Field(ge=2, le=100)


def curve(settings, frames, most=6):
    """Return what the curve of a judgement shows: the fact under its first bound over all paths, and where each option lies.

    Choices with more than ``most`` options are left to the table of moves.

    Returns
    -------
    tuple
        Paths in order of the fact (``place``, ``value``, ``own``); options by slice (``label``, ``left``, ``right``, ``share``); the bounds; the fact's id.
    """
    every, base, titles = paths(settings.judgement, frames), own(frames), _titles(frames)
    test = frames["judgement_tests"].query("judgement_id == @settings.judgement").iloc[0]
    names = [name for name in every.columns if name in base.index]
    ranked = every.sort_values(test["fact_id"], kind="stable").reset_index(drop=True)
    count = min(settings.slices, len(ranked))
    home = numpy.logical_and.reduce([ranked[name] == base[name] for name in names])
    line = pandas.DataFrame({"place": (ranked.index + 0.5) / len(ranked), "value": ranked[test["fact_id"]], "own": home})
    part, rows = ranked.index * count // len(ranked), []
    for name in names:
        options = frames["sweep_options"].query("choice == @name")["option"]
        for option in options if len(options) <= most else []:
            share = (ranked[name] == option).groupby(part).mean()
            rows += [(titles[(name, option)], number / count, (number + 1) / count, float(value)) for number, value in share.items()]
    return line, pandas.DataFrame(rows, columns=["label", "left", "right", "share"]), [float(bound) for bound in (test["least"], test["most"]) if pandas.notna(bound)], test["fact_id"]


def _titles(frames):
    return frames["sweep_options"].set_index(["choice", "option"])["title"]


def curve_title(line, bounds):
    """Return the finding of the curve."""
    held = (line["value"] <= bounds[0]).mean()
    return f"Over {len(line):,} paths the figure runs from {line['value'].min():.2f} to {line['value'].max():.2f}; {held:.0%} lie at or below the bound of {bounds[0]:g}"


def labelled(found):
    """Return the standing of judgements with a short label for the picture: the id in words; the firmest first."""
    return found.assign(label=found["judgement_id"].str.replace("_", " ").str.capitalize()).sort_values(["share", "label"], ascending=[False, True]).reset_index(drop=True)


def standing_title(found):
    """Return the finding of the picture of all judgements."""
    whole = int((found["stands"] == found["paths"]).sum())
    return f"{whole} of {len(found)} key judgements stand on every path; the least firm stands on {found['share'].min():.0%}"


def standing_table(found, frames):
    """Return the standing of each key judgement in the reader's words, with the single options that turn it."""
    titles = _titles(frames)
    turned = ["; ".join(titles[pair] for pair in flips) or "no single option" for flips in found["flips"]]
    return pandas.DataFrame({"Judgement": found["told"], "Paths": found["paths"], "Stands on": found["stands"], "Share": found["share"].map("{:.0%}".format),
                             "Where the question is read as the book reads it": [f"{row.asked_stands:,} of {row.asked:,}" for row in found.itertuples()],
                             "Turned by one change alone": turned})


def moves(frames):
    """Return, for each key judgement, the share of paths on which it stands under each option of the choices that move it at all."""
    options, rows = frames["sweep_options"].set_index(["choice", "option"]), []
    for row in labelled(standing(frames)).itertuples():
        moved = choices(row.judgement_id, frames)
        for item in moved[moved["swing"] > 0].itertuples():
            option = options.loc[(item.choice, item.option)]
            rows.append((f"{row.label}: {item.choice.replace('_', ' ')}", row.told, option["question"], option["title"], item.paths, item.share,
                         "The book’s own option" if option["place"] == 1 else "Another option"))
    return pandas.DataFrame(rows, columns=["label", "judgement", "question", "title", "paths", "share", "own"])


def moves_title(frame):
    """Return the finding of the picture of moves."""
    swing = frame.groupby("label")["share"].agg(lambda shares: shares.max() - shares.min()).sort_values(ascending=False)
    if swing.empty:
        return "No choice moves any key judgement"
    return f"{len(swing)} pairs of judgement and choice move; {int((swing == 1).sum())} of them turn a judgement wholly"


def option_table(frames):
    """Return every choice and option with its reason, in the reader's words."""
    frame = frames["sweep_options"]
    return pandas.DataFrame({"Choice": frame["question"], "Option": frame["title"], "The book’s own": frame["place"].map(lambda place: "yes" if place == 1 else ""),
                             "Why it can be defended": frame["reason"]})


def test_table(frames):
    """Return the bounds by which each key judgement stands, in the reader's words."""
    tests = frames["judgement_tests"].merge(frames["judgements"][["judgement_id", "statement"]], on="judgement_id")
    titles = _titles(frames)
    bound = [" and ".join(f"{word} {value:g}" for word, value in (("at least", row.least), ("at most", row.most)) if pandas.notna(value)) for row in tests.itertuples()]
    when = [titles[(row.choice, row.option)] if pandas.notna(row.choice) else "always" for row in tests.itertuples()]
    return pandas.DataFrame({"Judgement": tests["statement"], "Fact": tests["fact_id"], "Must be": bound, "Applies": when, "Why": tests["reason"]})


def words(row):
    """Return the standing of a judgement in words: stands on 15 of 35 paths, and on all 15 where the question is read as the book reads it."""
    told = f"stands on all {row.paths:,} paths" if row.stands == row.paths else f"stands on {row.stands:,} of {row.paths:,} paths"
    if row.asked == row.paths or row.stands == row.paths:
        return told
    number = f"all {row.asked:,}" if row.asked == row.asked_stands else f"{row.asked_stands:,} of {row.asked:,}"
    return f"{told}, and on {number} where the question is read as this book reads it"


def facts(frames):
    """Return the facts of the chapter on the sweep."""
    found, titles, inputs = standing(frames), _titles(frames), ["sweep_facts", "sweep_runs", "judgement_tests"]
    made = [("runs", frames["sweep_facts"]["run_id"].nunique(), "{:,}", "runs"), ("paths", int(found["paths"].sum()), "{:,}", "paths"), ("choices", frames["sweep_options"]["choice"].nunique(), "{}", "choices"),
            ("options", len(frames["sweep_options"]), "{}", "options"), ("judgements", len(found), "{}", "judgements"), ("firm", int((found["stands"] == found["paths"]).sum()), "{}", "judgements"),
            ("asked_firm", int((found["asked_stands"] == found["asked"]).sum()), "{}", "judgements"), ("weak", int((found["share"] < 0.5).sum()), "{}", "judgements")]
    numbers = [fact(f"sweep.{name}", value, form, unit, inputs, standing) for name, value, form, unit in made]
    for row in found.itertuples():
        turned = "; ".join(f"“{titles[pair]}”" for pair in row.flips) or "no single option"
        numbers += [fact(f"sweep.{row.judgement_id}", words(row), inputs=inputs, function=standing), fact(f"sweep.{row.judgement_id}_share", row.share, "{:.0%}", "share of paths", inputs, standing),
                    fact(f"sweep.{row.judgement_id}_flips", turned, inputs=inputs, function=choices)]
    return numbers
