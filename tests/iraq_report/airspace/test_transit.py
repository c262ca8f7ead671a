"""Transit: speeds, arcs against hand-worked and published values, tables, faults."""

import math

import numpy
import pandas
import pytest
from hypothesis import given, strategies
from pydantic import ValidationError

from iraq_report import tables
from iraq_report.airspace import corridor, transit, transit_tables


@pytest.fixture(scope="module")
def world():
    return tables.load("places"), tables.load("boundaries")


@pytest.fixture(scope="module")
def arcs(world):
    return transit.arcs(*world)


# Arcs

def test_arc_of_a_sixth_of_the_way_round_by_hand():
    # Half angle 30 degrees: Q = 2/3, climb 30 degrees, axis 3/4 of the radius, eccentricity sqrt(1/3).
    range_km = transit.EARTH_KM * math.pi / 3
    top = 0.75 * (1 + math.sqrt(1 / 3)) - 1
    assert float(transit.arc_height_km(range_km, 0.5)) == pytest.approx(top * transit.EARTH_KM, rel=1e-9)


def test_a_short_arc_is_that_of_a_flat_earth():
    # Thrown at 45 degrees it tops at a quarter of its range, after the root of twice the range over gravity.
    gravity = transit.GRAVITY_KM3_S2 / transit.EARTH_KM**2
    assert float(transit.arc_height_km(10, 0.5)) == pytest.approx(2.5, rel=2e-3)
    assert float(transit.arc_minutes(10)) == pytest.approx(math.sqrt(2 * 10 / gravity) / 60, rel=2e-3)


@given(range_km=strategies.floats(100, 8000), share=strategies.floats(0, 1))
def test_an_arc_is_even_about_its_middle_and_touches_the_ground_at_both_ends(range_km, share):
    there, back = transit.arc_height_km(range_km, [share, 1 - share])
    assert there == pytest.approx(back, abs=1e-6)
    assert transit.arc_height_km(range_km, [0, 1]) == pytest.approx([0, 0], abs=1e-6)
    assert float(transit.arc_minutes(range_km, share) + transit.arc_minutes(range_km, 1 - share)) == pytest.approx(float(transit.arc_minutes(range_km)), rel=1e-6)


@given(range_km=strategies.floats(100, 8000))
def test_time_runs_forwards_along_an_arc(range_km):
    minutes = transit.arc_minutes(range_km, numpy.linspace(0, 1, 21))
    assert minutes[0] == pytest.approx(0, abs=1e-9) and (numpy.diff(minutes) > 0).all()


@pytest.mark.parametrize("range_km, share", [(0, 0.5), (-1, 0.5), (30000, 0.5), (1000, 1.2), (1000, -0.1)])
def test_faulty_arcs_are_refused(range_km, share):
    with pytest.raises(ValueError, match="allowed is|between 0 and 1"):
        transit.arc_height_km(range_km, share)


def test_arcs_agree_with_an_earlier_calculation(arcs):
    assert arcs["top_km"].between(270, 400).all() and arcs["minutes"].between(8.5, 11).all()
    assert (arcs["lowest_km"] > 100).all()


def test_share_over_iraq_agrees_with_the_lengths(world, arcs):
    bands = corridor.share_bands(*world, corridor.Settings()).set_index("destination")["share_iraq_best"]
    found = (arcs["share_out"] - arcs["share_in"]).to_numpy()
    assert found == pytest.approx(bands[arcs["destination"]].to_numpy(), abs=0.02)


# Times

def test_minutes_by_hand_and_drones_slowest(world):
    lines = pandas.DataFrame({"destination": ["A", "A"], "state": ["Iraq", "Iran"], "km": [90.0, 90.0]})
    found = transit.minutes_over_iraq(lines, transit.Settings()).set_index("kind")
    assert found.loc["Drone", "minutes"] == pytest.approx(30) and found.loc["Drone", "minutes_whole"] == pytest.approx(60)
    assert found["minutes"].idxmax() == "Drone"


def test_speeds_of_the_chapter_lie_within_those_on_record():
    speeds, settings = transit.published_speeds(tables.load("textbook")), transit.Settings()
    assert speeds.loc["drone", "low"] <= settings.drone_kmh <= speeds.loc["drone", "high"]
    assert speeds.loc["cruise_missile", "low"] <= settings.cruise_missile_kmh <= speeds.loc["cruise_missile", "high"]


@pytest.mark.parametrize("values", [{"drone_kmh": 900}, {"drone_kmh": 0}, {"jet_kmh": "889"}, {"space_km": 20}, {"mach": 1}])
def test_faulty_settings_are_refused(values):
    with pytest.raises(ValidationError):
        transit.Settings(**values)


# Tables

def test_every_report_stands_in_the_tables():
    actors, overflights = tables.load("actors"), tables.load("overflights")
    assert len(transit_tables.overflight_table(overflights, actors)) == len(overflights)
    assert transit_tables.passages(overflights)["reports"].sum() == len(overflights)
    debris, met = tables.load("debris"), tables.load("interceptions")
    assert transit_tables.debris_table(debris, actors)["Finds"].sum() == len(debris)
    assert transit_tables.interception_table(met, actors)["Reports"].sum() == len(met)


def test_numbers_are_told_with_their_limits():
    rows = pandas.DataFrame({"n_low": [2, 40, None, None, 1], "n_best": [2, 40, None, 7, 2], "n_high": [2, None, 200, None, 3]}, dtype="Float64")
    assert transit_tables.number(rows, "n_") == ["2", "at least 40", "up to 200", "about 7", "1 to 3"]


def test_each_class_has_a_reading_with_its_text():
    uses = tables.load("airspace_uses")
    made = transit_tables.use_table(uses, tables.load("legal_texts"))
    assert len(made) == len(uses) and made.notna().all().all()
