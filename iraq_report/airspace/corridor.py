"""Direct lines from one place to others: over which states they lead, how far and how long.

Shortest lines between cities on the ellipsoid in still air: geometry at the level of states, not
routes that anybody flies.
"""

from typing import Annotated, Self

import numpy
import pandas
import pyproj
import shapely
from pydantic import BaseModel, ConfigDict, Field, model_validator

from iraq_report.airspace.boundaries import OTHER, refuse_misplaced, shapes

GEOD = pyproj.Geod(ellps="WGS84")
STEP_METRES = 2000
# Less than a metre of a state or of the sea is a rounding error.
NOTHING_KM = 0.001
METRES_PER_NAUTICAL_MILE = 1852

Knots = Annotated[float, Field(ge=50, le=1000)]


class Settings(BaseModel):
    """What a reader may change in the corridor chapter.

    Parameters
    ----------
    ground_speed_low_knots, ground_speed_knots, ground_speed_high_knots : float
        Slowest, best and fastest speed over ground, 50 to 1,000 knots, in this order.
    origin_shift_degrees : float
        How far the origin is moved each way, in latitude and in longitude, for the band; 0 to 1.
    """

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    ground_speed_low_knots: Knots = 450
    ground_speed_knots: Knots = 480
    ground_speed_high_knots: Knots = 540
    origin_shift_degrees: Annotated[float, Field(ge=0, le=1)] = 0.7

    @model_validator(mode="after")
    def _speeds_ascend(self) -> Self:
        if not self.ground_speed_low_knots <= self.ground_speed_knots <= self.ground_speed_high_knots:
            raise ValueError("speeds must ascend: ground_speed_low_knots <= ground_speed_knots <= "
                             f"ground_speed_high_knots, found {self.ground_speed_low_knots:g}, "
                             f"{self.ground_speed_knots:g}, {self.ground_speed_high_knots:g}")
        return self


def minutes(km, knots):
    """Return the minutes that ``km`` kilometres take at ``knots`` nautical miles an hour."""
    return km * 1000 / METRES_PER_NAUTICAL_MILE / knots * 60


def length_by_state(start, end, polygons):
    """Return how much of the shortest line between two points lies over each state.

    Parameters
    ----------
    start, end : tuple of float
        Longitude and latitude in degrees, in this order.
    polygons : pandas.Series
        Polygons by state, from :func:`~iraq_report.airspace.boundaries.shapes`; they must not overlap.

    Returns
    -------
    pandas.Series
        Kilometres by state and ``sea or other``, without what is not crossed; the sum is the length
        of the line to a metre.
    """
    # Straight in degrees between points 2 km apart strays from the geodesic by centimetres, so
    # cutting at the polygon finds crossings far closer than the outline itself is drawn.
    line = shapely.LineString(numpy.column_stack(_densified(start, end)))
    pieces = shapely.intersection(line, polygons.to_numpy())
    km = pandas.Series([GEOD.geometry_length(piece) / 1000 for piece in pieces], index=polygons.index)
    km[OTHER] = max(0.0, GEOD.inv(*start, *end)[2] / 1000 - km.sum())
    return km[km >= NOTHING_KM]


