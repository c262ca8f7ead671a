"""Direct lines: published known answers, hand-worked squares, properties, faults."""

import pandas
import pytest
import shapely
from hypothesis import given, settings, strategies
from pydantic import ValidationError

from iraq_report import tables
from iraq_report.airspace import boundaries, corridor

# An earlier, separate calculation from finer city points; rounding to 0.1 degree moves lines by a few km.
EARLIER = {  # km, km over Iraq, share, minutes at 480 knots
    "Tehran": (1582, 654, 0.41, 44), "Isfahan": (1580, 711, 0.45, 48), "Natanz": (1604, 670, 0.42, 45),
    "Tabriz": (1244, 299, 0.24, 20), "Kermanshah": (1166, 620, 0.53, 42), "Bushehr": (1564, 452, 0.29, 31)}


@pytest.fixture(scope="module")
def outlines():
    return tables.load("boundaries")


@pytest.fixture(scope="module")
def polygons(outlines):
    return boundaries.shapes(outlines)


@pytest.fixture(scope="module")
def places():
    return tables.load("places")


@pytest.fixture(scope="module")
def lines(places, outlines):
    return corridor.direct_lines(places, outlines)


@pytest.fixture(scope="module")
def bands(places, outlines):
    return corridor.share_bands(places, outlines, corridor.Settings()).set_index("destination")


# Known answers

def test_geodesic_of_the_geographiclib_documentation():
    azimuth, _, metres = corridor.GEOD.inv(-73.8, 40.6, -0.5, 51.6)
    assert metres == pytest.approx(5_551_759.400, abs=0.001)
    assert azimuth == pytest.approx(51.19888, abs=1e-5)


def test_lengths_add_up_to_the_published_geodesic():
    nowhere = pandas.Series({"A": shapely.box(0, -40, 1, -39)})
    km = corridor.length_by_state((-73.8, 40.6), (-0.5, 51.6), nowhere)
    assert km.to_dict() == {boundaries.OTHER: pytest.approx(5551.7594, abs=1e-4)}


def test_square_on_the_equator_by_hand():
    square = pandas.Series({"A": shapely.box(0, -1, 1, 1)})
    km = corridor.length_by_state((-1, 0), (3, 0), square)
    degree = 6378.137 * 3.141592653589793 / 180
    assert km["A"] == pytest.approx(degree, abs=1e-3)
    assert km["A"] / km.sum() == pytest.approx(0.25, abs=1e-6)


def test_line_is_a_geodesic_and_not_straight_in_degrees():
    # Between two points at 50 N the shortest line runs north of the parallel.
    strip = pandas.Series({"A": shapely.box(0, 50.5, 40, 60)})
    assert corridor.length_by_state((0, 50), (40, 50), strip)["A"] > 2000


def test_minutes_of_one_nautical_mile():
    assert corridor.minutes(1.852, 60) == 1


# The figures of the chapter

def test_share_of_the_tehran_line(bands):
    assert 0.40 <= bands.loc["Tehran", "share_iraq_best"] <= 0.43


@pytest.mark.parametrize("city", EARLIER)
def test_agrees_with_an_earlier_calculation(bands, city):
    km, km_iraq, share, minutes = EARLIER[city]
    found = bands.loc[city]
    assert found["km_total"] == pytest.approx(km, abs=6)
    assert found["km_iraq_best"] == pytest.approx(km_iraq, abs=6)
    assert found["share_iraq_best"] == pytest.approx(share, abs=0.01)
    assert found["minutes_best"] == pytest.approx(minutes, abs=1)


def test_band_of_isfahan_holds_the_earlier_band(bands):
    low, high = bands.loc["Isfahan", ["share_iraq_low", "share_iraq_high"]]
    assert low < 0.40 and 0.46 < high < 0.48


def test_scale_of_the_outline_moves_lengths_by_less_than_four_km(places, outlines, bands):
    still = corridor.share_bands(places, outlines, corridor.Settings(origin_shift_degrees=0.0))
    assert (still["km_iraq_high"] - still["km_iraq_low"]).between(0, 4).all()
    assert (still["km_iraq_best"].to_numpy() == bands["km_iraq_best"].to_numpy()).all()


def test_lines_and_bands_agree(lines, bands):
    iraq = lines[lines["state"] == "Iraq"].set_index("destination")
    assert iraq["km"].to_numpy() == pytest.approx(bands["km_iraq_best"].to_numpy())
    assert iraq["share"].to_numpy() == pytest.approx(bands["share_iraq_best"].to_numpy())


# Properties

def test_shares_of_each_line_sum_to_one(lines):
    assert lines.groupby("destination")["share"].sum().to_numpy() == pytest.approx(1, abs=1e-12)
    assert lines["share"].between(0, 1).all()


