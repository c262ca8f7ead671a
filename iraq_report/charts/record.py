"""Charts of the record: rates by window, words and acts, tallies side by side."""

import altair

from iraq_report.charts.theme import dressed, rows
from pressroom.door import colours

KIND_COLOURS = {
    "Threat by a faction": colours["purple"],
    "Attack: US forces": colours["red"],
    "Attack: oil and power": colours["orange"],
    "Attack: other": colours["grey"],
}
RULE_LABELS = {
    ("campaign", "all counted by the Pentagon"): "Campaign, US tally",
    ("war", "any incident on record, unclaimed and unconfirmed included"): "War, any on record",
    ("war", "damaging"): "War, damaging",
    ("war", "claimed"): "War, claimed",
}


def rate_table(rates):
    """Return the rates in the reader's words, one row a window and counting rule."""
    made = rates.assign(rule=[RULE_LABELS[key] for key in zip(rates["window"], rates["rule"])])
    made = made.set_index("rule").loc[list(RULE_LABELS.values())].reset_index()
    made = made.rename(columns={"rule": "Counting rule", "number": "Attacks", "days": "Days", "low": "Low a day",
                                "best": "Best a day", "high": "High a day"}).drop(columns="window")
    return made.round({"Low a day": 3, "Best a day": 3, "High a day": 3})


def rate_by_window(rates, title):
    """Return dots with intervals: attacks on US forces a day, by window and counting rule."""
    table = rate_table(rates)
    base = altair.Chart(rows(table)).encode(
        y=altair.Y("Counting rule:N", sort=list(RULE_LABELS.values()), title=None,
                   axis=altair.Axis(labelLimit=150, labelPadding=8, ticks=False, domain=False)))
    span = base.mark_rule(strokeWidth=5, color=colours["band"]).encode(
        x=altair.X("Low a day:Q", title="Attacks on US forces a day, with interval", axis=altair.Axis(tickCount=6)), x2="High a day:Q")
    dot = base.mark_point(filled=True, size=90, opacity=1, color=colours["blue"]).encode(
        x="Best a day:Q", tooltip=["Counting rule:N", "Attacks:Q", "Days:Q", "Low a day:Q", "Best a day:Q", "High a day:Q"])
    text = base.mark_text(align="left", dx=9, dy=-10).encode(x="Best a day:Q", text=altair.Text("Attacks:Q"))
    return dressed(span + dot + text, title, height=170), table


def words_and_acts(frame, title, war_start, war_end):
    """Return a day strip: threats above the acts that followed or did not, with the war shaded."""
    band = altair.Chart(altair.Data(values=[{"from": f"{war_start}", "to": f"{war_end}"}])).mark_rect(
        color=colours["focus"], opacity=0.8).encode(x=altair.X("from:T"), x2="to:T")
    order = list(KIND_COLOURS)
    marks = altair.Chart(rows(frame)).mark_circle(opacity=0.85, stroke=colours["paper"], strokeWidth=0.5).encode(
        x=altair.X("date:T", title=None, axis=altair.Axis(format="%d %b", tickCount=6, grid=False)),
        y=altair.Y("kind:N", sort=order, title=None, axis=altair.Axis(labelLimit=130, ticks=False, domain=False, labelPadding=8)),
        size=altair.Size("number:Q", scale=altair.Scale(range=[45, 420]), legend=None),
        color=altair.Color("kind:N", scale=altair.Scale(domain=order, range=list(KIND_COLOURS.values())), legend=None),
        tooltip=[altair.Tooltip("date:T", format="%d %B %Y"), "kind:N", "number:Q", altair.Tooltip("what:N", title="records")])
    return dressed(band + marks, title, height=190)


def tally(frame, stops, title):
    """Return the cumulative tally as reported, with dated turning points."""
    line = altair.Chart(rows(frame)).mark_line(interpolate="step-after", color=colours["blue"], strokeWidth=2,
                                              point={"size": 28, "color": colours["blue"], "opacity": 1, "filled": True}).encode(
        x=altair.X("date:T", title=None, axis=altair.Axis(format="%b %Y", tickCount=5, grid=False)),
        y=altair.Y("total:Q", title="Attacks counted since 17 October 2023"),
        tooltip=[altair.Tooltip("date:T", format="%d %B %Y"), "total:Q", "low:Q", "high:Q"])
    rule = altair.Chart(rows(stops)).mark_rule(strokeDash=[4, 3], color=colours["muted"]).encode(x="date:T")
    label = altair.Chart(rows(stops)).encode(x="date:T", y=altair.Y("height:Q"), text="label:N")
    # The lines stand close together: paper round the letters keeps a name readable where it crosses one.
    halo = label.mark_text(align="right", dx=-4, color=colours["paper"], stroke=colours["paper"], strokeWidth=5)
    return dressed(line + rule + halo + label.mark_text(align="right", dx=-4, color=colours["muted"]), title, height=260)


def rival_tallies(frame, title):
    """Return one dot a counter: what each reported for about the same time, with its own definition."""
    dots = altair.Chart(rows(frame)).mark_point(filled=True, size=110, color=colours["blue"], opacity=1).encode(
        x=altair.X("Attacks:Q", title="Attacks reported", axis=altair.Axis(tickCount=5)),
        y=altair.Y("Counter:N", sort=altair.SortField("Attacks", order="descending"), title=None,
                   axis=altair.Axis(labelLimit=250, ticks=False, domain=False, labelPadding=8)),
        tooltip=["Counter:N", "Attacks:Q", "As of:N", "What is counted:N"])
    text = dots.mark_text(align="left", dx=10).encode(text=altair.Text("Attacks:Q", format=",.0f"))
    return dressed(dots + text, title, height=max(150, 26 * len(frame)))
