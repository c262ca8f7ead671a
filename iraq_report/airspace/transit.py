"""Jets, cruise missiles, drones and ballistic missiles over Iraq: how long, how high, and what is on record.

Speeds and arcs are those of textbooks: still air, a steady speed, an ideal arc of least energy over a
round earth without air. Real flights differ; nothing here describes one.
"""

from typing import Annotated, Self

import numpy
import pandas
import shapely
from pydantic import BaseModel, ConfigDict, Field, model_validator

from iraq_report.airspace import boundaries as outlines
from iraq_report.airspace import corridor
from pressroom.door import fact

EARTH_KM = 6371.0
GRAVITY_KM3_S2 = 398600.4418
CLASSES = {"Drone": "drone_kmh", "Cruise missile": "cruise_missile_kmh", "Jet": "jet_kmh"}
KINDS = {"jets": "Jets", "drones": "Drones", "cruise_missiles": "Cruise missiles", "ballistic_missiles": "Ballistic missiles",
         "tanker": "Refuelling aircraft", "mixed": "Several kinds, or not stated"}
Speed = Annotated[float, Field(gt=0, le=3000)]


class Settings(BaseModel):
    """What a reader may change in the chapter: speeds (km/h) and the height at which space is taken to begin (km)."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    drone_kmh: Speed = 180
    cruise_missile_kmh: Speed = 885
    jet_kmh: Speed = 889
    space_km: Annotated[float, Field(ge=50, le=200)] = 100

    @model_validator(mode="after")
    def _drones_are_slowest(self) -> Self:
        if not self.drone_kmh < min(self.cruise_missile_kmh, self.jet_kmh):
            raise ValueError(f"drone_kmh must be below the other speeds; found {self.drone_kmh:g} against {self.cruise_missile_kmh:g} and {self.jet_kmh:g}")
        return self


def published_speeds(textbook):
    """Return the lowest and highest speed on record by subject, in km/h: rows of ``textbook`` whose quantity is a speed."""
    rows = textbook[textbook["quantity"] == "speed"]
    return rows.groupby("subject").agg(low=("low", "min"), high=("high", "max"))


def minutes_over_iraq(lines, settings):
    """How long would each class be over Iraq on the direct line?

    Parameters
    ----------
    lines : pandas.DataFrame
        A row is a state on the way to a destination: ``destination``, ``state``, ``km``.
    settings : Settings
        Speeds.

    Returns
    -------
    pandas.DataFrame
        A row is a destination and a class: ``destination``, ``kind``, ``km``, ``minutes``, ``minutes_whole`` (the whole line).
    """
    iraq = lines[lines["state"] == "Iraq"].set_index("destination")["km"]
    whole = lines.groupby("destination")["km"].sum()
    made = [pandas.DataFrame({"destination": iraq.index, "kind": kind, "km": iraq.to_numpy(), "minutes": iraq.to_numpy() / getattr(settings, name) * 60,
                              "minutes_whole": whole[iraq.index].to_numpy() / getattr(settings, name) * 60}) for kind, name in CLASSES.items()]
    return pandas.concat(made, ignore_index=True)


def _orbit(range_km):
    """Return half the angle (radians), the semi-major axis (km) and the eccentricity of the arc of least energy."""
    if not 0 < range_km < EARTH_KM * numpy.pi:
        raise ValueError(f"range {range_km} km: allowed is more than 0 and less than half the way round the earth, {EARTH_KM * numpy.pi:.0f} km")
    half = range_km / EARTH_KM / 2
    # Bate, Mueller and White (1971), section 6.2: Q = 2 sin(half) / (1 + sin(half)), climbing at (pi - 2 half) / 4.
    energy = 2 * numpy.sin(half) / (1 + numpy.sin(half))
    climb = (numpy.pi - 2 * half) / 4
    return half, EARTH_KM / (2 - energy), numpy.sqrt(1 - energy * (2 - energy) * numpy.cos(climb) ** 2)


def arc_height_km(range_km, share):
    """Return the height of an ideal arc of least energy above a round earth.

    Parameters
    ----------
    range_km : float
        Distance over ground, above 0.
    share : float or array
        Place on the way, 0 at the start and 1 at the end.

    Returns
    -------
    float or array
        Kilometres; zero at both ends, highest in the middle.

    Raises
    ------
    ValueError
        If the range is not between 0 and half the way round the earth, or a share not between 0 and 1.
    """
    share = numpy.asarray(share, dtype=float)
    if ((share < 0) | (share > 1)).any():
        raise ValueError("shares of the way lie between 0 and 1")
    half, axis, eccentricity = _orbit(range_km)
    angle = (2 * share - 1) * half
    return axis * (1 - eccentricity**2) / (1 - eccentricity * numpy.cos(angle)) - EARTH_KM


def arc_minutes(range_km, share=1.0):
    """Return the minutes from the start of such an arc to a place on the way, by Kepler's equation."""
    half, axis, eccentricity = _orbit(range_km)

    def from_top(angle):
        anomaly = numpy.pi - numpy.abs(angle)
        eccentric = 2 * numpy.arctan(numpy.sqrt((1 - eccentricity) / (1 + eccentricity)) * numpy.tan(anomaly / 2))
        return numpy.sign(angle) * (numpy.pi - eccentric + eccentricity * numpy.sin(eccentric)) * numpy.sqrt(axis**3 / GRAVITY_KM3_S2) / 60
    return from_top((2 * numpy.asarray(share, dtype=float) - 1) * half) + from_top(half)


