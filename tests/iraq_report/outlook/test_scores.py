"""The test of 2026: a small panel scored by hand, baselines, clocks that stay apart, forecasts of others."""

import numpy
import pandas
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from iraq_report import tables
from iraq_report.outlook import frozen, outcomes, scores, updated
from iraq_report.restraint import weighing

SMALL = pandas.DataFrame([("t1_a", "x", "claims", 0), ("t2_b", "x", "claims", 0), ("t3_c", "x", "claims", 4), ("t1_a", "y", "claims", 1), ("t6_d", "y", "claims", 3)],
                         columns=["decision_point_id", "actor_id", "coding", "level_best"]).assign(level_status="coded", latest_source_date=pandas.Timestamp("2025-06-24"))


def test_habit_counts_levels():
    made = scores.climatology(SMALL, "claims", ["x", "y"], 0.0)
    assert made.loc["x"].tolist() == pytest.approx([2 / 3, 0, 0, 0, 1 / 3]) and made.loc["y"].tolist() == [0, 0.5, 0, 0.5, 0]


def test_a_faction_never_seen_takes_the_habit_of_all():
    assert scores.climatology(SMALL, "claims", ["new"], 0.0).loc["new"].tolist() == pytest.approx([0.4, 0.2, 0, 0.2, 0.2])
    assert scores.climatology(SMALL, "claims", ["x"], 0.0, pooled=True).loc["x"].tolist() == pytest.approx([0.4, 0.2, 0, 0.2, 0.2])


def test_persistence_repeats_the_last_level_seen():
    made = scores.persistence(SMALL, "claims", ["x", "y"], 0.0)
    assert made.loc["x"].idxmax() == 4 and made.loc["y"].idxmax() == 3


@settings(deadline=None, max_examples=20)
@given(st.floats(0, 1), st.sampled_from(list(outcomes.CODINGS)))
def test_every_baseline_sums_to_one(soft, coding):
    panel = frozen.panel(tables.load("behaviours"))
    actors = tables.load("predictions")["actor_id"].unique().tolist()
    for made in scores.baselines(panel, coding, actors, soft).values():
        assert made.sum(axis=1).to_numpy() == pytest.approx(numpy.ones(len(actors))) and (made >= 0).all().all()


def test_softening_is_bounded():
    with pytest.raises(ValueError, match="between 0 and 1"):
        scores.softened(pandas.DataFrame([[1.0, 0.0]]), 1.2)


def test_a_small_panel_by_hand():
    came = pandas.DataFrame({"low": [0, 2], "best": [0, 3], "high": [1, 3]}, index=["x", "y"])
    sure = pandas.DataFrame([[0.5, 0.5, 0, 0, 0], [0, 0, 0.5, 0.5, 0]], index=["x", "y"], columns=frozen.LEVELS)
    flat = pandas.DataFrame(0.2, index=["x", "y"], columns=frozen.LEVELS)
    table = scores.scored({"sure": sure, "flat": flat}, came)
    mean = scores.means(table)
    assert mean.at["sure", "rps_raw"] == pytest.approx(0.25) and mean.at["sure", "rps"] == pytest.approx(0.0625)
    assert mean.at["flat", "rps_raw"] == pytest.approx((1.2 + 0.6) / 2)
    assert mean.at["sure", "log"] == pytest.approx(numpy.log(2)) and mean.at["flat", "log"] == pytest.approx(numpy.log(5))
    assert mean.at["flat", "brier"] == pytest.approx((0.36 + 0.16) / 2) and mean.at["sure", "brier"] == 0
    assert mean.index[0] == "sure"
    row = table.set_index(["name", "actor_id"]).loc[("sure", "x")]
    assert row["rps_low"] == row["rps_high"] == pytest.approx(0.0625)


def test_factions_without_an_outcome_are_not_scored():
    came = pandas.DataFrame({"low": [0], "best": [0], "high": [0]}, index=["x"])
    flat = pandas.DataFrame(0.2, index=["x", "y"], columns=frozen.LEVELS)
    assert scores.scored({"flat": flat}, came)["actor_id"].tolist() == ["x"]


def test_left_out_in_turn():
    came = pandas.DataFrame({"low": [0, 4], "best": [0, 4], "high": [0, 4]}, index=["x", "y"])
    calm = pandas.DataFrame([[0.8, 0.05, 0.05, 0.05, 0.05]] * 2, index=["x", "y"], columns=frozen.LEVELS)
    made = scores.without_each({"calm": calm, "wild": calm.iloc[:, ::-1].set_axis(frozen.LEVELS, axis="columns")}, came, ["calm", "wild"])
    assert made.set_index("without")["first"].to_dict() == {"x": "wild", "y": "calm"}


def test_decibels_of_ten_to_one():
    ranked = pandas.DataFrame({"name": ["a", "b"], "coding": "claims", "log": [1.0, 1.0 + numpy.log(10)], "factions": 7})
    assert scores.decibels(ranked, "a", "b", "claims") == (pytest.approx(10), pytest.approx(70))


def test_orders_that_run_against_each_other_correlate_at_minus_one():
    ranked = pandas.DataFrame([(name, coding, value) for coding, values in {"claims": (1, 2, 3), "monitors": (3, 2, 1), "sceptical": (3, 2, 1)}.items() for name, value in zip("abc", values)], columns=["name", "coding", "rps"])
    assert scores.rank_agreement(ranked, list("abc")) == pytest.approx(-1)


