"""What a build must live through: a run that hangs, floods or phones; a kill at any stage; a full disk; read-only files."""

import os
import resource
import signal
import subprocess
import sys
import time

import pytest

from pressroom import edition, notebooks, stage

from .conftest import cell, write_chapter


@pytest.mark.parametrize("source, said", [
    ("while True: pass", r"run.ipynb: a cell ran longer than 2 s and was stopped: while True: pass"),
    ("while True: print('x' * 1000)", r"run.ipynb, cell 2: RuntimeError: the cell prints without end"),
    ("import urllib.request; urllib.request.urlopen('http://127.0.0.1:9')", "found a call to the network"),
    ("import socket; socket.create_connection(('192.0.2.1', 80))", "found a call to the network"),
    ("import os; os._exit(3)", "run.ipynb: its kernel died"),
])
def test_a_chapter_that_misbehaves_is_named_and_stopped(tmp_path, source, said):
    path = tmp_path / "run.ipynb"
    write_chapter(path, [cell("code", "n = 1", "parameters"), cell("code", source)])
    with pytest.raises(notebooks.ChapterError, match=said):
        notebooks.run(path, tmp_path / "out.ipynb", seconds=2 if "2 s" in said else 60)
    assert not (tmp_path / "out.ipynb").exists()


def test_many_short_prints_over_many_cells_are_no_flood(tmp_path):
    path = tmp_path / "run.ipynb"
    write_chapter(path, [cell("code", "n = 1", "parameters"), *(cell("code", "print('x' * 400_000)") for _ in range(4))])
    notebooks.run(path, tmp_path / "out.ipynb")


def build(tiny, **options):
    """Start a build of the tiny book as a process of its own."""
    return subprocess.Popen([sys.executable, "-m", "pressroom", "book"], cwd=tiny, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)


def children(pid):
    """Return the processes below one."""
    found = subprocess.run(["ps", "-eo", "pid=,ppid="], text=True, capture_output=True, check=True).stdout.split("\n")
    parents = dict(tuple(map(int, line.split())) for line in found if line.strip())
    below = {pid}
    while more := {child for child, parent in parents.items() if parent in below} - below:
        below |= more
    return below - {pid}


def test_killed_at_every_stage_the_previous_site_stays_and_the_next_build_resumes(tiny):
    edition.book(tiny)
    page = tiny / "_build" / "html" / "chapters" / "pears.html"
    before = page.read_bytes()
    (tiny / "data" / "pears.csv").write_text("day,pears\nMonday,3\nTuesday,5\n")
    left = set()
    for reached in ("", "tables", "chapters  "):
        process = build(tiny)
        while reached and reached not in process.stdout.readline():
            assert process.poll() is None, process.stderr.read()
        time.sleep(0.5)
        left |= children(process.pid)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert page.read_bytes() == before
    process = build(tiny)
    said, errors = process.communicate()
    assert process.returncode == 0, errors
    assert "0 run, 1 as before" in said, "the chapter that had run before the kill was run again"
    assert b">8</a> pears" in page.read_bytes()
    assert not [pid for pid in left if os.path.exists(f"/proc/{pid}/cwd") and "forkserver.py" in open(f"/proc/{pid}/cmdline").read()]


def test_a_second_build_changes_nothing_and_a_touched_page_is_built_anew(tiny, capsys):
    edition.book(tiny)
    page = tiny / "_build" / "html" / "chapters" / "pears.html"
    stamp = page.stat().st_mtime_ns
    edition.book(tiny)
    assert page.stat().st_mtime_ns == stamp and "site                         as before" in capsys.readouterr().out
    page.write_text("somebody was here")
    edition.book(tiny)
    assert ">7</a> pears" in page.read_text(encoding="utf-8")


def test_a_disk_that_is_full_is_named_and_the_previous_site_stays(tiny):
    site = tiny / "_build" / "html"
    site.mkdir(parents=True)
    (site / "index.html").write_text("the previous site")
    process = build(tiny, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000)))
    _, errors = process.communicate()
    assert process.returncode == 1 and "stopped: " in errors and "File too large" in errors, errors
    assert (site / "index.html").read_text() == "the previous site" and not (tiny / "_build" / "work").exists()


def test_read_only_tables_are_copied_so_that_the_copy_can_be_written(tiny):
    for path in [*(tiny / "data").iterdir(), tiny / "data"]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    with stage.alone(tiny) as work:
        copy = stage.copied(tiny, work / "book")
        assert all(path.stat().st_mode & 0o200 for path in [copy / "data", *(copy / "data").iterdir()])
    (tiny / "data").chmod(0o755)
