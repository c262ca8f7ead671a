"""A sweep runs each combination once, goes on where it stopped, and survives the death of a worker."""

import csv
import os

import pyarrow.parquet
import pytest

from pressroom import PressError, closure, sweep

from .conftest import cell, storing, write_chapter

STUDY = '''
import os
import signal
from pathlib import Path

HERE = Path(__file__).parent

def wanted():
    return ["pears.total"]

def total(times, basket):
    (HERE / "ran").mkdir(exist_ok=True)
    (HERE / "ran" / f"{times}_{basket}_{os.getpid()}").write_text("")
    if (HERE / "kill").exists() and times == 2:
        (HERE / "kill").unlink()
        os.kill(os.getpid(), signal.SIGKILL)
    if (HERE / "fail").exists() and times == 3:
        raise ValueError("the basket broke")
    return 7 * times + basket
'''
DECLARED = """
choices:
  times:
    title: How often?
    options:
      once: {title: Once, reason: plain, parameters: {chapters/pears: {times: 1}}}
      twice: {title: Twice, reason: more, parameters: {chapters/pears: {times: 2}}}
      thrice: {title: Thrice, reason: most, parameters: {chapters/pears: {times: 3}}}
  basket:
    title: With the basket?
    options:
      without: {title: Without, reason: plain, parameters: {chapters/pears: {basket: 0}}}
      with: {title: With, reason: weight, parameters: {chapters/pears: {basket: 1}}}
"""


@pytest.fixture
def orchard(tiny, monkeypatch):
    """The tiny book with two choices of three and two options."""
    (tiny / "orchard.py").write_text(STUDY, encoding="utf-8")
    (tiny / "multiverse.yaml").write_text(DECLARED, encoding="utf-8")
    with open(tiny / "pyproject.toml", "a", encoding="utf-8") as stream:
        stream.write('[tool.pressroom.sweep]\nwanted = "orchard:wanted"\nwhole = []\n')
    path = tiny / "chapters" / "pears.ipynb"
    write_chapter(path, [cell("code", "import orchard\nfrom pressroom import door"), cell("code", "times = 1\nbasket = 0", "parameters"),
                         storing('door.facts([door.fact("pears.total", orchard.total(times, basket), "{}", "pears", ["pears"], orchard.total)])', "pears.total")])
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tiny), os.environ.get("PYTHONPATH", "")]))
    monkeypatch.delenv("DASK_SCHEDULER_ADDRESS", raising=False)
    yield tiny
    import sys
    sys.modules.pop("orchard", None)
    closure._fingerprint.cache_clear()


def values(root):
    with open(root / "data" / "sweep_facts.csv", encoding="utf-8", newline="") as stream:
        return [float(row["value"]) for row in csv.DictReader(stream)]


def test_a_sweep_survives_a_killed_worker_and_goes_on_where_it_stopped(orchard):
    (orchard / "kill").write_text("")
    (orchard / "fail").write_text("")
    with pytest.raises(PressError, match=r"2 run\(s\) failed(.|\n)*times: thrice(.|\n)*the basket broke"):
        sweep.run(orchard, workers=1)
    stored = sorted((orchard / sweep.STORE).glob("*.parquet"))
    assert len(stored) == 4 and not (orchard / "kill").exists(), "the runs after the killed worker are stored"
    assert not (orchard / "data" / "sweep_facts.csv").exists(), "a sweep with gaps writes no tables"
    (orchard / "fail").unlink()
    before = {path: path.stat().st_mtime_ns for path in stored}
    sweep.run(orchard, workers=1)
    assert values(orchard) == [7, 8, 14, 15, 21, 22]
    assert all(path.stat().st_mtime_ns == before[path] for path in stored), "what was stored is not run again"
    ran = sorted(path.name for path in (orchard / "ran").iterdir())
    sweep.run(orchard, workers=1)
    assert sorted(path.name for path in (orchard / "ran").iterdir()) == ran, "nothing was left to run"
    with open(orchard / "data" / "sweep_runs.csv", encoding="utf-8", newline="") as stream:
        assert [row["option"] for row in csv.DictReader(stream) if row["run_id"] == "pears_0004"] == ["twice", "with"]


def test_a_sweep_uses_the_scheduler_that_is_named(orchard, monkeypatch):
    from distributed import LocalCluster
    with LocalCluster(n_workers=1, processes=False, dashboard_address=None) as cluster:
        monkeypatch.setenv("DASK_SCHEDULER_ADDRESS", cluster.scheduler_address)
        sweep.run(orchard)
    assert values(orchard) == [7, 8, 14, 15, 21, 22]
    assert {path.name.rpartition("_")[2] for path in (orchard / "ran").iterdir()} == {str(os.getpid())}, "another cluster did the work"


def test_a_worker_with_other_tables_refuses(orchard):
    job = sweep.jobs(orchard)[0]
    assert sweep.evaluate(job, str(orchard), []) == [("pears.total", 7.0)]
    (orchard / "orchard.py").write_text(STUDY.replace("7 * times", "8 * times"), encoding="utf-8")
    closure._fingerprint.cache_clear()
    with pytest.raises(PressError, match="the worker's code or tables differ"):
        sweep.evaluate(job, str(orchard), [])
    assert sweep.marks(sweep.jobs(orchard)) != sweep.marks([job]), "and the record of the sweep is no longer current"


def test_a_half_written_result_is_no_result(orchard):
    store = orchard / "store"
    store.mkdir()
    sweep._store(store / "a.parquet", [("pears.total", 7.0)])
    assert [path.name for path in store.iterdir()] == ["a.parquet"]
    assert pyarrow.parquet.read_table(store / "a.parquet").to_pylist() == [{"fact_id": "pears.total", "value": 7.0}]


def test_a_text_cannot_be_held_against_a_bound(orchard):
    path = orchard / "chapters" / "pears.ipynb"
    path.write_text(path.read_text().replace("orchard.total(times, basket), ", "str(orchard.total(times, basket)), "), encoding="utf-8")
    with pytest.raises(PressError, match="pears.total is text"):
        sweep.evaluate(sweep.jobs(orchard)[0], str(orchard), [])
