"""The record: published known answers, hand-worked cases, properties, and clear refusals."""

import math

import pandas
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from iraq_report import tables
from iraq_report.restraint import findings, record

SETTINGS = {"campaign_start": "2023-10-17", "campaign_end": "2024-02-04", "war_start": "2025-06-13",
            "war_end": "2025-06-24", "least_confidence": "low", "level": 0.95}


def test_rule_of_three():
    # -ln(0.05) / 12: no event in twelve days.
    assert record.rate_interval(0, 12, 0.95) == pytest.approx((0, 0, 0.249644), abs=1e-6)


def test_garwood_interval():
    # Garwood (1936), table for 10 events: 4.795 to 18.390.
    low, best, high = record.rate_interval(10, 1, 0.95)
    assert (low, best, high) == pytest.approx((4.795, 10, 18.390), abs=5e-3)


def test_chance_of_none_after_a_campaign():
    # (110 / 122) ** 180, the figure of the method note.
    assert record.chance_of_so_few(0, 12, 180, 110) == pytest.approx(8.1e-9, rel=0.01)


def test_bursts_reduce_to_poisson():
    assert record.chance_of_none_in_bursts(5, 1) == pytest.approx(math.exp(-5))
    assert record.chance_of_none_in_bursts(5, 1.000001) == pytest.approx(math.exp(-5), rel=1e-4)
    # Variance twice the mean: (1/2) ** (5 / 1).
    assert record.chance_of_none_in_bursts(5, 2) == pytest.approx(2 ** -5)


@given(st.integers(0, 200), st.integers(1, 400))
def test_interval_holds_its_estimate(number, exposure):
    low, best, high = record.rate_interval(number, exposure)
    assert 0 <= low <= best < high


@given(st.integers(0, 30))
def test_chance_grows_with_what_was_seen(seen):
    assert record.chance_of_so_few(seen, 12, 168, 111) <= record.chance_of_so_few(seen + 1, 12, 168, 111)


def test_days_count_both_ends():
    assert record.days("2025-06-13", "2025-06-24") == 12


def counts(rows):
    made = pandas.DataFrame(rows, columns=["date_as_of", "best"])
    made["date_as_of"] = pandas.to_datetime(made["date_as_of"])
    return made.assign(series="s", counted_by="c", reread="excerpt")


def test_a_tally_never_falls():
    # One report far too high must not hide the honest ones that follow.
    rows = counts([("2024-01-01", 10), ("2024-01-02", 90), ("2024-01-03", 12), ("2024-01-04", 15)])
    assert record.tally(rows, "s", "c")["total"].tolist() == [10, 12, 15]


def test_reports_of_one_day_keep_their_spread():
    made = record.tally(counts([("2024-01-01", 55), ("2024-01-01", 56)]), "s", "c")
    assert made.loc[0, ["total", "low", "high"]].tolist() == [55.5, 55, 56]


def test_an_unknown_series_is_refused_with_the_known():
    with pytest.raises(ValueError, match="no row of series 'x'.*series are s"):
        record.tally(counts([("2024-01-01", 1)]), "x", "c")


def test_dispersion_of_a_steady_tally_is_small():
    steady = pandas.DataFrame({"date": pandas.date_range("2024-01-01", periods=6, freq="2D"), "total": [0, 4, 8, 12, 16, 20]})
    assert record.dispersion(steady) == pytest.approx(0)


@pytest.mark.parametrize("change, said", [
    ({"war_start": "2025-06-25"}, "must run campaign_start"),
    ({"least_confidence": "firm"}, "low"),
    ({"level": 2}, "less than or equal to 0.999"),
    ({"war_start": 12}, "a day as text"),
    ({"unheard_of": 1}, "Extra inputs"),
])
def test_settings_refuse(change, said):
    with pytest.raises(ValidationError, match=said):
        record.Settings(**SETTINGS | change)


@pytest.fixture(scope="module")
def real():
    return tables.load("counts"), tables.load("events"), tables.load("attributions")


def test_kinds_of_acts_are_exclusive_and_complete(real):
    acts = record.acts(real[1], real[2], "2025-06-13", "2025-06-24")
    assert set(acts["kind"]) <= {"damaging", "intercepted or foiled", "unclear"}
    assert (acts.loc[acts["damaging"], "kind"] == "damaging").all()


def test_a_higher_floor_never_adds_acts(real):
    numbers = [len(record.acts(real[1], real[2], "2025-06-01", "2025-07-31", floor)) for floor in record.CONFIDENCE]
    assert numbers == sorted(numbers, reverse=True)


def test_a_claim_in_the_war_would_change_the_verdict(real):
    settings = record.Settings(**SETTINGS)
    counted, events, attributions = real
    acts = record.acts(events, attributions, settings.war_start, settings.war_end)
    target = acts.loc[acts["target_type"] == "us_forces", "event_id"].iloc[0]
    claim = pandas.DataFrame([{"event_id": target, "actor_id": "kataib_hezbollah", "kind": "claimed",
                               "said_by": "kataib_hezbollah", "source_id": "s1"}])
    before = {f.id: f.value for f in findings.rates(counted, events, attributions, settings)}
    after = {f.id: f.value for f in findings.rates(counted, events, pandas.concat([attributions, claim]), settings)}
    assert before["record.verdict"] == "did not attack" and after["record.verdict"] == "did attack"


def test_windows_without_tally_are_refused(real):
    with pytest.raises(ValueError, match="no tally was reported"):
        record.total_by(record.tally(real[0]), "2020-01-01")


@pytest.mark.parametrize("share, word", [(0.1, "far below"), (0.5, "below"), (1.0, "about level with"), (3, "above")])
def test_pace_words(share, word):
    assert findings.pace_word(share) == word


@pytest.mark.parametrize("p, text", [(0.5, "1 in 2"), (1 / 704, "1 in 704"), (1e-4, "1 in 10 thousand"), (3.2e-8, "1 in 31 million")])
def test_small_chances_in_words(p, text):
    assert findings.one_in(p) == text
