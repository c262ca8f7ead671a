"""What a piece of code rests on: the modules of the project that it imports, the tables that these name, and folders read whole."""

import ast
import hashlib
from functools import cache
from pathlib import Path


def files(source, root, whole=()):
    """Return every file of the project on which a piece of code can rest, sorted.

    A table counts when any module or statement holds its name as a text: more may be named than is read, never less.

    Parameters
    ----------
    source : str
        Statements.
    root : path
        The project: packages, and ``data`` with its tables.
    whole : iterable of str
        Folders of the project that are read whole.
    """
    root = Path(root)
    found, waiting, texts = set(), [source], set()
    while waiting:
        tree = ast.parse(waiting.pop())
        texts |= {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
        for path in _modules(tree, root):
            if path not in found:
                found.add(path)
                waiting.append(path.read_text(encoding="utf-8"))
    tables = [path for path in (root / "data").glob("*.csv") if path.stem in texts]
    found |= {*tables, *(path.with_name(f"{path.stem}.resource.yaml") for path in tables)}
    found |= {path for folder in whole for path in (root / folder).rglob("*") if path.is_file()}
    return sorted(path for path in found if path.exists())


def fingerprint(source, root, whole=()):
    """Return a SHA-256 over a piece of code and all that it can rest on; comments, docstrings and empty lines do not count."""
    return _fingerprint(source, Path(root), tuple(whole))


@cache
def _fingerprint(source, root, whole):
    digest = hashlib.sha256(bare(source).encode())
    for path in files(source, root, whole):
        content = path.read_bytes()
        if path.suffix == ".py":
            content = bare(content.decode("utf-8")).encode()
        digest.update(f"\n{path.relative_to(root).as_posix()} {len(content)}\n".encode() + content)
    return digest.hexdigest()


def bare(source):
    """Return Python source without docstrings, whole-line comments and empty lines."""
    lines = source.splitlines()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)) and ast.get_docstring(node, clean=False) is not None:
            text = node.body[0]
            lines[text.lineno - 1:text.end_lineno] = [""] * (text.end_lineno - text.lineno + 1)
    return "\n".join(line.rstrip() for line in lines if line.strip() and not line.lstrip().startswith("#"))


def _modules(tree, root):
    """Return the files of the project's modules that a tree imports, packages on the way included."""
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    for name in names:
        parts = name.split(".")
        for end in range(1, len(parts) + 1):
            place = root.joinpath(*parts[:end])
            yield from (path for path in (place.with_suffix(".py"), place / "__init__.py") if path.exists())
