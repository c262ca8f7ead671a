"""A slice of a chapter gives the facts of the whole; a closure names all that they rest on."""

import os

import nbformat
import pytest

from pressroom import closure, door, notebooks, slices

from .conftest import cell, storing, write_chapter

STUDY = '''
"""Pears."""
import csv
from pathlib import Path

def total(times):
    """Return all pears, times over."""
    # A comment.
    return times * sum(int(row["pears"]) for row in csv.DictReader(open(Path(__file__).parent / "data" / "pears.csv")))

def guard(times):
    if times > 9:
        raise ValueError("too many")
'''
COUNT = 'made = pears.total(times)\npears.guard(times)\ndoor.facts([door.fact("pears.total", made, "{}", "pears", ["pears"], pears.total)])'
OTHER = 'double = pears.total(2 * times)\ndoor.facts([door.fact("pears.double", double, "{}", "pears", ["pears"], pears.total)])'


@pytest.fixture
def orchard(tiny, monkeypatch):
    """The tiny book with its sums in a module, as the real book has them."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tiny), os.environ.get("PYTHONPATH", "")]))
    (tiny / "orchard.py").write_text(STUDY, encoding="utf-8")
    path = tiny / "chapters" / "pears.ipynb"
    write_chapter(path, [cell("markdown", "# How many pears?"), cell("code", "import orchard as pears\nfrom pressroom import door"), cell("code", "times = 1", "parameters"),
                         cell("code", "shown = pears.missing if times > 5 else times"), storing(COUNT, "pears.total"), storing(OTHER, "pears.double")])
    yield path
    import sys
    sys.modules.pop("orchard", None)


def test_a_slice_gives_what_the_chapter_gives(orchard, tmp_path):
    notebooks.run(orchard, tmp_path / "run.ipynb", {"times": 3})
    whole = {item["id"]: item for output in notebooks.outputs(nbformat.read(tmp_path / "run.ipynb", 4), door.FACTS) for item in output["facts"]}
    assert slices.facts(slices.code(orchard), {"times": 3}) == whole and whole["pears.total"]["value"] == 21


def test_only_what_is_wanted_is_kept(orchard):
    given, statements = slices.code(orchard, ["pears.total"])
    assert given == "times = 1" and "pears.guard(times)" in statements
    assert "double" not in statements and "shown" not in statements and "pears.missing" not in statements


@pytest.mark.parametrize("act, said", [
    (lambda path: slices.facts(slices.code(path), {"tmies": 2}), "unknown parameter tmies; allowed: times"),
    (lambda path: slices.facts(slices.code(path), {"times": 10}), "too many"),
    (lambda path: slices.code(path, ["pears.none"]), "no stored fact pears.none"),
])
def test_what_cannot_be_run_is_refused(orchard, act, said):
    with pytest.raises((notebooks.ChapterError, ValueError), match=said):
        act(orchard)


def test_a_fingerprint_follows_tables_and_code_and_nothing_else(orchard, tiny):
    source = "\n".join(slices.code(orchard))
    (tiny / "data" / "plums.csv").write_text("day\n")

    def mark():
        closure._fingerprint.cache_clear()
        return closure.fingerprint(source, tiny)
    first = mark()
    assert [path.name for path in closure.files(source, tiny)] == ["pears.csv", "pears.resource.yaml", "orchard.py"]
    (tiny / "orchard.py").write_text(STUDY.replace("Return all pears", "Give all pears").replace("# A comment.", "# Another.\n"), encoding="utf-8")
    (tiny / "data" / "plums.csv").write_text("day\nMonday\n")
    assert mark() == first, "a docstring, a comment or a table that is not named changed the fingerprint"
    (tiny / "orchard.py").write_text(STUDY.replace("times * sum", "2 * times * sum"), encoding="utf-8")
    assert mark() != first
    (tiny / "orchard.py").write_text(STUDY, encoding="utf-8")
    (tiny / "data" / "pears.csv").write_text("day,pears\nMonday,9\n")
    assert mark() != first
