"""The evidence about the evidence: hand-worked cases and the promises of the claim check."""

import pandas
import pytest

from iraq_report import tables
from iraq_report.evidence import claims as check
from iraq_report.evidence import contradictions as disputes
from iraq_report.evidence import coverage


def test_diagonal_share_by_hand():
    reports = pandas.DataFrame({"source_id": ["a", "a", "b", "c"], "credibility": [1, 2, 2, 6]})
    graded = pandas.DataFrame({"source_id": ["a", "b", "c"], "reliability": ["A", "B", "F"]})
    # A1 and B2 and F6 lie on the diagonal, A2 does not.
    assert coverage.diagonal_share(reports, graded) == pytest.approx(0.75)


def test_grades_are_not_given_by_reflex():
    # Baker and others found 87 in 100; below 70 is wanted.
    assert coverage.diagonal_share(tables.load("reports"), tables.load("sources")) < 0.7


def test_months_hold_every_record_of_their_groups():
    events = tables.load("events")
    made = coverage.by_month(events)
    assert made["records"].sum() == sum(int(mask(events).sum()) for mask in coverage.GROUPS.values())


def test_every_claim_has_a_verdict_and_shares_sum_to_one():
    claims = tables.load("claims")
    made = check.by_verdict(claims)
    assert made["claims"].sum() == len(claims)
    assert made.groupby("text")["share"].sum().tolist() == pytest.approx([1, 1])


def test_no_two_verdicts_share_a_reason():
    reasons = tables.load("claims")["reason"].str.lower().str.strip()
    assert not reasons.duplicated().any(), sorted(reasons[reasons.duplicated()])


def test_recommendations_are_never_facts():
    claims = tables.load("claims")
    assert (claims.loc[claims["kind"] == "recommendation", "verdict"] == "opinion").all()


def test_sides_stand_beside_each_other():
    table = pandas.DataFrame({"contradiction_id": ["x"], "question": ["How many?"], "kind": ["number"], "treatment": ["Both kept."], "weight": ["low"]})
    sides = pandas.DataFrame({"contradiction_id": ["x"] * 3, "side": ["a", "a", "b"], "position": ["one", "one", "two"], "source_id": ["t", "s", "u"]})
    made = disputes.side_by_side(table, sides)
    assert made.loc[0, "Side A"] == "one [s, t]" and made.loc[0, "Side B"] == "two [u]" and made.loc[0, "Kind"] == "How many"


def test_every_contradiction_is_shown_once():
    table, sides = tables.load("contradictions"), tables.load("contradiction_sides")
    assert sum(len(disputes.side_by_side(table, sides, weight)) for weight in disputes.WEIGHTS) == len(table)


def test_outlets_by_hand():
    reports = pandas.DataFrame({"event_id": ["x", "x", "y", "z", "z"], "source_id": ["a", "b", "a", "a", "c"]})
    graded = pandas.DataFrame({"source_id": ["a", "b", "c"], "outlet": ["Alpha", "Beta (AFP)", "Alpha (Reuters)"]})
    made = coverage.outlets(reports, graded).set_index("outlet")
    # y has Alpha alone; z has two pages of Alpha; x has Beta too.
    assert made.loc["Alpha", ["reports", "lost"]].tolist() == [4, 2] and made.loc["Beta", "lost"] == 0


def test_the_bibliography_can_be_read_whole(tmp_path):
    from pybtex.database import parse_string

    from iraq_report import sources, tables
    assert len(parse_string(sources.bibliography(), "bibtex").entries) == len(tables.load("sources"))


def test_a_month_hardly_searched_takes_no_rate():
    import pandas
    import pytest

    from iraq_report import sources
    days = pandas.to_datetime
    searches = pandas.DataFrame({"period_start": days(["2025-06-01"] * 3 + ["2023-01-01"]), "period_end": days(["2025-06-30"] * 3 + ["2026-01-01"])})
    months = sources.searched_months(searches, "2025-05", "2025-07").set_index("month")
    assert months["searches"].tolist() == [0, 3, 0] and months["above_floor"].tolist() == [False, True, False]
    sources.require_searched(searches, "2025-06-13", "2025-06-24")
    with pytest.raises(ValueError, match="below the search floor: July 2025"):
        sources.require_searched(searches, "2025-06-13", "2025-07-24")


def test_a_changed_citation_changes_its_fingerprint():
    from iraq_report import sources, tables
    row = tables.load("sources").iloc[0].to_dict()
    assert sources.citation_hash(row) == sources.citation_hash(dict(row)) != sources.citation_hash(row | {"title": "another"})
    assert sources.citation_hash(row) == sources.citation_hash(row | {"note": "a note is no part of it"})
