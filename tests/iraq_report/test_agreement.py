"""Agreement: what an alpha allows, by the thresholds that its inventor gives."""

import math

import pytest

from iraq_report.evidence import agreement


@pytest.mark.parametrize("alpha, allowed", [(0.8, "good"), (0.79, "tentative"), (0.667, "tentative"), (0.66, "too low to rely on"), (-0.1, "too low to rely on"), (math.nan, "no variation")])
def test_thresholds(alpha, allowed):
    assert agreement.grade(alpha) == allowed
