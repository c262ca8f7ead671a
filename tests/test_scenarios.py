"""Every scenario file runs and gives what it promises; a new file is found by itself."""

from pathlib import Path

import pytest

from iraq_report.evidence import multiverse
from pressroom import comparison, facts, scenarios

FILES = sorted((Path(__file__).resolve().parents[1] / "scenarios").glob("*.yaml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_scenario_gives_what_it_promises(path, root):
    scenario, base = scenarios.load(path), facts.collect(root)
    found = scenarios.run(root, scenario)
    assert scenarios.misses(scenario, found) == []
    sliced = comparison.under(root, scenario, base)
    assert {name: item["value"] for name, item in sliced.items()} == {name: item["value"] for name, item in found.items()}, "the slice of a chapter and the chapter differ"
    if path.stem != "baseline":
        stored = [row for row in comparison.read(root) if row["scenario"] == path.stem]
        assert stored == [{"scenario": path.stem} | row for row in comparison.changes(base, sliced, multiverse.judge)], "data/scenario_changes.csv is old: run make scenario"


def test_a_missed_figure_is_seen():
    scenario = {"expected": {"a.b": {"value": 3, "tolerance": 1}, "a.c": {"value": "yes"}, "a.d": {"value": 1}}}
    lines = scenarios.misses(scenario, {"a.b": {"value": 5}, "a.c": {"value": "no"}})
    assert len(lines) == 3 and "a.b: expected 3 ± 1, got 5" in lines


def test_an_unknown_chapter_is_refused(root):
    with pytest.raises(scenarios.ScenarioError, match="no chapter chapters/none"):
        scenarios.run(root, {"parameters": {"chapters/none": {}}, "expected": {}})


@pytest.mark.parametrize("text", ["[]", "question: q", "question: q\nparameters: {}\nexpected: {a.b: {about: 3}}"])
def test_a_malformed_scenario_is_refused(tmp_path, text):
    (tmp_path / "s.yaml").write_text(text)
    with pytest.raises(scenarios.ScenarioError, match="allowed"):
        scenarios.load(tmp_path / "s.yaml")


def test_every_scenario_is_on_the_page(root, built):
    page = (built / "chapters" / "evidence" / "scenarios.html").read_text(encoding="utf-8")
    for path in FILES:
        assert (f'id="panel-{path.stem}"' in page) == (path.stem != "baseline"), path.stem
