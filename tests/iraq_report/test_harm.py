"""Harm: bands over sources, sums over distinct events only."""

import pandas

from iraq_report.evidence import harm, voices

EVENTS = pandas.DataFrame({"event_id": ["a", "b"], "date_start": pandas.to_datetime(["2026-03-01", "2026-03-02"]), "category": "attack", "country": "Iraq", "summary": ["x", "y"]})


def rows(*items):
    return pandas.DataFrame(items, columns=["event_id", "group", "source_id", *harm.FIGURES, "figure_status"])


def test_sources_make_a_band_and_events_a_sum():
    table = rows(("a", "peshmerga", "s1", 1, 2, 3, None, None, None, "reported"), ("a", "peshmerga", "s2", 4, 4, 4, 1, 1, 1, "reported"),
                 ("b", "peshmerga", "s1", 1, 1, 1, None, None, None, "reported"), ("b", "workers", "s1", None, None, None, None, None, None, "unknown_number"))
    made = harm.by_event(table, EVENTS).set_index(["event_id", "group"])
    assert made.loc[("a", "peshmerga"), ["killed_low", "killed_best", "killed_high"]].tolist() == [1, 3, 4]
    assert made.loc[("b", "workers"), "unknown"]
    grouped = harm.by_group(made.reset_index()).set_index("group")
    assert grouped.loc["peshmerga", "killed_best"] == 4 and grouped.loc["peshmerga", "events"] == 2


def test_voices_by_hand():
    evidence = pandas.DataFrame({"judgement_id": "j", "table": ["events", "counts", "sources"], "record_id": ["a", "c", "s3"]})
    reports = pandas.DataFrame({"event_id": ["a", "a"], "source_id": ["s1", "s2"]})
    counts = pandas.DataFrame({"count_id": ["c"], "source_id": ["s2"]})
    sources = pandas.DataFrame({"source_id": ["s1", "s2", "s3"], "outlet": ["Rudaw", "AP", "AFP"], "language": ["ckb", "ar", "en"], "origin": ["o", "p", "p"]})
    made = voices.shares(voices.behind(evidence, reports, counts), sources, pandas.DataFrame({"outlet": ["Rudaw"]})).iloc[0]
    assert made["sources"] == 3 and made["origins"] == 2 and round(made["iraqi"], 3) == round(made["kurdish"], 3) == round(made["arabic"], 3) == 0.333
