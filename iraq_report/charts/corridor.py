"""Charts and map of the corridor: shares over Iraq, the lines, the price of going round."""

import altair
import pyproj
import shapely

from iraq_report.airspace import boundaries as outlines
from iraq_report.airspace import corridor
from iraq_report.charts import maps
from iraq_report.charts.theme import ON_SKY, dressed, rows
from pressroom.door import colours

FRAME = shapely.box(31.5, 26.0, 57.0, 41.5)


def shares(bands, title):
    """Return dots with bands: the share of each direct line that lies over Iraq."""
    table = bands[["destination", "share_iraq_low", "share_iraq_best", "share_iraq_high", "km_iraq_best", "minutes_low",
                   "minutes_best", "minutes_high"]]
    order = bands.sort_values("share_iraq_best", ascending=False)["destination"].tolist()
    base = altair.Chart(rows(table)).encode(
        y=altair.Y("destination:N", sort=order, title=None, axis=altair.Axis(ticks=False, domain=False, labelPadding=8)))
    span = base.mark_rule(strokeWidth=6, color=colours["band"]).encode(
        x=altair.X("share_iraq_low:Q", title="Share of the line over Iraq, with band",
                   axis=altair.Axis(format="%", tickCount=7), scale=altair.Scale(domain=[0, 0.7])), x2="share_iraq_high:Q")
    dot = base.mark_point(filled=True, size=90, opacity=1, color=colours["blue"]).encode(
        x="share_iraq_best:Q", tooltip=["destination:N", altair.Tooltip("share_iraq_best:Q", format=".0%"),
                                        altair.Tooltip("km_iraq_best:Q", format=".0f"), altair.Tooltip("minutes_best:Q", format=".0f")])
    text = base.mark_text(align="left", dx=10).encode(x="share_iraq_high:Q", text=altair.Text("share_iraq_best:Q", format=".0%"))
    return dressed(span + dot + text, title, height=230), share_table(bands)


def share_table(bands):
    """Return the bands in the reader's words."""
    made = bands.round({"km_total": 0, "km_iraq_low": 0, "km_iraq_best": 0, "km_iraq_high": 0, "share_iraq_low": 2, "share_iraq_best": 2,
                        "share_iraq_high": 2, "minutes_low": 0, "minutes_best": 0, "minutes_high": 0})
    return made.rename(columns={
        "destination": "To", "km_total": "Line (km)", "km_iraq_low": "Over Iraq, low (km)", "km_iraq_best": "Over Iraq (km)",
        "km_iraq_high": "Over Iraq, high (km)", "share_iraq_low": "Share, low", "share_iraq_best": "Share", "share_iraq_high": "Share, high",
        "minutes_low": "Minutes, low", "minutes_best": "Minutes", "minutes_high": "Minutes, high"})


def _labels(points, where, text="name:N"):
    """Return a text for each place beside its dot, or beneath or above it where another place stands close to the right."""
    place = {"below": {"align": "center", "dy": 13}, "above": {"align": "center", "dy": -9}, "right": {"align": "left", "dx": 6, "dy": -4},
             "left": {"align": "right", "dx": -6, "dy": -6}}[where]
    base = altair.Chart(rows(points)).encode(longitude="longitude:Q", latitude="latitude:Q", text=text)
    style = {"fontSize": 11, "lineBreak": "|", **place}
    # A rim in the colour of the land keeps names legible over lines.
    return base.mark_text(stroke=colours["land"], strokeWidth=3, **style) + base.mark_text(**style)


def _side(x, y, points):
    """Return on which side of its dot a name has room: above if the near place to the east lies lower, else below; right if there is none."""
    near = [(float(east - x), float(north - y)) for east, north in zip(points["longitude"], points["latitude"]) if 0 < float(east - x) < 5 and abs(float(north - y)) < 1.2]
    return "right" if not near else "above" if all(lower < -0.5 for _, lower in near) else "below"


