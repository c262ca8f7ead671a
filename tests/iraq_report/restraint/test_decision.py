"""The decision model: published indices, and what any such model must obey."""

import numpy
import pandas
import pytest
from scipy import stats

from iraq_report.restraint import decision

QUIET = {"iran_peril": 0.0, "iran_ask": 0.0, "invitation": 0.0, "warning": 0.0, "baghdad_ask": 0.0, "hit_first": 0.0, "election": 0.0, "leader_killings": 0.0}
SETS = decision.draws(256, seed=1)


def mean(**changes):
    return float(decision.acting(SETS, QUIET | changes, 0.5).mean())


def test_the_sobol_method_gives_the_published_indices_of_ishigami():
    def ishigami(x):
        return numpy.sin(x[0]) + 7 * numpy.sin(x[1]) ** 2 + 0.1 * x[2] ** 4 * numpy.sin(x[0])
    made = stats.sobol_indices(func=ishigami, n=4096, dists=[stats.uniform(-numpy.pi, 2 * numpy.pi)] * 3, rng=1)
    assert made.first_order == pytest.approx([0.3139, 0.4424, 0], abs=0.02)
    assert made.total_order == pytest.approx([0.5576, 0.4424, 0.2437], abs=0.02)


def test_bargaining_range_of_fearon():
    assert decision.bargaining_range(0.6, 0.1, 0.15) == pytest.approx((0.5, 0.75))
    with pytest.raises(ValueError, match="costs of 0 or more"):
        decision.bargaining_range(0.6, -0.1, 0.15)


def test_chances_sum_to_one():
    assert decision.chances(SETS, QUIET | {"iran_peril": 1.0, "warning": 1.0}, 0.3).sum(axis=1) == pytest.approx(1)


def test_each_driver_pushes_its_way():
    assert mean(iran_peril=1.0) > mean(iran_peril=0.6) > mean()
    assert mean(iran_peril=0.6, iran_ask=1.0) > mean(iran_peril=0.6) > mean(iran_peril=0.6, iran_ask=-1.0)
    assert mean(iran_peril=0.6, warning=1.0) < mean(iran_peril=0.6)
    assert mean(iran_peril=0.6, warning=1.0, leader_killings=1.0) < mean(iran_peril=0.6, warning=1.0)
    assert mean(iran_peril=0.6, baghdad_ask=1.0) < mean(iran_peril=0.6)
    assert mean(iran_peril=0.6, warning=1.0, hit_first=1.0) > mean(iran_peril=0.6, warning=1.0), "struck first, quiet is no longer safe"
    assert decision.acting(SETS, QUIET | {"iran_peril": 1.0, "warning": 1.0}, 1.0).mean() < decision.acting(SETS, QUIET | {"iran_peril": 1.0, "warning": 1.0}, 0.0).mean()


def test_spans_cover_choices():
    assert decision.allowed(0, 1) == [0] and decision.allowed(1, 2) == [0, 1] and decision.allowed(3, 4) == [2] and decision.allowed(0, 4) == [0, 1, 2]


def test_history_matching_keeps_what_fits():
    table = pandas.DataFrame([QUIET | {"iran_peril": 1.0, "iran_ask": 1.0}, QUIET | {"warning": 1.0}], index=["war", "calm"])
    panel = pandas.DataFrame({"decision_point_id": ["war", "calm"], "actor_id": "kh", "level_low": [2, 0], "level_high": [4, 1]})
    kept, hits = decision.consistent(SETS, table, panel, {"kh": 0.2})
    war, calm = (decision.acting(SETS, table.loc[name], 0.2) for name in ("war", "calm"))
    assert (kept == ((war >= 0.5) & (calm <= 0.5))).all() and 0 < kept.mean() < 1
    assert hits.tolist() == pytest.approx([(war >= 0.5).mean(), (calm <= 0.5).mean()])
    assert decision.consistent(SETS, table, panel, {"kh": 0.2}, most_misses=2)[0].all()


def test_shapley_shares_sum_to_the_change_and_an_idle_driver_has_none():
    before, after = QUIET | {"warning": 1.0}, QUIET | {"warning": 1.0, "iran_peril": 1.0, "hit_first": 1.0}
    shares, value = decision.shapley(SETS, before, after, 0.5)
    change = decision.acting(SETS, after, 0.5).mean() - decision.acting(SETS, before, 0.5).mean()
    assert shares.sum() == pytest.approx(change) and shares["Election"] == pytest.approx(0)
    assert len(value) == 2 ** len(decision.DRIVERS)


def test_smallest_sufficient_sets():
    value = {(): 0.1, ("a",): 0.4, ("b",): 0.6, ("c",): 0.2, ("a", "b"): 0.7, ("a", "c"): 0.55, ("b", "c"): 0.6, ("a", "b", "c"): 0.8}
    assert decision.sufficient_sets(value) == [["b"], ["a", "c"]]


def test_an_unknown_word_is_named():
    points = pandas.DataFrame([{"decision_point_id": "t1", "us_warning": "none", "israeli_warning": "none", "iran_peril": "grave", "iran_ask": "restrain",
                                "invitation": "low", "baghdad_ask": "none", "hit_first": "no", "election": "far", "leader_killings": "none_recent"}])
    with pytest.raises(ValueError, match="iran_peril"):
        decision.conditions(points)
