"""The content keeps the rules of the house: own words, evidence enough, nothing that points at a machine."""

import hashlib
import re
import subprocess

import frictionless
import nbformat
import pandas
import pytest

from iraq_report import publication, sources, tables
from pressroom import facts, notebooks


def runs(text, length=10):
    """Return the hashes of all runs of ``length`` words."""
    words = re.findall(r"[a-z0-9]+", text.lower().replace("’", "'").replace("'", ""))
    return {hashlib.sha256(" ".join(words[i:i + length]).encode()).hexdigest()[:16] for i in range(len(words) - length + 1)}


@pytest.fixture(scope="module")
def forbidden(root):
    return set((root / "tests" / "fixtures" / "ten_word_runs.txt").read_text().split())


def test_the_fixture_knows_the_source_texts(forbidden):
    # The hash of S1's first ten words: an empty or wrong fixture cannot pass.
    assert len(forbidden) > 1500 and "dbfa253bd0f21d60" in forbidden


@pytest.mark.parametrize("name", tables.names())
def test_tables_are_in_own_words(name, forbidden):
    table = tables.load(name)
    # A title is a citation: it stands as its page gives it.
    for column in table.select_dtypes("string").columns.difference(["title", "url"] if name == "sources" else []):
        for row, text in enumerate(table[column].dropna(), 2):
            assert not runs(text) & forbidden, f"{name}.csv row {row}, column {column}: ten words run as in S1 or S2; rewrite it"


def test_pages_are_in_own_words(root, forbidden):
    pages = [(path, " ".join(cell.source for cell in nbformat.read(path, 4).cells if cell.cell_type == "markdown"))
             for path in notebooks.chapters(root)]
    pages += [(path, path.read_text(encoding="utf-8")) for path in [*root.glob("chapters/**/*.md"), *root.glob("*.md")]]
    for path, text in pages:
        assert not runs(text) & forbidden, f"{path.relative_to(root)}: ten words run as in S1 or S2; rewrite it"


def test_there_is_evidence_enough():
    assert len(tables.load("events")) >= 150
    claims = tables.load("claims")
    assert len(claims) > 50 and set(claims["source_id"]) == {"s1", "s2"}


def test_every_event_has_an_origin():
    events, reports = tables.load("events"), tables.load("reports")
    origins = sources.independent_origins(reports, tables.load("sources"))
    assert set(origins.index) == set(events["event_id"]) and (origins >= 1).all()


def test_copies_of_one_text_are_one_origin():
    reports = pandas.DataFrame({"event_id": ["e"] * 3, "source_id": ["a", "b", "c"]})
    graded = pandas.DataFrame({"source_id": ["a", "b", "c"], "origin": ["afp", "afp", "reuters"]})
    assert sources.independent_origins(reports, graded)["e"] == 2


def test_the_bibliography_is_current(root):
    stored = (root / "references.bib").read_text(encoding="utf-8")
    assert stored == sources.bibliography(), "references.bib is not what data/sources.csv gives: run make refresh"


def test_the_data_package_is_current_and_valid(root):
    stored = root / "data" / "datapackage.json"
    assert stored.read_text(encoding="utf-8") == publication.datapackage(), "data/datapackage.json is old: run make refresh"
    report = frictionless.validate(str(stored))
    assert report.valid, report.flatten(["type", "note"])[:5]


def test_the_readme_is_current(root):
    text = (root / "README.md").read_text(encoding="utf-8")
    assert facts.written_into(text, facts.collect(root)) == text, "README.md holds old facts: run make refresh"
    assert "<!--/fact-->" in text and "(figures/summary_months.svg)" in text


def test_nothing_points_at_a_machine(root):
    tracked = subprocess.run(["git", "ls-files"], cwd=root, text=True, capture_output=True, check=True).stdout.split("\n")
    pattern = re.compile(r"/(?:root|home|work|tmp/bash)/|cdn\.jsdelivr|unpkg\.com|cdnjs\.|fonts\.googleapis")
    for name in filter(None, tracked):
        path = root / name
        if path.suffix in {".py", ".md", ".ipynb", ".js", ".css", ".yml", ".yaml", ".toml", ".html"} and path.name != "test_content.py":
            found = pattern.search(path.read_text(encoding="utf-8"))
            assert not found, f"{name}: {found.group()!r}"


def test_nothing_is_left_to_fill_in(root):
    left = [path.relative_to(root).as_posix() for folder in ("chapters", "iraq_report", "data", "hypotheses", "scenarios")
            for path in (root / folder).rglob("*") if path.suffix in {".ipynb", ".md", ".py", ".yaml", ".csv"} and "FILL IN" in path.read_text(encoding="utf-8")]
    assert not left, f"what a template marks FILL IN is still to be written: {left}"


def test_the_version_is_the_same_wherever_it_stands(root):
    stands = {name: re.search(rf"^ *{key}[:=] *\"?([\d.]+)\"?$", (root / name).read_text(encoding="utf-8"), re.MULTILINE)[1]
              for name, key in (("pyproject.toml", "version "), ("CITATION.cff", "version"), ("_config.yml", "version"))}
    assert len(set(stands.values())) == 1, stands
