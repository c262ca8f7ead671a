"""Closures: clock times, bands by hand, what is shut when, protests and absences."""

import re

import pandas
import pytest
from hypothesis import given, strategies
from pydantic import ValidationError

from iraq_report import tables
from iraq_report.airspace import calendar, closures

COLUMNS = ["closure_id", "episode", "kind", "scope", "date_start", "start_utc", "date_end", "end_utc", "reread"]


def made(*rows):
    frame = pandas.DataFrame([(f"c_{number}", "one", *row, "opened") for number, row in enumerate(rows)], columns=COLUMNS)
    for name in ("date_start", "date_end"):
        frame[name] = pandas.to_datetime(frame[name])
    return frame


def at(text):
    return pandas.Timestamp(text)


@pytest.fixture(scope="module")
def found():
    return closures.episodes(tables.load("closures"))


# Clock times

@given(strategies.datetimes(min_value=pandas.Timestamp("2023-01-01").to_pydatetime(), max_value=pandas.Timestamp("2026-12-31").to_pydatetime()))
def test_iraq_is_three_hours_ahead(moment):
    assert closures.local(pandas.Timestamp(moment)) - pandas.Timestamp(moment) == pandas.Timedelta(hours=3)


def test_a_local_day_begins_the_evening_before_in_utc():
    assert closures.span_utc(at("2025-06-13"), None) == (at("2025-06-12 21:00"), at("2025-06-13 21:00"))
    assert closures.span_utc(at("2024-04-13"), "20:30") == (at("2024-04-13 20:30"),) * 2
    # 23:15 UTC is already the next day in Iraq, so as a time of that local day it lies on the evening before.
    assert closures.span_utc(at("2025-06-24"), "23:15")[0] == at("2025-06-23 23:15")


def test_utc_and_the_local_hours_that_notes_quote_agree():
    table, checked = tables.load("closures"), 0
    for row in table.itertuples():
        quoted = re.search(r"until (\d\d):(\d\d) (?:Baghdad time|local)", str(row.note))
        if quoted and isinstance(row.end_utc, str):
            checked += 1
            local = closures.local(closures.span_utc(row.date_end, row.end_utc)[0])
            assert (local.hour, local.minute) == (int(quoted[1]), int(quoted[2])), row.closure_id
    assert checked >= 2
    reopened = table.set_index("closure_id").loc["c_2025_06_24_reopening"]
    assert f"{closures.local(closures.span_utc(reopened['date_start'], reopened['start_utc'])[0]):%H:%M}" == "10:30" and "10:30 local" in reopened["note"]


# Bands

def test_exact_hours_by_hand():
    shut = closures.episodes(made(("closure", "all_airspace", "2025-01-01", "06:00", "2025-01-01", "10:00"), ("reopening", "all_airspace", "2025-01-01", "12:30", None, None)))
    row = shut.iloc[0]
    assert row["hours_low"] == row["hours_high"] == 6.5 and row["hours_planned"] == 4


def test_days_without_hours_make_a_band():
    row = closures.episodes(made(("closure", "all_airspace", "2025-01-01", None, None, None), ("reopening", "all_airspace", "2025-01-03", None, None, None))).iloc[0]
    assert (row["hours_low"], row["hours_high"]) == (24, 72)


def test_a_prolonging_inside_bounds_the_start():
    row = closures.episodes(made(("closure", "all_airspace", "2025-01-01", None, None, None), ("extension", "all_airspace", "2025-01-01", "09:00", "2025-01-02", "09:00"))).iloc[0]
    assert row["hours_low"] == 24 and pandas.isna(row["hours_high"]) and pandas.isna(row["end_high"])


def test_an_end_before_the_start_is_refused():
    with pytest.raises(ValueError, match="ends .* before it starts"):
        closures.episodes(made(("closure", "all_airspace", "2025-01-05", "06:00", None, None), ("reopening", "all_airspace", "2025-01-04", "06:00", None, None)))


def test_bands_hold_and_do_not_overlap(found):
    known = found.dropna(subset=["hours_high"])
    assert (known["hours_low"] <= known["hours_high"]).all() and (found["hours_low"] >= 0).all()
    assert (found["start_low"].iloc[1:].to_numpy() >= found["end_high"].iloc[:-1].to_numpy()).all()


def test_june_2025_and_2026_agree_with_an_earlier_reading(found):
    of = found.set_index("episode")
    assert of.loc["june_2025", "hours_low"] / 24 <= 11.3 <= of.loc["june_2025", "hours_high"] / 24
    assert of.loc["spring_2026", "hours_low"] / 24 >= 25 and pandas.isna(of.loc["spring_2026", "hours_high"])


@pytest.mark.parametrize("moment, answer", [("2025-06-20 12:00", "yes"), ("2025-06-24 08:00", "no"), ("2025-06-13 05:00", "perhaps"), ("2024-07-01 00:00", "no"),
                                            ("2026-03-10 00:00", "yes"), ("2026-03-26 00:00", "perhaps")])
def test_whether_it_was_shut(found, moment, answer):
    assert closures.is_shut(at(moment), found) == answer


# Notice, calendar, protests

def test_notice_by_hand():
    rows = made(("closure", "all_airspace", "2025-01-03", None, None, None)).assign(claimant="iraq_government", source_id="s")
    told = closures.notice(rows, pandas.DataFrame({"source_id": ["s"], "date_published": [at("2025-01-01")]}))
    assert told["days_ahead"].to_list() == [2]


def test_the_calendar_holds_every_kind(found):
    settings = closures.Settings(first_day="2023-10-01", last_day="2026-06-30")
    marks = calendar.strip(tables.load("closures"), tables.load("advisories"), tables.load("protests"), found, settings)
    assert set(marks["lane"]) == set(closures.LANES) and (marks["end"] >= marks["start"]).all()
    assert marks["start"].min() >= at("2023-10-01") and marks["end"].max() <= at("2026-06-30")


def test_an_absence_rests_on_a_search_and_is_no_protest():
    protests, searches = tables.load("protests"), tables.load("searches")
    pairs = calendar.protest_pairs(protests, tables.load("actors"), searches)
    absent = protests[protests["addressed_to"] == "none_found"]
    assert absent["search_id"].notna().all() and absent["date"].isna().all()
    assert pairs[~pairs["found"]]["date"].notna().all()
    assert len(calendar.protest_table(protests, tables.load("actors"))) == len(protests)


@pytest.mark.parametrize("values", [{"first_day": "2026-01-01", "last_day": "2025-01-01"}, {"first_day": "soon", "last_day": "2025-01-01"},
                                    {"first_day": "2025-01-01", "last_day": "2026-01-01", "zone": "UTC"}])
def test_faulty_settings_are_refused(values):
    with pytest.raises(ValidationError):
        closures.Settings(**values)