def _densified(start, end):
    """Return longitudes and latitudes along the geodesic, both ends included."""
    count = max(1, int(GEOD.inv(*start, *end)[2] // STEP_METRES))
    between = GEOD.inv_intermediate(*start, *end, npts=count, return_back_azimuth=True)
    return [start[0], *between.lons, end[0]], [start[1], *between.lats, end[1]]


def direct_lines(places, boundaries):
    """Over which states does the direct line to each destination lead, and how far?

    Parameters
    ----------
    places : pandas.DataFrame
        A row is a place; columns ``name``, ``state``, ``latitude``, ``longitude`` (degrees), ``role``
        with exactly one ``origin``.
    boundaries : pandas.DataFrame
        A row is a state at a scale; columns ``state``, ``scale``, ``wkt``.

    Returns
    -------
    pandas.DataFrame
        A row is a state on the way to a destination: ``destination``, ``state``, ``km``,
        ``share`` (of the line, 0 to 1; sums to one by destination).

    Raises
    ------
    ValueError
        If a place is not in its state, or there is not exactly one origin.
    """
    polygons = shapes(boundaries)
    origin, destinations = ends(places, polygons)
    found = {name: length_by_state(origin, end, polygons) for name, end in destinations.items()}
    lines = pandas.concat(found, names=["destination", "state"]).rename("km").reset_index()
    return lines.assign(share=lines["km"] / lines.groupby("destination")["km"].transform("sum"))


def ends(places, polygons):
    """Return where lines start and where they end.

    Parameters
    ----------
    places : pandas.DataFrame
        As in :func:`direct_lines`.
    polygons : pandas.Series
        Polygons by state, against which the places are checked.

    Returns
    -------
    tuple of float
        Longitude and latitude of the origin (degrees).
    pandas.Series
        Longitude and latitude of each destination, indexed by name.

    Raises
    ------
    ValueError
        If a place is not in its state, or there is not exactly one origin and some destination.
    """
    refuse_misplaced(places, polygons)
    points = pandas.Series(list(zip(places["longitude"].astype(float), places["latitude"].astype(float))),
                           index=places["name"].astype(str))
    origin, destinations = (points[(places["role"] == role).to_numpy()] for role in ("origin", "destination"))
    if len(origin) != 1 or destinations.empty:
        raise ValueError("one origin and at least one destination are needed, "
                         f"found {len(origin)} and {len(destinations)}")
    return origin.iloc[0], destinations


def share_bands(places, boundaries, settings, state="Iraq"):
    """How much of each direct line lies over one state, and how sure is that?

    The bands run over the origin moved each way by ``origin_shift_degrees`` (nine points), over
    the scale of the outline, and for minutes over the speeds; no chance is attached to them.

    Parameters
    ----------
    places, boundaries : pandas.DataFrame
        As in :func:`direct_lines`; ``boundaries`` may hold the state at several scales.
    settings : Settings
        Speeds and shift.
    state : str
        State asked about.

    Returns
    -------
    pandas.DataFrame
        A row is a destination: ``destination``, ``km_total`` (unmoved origin), then low, best and
        high of ``km_STATE``, ``share_STATE`` (0 to 1) and ``minutes``, such as ``km_iraq_low``.

    Raises
    ------
    ValueError
        If the state has no boundary, a place is not in its state, or there is not exactly one origin.
    """
    origin, destinations = ends(places, shapes(boundaries))
    if state not in set(boundaries["state"]):
        raise ValueError(f"no boundary of {state!r}")
    # The finest scale and the unmoved origin come first: together they are the best value.
    scales = sorted(boundaries.loc[boundaries["state"] == state, "scale"])
    outlines = [shapes(boundaries, scale)[[state]] for scale in scales]
    steps = (0, -settings.origin_shift_degrees, settings.origin_shift_degrees)
    starts = [(origin[0] + east, origin[1] + north) for east in steps for north in steps]
    label = state.lower().replace(" ", "_")
    rows = []
    for name, end in destinations.items():
        found = [length_by_state(start, end, outline) for outline in outlines for start in starts]
        km = numpy.array([lengths.get(state, 0.0) for lengths in found])
        rows.append({"destination": name, "km_total": found[0].sum(), **_band(f"km_{label}", km),
                     **_band(f"share_{label}", km / [lengths.sum() for lengths in found]),
                     "minutes_low": minutes(km.min(), settings.ground_speed_high_knots),
                     "minutes_best": minutes(km[0], settings.ground_speed_knots),
                     "minutes_high": minutes(km.max(), settings.ground_speed_low_knots)})
    return pandas.DataFrame(rows)


def _band(name, values):
    """Return lowest, first (the best value) and highest as named cells."""
    return {f"{name}_low": values.min(), f"{name}_best": values[0], f"{name}_high": values.max()}


def band_causes(places, boundaries, settings):
    """How much does each thing assumed move the result, taken by itself?

    Parameters
    ----------
    places, boundaries, settings
        As in :func:`share_bands`.

    Returns
    -------
    pandas.DataFrame
        A row is what was varied: ``varied`` (origin, outline, speed, all), then the widest spread over the
        destinations of ``share_points`` (percentage points), ``km`` and ``minutes`` over Iraq.
    """
    speeds = settings.model_dump()
    still = {**speeds, "origin_shift_degrees": 0}
    steady = {name: settings.ground_speed_knots for name in speeds if name != "origin_shift_degrees"}
    fine = boundaries[(boundaries["state"] != "Iraq") | (boundaries["scale"] == "1:10m")]
    cases = {"Origin moved": (fine, {**speeds, **steady}), "Finer or coarser outline": (boundaries, {**still, **steady}),
             "Slower or faster": (fine, still), "All together": (boundaries, speeds)}
    rows = []
    for name, (outlines, values) in cases.items():
        found = share_bands(places, outlines, Settings(**values))
        spread = {key: (found[f"{key}_high"] - found[f"{key}_low"]).max() for key in ("share_iraq", "km_iraq", "minutes")}
        rows.append({"varied": name, "share_points": spread["share_iraq"] * 100, "km": spread["km_iraq"], "minutes": spread["minutes"]})
    return pandas.DataFrame(rows)
