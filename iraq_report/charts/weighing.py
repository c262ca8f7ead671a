"""Pictures of the weighing: worlds with bands, what each piece of evidence adds, roles, the bias curve."""

import altair

from iraq_report.charts.theme import ON_SKY, dressed, rows
from pressroom.door import colours

SETS = {"uniform": "All worlds alike", "source_favouring": "Leaning to S1 and S2", "sceptical": "Leaning to what they leave out"}
SHADES = dict(zip(SETS.values(), (colours["blue"], colours["orange"], colours["grey"])))
# Small factors as they are, large ones as thousands, millions, billions.
POWERS = "datum.value < 1e3 ? format(datum.value, '~f') : datum.value < 1e6 ? format(datum.value / 1e3, ',') + ' thousand' : datum.value < 1e9 ? format(datum.value / 1e6, ',') + ' million' : format(datum.value / 1e9, ',') + ' billion'"
SHAPES = dict(zip(SETS.values(), ("circle", "square", "triangle-up")))


def worlds(posteriors, title):
    """Return dots with bands: the posterior of each world under each prior set, a tick where the prior stood."""
    frame = posteriors.assign(set=posteriors["prior_set"].map(SETS)).round({"prior": 4, "best": 4, "low": 4, "high": 4})
    order = frame.groupby("title")["best"].mean().sort_values(ascending=False).index.tolist()
    base = altair.Chart(rows(frame)).encode(
        y=altair.Y("title:N", sort=order, title=None, axis=altair.Axis(labelLimit=300, ticks=False, domain=False)),
        yOffset=altair.YOffset("set:N", sort=list(SETS.values())),
        color=altair.Color("set:N", scale=altair.Scale(domain=list(SHADES), range=list(SHADES.values())), legend=altair.Legend(columns=1, labelLimit=400)))
    bars = base.mark_rule(strokeWidth=3, opacity=0.55).encode(x=altair.X("low:Q", title="Probability, given the worlds considered", axis=altair.Axis(format="%")), x2="high:Q")
    dots = base.mark_point(filled=True, size=60, opacity=1).encode(
        x="best:Q", shape=altair.Shape("set:N", scale=altair.Scale(domain=list(SHAPES), range=list(SHAPES.values())), legend=None), tooltip=[altair.Tooltip("title:N", title="World"), altair.Tooltip("set:N", title="Before the evidence"), altair.Tooltip("prior:Q", format=".0%"), altair.Tooltip("best:Q", format=".0%"), altair.Tooltip("low:Q", format=".0%"), altair.Tooltip("high:Q", format=".0%")])
    ticks = base.mark_tick(thickness=1.5, size=9, color=colours["muted"]).encode(x="prior:Q", color=altair.value(colours["muted"]))
    shown = frame[["title", "set", "prior", "best", "low", "high"]].rename(columns={"title": "World", "set": "Before the evidence", "prior": "Prior", "best": "Posterior", "low": "Low", "high": "High"}).round(3)
    return dressed(bars + dots + ticks, title, height=38 * len(order)), shown


def waterfall(frame, title, world, rival):
    """Return bars in decibels: what each cluster of evidence adds for one world against another."""
    frame = frame.sort_values("decibels", ascending=False).round({"decibels": 2, "low": 2, "high": 2}).assign(
        side=[world if value >= 0 else rival for value in frame.sort_values("decibels", ascending=False)["decibels"]])
    order = frame["title"].tolist()
    base = altair.Chart(rows(frame)).encode(y=altair.Y("title:N", sort=order, title=None, axis=altair.Axis(labelLimit=320, ticks=False, domain=False)))
    bars = base.mark_bar(height={"band": 0.55}).encode(
        x=altair.X("decibels:Q", title="Decibels; ten of them mean ten to one"), color=altair.Color("side:N", scale=altair.Scale(domain=[world, rival], range=[colours["blue"], colours["orange"]]), legend=altair.Legend(columns=1, labelLimit=600)),
        tooltip=[altair.Tooltip("title:N", title="Evidence"), "decibels:Q", "low:Q", "high:Q"])
    bands = base.mark_rule(color=colours["ink"], strokeWidth=1.2).encode(x="low:Q", x2="high:Q")
    shown = frame[["title", "decibels", "low", "high"]].rename(columns={"title": "Evidence", "decibels": "Decibels", "low": "Low", "high": "High"})
    return dressed(bars + bands, title, height=26 * len(order)), shown


