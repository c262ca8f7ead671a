"""The stage: one build at a time, on copies; what it made takes the place of the old only when it is whole."""

import fcntl
import os
import shutil
from contextlib import contextmanager
from pathlib import Path

from pressroom import PressError, store

BOOK_FILES = ("_config.yml", "_toc.yml", "chapters", "data", "figures", "scenarios", "verification.json", "benchmark.json")


@contextmanager
def alone(root):
    """Give one build at a time a fresh work folder.

    Raises
    ------
    PressError
        If another build of this book is running.
    """
    work = Path(root) / "_build" / "work"
    work.parent.mkdir(parents=True, exist_ok=True)
    with open(work.parent / "lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise PressError("another build of this book is running; wait for it or stop it") from error
        recover(work.parent / "html")
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir()
        try:
            yield work
        finally:
            shutil.rmtree(work, ignore_errors=True)


def files(root):
    """Yield the path of every file of a book, from its root."""
    for name in BOOK_FILES:
        if os.path.isfile(os.path.join(root, name)):
            yield name
        for folder, folders, names in os.walk(os.path.join(root, name)):
            folders[:] = sorted(folder for folder in folders if folder != ".ipynb_checkpoints")
            yield from (os.path.relpath(os.path.join(folder, name), root) for name in sorted(names))


def contents(root, made):
    """Return one hash over what :func:`copied` would put on the stage."""
    return store.digest(sorted(({name: store.state(os.path.join(root, name)) for name in files(root) if name not in made}
                                | {name: store.digest(text) for name, text in made.items()}).items()))


def copied(root, stage, made=()):
    """Copy a book to ``stage`` with the files ``made`` (path -> text) in place of its own; return the stage."""
    for name in [*files(root), *made]:
        (stage / name).parent.mkdir(parents=True, exist_ok=True)
        if name in made:
            (stage / name).write_text(made[name], encoding="utf-8")
        else:
            shutil.copyfile(os.path.join(root, name), stage / name)  # its right to be written to is not that of the original
    return stage


def recover(target):
    """Finish a swap that was cut short."""
    old = target.with_name(target.name + ".old")
    if old.exists() and not target.exists():
        old.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def swap(new, target):
    """Put a whole folder in the place of another."""
    old = target.with_name(target.name + ".old")
    shutil.rmtree(old, ignore_errors=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        target.rename(old)
    new.rename(target)
    shutil.rmtree(old, ignore_errors=True)
