"""One change in a Poisson rate: against numerical integration, by symmetry, and on made-up series."""

import numpy
import pandas
import pytest
from scipy import integrate, stats

from iraq_report.restraint import change_points


def series(counts, days=None):
    days = days or [5] * len(counts)
    return pandas.DataFrame({"count": counts, "days": days, "end": pandas.Timestamp("2024-01-01") + pandas.to_timedelta(numpy.cumsum(days), unit="D")})


def test_the_evidence_is_the_integral_over_the_rate():
    count, exposure = 7, 4.0
    def density(rate):
        return rate ** count * numpy.exp(-rate * exposure) * stats.gamma(0.5, scale=2).pdf(rate)
    assert numpy.exp(change_points.log_evidence(count, exposure)) == pytest.approx(integrate.quad(density, 0, 60, limit=400, points=[1e-6, 1e-3])[0], rel=1e-4)


def test_a_sharp_fall_is_found_where_it_is():
    found, factor = change_points.posterior(series([10, 11, 9, 10, 0, 0, 1, 0]))
    assert found.loc[found["probability"].idxmax(), "after"] == pandas.Timestamp("2024-01-21") and factor > 10
    assert found["probability"].sum() == pytest.approx(1)


def test_a_steady_series_favours_no_change():
    assert change_points.posterior(series([5, 6, 5, 4, 5, 6, 5, 5]))[1] < 0


def test_turned_round_in_time_the_answer_turns_round():
    counts = [9, 8, 7, 1, 0, 2, 1]
    forward, back = (change_points.posterior(series(values))[0]["probability"].to_numpy() for values in (counts, counts[::-1]))
    assert forward == pytest.approx(back[::-1])


def test_too_few_intervals_are_refused():
    with pytest.raises(ValueError, match="three or more"):
        change_points.posterior(series([1, 2]))


def test_increments_of_a_running_total():
    tally = pandas.DataFrame({"date": pandas.to_datetime(["2023-10-17", "2023-10-27", "2023-11-06"]), "total": [2.0, 22.0, 40.0]})
    made = change_points.increments(tally)
    assert made["count"].tolist() == [20, 18] and made["attacks_a_day"].tolist() == [2.0, 1.8]
