"""Scenarios: one file each, with parameters by chapter and the key figures that must come out."""

import ast
import tempfile
from pathlib import Path

from pressroom import PressError, kinds, notebooks, strict

PARTS = {"question", "parameters", "expected"}
PLAIN = (str, int, float, bool)


class ScenarioError(PressError, ValueError):
    """A scenario file that cannot be used; the message says why."""


def load(path):
    """Return a scenario.

    Raises
    ------
    ScenarioError
        If a part is missing or unknown, or an expectation lacks its value.
    """
    path = Path(path)
    try:
        content = strict.plain_yaml(path.read_bytes())
    except strict.Unreadable as error:
        raise ScenarioError(f"{path.name}, {error}") from error
    if set(content) != PARTS:
        raise ScenarioError(f"{path.name}: found {sorted(content)}; allowed: {sorted(PARTS)}")
    if not isinstance(content["question"], str) or len(content["question"].split()) < 3:
        raise _refused(path, "question", content["question"], "a question in words")
    if not isinstance(content["parameters"], dict):
        raise _refused(path, "parameters", content["parameters"], "chapter -> parameters, or {}")
    for chapter, values in content["parameters"].items():
        if not isinstance(values, dict) or not values:
            raise _refused(path, f"parameters.{chapter}", values, "parameter -> value")
        for name, value in values.items():
            if not isinstance(value, PLAIN):
                raise _refused(path, f"parameters.{chapter}.{name}", value, "a number, a word, true or false")
    if not isinstance(content["expected"], dict) or not content["expected"]:
        raise _refused(path, "expected", content["expected"], "fact -> value and tolerance, at least one")
    for name, wanted in content["expected"].items():
        if not isinstance(wanted, dict) or "value" not in wanted or set(wanted) - {"value", "tolerance"} or not isinstance(wanted["value"], PLAIN):
            raise _refused(path, f"expected.{name}", wanted, "value, a number or words, and tolerance")
        tolerance = wanted.get("tolerance", 0)
        numeric = isinstance(wanted["value"], (int, float)) and not isinstance(wanted["value"], bool)
        if not isinstance(tolerance, (int, float)) or isinstance(tolerance, bool) or tolerance < 0 or (tolerance and not numeric):
            raise _refused(path, f"expected.{name}.tolerance", tolerance, "a number of 0 or more, and only where the value is a number")
    return content


def _refused(path, column, found, allowed):
    return ScenarioError(f"{path.name}, column {column}: found {repr(found)[:80]}; allowed: {allowed}")


def check(root, scenario):
    """Return the chapters of a book by name; refuse a scenario whose chapters or parameters are not in it, or whose values are of another type.

    Raises
    ------
    ScenarioError
        Naming the parameter. Ranges are the business of the chapter's own settings cell.
    """
    paths = {path.relative_to(root).with_suffix("").as_posix(): path for path in notebooks.chapters(root)}
    unknown = sorted(set(scenario["parameters"]) - set(paths))
    if unknown:
        raise ScenarioError(f"no chapter {', '.join(unknown)}; allowed: {', '.join(paths)}")
    for chapter, values in scenario["parameters"].items():
        known = {name: ast.literal_eval(value) for name, value in notebooks.parameters(paths[chapter]).items()}
        for name, value in values.items():
            if name not in known:
                raise ScenarioError(f"{chapter}: no parameter {name}; allowed: {', '.join(known) or 'none'}")
            if not (type(value) is type(known[name]) or (type(value), type(known[name])) == (int, float)):
                raise ScenarioError(f"{chapter}, parameter {name}: found {value!r}; allowed: {type(known[name]).__name__}, as {known[name]!r}")
    return paths


def run(root, scenario):
    """Run every chapter of a book under a scenario; return its facts by id.

    Raises
    ------
    ScenarioError
        If the scenario names a chapter or a parameter that is not there.
    ChapterError
        If a chapter refuses a parameter or fails.
    """
    paths, found = check(root, scenario), {}
    with tempfile.TemporaryDirectory() as folder:
        for name, path in paths.items():
            source = path
            if name in scenario["parameters"]:
                source = Path(folder) / "run.ipynb"
                notebooks.run(path, source, scenario["parameters"][name])
            for output in notebooks.outputs(notebooks.read(source), kinds.FACTS):
                found |= {item["id"]: item for item in output["facts"]}
    return found


def misses(scenario, facts):
    """Return one line for each expected figure that did not come out."""
    lines = []
    for name, wanted in scenario["expected"].items():
        got = facts[name]["value"] if name in facts else None
        numeric = isinstance(got, (int, float)) and isinstance(wanted["value"], (int, float))
        if not (abs(got - wanted["value"]) <= wanted.get("tolerance", 0) if numeric else got == wanted["value"]):
            lines.append(f"{name}: expected {wanted['value']} ± {wanted.get('tolerance', 0)}, got {got}")
    return lines
