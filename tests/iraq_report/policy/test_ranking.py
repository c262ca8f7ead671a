"""Ranking: published answers, hand-worked cases, and what must hold for any scores."""

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from hypothesis.extra.numpy import arrays

from iraq_report.policy import ranking

UNIT = some.floats(0, 1, allow_nan=False).map(lambda value: round(value, 3))
TABLES = some.integers(2, 6).flatmap(lambda options: some.integers(2, 5).flatmap(lambda criteria: arrays(float, (options, criteria), elements=UNIT)))
FIGHTERS = [[2.0, 1500, 20000, 5.5, 5, 9], [2.5, 2700, 18000, 6.5, 3, 5], [1.8, 2000, 21000, 4.5, 7, 7], [2.2, 1800, 20000, 5.0, 5, 5]]


def test_topsis_gives_the_textbook_answer_for_fighters():
    # Hwang and Yoon 1981; vector normalisation, the fourth criterion is a cost.
    made = ranking.topsis(FIGHTERS, [0.2, 0.1, 0.1, 0.1, 0.2, 0.3], [True, True, True, False, True, True])
    assert made == pytest.approx([0.6433, 0.2684, 0.6135, 0.3123], abs=1e-4)


def test_topsis_by_range_gives_the_readme_answer_of_pymcdm():
    made = ranking.topsis([[4, 4], [1, 5], [3, 2], [4, 2]], [0.5, 0.5], [True, False], normalise="range")
    assert made == pytest.approx([0.6126, 0, 0.7829, 1], abs=1e-4)


def test_promethee_of_two_options_on_one_criterion():
    assert ranking.promethee(numpy.array([[1.0], [0.0]]), [1.0]) == pytest.approx([1, -1])


def test_promethee_by_hand():
    # a beats b fully on the first criterion, loses fully on the second; c lies half way on both.
    made = ranking.promethee(numpy.array([[1, 0], [0, 1], [0.5, 0.5]]), [0.75, 0.25])
    # a over b 0.75, a over c 0.375; b over a 0.25, b over c 0.125; c over a 0.125, c over b 0.375.
    assert made == pytest.approx([(0.75 + 0.375 - 0.25 - 0.125) / 2, (0.25 + 0.125 - 0.75 - 0.375) / 2, 0], abs=1e-12)


@pytest.mark.parametrize("c", [1.0, 3.0])
def test_smaa_with_two_options_is_the_analytic_share(c):
    # Options (1, 0) and (0, c), weights uniform over the simplex: the first leads when its weight exceeds c / (1 + c).
    weights = ranking.drawn_weights([0.5, 0.5], 2, 200_000, numpy.random.default_rng(1))
    shares = ranking.acceptability(weights @ numpy.array([[1.0, 0.0], [0.0, c]]).T)
    assert shares[0, 0] == pytest.approx(1 / (1 + c), abs=0.005)


@settings(max_examples=40, deadline=None)
@given(TABLES)
def test_acceptabilities_sum_to_one_by_row_and_column(table):
    weights = ranking.drawn_weights(numpy.full(table.shape[1], 1 / table.shape[1]), table.shape[1], 300, numpy.random.default_rng(2))
    shares = ranking.acceptability(weights @ table.T)
    assert shares.sum(axis=0) == pytest.approx(numpy.ones(len(table))) and shares.sum(axis=1) == pytest.approx(numpy.ones(len(table)))


@settings(max_examples=40, deadline=None)
@given(TABLES, some.integers(0, 3))
def test_a_dominated_option_is_never_first(table, which):
    worse = numpy.vstack([table, numpy.clip(table[which % len(table)] - 0.01, -1, 1)])
    assert which % len(table) in ranking.dominated(worse)[-1]
    weights = ranking.drawn_weights(numpy.full(table.shape[1], 1 / table.shape[1]), 30, 300, numpy.random.default_rng(3))
    assert ranking.acceptability(weights @ worse.T)[-1, 0] == 0
    assert ranking.ranks(ranking.promethee(worse, weights[0]))[-1] > 1


@settings(max_examples=40, deadline=None)
@given(TABLES, some.floats(0.1, 10))
def test_rescaling_all_scores_of_a_criterion_with_its_weight_leaves_ranks(table, factor):
    weights = numpy.arange(1, table.shape[1] + 1, dtype=float)
    weights /= weights.sum()
    scaled, reweighted = table.copy(), weights.copy()
    scaled[:, 0] *= factor
    reweighted[0] /= factor
    before, after = ranking.weighted_sum(table, weights), ranking.weighted_sum(scaled, reweighted)
    assert after == pytest.approx(before)
    assert ranking.weighted_sum(table + 0.3, weights) == pytest.approx(before + 0.3)


def test_ties_are_ranked_in_order_and_dominance_needs_a_difference():
    assert ranking.ranks([0.5, 0.5, 0.9]).tolist() == [2, 3, 1]
    assert ranking.dominated(numpy.array([[1.0, 1.0], [1.0, 1.0]])) == [[], []]


def test_triangles_keep_their_ends_and_mean():
    drawn = ranking.drawn_scores([[0.0, 0.4]], [[0.2, 0.4]], [[1.0, 0.4]], 100_000, numpy.random.default_rng(4))
    assert drawn[:, 0, 0].min() >= 0 and drawn[:, 0, 0].max() <= 1 and drawn[:, 0, 0].mean() == pytest.approx(0.4, abs=0.005)
    assert (drawn[:, 0, 1] == 0.4).all()


def test_central_weights_are_missing_for_an_option_that_is_never_first():
    weights = numpy.array([[0.5, 0.5], [0.4, 0.6]])
    made = ranking.central_weights(weights @ numpy.array([[1.0, 1.0], [0.0, 0.0]]).T, weights)
    assert made[0] == pytest.approx([0.45, 0.55]) and numpy.isnan(made[1]).all()


def test_weights_that_do_not_sum_are_refused():
    with pytest.raises(ValueError, match="weights.csv.*sum 1"):
        ranking.drawn_weights([0.5, 0.4], 10, 5, numpy.random.default_rng(0))


def test_scores_out_of_order_are_refused():
    with pytest.raises(ValueError, match="scores.csv.*low <= best <= high"):
        ranking.drawn_scores([0.5], [0.4], [0.6], 5, numpy.random.default_rng(0))
