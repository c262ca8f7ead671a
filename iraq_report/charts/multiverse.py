"""The pictures of the sweep: how many paths carry each judgement, one curve of specifications, and which choices move it."""

import altair

from iraq_report.charts.theme import dressed, rows
from pressroom.door import colours

LABELS = altair.Axis(labelLimit=230, ticks=False, domain=False, labelPadding=8, title=None)


def standing(frame, title):
    """Return bars: the share of paths on which each judgement stands; ``frame`` has ``label``, ``told``, ``paths``, ``stands``, ``share``."""
    frame = frame[["label", "told", "paths", "stands", "share"]].assign(all=1.0)
    order = frame["label"].tolist()
    base = altair.Chart(rows(frame)).encode(y=altair.Y("label:N", sort=order, axis=LABELS))
    whole = base.mark_bar(color=colours["band"], height={"band": 0.6}).encode(x=altair.X("all:Q", scale=altair.Scale(domain=[0, 1])))
    held = base.mark_bar(color=colours["blue"], height={"band": 0.6}).encode(
        x=altair.X("share:Q", title="Share of paths on which it stands", axis=altair.Axis(format="%")),
        tooltip=[altair.Tooltip("told:N", title="Judgement"), altair.Tooltip("stands:Q", title="Stands on"), altair.Tooltip("paths:Q", title="Paths")])
    shown = frame[["told", "paths", "stands", "share"]].rename(columns={"told": "Judgement", "paths": "Paths", "stands": "Stands on", "share": "Share"})
    return dressed(whole + held, title, height=34 * len(frame)), shown.round({"Share": 3})


def curve(line, options, bounds, title, unit):
    """Return a specification curve: the fact over all paths in order of size, its bounds, and beneath it where each option lies.

    Parameters
    ----------
    line : pandas.DataFrame
        A row is a path: ``place`` (0 to 1), ``value``, ``own`` (the book's path).
    options : pandas.DataFrame
        A row is an option and a slice of the curve: ``label``, ``left``, ``right``, ``share`` of the slice's paths that take it.
    bounds : list of float
    unit : str
        Id of the fact, told where the reader points.
    """
    place = altair.X("place:Q", scale=altair.Scale(domain=[0, 1]), axis=altair.Axis(format="%", title=None))
    steps = altair.Chart(rows(line)).mark_line(interpolate="step", color=colours["blue"]).encode(x=place, y=altair.Y("value:Q", title="Figure beneath the judgement", scale=altair.Scale(zero=True)))
    home = altair.Chart(rows(line[line["own"]])).mark_point(color=colours["ink"], filled=True, size=90, shape="diamond").encode(x=place, y="value:Q", tooltip=[altair.Tooltip("value:Q", title=f"The book’s own path, {unit}")])
    limits = altair.Chart(altair.Data(values=[{"bound": bound} for bound in bounds])).mark_rule(color=colours["orange"], strokeDash=[5, 4], strokeWidth=2).encode(y="bound:Q")
    cells = altair.Chart(rows(options)).mark_rect(color=colours["blue"]).encode(
        x=altair.X("left:Q", title="Paths, from the least value to the greatest", scale=altair.Scale(domain=[0, 1]), axis=altair.Axis(format="%")), x2="right:Q",
        y=altair.Y("label:N", sort=options["label"].drop_duplicates().tolist(), axis=LABELS), opacity=altair.Opacity("share:Q", scale=altair.Scale(domain=[0, 1], range=[0.04, 1]), legend=None),
        tooltip=["label:N", altair.Tooltip("share:Q", title="Share of this slice", format=".0%")])
    both = altair.vconcat((steps + limits + home).properties(width=680, height=170), cells.properties(width=680, height=22 * options["label"].nunique())).resolve_scale(x="shared")
    shown = options[["label", "left", "right", "share"]].rename(columns={"label": "Option", "left": "From path (share)", "right": "To path (share)", "share": "Share of this slice that takes it"}).round(3)
    return _dressed_pair(both, title), shown


def _dressed_pair(chart, title):
    """Return a chart of two parts with the house look; the parts keep their own sizes."""
    single = dressed(altair.Chart(altair.Data(values=[{}])).mark_point(), title)
    chart = chart.properties(title=single.title)
    chart.config = single.config
    return chart


def moves(frame, title):
    """Return dots: for each judgement and choice, the share of paths on which the judgement stands under each option."""
    order = frame.drop_duplicates("label")["label"].tolist()
    base = altair.Chart(rows(frame[["label", "question", "title", "share", "own"]])).encode(y=altair.Y("label:N", sort=order, axis=LABELS))
    spans = altair.Chart(rows(frame.groupby("label", sort=False, as_index=False).agg(least=("share", "min"), most=("share", "max")))).mark_rule(strokeWidth=4, color=colours["band"]).encode(
        x="least:Q", x2="most:Q", y=altair.Y("label:N", sort=order))
    dots = base.mark_point(filled=True, size=80, opacity=1).encode(
        x=altair.X("share:Q", title="Share of paths on which the judgement stands under the option", axis=altair.Axis(format="%"), scale=altair.Scale(domain=[0, 1])),
        color=altair.Color("own:N", scale=altair.Scale(domain=["The book’s own option", "Another option"], range=[colours["ink"], colours["blue"]]), legend=altair.Legend()),
        shape=altair.Shape("own:N", scale=altair.Scale(domain=["The book’s own option", "Another option"], range=["diamond", "circle"]), legend=None),
        tooltip=[altair.Tooltip("question:N", title="Choice"), altair.Tooltip("title:N", title="Option"), altair.Tooltip("share:Q", title="Stands on", format=".0%")])
    shown = frame[["judgement", "question", "title", "paths", "share"]].rename(columns={"judgement": "Judgement", "question": "Choice", "title": "Option", "paths": "Paths", "share": "Share on which it stands"})
    return dressed(spans + dots, title, height=30 * len(order)), shown.round({"Share on which it stands": 3})
