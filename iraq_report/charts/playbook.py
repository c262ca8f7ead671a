"""Pictures of the playbook: early signs on three days."""

import altair

from iraq_report.charts.theme import ON_SKY, dressed, rows
from pressroom.door import colours


def signs(frame, title):
    """Return a grid: the value of each early sign on three days, marked where it warns."""
    frame = frame.assign(text=frame["value"].astype(str), state=["warns" if warns else "silent" for warns in frame["warns"]])
    order = frame["title"].drop_duplicates().tolist()
    base = altair.Chart(rows(frame[["title", "when", "text", "state", "on_record", "threshold", "direction"]])).encode(
        x=altair.X("when:N", sort=frame["when"].drop_duplicates().tolist(), title=None, axis=altair.Axis(orient="top", labelAngle=0, ticks=False, domain=False, labelLimit=150)),
        y=altair.Y("title:N", sort=order, title=None, axis=altair.Axis(labelLimit=260, ticks=False, domain=False)))
    cells = base.mark_rect(stroke=colours["line"]).encode(
        color=altair.Color("state:N", scale=altair.Scale(domain=["warns", "silent"], range=[colours["sky"], colours["paper"]])),
        tooltip=[altair.Tooltip("title:N", title="Sign"), altair.Tooltip("when:N", title="Read"), altair.Tooltip("text:N", title="Count"), altair.Tooltip("direction:N", title="Warns"), altair.Tooltip("threshold:Q", title="Threshold"), altair.Tooltip("on_record:Q", title="Events of all kinds in the window")])
    text = base.mark_text(fontSize=12).encode(text="text:N", color=altair.condition("datum.state == 'warns'", altair.value(ON_SKY), altair.value(colours["ink"])))
    shown = frame.rename(columns={"title": "Sign", "when": "Read", "value": "Count", "threshold": "Threshold", "direction": "Warns", "state": "State", "on_record": "Events of all kinds in the window"})
    return dressed(cells + text, title, height=27 * len(order)), shown[["Sign", "Read", "Count", "Warns", "Threshold", "State", "Events of all kinds in the window"]]