def arcs(places, boundaries):
    """How high over Iraq would an ideal arc of least energy pass on each line?

    Returns
    -------
    pandas.DataFrame
        A row is a destination: ``km``, ``top_km``, ``minutes``, ``share_in`` and ``share_out`` of the way between which
        the line lies over Iraq (from the origin), ``lowest_km`` over Iraq, ``minutes_over_iraq``. The arc is the same
        in both directions.
    """
    polygons = outlines.shapes(boundaries)
    origin, destinations = corridor.ends(places, polygons)
    iraq, rows = polygons["Iraq"], []
    for name, end in destinations.items():
        metres = corridor.GEOD.inv(*origin, *end)[2]
        shares = numpy.linspace(0, 1, 1001)
        points = corridor.GEOD.inv_intermediate(*origin, *end, npts=999, return_back_azimuth=True)
        over = shapely.contains_xy(iraq, [origin[0], *points.lons, end[0]], [origin[1], *points.lats, end[1]])
        enters, leaves = shares[over][[0, -1]]
        heights = arc_height_km(metres / 1000, shares)
        rows.append({"destination": name, "km": metres / 1000, "top_km": heights.max(), "minutes": float(arc_minutes(metres / 1000)), "share_in": enters,
                     "share_out": leaves, "lowest_km": heights[over].min(),
                     "minutes_over_iraq": float(arc_minutes(metres / 1000, leaves) - arc_minutes(metres / 1000, enters))})
    return pandas.DataFrame(rows)


def profiles(found, steps=60):
    """Return points of each arc for drawing: ``destination``, ``km``, ``height_km``, ``over`` (over Iraq or not)."""
    made = []
    for row in found.itertuples():
        shares = numpy.unique(numpy.concatenate([numpy.linspace(0, 1, steps + 1), [row.share_in, row.share_out]]))
        made.append(pandas.DataFrame({"destination": row.destination, "km": shares * row.km, "height_km": arc_height_km(row.km, shares),
                                      "over": (shares >= row.share_in) & (shares <= row.share_out)}))
    return pandas.concat(made, ignore_index=True)