def test_bands_hold_their_best_value(bands):
    for name in ("km_iraq", "share_iraq", "minutes"):
        assert (bands[f"{name}_low"] <= bands[f"{name}_best"]).all()
        assert (bands[f"{name}_best"] <= bands[f"{name}_high"]).all()


def test_one_speed_and_no_shift_leave_only_the_scale(places, outlines):
    same = corridor.Settings(ground_speed_low_knots=480, ground_speed_high_knots=480, origin_shift_degrees=0)
    found = corridor.share_bands(places, outlines[outlines["scale"] == "1:10m"], same)
    assert (found["minutes_low"] == found["minutes_high"]).all()


POINTS = strategies.tuples(strategies.floats(32, 62), strategies.floats(12, 40))


@settings(max_examples=40, deadline=None)
@given(start=POINTS, end=POINTS)
def test_reversed_line_crosses_the_same_states_and_all_of_it_is_counted(polygons, start, end):
    there, back = (corridor.length_by_state(*pair, polygons) for pair in ((start, end), (end, start)))
    assert there.sum() == pytest.approx(corridor.GEOD.inv(*start, *end)[2] / 1000, abs=0.02)
    difference = there.sub(back, fill_value=0).abs()
    assert (difference < 0.05).all()


# Faults

def test_swapped_place_is_refused(places, outlines):
    swapped = places.rename(columns={"latitude": "longitude", "longitude": "latitude"})
    for question in (lambda: corridor.direct_lines(swapped, outlines),
                     lambda: corridor.share_bands(swapped, outlines, corridor.Settings())):
        with pytest.raises(ValueError, match="Tehran .* latitude and longitude are swapped"):
            question()


def test_origin_must_be_one(places, outlines):
    with pytest.raises(ValueError, match="one origin .* found 0 and 8"):
        corridor.direct_lines(places[places["role"] != "origin"], outlines)


def test_state_without_boundary_is_refused(places, outlines):
    with pytest.raises(ValueError, match="no boundary of 'Atlantis'"):
        corridor.share_bands(places, outlines, corridor.Settings(), state="Atlantis")


@pytest.mark.parametrize("values, message", [
    ({"ground_speed_low_knots": 500}, "speeds must ascend: .* found 500, 480, 540"),
    ({"ground_speed_high_knots": 470}, "speeds must ascend"),
    ({"ground_speed_low_knots": 49.9}, "ground_speed_low_knots\n.*greater than or equal to 50"),
    ({"ground_speed_high_knots": 1001}, "ground_speed_high_knots\n.*less than or equal to 1000"),
    ({"ground_speed_knots": "480"}, "ground_speed_knots\n.*valid number"),
    ({"ground_speed_knots": True}, "ground_speed_knots\n.*valid number"),
    ({"ground_speed_knots": float("nan")}, "ground_speed_knots"),
    ({"origin_shift_degrees": 1.5}, "origin_shift_degrees\n.*less than or equal to 1"),
    ({"origin_shift_degrees": -0.1}, "origin_shift_degrees\n.*greater than or equal to 0"),
    ({"speed": 480}, "speed\n.*Extra inputs are not permitted"),
])
def test_faulty_settings_are_refused(values, message):
    with pytest.raises(ValidationError, match=message):
        corridor.Settings(**values)


def test_the_map_of_families_shades_states_and_draws_no_way(outlines, places):
    """The editors' rule: a family is the states crossed, without a point of any route."""
    from iraq_report.airspace import findings
    from iraq_report.charts import corridor as charts
    costs = pandas.DataFrame({"destination": ["Tehran", "Tehran"], "family_id": ["a", "b"], "family": ["Over A", "Over B"], "status": "found", "extra_share": [0.1, 0.4], "extra_km": [100.0, 400.0]})
    crossed = pandas.DataFrame({"destination": "Tehran", "family_id": ["a", "a", "b", "b"], "state": ["Jordan", "Iraq", "Turkey", "sea or other"]})
    made = charts.families_map(places, outlines, costs, crossed, "A title").to_dict()
    shaded = next(layer for layer in made["layer"] if any("lookup" in step for step in layer.get("transform", [])))
    assert {(row["family"], row["state"]) for row in shaded["data"]["values"]} == {("Over A", "Jordan"), ("Over A", "Iraq"), ("Over B", "Turkey")}
    lines = str(made).count("LineString")
    assert lines == 0 and made["params"][0]["bind"]["options"] == ["Over A", "Over B"]
    assert findings.families_title(costs.assign(family_id=["jordan_iraq", "mediterranean_turkey"])) == "Over Iraq the way grows by 10% at most, by the Gulf or by Turkey by 40% to 40%"
