"""The picture of what is on record, month by month."""

import altair
import pandas

from iraq_report.charts.theme import dressed, rows
from iraq_report.evidence.coverage import GROUPS
from iraq_report.sources import FLOOR_SEARCHES
from pressroom.door import colours

GROUP_COLOURS = dict(zip(GROUPS, (colours[name] for name in ("purple", "red", "blue", "orange", "grey", "green"))))


def hatched(months, order):
    """Return hatching over the months below the search floor: nothing there counts as quiet."""
    below = months.loc[~months["above_floor"], ["month"]]
    marks = below.merge(pandas.DataFrame({"group": order}), how="cross").assign(mark="╱╱")
    return altair.Chart(rows(marks)).mark_text(color=colours["line"], fontSize=15, dx=6).encode(
        x="month:T", y=altair.Y("group:N", sort=order), text="mark:N", tooltip=altair.value("too few searches to call this month quiet"))


def by_month(frame, title, searched):
    """Return a strip of circles: records by month and group, the two wars shaded, months hardly searched hatched."""
    wars = altair.Chart(altair.Data(values=[{"from": "2025-06-01", "to": "2025-07-01", "war": "War"},
                                            {"from": "2026-02-15", "to": "2026-04-15", "war": "War"}]))
    band = wars.mark_rect(color=colours["focus"], opacity=0.9).encode(x=altair.X("from:T"), x2="to:T")
    label = wars.mark_text(align="left", baseline="bottom", dy=-4, color=colours["muted"]).encode(x="from:T", y=altair.value(0), text="war:N")
    order = list(GROUP_COLOURS)
    marks = altair.Chart(rows(frame)).mark_circle(opacity=0.9).encode(
        x=altair.X("month:T", title=None, axis=altair.Axis(format="%b %Y", tickCount=6, grid=False)),
        y=altair.Y("group:N", sort=order, title=None, axis=altair.Axis(labelLimit=140, ticks=False, domain=False, labelPadding=8)),
        size=altair.Size("records:Q", scale=altair.Scale(range=[18, 520]), legend=None),
        color=altair.Color("group:N", scale=altair.Scale(domain=order, range=list(GROUP_COLOURS.values())), legend=None),
        tooltip=[altair.Tooltip("month:T", format="%B %Y"), "group:N", "records:Q"])
    shown = frame.rename(columns={"month": "Month", "group": "Group", "records": "Records"})
    layers = band + label + (hatched(searched, order) + marks if (~searched["above_floor"]).any() else marks)
    return dressed(layers, title, height=240), shown


def verdicts(frame, title):
    """Return stacked bars: the claims of each text by verdict."""
    order = frame.drop_duplicates("verdict").sort_values("order")["verdict"].tolist()
    shades = dict(zip(["Corroborated", "Stands in part", "Stands alone", "Contested", "Contradicted", "Cannot be settled"],
                      (colours[name] for name in ("green", "sky", "grey", "orange", "red", "line"))))
    bars = altair.Chart(rows(frame)).mark_bar(height={"band": 0.6}).encode(
        x=altair.X("claims:Q", title="Claims", stack="zero"), y=altair.Y("text:N", title=None, axis=altair.Axis(ticks=False, domain=False, labelPadding=8)),
        color=altair.Color("verdict:N", scale=altair.Scale(domain=order, range=[shades[name] for name in order]),
                           legend=altair.Legend(columns=3, orient="top")),
        order="order:Q", tooltip=["text:N", "verdict:N", "claims:Q", altair.Tooltip("share:Q", format=".0%")])
    shown = frame.rename(columns={"text": "Text", "verdict": "Verdict", "claims": "Claims", "share": "Share"}).drop(columns="order").round({"Share": 2})
    return dressed(bars, title, height=120), shown


def outlets(frame, title):
    """Return bars: reports by outlet, with the events that would be lost without it."""
    order = frame["outlet"].tolist()
    base = altair.Chart(rows(frame)).encode(y=altair.Y("outlet:N", sort=order, title=None, axis=altair.Axis(labelLimit=180, ticks=False, domain=False)))
    bars = base.mark_bar(color=colours["band"], height={"band": 0.7}).encode(x=altair.X("reports:Q", title="Reports (pale) and events that no other outlet reports (dark)"),
                                                                            tooltip=["outlet:N", "reports:Q", "lost:Q", altair.Tooltip("share:Q", format=".1%")])
    lost = base.mark_bar(color=colours["blue"], height={"band": 0.35}).encode(x="lost:Q")
    shown = frame.rename(columns={"outlet": "Outlet", "reports": "Reports", "share": "Share of reports", "lost": "Events no other outlet reports"}).round({"Share of reports": 3})
    return dressed(bars + lost, title, height=24 * len(frame)), shown


def agreement(frame, title):
    """Return dots with intervals: Krippendorff's alpha by coded variable, with the two thresholds as lines."""
    frame = frame.dropna(subset=["alpha"]).assign(label=frame["table"] + ": " + frame["variable"].str.replace("_", " ")).sort_values("alpha", ascending=False).round(3)
    base = altair.Chart(rows(frame[["label", "alpha", "low", "high", "units", "same"]])).encode(
        y=altair.Y("label:N", sort=frame["label"].tolist(), title=None, axis=altair.Axis(labelLimit=220, ticks=False, domain=False)))
    lines = altair.Chart(altair.Data(values=[{"alpha": 0.8, "says": "good"}, {"alpha": 0.667, "says": "tentative"}])).mark_rule(color=colours["muted"], strokeDash=[4, 3]).encode(x="alpha:Q")
    bars = base.mark_rule(strokeWidth=4, color=colours["band"]).encode(x=altair.X("low:Q", title="Krippendorff’s alpha, with interval", scale=altair.Scale(domain=[-0.2, 1])), x2="high:Q")
    dots = base.mark_circle(size=80, color=colours["blue"], opacity=1).encode(x="alpha:Q", tooltip=[altair.Tooltip("label:N", title="Variable"), "alpha:Q", "low:Q", "high:Q", altair.Tooltip("units:Q", title="Units"), altair.Tooltip("same:Q", title="Coded alike", format=".0%")])
    shown = frame[["label", "units", "same", "alpha", "low", "high"]].rename(columns={"label": "Variable", "units": "Units", "same": "Coded alike", "alpha": "Alpha", "low": "Low", "high": "High"})
    return dressed(lines + bars + dots, title, height=24 * len(frame)), shown


def searched(months, title):
    """Return bars: logged searches by month, with the search floor; months below it are pale."""
    frame = months.assign(state=["above the floor" if above else "below the floor" for above in months["above_floor"]])
    bars = altair.Chart(rows(frame.drop(columns="above_floor"))).mark_bar().encode(
        x=altair.X("month:T", title=None, axis=altair.Axis(format="%b %Y", tickCount=6, grid=False)), y=altair.Y("searches:Q", title="Searches aimed at the month"),
        color=altair.Color("state:N", scale=altair.Scale(domain=["above the floor", "below the floor"], range=[colours["blue"], colours["orange"]]), legend=altair.Legend()),
        tooltip=[altair.Tooltip("month:T", format="%B %Y"), altair.Tooltip("searches:Q", title="Searches"), altair.Tooltip("state:N", title="Standing")])
    floor = altair.Chart(altair.Data(values=[{"floor": FLOOR_SEARCHES}])).mark_rule(color=colours["ink"], strokeDash=[4, 3]).encode(y="floor:Q")
    return dressed(bars + floor, title, height=160), frame[["month", "searches", "state"]].rename(columns={"month": "Month", "searches": "Searches", "state": "Standing"})
