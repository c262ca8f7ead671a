"""The benchmark: what it measures and what it makes of it, by hand; never how fast anything is."""

import csv
import os
import sys

import pytest

from pressroom import PressError, bench, lighthouse, notebooks, ratios

from .conftest import cell, write_chapter


def record(**cases):
    """Return a record with these medians: ``case__tool`` -> seconds."""
    rows = [(*name.split("__"), value) for name, value in cases.items()]
    return {"measured": "2026-01-01", "commit": "a" * 40, "machine": "a machine", "versions": {"papermill": "1"}, "chapters": 4, "repetitions": 3, "pages": [],
            "cases": [{"case": case.replace("_", " "), "tool": tool, "seconds": [value + 1, value, value - 1], "processor_seconds": [1, 2, 3],
                       "largest_process_mb": [100, 300, 200]} for case, tool, value in rows]}


def test_ratios_are_those_of_medians_and_the_stock_steps_are_summed():
    found = ratios.ratios(record(chapters_run__stock=80.0, site_built__stock=20.0, whole_book__press=25.0, strict_nbval__stock=60.0, strict_nbval__press=10.0))
    assert found == [("Whole book from nothing", 100.0, 25.0, 4.0, "at least 5"), ("Strict nbval of all chapters", 60.0, 10.0, 6.0, "at least 4")]


def test_a_run_of_the_sweep_is_held_against_a_chapter_run_by_papermill():
    made = record(chapters_run__stock=80.0)
    made["cases"] += [{"case": f"sweep of {bench.SWEPT} runs, {words}", "tool": "press", "seconds": [seconds], "processor_seconds": [1], "largest_process_mb": [1]}
                      for words, seconds in (("1 worker", 100.0), ("2 workers", 50.0))]
    found = {title: ratio for title, _, _, ratio, _ in ratios.ratios(made)}
    assert found == {"One run of a sweep, one worker, against papermill": pytest.approx(20 * bench.SWEPT / 100), "Sweep with two workers against one": 2.0}


def test_the_page_names_what_missed_its_mark_beside_what_was_wanted():
    text = ratios.page_html(record(chapters_run__stock=80.0, site_built__stock=20.0, whole_book__press=25.0, nothing_changed__press=2.0))
    assert ">4.0<" in text and ">at least 5<" in text and "Nothing changed: 2.0 seconds; wanted: under 1" in text and "papermill 1" in text


def test_a_measurement_knows_processor_time_and_memory_of_all_below(tmp_path):
    code = "import subprocess, sys; subprocess.run([sys.executable, '-c', 'x = bytearray(200_000_000); sum(range(3_000_000))'])"
    seconds, processor, memory = bench.measured([sys.executable, "-c", code], tmp_path, dict(os.environ))
    assert 0 < processor < seconds + 1 and memory > 190
    with pytest.raises(PressError, match="oh no"):
        bench.measured([sys.executable, "-c", "raise SystemExit('oh no')"], tmp_path, dict(os.environ))


def test_the_edits_change_one_thing_each(tiny):
    path = tiny / "chapters" / "pears.ipynb"
    write_chapter(path, [cell("markdown", "# P"), cell("markdown", "Words."), cell("code", "times = 1", "parameters"), cell("code", "print(1)")])
    before = notebooks.read(path)["cells"]
    bench.reworded(tiny)
    bench.recoded(tiny)
    after = notebooks.read(path)["cells"]
    assert [one["source"] == two["source"] for one, two in zip(before, after)] == [True, False, True, False]
    bench.reordered(tiny)
    with open(tiny / "data" / "pears.csv", encoding="utf-8", newline="") as stream:
        assert list(csv.reader(stream)) == [["day", "pears"], ["Tuesday", "4"], ["Monday", "3"]]


def test_the_heaviest_page_of_each_kind_is_found(tmp_path):
    for name, text in {"index.html": "x", "chapters/a.html": "words " * 9, "chapters/b.html": "press-specification " * 9, "chapters/c.html": "press-specification",
                       "records/t/one.html": "1", "records/t/two.html": "22"}.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    assert lighthouse.heaviest(tmp_path) == {"front page": "index.html", "page with charts": "chapters/b.html", "page of text": "chapters/a.html",
                                             "page of a record": "records/t/two.html", "search": "search.html"}
    [one, *_] = lighthouse.compared({"press": tmp_path})
    assert one["kind"] == "front page" and one["site"] == "press" and "performance" not in one
