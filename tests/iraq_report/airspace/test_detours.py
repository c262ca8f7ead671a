"""Ways round: hand-worked squares, order between families, missing ways, faults."""

import pandas
import pytest

from iraq_report import tables
from iraq_report.airspace import boundaries, corridor
from iraq_report.airspace.detours import detours

SETTINGS = corridor.Settings()
# A family listed first may cross every state that the second may, so it is never longer.
WIDER = [("any_but_iraq", "mediterranean_turkey"), ("any_but_iraq", "jordan_saudi_gulf"),
         ("mediterranean_turkey", "seas_only"), ("jordan_saudi_gulf", "seas_only"),
         ("jordan_iraq", "seas_only"), ("syria_iraq", "seas_only")]


@pytest.fixture(scope="module")
def world():
    return tables.load("places"), tables.load("boundaries")


@pytest.fixture(scope="module")
def families():
    return tables.load("route_families")


@pytest.fixture(scope="module")
def found(world, families):
    return detours(*world, families, SETTINGS)


@pytest.fixture(scope="module")
def costs(found):
    return found[0]


# Three squares in a sea: the middle one stands between the other two, its south end nearer

def squares():
    boxes = {"West": (40, 20, 42, 24), "Middle": (44, 18, 46, 26), "East": (48, 20, 50, 24)}
    wkt = "POLYGON (({0} {1}, {2} {1}, {2} {3}, {0} {3}, {0} {1}))"
    outlines = pandas.DataFrame([(name, "1:10m", wkt.format(*box)) for name, box in boxes.items()],
                                columns=["state", "scale", "wkt"])
    places = pandas.DataFrame([("Start", "West", 21.5, 41.0, "origin"),
                               ("Stop", "East", 21.5, 49.0, "destination")],
                              columns=["name", "state", "latitude", "longitude", "role"])
    return places, outlines


def family(*states, consent=()):
    return pandas.DataFrame([("test", state, "yes" if state in consent else "no") for state in states],
                            columns=["family_id", "state", "consent_needed"])


def km(*points):
    return sum(corridor.GEOD.inv(*start, *end)[2] for start, end in zip(points, points[1:])) / 1000


def test_way_round_a_square_by_hand():
    costs, crossed = detours(*squares(), family("West", "East", boundaries.OTHER), SETTINGS)
    expected, direct = km((41, 21.5), (44, 18), (46, 18), (49, 21.5)), km((41, 21.5), (49, 21.5))
    row = costs.iloc[0]
    assert row["status"] == "found"
    assert row["km"] == pytest.approx(expected, abs=0.01)
    assert row["extra_km"] == pytest.approx(expected - direct, abs=0.01)
    assert row["extra_share"] == pytest.approx(expected / direct - 1, abs=1e-5)
    assert row["extra_minutes"] == pytest.approx((expected - direct) / 1.852 / 480 * 60, abs=0.01)
    assert (row["states_crossed_count"], row["consents_needed_count"]) == (2, 0)
    assert crossed["km"].sum() == pytest.approx(expected, abs=0.01)


def test_direct_where_every_state_is_open():
    open_family = family("West", "Middle", "East", boundaries.OTHER, consent=["Middle"])
    costs, crossed = detours(*squares(), open_family, SETTINGS)
    row = costs.iloc[0]
    assert row["km"] == pytest.approx(km((41, 21.5), (49, 21.5)), abs=1e-3)
    assert row["extra_km"] == pytest.approx(0, abs=1e-3)
    assert (row["states_crossed_count"], row["consents_needed_count"]) == (3, 1)
    assert crossed.set_index("state")["km"]["Middle"] == pytest.approx(km((44, 21.5), (46, 21.5)), abs=0.1)


@pytest.mark.parametrize("states", [
    ("West", "East"), ("West", "Middle", "East"), ("Middle", boundaries.OTHER)])
def test_no_way_is_missing_and_never_a_number(states):
    costs, crossed = detours(*squares(), family(*states), SETTINGS)
    row = costs.iloc[0]
    assert row["status"] == "no_path"
    assert row.drop(["destination", "family_id", "status"]).isna().all()
    assert crossed.empty


