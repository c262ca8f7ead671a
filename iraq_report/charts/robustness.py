"""Pictures of robustness: gain by account of the restraint, expected gain against regret, in how many accounts advice pays."""

import altair

from iraq_report.charts.theme import ON_SKY, dressed, rows
from pressroom.door import colours

STEPS = ["gains clearly", "gains a little", "no difference", "loses"]
KINDS = {"robust": "gains in every account", "bet": "gains in some", "never": "gains in none"}


def gains(frame, title):
    """Return a grid: how much each option gains over no new measures under each account of the restraint."""
    frame = frame.round({"gain": 3}).assign(text=[f"{value * 100:+.0f}".replace("-", "−") for value in frame["gain"]])
    order = frame.groupby("title")["gain"].mean().sort_values(ascending=False).index.tolist()
    frame["step"] = [STEPS[0] if gain >= 0.03 else STEPS[1] if gain >= 0.005 else STEPS[2] if gain > -0.005 else STEPS[3] for gain in frame["gain"]]
    base = altair.Chart(rows(frame)).encode(
        x=altair.X("family:N", sort=frame["family"].drop_duplicates().tolist(), title=None, axis=altair.Axis(orient="top", labelAngle=-90, ticks=False, domain=False)),
        y=altair.Y("title:N", sort=order, title=None, axis=altair.Axis(labelLimit=290, ticks=False, domain=False, labelFontSize=11)))
    cells = base.mark_rect(stroke=colours["line"]).encode(
        color=altair.Color("step:N", scale=altair.Scale(domain=STEPS, range=[colours[name] for name in ("sky", "band", "paper", "line")]), legend=altair.Legend(columns=4)),
        tooltip=[altair.Tooltip("title:N", title="Option"), altair.Tooltip("family:N", title="If this holds them back"), altair.Tooltip("gain:Q", title="Gain")])
    text = base.mark_text(fontSize=11).encode(text="text:N", color=altair.condition(f"datum.step == '{STEPS[0]}'", altair.value(ON_SKY), altair.value(colours["ink"])))
    return dressed(cells + text, title, height=24 * len(order)), frame.rename(columns={"title": "Option", "family": "If this holds them back", "gain": "Gain"})[["Option", "If this holds them back", "Gain"]]


def spans(frame, title):
    """Return spans: the least and the greatest gain of each option over all accounts, a dot where it is expected, a square for regret."""
    frame = frame.round(4)
    order = frame["title"].tolist()
    base = altair.Chart(rows(frame)).encode(y=altair.Y("title:N", sort=order, title=None, axis=altair.Axis(labelLimit=290, ticks=False, domain=False, labelFontSize=11)))
    lines = base.mark_rule(strokeWidth=4, color=colours["band"]).encode(x=altair.X("least_gain:Q", title="Gain over no new measures, on a scale of one"), x2="best_gain:Q")
    dots = base.mark_point(filled=True, size=90, color=colours["blue"], opacity=1).encode(x="gain:Q", tooltip=[altair.Tooltip("title:N", title="Option"), altair.Tooltip("gain:Q", title="Expected gain"), altair.Tooltip("least_gain:Q", title="Least"), altair.Tooltip("best_gain:Q", title="Greatest"), altair.Tooltip("regret:Q", title="Greatest regret"), altair.Tooltip("satisfied:Q", title="Good enough", format=".0%")])
    none = altair.Chart(altair.Data(values=[{"gain": 0}])).mark_rule(color=colours["ink"], strokeDash=[4, 4]).encode(x="gain:Q")
    shown = frame.rename(columns={"title": "Option", "gain": "Expected gain", "least_gain": "Least gain", "best_gain": "Greatest gain", "regret": "Greatest regret", "regret_90": "Regret not exceeded in nine of ten", "satisfied": "Good enough in share of draws"})
    return dressed(none + lines + dots, title, height=24 * len(order)), shown.drop(columns=["option_id", "value"])


def kinds(frame, title):
    """Return a grid: in how many accounts of the restraint each option beats no new measures, by viewpoint."""
    frame = frame.assign(step=frame["kind"].map(KINDS))
    order = frame.groupby("title")["wins"].sum().sort_values(ascending=False).index.tolist()
    base = altair.Chart(rows(frame)).encode(
        x=altair.X("view:N", sort=frame["view"].drop_duplicates().tolist(), title=None, axis=altair.Axis(orient="top", labelAngle=-90, ticks=False, domain=False)),
        y=altair.Y("title:N", sort=order, title=None, axis=altair.Axis(labelLimit=290, ticks=False, domain=False, labelFontSize=11)))
    cells = base.mark_rect(stroke=colours["line"]).encode(
        color=altair.Color("step:N", scale=altair.Scale(domain=list(KINDS.values()), range=[colours[name] for name in ("sky", "band", "line")]), legend=altair.Legend(columns=3)),
        tooltip=[altair.Tooltip("title:N", title="Option"), altair.Tooltip("view:N", title="Viewpoint"), altair.Tooltip("wins:Q", title="Accounts in which it gains"), altair.Tooltip("best_for:N", title="Most in"), altair.Tooltip("worst_for:N", title="Least in")])
    text = base.mark_text(fontSize=12).encode(text="wins:Q", color=altair.condition(f"datum.step == '{KINDS['robust']}'", altair.value(ON_SKY), altair.value(colours["ink"])))
    shown = frame.rename(columns={"title": "Option", "view": "Viewpoint", "wins": "Accounts in which it gains", "cells": "Of", "kind": "Kind", "best_for": "Gains most in", "worst_for": "Gains least in"})
    return dressed(cells + text, title, height=24 * len(order)), shown.drop(columns=["option_id", "step"])


def beliefs(frame, title):
    """Return arrows as lines: from today's belief in an account to the belief at which another option comes first."""
    frame = frame.round({"now": 3, "needed": 3}).sort_values("needed")
    frame = frame.assign(label=frame["view"] + ": " + frame["family"])
    order = frame["label"].tolist()
    base = altair.Chart(rows(frame)).encode(y=altair.Y("label:N", sort=order, title=None, axis=altair.Axis(labelLimit=250, ticks=False, domain=False, labelFontSize=11)))
    lines = base.mark_rule(strokeWidth=3, color=colours["band"]).encode(x=altair.X("now:Q", title="Probability of the account", axis=altair.Axis(format="%"), scale=altair.Scale(domain=[0, 1])), x2="needed:Q")
    start = base.mark_point(size=70, filled=True, color=colours["muted"], opacity=1, shape="circle").encode(x="now:Q")
    end = base.mark_point(size=90, filled=True, color=colours["blue"], opacity=1, shape="diamond").encode(x="needed:Q", tooltip=[altair.Tooltip("label:N", title="Viewpoint and account"), altair.Tooltip("first:N", title="First now"), altair.Tooltip("then:N", title="First then"), altair.Tooltip("now:Q", format=".0%"), altair.Tooltip("needed:Q", format=".0%")])
    shown = frame.rename(columns={"view": "Viewpoint", "first": "First now", "family": "Account", "now": "Now", "needed": "Needed", "then": "First then"})[["Viewpoint", "Account", "First now", "Now", "Needed", "First then"]]
    return dressed(lines + start + end, title, height=19 * len(order)), shown
