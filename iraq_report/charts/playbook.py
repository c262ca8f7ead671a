"""Pictures of the playbook: early signs on three days, dated questions with our probabilities."""

import altair

from iraq_report.charts.theme import dressed, rows
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
    text = base.mark_text(fontSize=12).encode(text="text:N")
    shown = frame.rename(columns={"title": "Sign", "when": "Read", "value": "Count", "threshold": "Threshold", "direction": "Warns", "state": "State", "on_record": "Events of all kinds in the window"})
    return dressed(cells + text, title, height=27 * len(order)), shown[["Sign", "Read", "Count", "Warns", "Threshold", "State", "Events of all kinds in the window"]]


def questions(frame, title):
    """Return dots with bands: our probability of yes for each dated question, the next one on top."""
    frame = frame.sort_values(["date_due", "watch_id"])
    frame = frame.assign(label=frame["date_due"].dt.strftime("%-d %b %Y") + ": " + frame["watch_id"].str.replace("_", " "))[["label", "question", "probability_low", "probability_best", "probability_high"]]
    base = altair.Chart(rows(frame)).encode(y=altair.Y("label:N", sort=frame["label"].tolist(), title=None, axis=altair.Axis(labelLimit=230, ticks=False, domain=False)))
    lines = base.mark_rule(strokeWidth=4, color=colours["band"]).encode(
        x=altair.X("probability_low:Q", title="Our probability that the answer will be yes", axis=altair.Axis(format="%"), scale=altair.Scale(domain=[0, 1])), x2="probability_high:Q")
    dots = base.mark_point(filled=True, size=80, color=colours["blue"], opacity=1).encode(x="probability_best:Q", tooltip=[altair.Tooltip("question:N", title="Question"), altair.Tooltip("probability_best:Q", title="Probability", format=".0%")])
    shown = frame.rename(columns={"label": "By", "question": "Question", "probability_low": "Low", "probability_best": "Best", "probability_high": "High"})
    return dressed(lines + dots, title, height=24 * len(frame)), shown
