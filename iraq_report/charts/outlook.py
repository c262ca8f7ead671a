"""Pictures of the outlook: what was to be expected, what came, how forecasts scored, what moved, what is expected next."""

import altair
import pandas

from iraq_report.charts.theme import dressed, rows
from pressroom.door import colours

LEVELS = ["0 silent", "1 threat or unclaimed act", "2 front or limited attacks", "3 own-name attacks", "4 cross-border or mass"]
SHADES = [colours["land"], colours["band"], colours["sky"], colours["blue"], colours["ink"]]
CODINGS = ["Claims", "Monitors", "Sceptical"]
CODING_COLOURS = [colours["orange"], colours["blue"], colours["grey"]]
CODING_SHAPES = ["square", "circle", "triangle-up"]


def _names(frame, field, limit=250):
    return altair.Y(f"{field}:N", sort=frame[field].drop_duplicates().tolist(), title=None, axis=altair.Axis(labelLimit=limit, ticks=False, domain=False))


def _coding():
    return {"color": altair.Color("coding:N", scale=altair.Scale(domain=CODINGS, range=CODING_COLOURS), legend=altair.Legend(columns=3))}


def _shape():
    # On dots alone: a rule given a shape is drawn with a mark at its end.
    return altair.Shape("coding:N", scale=altair.Scale(domain=CODINGS, range=CODING_SHAPES), legend=altair.Legend(columns=3))


def expected(frame, title):
    """Return stacked bars: for each faction the chance of each level. Columns ``faction``, ``level`` (0 to 4), ``share``."""
    drawn = frame.assign(named=[LEVELS[level] for level in frame["level"]]).round({"share": 4})
    bars = altair.Chart(rows(drawn)).mark_bar(stroke=colours["paper"], strokeWidth=1).encode(
        x=altair.X("share:Q", title="Probability", stack="zero", scale=altair.Scale(domain=[0, 1]), axis=altair.Axis(format="%")), y=_names(drawn, "faction"),
        order=altair.Order("level:Q"), color=altair.Color("named:N", scale=altair.Scale(domain=LEVELS, range=SHADES), legend=altair.Legend(columns=2)),
        tooltip=[altair.Tooltip("faction:N", title="Faction"), altair.Tooltip("named:N", title="Level"), altair.Tooltip("share:Q", format=".0%", title="Probability")])
    shown = drawn[["faction", "named", "share"]].rename(columns={"faction": "Faction", "named": "Level", "share": "Probability"}).round(3)
    return dressed(bars, title, height=32 * frame["faction"].nunique()), shown


def by_world(frame, title):
    """Return a grid: worlds in rows, factions in columns, the chance in hundredths of limited attacks or more. Columns ``world``, ``faction``, ``share``."""
    drawn = frame.assign(hundredths=(frame["share"] * 100).round().astype(int)).round({"share": 3})
    base = altair.Chart(rows(drawn)).encode(y=_names(drawn, "world", 280), x=altair.X("faction:N", sort=frame["faction"].drop_duplicates().tolist(), title=None, axis=altair.Axis(labelAngle=-40, labelLimit=210, ticks=False, domain=False)))
    # One colour, more or less of it: read the same on light paper and on dark.
    cells = base.mark_rect(stroke=colours["paper"], color=colours["blue"]).encode(
        opacity=altair.Opacity("share:Q", scale=altair.Scale(domain=[0, 0.8], range=[0.06, 1]), legend=None),
        tooltip=[altair.Tooltip("world:N", title="World"), altair.Tooltip("faction:N", title="Faction"), altair.Tooltip("share:Q", format=".0%", title="Chance")])
    told = base.mark_text(fontSize=11).encode(text="hundredths:Q", color=altair.condition("datum.share > 0.55", altair.value(colours["paper"]), altair.value(colours["ink"])))
    return dressed(cells + told, title, height=28 * frame["world"].nunique()), drawn[["world", "faction", "hundredths"]].rename(columns={"world": "World", "faction": "Faction", "hundredths": "Chance in hundredths"})


