"""What changed, sorted by what rests on it: a hand-worked case."""

import pandas

from iraq_report.evidence import changes

LOG = pandas.DataFrame(
    [("c1", "0.9.0", "events", "old"), ("c2", "0.10.0", "events", "bridge"), ("c3", "0.10.0", "events", "bridge"), ("c4", "0.10.0", "counts", "bridge"), ("c5", "0.10.0", "judgements", "calm"),
     ("c6", "0.10.0", "events", "lonely")], columns=["change_id", "edition", "table", "record_id"]).assign(what="x: 1 to 2", reason="seen", source_id=None)
RESTS = pandas.DataFrame([("quiet", "events", "bridge"), ("calm", "events", "bridge"), ("quiet", "events", "old")], columns=["judgement_id", "table", "record_id"])
NONE = RESTS.iloc[:0].rename(columns={"judgement_id": "claim_id"})


def test_the_last_edition_is_the_highest_number_not_the_last_word():
    assert [*changes.latest(LOG)["change_id"]] == ["c2", "c3", "c4", "c5", "c6"]


def test_a_change_stands_beneath_all_that_rest_on_its_record_and_under_its_own_name():
    found = changes.beneath(changes.latest(LOG), RESTS, "judgement_id")
    assert [*zip(found["judgement_id"], found["change_id"])] == [("calm", "c2"), ("calm", "c3"), ("calm", "c5"), ("quiet", "c2"), ("quiet", "c3")]


def test_the_facts_count_records_once_and_say_if_a_judgement_was_changed():
    judged = changes.beneath(changes.latest(LOG), RESTS, "judgement_id")
    told = {fact.id: fact.value for fact in changes.facts(LOG, judged, NONE)}
    assert told["changes.rows"] == 5 and told["changes.judgements"] == 2 and told["changes.claims"] == 0
    assert told["changes.moved"] == "changes to judgements themselves: 1"
    without = LOG[LOG["table"] != "judgements"]
    assert {fact.id: fact.value for fact in changes.facts(without, judged, NONE)}["changes.moved"] == "no judgement was itself changed"
    assert told["changes.apart"] == 1
