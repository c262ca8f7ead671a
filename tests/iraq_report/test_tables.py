"""Tables: the real ones are sound, and each kind of fault is named with file, row, column, found and allowed."""

import csv

import pytest

from iraq_report import rules, tables


def edit(path, change):
    """Apply ``change`` to the rows of a CSV (header first) and write it back."""
    with open(path, encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    change(rows)
    with open(path, "w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows(rows)


def put(column, row, value):
    """Return a change that writes ``value`` into a cell, rows counted as an editor does."""
    def change(rows):
        rows[row - 1][rows[0].index(column)] = value
    return change


def test_the_published_tables_are_sound():
    assert rules.faults() == []


@pytest.mark.parametrize("table, column, row, value, said", [
    ("events", "category", 7, "atack", "attack"),
    ("events", "date_start", 7, "2031-01-01", "maximum"),
    ("events", "date_start", 7, "2025-13-01", "date"),
    ("events", "killed_best", 7, "undetermined", "integer"),
    ("events", "summary", 7, "", "not empty"),
    ("reports", "source_id", 9, "no_such_source", "exists"),
    ("reports", "event_id", 9, "no_such_event", "exists"),
    ("sources", "reliability", 5, "G", "A | B | C"),
    ("counts", "best", 5, "-3", "minimum"),
    ("closures", "start_utc", 3, "25:00", "pattern"),
])
def test_a_wrong_cell_is_located(data, table, column, row, value, said):
    edit(data / f"{table}.csv", put(column, row, value))
    found = [fault for fault in rules.faults(data) if fault.file == f"{table}.csv" and fault.row == row]
    assert found, "the fault was not found at its row"
    text = "\n".join(map(str, found))
    assert said in text and "found" in text and "allowed" in text


def test_a_repeated_id_is_located(data):
    edit(data / "events.csv", lambda rows: rows.append(list(rows[5])))
    assert any(fault.file == "events.csv" and "used once" in fault.allowed for fault in rules.faults(data))


def test_an_incomplete_row_is_located(data):
    edit(data / "events.csv", lambda rows: rows[4].pop())
    assert any(fault.file == "events.csv" and fault.row == 5 for fault in rules.faults(data))


@pytest.mark.parametrize("text", ["name: [broken", "name: events\n", ""])
def test_a_broken_descriptor_is_named(data, text):
    (data / "events.resource.yaml").write_text(text, encoding="utf-8")
    found = rules.faults(data)
    assert found and all(fault.file == "events.resource.yaml" for fault in found)
    with pytest.raises(tables.TableError, match="events.resource.yaml"):
        tables.load("events", data)


def test_a_table_without_descriptor_is_named(data):
    (data / "stray.csv").write_text("a\n1\n", encoding="utf-8")
    assert [fault.file for fault in rules.faults(data)] == ["stray.csv"]


def test_a_file_that_is_not_utf8_is_named(data):
    (data / "events.csv").write_bytes((data / "events.csv").read_bytes() + b"\xff\xfe\n")
    assert any(fault.file == "events.csv" for fault in rules.faults(data))


def first(path, **wanted):
    """Return the editor's row number of the first row whose cells equal ``wanted``."""
    with open(path, encoding="utf-8", newline="") as stream:
        for number, row in enumerate(csv.DictReader(stream), 2):
            if all(row[name] == value for name, value in wanted.items()):
                return number
    raise AssertionError(f"{path.name}: no row with {wanted}")


@pytest.mark.parametrize("table, wanted, column, value, allowed", [
    ("events", {"date_precision": "day", "country": "Iraq"}, "date_end", "1990-01-02", "not before date_start"),
    ("events", {"place": "Erbil", "country": "Iraq", "place_precision": "city"}, "latitude", "44.0", "inside the country"),
    ("events", {"place": "Erbil", "country": "Iraq", "place_precision": "city"}, "latitude", "36.19", "0.1 degree"),
    ("events", {"place": "Erbil", "country": "Iraq", "place_precision": "city"}, "latitude", "", "both coordinates"),
    ("events", {"killed_status": "not_applicable"}, "killed_status", "reported", "reported where a figure is given"),
    ("sources", {"source_id": "s1"}, "url", "https://metroobserver.com/?p=102472", "an address that stands once"),
])
def test_a_broken_rule_is_located(data, table, wanted, column, value, allowed):
    row = first(data / f"{table}.csv", **wanted)
    edit(data / f"{table}.csv", put(column, row, value))
    found = rules.faults(data)
    assert any(fault.file == f"{table}.csv" and allowed in fault.allowed for fault in found), found


@pytest.mark.parametrize("table, wanted, column, value, allowed", [
    ("places", {"place_id": "tehran"}, "latitude", "24.0", "inside the state"),
    ("city_pairs", {"pair_id": "istanbul_doha"}, "to_state", "Iraq", "inside the state"),
    ("city_pairs", {"pair_id": "istanbul_doha"}, "from_latitude", "28.9", "inside the state"),
    ("city_pairs", {"pair_id": "istanbul_doha"}, "aircraft_type", "ZEPPELIN", "one of: A320"),
    ("closures", {"closure_id": "c_2025_06_14_extension_13h"}, "date_start", "2025-06-12", "within the closure of its episode"),
    ("closures", {"closure_id": "c_2025_06_15_basra"}, "date_start", "2025-06-27", "within the closure of its episode"),
    ("closures", {"closure_id": "c_2024_04_13_notam"}, "episode", "another", "no closure of one claimant and scope inside another"),
    ("closures", {"closure_id": "c_2025_10_06_turkey_sulaymaniyah"}, "date_end", "2025-10-01", "not before date_start"),
    ("closures", {"closure_id": "c_2026_03_01_ext24"}, "date_end", "2026-02-28", "not before date_start"),
    ("overflights", {"overflight_id": "o_2025_06_20_israel"}, "date_end", "2025-06-01", "not before date_start"),
    ("overflights", {"overflight_id": "o_2025_06_20_israel"}, "number_low", "90", "at most number_best"),
    ("revenue", {"revenue_id": "r_fee_2025_06_450"}, "figure_usd_best", "-450", "minimum 0"),
    ("traffic", {"traffic_id": "t_2025_05"}, "flights_per_day_low", "900", "at most flights_per_day_best"),
    ("textbook", {"value_id": "fuel_flow_a320"}, "subject", "A319", "a type with a fuel flow"),
    ("promises", {"step_id": "p_cheongung_ii_17"}, "step_id", "p_nothing", "exists in the table"),
])
def test_a_fault_of_the_airspace_tables_is_located(data, table, wanted, column, value, allowed):
    row = first(data / f"{table}.csv", **wanted)
    edit(data / f"{table}.csv", put(column, row, value))
    found = rules.faults(data)
    assert any(allowed in fault.allowed for fault in found), found
    place = "city_pairs" if table == "textbook" else table
    assert any(fault.file == f"{place}.csv" and fault.column for fault in found if allowed in fault.allowed) or table == "promises"


def test_swapped_coordinates_are_located_with_the_remedy(data):
    row = first(data / "city_pairs.csv", pair_id="istanbul_kuwait_city")
    edit(data / "city_pairs.csv", put("to_latitude", row, "48.0"))
    edit(data / "city_pairs.csv", put("to_longitude", row, "29.4"))
    found = [fault for fault in rules.faults(data) if fault.file == "city_pairs.csv"]
    assert [(fault.row, fault.column) for fault in found] == [(row, "to_latitude")] and "swapped" in found[0].remedy


def test_a_clock_that_runs_backwards_is_located(data):
    row = first(data / "closures.csv", closure_id="c_2024_04_13_closure")
    edit(data / "closures.csv", put("date_end", row, "2024-04-13"))
    assert any(fault.row == row and fault.column == "end_utc" for fault in rules.faults(data))


def test_low_above_best_is_located(data):
    row = first(data / "events.csv", killed_status="reported")
    edit(data / "events.csv", put("killed_low", row, "999"))
    assert any(fault.row == row and "at most" in fault.allowed for fault in rules.faults(data))


def test_an_event_without_report_is_located(data):
    with open(data / "reports.csv", encoding="utf-8", newline="") as stream:
        target = next(csv.DictReader(stream))["event_id"]
    edit(data / "reports.csv", lambda rows: rows.__setitem__(slice(None), [row for row in rows if row[0] != target]))
    edit(data / "attributions.csv", lambda rows: rows.__setitem__(slice(None), [row for row in rows if row[0] != target]))
    row = first(data / "events.csv", event_id=target)
    assert any(fault.row == row and "reports.csv" in fault.allowed for fault in rules.faults(data))


def test_an_unused_source_is_located(data):
    def add(rows):
        row = list(rows[5])
        row[0], row[rows[0].index("url")] = "nobody_cites_this", "https://example.org/unused"
        rows.append(row)
    edit(data / "sources.csv", add)
    assert any("some row cites" in fault.allowed for fault in rules.faults(data))


def test_types_come_from_the_descriptor():
    events = tables.load("events")
    assert str(events["date_start"].dtype).startswith("datetime64")
    assert str(events["killed_best"].dtype) == "Int64"
    assert events["event_id"].is_unique


def test_loading_hands_out_copies():
    del tables.load("events")["event_id"]
    assert "event_id" in tables.load("events")