def came(frame, title):
    """Return dots with spans: the level of each faction under three codings. Columns ``faction``, ``coding``, ``low``, ``best``, ``high``."""
    base = altair.Chart(rows(frame)).encode(y=_names(frame, "faction"), yOffset=altair.YOffset("coding:N", sort=CODINGS), **_coding())
    spans = base.mark_rule(strokeWidth=3, opacity=0.5).encode(x=altair.X("low:Q", title="Level, from silent (0) to cross-border or mass (4)", scale=altair.Scale(domain=[-0.15, 4.15]), axis=altair.Axis(values=[0, 1, 2, 3, 4], format="d")), x2="high:Q")
    dots = base.mark_point(filled=True, size=65, opacity=1).encode(x="best:Q", shape=_shape(), tooltip=[altair.Tooltip("faction:N", title="Faction"), altair.Tooltip("coding:N", title="Coding"), altair.Tooltip("best:Q", title="Level"), altair.Tooltip("low:Q"), altair.Tooltip("high:Q")])
    return dressed(spans + dots, title, height=40 * frame["faction"].nunique()), frame.rename(columns={"faction": "Faction", "coding": "Coding", "low": "Low", "best": "Level", "high": "High"})


def claimed(frame, title):
    """Return bars: operations the label says it made, by the day of the statement; days without one are marked. Columns ``date``, ``low``, ``high``, ``relays``."""
    days = pandas.DataFrame({"date": pandas.date_range(frame["date"].min(), frame["date"].max())}).merge(frame, on="date", how="left")
    drawn = days.assign(day=days["date"].dt.strftime("%-d %b"), told=["none found" if pandas.isna(high) else f"{high:.0f}" for high in days["high"]], at=days["high"].astype(float).fillna(0)).drop(columns="date")
    place = altair.X("day:O", sort=drawn["day"].tolist(), title="Day of the statement, 2026", axis=altair.Axis(labelAngle=-40))
    base, seen = altair.Chart(rows(drawn)).encode(x=place), altair.Chart(rows(drawn.dropna(subset=["high"]))).encode(x=place)
    bars = seen.mark_bar(color=colours["band"], width={"band": 0.6}).encode(y=altair.Y("high:Q", title="Operations claimed"))
    low = seen.mark_tick(thickness=2, width={"band": 0.6}, color=colours["blue"]).encode(y="low:Q", tooltip=[altair.Tooltip("day:N", title="Day"), altair.Tooltip("low:Q", title="Lowest relay"), altair.Tooltip("high:Q", title="Highest relay"), altair.Tooltip("relays:Q", title="Relays")])
    known = base.transform_filter("datum.high != null").mark_text(dy=-9).encode(y="at:Q", text="told:N")
    lost = base.transform_filter("datum.high == null").mark_text(angle=270, align="left", dx=6, color=colours["muted"]).encode(y="at:Q", text="told:N")
    return dressed(bars + low + known + lost, title, height=220), frame.rename(columns={"date": "Day", "low": "Lowest relay", "high": "Highest relay", "relays": "Relays"})


def scores(frame, title):
    """Return dots: the mean ranked probability score of each forecast under three codings. Columns ``label``, ``kind``, ``coding``, ``rps``, ``low``, ``high``."""
    drawn = frame.round({"rps": 4, "low": 4, "high": 4})
    base = altair.Chart(rows(drawn)).encode(y=_names(drawn, "label", 290), yOffset=altair.YOffset("coding:N", sort=CODINGS), **_coding())
    bars = base.mark_rule(strokeWidth=2, opacity=0.4).encode(x=altair.X("low:Q", title="Ranked probability score; nought is perfect, one the worst"), x2="high:Q")
    dots = base.mark_point(filled=True, size=60, opacity=1).encode(x="rps:Q", shape=_shape(), tooltip=[altair.Tooltip("label:N", title="Forecast"), altair.Tooltip("coding:N", title="Coding"), altair.Tooltip("rps:Q", format=".3f", title="Score"), altair.Tooltip("low:Q", format=".3f"), altair.Tooltip("high:Q", format=".3f")])
    shown = drawn[["label", "kind", "coding", "rps", "low", "high"]].rename(columns={"label": "Forecast", "kind": "Kind", "coding": "Coding", "rps": "Score", "low": "Low", "high": "High"})
    return dressed(bars + dots, title, height=34 * frame["label"].nunique()), shown


