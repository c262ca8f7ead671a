"""Stored outputs against fresh ones, strictly, twice: here, and as on a machine elsewhere.

The kernels start warm; ``tests/pressroom/test_kernels.py`` proves that they give what cold ones give.
"""

import os
import subprocess
import sys

import pytest

from pressroom import kernels

# Far to the east and with a comma for the decimal point: what depends on either shows.
ELSEWHERE = {"TZ": "Pacific/Kiritimati", "LC_ALL": "de_DE.UTF-8", "LANG": "de_DE.UTF-8"}
PROOF = """
import locale, time
locale.setlocale(locale.LC_ALL, "")
assert locale.localeconv()["decimal_point"] == ",", locale.setlocale(locale.LC_ALL)
assert time.localtime(0).tm_hour == 14 or time.timezone == -14 * 3600, time.tzname
"""


def strictly(root, environment):
    """Run nbval, strict, on all chapters."""
    kernels.enable()
    return subprocess.run([sys.executable, "-m", "pytest", "--nbval", "-q", "-p", "no:cacheprovider", "chapters"],
                          cwd=root, text=True, capture_output=True, env=os.environ | environment)


def test_stored_outputs_are_those_of_a_fresh_run(root):
    result = strictly(root, {})
    assert result.returncode == 0, "stored outputs differ from fresh ones; run make refresh\n" + result.stdout[-4000:]
    assert " passed" in result.stdout


def test_the_same_holds_elsewhere(root):
    proof = subprocess.run([sys.executable, "-c", PROOF], text=True, capture_output=True, env=os.environ | ELSEWHERE)
    if proof.returncode:
        pytest.fail("the locale de_DE.UTF-8 is not in force: apt-get install locales-all (make test does, as root)\n" + proof.stderr[-300:])
    result = strictly(root, ELSEWHERE)
    assert result.returncode == 0, result.stdout[-4000:]


def test_a_stale_output_is_seen(root, tmp_path):
    """The check above must go red on a stored output that no run gives."""
    chapter = root / "chapters" / "policy" / "options.ipynb"
    text = chapter.read_text(encoding="utf-8")
    assert '"options.total"' in text
    stale = tmp_path / "options.ipynb"
    stale.write_text(text.replace("options.total = ", "options.total = 9"), encoding="utf-8")
    result = subprocess.run([sys.executable, "-m", "pytest", "--nbval", "-q", "-p", "no:cacheprovider", str(stale)],
                            cwd=root, text=True, capture_output=True)
    assert result.returncode == 1 and "failed" in result.stdout


def test_the_book_builds_from_the_lock_alone(root, tmp_path):
    """Plain Jupyter Book draws every page from stored outputs with the project itself not installed."""
    files = subprocess.run(["git", "ls-files", "-co", "--exclude-standard"], cwd=root, text=True, capture_output=True, check=True).stdout.split("\n")
    for name in filter(None, files):
        if (root / name).exists():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_bytes((root / name).read_bytes())
    # -I and a site hook would still see an editable install: the blocker refuses the study and any press but the copy's.
    blocker = ("import sys, pathlib; sys.meta_path[:] = [f for f in sys.meta_path if 'editable' not in repr(f).lower()]; "
               f"sys.path[:] = [p for p in sys.path if pathlib.Path(p or '.').resolve() != pathlib.Path({str(root)!r})]; "
               "sys.modules['iraq_report'] = None; from jupyter_book.cli.main import main; main()")
    result = subprocess.run([sys.executable, "-c", blocker, "build", ".", "-W", "--keep-going", "-q"], cwd=tmp_path,
                            text=True, capture_output=True, env={k: v for k, v in os.environ.items() if k != "PYTHONPATH"})
    assert result.returncode == 0, (result.stdout + result.stderr)[-3000:]
    page = (tmp_path / "_build" / "html" / "chapters" / "drivers" / "record.html").read_text(encoding="utf-8")
    assert page.count('class="press-specification"') == 4 and 'class="press-fact"' in page
    assert (tmp_path / "_build" / "html" / "_vendor" / "vega.js").exists()
