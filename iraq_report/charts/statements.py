"""Threats against acts, month by month, and what became of conditions."""

import altair

from iraq_report.charts.theme import dressed, rows
from pressroom.door import colours

KINDS = {"Threats by factions": colours["purple"], "Claimed attacks": colours["red"], "Unclaimed attacks": colours["orange"]}


def words_and_claims(frame, title):
    """Return circles by month: threats, claimed attacks, unclaimed attacks; the two wars shaded."""
    wars = altair.Chart(altair.Data(values=[{"from": "2025-06-01", "to": "2025-07-01"}, {"from": "2026-02-15", "to": "2026-04-15"}])).mark_rect(color=colours["focus"]).encode(x="from:T", x2="to:T")
    order = list(KINDS)
    marks = altair.Chart(rows(frame)).mark_circle(opacity=0.9).encode(
        x=altair.X("month:T", title=None, axis=altair.Axis(format="%b %Y", tickCount=6, grid=False)),
        y=altair.Y("kind:N", sort=order, title=None, axis=altair.Axis(labelLimit=140, ticks=False, domain=False, labelPadding=8)),
        size=altair.Size("number:Q", scale=altair.Scale(range=[20, 620]), legend=None),
        color=altair.Color("kind:N", scale=altair.Scale(domain=order, range=list(KINDS.values())), legend=None),
        tooltip=[altair.Tooltip("month:T", format="%B %Y"), altair.Tooltip("kind:N", title="What"), altair.Tooltip("number:Q", title="On record")])
    return dressed(wars + marks, title, height=140), frame.rename(columns={"month": "Month", "kind": "What", "number": "On record"})


def tripwires(frame, title):
    """Return stacked bars: conditional threats by condition, and what followed where the condition was met."""
    parts = {"not met": "Condition not met or not known", "acted": "Met: a claimed attack followed", "unclaimed": "Met: an unclaimed attack followed", "nothing": "Met: nothing on record", "unknown": "Met: something else, or not known"}
    shades = dict(zip(parts.values(), (colours["line"], colours["red"], colours["orange"], colours["blue"], colours["grey"])))
    wide = frame.assign(**{"not met": frame["threats"] - frame["met"]})
    long = wide.melt("condition", list(parts), "part", "number").assign(part=lambda made: made["part"].map(parts))
    long = long.assign(order=long["part"].map(list(parts.values()).index))
    bars = altair.Chart(rows(long)).mark_bar(height={"band": 0.65}).encode(
        x=altair.X("number:Q", title="Conditional threats by factions", stack="zero"), y=altair.Y("condition:N", sort=frame["condition"].tolist(), title=None, axis=altair.Axis(labelLimit=220, ticks=False, domain=False)),
        color=altair.Color("part:N", scale=altair.Scale(domain=list(shades), range=list(shades.values())), legend=altair.Legend(columns=1)), order="order:Q",
        tooltip=[altair.Tooltip("condition:N", title="Condition"), altair.Tooltip("part:N", title="What became of it"), altair.Tooltip("number:Q", title="Threats")])
    return dressed(bars, title, height=30 * len(frame)), frame.rename(columns={"condition": "Condition", "threats": "Threats", "met": "Met", "acted": "Claimed attack followed", "unclaimed": "Unclaimed attack followed", "nothing": "Nothing on record", "unknown": "Something else or not known"})


def by_speaker(frame, title):
    """Return stacked bars: statements of each faction by level."""
    levels = ["Calming words", "Warning", "Threat with a condition", "Threat without a condition", "Start or ultimatum"]
    shades = [colours["green"], colours["line"], colours["sky"], colours["orange"], colours["red"]]
    order = frame.groupby("speaker")["number"].sum().sort_values(ascending=False).index.tolist()
    bars = altair.Chart(rows(frame.drop(columns=["speaker_id"]))).mark_bar(height={"band": 0.65}).encode(
        x=altair.X("number:Q", title="Statements on record", stack="zero"), y=altair.Y("speaker:N", sort=order, title=None, axis=altair.Axis(labelLimit=220, ticks=False, domain=False)),
        color=altair.Color("level:N", scale=altair.Scale(domain=levels, range=shades), legend=altair.Legend(columns=3)), order="threat_level:Q",
        tooltip=[altair.Tooltip("speaker:N", title="Speaker"), altair.Tooltip("level:N", title="Level"), altair.Tooltip("number:Q", title="Statements")])
    return dressed(bars, title, height=26 * len(order)), frame[["speaker", "level", "number"]].rename(columns={"speaker": "Speaker", "level": "Level", "number": "Statements"})
