"""When each family of explanations was voiced."""

import altair

from iraq_report import hypotheses
from iraq_report.charts.theme import dressed, rows
from pressroom.door import colours


def voices(told, title):
    """Return a strip: each voice a dot at its date, by family; the two wars shaded."""
    frame = told[told["date"].notna()][["family", "date", "title", "outlet", "form"]]
    wars = altair.Chart(altair.Data(values=[{"from": "2025-06-13", "to": "2025-06-24"}, {"from": "2026-02-28", "to": "2026-04-08"}])).mark_rect(color=colours["focus"]).encode(x="from:T", x2="to:T")
    order = [name for name in hypotheses.FAMILIES.values() if name in set(frame["family"])]
    marks = altair.Chart(rows(frame)).mark_point(filled=True, size=70, opacity=0.75).encode(
        x=altair.X("date:T", title=None, axis=altair.Axis(format="%b %Y", tickCount=6, grid=False)),
        y=altair.Y("family:N", sort=order, title=None, axis=altair.Axis(labelLimit=170, ticks=False, domain=False, labelPadding=8)),
        color=altair.Color("form:N", scale=altair.Scale(domain=["says", "implies", "reports"], range=[colours["blue"], colours["orange"], colours["grey"]]), legend=altair.Legend()),
        shape=altair.Shape("form:N", scale=altair.Scale(domain=["says", "implies", "reports"], range=["circle", "triangle-up", "square"]), legend=None),
        tooltip=[altair.Tooltip("title:N", title="Explanation"), altair.Tooltip("outlet:N", title="Outlet"), altair.Tooltip("date:T", format="%d %B %Y"), altair.Tooltip("form:N", title="How")])
    shown = frame.rename(columns={"family": "Family", "date": "Day", "title": "Explanation", "outlet": "Outlet", "form": "How"})
    return dressed(wars + marks, title, height=34 * len(order)), shown
