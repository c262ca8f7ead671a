"""Words and acts: conditions, speakers and windows on small hand-made tables."""

import pandas
import pytest

from iraq_report.restraint import statements

TOLD = pandas.DataFrame({
    "event_id": list("abcde"), "speaker_id": ["kh", "kh", "aah", "us", "kh"], "speaker_type": ["faction", "faction", "faction", "official_us", "front"],
    "threat_level": [2, 2, 1, 2, 3], "condition_kind": ["us_joins_war", "us_joins_war", "none", "other", "none"],
    "condition_met": ["met", "not_met", "not_applicable", "met", "not_applicable"], "followed": ["nothing", "undetermined", "kept", "kept", "claimed_attack"],
    "date_start": pandas.to_datetime(["2025-06-15", "2025-06-19", "2025-06-20", "2025-06-21", "2024-01-02"]), "summary": list("abcde")})


def test_threats_are_those_of_factions_that_name_force():
    assert statements.threats(TOLD)["event_id"].tolist() == ["a", "b", "e"]


def test_what_became_of_conditions():
    made = statements.tripwires(TOLD).iloc[0]
    assert (made["threats"], made["met"], made["acted"], made["nothing"]) == (2, 1, 0, 1)


def test_shares_of_threats():
    assert statements.threat_share(TOLD, {"kh"}) == 1 and statements.threat_share(TOLD, {"aah"}) == 0
    assert statements.seated(pandas.Series({"aah": 27.0, "kh": 6.0})) == {"aah"}


def test_a_window_that_is_empty_or_turned_round_is_refused():
    with pytest.raises(ValueError, match="before start"):
        statements.require_window(TOLD, "2025-06-20", "2025-06-10")
    with pytest.raises(ValueError, match="no statement between"):
        statements.require_window(TOLD, "2025-01-01", "2025-01-31")
