"""The benchmark: this press against the stock tools on the same book and machine, alternating, with medians.

Each case runs in a copy of the book. Time on the clock suffers from whatever else the machine does;
processor time, summed over all processes of a case, does so much less: both are written down.
"""

import csv
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat

from pressroom import kernels, notebooks, store

COLUMNS = ("case", "tool", "repetition", "seconds", "processor_seconds", "largest_process_mb")
PRESS = [sys.executable, "-m", "pressroom", "book"]
BUILD = [str(Path(sys.executable).with_name("jupyter-book"))]


def copied(root, target):
    """Copy what a book is made of, and nothing that was built."""
    shutil.copytree(root, target, ignore=lambda folder, names: [name for name in names if store.PASSING.fullmatch(name)])
    return target


def measured(command, folder, environment):
    """Run a command to its end; return its seconds by the clock, its processor seconds and the size of its largest process in MB.

    Raises
    ------
    RuntimeError
        If it fails: the time of a failure is no measurement.
    """
    began = time.monotonic()
    with tempfile.TemporaryFile("w+") as said:
        process = subprocess.Popen(command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=said, stderr=said)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            raise RuntimeError(f"{' '.join(map(str, command))} failed\n{said.read()[-2000:]}")
    return time.monotonic() - began, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def reworded(book):
    """Change the words of the first chapter."""
    _edit(book, "markdown", "\n\nA sentence more.")


def recoded(book):
    """Change the code of the first chapter."""
    _edit(book, "code", "\n# A remark more.")


def _edit(book, kind, more):
    path = notebooks.chapters(book)[0]
    notebook = nbformat.read(path, 4)
    cell = [cell for cell in notebook.cells if cell.cell_type == kind][1]
    cell.source += more
    nbformat.write(notebook, path)


def reordered(book):
    """Let the last two rows of the table with the most rows change places."""
    path = max(Path(book, "data").glob("*.csv"), key=lambda path: path.stat().st_size)
    with open(path, encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    rows[-1], rows[-2] = rows[-2], rows[-1]
    with open(path, "w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, lineterminator="\n").writerows(rows)


def cases(book, home):
    """Yield each case: its name, the tool, what to change first, the command, what its environment adds.

    Parameters
    ----------
    book : path
        The copy that the press builds; it has a built site from the second case on.
    home : path
        The copy for the stock tools.
    """
    stock = "for chapter in $(cd chapters && find . -name '*.ipynb'); do {python} -m papermill --no-progress-bar --cwd chapters/$(dirname $chapter) " \
            "chapters/$chapter chapters/$chapter || exit 1; done; rm -rf _build; {book} build . -q"
    script = stock.format(python=sys.executable, book=BUILD[0])
    cold, nbval = {kernels.ADDRESS: "cold"}, [sys.executable, "-m", "pytest", "--nbval", "-q", "-p", "no:cacheprovider", "chapters"]
    yield "whole book", "stock", None, home, ["sh", "-c", script], cold
    yield "whole book", "press", None, book, PRESS, {}
    yield "nothing changed", "press", None, book, PRESS, {}
    yield "words of one chapter", "press", reworded, book, PRESS, {}
    yield "code of one chapter", "press", recoded, book, PRESS, {}
    yield "rows of one table", "press", reordered, book, PRESS, {}
    yield "strict nbval", "stock", None, home, nbval, cold
    yield "strict nbval", "press", None, home, [*nbval, "-n", str(os.cpu_count()), "--dist", "loadscope"], {kernels.DEFAULT_PROVISIONER: kernels.NAME}


def run(root, target, repetitions=3):
    """Run every case, and write the measurements after each."""
    plain = {name: value for name, value in os.environ.items() if name not in (kernels.ADDRESS, kernels.DEFAULT_PROVISIONER, store.FOLDER)}
    rows = []
    for repetition in range(1, repetitions + 1):
        with tempfile.TemporaryDirectory(prefix="press-") as folder:
            book, home = copied(root, Path(folder, "press")), copied(root, Path(folder, "stock"))
            for case, tool, change, place, command, extra in cases(book, home):
                if change:
                    change(place)
                found = measured(command, place, plain | {"PYTHONPATH": str(place)} | extra)
                rows.append((case, tool, repetition, *(round(value, 1) for value in found)))
                print(*rows[-1], sep="  ", flush=True)
                with open(target, "w", encoding="utf-8", newline="") as stream:
                    csv.writer(stream, lineterminator="\n").writerows([COLUMNS, *rows])


def medians(rows):
    """Return case, tool and the medians of seconds, processor seconds and MB over the repetitions, in order of appearance."""
    groups = {}
    for row in rows:
        groups.setdefault((row["case"], row["tool"]), []).append(row)
    return [(case, tool, *(statistics.median(float(row[column]) for row in group) for column in COLUMNS[3:])) for (case, tool), group in groups.items()]
