"""Every scenario file runs and gives what it promises; a new file is found by itself."""

from pathlib import Path

import pytest

from pressroom import scenarios

FILES = sorted((Path(__file__).resolve().parents[1] / "scenarios").glob("*.yaml"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_scenario_gives_what_it_promises(path, root):
    scenario = scenarios.load(path)
    assert scenarios.misses(scenario, scenarios.run(root, scenario)) == []


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


def test_the_scenario_without_single_origins_leaves_out_just_those():
    from iraq_report import tables
    from iraq_report.restraint import evidence_base, weighing_findings
    table = {name: tables.load(name) for name in ("evidence_items", "evidence_records", "events", "reports", "counts", "sources")}
    items = evidence_base.frozen(*table.values())
    backed = evidence_base.item_sources(*(table[name] for name in ("evidence_records", "reports", "counts", "sources")))
    scenario = scenarios.load(FILES[0].parent / "no_single_source.yaml")
    named = scenario["parameters"]["chapters/drivers/weighing"]["leave_out"].split(",")
    assert sorted(named) == weighing_findings.single_origin(items, backed, table["sources"])
