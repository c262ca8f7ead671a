"""Markup in a data cell is inert: in the page, its charts and tables, a record's page, the browser page, and what is taken away."""

import csv
import io

import pandas
import pytest

from iraq_report import recoding, tables
from pressroom import edition, pictures

from ..pressroom.conftest import cell, write_chapter

# Each would leave a mark if any reader took it for markup, or swallow the rest of its page.
HOSTILE = ("<img src=x onerror=\"window.caught='image'\">", "</script><script>window.caught='script'</script>", "<!--<script>",
           "\"><svg onload=\"window.caught='svg'\">", "{{ 7 * 7 }}", "&lt;b&gt;", "<b>bold</b>", "javascript:window.caught='address'")
NOTES = """\
name: notes
title: Notes <i>of all</i> kinds
description: One row a note <img src=x onerror="window.caught='meaning'">.
path: notes.csv
licenses: [{name: CC0-1.0}]
page: {heading: [says], lead: more, order: day, filters: [{field: says, label: Says}]}
schema:
  primaryKey: note_id
  fields:
    - {name: note_id, type: string, description: Key.}
    - {name: day, type: date, description: The day.}
    - {name: says, type: string, description: What it says.}
    - {name: more, type: string, description: More of it.}
"""
COUNT = """\
import altair, pandas
from pressroom import door
frame = pandas.read_csv("../data/notes.csv")[["says", "more"]].assign(number=1)
def first(): return frame["says"][0]
door.facts([door.fact("pears.total", 7, "{}", "pears", ["notes"], first), door.fact("pears.first", first(), "{}", "", ["notes"], first)])"""
CHART = """\
chart = altair.Chart(altair.Data(values=frame.to_dict("records"))).mark_bar().encode(x="says:N", y="number:Q", tooltip="more:N").properties(title=first())
door.figure(chart, "notes", frame["more"][1], "Bars of notes, each as high as the others, " + first(), ["notes"], frame)"""


@pytest.fixture
def hostile(tiny):
    """The tiny book with markup in every place that data can reach."""
    rows = [["note_id", "day", "says", "more"]] + [[f"note_{number}", f"2024-05-0{number}", text, text] for number, text in enumerate(HOSTILE, 1)]
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    (tiny / "data" / "notes.csv").write_text(stream.getvalue(), encoding="utf-8")
    (tiny / "data" / "notes.resource.yaml").write_text(NOTES, encoding="utf-8")
    write_chapter(tiny / "chapters" / "pears.ipynb", [
        cell("markdown", "# How many?\n\nThe first says {fact}`pears.first`.\n\n```{dictionary}\n```\n\n```{browser} notes\n```"),
        cell("code", "times = 1", "parameters"), cell("code", COUNT), cell("code", CHART),
        cell("code", 'door.table(frame, "listed", "All that the notes say, as they say it.", ["notes"])'), cell("markdown", "## The end")])
    edition.book(tiny)
    return tiny / "_build" / "html"


def test_markup_in_a_cell_is_inert(hostile, browser):
    page = browser.new_page()
    for name in ("chapters/pears.html", *(f"records/notes/note_{number}.html" for number in range(1, len(HOSTILE) + 1))):
        page.goto((hostile / name).as_uri())
        page.wait_for_load_state("networkidle")
        assert page.evaluate("window.caught ?? null") is None, f"{name}: {page.evaluate('window.caught')} was taken for markup"
        assert page.locator("img[src=x], [onerror], [onload]:not(body)").count() == 0, name
    page.goto((hostile / "chapters" / "pears.html").as_uri())
    page.locator(".press-chart").scroll_into_view_if_needed()
    page.wait_for_timeout(500)
    assert page.evaluate("window.caught ?? null") is None, "the live chart took a cell for markup"
    told = page.locator("body").inner_text()
    assert "The end" in told, "a cell swallowed the rest of the page"
    for text in HOSTILE:
        assert text in page.locator("#table-listed").inner_text(), f"{text!r} is not shown as it stands"
    page.close()


def test_a_download_holds_no_formula():
    made = pictures.comma_separated({"columns": ["=name", "value"], "rows": [["=1+1", -3], ["@SUM(A1)", 2.5], ["-2 to 3", None], ["＝1", ""], ["\t=1", "a=b"]]})
    assert list(csv.reader(io.StringIO(made))) == [["'=name", "value"], ["'=1+1", "-3"], ["'@SUM(A1)", "2.5"], ["'-2 to 3", ""], ["'＝1", ""], ["'\t=1", "a=b"]]


def test_the_tables_themselves_hold_no_formula():
    for name in tables.names():
        frame = tables.load(name).select_dtypes("string")
        for column in frame:
            cells = frame[column].dropna()
            found = cells[cells.str.match(pictures.FORMULA.pattern) & pandas.to_numeric(cells, errors="coerce").isna()]
            assert found.empty, f"{name}.csv, column {column}: {found.iloc[0]!r}"


def test_the_form_of_a_second_coding_holds_no_formula():
    drawn = recoding.form(30, seed=1)
    for column in drawn:
        assert not drawn[column].str.match(pictures.FORMULA.pattern).any(), column
