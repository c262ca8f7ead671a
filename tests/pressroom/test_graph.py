"""The graph: nothing runs twice for the same inputs, and nothing old is ever used for new ones."""

import os
import time
from concurrent.futures import ThreadPoolExecutor

import nbformat
import pytest

from pressroom import notebooks, store
from pressroom.graph import Graph, StepError

from .conftest import cell, write_chapter

READS = """\
import glob, helper
names = sorted(glob.glob("../data/*.csv"))
print(times, helper.word, open("../data/pears.csv").read(), len(names))"""


@pytest.fixture
def chapter(tiny):
    """A chapter that reads a table, lists a folder and calls a module beside it."""
    path = tiny / "chapters" / "reads.ipynb"
    (tiny / "chapters" / "helper.py").write_text("word = 'old'\n")
    write_chapter(path, [cell("markdown", "# Old words"), cell("code", "times = 1", "parameters"), cell("code", READS)])
    (tiny / "requirements.txt").write_text("pears==1\n")
    time.sleep(0.05)  # what changes within the clock's grain of a run is not kept
    return path


def ran(chapter, **options):
    """Run a chapter in a build of its own; say whether it had to run, and give what it printed."""
    text, seconds = Graph(chapter.parents[1]).chapter(chapter, **options)
    return seconds is not None, "".join(output.text for part in nbformat.reads(text, 4).cells for output in part.get("outputs", []))


def edited(chapter, index, source):
    notebook = nbformat.read(chapter, 4)
    notebook.cells[index].source = source
    nbformat.write(notebook, chapter)


def test_an_unchanged_chapter_does_not_run_again(chapter):
    assert ran(chapter)[0] and not ran(chapter)[0]
    kept, _ = Graph(chapter.parents[1]).chapter(chapter)
    notebooks.run(chapter, chapter.with_name("fresh.ipynb"))
    assert kept == chapter.with_name("fresh.ipynb").read_text(encoding="utf-8")


CHANGES = {
    "data": (lambda c: (c.parents[1] / "data" / "pears.csv").write_text("day,pears\nMonday,5\n"), "Monday,5"),
    "a module": (lambda c: (c.parent / "helper.py").write_text("word = 'new'\n"), "new"),
    "a new file in a listed folder": (lambda c: (c.parents[1] / "data" / "plums.csv").write_text("day\n"), " 2"),
    "code": (lambda c: edited(c, 2, READS + "\nprint('more')"), "more"),
    "the parameters cell": (lambda c: edited(c, 1, "times = 3"), "3 old"),
    "the lock file": (lambda c: (c.parents[1] / "requirements.txt").write_text("pears==2\n"), "1 old"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_of_what_it_rests_on_runs_it_again_and_going_back_does_not(chapter, change):
    ran(chapter)
    kept = {path: path.read_bytes() for path in chapter.parents[1].rglob("*") if path.is_file() and "_build" not in path.parts}
    act, said = CHANGES[change]
    act(chapter)
    time.sleep(0.05)
    again, printed = ran(chapter)
    assert again and said in printed
    for path in {path for path in chapter.parents[1].rglob("*") if path.is_file() and "_build" not in path.parts} - set(kept):
        path.unlink()
    for path, content in kept.items():
        path.write_bytes(content)
    assert not ran(chapter)[0]


def test_new_words_stand_around_kept_outputs_and_parameters_are_kept_apart(chapter):
    ran(chapter)
    edited(chapter, 0, "# New words")
    text, seconds = Graph(chapter.parents[1]).chapter(chapter)
    assert seconds is None and "# New words" in text and "# Old words" not in text
    assert ran(chapter, values={"times": 2})[0] and ran(chapter, values={"times": 2})[1].startswith("2 old") and ran(chapter)[1].startswith("1 old")


@pytest.mark.parametrize("source", ["import subprocess; print(subprocess.run(['cat', '../data/pears.csv'], capture_output=True).stdout)",
                                    "print(open('../data/made.txt', 'w').write('made'))"])
def test_a_run_that_cannot_be_watched_is_never_kept(chapter, source):
    edited(chapter, 2, source)
    assert ran(chapter)[0] and ran(chapter)[0]


def test_an_input_that_changes_under_a_run_is_not_kept(chapter):
    edited(chapter, 2, "text = open('../data/pears.csv').read(); import os, time; os.mkdir('read') if not os.path.isdir('read') else None; time.sleep(1); print(text)")
    table = chapter.parents[1] / "data" / "pears.csv"
    with ThreadPoolExecutor() as pool:
        run = pool.submit(ran, chapter)
        while not (chapter.parent / "read").exists():
            time.sleep(0.01)
        table.write_text("day,pears\nMonday,9\n")
        assert run.result() == (True, "day,pears\nMonday,3\nTuesday,4\n\n")
    assert ran(chapter) == (True, "day,pears\nMonday,9\n\n")


def test_a_damaged_result_is_not_used(chapter):
    ran(chapter)
    [entry] = [path for path in (chapter.parents[1] / "_build" / "cache").glob("*/*.json")]
    entry.write_text(entry.read_text(encoding="utf-8").replace("old", "odd"), encoding="utf-8")
    again, printed = ran(chapter)
    assert again and "old" in printed


def test_a_failed_run_is_not_kept(chapter):
    edited(chapter, 2, "1 / 0")
    for _ in range(2):
        with pytest.raises(notebooks.ChapterError, match="ZeroDivisionError"):
            ran(chapter)
    assert not list((chapter.parents[1] / "_build" / "cache").glob("*/*.json"))


def test_a_function_is_called_again_only_for_new_tables(tiny):
    time.sleep(0.05)
    assert Graph(tiny).call("tiny_rules:faults") == [] and len(list((tiny / "_build" / "cache").glob("*/*.json"))) == 1
    assert Graph(tiny).call("tiny_rules:faults") == [] and len(list((tiny / "_build" / "cache").glob("*/*.json"))) == 1
    (tiny / "data" / "pears.csv").write_text("day,pears\nMonday,three\n")
    assert Graph(tiny).call("tiny_rules:faults") == ["pears.csv, row 2: found 'three'; allowed: a whole number"]
    with pytest.raises(StepError, match="tiny_rules.*nowhere|nowhere"):
        Graph(tiny).call("tiny_rules:nowhere")


def test_what_is_remembered_is_made_once_and_a_damaged_copy_anew(tmp_path, monkeypatch):
    monkeypatch.setenv(store.FOLDER, str(tmp_path))
    made = []
    for _ in range(2):
        assert store.remembered("words", "source", lambda: made.append(1) or "text") == "text"
    assert len(made) == 1
    [path] = [path for path in (tmp_path / "words").iterdir()]
    path.write_text(path.read_text().replace("text", "test"))
    assert store.remembered("words", "source", lambda: made.append(1) or "text") == "text" and len(made) == 2


def test_a_month_unused_is_dropped(tmp_path):
    kept = store.Store(tmp_path)
    for name in ("old", "new"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.json").write_text("{}")
    os.utime(tmp_path / "old" / "a.json", (0, 0))
    kept.prune()
    assert not (tmp_path / "old" / "a.json").exists() and (tmp_path / "new" / "a.json").exists()
