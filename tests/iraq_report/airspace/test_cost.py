"""Cost: the ladder, fees forgone and detours against hand-worked values; properties; faults."""

import math

import pandas
import pytest
from pydantic import ValidationError

from iraq_report import tables
from iraq_report.airspace import boundaries, civil, closures, corridor, revenue

SETTINGS = revenue.Settings()


@pytest.fixture(scope="module")
def found():
    return closures.episodes(tables.load("closures"))


@pytest.fixture(scope="module")
def rungs(found):
    return revenue.ladder(tables.load("revenue"), tables.load("traffic"), found, tables.load("actors"), SETTINGS).set_index("revenue_id")


@pytest.fixture(scope="module")
def ways():
    return civil.ways(tables.load("city_pairs"), tables.load("skies"), tables.load("boundaries"))


# The ladder

def test_the_ministry_month_is_seven_hundred_by_thirty_by_the_fee(rungs):
    assert 700 * 30 * 450 == 9_450_000
    row = rungs.loc["r_2025_05_month"]
    assert row["flights_a_day"] == pytest.approx(700) and row["verdict"] == "arithmetic" and row["flights_round"] == 700


@pytest.mark.parametrize("name, flights", [("r_2025_06_day_250", 556), ("r_2025_06_10days", 667), ("r_2025_06_day_820", 1822), ("r_2024_10_day", 600)])
def test_rungs_agree_with_an_earlier_calculation(rungs, name, flights):
    assert rungs.loc[name, "flights_a_day"] == pytest.approx(flights, abs=1)


def test_sums_beyond_any_count_are_called_so(rungs):
    assert rungs.loc[["r_2025_06_day_820", "r_2025_06_total"], "verdict"].eq("above").all()
    assert set(rungs["verdict"]) <= set(revenue.VERDICTS)


def test_claims_are_no_counts():
    months = revenue.counted_months(tables.load("traffic"))
    assert not months["traffic_id"].str.contains("claim").any() and (months["flights_per_day_best"] > 0).all()


def test_a_higher_fee_needs_fewer_flights(rungs, found):
    dear = revenue.ladder(tables.load("revenue"), tables.load("traffic"), found, tables.load("actors"), revenue.Settings(fee_usd=900)).set_index("revenue_id")
    assert dear["flights_a_day"].to_numpy() == pytest.approx(rungs.loc[dear.index, "flights_a_day"].to_numpy() / 2)


def test_no_fee_makes_no_ladder(found):
    with pytest.raises(ValueError, match="fee_usd is 0"):
        revenue.ladder(tables.load("revenue"), tables.load("traffic"), found, tables.load("actors"), revenue.Settings(fee_usd=0))


# Fees forgone

def test_fees_forgone_by_hand():
    closed = pandas.DataFrame({"episode": ["e", "f"], "name": ["E", "F"], "hours_low": [24.0, 240.0], "hours_high": [48.0, float("nan")]})
    lost = revenue.forgone(closed, revenue.Settings(fee_usd=100, flights_low=10, flights_best=20, flights_high=30))
    assert lost.loc[0, ["usd_low", "usd_best", "usd_high"]].to_list() == [1000, 3000, 6000]
    assert lost.loc[1, "usd_best"] == 20_000 and pandas.isna(lost.loc[1, "usd_high"])


def test_june_2025_agrees_with_an_earlier_band(found):
    june = revenue.forgone(found, SETTINGS).set_index("episode").loc["june_2025"]
    assert june["usd_low"] <= 2.55e6 and june["usd_high"] >= 3.6e6 and june["usd_low"] < june["usd_best"] < june["usd_high"]


# Detours

def test_no_way_is_shorter_than_the_direct_line(ways):
    assert (ways["km"] >= ways["direct_km"] - 0.5).all() and ways["km"].notna().all()


def test_a_case_that_shuts_more_is_never_shorter(ways):
    wide = ways.pivot(index="pair", columns="skies_id", values="km")
    shut = {case: set(rows["state"]) for case, rows in tables.load("skies").groupby("skies_id")}
    pairs = [(less, more) for less in shut for more in shut if shut[less] < shut[more]]
    assert len(pairs) >= 4
    for less, more in pairs:
        assert (wide[more] >= wide[less] - 1e-6).all(), f"{more} is shorter than {less}"


