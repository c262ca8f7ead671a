"""Record pages: headings, links both ways, and nothing that a cell says is taken for markup."""

import textwrap

import pytest

from pressroom import browser
from pressroom.records import Records

ORCHARDS = """
name: orchards
title: Orchards
path: orchards.csv
page: {heading: [town, orchard_id]}
schema:
  primaryKey: orchard_id
  fields:
  - {name: orchard_id, type: string, description: Key.}
  - {name: town, type: string, description: Town.}
"""
PEARS = """
name: pears
title: Pears
path: pears.csv
page:
  heading: [day, kind]
  lead: note
  order: day
  filters:
  - {field: kind, label: Kind}
  - {field: tastings.judge, label: Judge}
  - {field: tastings.orchard_id.town, label: Town}
schema:
  primaryKey: pear_id
  fields:
  - {name: pear_id, type: string, description: Key.}
  - {name: day, type: date, description: Day.}
  - {name: kind, type: string, description: Kind., options: {early_pear: ripens before all the others do}}
  - {name: note, type: string, description: Note.}
  - {name: weight_low, type: number, description: Low.}
  - {name: weight_best, type: number, description: Best.}
  - {name: weight_high, type: number, description: High.}
"""
TASTINGS = """
name: tastings
title: Tastings
path: tastings.csv
schema:
  primaryKey: [pear_id, judge]
  fields:
  - {name: pear_id, type: string, description: Pear.}
  - {name: judge, type: string, description: Judge.}
  - {name: orchard_id, type: string, description: Orchard.}
  - {name: says, type: string, description: Says.}
  foreignKeys:
  - {fields: [pear_id], reference: {resource: pears, fields: [pear_id]}}
  - {fields: [orchard_id], reference: {resource: orchards, fields: [orchard_id]}}
"""
REMARKS = """
name: remarks
title: Remarks
path: remarks.csv
pointsAt: {table: table, key: record_id}
schema:
  primaryKey: [table, record_id]
  fields:
  - {name: table, type: string, description: Table.}
  - {name: record_id, type: string, description: Record.}
  - {name: remark, type: string, description: Remark.}
"""
ROWS = {
    "orchards": "orchard_id,town\nhill_orchard,Northtown\n",
    "pears": "pear_id,day,kind,note,weight_low,weight_best,weight_high\npear_one,2024-05-03,early_pear,<b>round</b>,1,2,3\npear_two,2024-06-01,,,,,\n",
    "tastings": "pear_id,judge,orchard_id,says\npear_one,Ann,hill_orchard,sweet\npear_one,Bob,,https://example.org/a\n",
    "remarks": "table,record_id,remark\npears,pear_one,seen twice\n",
}
BOOK = {"title": "Fruit", "author": "A team", "year": "2026", "version": "", "home": "index.html", "dictionary": "dictionary.html", "browsers": {"pears": "all.html"}, "titles": {"chapters/a": "A chapter"}}


@pytest.fixture
def records(tmp_path):
    for descriptor in (ORCHARDS, PEARS, TASTINGS, REMARKS):
        name = descriptor.split()[1]
        (tmp_path / f"{name}.resource.yaml").write_text(textwrap.dedent(descriptor), encoding="utf-8")
        (tmp_path / f"{name}.csv").write_text(ROWS[name], encoding="utf-8")
    return Records(tmp_path)


def test_a_heading_leaves_out_what_is_not_known(records):
    assert records.heading("pears", records.paged["pears"].by_key["pear_one"]) == "3 May 2024, early pear"
    assert records.heading("pears", records.paged["pears"].by_key["pear_two"]) == "1 June 2024"


def test_a_page_tells_the_row_and_what_points_at_it(records):
    page = records.page("pears", "pear_one", BOOK)
    assert "ripens before all the others do" in page and "2 (1 to 3)" in page
    assert '<a href="../../records/orchards/hill_orchard.html">Northtown, hill_orchard</a>' in page
    assert "seen twice" in page, "a row that points by table and key is missing"
    assert '<a href="https://example.org/a"' in page


def test_markup_in_a_cell_stays_text(records):
    page = records.page("pears", "pear_one", BOOK)
    assert "<b>round</b>" not in page and "&lt;b&gt;round&lt;/b&gt;" in page
    assert "<b>round</b>" not in browser.listed(records, "pears", "chapters/all")


def test_a_page_says_where_it_is_used(records):
    assert "Used on these pages" not in records.page("pears", "pear_one", BOOK)
    records.note("pear_one", "chapters/a")
    records.note("no_such_key", "chapters/a")
    assert '<a href="../../chapters/a.html">A chapter</a>' in records.page("pears", "pear_one", BOOK)


def test_filters_follow_foreign_keys(records):
    row = records.paged["pears"].by_key["pear_one"]
    assert browser.values(records, "pears", row, "kind") == {"early_pear"}
    assert browser.values(records, "pears", row, "tastings.judge") == {"Ann", "Bob"}
    assert browser.values(records, "pears", row, "tastings.orchard_id.town") == {"Northtown"}


def test_the_browser_holds_every_record_once(records):
    made = browser.listed(records, "pears", "chapters/all")
    assert made.count("<li ") == 2 and "May 2024" in made and 'href="../records/pears/pear_one.html"' in made


def test_only_keys_of_records_have_an_address(records):
    assert records.address("pear_one") == "records/pears/pear_one.html"
    assert records.address("pear") is None and records.address(3) is None


def test_the_browser_carries_what_filters_need(records):
    assert 'data-values="early_pear|Ann,Bob|Northtown"' in browser.listed(records, "pears", "chapters/all")


def test_a_figure_without_a_best_value_keeps_its_bounds(records):
    row = records.paged["pears"].by_key["pear_two"]
    row["weight_low"] = "4"
    assert "<dd>4</dd>" in records.page("pears", "pear_two", BOOK)
    row.update(weight_best="5", weight_low="")
    assert "<dd>5</dd>" in records.page("pears", "pear_two", BOOK)
