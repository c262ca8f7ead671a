"""State outlines: from table rows to polygons, and once from the Natural Earth file to table rows.

All polygons are in degrees of longitude and latitude (WGS84), in this order. They end at the shore:
what is no listed state is ``sea or other``.
"""

import numpy
import pandas
import shapely

OTHER = "sea or other"
# West, south, east, north. Every coast inside belongs to a listed state, so that no line can leave
# the sea for land that the table does not know.
FRAME = (30.0, 10.0, 64.0, 41.0)
# Rows made of several units of the source file: the analysis treats each as one stretch of land.
MERGED = {
    "Cyprus": ("Cyprus", "N. Cyprus", "Cyprus U.N. Buffer Zone", "Akrotiri", "Dhekelia"),
    "Somalia": ("Somalia", "Somaliland"),
}
STATES = (
    "Afghanistan", "Armenia", "Azerbaijan", "Bahrain", "Cyprus", "Djibouti", "Egypt", "Eritrea", "Georgia",
    "Iran", "Iraq", "Israel", "Jordan", "Kuwait", "Lebanon", "Oman", "Pakistan", "Palestine", "Qatar",
    "Saudi Arabia", "Somalia", "Sudan", "Syria", "Turkey", "Turkmenistan", "United Arab Emirates", "Yemen",
)


def shapes(boundaries, scale="1:10m"):
    """Return the polygon of each state drawn at one scale.

    Parameters
    ----------
    boundaries : pandas.DataFrame
        A row is a state at a scale; columns ``state``, ``scale``, ``wkt``.
    scale : str
        Scale of the source map, ``1:10m`` or ``1:50m``.

    Returns
    -------
    pandas.Series
        Polygons (degrees), indexed by state.

    Raises
    ------
    ValueError
        If no row has the scale, a state occurs twice, or a polygon is unreadable, crosses itself or
        leaves the range of longitude and latitude.
    """
    rows = boundaries[boundaries["scale"] == scale]
    if rows.empty:
        raise ValueError(f"no boundary at scale {scale!r}; the table has {sorted(set(boundaries['scale']))}")
    polygons = pandas.Series(shapely.from_wkt(rows["wkt"].to_numpy(dtype=object), on_invalid="ignore"),
                             index=pandas.Index(rows["state"].astype(str), name="state"), name="polygon")
    twice = polygons.index.duplicated()
    if twice.any():
        raise ValueError(f"states occur twice at {scale}: {sorted(polygons.index[twice])}")
    bounds = shapely.bounds(polygons.to_numpy())
    sound = shapely.is_valid(polygons.to_numpy()) & (numpy.abs(bounds) <= (180, 90, 180, 90)).all(axis=1)
    if not sound.all():
        raise ValueError("polygons unreadable, self-crossing or outside longitude and latitude: "
                         f"{list(polygons.index[~sound])}")
    return polygons


def refuse_misplaced(places, polygons, tolerance_degrees=0.1):
    """Raise if a place does not lie in the state it is said to lie in.

    Parameters
    ----------
    places : pandas.DataFrame
        A row is a place; columns ``name``, ``state``, ``latitude``, ``longitude`` (degrees).
    polygons : pandas.Series
        Polygons by state, from :func:`shapes`.
    tolerance_degrees : float
        Distance allowed outside the outline; coordinates are rounded to 0.1 degree.

    Raises
    ------
    ValueError
        If a state has no polygon, or places lie outside their states; says so when swapping latitude
        and longitude would put the place right.
    """
    unknown = sorted(set(places["state"]) - set(polygons.index))
    if unknown:
        raise ValueError(f"places in states without a boundary: {unknown}")
    homes = polygons[places["state"].astype(str)].to_numpy()
    latitude, longitude = (places[name].to_numpy(dtype=float) for name in ("latitude", "longitude"))
    inside = shapely.dwithin(homes, shapely.points(longitude, latitude), tolerance_degrees)
    swapped = shapely.dwithin(homes, shapely.points(latitude, longitude), tolerance_degrees)
    faults = [
        f"{name} ({north:g} N, {east:g} E) is not in {state}"
        + (": latitude and longitude are swapped" if turn else "")
        for name, state, north, east, well, turn
        in zip(places["name"], places["state"], latitude, longitude, inside, swapped) if not well
    ]
    if faults:
        raise ValueError("; ".join(faults))


