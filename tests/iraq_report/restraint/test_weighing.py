"""Weighing: published posteriors, and properties that any weighing must have."""

import numpy
import pandas
import pytest
from hypothesis import given
from hypothesis import strategies as st

from iraq_report.restraint import bayes_factors, weighing

PAIR = pandas.DataFrame({"world_id": ["theory", "rival"], "title": ["Theory", "Rival"]})
EVEN = pandas.DataFrame({"prior_set": "even", "world_id": ["theory", "rival"], "prior": [0.5, 0.5]})


def case(items, prior=EVEN, dependence=(0.0, 0.0), worlds=PAIR, clusters=None, **options):
    """A case from item -> (likelihood in theory, in rival); each its own cluster unless told otherwise."""
    clusters = clusters or {name: name for name in items}
    rows = [(name, world, low, best, high) for name, pair in items.items()
            for world, (low, best, high) in zip(worlds["world_id"], [(v, v, v) if isinstance(v, float) else v for v in pair])]
    likelihoods = pandas.DataFrame(rows, columns=["item_id", "world_id", "low", "best", "high"])
    named = pandas.DataFrame({"item_id": list(items), "cluster_id": [clusters[name] for name in items]})
    groups = sorted(set(clusters.values()))
    table = pandas.DataFrame({"cluster_id": groups, "title": groups, "dependence_low": dependence[0], "dependence_high": dependence[1]})
    return weighing.Case(worlds, prior, named, table, likelihoods, **options)


def theory(made):
    return float(weighing.posterior(made.priors["even"], made.best())[0])


# Posteriors of the process-tracing designs of DeclareDesign (DesignLibrary vignette).
@pytest.mark.parametrize("items, expected", [
    ({"straw": (0.8, 0.2)}, 0.8), ({"no_straw": (0.2, 0.8)}, 0.2), ({"gun": (0.3, 1e-9)}, 1.0), ({"no_gun": (0.7, 1 - 1e-12)}, 0.4118),
    ({"straw": (0.8, 0.2), "no_gun": (0.7, 1 - 1e-12)}, 0.7368)])
def test_published_posteriors(items, expected):
    assert theory(case(items)) == pytest.approx(expected, abs=5e-5)


def test_decibels():
    assert weighing.decibels(4) == pytest.approx(6.0206, abs=5e-5)
    assert weighing.decibels((0.9 / 0.1) / (0.5 / 0.5)) == pytest.approx(9.5424, abs=5e-5)


def test_published_bayes_factors():
    assert bayes_factors.binomial(7, 3) == pytest.approx(7.827586, abs=1e-6)
    assert bayes_factors.urn(7, 3) == pytest.approx(39)


def test_bias_favours_nobody_at_one_and_tips_at_omega_star():
    assert bayes_factors.binomial(7, 3, 1.0 + 1e-9) == pytest.approx(bayes_factors.binomial(7, 3), rel=1e-5)
    tipping = bayes_factors.tipping_bias(7, 3)
    assert tipping > 1 and bayes_factors.binomial(7, 3, tipping) == pytest.approx(1, rel=1e-6)
    assert bayes_factors.tipping_bias(5, 5) == pytest.approx(1, rel=1e-6)
    with pytest.raises(ValueError, match="allowed"):
        bayes_factors.binomial(-1, 3)


chances = st.floats(0.02, 0.98)
pairs = st.lists(st.tuples(chances, chances), min_size=1, max_size=6)


@given(pairs, st.randoms())
def test_order_of_evidence_is_irrelevant(values, random):
    items = {f"item{index}": pair for index, pair in enumerate(values)}
    shuffled = list(items.items())
    random.shuffle(shuffled)
    assert theory(case(items)) == pytest.approx(theory(case(dict(shuffled))))


@given(pairs, chances)
def test_an_item_that_says_the_same_in_both_worlds_changes_nothing(values, same):
    items = {f"item{index}": pair for index, pair in enumerate(values)}
    assert theory(case(items)) == pytest.approx(theory(case(items | {"same": (same, same)})))


