"""The part of a chapter that its facts need: run in this process, without a kernel and without a picture.

A chapter is straight-line code, so what a fact needs can be read from the names that each statement takes and gives.
Kept are the statements behind ``door.facts`` and every guard that stands alone; calls that only show something are left out.
"""

import ast
from functools import cache

from pressroom import kinds, notebooks

SHOWING = {"door.figure", "door.table", "door.sliders"}
FACTS = "door.facts"
RESULT = "__shown__"


def code(path, wanted=()):
    """Return the statements of a chapter that its facts need, as it has them.

    Parameters
    ----------
    path : path
        Notebook without loops, functions or conditions (a test of the book holds this).
    wanted : iterable of str
        Ids of facts; cells whose stored facts hold none of them are left out. Empty for all facts.

    Returns
    -------
    tuple of str
        The parameters with their defaults, and the statements that follow.

    Raises
    ------
    notebooks.ChapterError
        If no cell puts facts on record, or a wanted one is not among those stored.
    """
    given, statements, missing = [], [], set(wanted)
    for cell in notebooks.read(path)["cells"]:
        if cell["cell_type"] != "code":
            continue
        stored = {item["id"] for output in cell["outputs"] for item in output.get("data", {}).get(kinds.FACTS, {}).get("facts", [])}
        missing -= stored
        for node in ast.parse(cell["source"]).body:
            if _called(node) == FACTS and wanted and not stored & set(wanted):
                continue
            (given if "parameters" in cell["metadata"].get("tags", []) else statements).append((node, ast.get_source_segment(cell["source"], node)))
    kept, names = [], set()
    for node, text in reversed(statements):
        if _gives(node) & names or _guards(node):
            kept.append((node, text))
            names |= _takes(node)
    if missing or not any(_called(node) == FACTS for node, _ in kept):
        raise notebooks.ChapterError(f"{path}: no stored fact {', '.join(sorted(missing)) or 'at all'}; correct the id, or run make refresh")
    return tuple("\n".join(text for _, text in part) for part in (given, reversed(kept)))


def facts(parts, values=None):
    """Run the statements of :func:`code` with parameter values; return the facts by id, as a chapter stores them.

    Raises
    ------
    notebooks.ChapterError
        On an unknown parameter; what a statement raises is passed on.
    """
    given, statements = parts
    names = {}
    exec(_compiled(given), names)
    unknown = sorted(set(values or {}) - set(names))
    if unknown:
        raise notebooks.ChapterError(f"unknown parameter {', '.join(unknown)}; allowed: {', '.join(sorted(set(names) - {'__builtins__', RESULT})) or 'none'}")
    names |= values or {}
    exec(_compiled(statements), names)
    return {item["id"]: item for shown in names[RESULT] for item in shown.bundle[kinds.FACTS]["facts"]}


@cache
def _compiled(source):
    """Compile statements; what ``door.facts`` returns is collected under :data:`RESULT`."""
    tree = ast.parse(f"{RESULT} = []\n{source}")
    for place, node in enumerate(tree.body):
        if _called(node) == FACTS:
            tree.body[place] = ast.parse(f"{RESULT}.append({ast.unparse(node.value)})").body[0]
    return compile(ast.fix_missing_locations(tree), "<chapter>", "exec")


def _called(node):
    """Return the dotted name of the call that a statement consists of, or an empty text."""
    call = node.value if isinstance(node, ast.Expr) else None
    return ast.unparse(call.func) if isinstance(call, ast.Call) else ""


def _guards(node):
    """Tell whether a statement stands for itself: one that binds no name and is no display."""
    return isinstance(node, ast.Expr) and _called(node) not in SHOWING


def _gives(node):
    """Return the names that a statement binds."""
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return {alias.asname or alias.name.split(".")[0] for alias in node.names}
    return {name.id for name in ast.walk(node) if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store)}


def _takes(node):
    """Return the names that a statement reads."""
    return {name.id for name in ast.walk(node) if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Load)}
