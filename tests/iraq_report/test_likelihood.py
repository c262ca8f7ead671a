"""Likelihood words: the seven of ICD 203, total on (0, 1), monotone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iraq_report import judgements, likelihood, tables

ORDER = [name for _, name in likelihood.WORDS]


def test_the_seven_words_in_order():
    assert [likelihood.word(p) for p in (0.03, 0.10, 0.30, 0.50, 0.70, 0.90, 0.97)] == [
        "almost no chance", "very unlikely", "unlikely", "roughly even", "likely", "very likely", "almost certain"]


def test_a_boundary_takes_the_lower_word():
    assert likelihood.word(0.80) == "likely" and likelihood.word(0.8000001) == "very likely"


@given(st.floats(0, 1, exclude_min=True, exclude_max=True), st.floats(0, 1, exclude_min=True, exclude_max=True))
def test_total_and_monotone(a, b):
    low, high = sorted((a, b))
    assert ORDER.index(likelihood.word(low)) <= ORDER.index(likelihood.word(high))


@pytest.mark.parametrize("p", [0, 1, -0.1, 1.1])
def test_no_word_for_certainty(p):
    with pytest.raises(ValueError, match="between 0 and 1"):
        likelihood.word(p)


def test_a_range_across_words_names_both():
    assert likelihood.phrase(0.7, 0.9) == "likely to very likely"
    assert likelihood.phrase(0.85, 0.9) == "very likely"


def test_every_judgement_is_a_range_with_reasons_and_facts_on_record(root):
    from pressroom import facts
    table, beneath = tables.load("judgements"), tables.load("judgement_facts")
    assert (table["likelihood_low"] <= table["likelihood_high"]).all()
    assert set(table["judgement_id"]) == set(beneath["judgement_id"])
    known = facts.collect(root)
    assert set(beneath["fact_id"]) <= set(known)
    assert len(judgements.facts(table)) == 3 * len(table)
