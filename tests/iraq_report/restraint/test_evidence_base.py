"""The frozen step: evidence later than the cut-off stops it; what falls without a source is said."""

import pandas
import pytest

from iraq_report import tables
from iraq_report.restraint import evidence_base

NAMES = ["evidence_items", "evidence_records", "events", "reports", "counts", "sources"]


@pytest.fixture
def real():
    return {name: tables.load(name) for name in NAMES}


def run(table):
    return evidence_base.frozen(*(table[name] for name in NAMES))


def test_the_frozen_step_passes_as_it_stands(real):
    kept = run(real)
    assert len(kept) >= 20 and (kept["stage"] == "frozen").all()


def test_an_event_after_the_cut_off_stops_it(real):
    later = real["evidence_items"].loc[real["evidence_items"]["stage"] == "later", "item_id"].iloc[0]
    real["evidence_items"].loc[real["evidence_items"]["item_id"] == later, "stage"] = "frozen"
    with pytest.raises(ValueError, match=f"later than 2025-08-15 in the frozen step: {later}"):
        run(real)


def test_a_source_after_the_cut_off_stops_it(real):
    record = real["evidence_records"].query("item_id == 'security_chief_killed'")["record_id"].iloc[0]
    behind = real["reports"].loc[real["reports"]["event_id"] == record, "source_id"]
    real["sources"].loc[real["sources"]["source_id"].isin(behind), "date_published"] = pandas.Timestamp("2026-03-01")
    with pytest.raises(ValueError, match=f"security_chief_killed: the first dated source of {record} is of 2026-03-01"):
        run(real)


def test_what_rests_on_one_outlet_falls_with_it():
    backed = pandas.DataFrame({"item_id": ["a", "a", "b"], "outlet": ["X", "Y", "X"]})
    assert evidence_base.resting_only_on(backed, "outlet", "X") == ["b"]
    assert evidence_base.resting_only_on(backed, "outlet", "Y") == []
