"""What going round costs: shortest lines that stay over chosen states and the sea.

Results are lengths, shares, minutes and the states crossed. No point of any line leaves this
module: families of states are what the public debate is about, routes are not.
"""

import numpy
import pandas
import pyproj
import shapely
from scipy.sparse import coo_array
from scipy.sparse.csgraph import dijkstra

from iraq_report.airspace.boundaries import FRAME, OTHER, shapes, simplified
from iraq_report.airspace.corridor import GEOD, ends, minutes

# In the gnomonic projection the shortest line between two points is straight, so that a shortest
# line round obstacles turns at their corners only, as on a plane. Lengths are measured by GEOD.
PLANE = pyproj.Proj(proj="gnom", ellps="WGS84",
                    lon_0=(FRAME[0] + FRAME[2]) / 2, lat_0=(FRAME[1] + FRAME[3]) / 2)
# A line along a border brushes the neighbour by the width of a rounding error.
BRUSHED_KM = 1
COLUMNS = {"destination": "string", "family_id": "string", "status": "string", "km": "float64",
           "extra_km": "float64", "extra_share": "float64", "extra_minutes": "float64",
           "states_crossed_count": "Int64", "consents_needed_count": "Int64"}


def detours(places, boundaries, families, settings, tolerance_degrees=0.03):
    """What does it cost to stay over a chosen set of states and the sea?

    Parameters
    ----------
    places : pandas.DataFrame
        A row is a place; columns ``name``, ``state``, ``latitude``, ``longitude`` (degrees), ``role``
        with exactly one ``origin``.
    boundaries : pandas.DataFrame
        A row is a state at a scale; columns ``state``, ``scale``, ``wkt``.
    families : pandas.DataFrame
        A row is a state that a family may cross; columns ``family_id``, ``state`` (or
        ``sea or other``), ``consent_needed`` (``yes`` or ``no``).
    settings : Settings
        ``ground_speed_knots`` turns kilometres into minutes.
    tolerance_degrees : float
        How far outlines are simplified before the search, see
        :func:`~iraq_report.airspace.boundaries.simplified`.

    Returns
    -------
    pandas.DataFrame
        A row is a destination by a family: ``destination``, ``family_id``, ``status`` (``found`` or
        ``no_path``), ``km`` of the shortest line, ``extra_km``, ``extra_share`` (of the direct line)
        and ``extra_minutes`` against the direct line, ``states_crossed_count`` (all states with at
        least 1 km, both ends included), ``consents_needed_count``; missing where no line exists.
    pandas.DataFrame
        A row is a state crossed, or the sea: ``destination``, ``family_id``, ``state``, ``km``,
        ``consent_needed``.

    Raises
    ------
    ValueError
        If a family names a state without a boundary, or a place is not in its state.
    """
    polygons = shapes(boundaries)
    origin, destinations = ends(places, polygons)
    areas = simplified(polygons, tolerance_degrees)
    areas = pandas.Series(shapely.transform(areas.to_numpy(), PLANE, interleaved=False), index=areas.index)
    unknown = sorted(set(families["state"]) - set(areas.index))
    if unknown:
        raise ValueError(f"route families name states without a boundary: {unknown}")
    rows, crossed = [], []
    for family_id, members in families.groupby("family_id", sort=False):
        allowed = areas[members["state"]]
        lines = shortest_lines(shapely.union_all(allowed.to_numpy()), [origin, *destinations])
        for (name, end), line in zip(destinations.items(), lines):
            states = members[["state", "consent_needed"]].assign(km=_km_by_state(line, allowed))
            states = states[states["km"] >= BRUSHED_KM]
            cost = _cost(length_km(line), GEOD.inv(*origin, *end)[2] / 1000, states, settings)
            rows.append({"destination": name, "family_id": family_id, **cost})
            crossed.append(states.assign(destination=name, family_id=family_id))
    crossed = pandas.concat(crossed, ignore_index=True)
    return (pandas.DataFrame(rows, columns=list(COLUMNS)).astype(COLUMNS),
            crossed[["destination", "family_id", "state", "km", "consent_needed"]])