def facts(times, found, settings, textbook, overflights, debris, interceptions):
    """Return the facts of the chapter."""
    by_kind = times.set_index(["kind", "destination"])["minutes"]
    speeds = published_speeds(textbook)
    flown = {"inputs": ["places", "boundaries", "textbook"], "function": minutes_over_iraq}
    high = {"inputs": ["places", "boundaries"], "function": arcs}
    drones = by_kind["Drone"] / 60
    jets = overflights[(overflights["what"] == "jets")]
    fallen = debris["object"].value_counts()
    counted = overflights["number_best"].notna() & (overflights["number_best"] > 0)
    return [
        fact("transit.drone_hours", f"{drones.min():.1f} to {drones.max():.1f}", unit="hours", **flown),
        fact("transit.drone_low", speeds.loc["drone", "low"], "{:.0f}", "km/h", ["textbook"], published_speeds),
        fact("transit.drone_high", speeds.loc["drone", "high"], "{:.0f}", "km/h", ["textbook"], published_speeds),
        fact("transit.jet_minutes", f"{by_kind['Jet'].min():.0f} to {by_kind['Jet'].max():.0f}", unit="minutes", **flown),
        fact("transit.cruise_minutes", f"{by_kind['Cruise missile'].min():.0f} to {by_kind['Cruise missile'].max():.0f}", unit="minutes", **flown),
        fact("transit.arc_tops", f"{found['top_km'].min():.0f} to {found['top_km'].max():.0f}", unit="km", **high),
        fact("transit.arc_minutes", f"{found['minutes'].min():.0f} to {found['minutes'].max():.0f}", unit="minutes", **high),
        fact("transit.arc_over", f"{found['minutes_over_iraq'].min():.0f} to {found['minutes_over_iraq'].max():.0f}", unit="minutes", **high),
        fact("transit.arc_lowest", found["lowest_km"].min(), "{:.0f}", "km", **high),
        fact("transit.arc_above", int((found["lowest_km"] > settings.space_km).sum()), "{}", "places", **high),
        fact("transit.places", len(found), "{}", "places", **high),
        fact("transit.space", settings.space_km, "{:.0f}", "km", **high),
        fact("transit.overflights", len(overflights), "{}", "reports", ["overflights"], facts),
        fact("transit.counted", int(counted.sum()), "{}", "reports", ["overflights"], facts),
        fact("transit.refused", int((overflights["consent"] == "claimed_refused").sum()), "{}", "reports", ["overflights"], facts),
        fact("transit.given", int((overflights["consent"] == "claimed_given").sum()) or "none", "{}", "reports", ["overflights"], facts),
        fact("transit.jets_official", int(jets.loc[jets["said_by"] == "iraq_government", "number_best"].max()), "{}", "aircraft", ["overflights:o_2025_06_20_israel"], facts),
        fact("transit.debris", int(debris["event_id"].fillna(debris["debris_id"]).nunique()), "{}", "finds", ["debris"], facts),
        fact("transit.debris_drones", int(fallen["drone"]), "{}", "finds", ["debris"], facts),
        fact("transit.debris_missiles", int(fallen["missile_part"]), "{}", "finds", ["debris"], facts),
        fact("transit.tanks_missile", int(fallen["fuel_tank_missile"]), "{}", "finds", ["debris"], facts),
        fact("transit.tanks_aircraft", int(fallen.get("fuel_tank_aircraft", 0)) or "none", "{}", "finds", ["debris"], facts),
        fact("transit.debris_unknown", int((debris["of"] == "undetermined").sum()), "{}", "finds", ["debris"], facts),
        fact("transit.hurt", int(debris["harm"].isin(["injured", "killed"]).sum()), "{}", "finds", ["debris"], facts),
        fact("transit.interceptions", len(interceptions), "{}", "reports", ["interceptions"], facts),
        fact("transit.iraqi_interceptions", int((interceptions["by_id"] == "iraq_armed_forces").sum()), "{}", "reports", ["interceptions"], facts),
    ]
