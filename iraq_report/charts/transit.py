"""Charts of transit: minutes over Iraq by class, ideal arcs and where they lie over Iraq, reports of passages."""

import altair
import pandas

from iraq_report.charts.theme import dressed, rows
from pressroom.door import colours


def times(frame, arcs, title):
    """Return a dot a city for each class: minutes over Iraq on the direct line, on a logarithmic scale."""
    ballistic = arcs.assign(kind="Ballistic missile", minutes=arcs["minutes_over_iraq"], minutes_whole=arcs["minutes"])
    table = pandas.concat([frame, ballistic[["destination", "kind", "km", "minutes", "minutes_whole"]]], ignore_index=True).round({"km": 0, "minutes": 1, "minutes_whole": 1})
    order = ["Drone", "Cruise missile", "Jet", "Ballistic missile"]
    span = table.groupby("kind")["minutes"].agg(["min", "max"]).reset_index()
    span["label"] = [f"{low:.0f} to {high:.0f} min" if high < 100 else f"{low / 60:.1f} to {high / 60:.1f} h" for low, high in zip(span["min"], span["max"])]
    scale = altair.Scale(type="log", domain=[1, 600])
    line = altair.Chart(rows(span)).mark_rule(strokeWidth=8, color=colours["band"], strokeCap="round").encode(
        x=altair.X("min:Q", scale=scale, title="Minutes over Iraq on the direct line (logarithmic)", axis=altair.Axis(values=[1, 3, 10, 30, 100, 300], format="d")),
        x2="max:Q", y=altair.Y("kind:N", sort=order, title=None, axis=altair.Axis(ticks=False, domain=False, labelPadding=8)))
    dots = altair.Chart(rows(table)).mark_point(filled=True, size=55, opacity=0.9, color=colours["blue"]).encode(
        x=altair.X("minutes:Q", scale=scale), y=altair.Y("kind:N", sort=order),
        tooltip=["destination:N", "kind:N", altair.Tooltip("minutes:Q", format=".1f"), altair.Tooltip("minutes_whole:Q", format=".0f", title="minutes, whole line")])
    text = altair.Chart(rows(span)).mark_text(align="left", dy=-15).encode(x=altair.X("min:Q", scale=scale), y=altair.Y("kind:N", sort=order), text="label:N")
    shown = table.rename(columns={"destination": "City", "kind": "Class", "km": "Kilometres", "minutes": "Minutes over Iraq", "minutes_whole": "Minutes, whole line"})
    shown.loc[shown["Class"] == "Ballistic missile", "Kilometres"] = float("nan")
    return dressed(line + dots + text, title, height=210), shown


def profile(points, space_km, chosen, title):
    """Return ideal arcs from Israel to chosen cities, the stretch over Iraq thick, with the height at which space is taken to begin."""
    table = points[points["destination"].isin(chosen)].round({"km": 0, "height_km": 1})
    base = altair.Chart(rows(table)).encode(
        x=altair.X("km:Q", title="Kilometres from central Israel along the line", axis=altair.Axis(tickCount=6)),
        y=altair.Y("height_km:Q", title="Height (km)", axis=altair.Axis(tickCount=5)), detail="destination:N")
    whole = base.mark_line(strokeWidth=1.4, color=colours["grey"]).encode(order="km:Q")
    part = base.transform_filter("datum.over").mark_line(strokeWidth=4, color=colours["orange"]).encode(
        order="km:Q", tooltip=["destination:N", "km:Q", "height_km:Q"])
    top = table.loc[table.groupby("destination")["height_km"].idxmax()]
    highest = top["height_km"] == top["height_km"].max()
    names = altair.Chart(rows(top[highest])).mark_text(dy=-10).encode(x="km:Q", y="height_km:Q", text="destination:N")
    names += altair.Chart(rows(top[~highest])).mark_text(dy=15).encode(x="km:Q", y="height_km:Q", text="destination:N")
    line = pandas.DataFrame({"height_km": [space_km], "label": [f"{space_km:.0f} km: a usual proposal for the edge of space"], "km": [0]})
    rule = altair.Chart(rows(line)).mark_rule(strokeDash=[4, 3], color=colours["muted"]).encode(y="height_km:Q")
    label = altair.Chart(rows(line)).mark_text(align="left", dy=-7, dx=4, color=colours["muted"], fontSize=11).encode(x="km:Q", y="height_km:Q", text="label:N")
    shown = table.rename(columns={"destination": "City", "km": "Kilometres", "height_km": "Height (km)", "over": "Over Iraq"})
    return dressed(rule + whole + part + names + label, title, height=300), shown


def passages(frame, title):
    """Return reports of passages by whose and what: a circle a pair, its number beside it."""
    order = frame.groupby("kind")["reports"].sum().sort_values(ascending=False).index.tolist()
    base = altair.Chart(rows(frame)).encode(
        x=altair.X("whose:N", title=None, sort=["Israel", "Iran", "United States", "Not named, or several"],
                   axis=altair.Axis(labelAngle=0, orient="top", ticks=False, domain=False)),
        y=altair.Y("kind:N", sort=order, title=None, axis=altair.Axis(ticks=False, domain=False, labelPadding=8, labelLimit=170)))
    dots = base.mark_circle(color=colours["band"], opacity=1).encode(size=altair.Size("reports:Q", scale=altair.Scale(range=[250, 1100]), legend=None),
                                                                     tooltip=["whose:N", "kind:N", "reports:Q", "with_number:Q"])
    text = base.mark_text().encode(text="reports:Q")
    shown = frame.rename(columns={"whose": "Of", "kind": "What", "reports": "Reports", "with_number": "With a number"})
    return dressed(dots + text, title, height=230), shown


def times_title(times, arcs):
    """Return the finding of the picture of minutes."""
    drone = times.loc[times["kind"] == "Drone", "minutes"] / 60
    jet, missile = times.loc[times["kind"] == "Jet", "minutes"], arcs["minutes_over_iraq"]
    return f"Over Iraq a drone spends {drone.min():.1f} to {drone.max():.1f} hours, a jet {jet.min():.0f} to {jet.max():.0f} minutes, a ballistic missile {missile.min():.0f} to {missile.max():.0f}"


def profile_title(arcs, space_km):
    """Return the finding of the picture of arcs."""
    above = int((arcs["lowest_km"] > space_km).sum())
    return f"On {above} of {len(arcs)} ideal arcs the whole stretch over Iraq lies above {space_km:.0f} km"


def passages_title(frame):
    """Return the finding of the picture of reports."""
    total, counted = int(frame["reports"].sum()), int(frame["with_number"].sum())
    return f"{total} reports of passages on record; {counted} give a number"