def lines_map(places, boundaries, title):
    """Return the map of the direct lines, the part over Iraq marked."""
    polygons = outlines.shapes(boundaries)
    origin, destinations = corridor.ends(places, polygons)
    geod = pyproj.Geod(ellps="WGS84")
    tracks = [shapely.LineString([origin, *geod.npts(*origin, *end, 60), end]) for end in destinations]
    inside = [shapely.set_precision(track.intersection(polygons["Iraq"]), 0.01) for track in tracks]
    land = maps.land(maps.within(polygons, FRAME), "Iraq")
    whole = altair.Chart(altair.Data(values=maps.features([shapely.set_precision(track, 0.01) for track in tracks]))).mark_geoshape(
        filled=False, stroke=colours["grey"], strokeWidth=1.4)
    part = altair.Chart(altair.Data(values=maps.features(inside))).mark_geoshape(filled=False, stroke=colours["orange"], strokeWidth=2.6)
    points = places[["name", "longitude", "latitude"]].round(1)
    # The lines leave the origin to the east, so its name stands to the west, in two lines for a phone.
    start = places["role"].eq("origin").to_numpy(dtype=bool)
    where = ["left" if first else _side(x, y, points) for first, x, y in zip(start, points["longitude"], points["latitude"])]
    points = points.assign(name=points["name"].where(~start, points["name"].str.replace(" ", "|")))
    cities = altair.Chart(rows(points)).mark_circle(size=34, color=colours["ink"], opacity=1).encode(longitude="longitude:Q", latitude="latitude:Q")
    labels = [_labels(points[[side == name for side in where]], name) for name in sorted(set(where))]
    names_of = [shapely.box(x - 1.5, y - 1.4, x + 5, y + 1.4) for x, y in zip(points["longitude"].astype(float), points["latitude"].astype(float))]
    taken = shapely.union_all([*(track.buffer(0.7) for track in tracks), *names_of])
    heart = [(name, *polygons[name].intersection(FRAME).difference(taken).representative_point().coords[0])
             for name in ("Iraq", "Iran", "Syria", "Jordan", "Saudi Arabia", "Turkey")]
    captions = altair.Chart(altair.Data(values=[{"name": name, "longitude": round(x, 1), "latitude": round(y, 1)} for name, x, y in heart])).mark_text(
        color=colours["muted"], fontSize=12, fontStyle="italic").encode(longitude="longitude:Q", latitude="latitude:Q", text="name:N")
    chart = (land + captions + whole + part + cities + altair.layer(*labels)).project("conicEqualArea", parallels=[28, 40], rotate=[-44, 0, 0])
    return dressed(chart, title, height=430)


def families_map(places, boundaries, costs, crossed, title):
    """Return the map of the families of ways: the states that the chosen one crosses, and what each city costs by it.

    States are shaded whole and no way is drawn: a family is the states crossed.
    """
    cut = maps.within(outlines.shapes(boundaries), FRAME)
    order = costs.groupby("family")["extra_share"].median().sort_values().index.tolist()
    chosen = altair.selection_point(name="family", fields=["family"], value=order[0], bind=altair.binding_select(options=order, name="Ways over "))
    over = crossed.merge(costs[["family_id", "family"]].drop_duplicates(), on="family_id")[["family", "state"]].drop_duplicates()
    over = over[over["state"].isin(list(cut)) & ~over["state"].isin(["Iran", "Israel", "Palestine"])].sort_values(["family", "state"])
    shapes = altair.LookupData(data=altair.Data(values=maps.features(list(cut.values()), name=list(cut))), key="properties.name", fields=["type", "geometry"])
    shaded = altair.Chart(rows(over)).transform_filter(chosen).transform_lookup(lookup="state", from_=shapes).mark_geoshape(
        fill=colours["band"], stroke=colours["ink"], strokeWidth=1)
    hearts = {name: shape.representative_point() for name, shape in cut.items() if name in set(over["state"]) and shape.area > 4}
    captions = altair.Chart(rows(over[over["state"].isin(list(hearts))].assign(
        longitude=lambda frame: [round(hearts[name].x, 1) for name in frame["state"]], latitude=lambda frame: [round(hearts[name].y, 1) for name in frame["state"]]))).transform_filter(
        chosen).mark_text(fontSize=12, fontStyle="italic").encode(longitude="longitude:Q", latitude="latitude:Q", text="state:N")
    ends = costs[costs["status"] == "found"].merge(places[["name", "longitude", "latitude"]].round(1), left_on="destination", right_on="name")
    ends = ends.assign(extra=ends["extra_share"].map("+{:.0%}".format))[["family", "destination", "extra", "longitude", "latitude"]]
    ends = ends.assign(told=ends["destination"] + " " + ends["extra"])
    once = ends.drop_duplicates("destination")
    side = dict(zip(once["destination"], [_side(x, y, once) for x, y in zip(once["longitude"], once["latitude"])]))
    dots = altair.Chart(rows(once[["longitude", "latitude"]])).mark_circle(size=34, color=colours["ink"], opacity=1).encode(longitude="longitude:Q", latitude="latitude:Q")
    # On a phone the names, which the map of the lines has, would run into each other.
    labels = [_labels(own, where, "text:N").transform_filter(chosen).transform_calculate(text="width < 450 ? datum.extra : datum.told") for where in sorted(set(side.values())) for own in [ends[ends["destination"].map(side) == where]]]
    chart = (maps.land(cut, "Iraq").add_params(chosen) + shaded + captions + dots + altair.layer(*labels)).project("conicEqualArea", parallels=[28, 40], rotate=[-44, 0, 0])
    return dressed(chart, title, height=430)