def roles(frame, title):
    """Return bands: for each explanation, the summed probability of the worlds in which it plays any part."""
    frame = frame.sort_values("best", ascending=False).round({"prior": 4, "best": 4, "low": 4, "high": 4})
    order = frame["label"].tolist()
    base = altair.Chart(rows(frame)).encode(y=altair.Y("label:N", sort=order, title=None, axis=altair.Axis(labelLimit=300, ticks=False, domain=False)))
    bars = base.mark_rule(strokeWidth=5, color=colours["band"]).encode(x=altair.X("low:Q", title="Summed probability of the worlds in which it plays a part", axis=altair.Axis(format="%"), scale=altair.Scale(domain=[0, 1])), x2="high:Q")
    dots = base.mark_circle(size=70, color=colours["blue"], opacity=1).encode(x="best:Q", tooltip=[altair.Tooltip("label:N", title="Explanation"), altair.Tooltip("best:Q", format=".0%"), altair.Tooltip("low:Q", format=".0%"), altair.Tooltip("high:Q", format=".0%")])
    ticks = base.mark_tick(thickness=2, size=12, color=colours["muted"]).encode(x="prior:Q")
    return dressed(bars + dots + ticks, title, height=22 * len(order)), frame.rename(columns={"label": "Explanation", "prior": "Prior", "best": "Posterior", "low": "Low", "high": "High"})[["Explanation", "Prior", "Posterior", "Low", "High"]].round(3)


def matrix(frame, title):
    """Return a grid: worlds in rows, clusters of evidence in columns, how much more or less the world expects it than the others do."""
    worlds_, items = frame.drop_duplicates("world")["world"].tolist(), frame.drop_duplicates("item")["item"].tolist()
    numbers = {item: index + 1 for index, item in enumerate(items)}
    frame = frame.assign(number=frame["item"].map(numbers)).round({"decibels": 1})
    # Two colours, more or less of them: read the same on light paper and on dark.
    frame = frame.assign(side=["More expected" if value >= 0 else "Less expected" for value in frame["decibels"]], size=frame["decibels"].abs())
    cells = altair.Chart(rows(frame)).mark_rect(stroke=colours["paper"]).encode(
        x=altair.X("number:O", title="Evidence, numbered as in the table", axis=altair.Axis(labelAngle=0, ticks=False, domain=False)),
        y=altair.Y("world:N", sort=worlds_, title=None, axis=altair.Axis(labelLimit=280, ticks=False, domain=False)),
        color=altair.Color("side:N", scale=altair.Scale(domain=["More expected", "Less expected"], range=[colours["blue"], colours["orange"]])),
        opacity=altair.Opacity("size:Q", scale=altair.Scale(domain=[0, 8], range=[0.04, 1], clamp=True), legend=None),
        tooltip=[altair.Tooltip("world:N", title="World"), altair.Tooltip("item:N", title="Evidence"), "decibels:Q"])
    signs = altair.Chart(rows(frame.assign(sign=["+" if value >= 2 else "−" if value <= -2 else "" for value in frame["decibels"]]))).mark_text(fontSize=12).encode(
        x="number:O", y=altair.Y("world:N", sort=worlds_), text="sign:N")
    return dressed(cells + signs, title, height=26 * len(worlds_)), frame.rename(columns={"number": "Number", "item": "Evidence", "world": "World", "decibels": "Decibels"})[["Number", "Evidence", "World", "Decibels"]]


