"""The benchmark: this press against the stock tools on the same book and machine, alternating, several times.

Each case runs in a copy of the book. Time on the clock suffers from whatever else the machine does; processor time,
summed over all processes of a case, does so much less: both go on record, ``benchmark.json``, which the book shows
(:mod:`pressroom.ratios`).
"""

import csv
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import yaml

from pressroom import PressError, kernels, lighthouse, notebooks, store, verify
from pressroom.project import say

RECORD = "benchmark.json"
PRESS = [sys.executable, "-m", "pressroom", "book"]
# Each chapter by papermill on its command line, as its manual shows.
PAPERMILL = 'for chapter in $(cd chapters && find . -name "*.ipynb"); do "$0" -m papermill --no-progress-bar --cwd chapters/$(dirname $chapter) chapters/$chapter chapters/$chapter || exit 1; done'
SWEPT = 200
TIMES = 10


def copied(root, target):
    """Copy what a book is made of, and nothing that was built."""
    shutil.copytree(root, target, ignore=lambda folder, names: [name for name in names if store.PASSING.fullmatch(name)])
    return target


def measured(command, folder, environment):
    """Run a command to its end; return its seconds by the clock, its processor seconds and the size of its largest process in MB.

    Raises
    ------
    PressError
        If it fails: the time of a failure is no measurement.
    """
    began = time.monotonic()
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=said, stderr=said)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            raise PressError(f"{' '.join(map(str, command))} failed\n{said.read()[-2000:]}")
    return round(time.monotonic() - began, 2), round(used.ru_utime + used.ru_stime, 2), round(used.ru_maxrss / 1024)


def reworded(book):
    """Change the words of the first chapter."""
    _edit(notebooks.chapters(book)[0], "markdown", "\n\nA sentence more.")


def recoded(book):
    """Change the code of the first chapter."""
    _edit(notebooks.chapters(book)[0], "code", "\n# A remark more.")


def _edit(path, kind, more):
    notebook = notebooks.read(path)
    cell = [cell for cell in notebook["cells"] if cell["cell_type"] == kind][1]
    cell["source"] += more
    path.write_text(notebooks.written(notebook), encoding="utf-8")


