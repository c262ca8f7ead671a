"""Notebooks: parameters are checked, runs are normalised, the command line fails loudly."""

import subprocess
import sys

import nbformat
import pytest

from pressroom import notebooks


def test_a_run_is_the_same_bytes_twice(tiny, tmp_path):
    for name in ("one", "two"):
        notebooks.run(tiny / "chapters" / "pears.ipynb", tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_parameters_reach_the_cells(tiny, tmp_path):
    notebooks.run(tiny / "chapters" / "pears.ipynb", tmp_path / "out.ipynb", {"times": 2})
    made = nbformat.read(tmp_path / "out.ipynb", 4)
    assert [f["value"] for output in notebooks.outputs(made, "application/vnd.pressroom.facts+json") for f in output["facts"]] == [14]


def test_an_unknown_parameter_is_refused(tiny, tmp_path):
    with pytest.raises(notebooks.ChapterError, match="unknown parameter time; allowed: times"):
        notebooks.run(tiny / "chapters" / "pears.ipynb", tmp_path / "out.ipynb", {"time": 2})
    assert not (tmp_path / "out.ipynb").exists()


@pytest.mark.parametrize("name, value, said", [
    ("war_begin", "2025-06-13", "unknown parameter war_begin"),
    ("level", "abc", "level"),
    ("level", "7", "less than or equal to 0.999"),
    ("war_start", "2025-06-30", "must run campaign_start"),
    ("least_confidence", "firm", "'low', 'moderate' or 'high'"),
])
def test_the_command_line_fails_loudly(root, tmp_path, name, value, said):
    result = subprocess.run([sys.executable, "-m", "pressroom", "run", "chapters/drivers/record.ipynb", str(tmp_path / "out.ipynb"),
                             "-p", name, value], cwd=root, text=True, capture_output=True)
    assert result.returncode == 1 and said in result.stderr and not (tmp_path / "out.ipynb").exists()


def test_a_parameter_that_varies_the_analysis_runs(root, tmp_path):
    result = subprocess.run([sys.executable, "-m", "pressroom", "run", "chapters/drivers/record.ipynb", str(tmp_path / "out.ipynb"),
                             "-p", "least_confidence", "moderate"], cwd=root, text=True, capture_output=True)
    assert result.returncode == 0, result.stderr
    made = nbformat.read(tmp_path / "out.ipynb", 4)
    varied = {f["id"]: f["value"] for output in notebooks.outputs(made, "application/vnd.pressroom.facts+json") for f in output["facts"]}
    assert varied["record.war_any"] == varied["record.war_firm"]
