"""The July wave: the rotation test by hand, its honest power, the loss as a band."""

import pandas
import pytest
from hypothesis import given
from hypothesis import strategies as st

from iraq_report.restraint import july_wave


def test_nearness_by_hand():
    assert july_wave.nearness([0, 4], [3]) == 2
    assert july_wave.nearness([0, 4], [3, 0]) == pytest.approx(0.5)


def test_rotation_by_hand():
    # One attack on the milestone among five days: only one of five positions is as near.
    made = july_wave.rotation_test([2], [2], 5)
    assert made == {"observed": 0.0, "share": pytest.approx(0.2), "least": 0.2}
    # Attacks on every day: each rotation is the same.
    assert july_wave.rotation_test(list(range(5)), [2], 5)["share"] == 1


@given(st.lists(st.integers(0, 29), min_size=1, max_size=12), st.lists(st.integers(0, 29), min_size=1, max_size=3))
def test_the_share_is_never_below_what_is_possible(days, marks):
    made = july_wave.rotation_test(days, marks, 30)
    assert made["least"] - 1e-12 <= made["share"] <= 1


def test_power_grows_with_the_link():
    days, marks = list(range(0, 30, 3)), [7, 16]
    weak, strong = (july_wave.power(days, marks, 30, pull, 80, seed=1) for pull in (0.0, 1.0))
    assert weak < 0.3 and strong > 0.6


def test_nothing_to_test_is_refused():
    with pytest.raises(ValueError, match="0 attacks"):
        july_wave.rotation_test([], [2], 5)


def figures(before, after):
    rows = [("before", *row) for row in before] + [("after", *row) for row in after]
    return pandas.DataFrame(rows, columns=["when", "low", "best", "high"])


def test_the_loss_is_a_band():
    assert july_wave.lost(figures([(280, 280, 280), (280, 300, 320)], [(70, 80, 90), (100, 100, 140)])) == (140, 200, 250)
    with pytest.raises(ValueError, match="both needed"):
        july_wave.lost(figures([(1, 1, 1)], []))


def test_a_missing_milestone_is_named():
    events = pandas.DataFrame({"event_id": ["a"], "date_start": [pandas.Timestamp("2025-07-08")]})
    with pytest.raises(ValueError, match="milestone b is missing"):
        july_wave.milestones(events, "2025-07-01", "2025-07-31", ["a", "b"])
