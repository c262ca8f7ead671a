"""Scores of forecasts: published answers, hand-worked cases, properties, bad input located, and one command for our own."""

import math

import numpy
import pandas
import pytest
from hypothesis import given
from hypothesis import strategies as st

from iraq_report import __main__ as command
from iraq_report import likelihood, scoring, tables


def test_brier_known_answer():
    assert scoring.brier([0, 1, 1, 0], [0.1, 0.9, 0.8, 0.3]) == pytest.approx(0.0375)


def test_ranked_probability_and_log_known_answers():
    forecast = [0.1, 0.2, 0.3, 0.4]
    assert scoring.ranked_probability(forecast, 2, normalised=False) == pytest.approx(0.26)
    assert scoring.ranked_probability(forecast, 2) == pytest.approx(0.0867, abs=5e-5)
    assert scoring.logarithmic(forecast, 2) == pytest.approx(1.20397, abs=5e-6)


def test_the_words_of_the_directive_come_in_order():
    assert [likelihood.word(p) for p in (0.03, 0.10, 0.30, 0.50, 0.70, 0.90, 0.97)] == [name for _, name in likelihood.WORDS]


def test_a_forecast_nearer_by_rank_scores_better_although_the_log_score_cannot_tell():
    near, far = [0.0, 0.4, 0.6, 0.0, 0.0], [0.4, 0.0, 0.6, 0.0, 0.0]
    assert scoring.ranked_probability(near, 2) < scoring.ranked_probability(far, 2)
    assert scoring.logarithmic(near, 2) == scoring.logarithmic(far, 2)


levels = st.integers(0, 4)


@st.composite
def forecasts(draw):
    values = numpy.array(draw(st.lists(st.floats(0.01, 1), min_size=5, max_size=5)))
    return values / values.sum()


@given(forecasts(), levels)
def test_scores_stay_in_range_and_the_perfect_forecast_is_best(forecast, level):
    perfect = numpy.eye(5)[level]
    assert 0 == scoring.ranked_probability(perfect, level) <= scoring.ranked_probability(forecast, level) <= 1
    assert 0 == scoring.logarithmic(perfect, level) <= scoring.logarithmic(forecast, level)


@given(levels, levels)
def test_a_sharp_forecast_scores_its_distance(given_level, came):
    assert scoring.ranked_probability(numpy.eye(5)[given_level], came, normalised=False) == abs(given_level - came)


@given(forecasts(), levels, st.floats(0, 1))
def test_moving_probability_to_what_came_never_scores_worse(forecast, level, share):
    better = (1 - share) * forecast + share * numpy.eye(5)[level]
    assert scoring.ranked_probability(better, level) <= scoring.ranked_probability(forecast, level) + 1e-12


@given(forecasts())
def test_honesty_pays(forecast):
    """Expected under one's own belief, no other forecast scores better than that belief: both scores are proper."""
    other = numpy.roll(forecast, 1)
    for score in (scoring.ranked_probability, scoring.logarithmic):
        expected = [sum(p * score(told, level) for level, p in enumerate(forecast)) for told in (forecast, other)]
        assert expected[0] <= expected[1] + 1e-9


def test_never_is_punished_without_bound():
    assert scoring.logarithmic([1.0, 0.0], 1) == math.inf


@pytest.mark.parametrize("forecast, level, told", [([0.5, 0.6], 0, "sum to 1"), ([1.0], 0, "two or more"), ([1.2, -0.2], 0, "0 or more"),
                                                   ([0.5, 0.5], 2, "levels 0 to 1"), ([0.5, float("nan")], 0, "sum to 1")])
def test_a_bad_forecast_is_refused(forecast, level, told):
    with pytest.raises(ValueError, match=told):
        scoring.ranked_probability(forecast, level)


def test_brier_refuses_what_it_cannot_score():
    for outcomes, given_ in (([], []), ([1], [0.2, 0.3]), ([2], [0.5]), ([1], [1.5])):
        with pytest.raises(ValueError, match="allowed"):
            scoring.brier(outcomes, given_)


def filled(data, outcome, source, day="2027-07-01", row="claim_on_us_by_june_2027"):
    """Fill in the outcome of a row in a copy of the tables; return its probability."""
    path = data / "own_forecasts.csv"
    frame = pandas.read_csv(path, dtype="string", keep_default_na=False)
    at = frame.index[frame["own_forecast_id"] == row][0]
    frame.loc[at, ["outcome", "date_resolved", "source_id"]] = [outcome, day, source]
    frame.to_csv(path, index=False, lineterminator="\n")
    return float(frame.at[at, "best"])


def test_one_command_scores_what_has_come(data, capsys):
    source = tables.load("sources")["source_id"].iloc[0]
    best = filled(data, "yes", source)
    filled(data, "not_found", source, row="airspace_closed_by_june_2027")
    assert command.main(["score", "--data", str(data)]) == 0
    printed = capsys.readouterr().out
    assert f"mean Brier {(1 - best) ** 2:.4f}" in printed and f"mean log {-math.log(best):.4f}" in printed
    assert "1 scored, 1 passed without an outcome found" in printed


def test_the_command_says_when_nothing_has_come(data, capsys):
    assert command.main(["score", "--data", str(data)]) == 0
    assert "0 scored" in capsys.readouterr().out


def test_a_no_scores_the_other_way(data):
    best = filled(data, "no", tables.load("sources")["source_id"].iloc[0])
    made = scoring.own_scores(tables.load("own_forecasts", data))
    assert made["brier"].tolist() == pytest.approx([best ** 2]) and made["log"].tolist() == pytest.approx([-math.log(1 - best)])


def test_an_outcome_without_its_source_is_located(data, capsys):
    filled(data, "yes", "")
    assert command.main(["score", "--data", str(data)]) == 1
    told = capsys.readouterr().err
    assert "own_forecasts.csv: row" in told and "source_id" in told


def test_an_outcome_older_than_its_forecast_is_refused(data):
    frame = tables.load("own_forecasts", data)
    frame.loc[0, ["outcome", "source_id"]] = ["yes", "a"]
    frame.loc[0, "date_resolved"] = pandas.Timestamp("2026-11-01")
    with pytest.raises(ValueError, match="a day after date_made"):
        scoring.own_scores(frame)
