"""Outlines of states, and which places lie outside the state that their row names."""

from functools import lru_cache

import numpy
import pandas
import shapely

# A town on a border, rounded to 0.1 degree, may fall this far outside its country.
TOLERANCE_DEGREES = 0.15


@lru_cache(maxsize=64)
def _widened(wkt):
    polygon = shapely.from_wkt(wkt).buffer(TOLERANCE_DEGREES)
    shapely.prepare(polygon)
    return polygon


def outside(boundaries, states, latitudes, longitudes):
    """Return for each place whether it lies outside its state; false where the book has no outline or no place.

    Parameters
    ----------
    boundaries : pandas.DataFrame
        The table of that name.
    states, latitudes, longitudes : pandas.Series
        With one index; degrees.

    Returns
    -------
    pandas.Series of bool
    """
    shapes = boundaries[boundaries["scale"] == "1:10m"].set_index("state")["wkt"]
    made = pandas.Series(False, index=states.index)
    placed = latitudes.notna() & longitudes.notna()
    for state in set(states[placed].dropna()) & set(shapes.index):
        here = placed & (states == state).fillna(False).astype(bool)
        points = shapely.points(longitudes[here].astype(float).to_numpy(), latitudes[here].astype(float).to_numpy())
        made[here] = ~numpy.atleast_1d(shapely.covers(_widened(shapes[state]), points))
    return made
