"""What a project tells the press, in ``pyproject.toml``; and how the press tells who waits what it has done."""

import importlib
import time
import tomllib
from pathlib import Path


def settings(root):
    """Return the ``[tool.pressroom]`` table of the project."""
    return tomllib.loads((Path(root) / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["pressroom"]


def named(dotted):
    """Return what ``module:name`` of the project names."""
    module, _, name = dotted.partition(":")
    return getattr(importlib.import_module(module), name)


def say(what, message):
    """Tell who waits what has been done."""
    print(f"{time.strftime('%H:%M:%S')}  {what:<28} {message}", flush=True)
