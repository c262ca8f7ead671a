"""The wave of July 2025: a strip of days, what was hit, and the output before and after."""

import altair

from iraq_report.charts.theme import dressed, rows
from pressroom.door import colours

GROUPS = {"Oil and power": colours["orange"], "Peshmerga": colours["green"], "US forces": colours["red"], "Other or open ground": colours["grey"]}


def days(wave, marks, title):
    """Return the attacks day by day and by target, with the milestones of the talks and the law as lines."""
    frame = wave[["date_start", "group", "place", "admin1", "kind", "summary"]].rename(columns={"date_start": "date"})
    frame = frame.assign(stack=frame.groupby(["date", "group"]).cumcount())
    order = list(GROUPS)
    circles = altair.Chart(rows(frame)).mark_circle(size=110, opacity=0.85).encode(
        x=altair.X("date:T", title=None, axis=altair.Axis(format="%d %b", tickCount=8, grid=False)), y=altair.Y("group:N", sort=order, title=None, axis=altair.Axis(labelLimit=140, ticks=False, domain=False, labelPadding=8)),
        yOffset=altair.YOffset("stack:Q"), color=altair.Color("group:N", scale=altair.Scale(domain=order, range=list(GROUPS.values())), legend=None),
        tooltip=[altair.Tooltip("date:T", format="%d %B %Y"), altair.Tooltip("place:N", title="Place"), altair.Tooltip("group:N", title="Target"), altair.Tooltip("kind:N", title="What became of it")])
    lines = altair.Chart(rows(marks)).mark_rule(color=colours["muted"], strokeDash=[4, 3]).encode(x="date:T")
    labels = altair.Chart(rows(marks)).mark_text(align="left", baseline="bottom", dx=0, dy=-3, color=colours["muted"], lineBreak="|").encode(x="date:T", y=altair.value(0), text="label:N")
    shown = frame.drop(columns="stack").rename(columns={"date": "Day", "group": "Target", "place": "Place", "admin1": "Governorate", "kind": "What became of it", "summary": "What is on record"})
    return dressed(lines + circles + labels, title, height=220), shown


def provinces(frame, title):
    """Return bars: attacks by governorate and target."""
    order = frame.groupby("admin1")["number"].sum().sort_values(ascending=False).index.tolist()
    bars = altair.Chart(rows(frame)).mark_bar(height={"band": 0.65}).encode(
        x=altair.X("number:Q", title="Attacks", stack="zero", axis=altair.Axis(tickMinStep=1)), y=altair.Y("admin1:N", sort=order, title=None, axis=altair.Axis(ticks=False, domain=False, labelPadding=6)),
        color=altair.Color("group:N", scale=altair.Scale(domain=list(GROUPS), range=list(GROUPS.values())), legend=altair.Legend(columns=2)),
        tooltip=[altair.Tooltip("admin1:N", title="Governorate"), altair.Tooltip("group:N", title="Target"), altair.Tooltip("number:Q", title="Attacks")])
    return dressed(bars, title, height=28 * len(order)), frame.rename(columns={"admin1": "Governorate", "group": "Target", "number": "Attacks"})


def output(figures, title):
    """Return dots with bands: published output of the Region before and after the strikes, a line a source."""
    frame = figures.assign(label=figures["counted_by"].str.replace("outlet: ", "") + ", " + figures["when"] + " (" + figures["best"].round(-3).astype(int).astype(str).str[:-3] + ")")
    frame = frame.assign(label=frame["label"].where(~frame["label"].duplicated(), frame["label"] + " ·"))[["label", "when", "low", "best", "high", "definition", "source_id"]]
    base = altair.Chart(rows(frame)).encode(y=altair.Y("label:N", sort=frame["label"].tolist(), title=None, axis=altair.Axis(labelLimit=280, ticks=False, domain=False)))
    bars = base.mark_rule(strokeWidth=4, color=colours["band"]).encode(x=altair.X("low:Q", title="Barrels a day"), x2="high:Q")
    dots = base.mark_point(filled=True, size=80, opacity=1).encode(
        x="best:Q", color=altair.Color("when:N", scale=altair.Scale(domain=["before", "after"], range=[colours["blue"], colours["orange"]]), legend=altair.Legend()),
        shape=altair.Shape("when:N", scale=altair.Scale(domain=["before", "after"], range=["circle", "square"]), legend=None),
        tooltip=[altair.Tooltip("definition:N", title="What is counted"), altair.Tooltip("best:Q", format=",.0f"), altair.Tooltip("when:N", title="When")])
    shown = frame.rename(columns={"label": "Whose figure", "when": "When", "low": "Low", "best": "Best", "high": "High", "definition": "What is counted", "source_id": "Source"})
    return dressed(bars + dots, title, height=24 * len(frame)), shown
