"""The picture of what is on record, month by month."""

import altair

from iraq_report.charts.theme import dressed, rows
from iraq_report.evidence import GROUPS
from pressroom.door import colours

GROUP_COLOURS = dict(zip(GROUPS, (colours[name] for name in ("purple", "red", "blue", "orange", "grey", "green"))))


def by_month(frame, title):
    """Return a strip of circles: records by month and group, the two wars shaded."""
    wars = altair.Chart(altair.Data(values=[{"from": "2025-06-01", "to": "2025-07-01", "war": "War of 2025"},
                                            {"from": "2026-02-15", "to": "2026-04-15", "war": "War of 2026"}]))
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
    return dressed(band + label + marks, title, height=240), shown