def test_words_become_a_distribution():
    assert scores.worded(0, 1, 3, 0.5).tolist() == pytest.approx([0.125, 0.625, 0.125, 0.125, 0])
    assert scores.worded(2, 2, 2, 0.3)[2] == 1
    with pytest.raises(ValueError, match="allowed"):
        scores.worded(3, 2, 4, 0.5)


def test_forecasts_on_june_meet_june_and_others_the_fortnight():
    made = scores.published(tables.load("forecasts"), tables.load("behaviours"), 0.5, 0.05).set_index(["forecast_id", "coding"])
    june = scores.june_levels(tables.load("behaviours"), "claims")
    assert made.at[("f_2025_06_23_rachid", "claims"), "came"] == june.at[frozen.LABEL, "best"]
    war = outcomes.levels(tables.load("behaviours"), "fortnight", "claims")
    assert made.at[("f_2026_01_12_kh_hamidawi", "claims"), "came"] == war.at["kataib_hezbollah", "best"]
    assert not made.index.get_level_values(0).isin(["f_2026_01_26_badr"]).any(), "an outcome that was not found is not scored"


def test_the_fortnight_is_the_higher_of_its_weeks():
    behaviours = tables.load("behaviours")
    for coding in outcomes.CODINGS:
        whole, weeks = outcomes.levels(behaviours, "fortnight", coding), [outcomes.levels(behaviours, week, coding) for week in ("first_week", "second_week")]
        for actor in whole.index:
            assert whole.at[actor, "best"] == max(week.at[actor, "best"] for week in weeks if actor in week.index)


def test_clocks_are_never_mixed():
    counts = tables.load("counts")
    claims = set(counts.loc[counts["series"] == outcomes.UMBRELLA, "count_id"])
    seen = set(outcomes.monitored(counts)["count_id"])
    assert not claims & seen and not any("claim" in unit for unit in counts.loc[counts["count_id"].isin(seen), "unit"])
    assert len(outcomes.claimed(counts)) <= len(claims)


def test_relays_of_one_statement_are_one_day():
    counts = pandas.DataFrame({"count_id": ["a", "b"], "series": outcomes.UMBRELLA, "period_end": pandas.Timestamp("2026-03-01"), "best": [21.0, 23.0]})
    made = outcomes.claimed(counts)
    assert made[["low", "high", "relays"]].values.tolist() == [[21, 23, 2]]


def test_parts_of_a_tally_do_not_stand_beside_the_whole():
    made = outcomes.monitored(tables.load("counts"))
    peacemakers = made[(made["counted_by"] == "CPT") & (made["date"] == pandas.Timestamp("2026-03-09"))]
    # Table T23 of the method: 162 + 26 + 5 + 3 by province, and the whole.
    assert peacemakers["attacks"].tolist() == [162 + 26 + 5 + 3]


def case():
    worlds = pandas.DataFrame({"world_id": ["a", "b"], "title": ["A", "B"]})
    priors = pandas.DataFrame({"prior_set": "uniform", "world_id": ["a", "b"], "prior": [0.5, 0.5]})
    items = pandas.DataFrame({"item_id": ["one", "two"], "title": ["One", "Two"], "cluster_id": ["c", "d"], "stage": ["frozen", "later"]})
    clusters = pandas.DataFrame({"cluster_id": ["c", "d"], "title": ["C", "D"], "dependence_low": 0.0, "dependence_high": 0.0})
    rows = [("one", "a", 0.5), ("one", "b", 0.5), ("two", "a", 0.8), ("two", "b", 0.2)]
    likelihoods = pandas.DataFrame([(item, world, p, p, p) for item, world, p in rows], columns=["item_id", "world_id", "low", "best", "high"])
    return [weighing.Case(worlds, priors, chosen, clusters, likelihoods) for chosen in (items[:1], items)], items


def test_the_update_moves_as_bayes_says():
    (early, late), items = case()
    made = updated.moves(early.posteriors(100), late.posteriors(100), "uniform").set_index("world_id")
    assert made.at["a", "best_before"] == pytest.approx(0.5) and made.at["a", "best_after"] == pytest.approx(0.8)
    assert updated.item_weight(late, items)["decibels"].tolist() == pytest.approx([6.0206], abs=1e-4)
    assert updated.later_weight(late, items)["decibels"].tolist() == pytest.approx([3.0103, -3.0103], abs=1e-4)


def test_scores_as_evidence_between_one_fact_and_many():
    (early, _), _ = case()
    logs = pandas.Series({"a": 1.0, "b": 1.0 + numpy.log(2)})
    assert updated.with_scores(early, "uniform", logs, 3, 1.0)["a"] == pytest.approx(2 / 3)
    assert updated.with_scores(early, "uniform", logs, 3, 0.0)["a"] == pytest.approx(8 / 9)


def test_passed_dates_carry_no_probability_and_name_a_search():
    passed, searches = tables.load("passed_dates"), tables.load("searches").set_index("search_id")
    assert not {"low", "best", "high"} & set(passed.columns)
    # A search that found the thing cannot stand for its not being found.
    assert (searches.loc[passed["search_id"], "result"] != "found").all()
    assert (passed["date_due"] <= tables.load("own_forecasts")["date_made"].min()).all()
