"""What is scored and by which rule; faults in judgements are found by file, row and column."""

import csv

import numpy
import pytest
from pydantic import ValidationError

from iraq_report import rules, tables
from iraq_report.policy import evaluation, options, scoring


@pytest.fixture(scope="module")
def taken():
    standing = options.standing(*(tables.load(name) for name in ("options", "advice", "option_addressees")))
    return standing, scoring.chosen(standing, tables.load("advice"))


@pytest.fixture(scope="module")
def case(taken):
    settings = evaluation.Settings(viewpoint="erbil", firmness=40.0, least_effect=0.0, draws=2000, seed=5)
    return evaluation.Evaluation(taken[1], *(tables.load(name) for name in ("scores", "criteria", "weights")), settings)


def first_row(path, **wanted):
    with open(path, encoding="utf-8", newline="") as stream:
        for number, row in enumerate(csv.DictReader(stream), 2):
            if all(row[key] == value for key, value in wanted.items()):
                return number
    raise AssertionError(f"no row {wanted} in {path}")


def put(data, name, row, column, value):
    path = data / f"{name}.csv"
    with open(path, encoding="utf-8", newline="") as stream:
        content = list(csv.reader(stream))
    content[row - 1][content[0].index(column)] = value
    with open(path, "w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows(content)


def test_the_rule_takes_every_option_of_the_two_texts_and_no_lethal_one(taken):
    standing, chosen = taken
    own = standing[(standing["in_s1"] | standing["in_s2"]) & (standing["force_against_persons"] == "no")]
    assert set(own["option_id"]) <= set(chosen["option_id"])
    assert (chosen["force_against_persons"] == "no").all() and scoring.STATUS_QUO in set(chosen["option_id"])


def test_options_scored_are_exactly_those_the_rule_takes(taken):
    scores, criteria = tables.load("scores"), tables.load("criteria")
    made = scoring.scored(taken[1], scores, criteria)
    assert made.best.shape == (len(taken[1]), len(criteria)) and ((made.low <= made.best) & (made.best <= made.high)).all()
    with pytest.raises(ValueError, match="no scores for o01_status_quo"):
        scoring.scored(taken[1], scores[scores["option_id"] != "o01_status_quo"], criteria)


def test_less_is_better_turns_a_score_round(taken):
    scores, criteria = tables.load("scores"), tables.load("criteria")
    made = scoring.scored(taken[1], scores, criteria)
    row = scores[(scores["option_id"] == "o01_status_quo") & (scores["criterion_id"] == "cost")].iloc[0]
    place = made.options.index("o01_status_quo"), made.criteria.index("cost")
    assert made.best[place] == pytest.approx(1 - row["best"] / 10) and made.low[place] == pytest.approx(1 - row["high"] / 10)


def test_acceptabilities_of_the_book_sum_to_one(case):
    for view in case.mixtures:
        shares = case.acceptability(view)
        assert shares.sum(axis=0) == pytest.approx(numpy.ones(len(shares))) and shares.sum(axis=1) == pytest.approx(numpy.ones(len(shares)))
        assert evaluation.rank_bands(case, view).groupby("title")["share"].sum().to_numpy() == pytest.approx(numpy.ones(len(shares)))


def test_every_recommendation_is_followable_to_a_rank(taken, case):
    standing = taken[0]
    claims = tables.load("claims")
    joined = options.two_sources(standing, tables.load("option_claims"), claims)
    way = evaluation.trace(evaluation.rank_table(case), joined, standing, {})
    lethal = set(standing.loc[standing["force_against_persons"] == "yes", "title"])
    assert set(claims.loc[claims["kind"] == "recommendation", "claim_id"]) <= set(way["Record"])
    assert ((way["Rank, Erbil"] == "never ranked") == way["Option"].isin(lethal)).all() and way["Verdict"].notna().all()


def test_sliders_show_the_weighted_sum(case):
    from pressroom import door, sliders
    shown_at = {"title": "Try weights", "caption": "Scores", "sources": ["scores"], "outcome_label": "Option", "value_label": "Score"}
    record = door.sliders("trial", **shown_at, **evaluation.slider_model(case, "baghdad")).bundle[door.SLIDERS]
    shown = sliders.values(record)
    best = case.best("baghdad")
    assert numpy.array(shown) == pytest.approx(best, abs=0.01)


@pytest.mark.parametrize("wrong", [{"viewpoint": "moscow"}, {"firmness": 0.0}, {"least_effect": 9.0}, {"draws": 10}])
def test_bad_parameters_are_refused(wrong):
    with pytest.raises(ValidationError):
        evaluation.Settings(**({"viewpoint": "erbil", "firmness": 40.0, "least_effect": 1.0, "draws": 1000, "seed": 1} | wrong))


@pytest.mark.parametrize("table, wanted, column, value, allowed", [
    ("weights", {"addressee": "washington", "criterion_id": "attack_risk"}, "weight", "0.9", "sum to one"),
    ("world_families", {"world_id": "w_leaders"}, "share", "0.5", "sum to one"),
    ("criteria", {"criterion_id": "cost"}, "direction", "", "one of: more | less"),
    ("scores", {"option_id": "o20_middle_path", "criterion_id": "cost"}, "low", "9", "at most best"),
    ("scores", {"option_id": "o20_middle_path", "criterion_id": "cost"}, "reason", "", "not empty"),
    ("scores", {"option_id": "o20_middle_path", "criterion_id": "cost"}, "reason", "Nothing has to be decided or carried out.", "a reason that stands in no other row"),
    ("scores", {"option_id": "o20_middle_path", "criterion_id": "cost"}, "option_id", "o04_strikes_on_leaders", "no lethal force"),
    ("payoffs", {"option_id": "o20_middle_path", "family": "any"}, "best", "4", "at most high"),
    ("payoffs", {"option_id": "o20_middle_path", "family": "any"}, "family", "threshold", "a row any"),
    ("own_forecasts", {"own_forecast_id": "calm_holds_to_december_2026"}, "option_id", "o45_israel_unilateral", "no lethal force"),
    ("advice", {"option_id": "o16_repeal_authorisations"}, "option_id", "o15_agreed_timetable", "a row in advice.csv"),
])
def test_a_broken_judgement_is_located(data, table, wanted, column, value, allowed):
    row = first_row(data / f"{table}.csv", **wanted)
    put(data, table, row, column, value)
    if table == "advice":
        put(data, table, row + 1, column, value)
    found = [fault for fault in rules.faults(data) if allowed in fault.allowed]
    assert found, rules.faults(data)
    assert all(fault.file and fault.remedy for fault in found)
    if table not in ("payoffs", "advice", "world_families") and allowed != "sum to one":
        assert any(fault.row == row and fault.column == column for fault in found)
