"""Early signs count what they say, on the day they are read; advice keeps its condition."""

import pandas
import pytest
from pydantic import ValidationError

from iraq_report import tables
from iraq_report.policy import evaluation, playbook, robustness


def sign(**change):
    row = {"indicator_id": "s", "title": "t", "watches": "threshold", "source_table": "events", "category": "attack", "restriction": "any", "window_days": 10,
           "direction": "above", "threshold": 2, "reason": "r"}
    return pandas.DataFrame([row | change])


@pytest.fixture
def events():
    return pandas.DataFrame({"event_id": list("abcd"), "date_start": pandas.to_datetime(["2026-01-01", "2026-01-05", "2026-01-10", "2026-01-11"]), "category": ["attack", "attack", "attack", "threat"],
                             "admin1": ["Erbil", "Baghdad", "Erbil", "Baghdad"], "country": ["Iraq", "Iraq", "Iraq", "Iraq"]})


CLAIMS = pandas.DataFrame({"event_id": ["a", "b"], "kind": ["claimed", "accused"]})


@pytest.mark.parametrize("change, day, value, warns", [
    ({}, "2026-01-10", 3, True),
    ({}, "2026-01-11", 2, True),
    ({"window_days": 1}, "2026-01-10", 1, False),
    ({"restriction": "claimed"}, "2026-01-10", 1, False),
    ({"restriction": "kurdistan"}, "2026-01-10", 2, True),
    ({"restriction": "gulf"}, "2026-01-10", 0, False),
    ({"direction": "below", "threshold": 4}, "2026-01-10", 3, True),
    ({"direction": "below", "threshold": 3}, "2026-01-10", 3, False),
])
def test_a_sign_counts_its_window_and_kind(events, change, day, value, warns):
    made = playbook.readings(sign(**change), events, CLAIMS, pandas.Timestamp(day)).iloc[0]
    assert (made["value"], bool(made["warns"])) == (value, warns)


def test_nothing_after_the_day_is_counted(events):
    before = playbook.readings(sign(), events, CLAIMS, pandas.Timestamp("2026-01-06"))
    assert before.loc[0, "value"] == 2 and before.loc[0, "on_record"] == 2


def test_signs_name_categories_that_exist():
    known = set(tables.load("events")["category"])
    assert set(tables.load("indicators")["category"]) <= known


def test_advice_leads_in_its_account_and_is_never_lethal():
    frames = {name: tables.load(name) for name in robustness.NEEDED}
    model = robustness.model(frames)
    made = playbook.conditional(model)
    views = [name for name in evaluation.VIEWS if name != "equal"]
    assert len(made) == len(views) * len(model.families)
    lethal = set(frames["options"].loc[frames["options"]["force_against_persons"] == "yes", "option_id"])
    assert not lethal & set(made["option_id"])
    for row in made.sample(5, random_state=1).itertuples():
        column = model.by_family(row.view)[:, model.families.index(row.family)]
        assert row.value == pytest.approx(column.max())


def test_the_judgement_on_the_calm_is_the_forecast_that_will_be_scored():
    judgement = tables.load("judgements").set_index("judgement_id").loc["calm_holds"]
    forecast = tables.load("own_forecasts").set_index("own_forecast_id").loc["calm_holds_to_december_2026"]
    assert (judgement["likelihood_low"], judgement["likelihood_high"]) == (forecast["low"], forecast["high"])


@pytest.mark.parametrize("wrong", [{"prior_set": "none"}, {"read_on": "tomorrow"}])
def test_bad_parameters_are_refused(wrong):
    with pytest.raises(ValidationError, match="allowed"):
        playbook.Settings(**({"prior_set": "uniform", "read_on": ""} | wrong))
