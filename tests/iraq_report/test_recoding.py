"""The re-coding kit: alpha against published values, blindness of the form, faults located."""

import math

import numpy
import pandas
import pytest

from iraq_report import recoding, tables

# Krippendorff's example: four coders, twelve units, with gaps (Krippendorff 1980; R package irr).
N = math.nan
UNITS = [[1, 1, N, 1], [2, 2, 3, 2], [3, 3, 3, 3], [3, 3, 3, 3], [2, 2, 2, 2], [1, 2, 3, 4], [4, 4, 4, 4], [1, 1, 2, 1],
         [2, 2, 2, 2], [N, 5, 5, 5], [N, N, 1, 1], [N, N, 3, N]]


@pytest.mark.parametrize("scale, expected", [("nominal", 0.743), ("ordinal", 0.815)])
def test_alpha_of_the_published_example(scale, expected):
    assert recoding.alpha(numpy.array(UNITS).T - 1, [1, 2, 3, 4, 5], scale) == pytest.approx(expected, abs=5e-4)


def test_alpha_by_hand():
    # Two coders, four units, one disagreement: observed 1/4, expected 1 - (2*1 + 6*5)/(8*7) = 24/56... worked: values a x3, b x5.
    codes = numpy.array([[0, 0, 1, 1], [0, 1, 1, 1]], dtype=float)
    assert recoding.alpha(codes, ["a", "b"], "nominal") == pytest.approx(1 - (2 / 8) / (2 * 3 * 5 / (8 * 7)))


def test_without_variation_alpha_is_not_a_number():
    assert math.isnan(recoding.alpha(numpy.zeros((2, 5)), ["a", "b"], "nominal"))


@pytest.fixture(scope="module")
def drawn():
    return recoding.form(4, seed=3)


def test_the_form_is_blind(drawn):
    assert (drawn["value"] == "").all() and set(drawn.columns) == set(recoding.FORM)
    claims = tables.load("claims").set_index("claim_id")
    named = {recoding.unit(key): key for key in claims.index}
    for row in drawn[drawn["table"] == "claims"].itertuples():
        assert claims.at[named[row.unit], "reason"] not in row.what_to_code, "the reason gives the verdict away"
    assert drawn["unit"].str.fullmatch("[0-9a-f]{12}").all(), "an id may hint at the code"
    assert not drawn["what_to_code"].str.contains("credibility|reliability", regex=True).any()


def test_the_seed_draws_the_sample(drawn):
    assert recoding.form(4, seed=3).equals(drawn) and not recoding.form(4, seed=4).equals(drawn)


def test_every_coded_table_is_in_the_form(drawn):
    assert set(drawn["table"]) == set(recoding.coded()["table"]) == set(recoding.SEEN)


def own_codes(drawn):
    """A form filled with this project's own codes."""
    made = []
    for name, rows in drawn.groupby("table"):
        frame = tables.load(name)
        frame.index = recoding.record_ids(name, frame).map(recoding.unit)
        made.append(rows.assign(value=[str(frame.at[row.unit, row.variable]) for row in rows.itertuples()]))
    filled = pandas.concat(made).reset_index(drop=True)
    return filled.assign(value=filled["value"].replace("<NA>", ""))


def test_a_form_filled_alike_agrees_fully(drawn):
    made = recoding.agreement(recoding.pairs(own_codes(drawn)), draws=20)
    assert (made["same"] == 1).all()
    assert (made["alpha"].dropna() == 1).all()


def test_a_wrong_value_is_located(drawn):
    filled = own_codes(drawn)
    filled.loc[5, "value"] = "perhaps"
    with pytest.raises(tables.TableError, match="form, row 7, column value: found 'perhaps'"):
        recoding.pairs(filled)
    filled.loc[5, ["value", "variable"]] = ["", "colour"]
    with pytest.raises(tables.TableError, match="row 7, column variable"):
        recoding.pairs(filled)
    with pytest.raises(tables.TableError, match="no column value"):
        recoding.pairs(filled.drop(columns="value"))
    filled = own_codes(drawn)
    filled.loc[0, "unit"] = "gone"
    with pytest.raises(tables.TableError, match="row 2, column unit: found 'gone'"):
        recoding.pairs(filled)


def test_a_sample_of_one_is_refused():
    with pytest.raises(ValueError, match="2 or more"):
        recoding.form(1, seed=1)
