"""Facts: collected from the stored outputs of all chapters before any page is read."""

import ast
import difflib
import sys
from functools import cache
from pathlib import Path

from pressroom import PressError, kinds, notebooks


class FactError(PressError, ValueError):
    """An unknown or doubly defined fact."""


def collect(root):
    """Return every fact of the book: id -> fact as stored, with the chapter that computes it.

    Raises
    ------
    FactError
        If two cells define one id.
    """
    found = {}
    for path in notebooks.chapters(root):
        chapter = path.relative_to(root).with_suffix("").as_posix()
        for output in notebooks.outputs(notebooks.read(path), kinds.FACTS):
            for item in output["facts"]:
                if item["id"] in found:
                    raise FactError(f"fact {item['id']} is computed twice, in {found[item['id']]['chapter']} and "
                                    f"{chapter}; rename one")
                found[item["id"]] = dict(item) | {"chapter": chapter, "scenario": "baseline"}
    return found


def find(facts, id):
    """Return the fact ``id``.

    Raises
    ------
    FactError
        If there is none; the message suggests the nearest ids.
    """
    if id in facts:
        return facts[id]
    near = difflib.get_close_matches(id, facts, n=3, cutoff=0.5)
    hint = f"; did you mean {' or '.join(near)}?" if near else ""
    raise FactError(f"unknown fact {id!r}{hint} Facts are put on record by a chapter's facts cell.")


def written_into(text, facts):
    """Return ``text`` with each ``<!--fact:ID-->...<!--/fact-->`` filled anew: for files no book engine reads."""
    start, end = "<!--fact:", "<!--/fact-->"
    parts = text.split(start)
    for index, part in enumerate(parts[1:], 1):
        id, _, rest = part.partition("-->")
        _, _, after = rest.partition(end)
        parts[index] = f"{id}-->{find(facts, id)['display']}{end}{after}"
    return start.join(parts)


def update(path, facts):
    """Fill the facts of a file in place."""
    path = Path(path)
    path.write_text(written_into(path.read_text(encoding="utf-8"), facts), encoding="utf-8")


@cache
def _tree(path):
    return ast.parse(path.read_text(encoding="utf-8"))


def computed_by(dotted):
    """Return what a function says it answers, and where it stands: first line of its docstring, ``file.py, line``.

    Read from the source on the path, without importing it; two empty texts where it cannot be found.
    """
    parts = dotted.split(".")
    for folder in map(Path, sys.path):
        for cut in range(len(parts) - 1, 0, -1):
            path = folder.joinpath(*parts[:cut]).with_suffix(".py")
            if path.is_file():
                node = _tree(path)
                for name in parts[cut:]:
                    node = next((item for item in getattr(node, "body", []) if getattr(item, "name", None) == name), None)
                if node is not None:
                    return (ast.get_docstring(node) or "").split("\n")[0], f"{'/'.join(parts[:cut])}.py, line {node.lineno}"
    return "", ""


def tables(facts):
    """Return the facts as tables with pages, as :meth:`pressroom.records.Records.add` takes them.

    Returns
    -------
    list of (dict, list of dict)
        Descriptor and rows: ``facts``, a row a fact, and ``fact_inputs``, a row a fact and a table or record it rests on.
    """
    rows, inputs = [], []
    for item in facts.values():
        question, code = computed_by(item["function"])
        rows.append({"fact_id": item["id"], "display": item["display"], "shown": f"{item['display']} {item['unit']}".strip(), "value": str(item["value"]), "unit": item["unit"],
                     "computes": question.removeprefix("Return ").replace("``", ""), "function": item["function"], "code": code, "chapter": item["chapter"]})
        for source in item["inputs"]:
            table, _, key = source.partition(":")
            inputs.append({"fact_id": item["id"], "table": table, "record_id": key})
    return [
        ({"name": "facts", "title": "Facts", "page": {"heading": ["shown"], "mark": "fact_id", "first": ["fact_inputs"], "glance": ["computes", "function", "chapter"],
                                                      "card": {"fact_inputs": ["record_id"], "judgement_facts": ["judgement_id"]}},
          "schema": _schema("fact_id", fact_id="Id by which prose cites it.", display="How prose writes it.", shown="The same with its unit.", value="What was computed.",
                            unit="Unit of the value.", computes="What the function says it answers or returns.", function="Name of the function that computed it.",
                            code="Where that function stands.", chapter="The page that computes it.")}, rows),
        ({"name": "fact_inputs", "title": "Facts, and what they rest on", "pointsAt": {"table": "table", "key": "record_id"},
          "schema": _schema(["fact_id", "table", "record_id"], fact_id="The fact.", table="A table.", record_id="A record of that table; empty for the whole of it.")
          | {"foreignKeys": [{"fields": ["fact_id"], "reference": {"resource": "facts"}}]}}, inputs)]


def _schema(key, **fields):
    return {"primaryKey": key, "fields": [{"name": name, "type": "string", "description": meaning} for name, meaning in fields.items()]}
