"""Outlines: the published table, its faults, the extraction, and the coverage made for the search."""

import numpy
import pandas
import pyproj
import pytest
import shapely

from iraq_report import tables
from iraq_report.airspace import boundaries

SQUARE = "POLYGON ((40 20, 41 20, 41 21, 40 21, 40 20))"
MEDITERRANEAN, RED_SEA, GULF, ARABIAN_SEA = (32.5, 33.5), (38.0, 20.5), (51.0, 27.5), (60.0, 18.0)


def rows(*cells):
    return pandas.DataFrame(cells, columns=["state", "scale", "wkt"])


def place(**cells):
    tehran = {"name": "Tehran", "state": "Iran", "latitude": 35.7, "longitude": 51.4}
    return pandas.DataFrame([{**tehran, **cells}])


@pytest.fixture(scope="module")
def table():
    return tables.load("boundaries")


@pytest.fixture(scope="module")
def polygons(table):
    return boundaries.shapes(table)


@pytest.fixture(scope="module")
def areas(polygons):
    return boundaries.simplified(polygons)


# The published table

def test_table_holds_every_state_once_and_iraq_at_two_scales(table):
    assert sorted(table.loc[table["scale"] == "1:10m", "state"]) == sorted(boundaries.STATES)
    assert table.loc[table["scale"] == "1:50m", "state"].to_list() == ["Iraq"]


def test_area_of_iraq_is_that_of_the_source(polygons):
    outline = shapely.orient_polygons(polygons["Iraq"])
    square_metres, _ = pyproj.Geod(ellps="WGS84").geometry_area_perimeter(outline)
    assert square_metres / 1e6 == pytest.approx(437_381, abs=100)


def test_neighbours_share_their_borders_without_gap_or_overlap(polygons):
    assert shapely.coverage_is_valid(polygons.to_numpy())


def test_table_keeps_three_decimals_and_cells_a_csv_reader_takes(table, polygons):
    coordinates = shapely.get_coordinates(polygons.to_numpy())
    assert numpy.allclose(coordinates, coordinates.round(3), atol=1e-9)
    assert table["wkt"].str.len().max() < 131_072
    assert (tables.DATA / "boundaries.csv").stat().st_size < 900_000


@pytest.mark.parametrize("state, longitude, latitude", [
    ("Iraq", 44.4, 33.3), ("Iran", 51.4, 35.7), ("Israel", 34.9, 31.9), ("Palestine", 35.2, 31.9),
    ("Cyprus", 33.3, 35.25), ("Somalia", 44.1, 9.6)])
def test_known_towns_lie_in_their_states(polygons, state, longitude, latitude):
    assert list(polygons.index[shapely.contains_xy(polygons.to_numpy(), longitude, latitude)]) == [state]


# Faults

@pytest.mark.parametrize("table, message", [
    (rows(("A", "1:50m", SQUARE)), "no boundary at scale '1:10m'"),
    (rows(("A", "1:10m", SQUARE), ("A", "1:10m", SQUARE)), r"twice at 1:10m: \['A'\]"),
    (rows(("A", "1:10m", SQUARE), ("B", "1:10m", "POLYGON ((1 2")), r"unreadable.*\['B'\]"),
    (rows(("B", "1:10m", "POLYGON ((0 0, 1 1, 1 0, 0 1, 0 0))")), r"self-crossing.*\['B'\]"),
    (rows(("B", "1:10m", "POLYGON ((0 91, 1 91, 1 92, 0 91))")), r"outside longitude.*\['B'\]"),
])
def test_faulty_outlines_are_refused(table, message):
    with pytest.raises(ValueError, match=message):
        boundaries.shapes(table)


def test_places_of_the_book_lie_in_their_states(polygons):
    boundaries.refuse_misplaced(tables.load("places"), polygons)


@pytest.mark.parametrize("cells, message", [
    ({"latitude": 51.4, "longitude": 35.7}, "Tehran .* is not in Iran: latitude and longitude are swapped"),
    ({"state": "Israel", "latitude": 34.9, "longitude": 31.9}, "is not in Israel: .* are swapped"),
    ({"longitude": 45.1}, "is not in Iran$"),
    ({"state": "Persia"}, r"without a boundary: \['Persia'\]"),
])
def test_misplaced_places_are_refused(polygons, cells, message):
    with pytest.raises(ValueError, match=message):
        boundaries.refuse_misplaced(place(**cells), polygons)


