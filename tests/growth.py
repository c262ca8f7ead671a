"""Growth: the events and all that hangs on them many times over; what then becomes of the checks and of the record chapter.

``python -m tests.growth`` (``make growth``) is the whole; ``test_growth.py`` holds a small share of it.
"""

import argparse
import csv
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CHAPTER = "chapters/drivers/record.ipynb"
# Tables whose rows belong to one event each.
TABLES = ("events", "reports", "attributions")
MOST_SECONDS, MOST_MB = 60, 4096


def book(target, times):
    """Write a copy of the book under ``target`` whose events, with their reports and attributions, stand in it so many times, each under an id and a target of its own."""
    for name in ("iraq_report", "pressroom", "chapters", "data", "hypotheses", "scenarios"):
        shutil.copytree(ROOT / name, target / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copyfile(ROOT / "pyproject.toml", target / "pyproject.toml")
    for name in TABLES:
        with open(ROOT / "data" / f"{name}.csv", encoding="utf-8", newline="") as stream:
            head, *rows = csv.reader(stream)
        own = {place for place, column in enumerate(head) if column == "event_id" or (place == 0 and column.endswith("_id"))}
        marked = {head.index("target")} if "target" in head else set()
        with open(target / "data" / f"{name}.csv", "w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(head)
            for number in range(times):
                for row in rows:
                    writer.writerow([f"{cell}_{number}" if number and place in own else f"{cell} {number}".strip() if number and place in marked else cell
                                     for place, cell in enumerate(row)])
    return target


def checked(folder):
    """Return the faults that the book's own rules find in its tables."""
    made = subprocess.run([sys.executable, "-m", "iraq_report.rules"], cwd=folder, text=True, capture_output=True, env=_environment(folder))
    return made.stderr.splitlines()


def chapter(folder):
    """Run the record chapter; return the notebook as text."""
    subprocess.run([sys.executable, "-m", "pressroom", "run", CHAPTER, "run.ipynb"], cwd=folder, check=True, env=_environment(folder))
    return Path(folder, "run.ipynb").read_text(encoding="utf-8")


def _environment(folder):
    return os.environ | {"PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}


def main():
    """Measure; return 1 if it takes longer or more than is allowed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=614, help="how many times the events; 614 makes some 600,000 rows")
    times = parser.parse_args().times
    with tempfile.TemporaryDirectory(prefix="growth-") as work:
        folder, began = book(Path(work, "book"), times), time.monotonic()
        faults = checked(folder)
        between = time.monotonic()
        text = chapter(folder)
        seconds, most = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"events x {times}: checks {between - began:.0f} s, record chapter {seconds - between + began:.0f} s, largest process {most:.0f} MB, notebook {len(text) / 1024:.0f} kB, faults {len(faults)}")
    return int(bool(faults) or seconds > MOST_SECONDS or most > MOST_MB)


if __name__ == "__main__":
    sys.exit(main())