def bias(frame, title):
    """Return the Bayes factor against the observation bias, for each pair of theories."""
    lines = altair.Chart(rows(frame)).mark_line(strokeWidth=2.2).encode(
        x=altair.X("omega:Q", title="Observation bias: how much easier evidence for the first is to come upon", scale=altair.Scale(type="log")),
        y=altair.Y("factor:Q", title="Bayes factor", scale=altair.Scale(type="log"), axis=altair.Axis(values=[0.01, 1, 100, 1e4, 1e6, 1e8, 1e10, 1e12], labelExpr=POWERS)),
        color=altair.Color("pair:N", scale=altair.Scale(range=[colours["blue"], colours["orange"], colours["purple"]]), legend=altair.Legend(columns=1, labelLimit=600)),
        strokeDash=altair.StrokeDash("pair:N", legend=None), tooltip=[altair.Tooltip("pair:N", title="Pair"), altair.Tooltip("omega:Q", format=".2f"), altair.Tooltip("factor:Q", format=".2f")])
    even = altair.Chart(altair.Data(values=[{"factor": 1}])).mark_rule(color=colours["muted"], strokeDash=[4, 4]).encode(y="factor:Q")
    return dressed(even + lines, title, height=240), frame.rename(columns={"pair": "Pair", "omega": "Bias", "factor": "Bayes factor"}).round(4)


def shares(frame, title):
    """Return signed bars: what each driver adds to the change in the chance of acting."""
    frame = frame.sort_values("share", ascending=False).round({"share": 4, "low": 4, "high": 4})
    order = frame["driver"].drop_duplicates().tolist()
    bars = altair.Chart(rows(frame)).mark_bar(height={"band": 0.7}).encode(
        x=altair.X("share:Q", title="Added to the chance of acting", axis=altair.Axis(format="+%")), y=altair.Y("driver:N", sort=order, title=None, axis=altair.Axis(labelLimit=260, ticks=False, domain=False)),
        yOffset="faction:N", color=altair.Color("faction:N", scale=altair.Scale(range=[colours["blue"], colours["orange"]]), legend=altair.Legend(columns=1)),
        tooltip=[altair.Tooltip("driver:N", title="Driver"), altair.Tooltip("faction:N", title="Faction"), altair.Tooltip("share:Q", format="+.0%")])
    return dressed(bars, title, height=44 * len(order)), frame.rename(columns={"driver": "Driver", "faction": "Faction", "share": "Share"})[["Driver", "Faction", "Share"]]


def panel(frame, title):
    """Return a grid: factions in rows, decision points in columns, what each did on the scale from silent to sustained."""
    levels = ["Not found", "0 silent", "1 threat or unclaimed act", "2 front or limited attacks", "3 own-name attacks", "4 cross-border or mass"]
    shades = [colours["paper"], colours["land"], colours["band"], colours["sky"], colours["blue"], colours["ink"]]
    points = frame.drop_duplicates("point").sort_values("date_start")["point"].tolist()
    base = altair.Chart(rows(frame.drop(columns=["date_start"]))).encode(
        x=altair.X("point:N", sort=points, title=None, axis=altair.Axis(labelAngle=-60, ticks=False, domain=False)),
        y=altair.Y("faction:N", title=None, sort=frame.drop_duplicates("faction")["faction"].tolist(), axis=altair.Axis(labelLimit=200, ticks=False, domain=False)))
    cells = base.mark_rect(stroke=colours["line"]).encode(
        color=altair.Color("level:N", scale=altair.Scale(domain=levels, range=shades), legend=altair.Legend(columns=1)),
        tooltip=[altair.Tooltip("faction:N", title="Faction"), altair.Tooltip("what:N", title="Decision point"), altair.Tooltip("level:N", title="Coded"), altair.Tooltip("span:N", title="Span"), altair.Tooltip("reason:N", title="Why")])
    told = base.mark_text(fontSize=11).encode(text="short:N", color=altair.when("datum.short == '3' || datum.short == '4'").then(altair.value(colours["paper"])).when("datum.short == '2'").then(altair.value(ON_SKY)).otherwise(altair.value(colours["ink"])))
    return dressed(cells + told, title, height=30 * frame["faction"].nunique()), frame.rename(columns={"point": "From", "what": "Decision point", "faction": "Faction", "level": "Coded", "span": "Span", "reason": "Why"})[["Faction", "From", "Decision point", "Coded", "Span", "Why"]]