def published(frame, title):
    """Return dots: what others forecast, scored, with a tick for this project's mixture on the same faction. Columns ``label``, ``coding``, ``rps``, ``ours``."""
    drawn = frame.round({"rps": 4, "ours": 4})
    base = altair.Chart(rows(drawn)).encode(y=_names(drawn, "label", 330), yOffset=altair.YOffset("coding:N", sort=CODINGS), **_coding())
    dots = base.mark_point(filled=True, size=55, opacity=1).encode(x=altair.X("rps:Q", title="Ranked probability score; nought is perfect, one the worst"), shape=_shape(), tooltip=[altair.Tooltip("label:N", title="Forecast"), altair.Tooltip("coding:N", title="Coding"), altair.Tooltip("rps:Q", format=".2f", title="Score"), altair.Tooltip("ours:Q", format=".2f", title="Ours")])
    ticks = base.mark_tick(thickness=2, size=8, color=colours["ink"]).encode(x="ours:Q", color=altair.value(colours["ink"]))
    shown = drawn[["label", "case", "coding", "forecast", "came", "rps", "ours", "forecast_id"]].rename(columns={"label": "Forecast", "case": "Case", "coding": "Coding", "forecast": "Level implied", "came": "Level coded", "rps": "Score", "ours": "Ours", "forecast_id": "Record"})
    return dressed(ticks + dots, title, height=27 * frame["label"].nunique()), shown


def moves(frame, title):
    """Return arrows: each world before and after the later evidence, with the band after. Columns as :func:`outlook.updated.moves` gives them."""
    drawn = frame.sort_values("best_after", ascending=False).round(4)
    base = altair.Chart(rows(drawn)).encode(y=_names(drawn, "title", 290))
    bands = base.mark_rule(strokeWidth=6, color=colours["band"]).encode(x=altair.X("low_after:Q", title="Probability; ring before, dot after the later evidence", axis=altair.Axis(format="%")), x2="high_after:Q")
    lines = base.mark_rule(strokeWidth=2, color=colours["muted"]).encode(x="best_before:Q", x2="best_after:Q")
    rings = base.mark_point(filled=False, size=80, strokeWidth=2, color=colours["muted"], opacity=1).encode(x="best_before:Q")
    dots = base.mark_point(filled=True, size=75, color=colours["blue"], opacity=1).encode(x="best_after:Q", tooltip=[altair.Tooltip("title:N", title="World"), altair.Tooltip("best_before:Q", format=".0%", title="Before"), altair.Tooltip("best_after:Q", format=".0%", title="After")])
    shown = drawn[["title", "best_before", "best_after", "low_after", "high_after"]].rename(columns={"title": "World", "best_before": "Before", "best_after": "After", "low_after": "Low after", "high_after": "High after"}).round(3)
    return dressed(bands + lines + rings + dots, title, height=30 * len(drawn)), shown


def ahead(frame, title):
    """Return dots with ranges: this project's dated forecasts. Columns ``title``, ``low``, ``best``, ``high``, ``date_due``."""
    drawn = frame.sort_values("best", ascending=False).assign(due=frame["date_due"].dt.strftime("%Y-%m-%d"))[["title", "due", "low", "best", "high"]]
    base = altair.Chart(rows(drawn)).encode(y=_names(drawn, "title", 240))
    ranges = base.mark_rule(strokeWidth=6, color=colours["band"]).encode(x=altair.X("low:Q", title="Probability of yes", scale=altair.Scale(domain=[0, 1]), axis=altair.Axis(format="%")), x2="high:Q")
    dots = base.mark_point(filled=True, size=75, color=colours["blue"], opacity=1).encode(x="best:Q", tooltip=[altair.Tooltip("title:N", title="Question"), altair.Tooltip("due:N", title="Due"), altair.Tooltip("best:Q", format=".0%"), altair.Tooltip("low:Q", format=".0%"), altair.Tooltip("high:Q", format=".0%")])
    return dressed(ranges + dots, title, height=30 * len(drawn)), drawn.rename(columns={"title": "Question", "due": "Due", "low": "Low", "best": "Best", "high": "High"})