@pytest.mark.parametrize("pair, minutes", [("Istanbul–Dubai", 27), ("London–Dubai", 21), ("London–Doha", 13), ("Istanbul–Doha", 18), ("Munich–Abu Dhabi", 17)])
def test_detours_agree_with_an_earlier_calculation(ways, pair, minutes):
    found = civil.penalties(ways, tables.load("textbook"), SETTINGS).set_index("pair")
    assert found.loc[pair, "extra_minutes"] == pytest.approx(minutes, abs=4)


def test_round_a_square_by_hand():
    box = "POLYGON ((30 20, 32 20, 32 28, 30 28, 30 20))"
    outline = pandas.DataFrame({"state": ["Wall"], "scale": ["1:10m"], "wkt": [box]})
    pairs = pandas.DataFrame({"pair_id": ["p"], "from_name": ["A"], "from_latitude": [22.0], "from_longitude": [28.0], "to_name": ["B"], "to_latitude": [22.0], "to_longitude": [34.0], "aircraft_type": ["A320"]})
    skies = pandas.DataFrame({"skies_id": ["shut"], "state": ["Wall"]})
    expected = sum(corridor.GEOD.inv(*pair)[2] for pair in ((28, 22, 30, 20), (30, 20, 32, 20), (32, 20, 34, 22))) / 1000
    assert civil.ways(pairs, skies, outline)["km"].iloc[0] == pytest.approx(expected, abs=0.2)


def test_minutes_and_fuel_by_hand():
    ways = pandas.DataFrame({"pair_id": ["p"] * 2, "pair": ["A–B"] * 2, "aircraft_type": ["A320"] * 2, "skies_id": ["usual", "june_2025"], "km": [1000.0, 1445.0]})
    flow = pandas.DataFrame({"quantity": ["fuel_flow"], "subject": ["A320"], "low": [40.0], "best": [45.0], "high": [50.0]})
    row = civil.penalties(ways, flow, SETTINGS).iloc[0]
    assert row["extra_minutes"] == pytest.approx(30) and row["fuel_kg_best"] == pytest.approx(1350)


def test_fuel_prices_turn_barrels_into_tonnes():
    prices = civil.fuel_prices(tables.load("revenue"), tables.load("textbook")).set_index("period")
    assert prices.loc["June 2025", "low"] == pytest.approx(79.43 * 7.77) and prices.loc["March 2026", "low"] > prices.loc["June 2025", "high"]


def test_the_bill_scales_with_the_share_that_goes_round(ways):
    june, figures = civil.penalties(ways, tables.load("textbook"), SETTINGS), tables.load("revenue")
    prices = civil.fuel_prices(figures, tables.load("textbook"))
    whole, part = (civil.bill(june, prices, figures, revenue.Settings(affected_share=share)) for share in (1.0, 0.5))
    air = whole["who"] == "Airlines"
    assert part.loc[air, "usd_high"].to_numpy() == pytest.approx(whole.loc[air, "usd_high"].to_numpy() / 2)
    assert (part.loc[~air, "usd_high"] == whole.loc[~air, "usd_high"]).all()


# Faults

def test_an_unknown_aircraft_type_is_refused(ways):
    with pytest.raises(ValueError, match="aircraft_type: .*'ZEPPELIN'.* known are"):
        civil.penalties(ways.assign(aircraft_type="ZEPPELIN"), tables.load("textbook"), SETTINGS)


def test_a_state_without_boundary_is_refused():
    with pytest.raises(ValueError, match="Atlantis"):
        civil.ways(tables.load("city_pairs"), tables.load("skies").assign(state="Atlantis"), tables.load("boundaries"))


@pytest.mark.parametrize("values", [{"fee_usd": -450}, {"flights_low": 800}, {"flights_best": math.nan}, {"cruise_kmh": 100}, {"affected_share": 1.5}, {"tax": 1}])
def test_faulty_settings_are_refused(values):
    with pytest.raises(ValidationError):
        revenue.Settings(**values)


def test_states_of_the_cases_are_in_the_book():
    assert set(tables.load("skies")["state"]) <= set(boundaries.shapes(tables.load("boundaries")).index)
