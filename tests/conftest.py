"""Fixtures for all tests: the repository, the built site, a copy of the tables to break."""

import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def root():
    """The repository."""
    return ROOT


@pytest.fixture(scope="session")
def built():
    """The built site; it must be there, for a site that was not built proves nothing."""
    folder = ROOT / "_build" / "html"
    if not (folder / "index.html").exists():
        pytest.fail("no built site in _build/html: run make book first (make test does)")
    return folder


@pytest.fixture
def data(tmp_path):
    """A copy of the tables, free to be broken."""
    return Path(shutil.copytree(ROOT / "data", tmp_path / "data"))
