"""Options: voices counted once, lethal options never ranked, every option advised by someone."""

import pandas
import pytest
from pydantic import ValidationError

from iraq_report import tables
from iraq_report.policy import options as policy


@pytest.fixture(scope="module")
def real():
    return tables.load("options"), tables.load("advice"), tables.load("option_addressees")


def test_a_rewrite_and_its_original_are_one_voice():
    options = pandas.DataFrame({"option_id": ["o"], "title": ["t"]})
    advice = pandas.DataFrame({"option_id": ["o"] * 3, "stance": ["advises"] * 3,
                               "source_id": ["s2", "winep_2025_07_policywatch_4078", "s1"]})
    made = policy.standing(options, advice, pandas.DataFrame({"option_id": ["o"], "addressee": ["erbil"]}))
    assert made.loc[0, "advises"] == 2 and made.loc[0, "opposes"] == 0
    assert made.loc[0, "in_s1"] and made.loc[0, "in_s2"]


def test_an_option_no_one_advises_is_refused(real):
    options, advice, addressees = real
    with pytest.raises(ValueError, match="o02_reduce_influence_governance"):
        policy.standing(options, advice[advice["option_id"] != "o02_reduce_influence_governance"], addressees)


def test_lethal_options_are_listed_and_never_ranked(real):
    standing = policy.standing(*real)
    lethal = set(standing.loc[standing["force_against_persons"] == "yes", "option_id"])
    assert lethal and lethal <= set(standing["option_id"])
    assert not lethal & set(policy.support(standing)["option_id"])


def test_every_recommendation_of_the_source_texts_becomes_an_option():
    claims, links = tables.load("claims"), tables.load("option_claims")
    advice = claims[claims["kind"] == "recommendation"]
    assert len(advice) >= 10
    missing = sorted(set(advice["claim_id"]) - set(links["claim_id"]))
    assert missing == [], f"no option for {missing}: add one in options.csv and link it in option_claims.csv"


def test_each_addressee_filter_keeps_only_its_options(real):
    for addressee in policy.ADDRESSEES:
        kept = policy.standing(*real, addressee)
        assert kept["addressees"].str.contains(policy.ADDRESSEES[addressee]).all()


def test_unknown_addressee_is_refused():
    with pytest.raises(ValidationError, match="washington"):
        policy.Settings(addressee="moscow")