@given(chances, chances, st.floats(0, 1), st.integers(2, 5))
def test_one_fact_told_several_times_weighs_as_once(first, second, other, copies):
    once = case({"told": (first, second), "else": (0.6, 0.4)})
    told = {f"told{index}": (first, second) for index in range(copies)}
    again = case(told | {"else": (0.6, 0.4)}, dependence=(1.0, 1.0), clusters={name: "one" for name in told} | {"else": "else"})
    assert theory(again) == pytest.approx(theory(once))


@given(pairs)
def test_worlds_sum_to_one_and_bands_hold_the_draws(values):
    made = case({f"item{index}": tuple((v * 0.9, v, v + (1 - v) * 0.1) for v in pair) for index, pair in enumerate(values)})
    table = made.posteriors(200)
    assert table["best"].sum() == pytest.approx(1) and (table["low"] <= table["high"]).all()


def test_splitting_into_dependent_items_never_raises_the_weight():
    whole = abs(case({"a": (0.8, 0.2)}).waterfall("theory", "rival")["decibels"].iloc[0])
    for dependence in (1.0, 0.8):
        split = case({"a": (0.8, 0.2), "b": (0.8, 0.2)}, dependence=(dependence, dependence), clusters={"a": "one", "b": "one"})
        assert split.waterfall("theory", "rival")["decibels"].abs().iloc[0] <= whole * 2 ** (1 - dependence) + 1e-9


def test_a_role_sums_the_worlds_that_give_it():
    roles = pandas.DataFrame({"world_id": ["theory", "rival"], "explanation": ["fear", "fear"], "role": ["sufficient", "contributory"]})
    made = case({"straw": (0.8, 0.2)}).roles(roles, number=10).set_index("role")
    assert made.loc["sufficient", "best"] == pytest.approx(0.8) and made.loc["contributory", "best"] == pytest.approx(0.2)
    assert made.loc["any", "best"] == pytest.approx(1) and made.loc["necessary", "best"] == 0


def test_what_is_left_out_is_reported():
    items = {"a": (0.8, 0.2), "b": (0.3, 0.6)}
    made = weighing.leave_one_out(lambda name: case(items, without=[name] if name else []), ["a", "b"], "even")
    assert set(made["without"]) == {"a", "b"} and (made["status"] == "weighed").all()
    alone = weighing.leave_one_out(lambda name: None if name else case(items), ["outlet"], "even")
    assert set(alone["status"]) == {"nothing left"} and alone["best"].isna().all()


def test_bad_input_is_named():
    with pytest.raises(ValueError, match="row 2: found low 0.9, best 0.5"):
        case({"a": ((0.9, 0.5, 0.6), 0.3)})
    with pytest.raises(ValueError, match="no evidence is left"):
        case({"a": (0.8, 0.2)}, without=["a"])
    with pytest.raises(ValueError, match="priors sum to"):
        made = case({"a": (0.8, 0.2)})
        weighing.posterior(numpy.array([0.5, 0.6]), made.best())
    three = pandas.concat([PAIR, pandas.DataFrame({"world_id": ["third"], "title": ["Third"]})])
    with pytest.raises(ValueError, match="no row for a in third"):
        case({"a": (0.8, 0.2)}, worlds=three)


def test_likelihoods_have_reasons_of_their_own():
    from iraq_report import tables
    rows = tables.load("likelihoods")
    told = rows["expected"].str.lower().str.strip()
    assert not told.duplicated().any(), "repeated: " + "; ".join(told[told.duplicated()].head(3))
    assert (told.str.split().str.len() >= 6).all()
    # A template shows as many rows that begin alike.
    assert told.str.split().str[:6].str.join(" ").value_counts().iloc[0] <= 6


def test_every_item_has_two_passes_in_every_world():
    from iraq_report import tables
    rows = tables.load("likelihoods")
    worlds, items = len(tables.load("worlds")), len(tables.load("evidence_items"))
    assert (rows.groupby("pass").size() == worlds * items).all() and set(rows["pass"]) == {"first", "second"}


def test_explanations_reach_the_worlds():
    from iraq_report import hypotheses, tables
    roles = tables.load("world_roles")
    assert len(hypotheses.load()) >= 20 and set(hypotheses.load()) == set(roles["explanation"])
