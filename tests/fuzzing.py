"""Fuzz: mutated tables, descriptors, cards and scenarios, each refused at its place or accepted as truly valid.

``python -m tests.fuzzing --cases 10000 --seed 1`` runs them all and prints the counts by kind; the tests run a sample.
A case is named by its seed, so that one that fails can be run again alone.
"""

import argparse
import atexit
import collections
import csv
import io
import os
import random
import re
import shutil
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from frictionless import Resource

from iraq_report import hypotheses, rules, tables
from pressroom import dictionary, facts, records, scenarios
from tests import mutations

ROOT = Path(__file__).resolve().parents[1]
KINDS = ("table", "descriptor", "card", "scenario")
PLACES = {"table": ("data", "*.csv"), "descriptor": ("data", "*.resource.yaml"), "card": ("hypotheses", "*.yaml"), "scenario": ("scenarios", "*.yaml")}


@dataclass(frozen=True)
class Outcome:
    """What became of one mutated file."""

    seed: int
    kind: str
    mutation: str
    file: str
    verdict: str
    said: str = ""

    @property
    def good(self):
        """Whether the file was refused at its place, or accepted and truly valid, or not changed at all."""
        return self.verdict in ("refused", "accepted", "unchanged")


@cache
def workshop():
    """Return a copy of tables, cards and scenarios in a folder with a space and Arabic letters in its name, one for each process."""
    folder = Path(tempfile.mkdtemp(prefix="fuzz كتاب ")) / "book"
    for name in ("data", "hypotheses", "scenarios"):
        shutil.copytree(ROOT / name, folder / name)
    os.symlink(ROOT / "chapters", folder / "chapters")
    atexit.register(shutil.rmtree, folder.parent, ignore_errors=True)
    return folder


@cache
def files(kind):
    """Return the files of a kind, sorted by name."""
    folder, pattern = PLACES[kind]
    return sorted(path.name for path in (ROOT / folder).glob(pattern))


@cache
def stored_facts():
    """Return the facts of the book."""
    return facts.collect(ROOT)


def case(seed):
    """Mutate one file, as ``seed`` says, and judge what the checks make of it."""
    choice = random.Random(seed)
    kind = choice.choices(KINDS, weights=(6, 2, 1, 1))[0]
    name = choice.choice(files(kind))
    before = (workshop() / PLACES[kind][0] / name).read_bytes()
    if kind == "table":
        mutation, after, must = mutations.table(choice, before, tables.descriptor(name.removesuffix(".csv")))
    else:
        mutation, after, must = mutations.mapping(choice, before, kind)
    verdict, said = ("unchanged", "") if after == before else judged(kind, name, after, must)
    return Outcome(seed, kind, mutation, name, verdict, said)


def judged(kind, name, after, must=False):
    """Return the verdict on a file whose bytes are ``after``; what ``must`` be refused and is not passed silently."""
    path = workshop() / PLACES[kind][0] / name
    before = path.read_bytes()
    path.write_bytes(after)
    try:
        verdict, said = JUDGES[kind](path, after)
    # Whatever else is raised is the crash that this looks for.
    except Exception as error:
        verdict, said = "crashed", f"{type(error).__name__}: {error}"[:300]
    finally:
        path.write_bytes(before)
    return ("silent" if must and verdict == "accepted" else verdict), said


def refusal(found, name, kind):
    """Return the verdict on faults: refused if each says where, what was found, what is allowed and what to do."""
    for fault in found:
        if not (fault.file and fault.found and fault.allowed and fault.remedy) or len(str(fault)) > 20_000:
            return "vague", str(fault)[:300]
    # A fault may show in another table than the one that was changed: a row that is gone is missed by those that point at it.
    if kind != "table" and not any(fault.file == name or fault.file.endswith(".csv") or fault.file == "data" for fault in found):
        return "vague", f"{name} is not named: {found[0]}"
    if kind == "table" and not any(fault.row or fault.column or fault.file != name for fault in found):
        return "vague", f"no row: {found[0]}"
    return "refused", str(found[0])[:300]


