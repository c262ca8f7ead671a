"""Templates: what is made from each passes the checks, or they say precisely what is left to fill in."""

import os
import shutil
import subprocess
import sys

import pytest
import yaml

from iraq_report import hypotheses, rules, tables
from pressroom import new, notebooks, scenarios, strict
from tests import test_chapters


@pytest.fixture
def book(root, tmp_path):
    """A copy of what templates need, to make new things in."""
    for name in ("templates", "data", "hypotheses", "scenarios", "iraq_report", "pressroom"):
        shutil.copytree(root / name, tmp_path / name)
    for name in ("chapters", "tests"):
        (tmp_path / name).mkdir()
    return tmp_path


def fill(path):
    """Replace what is left to fill in by words."""
    path.write_text(path.read_text(encoding="utf-8").replace(strict.TO_FILL, "words enough to say"), encoding="utf-8")


def test_every_template_is_tried_here(root):
    assert new.kinds(root) == ["chapter", "hypothesis", "scenario", "table"]


def test_a_new_table_is_refused_until_it_is_described_and_sound_then(book):
    made, steps = new.make(book, "table", "ferries")
    found = rules.faults(book / "data")
    assert [fault.file for fault in found] == ["ferries.resource.yaml"] and "still to fill in: 2, 3," in str(found[0]) and "make check" in steps[-1]
    fill(book / "data" / "ferries.resource.yaml")
    assert rules.faults(book / "data") == [] and tables.load("ferries", book / "data").empty
    with open(book / "data" / "ferries.csv", "a", encoding="utf-8") as stream:
        stream.write("one_ferry,2025-06-13,reported,3,s1,the source counts three of them\ntwo_ferry,13/06/2025,reported,3,nobody,because\n")
    assert [(fault.row, fault.column) for fault in rules.faults(book / "data")] == [(3, "date_start"), (3, "reason"), (3, "source_id")]


def test_a_new_hypothesis_is_refused_until_it_is_told_and_placed(book):
    made, steps = new.make(book, "hypothesis", "new_reason")
    found = rules.faults(book / "data")
    assert [fault.file for fault in found] == ["new_reason.yaml"] and "still to fill in" in str(found[0])
    fill(book / "hypotheses" / "new_reason.yaml")
    found = rules.faults(book / "data")
    assert [(fault.file, fault.found) for fault in found] == [("world_roles.csv", "no row for new_reason")] and any("world_roles.csv" in step for step in steps)
    assert "new_reason" in hypotheses.load(book / "hypotheses")


def test_a_new_scenario_runs_once_it_has_a_question(book, root):
    made, _ = new.make(book, "scenario", "new_one")
    with pytest.raises(scenarios.ScenarioError, match="new_one.yaml, row 1: found 1 line.* to fill in"):
        scenarios.load(made[0])
    fill(made[0])
    scenarios.check(root, scenarios.load(made[0]))


def test_a_new_chapter_runs_and_keeps_the_model(book, tmp_path, root):
    made, steps = new.make(book, "chapter", "drivers/new_chapter")
    assert [path.relative_to(book).as_posix() for path in made] == [
        "chapters/drivers/new_chapter.ipynb", "iraq_report/restraint/new_chapter.py", "tests/iraq_report/test_new_chapter.py"]
    chapter = made[0]
    run = ("from pressroom import notebooks; import sys; notebooks.run(sys.argv[1], sys.argv[1])", str(chapter))
    environment = os.environ | {"PYTHONPATH": str(book)}
    done = subprocess.run([sys.executable, "-c", *run], text=True, capture_output=True, env=environment, cwd=book)
    assert done.returncode == 0, done.stderr[-2000:]
    for check in (test_chapters.test_a_chapter_is_short, test_chapters.test_a_chapter_does_not_program, test_chapters.test_a_chapter_has_few_parameters_each_explained,
                  test_chapters.test_a_chapter_answers_doubts_and_says_what_would_change_it, test_chapters.test_outputs_are_stored, test_chapters.test_outputs_are_normalised):
        check(chapter)
    assert notebooks.parameters(chapter) == {"first_year": "2023"} and "_toc.yml" in steps[0]
    tested = subprocess.run([sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(made[2])], text=True, capture_output=True, env=environment, cwd=book)
    assert tested.returncode == 0, tested.stdout[-2000:]


@pytest.mark.parametrize("kind, name, said", [
    ("book", "x", "no template 'book'; allowed: chapter, hypothesis, scenario, table"),
    ("table", "Ferries", "lower case"),
    ("table", "a/b", "lower case"),
    ("table", "../b", "lower case"),
    ("chapter", "ferries", "one of airspace, drivers, evidence, outlook, policy, a slash, and a name"),
    ("chapter", "../../x", "one of"),
    ("table", "events", "there already"),
])
def test_what_cannot_be_made_is_refused_and_nothing_is_written(book, kind, name, said):
    before = sorted(book.rglob("*"))
    with pytest.raises(new.NewError, match=said):
        new.make(book, kind, name)
    assert sorted(book.rglob("*")) == before


def test_the_parts_of_the_book_have_templates(root):
    rooms = yaml.safe_load((root / "templates" / "chapter" / new.CARD).read_text(encoding="utf-8"))["rooms"]
    folders = {path.name for path in (root / "chapters").iterdir() if path.is_dir()} - {"about", "appendix"}   # prose alone
    assert set(rooms) == folders and all((root / "iraq_report" / room).is_dir() for room in rooms.values())
