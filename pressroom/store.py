"""Results by content: what a run gave is kept with the state of all it read, and used again only while that is the same."""

import hashlib
import json
import os
import re
import sys
import sysconfig
import time
from functools import cache
from pathlib import Path

from pressroom import guard

FOLDER = "PRESS_STORE"
# Names that come and go without meaning anything to a run.
PASSING = re.compile(r"\..*|_build|__pycache__|.*\.egg-info|.*~")
KEPT_DAYS = 30
# A clock of the file system may lag behind the one that a program reads.
CLOCK_SECONDS = 0.02


def digest(*parts):
    """Return one hash over parts that JSON can write."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True, ensure_ascii=False, default=str).encode()).hexdigest()


def state(path):
    """Return what a run could see of a path: a hash of its bytes, for a folder of its names, or ``absent``."""
    try:
        with open(path, "rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except IsADirectoryError:
        return digest(sorted(name for name in os.listdir(path) if not PASSING.fullmatch(name)))
    except (FileNotFoundError, NotADirectoryError):
        return "absent"


def tree(*roots):
    """Return one hash over every file below some paths: names and bytes."""
    found = {}
    for root in map(str, roots):
        found[root] = state(root)
        for folder, folders, files in os.walk(root):
            folders[:] = [name for name in folders if not PASSING.fullmatch(name)]
            found |= {os.path.join(folder, name)[len(root):]: state(os.path.join(folder, name)) for name in files if not PASSING.fullmatch(name)}
    return digest(sorted(found.items()))


@cache
def environment():
    """Return one hash over the interpreter and every distribution installed beside it."""
    folder = sysconfig.get_path("purelib")
    return digest(sys.version, sorted(name for name in os.listdir(folder) if name.endswith(".dist-info")))


class Store:
    """Results in a folder. One instance serves one build: it reads no file twice."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self._states = {}

    def find(self, key):
        """Return the result kept under a key whose inputs are all as they were, or None."""
        for path in sorted((self.folder / key[:32]).glob("*.json")):
            try:
                entry = json.loads(path.read_text(encoding="utf-8"))
                sound = entry["seal"] == digest(entry["inputs"], entry["result"])
            except (ValueError, KeyError, TypeError):
                sound = False
            if not sound:
                path.unlink(missing_ok=True)
            elif all(self._state(name) == was for name, was in entry["inputs"].items()):
                os.utime(path)
                return entry["result"]
        return None

    def keep(self, key, log, began, result, within=None):
        """Keep a result with the state of what its run read.

        Parameters
        ----------
        key : str
            Hash of what the run was told.
        log : path
            As :mod:`pressroom.guard` wrote it.
        began : float
            When the run began. A result whose inputs changed since is not kept, for it may rest on either state.
        result : object
            What JSON can write.
        within : path, optional
            A folder whose files the key covers already.

        Returns
        -------
        bool
            Whether it was kept.
        """
        lines = [line.split("\t", 1) for line in Path(log).read_text(encoding="utf-8", errors="surrogateescape").splitlines()]
        if [guard.STARTED, ""] not in lines or any(kind == "unseen" for kind, _ in lines):
            return False
        paths = sorted({path for kind, path in lines if kind in ("read", "list") and not (within and f"{path}/".startswith(f"{within}/"))})
        if any(_changed(path) > began - CLOCK_SECONDS for path in paths):
            return False
        inputs = {path: state(path) for path in paths}
        if any(_changed(path) > began - CLOCK_SECONDS for path in paths):
            return False
        _write(self.folder / key[:32] / f"{digest(inputs)[:32]}.json",
               json.dumps({"inputs": inputs, "result": result, "seal": digest(inputs, result)}, ensure_ascii=False))
        return True

    def _state(self, path):
        if path not in self._states:
            self._states[path] = state(path)
        return self._states[path]

    def prune(self):
        """Drop what no build has used for a month."""
        for path in self.folder.glob("*/*"):
            if path.stat().st_mtime < time.time() - KEPT_DAYS * 86400:
                path.unlink(missing_ok=True)


def remembered(kind, source, make):
    """Return ``make()``, a text that rests on ``source`` alone, from the store of this process if it has one."""
    if not os.environ.get(FOLDER):
        return make()
    path = Path(os.environ[FOLDER]) / kind / digest(environment(), source)
    try:
        seal, _, text = path.read_text(encoding="utf-8").partition("\n")
        if seal == digest(text):
            os.utime(path)
            return text
    except (FileNotFoundError, ValueError):
        pass
    text = make()
    _write(path, f"{digest(text)}\n{text}")
    return text


def _changed(path):
    try:
        return os.stat(path).st_ctime
    except OSError:
        return 0


def _write(path, text):
    """Write a file so that it is there whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.{time.monotonic_ns()}")
    try:
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def read(path):
    """Return what a JSON file holds."""
    return json.loads(Path(path).read_text(encoding="utf-8"))