# The coverage for the search

def test_simplified_states_and_sea_fill_the_frame(areas):
    assert shapely.coverage_is_valid(areas.to_numpy())
    assert shapely.area(areas.to_numpy()).sum() == pytest.approx(shapely.box(*boundaries.FRAME).area)


def test_straits_stay_open_and_suez_stays_shut(areas):
    parts = shapely.get_parts(areas[boundaries.OTHER])
    waters = numpy.array([shapely.contains_xy(parts, *point)
                          for point in (RED_SEA, GULF, ARABIAN_SEA, MEDITERRANEAN)])
    assert (waters.sum(axis=1) == 1).all()
    red_sea, gulf, arabian_sea, mediterranean = waters.argmax(axis=1)
    assert red_sea == gulf == arabian_sea != mediterranean


@pytest.mark.parametrize("longitude, latitude", [(37.5, 12.6), (63.85, 39.5)])
def test_unlisted_land_cannot_be_reached_by_sea(areas, longitude, latitude):
    parts = shapely.get_parts(areas[boundaries.OTHER])
    wet = [part for part in parts for point in (RED_SEA, MEDITERRANEAN) if shapely.contains_xy(part, *point)]
    assert wet and not shapely.contains_xy(wet, longitude, latitude).any()


def test_state_outside_the_frame_is_empty_and_zero_tolerance_keeps_all_corners():
    polygons = boundaries.shapes(rows(("A", "1:10m", SQUARE),
                                      ("B", "1:10m", "POLYGON ((0 0, 1 0, 0 1, 0 0))")))
    areas = boundaries.simplified(polygons, tolerance_degrees=0)
    assert areas["B"].is_empty
    assert areas["A"].equals(polygons["A"])


# The extraction: two squares of ten grid steps share a border near x = 10 that bends to the right
# half-way, where the left one gains a triangle; the left one also has a hole

ARCS = [[[10, 0], [2, 5], [-2, 5]], [[10, 10], [-10, 0], [0, -10], [10, 0]],
        [[10, 0], [10, 0], [0, 10], [-10, 0]],
        [[2, 2], [0, 2], [2, 0], [0, -2], [-2, 0]], [[30, 0], [1, 0], [-1, 0]]]


def topojson():
    units = [("Left", "001", "Polygon", [[0, 1], [3]]), ("N. Cyprus", None, "Polygon", [[2, -1]]),
             ("Cyprus", "196", "MultiPolygon", [[[2, ~0]], [[4]]])]
    units += [(name, None, "Polygon", [[2, ~0]]) for name in boundaries.MERGED["Cyprus"][2:]]
    geometries = [{"properties": {"name": name}, "id": number, "type": kind, "arcs": arcs}
                  for name, number, kind, arcs in units]
    return {"transform": {"scale": [0.1, 0.1], "translate": [30, 10]}, "arcs": ARCS,
            "objects": {"countries": {"geometries": geometries}}}


def test_extraction_reads_arcs_forwards_and_backwards_and_drops_flat_rings():
    table = boundaries.extract(topojson(), ["Left", "Cyprus"], "1:10m")
    assert table["iso_numeric"].to_list() == ["196", "001"]
    shapes = boundaries.shapes(table)
    assert shapes["Cyprus"].equals(shapely.Polygon([(31, 10), (32, 10), (32, 11), (31, 11), (31.2, 10.5)]))
    hole = [(30.2, 10.2), (30.2, 10.4), (30.4, 10.4), (30.4, 10.2)]
    outer = [(31, 10), (31.2, 10.5), (31, 11), (30, 11), (30, 10)]
    assert shapes["Left"].equals(shapely.Polygon(outer, [hole]))


def test_extraction_names_a_missing_state():
    with pytest.raises(KeyError, match="Atlantis"):
        boundaries.extract(topojson(), ["Atlantis"], "1:10m")
