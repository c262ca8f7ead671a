"""A tiny book that has nothing to do with Iraq: the press must build it as it builds the real one."""

import textwrap

import nbformat
import pytest

from pressroom import door

CONFIG = """\
title: Two Numbers
author: Nobody
only_build_toc_files: true
execute: {execute_notebooks: "off"}
sphinx:
  local_extensions: {pressroom.site: .}
"""
RULES = """\
from pathlib import Path
import csv

def faults():
    rows = list(csv.DictReader(open(Path(__file__).parent / "data" / "pears.csv")))
    return [f"pears.csv, row {n}: found {row['pears']!r}; allowed: a whole number" for n, row in enumerate(rows, 2) if not row["pears"].isdigit()]

def package():
    import json
    fields = [{"name": "day", "type": "string"}, {"name": "pears", "type": "integer"}]
    return json.dumps({"name": "tiny", "resources": [{"name": "pears", "path": "pears.csv", "schema": {"fields": fields}}]})
"""
COUNT = """\
import csv, altair, pandas
from pressroom import door
frame = pandas.read_csv("../data/pears.csv")
def total(): return int(frame["pears"].sum())
door.facts([door.fact("pears.total", total() * times, "{}", "pears", ["pears"], total)])"""
CHART = """\
chart = altair.Chart(altair.Data(values=frame.to_dict("records"))).mark_bar().encode(x="day:N", y="pears:Q").properties(title=f"{total()} pears in all")
door.figure(chart, "pears", "Pears by day.", "Bars of pears by day, the second higher than the first by one.", ["pears"], frame)"""


def cell(kind, source, *tags):
    """Return a notebook cell."""
    made = nbformat.v4.new_markdown_cell(source) if kind == "markdown" else nbformat.v4.new_code_cell(source)
    made.metadata["tags"] = list(tags)
    return made


def storing(source, *ids):
    """Return a code cell whose stored output puts facts of these ids on record, as a run would have left it."""
    made = cell("code", source)
    made.outputs = [nbformat.v4.new_output("display_data", data={door.FACTS: {"facts": [{"id": name} for name in ids]}})]
    return made


def write_chapter(path, cells):
    """Write a notebook."""
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}}), path)


@pytest.fixture
def tiny(tmp_path, monkeypatch):
    """A small book in a folder with a space and Arabic letters in its name."""
    root = tmp_path / "a book كتاب"
    (root / "data").mkdir(parents=True)
    (root / "_config.yml").write_text(CONFIG, encoding="utf-8")
    (root / "_toc.yml").write_text("format: jb-book\nroot: chapters/pears\n", encoding="utf-8")
    (root / "README.md").write_text("There are <!--fact:pears.total--><!--/fact--> pears.\n", encoding="utf-8")
    (root / "pyproject.toml").write_text('[tool.pressroom]\ncheck = "tiny_rules:faults"\n[tool.pressroom.writes]\n"data/datapackage.json" = "tiny_rules:package"\n', encoding="utf-8")
    (root / "tiny_rules.py").write_text(RULES, encoding="utf-8")
    (root / "data" / "pears.csv").write_text("day,pears\nMonday,3\nTuesday,4\n", encoding="utf-8")
    (root / "data" / "pears.resource.yaml").write_text(textwrap.dedent("""\
        name: pears
        title: Pears
        path: pears.csv
        description: One row a day.
        licenses: [{name: CC0-1.0}]
        schema:
          fields:
            - {name: day, type: string, description: The day.}
            - {name: pears, type: integer, description: How many.}
        """), encoding="utf-8")
    write_chapter(root / "chapters" / "pears.ipynb", [
        cell("markdown", "# How many pears?\n\nThere are {fact}`pears.total` pears.\n\n```{dictionary}\n```"),
        cell("code", "times = 1", "parameters"), cell("code", COUNT), cell("code", CHART)])
    monkeypatch.syspath_prepend(str(root))
    import sys
    sys.modules.pop("tiny_rules", None)
    yield root
    sys.modules.pop("tiny_rules", None)