# The families of the chapter

def test_every_destination_has_every_family_once(costs, families, world):
    destinations = world[0].loc[world[0]["role"] == "destination", "name"]
    expected = pandas.MultiIndex.from_product([destinations, families["family_id"].unique()])
    assert sorted(zip(costs["destination"], costs["family_id"])) == sorted(expected)
    assert (costs["status"] == "found").all()


def test_no_way_is_shorter_than_the_direct_line(costs, world):
    direct = costs["destination"].map(corridor.direct_lines(*world).groupby("destination")["km"].sum())
    assert (costs["km"] >= direct - 0.01).all()
    assert (costs["extra_km"] >= 0).all()
    assert (costs["extra_share"] * direct - costs["extra_km"]).abs().max() < 0.1


@pytest.mark.parametrize("wide, narrow", WIDER)
def test_fewer_states_never_shorten_a_way(costs, families, wide, narrow):
    states = {name: set(rows["state"]) for name, rows in families.groupby("family_id")}
    assert states[wide] > states[narrow]
    lengths = costs.pivot(index="destination", columns="family_id", values="km")
    assert (lengths[wide] <= lengths[narrow] + 0.01).all()


def test_ways_keep_to_their_states_and_add_up(found, families):
    costs, crossed = found
    allowed = set(zip(families["family_id"], families["state"]))
    assert set(zip(crossed["family_id"], crossed["state"])) <= allowed
    added = crossed.groupby(["destination", "family_id"])["km"].sum()
    missing = costs.set_index(["destination", "family_id"])["km"] - added
    # Stretches of less than a kilometre by state are left out of the second frame.
    assert missing.between(-0.1, 3).all()


def test_direct_lines_cost_nothing_where_the_family_covers_them(costs):
    row = costs[(costs["destination"] == "Isfahan") & (costs["family_id"] == "jordan_iraq")].iloc[0]
    assert row["extra_km"] == pytest.approx(0, abs=0.01)


@pytest.mark.parametrize("family_id, city, hand_drawn_km", [
    ("jordan_saudi_gulf", "Tehran", 733), ("jordan_saudi_gulf", "Isfahan", 425),
    ("jordan_saudi_gulf", "Tabriz", 1348),
    ("mediterranean_turkey", "Tehran", 497), ("mediterranean_turkey", "Tabriz", 335),
    ("seas_only", "Tehran", 4798), ("seas_only", "Bushehr", 4304)])
def test_shortest_way_beats_a_hand_drawn_one_but_not_by_much(costs, family_id, city, hand_drawn_km):
    row = costs[(costs["destination"] == city) & (costs["family_id"] == family_id)].iloc[0]
    assert hand_drawn_km - 200 < row["extra_km"] < hand_drawn_km


def test_simplified_outlines_move_lengths_by_less_than_three_km(world, families, costs):
    without_seas_only = families[families["family_id"] != "seas_only"]
    finer, _ = detours(*world, without_seas_only, SETTINGS, tolerance_degrees=0.02)
    both = finer.merge(costs, on=["destination", "family_id"])
    assert (both["km_x"] - both["km_y"]).abs().max() < 3


def test_results_name_no_point(found):
    for frame in found:
        assert not {"latitude", "longitude", "geometry", "wkt"} & set(frame.columns)


# The table of families, and faults

def test_families_have_one_title_and_open_both_ends(families):
    assert (families.groupby("family_id")["title"].nunique() == 1).all()
    for _, rows in families.groupby("family_id"):
        consent = rows.set_index("state")["consent_needed"]
        assert (consent[["Israel", "Iran", boundaries.OTHER]] == "no").all()


def test_family_with_unknown_state_is_refused(world):
    with pytest.raises(ValueError, match=r"without a boundary: \['Atlantis'\]"):
        detours(*world, family("Israel", "Iran", "Atlantis"), SETTINGS)


def test_swapped_place_is_refused(world, families):
    swapped = world[0].rename(columns={"latitude": "longitude", "longitude": "latitude"})
    with pytest.raises(ValueError, match="latitude and longitude are swapped"):
        detours(swapped, world[1], families, SETTINGS)
