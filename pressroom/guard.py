"""Inside a run: notes what it reads, refuses the network, stops a cell that prints without end.

Kernels load this file as an IPython extension; ``python -m pressroom.guard`` runs a function under the same watch.
Every file opened and folder listed goes into a log as it happens, so that a result can be kept with what it rests on.
Files read by compiled code that tells Python nothing are not seen; chapters and tables are read by Python.
"""

import importlib
import json
import os
import sys
from importlib.util import source_from_cache

MOST_PRINTED = 1_000_000
STARTED = "started"
# What could read without being seen: the result is still used, but never kept.
UNSEEN = {"subprocess.Popen", "os.system", "os.exec", "os.fork", "os.forkpty", "os.posix_spawn"}
LISTINGS = {"os.listdir", "os.scandir"}
NETWORK = {"socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"}
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
# The installation stands in the lock file; the rest is the machine's.
OUTSIDE = tuple(f"{place}/" for place in (sys.prefix, sys.base_prefix, "/proc", "/dev", "/sys", "/etc", "/usr"))


class NetworkError(PermissionError):
    """A run tried to reach another host."""


def start(log, trusted=False):
    """Watch this process from now on.

    Parameters
    ----------
    log : path
        Gets a line for each thing seen for the first time: kind, a tab, an absolute path or what happened.
    trusted : bool
        Whether it is a step of the press itself, which writes files and starts programs that read only what it gives them.
    """
    stream = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    seen = set()

    def note(kind, what):
        if (kind, what) not in seen:
            seen.add((kind, what))
            os.write(stream, f"{kind}\t{what}\n".encode("utf-8", "surrogateescape"))

    def hook(event, arguments):
        if event == "open" or event == "sqlite3.connect":
            path = _path(arguments[0])
            if path and event == "open" and isinstance(arguments[2], int) and arguments[2] & WRITING:
                # What is made under a name that was free is a temporary file of some library.
                if not trusted and not arguments[2] & os.O_EXCL:
                    note("unseen", f"writes {path}")
            elif path:
                note("read", path)
        elif event in LISTINGS:
            path = _path("." if arguments[0] is None else arguments[0])
            if path:
                note("list", path)
        elif event in NETWORK:
            address = arguments[0] if event == "socket.getaddrinfo" else arguments[-1]
            if not isinstance(address, (str, bytes)) or event != "socket.connect":
                raise NetworkError(f"found a call to the network ({event} {address!r}); allowed: none, for a book must build the same without it. "
                                   "Put what it needs into data/.")
        elif event in UNSEEN and not trusted:
            note("unseen", event)

    note(STARTED, "")
    sys.addaudithook(hook)


def _path(given):
    """Return an absolute path inside what the log is about, a module's source for its compiled file, or None."""
    if isinstance(given, int):
        return None
    path = os.path.abspath(os.fsdecode(given))
    if f"{path}/".startswith(OUTSIDE):
        return None
    if path.endswith(".pyc"):
        try:
            return source_from_cache(path)
        except ValueError:
            return path
    return path


def load_ipython_extension(shell):
    """Watch a kernel: its log is named on its command line as ``--Guard.log``."""
    start(str(shell.config.Guard.log))
    printed = 0

    def limited(write):
        def wrapped(text):
            nonlocal printed
            printed += len(text)
            if printed > MOST_PRINTED:
                printed = 0
                raise RuntimeError(f"the cell prints without end: more than {MOST_PRINTED:,} characters; print less")
            return write(text)
        return wrapped

    def begin(*_):
        nonlocal printed
        printed = 0
    for stream in (sys.stdout, sys.stderr):
        stream.write = limited(stream.write)
    shell.events.register("pre_run_cell", begin)


def main(log, target, output=""):
    """Run ``module:function`` under watch; with ``output``, write there what it returns as JSON."""
    # Opened before the watch begins, for it is no work of the function.
    with open(output or os.devnull, "w", encoding="utf-8") as stream:
        start(log, trusted=not output)
        module, _, name = target.partition(":")
        json.dump(getattr(importlib.import_module(module), name)(), stream, default=str, ensure_ascii=False)


if __name__ == "__main__":
    log, target, output, *rest = sys.argv[1:]
    sys.argv = [target, *rest]
    main(log, target, output)