def reordered(book):
    """Let the last two rows of the table with the most rows change places."""
    path = max(Path(book, "data").glob("*.csv"), key=lambda path: path.stat().st_size)
    with open(path, encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    rows[-1], rows[-2] = rows[-2], rows[-1]
    with open(path, "w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows(rows)


def executing(book):
    """Let Jupyter Book run the chapters itself and keep what they gave in its cache."""
    path = Path(book, "_config.yml")
    config = yaml.safe_load(path.read_text(encoding="utf-8"))
    path.write_text(yaml.safe_dump(config | {"execute": {"execute_notebooks": "cache", "timeout": 600}}, allow_unicode=True), encoding="utf-8")


def bare(book):
    """Take our extensions out, so that nothing is built but what Jupyter Book builds for anybody."""
    path = Path(book, "_config.yml")
    config = yaml.safe_load(path.read_text(encoding="utf-8"))
    config["sphinx"].pop("local_extensions", None)
    config["sphinx"]["config"] = {name: value for name, value in config["sphinx"]["config"].items() if not name.startswith("press_")}
    path.write_text(yaml.safe_dump(config, allow_unicode=True), encoding="utf-8")


def cases(book, home, plain):
    """Yield each case: its name, the tool, what to change first, the place, the command, what its environment adds.

    Parameters
    ----------
    book, home, plain : path
        Copies: for the press, for the stock tools, for Jupyter Book without our extensions.
    """
    cold, stock = {kernels.ADDRESS: "cold"}, [str(Path(sys.executable).with_name("jupyter-book")), "build", ".", "-q"]
    nbval = [sys.executable, "-m", "pytest", "--nbval", "-q", "-p", "no:cacheprovider", "chapters"]
    yield "chapters run", "stock", None, home, ["sh", "-c", PAPERMILL, sys.executable], cold
    yield "site built", "stock", None, home, stock, cold
    yield "site built, without our extensions", "stock", bare, plain, stock, cold
    yield "whole book", "press", None, book, PRESS, {}
    yield "nothing changed", "press", None, book, PRESS, {}
    yield "words of one chapter changed", "press", reworded, book, PRESS, {}
    yield "code of one chapter changed", "press", recoded, book, PRESS, {}
    yield "rows of one table changed", "press", reordered, book, PRESS, {}
    yield "strict nbval", "stock", None, home, nbval, cold
    yield "strict nbval", "press", None, home, [*nbval, "-n", str(os.cpu_count()), "--dist", "loadscope"], {kernels.DEFAULT_PROVISIONER: kernels.NAME}
    yield "whole book, run by Jupyter Book", "stock", executing, home, ["sh", "-c", 'rm -rf _build; exec "$0" build . -q', stock[0]], cold
    yield "nothing changed", "stock", None, home, stock, cold
    for workers in (1, 2):
        yield f"sweep of {SWEPT} runs, {workers} worker{'s' * (workers > 1)}", "press", None, book, [sys.executable, "-c", f"from pressroom import bench; bench.swept({workers})"], {}
    yield f"{TIMES} chapters, one run each", "press", None, book, [sys.executable, "-c", "from pressroom import bench; bench.grown(1)"], {}
    yield f"{TIMES} chapters, {TIMES} runs each", "press", None, book, [sys.executable, "-c", f"from pressroom import bench; bench.grown({TIMES})"], {}


def swept(workers):
    """Run the first runs of the sweep of the book in this folder, none of them stored."""
    from pressroom import sweep
    from pressroom.project import settings
    root = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        failed = sweep._work(sweep.jobs(root)[:SWEPT], root, settings(root)["sweep"]["whole"], Path(folder), None, workers)
    if failed:
        raise PressError("\n".join(failed))


def grown(times):
    """Run the first chapters of the book in this folder so often, each copy a chapter of its own."""
    from pressroom import edition, graph
    root = Path.cwd()
    paths = notebooks.chapters(root)
    for place, path in enumerate(paths):
        for number in range(times if place < TIMES else 0):
            copy = path.with_name(f"{path.stem}_{number}.ipynb")
            shutil.copyfile(path, copy)
            # Copies that are alike would be run once.
            _edit(copy, "code", f"\n# Copy {number}.")
        path.rename(path.with_suffix(".kept"))
    try:
        shutil.rmtree(root / "_build" / "cache", ignore_errors=True)
        edition.run_chapters(graph.Graph(root), lambda text: None)
    finally:
        for path in notebooks.chapters(root):
            path.unlink()
        for path in paths:
            path.with_suffix(".kept").rename(path)


def run(root, repetitions=3, tool=None):
    """Run every case, and write the record after each repetition.

    Parameters
    ----------
    root : path
        The book, as it is committed.
    repetitions : int
    tool : path, optional
        ``node_modules/lighthouse/cli/index.js``; without it, pages are weighed but not judged by Lighthouse.
    """
    plain = {name: value for name, value in os.environ.items() if name not in (kernels.ADDRESS, kernels.DEFAULT_PROVISIONER, store.FOLDER)}
    root, rows = Path(root), {}
    record = {"measured": time.strftime("%Y-%m-%d", time.gmtime()), "commit": subprocess.run(["git", "rev-parse", "HEAD"], cwd=root, text=True, capture_output=True).stdout.strip(),
              "machine": f"{platform.system()} {platform.machine()}, {os.cpu_count()} processors, Python {platform.python_version()}",
              "versions": {name: version for name, version in verify.versions(root).items() if name in ("jupyter-book", "papermill", "nbval", "pytest", "distributed")},
              "chapters": len(notebooks.chapters(root)), "repetitions": 0, "cases": [], "pages": []}
    for repetition in range(1, repetitions + 1):
        with tempfile.TemporaryDirectory(prefix="press-") as folder:
            places = [copied(root, Path(folder, name)) for name in ("press", "stock", "plain")]
            for case, name, change, place, command, extra in cases(*places):
                if change:
                    change(place)
                found = measured(command, place, plain | {"PYTHONPATH": str(place)} | extra)
                say(case, f"{name}: {found[0]} s, {found[1]} s of processors, {found[2]} MB")
                rows.setdefault((case, name), []).append(found)
                if case == "strict nbval" and not record["pages"]:  # both sites stand by then
                    record["pages"] += lighthouse.compared({"press": places[0] / "_build" / "html", "stock": places[2] / "_build" / "html"}, tool)
        record["repetitions"], record["cases"] = repetition, [{"case": case, "tool": name, "seconds": [row[0] for row in found], "processor_seconds": [row[1] for row in found], "largest_process_mb": [row[2] for row in found]}
                           for (case, name), found in rows.items()]
        Path(root, RECORD).write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    say("done", f"{RECORD}; commit it, and the next edition shows it")
