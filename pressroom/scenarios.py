"""Scenarios: one file each, with parameters by chapter and the key figures that must come out."""

import tempfile
from pathlib import Path

import nbformat
import yaml

from pressroom import door, notebooks

PARTS = {"question", "parameters", "expected"}


class ScenarioError(ValueError):
    """A scenario file that cannot be used; the message says why."""


def load(path):
    """Return a scenario.

    Raises
    ------
    ScenarioError
        If a part is missing or unknown, or an expectation lacks its value.
    """
    content = yaml.safe_load(Path(path).read_text(encoding="utf-8"))
    if not isinstance(content, dict) or set(content) != PARTS:
        raise ScenarioError(f"{Path(path).name}: found {sorted(content) if isinstance(content, dict) else content!r}; allowed: {sorted(PARTS)}")
    for name, wanted in content["expected"].items():
        if "value" not in wanted or set(wanted) - {"value", "tolerance"}:
            raise ScenarioError(f"{Path(path).name}: expected.{name}: found {wanted!r}; allowed: value and tolerance")
    return content


def run(root, scenario):
    """Run every chapter of a book under a scenario; return its facts by id.

    Raises
    ------
    ScenarioError
        If the scenario names a chapter that is not there.
    ChapterError
        If a chapter refuses a parameter or fails.
    """
    paths, found = require_chapters(root, scenario), {}
    with tempfile.TemporaryDirectory() as folder:
        for name, path in paths.items():
            source = path
            if name in scenario["parameters"]:
                source = Path(folder) / "run.ipynb"
                notebooks.run(path, source, scenario["parameters"][name])
            for output in notebooks.outputs(nbformat.read(source, 4), door.FACTS):
                found |= {item["id"]: item for item in output["facts"]}
    return found


def require_chapters(root, scenario):
    """Return the chapters of a book by name, after proving that a scenario names no other.

    Raises
    ------
    ScenarioError
        Naming those that are not there.
    """
    paths = {path.relative_to(root).with_suffix("").as_posix(): path for path in notebooks.chapters(root)}
    unknown = sorted(set(scenario["parameters"]) - set(paths))
    if unknown:
        raise ScenarioError(f"no chapter {', '.join(unknown)}; allowed: {', '.join(paths)}")
    return paths


def misses(scenario, facts):
    """Return one line for each expected figure that did not come out."""
    lines = []
    for name, wanted in scenario["expected"].items():
        got = facts[name]["value"] if name in facts else None
        numeric = isinstance(got, (int, float)) and isinstance(wanted["value"], (int, float))
        if not (abs(got - wanted["value"]) <= wanted.get("tolerance", 0) if numeric else got == wanted["value"]):
            lines.append(f"{name}: expected {wanted['value']} ± {wanted.get('tolerance', 0)}, got {got}")
    return lines
