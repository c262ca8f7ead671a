"""The graph of a build: what it makes, each part again only when something that it read has changed.

A static task file cannot know what a chapter reads before it has run; so each run is watched, and its result kept
with the state of what it read. Results are found by content: going back to an earlier state finds them again.
"""

import functools
import os
import sys
import tempfile
import time
from pathlib import Path

from pressroom import kernels, notebooks, store

PRESS = Path(__file__).resolve().parent
# The parts of the press that shape what a run gives without being read by it.
RUNNERS = ("kernels.py", "forkserver.py", "guard.py", "notebooks.py", "graph.py", "store.py")


class StepError(RuntimeError):
    """A step failed; the message holds what it said."""


class Graph:
    """The steps of one build of one book."""

    def __init__(self, root):
        self.root = Path(root).resolve()
        self.store = store.Store(self.root / "_build" / "cache")
        os.environ[store.FOLDER] = str(self.store.folder)
        common = store.digest(store.environment(), store.state(self.root / "requirements.txt"), [store.state(PRESS / name) for name in RUNNERS])
        self.key = functools.partial(store.digest, common)

    def chapter(self, path, values=None, seconds=notebooks.CELL_SECONDS):
        """Return a chapter as run with the given parameters, and the seconds that it took; none if nothing had to run.

        Prose does not run: where only the words of a chapter changed, they are put around the outputs kept.

        Raises
        ------
        ChapterError
            If it does not run.
        """
        source = notebooks.read(path)
        key = self.key("chapter", str(path.parent), values or {}, [_part(cell) for cell in source["cells"]])
        kept = self.store.find(key)
        if kept is not None:
            return _with_words(kept, source), None
        began, watch = time.time(), time.monotonic()
        with tempfile.TemporaryDirectory(prefix="press-") as folder:
            output, log = Path(folder, "run.ipynb"), Path(folder, "log")
            notebooks.run(path, output, values, seconds, log)
            text = output.read_text(encoding="utf-8")
            self.store.keep(key, log, began, text)
        return text, time.monotonic() - watch

    def call(self, target):
        """Return what ``module:function`` of the project returns, as JSON has it.

        Raises
        ------
        StepError
            If it raises.
        """
        key = self.key("call", target)
        kept = self.store.find(key)
        if kept is not None:
            return kept["returned"]
        began = time.time()
        with tempfile.TemporaryDirectory(prefix="press-") as folder:
            output, log = Path(folder, "returned"), Path(folder, "log")
            # Warm: what rests on the same will have to run as well, and libraries that start programs when imported are imported already.
            self.watched(log, target, output, start=kernels.start)
            returned = store.read(output)
            self.store.keep(key, log, began, {"returned": returned})
        return returned

    def watched(self, log, target, output="", arguments=(), folder=None, environment=None, start=kernels.start_at_once):
        """Run ``module:function`` in a process of its own, under watch.

        Raises
        ------
        StepError
            With what it said, if it ends with an error.
        """
        command = [sys.executable, "-m", "pressroom.guard", str(log), target, str(output), *map(str, arguments)]
        with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as said:
            process = start(command, environment or dict(os.environ), folder or self.root, said)
            try:
                code = process.wait()
            except BaseException:
                process.kill()
                raise
            said.seek(0)
            if code:
                raise StepError(said.read())


def _part(cell):
    return [cell["cell_type"], cell["metadata"].get("tags", []), cell["source"] if cell["cell_type"] == "code" else ""]


def _with_words(text, source):
    """Return a kept run with the words of the chapter as they are now."""
    made = notebooks.parsed(text)
    for cell, words in zip((cell for cell in made["cells"] if cell["cell_type"] != "code"), (cell for cell in source["cells"] if cell["cell_type"] != "code")):
        cell["source"] = words["source"]
    return notebooks.written(made)
