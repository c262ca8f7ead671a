"""Governorates: the published outlines, and the map of July that rests on them."""

import numpy
import pandas
import pyproj
import pytest
import shapely

from iraq_report import governorates, tables
from iraq_report.airspace import boundaries
from iraq_report.charts import july_wave as charts
from iraq_report.restraint import july_wave

SQUARE, BOW = "POLYGON ((44 36, 45 36, 45 37, 44 37, 44 36))", "POLYGON ((44 36, 45 37, 45 36, 44 37, 44 36))"


@pytest.fixture(scope="module")
def outlines():
    return governorates.shapes(tables.load("governorates"))


@pytest.fixture(scope="module")
def wave():
    return july_wave.attacks(tables.load("events"), tables.load("attributions"), "2025-07-01", "2025-07-31")


def test_the_outlines_tile_the_country(outlines):
    """Neighbours share their borders, and together they cover what the outline of the state covers."""
    assert len(outlines) == 18 and shapely.coverage_is_valid(outlines.to_numpy())
    geod = pyproj.Geod(ellps="WGS84")
    together, state = (abs(geod.geometry_area_perimeter(shapely.orient_polygons(shape))[0]) for shape in
                       (shapely.union_all(outlines.to_numpy()), boundaries.shapes(tables.load("boundaries"))["Iraq"]))
    assert together == pytest.approx(state, rel=0.005)


def test_capitals_lie_in_their_governorates(outlines):
    for name, place in {"Erbil": (44.0, 36.2), "Duhok": (43.0, 36.87), "Kirkuk": (44.3, 35.5), "Basra": (47.8, 30.5)}.items():
        assert outlines[name].contains(shapely.Point(place)), name


def test_a_broken_outline_is_named():
    with pytest.raises(ValueError, match="outline of Duhok"):
        governorates.shapes(pandas.DataFrame({"governorate": ["Erbil", "Duhok"], "wkt": [SQUARE, BOW]}))


def test_what_is_chosen_in_one_picture_reaches_the_other(outlines, wave):
    chart, rows = charts.linked(wave, july_wave.weeks(wave), july_wave.marks(tables.load("events"), "2025-07-01", "2025-07-31"), outlines, "A title")
    made = chart.to_dict()
    picture, strip = made["vconcat"]
    filters = [step["filter"]["param"] for layer in picture["layer"] for step in layer.get("transform", [])]
    assert sorted(set(filters)) == ["days", "span"] and filters.count("span") == 2
    dots = next(layer for layer in strip["layer"] if layer["mark"]["type"] == "point")
    assert {item["param"] for item in dots["encoding"]["opacity"]["condition"]["test"]["and"]} == {"days", "governorate"}
    assert {param["name"] for param in made["params"] if param.get("bind")} == {"days", "governorate"}, "both choices can be made from a list, without a mouse"
    assert len(rows) == len(wave) and rows["Governorate"].notna().all()


def test_halabja_is_drawn_with_sulaymaniyah_and_an_unknown_governorate_is_refused(outlines, wave):
    marks = july_wave.marks(tables.load("events"), "2025-07-01", "2025-07-31")
    moved = wave.assign(admin1=numpy.where(numpy.arange(len(wave)) == 0, "Halabja", wave["admin1"]))
    assert "Halabja" not in set(charts.linked(moved, july_wave.weeks(moved), marks, outlines, "A title")[1]["Governorate"])
    lost = wave.assign(admin1="Atlantis")
    with pytest.raises(ValueError, match="Atlantis has no outline in governorates.csv"):
        charts.linked(lost, july_wave.weeks(lost), marks, outlines, "A title")


def test_parts_of_the_month():
    days = pandas.DataFrame({"date_start": pandas.to_datetime(["2025-07-01", "2025-07-07", "2025-07-08", "2025-07-21", "2025-07-22", "2025-07-31"])})
    assert july_wave.weeks(days).tolist() == ["1 to 7", "1 to 7", "8 to 14", "15 to 21", "22 to 31", "22 to 31"]
