"""The wave of July 2025: a map linked to its days, and the output before and after."""

import altair
import pandas
import shapely

from iraq_report import governorates
from iraq_report.charts import maps
from iraq_report.charts.theme import dressed, rows
from pressroom.door import colours

GROUPS = {"Oil and power": colours["orange"], "Peshmerga": colours["green"], "US forces": colours["red"], "Other or open ground": colours["grey"]}


SHAPES = ["circle", "square", "triangle-up", "diamond"]
# The north and the middle of Iraq, where the attacks of the wave lay.
FRAME = shapely.box(40.8, 33.2, 46.6, 37.5)


def linked(wave, parts, marks, outlines, title):
    """Return a map of attacks by governorate above the strip of their days; what is chosen in one is what the other shows.

    Parameters
    ----------
    wave : pandas.DataFrame
        A row is an attack.
    parts : pandas.Series
        Part of the month of each attack, for those who choose from a list.
    marks : pandas.DataFrame
        Milestones: ``date``, ``label``.
    outlines : pandas.Series
        Polygons of the governorates.

    Raises
    ------
    ValueError
        If an attack lies in a governorate without an outline.
    """
    drawn = governorates.drawn(wave["admin1"])
    lost = sorted(set(drawn) - set(outlines.index))
    if lost:
        raise ValueError(f"events.csv: {', '.join(lost)} has no outline in governorates.csv. Correct admin1 or add the outline.")
    seen = {name: shape.intersection(FRAME) for name, shape in outlines.items()}
    heart = {name: seen[name].representative_point() for name in set(drawn)}
    frame = wave.assign(date=wave["date_start"], days=parts, governorate=drawn, longitude=[round(heart[name].x, 1) for name in drawn], latitude=[round(heart[name].y, 1) for name in drawn])
    frame = frame.sort_values(["date", "group"])[["date", "days", "group", "place", "governorate", "longitude", "latitude", "kind", "summary"]]
    frame = frame.assign(stack=frame.groupby("date").cumcount() + 1)
    days = altair.selection_point(name="days", fields=["days"], bind=altair.binding_select(options=[None, *pandas.unique(frame["days"])], labels=["all", *pandas.unique(frame["days"])], name="Days of July "))
    place = altair.selection_point(name="governorate", fields=["governorate"], on="click", clear="dblclick",
                                   bind=altair.binding_select(options=[None, *sorted(set(drawn))], labels=["all", *sorted(set(drawn))], name="Governorate "))
    span = altair.selection_interval(name="span", encodings=["x"])
    data = rows(frame)
    spots = altair.Chart(data).transform_filter(span).transform_filter(days).encode(longitude="longitude:Q", latitude="latitude:Q")
    bubbles = spots.mark_circle(color=colours["orange"], stroke=colours["ink"], strokeWidth=0.7).encode(
        size=altair.Size("count():Q", scale=altair.Scale(type="sqrt", domain=[0, 12], range=[0, 1500]), legend=None),
        opacity=altair.condition(place, altair.value(0.75), altair.value(0.2)), detail="governorate:N",
        tooltip=[altair.Tooltip("governorate:N", title="Governorate"), altair.Tooltip("count():Q", title="Attacks")]).add_params(place)
    numbers = spots.mark_text(fontSize=13, fontWeight="bold").encode(text="count():Q", detail="governorate:N")
    names = altair.Chart(rows(pandas.DataFrame([{"governorate": name, "longitude": round(heart[name].x, 1), "latitude": round(heart[name].y, 1)} for name in sorted(heart)]))).mark_text(
        dy=30, fontSize=11, color=colours["muted"]).encode(longitude="longitude:Q", latitude="latitude:Q", text="governorate:N")
    picture = (maps.land(maps.within(seen, FRAME, 0)) + bubbles + numbers + names).project("mercator").properties(height=330)
    order = list(GROUPS)
    dots = altair.Chart(data).mark_point(filled=True, size=95).encode(
        x=altair.X("date:T", title="Days of July 2025", axis=altair.Axis(format="%-d", tickCount=10, grid=False), scale=altair.Scale(padding=14)), y=altair.Y("stack:Q", title=None, axis=None, scale=altair.Scale(domain=[0, int(frame["stack"].max()) + 1])),
        color=altair.Color("group:N", scale=altair.Scale(domain=order, range=list(GROUPS.values())), legend=altair.Legend(columns=2)),
        shape=altair.Shape("group:N", scale=altair.Scale(domain=order, range=SHAPES)),
        opacity=altair.condition(place & days, altair.value(1), altair.value(0.15)),
        tooltip=[altair.Tooltip("date:T", format="%d %B %Y", title="Day"), altair.Tooltip("place:N", title="Place"), altair.Tooltip("group:N", title="Target"), altair.Tooltip("kind:N", title="What became of it")]).add_params(span, days)
    lines = altair.Chart(rows(marks)).mark_rule(color=colours["muted"], strokeDash=[4, 3]).encode(x="date:T")
    labels = altair.Chart(rows(marks)).mark_text(align="left", baseline="bottom", dx=4, dy=-3, color=colours["muted"], lineBreak="|").encode(x="date:T", y=altair.value(0), text="label:N")
    shown = frame.drop(columns=["stack", "days", "longitude", "latitude"]).rename(columns={"date": "Day", "group": "Target", "place": "Place", "governorate": "Governorate", "kind": "What became of it", "summary": "What is on record"})
    return dressed(altair.vconcat(picture, (lines + dots + labels).properties(height=130)), title), shown


def output(figures, title):
    """Return dots with bands: published output of the Region before and after the strikes, a line a source."""
    frame = figures.assign(label=figures["counted_by"].str.replace("outlet: ", "") + ", " + figures["when"] + " (" + figures["best"].round(-3).astype(int).astype(str).str[:-3] + ")")
    frame = frame.assign(label=frame["label"].where(~frame["label"].duplicated(), frame["label"] + " ·"))[["label", "when", "low", "best", "high", "definition", "source_id"]]
    base = altair.Chart(rows(frame)).encode(y=altair.Y("label:N", sort=frame["label"].tolist(), title=None, axis=altair.Axis(labelLimit=280, ticks=False, domain=False)))
    bars = base.mark_rule(strokeWidth=4, color=colours["band"]).encode(x=altair.X("low:Q", title="Barrels a day"), x2="high:Q")
    dots = base.mark_point(filled=True, size=80, opacity=1).encode(
        x="best:Q", color=altair.Color("when:N", scale=altair.Scale(domain=["before", "after"], range=[colours["blue"], colours["orange"]]), legend=altair.Legend()),
        shape=altair.Shape("when:N", scale=altair.Scale(domain=["before", "after"], range=["circle", "square"]), legend=None),
        tooltip=[altair.Tooltip("definition:N", title="What is counted"), altair.Tooltip("best:Q", format=",.0f"), altair.Tooltip("when:N", title="When")])
    shown = frame.rename(columns={"label": "Whose figure", "when": "When", "low": "Low", "best": "Best", "high": "High", "definition": "What is counted", "source_id": "Source"})
    return dressed(bars + dots, title, height=24 * len(frame)), shown
