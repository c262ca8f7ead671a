"""The sweep: every chapter once for each combination of the choices that bear on it, on a Dask cluster, resumable.

A chapter depends on its own parameters alone, so a path through all choices is a join of runs and needs none of its own.
Each run is stored under the hash of its statements, values and all that they rest on: what is there is not run again.
"""

import csv
import hashlib
import json
import os
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyarrow
import pyarrow.parquet

from pressroom import PressError, closure, kinds, multiverse, notebooks, slices
from pressroom.project import named, say, settings

STORE = Path("_build") / "sweep"
TABLES = {"sweep_options": ["choice", "option", "place", "question", "title", "reason"],
          "sweep_excluded": ["rule", "choice", "option", "reason"], "sweep_runs": ["run_id", "choice", "option"],
          "sweep_facts": ["run_id", "fact_id", "value"], "sweep_chapters": ["chapter", "runs", "fingerprint"]}
IN_FLIGHT = 4


@dataclass(frozen=True)
class Job:
    """One chapter under one combination of options."""

    run: str
    chapter: str
    options: dict
    values: dict
    parts: tuple
    wanted: tuple
    fingerprint: str

    @property
    def key(self):
        """Address of the result: a hash of everything that can change it."""
        return hashlib.sha256(json.dumps([self.parts, self.values, self.wanted, self.fingerprint], sort_keys=True).encode()).hexdigest()


def jobs(root):
    """Return every run that the multiverse asks for, in order of chapter and of options."""
    root, declared, made = Path(root), multiverse.load(root), []
    wanted, whole = set(named(settings(root)["sweep"]["wanted"])()), settings(root)["sweep"]["whole"]
    for chapter in declared.chapters():
        own = tuple(sorted(name for name in wanted if name in _stored(root / f"{chapter}.ipynb")))
        parts = slices.code(root / f"{chapter}.ipynb", own)
        mark = closure.fingerprint("\n".join(parts), root, whole)
        for number, chosen in enumerate(declared.combinations(declared.bearing(chapter)), 1):
            made.append(Job(f"{Path(chapter).name}_{number:04d}", chapter, chosen, declared.values(chapter, chosen), parts, own, mark))
    return made


def _stored(path):
    """Return the ids of the facts that a chapter stores."""
    return {item["id"] for output in notebooks.outputs(notebooks.read(path), kinds.FACTS) for item in output["facts"]}


def evaluate(job, root, whole):
    """Run one job; return its wanted facts as (id, number). This is what a worker does.

    Raises
    ------
    PressError
        If the worker has other code or tables than the one who asks, or a wanted fact is no number.
    """
    if closure.fingerprint("\n".join(job.parts), root, tuple(whole)) != job.fingerprint:
        raise PressError(f"{job.run}: the worker's code or tables differ from those of the sweep; give every worker the same checkout at {root}")
    found = slices.facts(job.parts, job.values)
    texts = [name for name in job.wanted if isinstance(found[name]["value"], str)]
    if texts:
        raise PressError(f"{job.run}: {', '.join(texts)} is text; only numbers can be held against a bound")
    return [(name, float(found[name]["value"])) for name in job.wanted]


def run(root, address=None, workers=None):
    """Run what is not stored yet, then write the compact tables of all runs into ``data/``.

    Parameters
    ----------
    root : path
    address : str, optional
        A Dask scheduler; ``DASK_SCHEDULER_ADDRESS`` if not given; else a cluster of this machine's own.
    workers : int, optional
        Workers of that cluster; one a core if not given.

    Raises
    ------
    PressError
        Naming the runs that failed; those that succeeded stay stored.
    """
    root, began = Path(root).resolve(), time.monotonic()
    every, store, whole = jobs(root), root / STORE, settings(root)["sweep"]["whole"]
    store.mkdir(parents=True, exist_ok=True)
    waiting = [job for job in every if not (store / f"{job.key}.parquet").exists()]
    say("sweep", f"{len(every)} runs, {len(every) - len(waiting)} of them stored")
    failed = _work(waiting, root, whole, store, address, workers) if waiting else []
    if failed:
        raise PressError(f"{len(failed)} run(s) failed; the others are stored\n" + "\n".join(f"  {line}" for line in failed[:20]))
    write(root, every)
    say("done", f"data/{', data/'.join(f'{name}.csv' for name in TABLES)} in {time.monotonic() - began:.0f} s")


