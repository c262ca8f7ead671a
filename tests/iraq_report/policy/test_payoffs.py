"""Payoffs: the worth of knowing, regret, flips and what follows attacks."""

import numpy
import pandas
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from hypothesis.extra.numpy import arrays

from iraq_report import tables
from iraq_report.policy import payoffs, robustness, scoring

NUMBER = some.floats(-1, 1, allow_nan=False)
CASES = some.integers(2, 5).flatmap(lambda options: some.integers(2, 5).flatmap(
    lambda states: some.tuples(arrays(float, (options, states), elements=NUMBER), arrays(float, states, elements=some.floats(0.05, 1)))))


@pytest.fixture(scope="module")
def model():
    return robustness.model({name: tables.load(name) for name in robustness.NEEDED})


@settings(max_examples=60, deadline=None)
@given(CASES)
def test_knowing_is_never_worth_less_than_nothing(case):
    table, weights = case
    assert payoffs.worth_of_knowing(table, weights / weights.sum()) >= 0


@settings(max_examples=60, deadline=None)
@given(CASES)
def test_knowing_is_worth_nothing_when_one_option_is_best_everywhere(case):
    table, weights = case
    best = numpy.vstack([table, table.max(axis=0) + 0.01])
    assert payoffs.worth_of_knowing(best, weights / weights.sum()) == pytest.approx(0, abs=1e-12)
    assert (payoffs.regret(best)[-1] == 0).all()


def test_worth_of_knowing_by_hand():
    # Right half of the time either way: 1 with knowledge, a half without.
    assert payoffs.worth_of_knowing(numpy.array([[1.0, 0.0], [0.0, 1.0]]), numpy.array([0.5, 0.5])) == pytest.approx(0.5)


@settings(max_examples=60, deadline=None)
@given(CASES)
def test_at_the_flip_two_options_are_level(case):
    table, weights = case
    belief = weights / weights.sum()
    first = int((table @ belief).argmax())
    for column, (share, rival) in enumerate(payoffs.flips(table, table, belief)):
        if share is None:
            assert table[first, column] >= table[:, column].max() - 1e-9
            continue
        moved = (1 - share) * belief
        moved[column] += share
        assert table[first] @ moved == pytest.approx(table[rival] @ moved, abs=1e-9) and 0 <= share <= 1


def test_flip_by_hand():
    # The first leads by 0.5 today and trails by 0.5 in the second state: half of the belief must go there.
    table, belief = numpy.array([[1.0, 0.0], [0.0, 0.5]]), numpy.array([0.75, 0.25])
    today = table @ belief
    share, rival = payoffs.flips(table, table, belief)[1]
    assert rival == 1 and share == pytest.approx((today[0] - today[1]) / (today[0] - today[1] + 0.5))


def test_quantile_of_regret_counts_probability():
    assert payoffs.weighted_quantile(numpy.array([5.0, 1.0, 3.0]), numpy.array([0.05, 0.5, 0.45]), 0.9) == 3.0


def test_an_effect_moves_attacks_wholly_and_harm_by_its_share():
    made = payoffs.values(numpy.array([[0.5, 0.5]]), numpy.array([[2.0, 0.0]]), numpy.array([0.5, 0.5]), ["attack_risk", "civilian_harm"], numpy.array([1.0, 0.5]))
    assert made[0] == pytest.approx([0.5 * 0.7 + 0.5 * 0.6, 0.5])


def test_a_family_without_a_row_takes_the_general_one_and_the_general_one_must_be_there():
    rows = pandas.DataFrame({"option_id": ["a", "a"], "family": ["any", "principal"], "best": [0.5, 2.0]})
    assert payoffs.effects(rows, ["a"], ["principal", "autonomy"]).tolist() == [[2.0, 0.5]]
    with pytest.raises(ValueError, match="payoffs.csv: no row any for b"):
        payoffs.effects(rows, ["a", "b"], ["principal"])


def test_the_status_quo_gains_nothing_against_itself(model):
    for view in scoring.viewpoints(model.weights):
        table = model._table(view, model.effects["best"])
        assert (table - table[model.base])[model.base] == pytest.approx(0)
        assert table[model.base].max() - table[model.base].min() == pytest.approx(0)


def test_belief_over_families_sums_to_one(model):
    for prior_set in robustness.PRIORS:
        assert sum(model.family_belief(prior_set).values()) == pytest.approx(1)


def test_an_option_gains_where_its_presumed_driver_holds_more_than_elsewhere(model):
    # What was asked of the table: where the presumed driver is absent, an option loses its effect.
    drivers = tables.load("options").set_index("option_id")["driver_presumed"]
    checked = 0
    for option, row in zip(model.scored.options, model.effects["best"]):
        if drivers[option] in model.families and row.any():
            own = row[model.families.index(drivers[option])]
            assert own >= numpy.median(row), option
            checked += 1
    assert checked > 10


def test_regret_is_nought_somewhere_in_each_world(model):
    lost = payoffs.regret(model.by_world("erbil"))
    assert (lost >= 0).all() and lost.min(axis=0) == pytest.approx(0)
