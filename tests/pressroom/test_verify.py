"""Verification: what depends on the place, the clock, the language or the hash seed is found, and nothing else is."""

import re
import subprocess

import pytest

from pressroom import verify

from .conftest import cell, write_chapter

# Three cells that no two machines agree on, beside a chapter that they do.
FAULTY = """\
import locale, pathlib, time
from pressroom import door
locale.setlocale(locale.LC_ALL, "")
def told(): pass
words = {"pear", "apple", "plum", "quince", "fig", "date"}
door.facts([door.fact("faulty.hours", -time.timezone // 3600, "{}", "hours", ["pears"], told), door.fact("faulty.number", locale.str(0.5), "{}", "", ["pears"], told),
            door.fact("faulty.order", " ".join(words), "{}", "", ["pears"], told), door.fact("faulty.place", pathlib.Path.cwd().parents[1].name, "{}", "", ["pears"], told)])"""


@pytest.fixture
def committed(tiny):
    """The tiny book as a repository with one commit."""
    write_chapter(tiny / "chapters" / "faulty.ipynb", [cell("markdown", "# What is it?"), cell("code", "times = 1", "parameters"), cell("code", FAULTY)])
    (tiny / "_toc.yml").write_text("format: jb-book\nroot: chapters/pears\nchapters: [{file: chapters/faulty}]\n", encoding="utf-8")
    (tiny / ".gitignore").write_text("_build/\n", encoding="utf-8")
    for words in (["init", "--quiet"], ["add", "."], ["-c", "user.name=Nobody", "-c", "user.email=nobody@example.org", "commit", "--quiet", "-m", "All"]):
        subprocess.run(["git", *words], cwd=tiny, check=True)
    return tiny


def test_what_depends_on_the_machine_is_found_and_nothing_else(committed):
    found = verify.verify(committed)["differences"]
    site = {line.split(":")[0] for line in found["site"]}
    rests_on_it = re.compile(r"chapters/faulty\.html|facts\.json|_sources/chapters/faulty\.ipynb|records/facts/faulty\.\w+\.(html|js)|_search/.*|ro-crate-metadata\.json")
    assert "chapters/faulty.html" in site and all(map(rests_on_it.fullmatch, site)), found["site"]
    stored = "\n".join(found["facts, second build against the record"])
    assert all(f"faulty.{name}" in stored for name in ("hours", "number", "order", "place"))
    assert [line.split(":")[0] for line in found["outputs, second build against the record"]] == ["faulty.ipynb", "pears.ipynb"], "stored outputs are old, or were never made"


def test_changes_that_are_not_committed_are_refused(committed):
    (committed / "README.md").write_text("other\n", encoding="utf-8")
    with pytest.raises(verify.VerificationError, match="not committed"):
        verify.verify(committed)


@pytest.mark.parametrize("changed, said", [
    ({"hours": 3}, "time zone .* did not take effect"),
    ({"point": ";"}, "decimal point .* did not take effect"),
    ({"locale": "xx_XX.UTF-8"}, "locale xx_XX"),
])
def test_a_condition_that_took_no_effect_is_refused(root, changed, said):
    condition = verify.Condition(**{**vars(verify.CONDITIONS[1]), **changed})
    with pytest.raises(verify.VerificationError, match=said):
        verify.prove(condition, root)


def test_both_conditions_take_effect(root):
    first, second = (verify.prove(condition, root) for condition in verify.CONDITIONS)
    assert first["hash"] != second["hash"] and first["hours"] != second["hours"] and first["point"] != second["point"]


def test_files_that_part_are_named_with_the_place(tmp_path):
    for name, text in (("one", "a long line, then 1.5"), ("other", "a long line, then 1,5")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "same.html").write_text("same")
        (tmp_path / name / "page.html").write_text(text)
    (tmp_path / "other" / "more.html").write_text("")
    assert verify.differences(tmp_path / "one", tmp_path / "other") == [
        "more.html: only in the second", "page.html: byte 19, 'a long line, then 1.5' against 'a long line, then 1,5'"]


def test_the_page_shows_the_record_and_takes_nothing_for_markup():
    record = {"commit": "0123456789abcdef", "committed": "2026-01-02T00:00:00Z", "checked": "2026-01-03", "machine": "Linux", "compared": {"facts": 1234},
              "conditions": [condition.environment | {"decimal point": condition.point} for condition in verify.CONDITIONS], "versions": {"pandas": "3"},
              "differences": {"site": ["a.html: <b>"]}}
    made = verify.page_html(record)
    assert "0123456789ab" in made and "1,234" in made and "Pacific/Kiritimati" in made and "a.html: &lt;b&gt;" in made
    assert "<dd>none</dd>" in verify.page_html(record | {"differences": {}})
