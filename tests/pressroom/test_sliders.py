"""Sliders: the sums by hand, and models that cannot be."""

import copy
import math

import pytest

from pressroom import door, sliders

MODEL = dict(name="fruit", title="Which fruit?", caption="Move.", sources=["pears"], levers=[
    {"id": "sun", "label": "Sun", "low": 0, "high": 2, "step": 0.1, "value": 1}, {"id": "rain", "label": "Rain", "low": 0, "high": 2, "step": 0.1, "value": 1}],
    outcomes=["Pear", "Plum"], bases={"even": [0, 0], "pears first": [math.log(3), 0]}, matrix=[[1, 0], [0, 2]], form="share",
    outcome_label="Fruit", value_label="Share")


def record(**changes):
    return door.sliders(**(copy.deepcopy(MODEL) | changes))._repr_mimebundle_()[door.SLIDERS]


def test_shares_by_hand():
    assert sliders.values(record()) == pytest.approx([math.e / (math.e + math.e**2), math.e**2 / (math.e + math.e**2)])
    assert sliders.values(record(), {"sun": 0, "rain": 0}, "pears first") == pytest.approx([0.75, 0.25], abs=1e-5)


def test_means_by_hand():
    assert sliders.values(record(form="mean"), {"sun": 1, "rain": 3}) == pytest.approx([1 / 4, 6 / 4])
    assert sliders.values(record(form="mean"), {"sun": 0, "rain": 0}) == [0, 0]


@pytest.mark.parametrize("change, message", [
    ({"form": "sum"}, "form 'sum'"), ({"matrix": [[1, 0]]}, "row a slider"), ({"bases": {"even": [0]}}, "value an outcome"),
    ({"outcomes": []}, "no outcome"), ({"matrix": [[1, 0], [0, math.inf]]}, "not finite"),
    ({"levers": [dict(MODEL["levers"][0], value=3), MODEL["levers"][1]]}, "value 3 outside 0 to 2"),
    ({"levers": [MODEL["levers"][0], MODEL["levers"][0]]}, "share an id")])
def test_a_model_that_cannot_be_is_refused(change, message):
    with pytest.raises(ValueError, match=message):
        record(**change)


def test_markup_in_a_label_stays_text():
    made = sliders.page_html(record(outcomes=["<b>Pear", "</script>"]), str)
    assert "<b>Pear" not in made and made.count("</script>") == 1