def _work(waiting, root, whole, store, address, workers):
    """Keep a few runs a worker in flight and store each as it comes; return one line for each that failed."""
    from distributed import as_completed
    failed, done = [], 0
    with _client(address, workers) as client:
        ahead, rest = max(1, sum(client.nthreads().values())) * IN_FLIGHT, iter(waiting)

        def submit():
            job = next(rest, None)
            return [] if job is None else [client.submit(evaluate, job, str(root), whole, key=f"{job.run}-{job.key}", pure=False)]
        named_jobs = {f"{job.run}-{job.key}": job for job in waiting}
        stream = as_completed([future for _ in range(ahead) for future in submit()])
        for future in stream:
            job, done = named_jobs[future.key], done + 1
            if future.status == "finished":
                _store(store / f"{job.key}.parquet", future.result())
            else:
                failed.append(f"{job.run} ({', '.join(f'{k}: {v}' for k, v in job.options.items())}): {future.exception()}")
            for new in submit():
                stream.add(new)
            if done % max(1, len(waiting) // 20) == 0:
                say("sweep", f"{done} of {len(waiting)}")
    return failed


@contextmanager
def _client(address, workers):
    """Give a client of the scheduler named, or of a cluster that lives as long as the sweep."""
    from distributed import Client, LocalCluster
    address = address or os.environ.get("DASK_SCHEDULER_ADDRESS")
    if address:
        with Client(address, timeout="30s") as client:
            yield client
        return
    with (LocalCluster(n_workers=workers or os.cpu_count() or 1, threads_per_worker=1, dashboard_address=None, memory_limit="2GiB") as cluster,
          Client(cluster) as client):
        yield client


def _store(path, rows):
    """Write one result so that a reader sees all of it or nothing."""
    table = pyarrow.table({"fact_id": [name for name, _ in rows], "value": [value for _, value in rows]})
    pyarrow.parquet.write_table(table, path.with_suffix(".part"))
    path.with_suffix(".part").replace(path)


def write(root, every):
    """Write the compact tables: options, runs with their options, facts by run, and the fingerprint of each chapter."""
    declared = multiverse.load(root)
    options = [(choice, name, place, content.title, option.title, option.reason)
               for choice, content in declared.choices.items() for place, (name, option) in enumerate(content.options.items(), 1)]
    read = {job.run: pyarrow.parquet.read_table(Path(root) / STORE / f"{job.key}.parquet").to_pylist() for job in every}
    excluded = [(number, *pair, rule.reason) for number, rule in enumerate(declared.excluded, 1) for pair in rule.options.items()]
    rows = {"sweep_options": options, "sweep_excluded": excluded, "sweep_runs": [(job.run, *pair) for job in every for pair in job.options.items()],
            "sweep_facts": [(job.run, row["fact_id"], f"{row['value']:.6g}") for job in every for row in read[job.run]], "sweep_chapters": marks(every)}
    for name, columns in TABLES.items():
        with open(Path(root) / "data" / f"{name}.csv", "w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, lineterminator="\n").writerows([columns, *rows[name]])


def marks(every):
    """Return chapter, number of runs and fingerprint of the declared runs, for each chapter."""
    made = {}
    for job in every:
        made.setdefault(job.chapter, []).append(job.key)
    return [(chapter, len(keys), hashlib.sha256("".join(keys).encode()).hexdigest()) for chapter, keys in made.items()]
