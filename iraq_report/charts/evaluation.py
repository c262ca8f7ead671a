"""Pictures of the evaluation: ranks and how sure they are, what an option changes against what it takes, ranks by viewpoint and by method."""

import altair

from iraq_report.charts.theme import ON_SKY, dressed, rows
from pressroom.door import colours

SHADES = ["blue", "sky", "band", "line"]
STEPS = ["mean rank to 5", "to 10", "to 15", "below"]


def bands(frame, title):
    """Return stacked bars: how often each option comes first, in the next places, in the upper and in the lower half."""
    names = frame["band"].drop_duplicates().tolist()
    frame = frame.round({"share": 4}).assign(place=frame["band"].map({name: number for number, name in enumerate(names)}))
    weight = frame.assign(score=frame["share"] * frame["band"].map(dict(zip(names, (8, 4, 2, 0)))))
    order = weight.groupby("title")["score"].sum().sort_values(ascending=False).index.tolist()
    bars = altair.Chart(rows(frame)).mark_bar(height={"band": 0.78}).encode(
        x=altair.X("share:Q", title="Share of draws", axis=altair.Axis(format="%"), scale=altair.Scale(domain=[0, 1])),
        y=altair.Y("title:N", sort=order, title=None, axis=altair.Axis(labelLimit=290, ticks=False, domain=False, labelFontSize=11)),
        color=altair.Color("band:N", scale=altair.Scale(domain=names, range=[colours[name] for name in SHADES]), legend=altair.Legend(columns=4)),
        order=altair.Order("place:Q"), tooltip=[altair.Tooltip("title:N", title="Option"), altair.Tooltip("band:N", title="Places"), altair.Tooltip("share:Q", format=".0%")])
    shown = frame.rename(columns={"title": "Option", "band": "Places", "share": "Share of draws"})[["Option", "Places", "Share of draws"]]
    return dressed(bars, title, height=21 * len(order)), shown


def plane(frame, title):
    """Return dots: what an option changes against how little it takes, the status quo marked."""
    frame = frame.round({"changes": 3, "ease": 3}).assign(short=frame["option_id"].str[1:3].str.lstrip("0"), kind=frame["own"].map({True: "lowers the risk of attacks by our best score", False: "does not"}))
    together = frame.groupby(["ease", "changes", "kind"], as_index=False).agg(short=("short", ", ".join), title=("title", "; ".join))
    base = altair.Chart(rows(together)).encode(
        x=altair.X("ease:Q", title="Takes little: cost, feasibility, reversibility, law", scale=altair.Scale(zero=False, nice=False, padding=18)),
        y=altair.Y("changes:Q", title="Changes for the better: attacks, harm, sovereignty, escalation", scale=altair.Scale(zero=False, nice=False, padding=18)),
        tooltip=[altair.Tooltip("title:N", title="Option"), altair.Tooltip("changes:Q", title="Changes"), altair.Tooltip("ease:Q", title="Takes little")])
    dots = base.mark_circle(size=520, opacity=1).encode(color=altair.Color("kind:N", scale=altair.Scale(range=[colours["land"], colours["band"]], domain=["does not", "lowers the risk of attacks by our best score"]), legend=altair.Legend(columns=2, labelLimit=400)))
    marks = base.mark_text(fontSize=11).encode(text="short:N")
    even = altair.Chart(rows(frame[frame["option_id"] == "o01_status_quo"])).mark_rule(color=colours["muted"], strokeDash=[4, 4]).encode(y="changes:Q")
    shown = frame.rename(columns={"short": "Number", "title": "Option", "changes": "Changes", "ease": "Takes little", "kind": "Attacks"})[["Number", "Option", "Changes", "Takes little", "Attacks"]]
    return dressed(even + dots + marks, title, height=360), shown


def views(frame, title):
    """Return a grid: the mean rank of each option for each viewpoint, darker where it is better."""
    frame = frame.round({"mean": 1, "first": 3}).assign(span=[f"{int(low)} to {int(high)}" for low, high in zip(frame["low"], frame["high"])], text=frame["mean"].round().astype(int).astype(str))
    frame["step"] = [STEPS[0] if mean <= 5 else STEPS[1] if mean <= 10 else STEPS[2] if mean <= 15 else STEPS[3] for mean in frame["mean"]]
    order = frame.groupby("title")["mean"].mean().sort_values().index.tolist()
    base = altair.Chart(rows(frame)).encode(
        x=altair.X("view:N", sort=frame["view"].drop_duplicates().tolist(), title=None, axis=altair.Axis(orient="top", labelAngle=-90, ticks=False, domain=False)),
        y=altair.Y("title:N", sort=order, title=None, axis=altair.Axis(labelLimit=290, ticks=False, domain=False, labelFontSize=11)))
    cells = base.mark_rect(stroke=colours["line"]).encode(
        color=altair.Color("step:N", scale=altair.Scale(domain=STEPS, range=[colours[name] for name in ("sky", "band", "land", "paper")]), legend=altair.Legend(columns=4)),
        tooltip=[altair.Tooltip("title:N", title="Option"), altair.Tooltip("view:N", title="Viewpoint"), altair.Tooltip("mean:Q", title="Mean rank"), altair.Tooltip("span:N", title="Eight in ten draws"), altair.Tooltip("first:Q", title="First", format=".0%")])
    text = base.mark_text(fontSize=11).encode(text="text:N", color=altair.condition(f"datum.step == '{STEPS[0]}'", altair.value(ON_SKY), altair.value(colours["ink"])))
    shown = frame.rename(columns={"title": "Option", "view": "Viewpoint", "mean": "Mean rank", "span": "Eight in ten draws", "first": "Share first"})[["Option", "Viewpoint", "Mean rank", "Eight in ten draws", "Share first"]]
    return dressed(cells + text, title, height=21 * len(order)), shown


def methods(frame, title):
    """Return dots: the rank of each option by four methods."""
    order = frame.groupby("title")["rank"].mean().sort_values().index.tolist()
    names = frame["method"].drop_duplicates().tolist()
    base = altair.Chart(rows(frame)).encode(y=altair.Y("title:N", sort=order, title=None, axis=altair.Axis(labelLimit=290, ticks=False, domain=False, labelFontSize=11)))
    lines = base.mark_line(color=colours["line"], strokeWidth=3).encode(x="rank:Q", detail="title:N")
    dots = base.mark_point(filled=True, size=80, opacity=0.9).encode(
        x=altair.X("rank:Q", title="Rank, first to the left", axis=altair.Axis(tickMinStep=1, format="d")),
        color=altair.Color("method:N", scale=altair.Scale(domain=names, range=[colours[name] for name in ("blue", "orange", "purple", "grey")]), legend=altair.Legend(columns=2)),
        shape=altair.Shape("method:N", scale=altair.Scale(domain=names, range=["circle", "square", "triangle-up", "diamond"]), legend=altair.Legend(columns=2)),
        tooltip=[altair.Tooltip("title:N", title="Option"), altair.Tooltip("method:N", title="Method"), altair.Tooltip("rank:Q", title="Rank")])
    return dressed(lines + dots, title, height=21 * len(order)), frame.rename(columns={"title": "Option", "method": "Method", "rank": "Rank"})[["Option", "Method", "Rank"]]