def _cost(km, direct_km, states, settings):
    """Return the cells of one destination and family after its names."""
    if km == 0:
        return {"status": "no_path"}
    # The direct line is the shortest of all; a difference below zero is a rounding error.
    extra_km = max(0.0, km - direct_km)
    return {"status": "found", "km": km, "extra_km": extra_km, "extra_share": extra_km / direct_km,
            "extra_minutes": minutes(extra_km, settings.ground_speed_knots),
            "states_crossed_count": (states["state"] != OTHER).sum(),
            "consents_needed_count": (states["consent_needed"] == "yes").sum()}


def length_km(line):
    """Return the length of a planar line or of its pieces in kilometres."""
    return GEOD.geometry_length(shapely.transform(line, _degrees, interleaved=False)) / 1000


def _km_by_state(line, areas):
    """Return kilometres of a planar line by area; a stretch along a border counts once."""
    km = []
    for area in areas:
        km.append(length_km(shapely.intersection(line, area)))
        line = shapely.difference(line, area)
    return km


def _degrees(x, y):
    return PLANE(x, y, inverse=True)


def shortest_lines(free, points):
    """Return the shortest planar line inside ``free`` from the first point to each other one.

    ``free`` is an area in the plane of :data:`PLANE`, ``points`` are longitudes and latitudes. A shortest line is straight between corners where the free area bends inwards, and passes each
    such corner on its outside, so only those links are tried. Without a way the line is empty.
    """
    corners, before, after = _inward_corners(free)
    ends_of_lines = numpy.column_stack(PLANE(*zip(*points)))
    nodes = numpy.vstack([ends_of_lines, corners])
    start, stop = numpy.triu_indices(len(nodes), 1)
    keep = numpy.ones(len(start), dtype=bool)
    for here, there in ((start, stop), (stop, start)):
        corner = here >= len(points)
        place = here[corner] - len(points)
        along = nodes[there[corner]] - corners[place]
        sides = (_cross(along, before[place] - corners[place]), _cross(along, after[place] - corners[place]))
        keep[corner] &= sides[0] * sides[1] >= 0
    start, stop = start[keep], stop[keep]
    # A metre wider, so that links from corner to corner lie strictly inside: the test is then fast,
    # and no rounding error shuts a way along a border.
    wider = shapely.buffer(free, 1, join_style="mitre")
    shapely.prepare(wider)
    links = shapely.linestrings(numpy.stack([nodes[start], nodes[stop]], axis=1))
    seen = shapely.contains_properly(wider, links)
    start, stop = start[seen], stop[seen]
    longitudes, latitudes = _degrees(*nodes.T)
    metres = GEOD.inv(longitudes[start], latitudes[start], longitudes[stop], latitudes[stop])[2]
    graph = coo_array((metres, (start, stop)), shape=(len(nodes), len(nodes))).tocsr()
    _, previous = dijkstra(graph, directed=False, indices=0, return_predecessors=True)
    return [shapely.LineString(nodes[_way(previous, number)]) for number in range(1, len(points))]


def _way(previous, number):
    """Return the nodes on the way to a node, or none where there is no way."""
    way = [number]
    while previous[way[-1]] >= 0:
        way.append(previous[way[-1]])
    return way[::-1] if way[-1] == 0 else []


def _inward_corners(free):
    """Return the corners where an area bends inwards, and their neighbours along its outline."""
    parts = shapely.get_parts(shapely.orient_polygons(free))
    found = []
    for ring in shapely.get_rings(parts):
        here = shapely.get_coordinates(ring)[:-1]
        before, after = numpy.roll(here, 1, axis=0), numpy.roll(here, -1, axis=0)
        # The area lies to the left of its oriented outline: a turn to the right bends inwards.
        inward = _cross(here - before, after - here) < 0
        found.append(numpy.stack([here, before, after])[:, inward])
    return numpy.concatenate(found, axis=1)


def _cross(first, second):
    return first[..., 0] * second[..., 1] - first[..., 1] * second[..., 0]
