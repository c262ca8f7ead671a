"""Which way imports run, read from the source files."""

import ast

import pytest

THEMES = {"evidence", "restraint", "airspace", "policy", "outlook"}


def imports(path):
    """Return the dotted names that a module imports, and the names it takes from them."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def wrong(path, package):
    """Return the imports of a module of ``iraq_report`` or ``pressroom`` that run the wrong way."""
    parts = path.parts[path.parts.index(package):]
    room = parts[1].removesuffix(".py")
    for name in imports(path):
        if package == "pressroom" and name.startswith("iraq_report"):
            yield name
        if package == "iraq_report":
            pieces = name.split(".")
            if pieces[0] == "pressroom" and pieces[1] not in {"door", "strict"}:
                yield name
            if pieces[0] != "iraq_report":
                continue
            other = pieces[1] if len(pieces) > 1 else ""
            siblings = {"evidence": {"restraint", "airspace", "policy", "outlook", "charts"}, "restraint": {"airspace", "policy", "outlook", "charts"}, "airspace": {"restraint", "policy", "outlook", "charts"},
                        "policy": {"charts"}, "outlook": {"charts", "policy"}}
            if other in siblings.get(room, set()):
                yield name
            if room in {"tables", "sources"} and other == "hypotheses":
                yield name
            if room not in THEMES | {"charts"} and other in THEMES | {"charts"}:
                yield name


@pytest.mark.parametrize("package", ["pressroom", "iraq_report"])
def test_imports_run_one_way(root, package):
    found = {f"{path.relative_to(root)} imports {name}" for path in (root / package).rglob("*.py") for name in wrong(path, package)}
    assert not found, "imports run the wrong way:\n" + "\n".join(sorted(found))


@pytest.mark.parametrize("package, module, line", [
    ("pressroom", "site.py", "from iraq_report import tables"),
    ("iraq_report", "restraint/record.py", "from iraq_report.airspace import corridor"),
    ("iraq_report", "airspace/corridor.py", "import iraq_report.restraint.record"),
    ("iraq_report", "tables.py", "from iraq_report.policy import options"),
    ("iraq_report", "policy/options.py", "from pressroom import edition"),
])
def test_a_wrong_import_is_seen(tmp_path, package, module, line):
    path = tmp_path / package / module
    path.parent.mkdir(parents=True)
    path.write_text(line + "\n", encoding="utf-8")
    assert list(wrong(path, package))


def test_every_public_function_says_what_it_is(root):
    for path in [*root.glob("pressroom/*.py"), *root.glob("iraq_report/**/*.py")]:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        assert ast.get_docstring(tree), f"{path.relative_to(root)} has no docstring"
        for node in tree.body:
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)) and not node.name.startswith("_"):
                assert ast.get_docstring(node), f"{path.relative_to(root)}: {node.name} has no docstring"