def simplified(polygons, tolerance_degrees=0.03, frame=FRAME):
    """Return the states inside a frame and the sea between them, with fewer corners and no gaps.

    Neighbours are simplified together, so they keep one common border: a line that follows it
    neither slips through a gap nor is held up by an overlap, and straits stay open.

    Parameters
    ----------
    polygons : pandas.Series
        Polygons by state, from :func:`shapes`.
    tolerance_degrees : float
        Corners spanning less area than the square of this are dropped; 0 keeps all.
    frame : tuple of float
        West, south, east, north in degrees.

    Returns
    -------
    pandas.Series
        Polygons by state, empty for a state outside the frame, and under ``sea or other`` what is
        left of the frame.
    """
    window = shapely.box(*frame)
    areas = pandas.Series(shapely.intersection(polygons.to_numpy(), window), index=polygons.index)
    areas[OTHER] = shapely.difference(window, shapely.union_all(areas.to_numpy()))
    # Where a border touches the frame the cut leaves loose points and lines beside the polygons.
    areas = areas.map(lambda area: shapely.MultiPolygon(
        [part for part in shapely.get_parts(area) if part.geom_type == "Polygon"]))
    return pandas.Series(shapely.coverage_simplify(areas.to_numpy(), tolerance_degrees), index=areas.index)


def extract(topojson, states, scale, decimals=3):
    """Return rows of the boundaries table from a world-atlas TopoJSON file.

    Parameters
    ----------
    topojson : dict
        Quantised TopoJSON with the collection ``countries`` whose members have ``properties.name``.
    states : iterable of str
        States wanted, by the names of the file or of :data:`MERGED`.
    scale : str
        Scale of the file, written into every row.
    decimals : int
        Decimals kept, in degrees; three are about 100 m, a third of the grid of the file.

    Returns
    -------
    pandas.DataFrame
        A row is a state; columns ``state``, ``scale``, ``iso_numeric``, ``wkt``.

    Raises
    ------
    KeyError
        If the file lacks a state.
    """
    arcs = [numpy.round(numpy.cumsum(arc, axis=0) * topojson["transform"]["scale"]
                        + topojson["transform"]["translate"], decimals) for arc in topojson["arcs"]]
    units = {unit["properties"]["name"]: unit for unit in topojson["objects"]["countries"]["geometries"]}
    rows = []
    for state in sorted(states):
        parts = [units[name] for name in MERGED.get(state, (state,))]
        shape = shapely.union_all([polygon for unit in parts for polygon in _polygons(unit, arcs)])
        rows.append({"state": state, "scale": scale, "iso_numeric": parts[0]["id"],
                     "wkt": shapely.to_wkt(shapely.normalize(shape), rounding_precision=decimals)})
    return pandas.DataFrame(rows)


def _polygons(unit, arcs):
    """Return the polygons of one TopoJSON geometry."""
    members = [unit["arcs"]] if unit["type"] == "Polygon" else unit["arcs"]
    rings = [[_ring(numbers, arcs) for numbers in member] for member in members]
    # The source grid has flattened some islets: fewer than four points bound no area, and a few
    # narrow capes cross themselves.
    polygons = [shapely.Polygon(outer, [hole for hole in holes if len(hole) >= 4])
                for outer, *holes in rings if len(outer) >= 4]
    return shapely.make_valid(polygons, method="structure", keep_collapsed=False)


def _ring(numbers, arcs):
    """Return the points of one ring; a negative number n stands for arc ~n read backwards."""
    pieces = [arcs[number] if number >= 0 else arcs[~number][::-1] for number in numbers]
    points = numpy.concatenate([pieces[0], *(piece[1:] for piece in pieces[1:])])
    return points[numpy.append(True, (numpy.diff(points, axis=0) != 0).any(axis=1))]
