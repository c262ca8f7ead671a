"""The frozen step: later evidence stops it, predictions are distributions, mixtures are averages."""

import pandas
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iraq_report import hypotheses, rules, tables
from iraq_report.outlook import frozen, outcomes, scores
from iraq_report.restraint import evidence_base

WORLDS = ["w_a", "w_b"]


def predictions(rows):
    """A table from (world, actor, pass, five probabilities)."""
    frame = pandas.DataFrame([(world, actor, order, *values, "a reason from 2025") for world, actor, order, values in rows], columns=["world_id", "actor_id", "pass", *frozen.COLUMNS, "reason"])
    return frame.astype({"reason": "string"})


FLAT, LOW, HIGH = [0.2] * 5, [0.6, 0.2, 0.1, 0.05, 0.05], [0.05, 0.05, 0.1, 0.2, 0.6]
GOOD = predictions([("w_a", "x", "first", LOW), ("w_b", "x", "first", HIGH)])


def test_the_step_passes_as_it_stands():
    panel = frozen.panel(tables.load("behaviours"), frozen.LAST_POINT)
    assert panel["latest_source_date"].max() <= pandas.Timestamp(frozen.CUTOFF) and len(panel) > 100
    assert frozen.points(tables.load("decision_points"))["decision_point_id"].map(frozen.number).max() == frozen.LAST_POINT
    assert len(frozen.predictions(tables.load("predictions"), tables.load("worlds")["world_id"].tolist()))


def test_a_later_source_turns_it_red():
    behaviours = tables.load("behaviours")
    at = behaviours.index[(behaviours["decision_point_id"] == "t6_2025_06_war") & (behaviours["level_status"] == "coded")][0]
    behaviours.loc[at, "latest_source_date"] = pandas.Timestamp("2025-08-16")
    with pytest.raises(ValueError, match=rf"later than 2025-08-15 in the frozen step: behaviours.csv row {at + 2}: t6_2025_06_war"):
        frozen.panel(behaviours)


def test_a_later_decision_point_turns_it_red():
    with pytest.raises(ValueError, match="t8_2025_12_arms_file"):
        frozen.panel(tables.load("behaviours"), 8)
    with pytest.raises(ValueError, match="decision_points.csv"):
        frozen.guarded(tables.load("decision_points"), "decision_points")


def test_a_source_without_a_day_turns_it_red():
    behaviours = tables.load("behaviours")
    at = behaviours.index[(behaviours["decision_point_id"] == "t6_2025_06_war") & (behaviours["level_status"] == "coded")][0]
    behaviours.loc[at, "latest_source_date"] = pandas.NaT
    with pytest.raises(ValueError, match="frozen step"):
        frozen.panel(behaviours)


def test_no_baseline_can_be_made_from_what_came():
    everything = tables.load("behaviours")
    for made in (scores.climatology, scores.persistence):
        with pytest.raises(ValueError, match="frozen step"):
            made(everything, "claims", ["kataib_hezbollah"], 0.05)


def test_a_reason_that_names_a_later_year_turns_it_red():
    frame = GOOD.copy()
    frame.loc[1, "reason"] = "as it did in March 2026"
    with pytest.raises(ValueError, match="predictions.csv row 3"):
        frozen.predictions(frame, WORLDS)


def test_an_item_marked_frozen_too_early_turns_it_red():
    names = ["evidence_items", "evidence_records", "events", "reports", "counts", "sources"]
    real = {name: tables.load(name) for name in names}
    real["evidence_items"]["stage"] = "frozen"
    with pytest.raises(ValueError, match="entry_in_2026"):
        evidence_base.frozen(*(real[name] for name in names))


def test_a_row_that_does_not_sum_to_one_is_located():
    bad = predictions([("w_a", "x", "first", LOW), ("w_b", "x", "first", [0.3] * 5)])
    with pytest.raises(ValueError, match="predictions.csv row 3: five probabilities"):
        frozen.predictions(bad, WORLDS)


def test_the_rule_of_the_house_sees_it_too(data):
    text = (data / "predictions.csv").read_text(encoding="utf-8").splitlines()
    cells = text[1].split(",")
    cells[3] = "0.9"
    (data / "predictions.csv").write_text("\n".join([text[0], ",".join(cells), *text[2:]]) + "\n", encoding="utf-8")
    assert any(fault.file == "predictions.csv" and fault.row == 2 and "sums to" in fault.found for fault in rules.predictions_sum_to_one({"predictions": tables.load("predictions", data)}))


def test_a_gap_in_a_pass_is_named():
    with pytest.raises(ValueError, match="no row for"):
        frozen.predictions(GOOD.iloc[:1], WORLDS)
    with pytest.raises(ValueError, match="no row of the pass second"):
        frozen.predictions(GOOD, WORLDS, "second")


def test_passes_are_averaged_and_can_be_taken_apart():
    both = pandas.concat([GOOD, predictions([("w_a", "x", "second", HIGH), ("w_b", "x", "second", HIGH)])], ignore_index=True)
    made = frozen.predictions(both, WORLDS)
    assert made.loc[("w_a", "x")].tolist() == pytest.approx([(a + b) / 2 for a, b in zip(LOW, HIGH)])
    assert frozen.predictions(both, WORLDS, "first").loc[("w_a", "x")].tolist() == LOW
    assert frozen.pass_distance(both) == pytest.approx((sum(abs(a - b) for a, b in zip(LOW, HIGH)) / 2 + 0) / 2)


@settings(deadline=None)
@given(st.floats(0.01, 0.99))
def test_a_mixture_lies_between_its_worlds_and_sums_to_one(share):
    made = frozen.predictions(GOOD, WORLDS)
    mixed = frozen.mixture(made, pandas.Series({"w_a": share, "w_b": 1 - share}))
    assert mixed.loc["x"].sum() == pytest.approx(1)
    assert mixed.at["x", 4] == pytest.approx(share * LOW[4] + (1 - share) * HIGH[4])


def test_a_world_without_weight_has_no_say():
    made = frozen.predictions(GOOD, WORLDS)
    assert frozen.mixture(made, pandas.Series({"w_a": 0.0, "w_b": 0.3})).loc["x"].tolist() == pytest.approx(HIGH)


def test_acting_is_limited_attacks_or_more():
    assert frozen.acting(frozen.predictions(GOOD, WORLDS))[("w_b", "x")] == pytest.approx(0.9)


def test_a_flat_forecast_has_all_the_doubt():
    assert frozen.entropy_share(pandas.DataFrame([FLAT], columns=frozen.LEVELS)) == pytest.approx(1)
    assert frozen.entropy_share(pandas.DataFrame([[1.0, 0, 0, 0, 0]], columns=frozen.LEVELS)) == pytest.approx(0, abs=1e-9)


def test_families_place_every_world():
    made = frozen.families(tables.load("world_roles"), hypotheses.load())
    assert {world for members in made.values() for world in members} == set(tables.load("worlds")["world_id"])


def test_a_decision_point_needs_a_number():
    with pytest.raises(ValueError, match="begins with t"):
        frozen.number("june")


def test_what_was_not_found_is_no_zero():
    behaviours = tables.load("behaviours")
    lost = behaviours[(behaviours["decision_point_id"] == "t9a_2026_02_28_first_week") & (behaviours["level_status"] == "not_found")]
    for row in lost.itertuples():
        assert row.actor_id not in outcomes.levels(behaviours, "first_week", row.coding).index