def by_state(lines, title):
    """Return stacked bars: the kilometres of each direct line over each state, in the order in which they are crossed on the whole."""
    order = ["Israel", "Palestine", "Jordan", "Saudi Arabia", "Syria", "Turkey", "Kuwait", "Iraq", "Iran", "sea or other"]
    shades = dict(zip(order, (colours[name] for name in ("line", "line", "band", "green", "sky", "purple", "red", "orange", "grey", "focus"))))
    known = lines.groupby("state")["km"].sum()
    order = [state for state in order if state in known.index] + sorted(set(known.index) - set(order))
    table = lines.assign(place=lines["state"].map(order.index), km=lines["km"].round(0))
    table = table.sort_values(["destination", "place"])
    table["right"] = table.groupby("destination")["km"].cumsum()
    table["middle"] = table["right"] - table["km"] / 2
    table["label"] = [f"{km:.0f}" if km >= 110 else "" for km in table["km"]]
    cities = table[table["state"] == "Iraq"].sort_values("km", ascending=False)["destination"].tolist()
    base = altair.Chart(rows(table)).encode(y=altair.Y("destination:N", sort=cities, title=None, axis=altair.Axis(ticks=False, domain=False, labelPadding=8)))
    bars = base.mark_bar(height={"band": 0.72}, strokeWidth=1.2).encode(
        stroke=altair.condition("datum.state == 'Iraq'", altair.value(colours["ink"]), altair.value(colours["paper"])),
        x=altair.X("km:Q", title="Kilometres of the shortest line", stack="zero", axis=altair.Axis(tickCount=5)),
        color=altair.Color("state:N", scale=altair.Scale(domain=order, range=[shades.get(state, colours["line"]) for state in order]),
                           legend=altair.Legend(columns=4, orient="top")),
        order=altair.Order("place:Q"), tooltip=["destination:N", "state:N", "km:Q", altair.Tooltip("share:Q", format=".0%")])
    pale = ["band", "line", "focus"]
    dark = altair.when("datum.state == 'Syria'").then(altair.value(ON_SKY)).when(
        " || ".join(f"datum.state == '{state}'" for state in order if shades.get(state) not in [colours[name] for name in pale])).then(altair.value(colours["paper"])).otherwise(altair.value(colours["ink"]))
    text = base.mark_text(fontSize=11).encode(x="middle:Q", text="label:N", color=dark)
    shown = lines.assign(km=lines["km"].round(0), share=lines["share"].round(3)).rename(
        columns={"destination": "To", "state": "Over", "km": "Kilometres", "share": "Share of the line"})
    return dressed(bars + text, title, height=270), shown


def costs(frame, title):
    """Return the extra distance of each family of ways, by destination."""
    table = frame[frame["status"] == "found"]
    order = table.groupby("family")["extra_share"].median().sort_values().index.tolist()
    dots = altair.Chart(rows(table[["destination", "family", "extra_share", "extra_km", "extra_minutes", "consents_needed_count"]])).mark_point(
        filled=True, size=70, opacity=0.85, color=colours["blue"]).encode(
        x=altair.X("extra_share:Q", title="Extra distance over the direct line (logarithmic beyond a tenth)",
                   scale=altair.Scale(type="symlog", constant=0.1, domain=[0, 5]), axis=altair.Axis(format="%", values=[0, 0.1, 0.25, 0.5, 1, 2, 4])),
        y=altair.Y("family:N", sort=order, title=None, axis=altair.Axis(labelLimit=190, ticks=False, domain=False, labelPadding=8)),
        tooltip=["destination:N", "family:N", altair.Tooltip("extra_km:Q", format=".0f"), altair.Tooltip("extra_share:Q", format=".0%"),
                 altair.Tooltip("extra_minutes:Q", format=".0f"), "consents_needed_count:Q"])
    return dressed(dots, title, height=230), cost_table(frame)


def cost_table(frame):
    """Return the costs in the reader's words."""
    made = frame[["destination", "family", "km", "extra_km", "extra_share", "extra_minutes", "consents_needed_count", "status"]]
    made = made.round({"km": 0, "extra_km": 0, "extra_share": 2, "extra_minutes": 0})
    return made.rename(columns={"destination": "To", "family": "Over", "km": "Way (km)", "extra_km": "Extra (km)", "extra_share": "Extra share",
                                "extra_minutes": "Extra minutes", "consents_needed_count": "Other states' consent needed", "status": "Found"})
