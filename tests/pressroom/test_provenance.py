"""Provenance: the hash of a page moves with its inputs and with nothing else, and the crate names what was made from what."""

import json

import nbformat
import pytest

from pressroom import notebooks, provenance


@pytest.fixture
def ran(tiny):
    """The tiny book with its chapter run."""
    chapter = tiny / "chapters" / "pears.ipynb"
    notebooks.run(chapter, chapter)
    return tiny


def test_inputs_are_the_cells_the_tables_the_code_and_the_lock(ran):
    assert list(provenance.inputs_of(ran, "chapters/pears")) == ["chapters/pears.ipynb", "data/pears.csv", "iraq_report/", "pressroom/", "requirements.txt"]
    assert provenance.inputs_of(ran, "chapters/none") == {}


def test_the_hash_moves_with_an_input_and_not_with_an_output(ran, monkeypatch):
    chapter = ran / "chapters" / "pears.ipynb"
    before = provenance.input_hash(provenance.inputs_of(ran, "chapters/pears"))
    notebook = nbformat.read(chapter, 4)
    notebook.cells[1].outputs = []
    notebook.cells[1].execution_count = 9
    nbformat.write(notebook, chapter)
    assert provenance.input_hash(provenance.inputs_of(ran, "chapters/pears")) == before
    seen = {before}
    notebook.cells[1].source = "times = 2"
    nbformat.write(notebook, chapter)
    seen.add(provenance.input_hash(provenance.inputs_of(ran, "chapters/pears")))
    (ran / "data" / "pears.csv").write_text("day,pears\nMonday,4\n", encoding="utf-8")
    seen.add(provenance.input_hash(provenance.inputs_of(ran, "chapters/pears")))
    monkeypatch.setattr(provenance, "code", lambda: {"pressroom/": "other"})
    seen.add(provenance.input_hash(provenance.inputs_of(ran, "chapters/pears")))
    assert len(seen) == 4


def test_the_crate_names_what_was_made_from_what(ran, tmp_path):
    site = tmp_path / "site"
    for name in ("chapters/pears.html", "data/pears.csv"):
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(name, encoding="utf-8")
    made = provenance.crate(ran, site, "Two Numbers")
    graph = {item["@id"]: item for item in made["@graph"]}
    action = graph["#run-chapters/pears"]
    assert action["@type"] == "CreateAction" and action["result"] == [{"@id": "chapters/pears.html"}] and action["instrument"] == {"@id": "#press"}
    assert {"@id": "data/pears.csv"} in action["object"] and graph["#chapters/pears-times"]["value"] == "1"
    assert graph["data/pears.csv"]["@type"] == "File" and len(graph["data/pears.csv"]["sha256"]) == 64
    assert action["identifier"] == provenance.input_hash(provenance.inputs_of(ran, "chapters/pears"))
    assert {item["@id"] for item in graph["./"]["hasPart"]} == {"chapters/pears.html", "data/pears.csv"}
    assert json.dumps(made, sort_keys=True) == json.dumps(provenance.crate(ran, site, "Two Numbers"), sort_keys=True), "made twice, it differs"
    # Every address that an entity points at is described in the crate.
    named = {item["@id"] for entity in made["@graph"] for value in entity.values() for item in (value if isinstance(value, list) else [value])
             if isinstance(item, dict) and "@id" in item and not item["@id"].startswith("http")}
    assert named <= set(graph)
