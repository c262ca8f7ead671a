"""Procurement and the table of answers: a ledger and promises by hand, faults."""

import pandas
import pytest
from pydantic import ValidationError

from iraq_report import tables
from iraq_report.airspace import answers, procurement


def steps(*rows):
    frame = pandas.DataFrame(rows, columns=["step_id", "deal_id", "step", "date_start", "quantity_best"])
    return frame.assign(date_start=pandas.to_datetime(frame["date_start"]), system="System", supplier_id="thales", quantity_unit="radar", cost_usd_million_best=float("nan"),
                        claimed_by="outlet", source_id="s", quantity_best=frame["quantity_best"].astype("Float64"), rival_reading=None, note=None)


def promise(step_id, start, end):
    return pandas.DataFrame({"step_id": [step_id], "due_start": [pandas.Timestamp(start)], "due_end": [pandas.Timestamp(end)], "reading": ["soon"]})


ACTORS = pandas.DataFrame({"actor_id": ["thales"], "name": ["Thales"]})
AS_OF = procurement.Settings(as_of="2025-06-30")


def test_a_ledger_by_hand():
    made = procurement.ledger(steps(("a", "d", "announced", "2024-01-01", 4), ("b", "d", "contracted", "2024-02-01", 2), ("c", "d", "claimed_cause_of_delay", "2025-01-01", None)), ACTORS).iloc[0]
    assert (made["furthest"], made["ordered"], made["delivered"], made["supplier"]) == ("Contracted", "2 or 4", "", "Thales")
    assert made["contracted"] and not made["paid"] and not made["arrived"] and made["reasons"] == 1


@pytest.mark.parametrize("delivered, end, kept", [("2025-03-01", "2025-03-31", "kept"), ("2025-05-01", "2025-03-31", "missed"), ("2023-12-31", "2025-03-31", "missed"),
                                                  ("2025-05-01", "2025-12-31", "kept"), (None, "2025-12-31", "open"), (None, "2025-06-30", "missed")])
def test_a_promise_is_kept_only_by_a_delivery_in_time(delivered, end, kept):
    rows = [("a", "d", "announced", "2024-06-01", 1)] + ([("b", "d", "delivered", delivered, 1)] if delivered else [])
    assert procurement.promised(promise("a", "2025-01-01", end), steps(*rows), AS_OF)["kept"].to_list() == [kept]


def test_a_delivery_of_another_deal_keeps_no_promise():
    rows = steps(("a", "d", "announced", "2024-06-01", 1), ("b", "other", "delivered", "2025-02-01", 1))
    assert procurement.promised(promise("a", "2025-01-01", "2025-03-31"), rows, AS_OF)["kept"].to_list() == ["missed"]


def test_every_deal_and_every_delay_stands_in_the_tables():
    rows, actors = tables.load("procurement"), tables.load("actors")
    assert len(procurement.ledger(rows, actors)) == rows["deal_id"].nunique()
    assert len(procurement.delays(rows, actors)) == rows["step"].isin(procurement.LATE).sum()


def test_promises_name_announcements_and_later_days():
    made = tables.load("promises").merge(tables.load("procurement"), on="step_id")
    assert len(made) == len(tables.load("promises")) and (made["due_end"] >= made["due_start"]).all() and (made["due_end"] >= made["date_start"]).all()


def test_a_day_that_is_none_is_refused():
    with pytest.raises(ValidationError):
        procurement.Settings(as_of="soon")


# Answers

def test_every_claim_on_the_airspace_is_answered_in_one_chapter():
    claims, pages = tables.load("claims"), tables.load("claim_pages")
    own = set(claims.loc[claims["theme"] == "airspace", "claim_id"])
    missing = own - set(pages["claim_id"])
    assert not missing, f"claim_pages.csv: no row for {sorted(missing)}; say which chapter answers them"


def test_answers_count_what_is_for_and_against():
    claims, evidence, pages = tables.load("claims"), tables.load("claim_evidence"), tables.load("claim_pages")
    made = answers.answers(claims, evidence, pages, "chapters/airspace/detection").set_index("Record")
    own = evidence[evidence["claim_id"] == "s2_p15_b"]["bearing"].value_counts()
    assert made.loc["s2_p15_b", ["For", "Against"]].to_list() == [own["supports"], own["against"]]


def test_a_page_without_claims_is_refused():
    with pytest.raises(ValueError, match="no claim is answered on 'chapters/airspace/nowhere'"):
        answers.answers(tables.load("claims"), tables.load("claim_evidence"), tables.load("claim_pages"), "chapters/airspace/nowhere")
