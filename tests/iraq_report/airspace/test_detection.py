"""Detection: horizon and shares against hand-worked values, properties, the record of attacks."""

import math

import numpy
import pytest
from hypothesis import given, settings, strategies
from pydantic import ValidationError

from iraq_report import tables
from iraq_report.airspace import defence_record, detection

IRAQ_KM2 = 437_381


@pytest.fixture(scope="module")
def shares():
    return detection.shares(IRAQ_KM2, detection.Settings(draws_count=20))


def test_horizon_by_hand():
    assert detection.horizon_km(16, 100) == pytest.approx(4.12 * 14)
    assert detection.horizon_km(0, 0) == 0


@pytest.mark.parametrize("target, km", [(100, 57), (1000, 146), (10000, 428)])
def test_horizon_agrees_with_an_earlier_calculation(target, km):
    assert detection.horizon_km(15, target) == pytest.approx(km, abs=0.6)


def test_horizon_without_refraction_is_the_geometric_one():
    # 3.57 times the root of metres is the root of twice the radius times the height.
    assert detection.horizon_km(0, 400, factor=3.57) == pytest.approx(math.sqrt(2 * 6371 * 0.4), rel=2e-3)


def test_one_set_in_the_middle_sees_a_circle():
    assert detection.visible_share(detection.even_sites(1), 100, IRAQ_KM2) == pytest.approx(math.pi * 100**2 / IRAQ_KM2, rel=0.02)


def test_a_quarter_of_a_circle_in_the_corner():
    assert detection.visible_share(numpy.array([[0.0, 0.0]]), 200, IRAQ_KM2) == pytest.approx(math.pi * 200**2 / 4 / IRAQ_KM2, rel=0.02)


def test_area_of_iraq():
    assert detection.country_km2(tables.load("boundaries")) == pytest.approx(IRAQ_KM2, rel=1e-3)


def test_shares_grow_with_height_and_with_sites(shares):
    for name in ("even", "chance_mean", "chance_low", "chance_high", "bound"):
        wide = shares.pivot(index="target_m", columns="sites", values=name)
        assert (wide.diff().dropna() >= 0).all().all(), f"{name} falls with height"
        assert (wide.diff(axis=1).iloc[:, 1:] >= 0).all().all(), f"{name} falls with sites"


def test_no_placing_beats_the_bound(shares):
    # A grid of points measures a circle to about a hundredth of a share.
    assert (shares[["even", "chance_high"]].max(axis=1) <= shares["bound"] * 1.05 + 0.005).all()
    assert shares[["even", "chance_low", "chance_mean", "chance_high", "bound"]].stack().between(0, 1).all()


@settings(max_examples=30, deadline=None)
@given(seed=strategies.integers(0, 10_000), reach=strategies.floats(20, 400), more=strategies.floats(1, 200))
def test_a_site_or_a_longer_reach_never_shows_less(seed, reach, more):
    sites = numpy.random.default_rng(seed).random((5, 2))
    seen = [detection.visible_share(sites[:number], reach, IRAQ_KM2) for number in range(1, 6)]
    assert seen == sorted(seen)
    assert detection.visible_share(sites, reach + more, IRAQ_KM2) >= seen[-1]


def test_the_same_seed_gives_the_same_shares(shares):
    assert shares.equals(detection.shares(IRAQ_KM2, detection.Settings(draws_count=20)))


def test_batteries_by_hand():
    assert detection.at_most(8, 40, IRAQ_KM2) == pytest.approx(8 * math.pi * 1600 / IRAQ_KM2)
    assert detection.at_most(1000, 400, IRAQ_KM2) == 1
    # A hexagon of side 40 km has 4,157 km2.
    assert detection.at_least(40, 41_570) == 11


@pytest.mark.parametrize("call, message", [
    (lambda: detection.horizon_km(-1, 100), "allowed is 0 or more"), (lambda: detection.visible_share(numpy.empty((0, 2)), 10, 1), "more than 0"),
    (lambda: detection.visible_share(detection.even_sites(1), 10, 0), "more than 0")])
def test_faulty_values_are_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()


@pytest.mark.parametrize("values", [{"antenna_m": 0}, {"batteries_count": 0}, {"batteries_count": 2.5}, {"draws_count": 1}, {"site": "x"}])
def test_faulty_settings_are_refused(values):
    with pytest.raises(ValidationError):
        detection.Settings(**values)


# The record

def test_no_place_is_shown_with_what_is_held():
    made = defence_record.inventory(tables.load("assets"), tables.load("actors"))
    provinces = set(tables.load("assets")["province"].dropna())
    assert made["Statements"].sum() == len(tables.load("assets"))
    assert not any(province in text for province in provinces for text in made.astype(str).to_numpy().ravel())


def test_the_book_names_no_author_of_the_radar_attacks():
    events, attributions = tables.load("events"), tables.load("attributions")
    made = defence_record.radar_readings(events, attributions, tables.load("sources"), tables.load("actors"))
    assert not made["How"].eq("established").any() and not made["Said by"].str.contains("This book").any()
    assert made.loc[made["Named"] == "Israel", "Voices"].sum() > 0 and made.loc[made["Named"].str.contains("factions"), "Voices"].sum() > 0


def test_every_action_is_of_iraqi_forces():
    met = tables.load("interceptions")
    assert len(defence_record.iraqi_actions(met, tables.load("actors"))) == (met["by_id"] == "iraq_armed_forces").sum() > 0


def test_both_sides_of_each_question_are_shown():
    made = defence_record.radar_sides(tables.load("contradictions"), tables.load("contradiction_sides"), tables.load("sources"))
    assert (made.groupby("Record")["Side"].nunique() >= 2).all() and made["Record"].nunique() == 8
