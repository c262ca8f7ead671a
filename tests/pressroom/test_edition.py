"""Editions: a whole book replaces the old one, a broken one never does."""

import json
import shutil
import sqlite3

import nbformat
import pytest

from pressroom import PressError, edition, stage
from pressroom.__main__ import plain

from .conftest import cell, write_chapter


def test_the_press_builds_a_book_of_its_own(tiny):
    edition.book(tiny)
    page = (tiny / "_build" / "html" / "chapters" / "pears.html").read_text(encoding="utf-8")
    assert ">7</a> pears" in page and 'id="figure-pears"' in page and "One row a day." in page
    facts = json.loads((tiny / "_build" / "html" / "facts.json").read_text(encoding="utf-8"))
    assert [(f["id"], f["value"], f["display"], f["unit"], f["chapter"], f["inputs"], f["scenario"]) for f in facts] == [
        ("pears.total", 7, "7", "pears", "chapters/pears", ["pears"], "baseline")]
    with sqlite3.connect(tiny / "_build" / "html" / "data" / "tables.sqlite") as database:
        assert database.execute("SELECT SUM(pears) FROM pears").fetchone() == (7,)
        assert database.execute("SELECT day FROM pears_search WHERE pears_search MATCH 'tuesday'").fetchall() == [("Tuesday",)]
    assert (tiny / "_build" / "html" / "_figures" / "pears.csv").read_text() == "day,pears\nMonday,3\nTuesday,4\n"


def test_a_changed_row_changes_the_page_and_refresh_changes_the_record(tiny):
    edition.refresh(tiny)
    assert "are <!--fact:pears.total-->7<!--/fact--> pears" in (tiny / "README.md").read_text()
    stored = (tiny / "chapters" / "pears.ipynb").read_bytes()
    edition.refresh(tiny)
    assert (tiny / "chapters" / "pears.ipynb").read_bytes() == stored
    (tiny / "data" / "pears.csv").write_text("day,pears\nMonday,3\nTuesday,5\n")
    edition.book(tiny)
    assert ">8</a> pears" in (tiny / "_build" / "html" / "chapters" / "pears.html").read_text()
    assert (tiny / "chapters" / "pears.ipynb").read_bytes() == stored, "make book must not touch the repository"


def edited(tiny, index, source):
    path = tiny / "chapters" / "pears.ipynb"
    notebook = nbformat.read(path, 4)
    notebook.cells[index].source = source
    nbformat.write(notebook, path)


@pytest.mark.parametrize("fault, said", [
    (lambda tiny: (tiny / "data" / "pears.csv").write_text("day,pears\nMonday,three\n"), "row 2: found 'three'"),
    (lambda tiny: edited(tiny, 2, "1 / 0"), "pears.ipynb, cell 2: ZeroDivisionError"),
    (lambda tiny: edited(tiny, 0, "# P\n\n{fact}`pears.totals`"), "did you mean pears.total"),
    (lambda tiny: edited(tiny, 0, "# P\n\nThere are 7 pears."), "number.* in running text"),
    (lambda tiny: edited(tiny, 0, "# P\n\n[nowhere](nowhere.md)"), "nowhere"),
    (lambda tiny: edited(tiny, 3, nbformat.read(tiny / "chapters" / "pears.ipynb", 4).cells[3].source.replace("pears:Q", "plums:Q")),
     "names field 'plums'"),
    (lambda tiny: edited(tiny, 3, nbformat.read(tiny / "chapters" / "pears.ipynb", 4).cells[3].source.replace("Bars of pears by day, the second higher than the first by one.", "")),
     "description is too short"),
    (lambda tiny: write_chapter(tiny / "chapters" / "again.ipynb", nbformat.read(tiny / "chapters" / "pears.ipynb", 4).cells),
     "computed twice"),
])
def test_a_fault_stops_the_book_and_the_previous_site_stays(tiny, fault, said):
    site = tiny / "_build" / "html"
    site.mkdir(parents=True)
    (site / "index.html").write_text("the previous site")
    fault(tiny)
    with pytest.raises(PressError, match=said):
        edition.book(tiny)
    assert (site / "index.html").read_text() == "the previous site"
    assert not (tiny / "_build" / "work").exists()


def test_two_builds_at_once_are_refused(tiny):
    with stage.alone(tiny), pytest.raises(PressError, match="another build"):
        edition.book(tiny)


def test_a_swap_cut_short_is_finished(tmp_path):
    old = tmp_path / "html.old"
    old.mkdir()
    (old / "index.html").write_text("previous")
    stage.recover(tmp_path / "html")
    assert (tmp_path / "html" / "index.html").read_text() == "previous"
    shutil.copytree(tmp_path / "html", old)
    stage.recover(tmp_path / "html")
    assert not old.exists()


@pytest.mark.parametrize("text, value", [("3", 3), ("0.5", 0.5), ("true", True), ("moderate", "moderate")])
def test_parameters_on_the_command_line_take_the_simplest_type(text, value):
    assert plain(text) == value and type(plain(text)) is type(value)


def test_hidden_cells_are_still_run(tiny):
    path = tiny / "chapters" / "pears.ipynb"
    cells = nbformat.read(path, 4).cells
    write_chapter(path, [*cells, cell("code", "raise KeyError('late')", "remove-cell")])
    with pytest.raises(PressError, match="KeyError"):
        edition.book(tiny)


def test_a_scenario_edition_stands_beside_the_book_and_says_what_it_moves(tiny):
    (tiny / "scenarios").mkdir()
    (tiny / "scenarios" / "doubled.yaml").write_text("question: What if every pear were two?\nparameters: {chapters/pears: {times: 2}}\nexpected: {pears.total: {value: 14}}\n")
    with open(tiny / "tiny_rules.py", "a", encoding="utf-8") as stream:
        stream.write("\ndef judge(facts):\n    return {'There are few pears': facts['pears.total']['value'] < 10}\n")
    with open(tiny / "pyproject.toml", "a", encoding="utf-8") as stream:
        stream.write('[tool.pressroom.sweep]\njudge = "tiny_rules:judge"\n')
    edition.refresh(tiny)
    edition.scenario(tiny, "doubled")
    site = tiny / "_build" / "scenario-doubled" / "html"
    page = (site / "chapters" / "scenario.html").read_text(encoding="utf-8")
    assert "up by 7" in page and "turned" in page and "This is not the book." in page
    assert ">14</a> pears" in (site / "index.html").read_text(encoding="utf-8") and not (tiny / "_build" / "html").exists()
    with pytest.raises(PressError, match="no scenario 'halved'; allowed: doubled"):
        edition.scenario(tiny, "halved")
