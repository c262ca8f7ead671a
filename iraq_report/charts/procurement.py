"""Charts of procurement: the timeline of steps by system, and promises against the days they named."""

import altair
import pandas

from iraq_report.airspace.procurement import LATE, STEPS, promise_table
from iraq_report.charts.theme import dressed, rows
from pressroom.door import colours

SHORT = {"cheongung_ii": "Cheongung-II", "gm400_radars": "GM403 radars", "gm200_radars": "GM200 radars", "tps77_radars": "TPS-77 radars", "asr11_radars": "ASR-11 radars",
         "samp_t": "SAMP/T", "avenger": "Avenger", "hawk": "Hawk", "pantsir": "Pantsir", "s300_s400": "S-300, S-400", "rafale": "Rafale", "f16_aircraft": "F-16", "f16_support": "F-16 support",
         "korean_t50": "T-50IQ", "korean_kuh": "KUH-1", "h225m": "H225M", "air_defence_general": "Not named", "counter_drone_2026": "Counter-drone", "counter_drone_khor_mor": "Khor Mor gas field",
         "us_plan_2024": "US plan"}
GROUPS = {"Talked about or announced": ["interest", "announced", "approved"], "Contracted or paid": ["contracted", "financed", "produced"], "Delivered or in use": ["delivered", "operational"],
          "Late, or a reason for it": list(LATE)}
MARKS = dict(zip(GROUPS, (("circle", "grey"), ("square", "blue"), ("diamond", "green"), ("cross", "red"))))


def timeline(procurement, since, title):
    """Return a mark a step: system by day, shape and shade by how far the step goes."""
    group = {step: name for name, steps in GROUPS.items() for step in steps}
    table = procurement[procurement["date_start"] >= pandas.Timestamp(since)].assign(name=lambda frame: frame["deal_id"].map(SHORT).fillna(frame["system"]),
                                                                                     group=lambda frame: frame["step"].map(group), word=lambda frame: frame["step"].map({**STEPS, **LATE}))
    order = table.groupby("name").size().sort_values(ascending=False, kind="stable").index.tolist()
    shown = table[["name", "date_start", "word", "group", "claimed_by", "note", "source_id"]]
    marks = altair.Chart(rows(shown.drop(columns=["claimed_by", "source_id"]))).mark_point(filled=True, size=80, opacity=0.8).encode(
        x=altair.X("date_start:T", title=None, scale=altair.Scale(padding=12), axis=altair.Axis(format="%Y", tickCount={"interval": "year", "step": 2})),
        y=altair.Y("name:N", sort=order, title=None, axis=altair.Axis(labelLimit=140, ticks=False, domain=False, labelPadding=8, grid=True)),
        shape=altair.Shape("group:N", scale=altair.Scale(domain=list(GROUPS), range=[shape for shape, _ in MARKS.values()]), legend=altair.Legend(columns=1, labelLimit=300)),
        color=altair.Color("group:N", scale=altair.Scale(domain=list(GROUPS), range=[colours[colour] for _, colour in MARKS.values()]), legend=altair.Legend(columns=1, labelLimit=300)),
        tooltip=[altair.Tooltip("date_start:T", format="%B %Y"), "name:N", "word:N", "note:N"])
    shown = shown.assign(date_start=shown["date_start"].dt.strftime("%Y-%m-%d"), note=shown["note"].fillna("")).drop(columns="claimed_by").rename(columns={
        "name": "System", "date_start": "Day", "word": "Step", "group": "Group", "note": "Note", "source_id": "Source"})
    return dressed(marks, title, height=24 * len(order)), shown


def promises(made, actors, title):
    """Return promises: a dot on the day something was said, a bar over the days it was due; the shade says what became of it."""
    words = {"kept": "delivery on record", "missed": "passed without a delivery on record", "open": "not yet due"}
    table = made.assign(what=made["kept"].map(words), row=[f"{SHORT.get(deal, deal)}, {said.day} {said:%b %Y}" for deal, said in zip(made["deal_id"], made["said"])])
    table = table[["row", "said", "due_start", "due_end", "what", "reading"]]
    order = table["row"].tolist()
    y = altair.Y("row:N", sort=order, title=None, axis=altair.Axis(labelExpr="split(datum.label, ', ')", labelLimit=170, ticks=False, domain=False, labelPadding=8))
    base = altair.Chart(rows(table))
    colour = altair.Color("what:N", scale=altair.Scale(domain=list(words.values()), range=[colours["sky"], colours["orange"], colours["band"]]), legend=altair.Legend(columns=1, labelLimit=300))
    line = base.mark_rule(strokeDash=[2, 3], color=colours["muted"]).encode(x=altair.X("said:T", title=None, scale=altair.Scale(padding=8), axis=altair.Axis(format="%b %Y", tickCount=5, labelOverlap="greedy", labelSeparation=8)), x2="due_start:T", y=y)
    due = base.mark_bar(height=11).encode(x="due_start:T", x2="due_end:T", y=y, color=colour, tooltip=["row:N", "reading:N", "what:N"])
    dot = base.mark_point(filled=True, size=70, color=colours["ink"], opacity=1).encode(x="said:T", y=y)
    return dressed(line + due + dot, title, height=32 * len(order)), promise_table(made, actors)


def timeline_title(deals):
    """Return the finding of the timeline."""
    return f"Of {len(deals)} deals talked about, {int(deals['contracted'].sum())} have a contract on record and {int(deals['arrived'].sum())} any delivery"


def promises_title(made):
    """Return the finding of the picture of promises."""
    return f"{int((made['kept'] == 'missed').sum())} of {len(made)} dated promises passed without a delivery on record"