def _table(path, after):
    found = rules.faults(path.parent)
    if found:
        return refusal(found, path.name, "table")
    frame = tables.load(path.stem, path.parent)
    rows = list(csv.reader(io.StringIO(after.decode("utf-8").replace("\r\n", "\n"))))
    if len(frame) != len(rows) - 1:
        return "silent", f"{len(rows) - 1} rows written, {len(frame)} loaded"
    for position, column in enumerate(rows[0]):
        for cell, value in zip([row[position] for row in rows[1:]], frame[column]):
            if not mutations.same(cell, value):
                return "silent", f"{column}: {cell!r} became {value!r}"
    # A second opinion: the reference reader of the format.
    content = tables.descriptor(path.stem, path.parent)
    content["schema"].pop("foreignKeys", None)
    report = Resource.from_descriptor(content, basepath=str(path.parent)).validate()
    return ("accepted", "") if report.valid else ("silent", str(report.flatten(["type", "note"])[:2]))


def _descriptor(path, after):
    found = rules.faults(path.parent)
    if found:
        return refusal(found, path.name, "descriptor")
    name = path.name.removesuffix(".resource.yaml")
    content = tables.descriptor(name, path.parent)
    Resource.from_descriptor(content, basepath=str(path.parent))
    dictionary.table(path, "data")
    shown = records.Records(path.parent)
    for table in shown.paged:
        if table == name:
            key = next(iter(shown.paged[table].by_key), None)
            shown.page(table, key, {"title": "t", "home": "h", "dictionary": "d", "browsers": {}, "titles": {}})
    return "accepted", ""


def _card(path, after):
    found = rules.faults(path.parents[1] / "data")
    if found:
        return refusal(found, path.name, "card")
    cards = hypotheses.load(path.parent)
    assert len(hypotheses.overview(cards)) == len(cards) and len(hypotheses.voices(cards))
    return "accepted", ""


def _scenario(path, after):
    try:
        scenario = scenarios.load(path)
        scenarios.check(path.parents[1], scenario)
    except scenarios.ScenarioError as error:
        located = "allowed" in str(error) and (path.name in str(error) or "chapter" in str(error))
        return ("refused" if located else "vague"), str(error)[:300]
    # A wrong expectation is no fault of form: it is one when the scenario runs.
    for line in scenarios.misses(scenario, stored_facts()):
        assert re.match(r".+: expected ", line)
    return "accepted", ""


JUDGES = {"table": _table, "descriptor": _descriptor, "card": _card, "scenario": _scenario}


def run(seeds, workers=1):
    """Return the outcome of each seed."""
    if workers == 1:
        return [case(seed) for seed in seeds]
    with ProcessPoolExecutor(workers) as pool:
        return list(pool.map(case, seeds, chunksize=50))


def told(outcomes):
    """Return counts by kind and verdict, and a line for each case that is not good."""
    counts = collections.Counter((item.kind, item.verdict) for item in outcomes)
    lines = [f"{kind:<11}" + ", ".join(f"{verdict} {number}" for (of, verdict), number in sorted(counts.items()) if of == kind) for kind in KINDS]
    return lines + [f"case {item.seed}: {item.file}, {item.mutation}: {item.verdict.upper()} {item.said}" for item in outcomes if not item.good]


def main(arguments=None):
    """Run the cases; return 1 if any crashed, passed silently or was refused without a place."""
    parser = argparse.ArgumentParser(prog="tests.fuzzing", description=__doc__)
    parser.add_argument("--cases", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1, help="the first case")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    chosen = parser.parse_args(arguments)
    outcomes = run(range(chosen.seed, chosen.seed + chosen.cases), chosen.workers)
    print("\n".join(told(outcomes)))
    return 0 if all(item.good for item in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
