"""How much of a country of Iraq's size could a number of idealised radars or batteries see or reach?

Flat ground, a square of Iraq's area, sites placed by chance or by rule and never where any stands. A share says what
geometry allows; it says nothing of a present unit, and no map is drawn from it.
"""

import math
from typing import Annotated

import numpy
import pandas
from pydantic import BaseModel, ConfigDict, Field

from iraq_report.airspace import boundaries as outlines
from iraq_report.airspace.corridor import GEOD
from pressroom.door import fact

HEIGHTS_M = (100, 300, 1000, 3000, 10000)
SITES = (1, 2, 4, 6, 8, 12)
GRID = 120
# The plastic number's powers spread points evenly over a square however many are taken (Roberts 2018).
PLASTIC = 1.32471795724474602596


class Settings(BaseModel):
    """What a reader may change: antenna and set, batteries, chance placings and their seed."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    antenna_m: Annotated[float, Field(ge=1, le=200)] = 15
    radar_range_km: Annotated[float, Field(gt=0, le=1000)] = 400
    batteries_count: Annotated[int, Field(ge=1, le=100)] = 8
    battery_range_km: Annotated[float, Field(gt=0, le=500)] = 40
    draws_count: Annotated[int, Field(ge=2, le=500)] = 60
    seed: Annotated[int, Field(ge=0)] = 1


def horizon_km(antenna_m, target_m, factor=4.12):
    """Return how far a radar sees a target over flat ground, in km: factor times the sum of the roots of both heights.

    Parameters
    ----------
    antenna_m, target_m : float
        Heights above ground, 0 or more.
    factor : float
        Kilometres for the root of a metre; 4.12 for an earth of four thirds the true radius, 3.57 without refraction.

    Raises
    ------
    ValueError
        If a height is below zero.
    """
    if antenna_m < 0 or target_m < 0:
        raise ValueError(f"heights {antenna_m} m and {target_m} m: allowed is 0 or more")
    return factor * (math.sqrt(antenna_m) + math.sqrt(target_m))


def country_km2(boundaries, state="Iraq"):
    """Return the area of a state by its outline at the finest scale, in km2."""
    return abs(GEOD.geometry_area_perimeter(outlines.shapes(boundaries)[state])[0]) / 1e6


def even_sites(count):
    """Return ``count`` sites spread evenly over a unit square: a row a site; the first stands in the middle, more only add."""
    steps = numpy.array([1 / PLASTIC, 1 / PLASTIC**2])
    return (0.5 + numpy.arange(count)[:, None] * steps) % 1


def visible_share(sites, reach_km, area_km2):
    """Return the share of a square country within reach of at least one site.

    Parameters
    ----------
    sites : array
        A row a site: two places between 0 and 1 along the sides of the square.
    reach_km, area_km2 : float
        Reach of each site, and area of the country, above 0.

    Returns
    -------
    float
        Share, 0 to 1, on a grid of points; reach beyond the border counts for nothing.
    """
    return float((_nearest_km(sites, area_km2)[-1] <= reach_km).mean())


def _nearest_km(sites, area_km2):
    """Return, for the first site, the first two and so on, the distance of each grid point to the nearest (km)."""
    if area_km2 <= 0 or len(sites) == 0:
        raise ValueError(f"area {area_km2} km2 and {len(sites)} sites: allowed is more than 0 of each")
    ticks = (numpy.arange(GRID) + 0.5) / GRID
    points = numpy.stack(numpy.meshgrid(ticks, ticks), axis=-1).reshape(-1, 2)
    away = numpy.linalg.norm(points[None] - numpy.asarray(sites)[:, None], axis=2) * math.sqrt(area_km2)
    return numpy.minimum.accumulate(away, axis=0)


def shares(area_km2, settings, factor=4.12):
    """What share of the country could see a target, by its height and the number of sites?

    Returns
    -------
    pandas.DataFrame
        A row is a height and a number of sites: ``target_m``, ``sites``, ``reach_km``, ``even`` (sites spread evenly),
        ``chance_low``, ``chance_mean``, ``chance_high`` (sites placed by chance, fifth and ninety-fifth of a hundred),
        ``bound`` (no placing can do better).
    """
    random = numpy.random.default_rng(settings.seed)
    spread = _nearest_km(even_sites(max(SITES)), area_km2)
    drawn = [_nearest_km(random.random((max(SITES), 2)), area_km2) for _ in range(settings.draws_count)]
    rows = []
    for height in HEIGHTS_M:
        reach = min(horizon_km(settings.antenna_m, height, factor), settings.radar_range_km)
        for number in SITES:
            chance = numpy.array([(nearest[number - 1] <= reach).mean() for nearest in drawn])
            low, high = numpy.quantile(chance, [0.05, 0.95])
            rows.append({"target_m": height, "sites": number, "reach_km": reach, "even": (spread[number - 1] <= reach).mean(), "chance_low": low,
                         "chance_mean": chance.mean(), "chance_high": high, "bound": at_most(number, reach, area_km2)})
    return pandas.DataFrame(rows)


def at_most(number, reach_km, area_km2):
    """Return the share that ``number`` circles could cover if none overlapped and none reached over the border, at most 1."""
    return min(1.0, number * math.pi * reach_km**2 / area_km2)


def at_least(reach_km, area_km2):
    """Return how many circles are needed to cover an area without gaps, at the least: by the densest covering, of hexagons (Kershner 1939)."""
    return math.ceil(area_km2 / (1.5 * math.sqrt(3) * reach_km**2))


def facts(table, area_km2, settings, factor):
    """Return the facts of sight and reach."""
    at = table.set_index(["target_m", "sites"])
    by = {"inputs": ["boundaries", "textbook"], "function": shares}
    low = at.loc[(100, 8)]
    one_high, four_high = at.loc[(10000, 1)], at.loc[(10000, 4)]
    reach = {"inputs": ["boundaries", "textbook"], "function": at_most}
    return [
        fact("detection.area", area_km2, "{:,.0f}", "km2", ["boundaries"], country_km2),
        fact("detection.factor", factor, "{:.2f}", "km for the root of a metre", ["textbook:horizon_factor"], horizon_km),
        fact("detection.horizon_low", horizon_km(settings.antenna_m, 100, factor), "{:.0f}", "km", ["textbook:horizon_factor"], horizon_km),
        fact("detection.horizon_middle", horizon_km(settings.antenna_m, 1000, factor), "{:.0f}", "km", ["textbook:horizon_factor"], horizon_km),
        fact("detection.horizon_high", horizon_km(settings.antenna_m, 10000, factor), "{:.0f}", "km", ["textbook:horizon_factor"], horizon_km),
        fact("detection.low_height", 100, "{}", "m", **by), fact("detection.high_height", 10000, "{:,}", "m", **by),
        fact("detection.many", 8, "{}", "sites", **by), fact("detection.few", 4, "{}", "sites", **by),
        fact("detection.antenna", settings.antenna_m, "{:.0f}", "m", **by), fact("detection.set_range", settings.radar_range_km, "{:.0f}", "km", **by),
        fact("detection.draws", settings.draws_count, "{}", "placings", **by),
        fact("detection.low_share", low["chance_mean"], "{:.0%}", "share of the country", **by),
        fact("detection.low_bound", low["bound"], "{:.0%}", "share of the country", **by),
        fact("detection.one_high_share", one_high["chance_mean"], "{:.0%}", "share of the country", **by),
        fact("detection.high_share", four_high["chance_mean"], "{:.0%}", "share of the country", **by),
        fact("detection.low_sites", at_least(horizon_km(settings.antenna_m, 100, factor), area_km2), "{}", "sites", ["boundaries", "textbook"], at_least),
        fact("detection.batteries", settings.batteries_count, "{}", "batteries", **reach),
        fact("detection.battery_range", settings.battery_range_km, "{:.0f}", "km", **reach),
        fact("detection.battery_share", at_most(settings.batteries_count, settings.battery_range_km, area_km2), "{:.0%}", "share of the country", **reach),
        fact("detection.batteries_needed", at_least(settings.battery_range_km, area_km2), "{}", "batteries", ["boundaries", "textbook"], at_least),
    ]
