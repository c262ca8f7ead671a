"""Editions: check the tables, run the chapters, build the site, put it in place only when whole."""

import fcntl
import importlib
import json
import os
import shutil
import subprocess
import sys
import time
import tomllib
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import nbformat

from pressroom import comparison, door, facts, notebooks, numbers, scenarios, site

BOOK_FILES = ("_config.yml", "_toc.yml", "chapters", "data", "figures", "scenarios")


class EditionError(RuntimeError):
    """The edition cannot be made; the message says why. The previous site stays."""


def plain(text):
    """Return a parameter given as text in the simplest type that fits: int, float, bool or str."""
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            pass
    return {"true": True, "false": False}.get(text.lower(), text)


def settings(root):
    """Return the ``[tool.pressroom]`` table of the project."""
    return tomllib.loads((Path(root) / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["pressroom"]


def _named(dotted):
    module, _, name = dotted.partition(":")
    return getattr(importlib.import_module(module), name)


def check(root):
    """Check the tables by the project's own rules.

    Raises
    ------
    EditionError
        Listing every fault at once.
    """
    found = _named(settings(root)["check"])()
    if found:
        raise EditionError(f"{len(found)} fault(s) in the tables\n" + "\n".join(f"  {fault}" for fault in found))
    _say("tables", "sound")


def book(root):
    """Build the site into ``_build/html`` from copies; the repository itself is not touched."""
    root = Path(root)
    with _alone(root) as work:
        check(root)
        stage = _stage(root, work)
        _run_chapters(root, stage)
        _write_files(root, stage)
        site_folder = _build(stage)
        _gate(site_folder, stage)
        _swap(site_folder, root / "_build" / "html")
        # What a fresh run gave, for the test that compares it with what is stored.
        _swap(stage / "chapters", root / "_build" / "chapters")
    _say("done", "open _build/html/index.html")


def scenario(root, name):
    """Build the edition of a scenario beside the baseline, with a page that says what it changes, into ``_build/scenario-NAME/html``.

    Raises
    ------
    EditionError
        If there is no such scenario, or the edition cannot be built.
    """
    root = Path(root)
    if not (root / "scenarios" / f"{name}.yaml").exists():
        raise EditionError(f"no scenario {name!r}; allowed: {', '.join(comparison.names(root))}")
    content = scenarios.load(root / "scenarios" / f"{name}.yaml")
    with _alone(root) as work:
        stage = _stage(root, work)
        paths = scenarios.require_chapters(root, content)
        for chapter, values in content["parameters"].items():
            notebooks.run(paths[chapter], stage / f"{chapter}.ipynb", values)
            _say(chapter, "run under the scenario")
        judge = _named(settings(root)["sweep"]["judge"])
        comparison.add_page(stage, name, content, comparison.changes(facts.collect(root), facts.collect(stage), judge))
        site_folder, target = _build(stage), root / "_build" / f"scenario-{name}"
        _gate(site_folder, stage)
        target.mkdir(exist_ok=True)
        _swap(site_folder, target / "html")
    _say("done", f"open _build/scenario-{name}/html/{comparison.PAGE}.html")


def compare(root):
    """Run every scenario and write what each changes into the compact table that the site shows."""
    rows = comparison.write(root, _named(settings(root)["sweep"]["judge"]))
    _say("done", f"{comparison.FILE} holds {len(rows)} rows of {len(comparison.names(root))} scenarios")


def refresh(root):
    """Run all chapters and store outputs, figures, files made from the tables, and the README's facts."""
    root = Path(root)
    with _alone(root) as work:
        check(root)
        stage = _stage(root, work)
        _run_chapters(root, stage)
        fresh = facts.collect(stage)
        displayed = shown(stage)
        for path in notebooks.chapters(stage):
            shutil.copyfile(path, root / path.relative_to(stage))
        shutil.rmtree(root / "figures", ignore_errors=True)
        site.write_figures(root / "figures", displayed)
        _write_files(root, root)
        facts.update(root / "README.md", fresh)
    _say("done", "outputs, figures/, written files and README.md are current")


def _say(what, message):
    print(f"{time.strftime('%H:%M:%S')}  {what:<28} {message}", flush=True)


@contextmanager
def _alone(root):
    """Give one build at a time a fresh work folder."""
    work = Path(root) / "_build" / "work"
    work.parent.mkdir(parents=True, exist_ok=True)
    with open(work.parent / "lock", "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise EditionError("another build of this book is running; wait for it or stop it") from error
        _recover(work.parent / "html")
        shutil.rmtree(work, ignore_errors=True)
        work.mkdir()
        try:
            yield work
        finally:
            shutil.rmtree(work, ignore_errors=True)


def _stage(root, work):
    stage = work / "book"
    stage.mkdir()
    for name in BOOK_FILES:
        source = root / name
        if source.is_dir():
            shutil.copytree(source, stage / name, ignore=shutil.ignore_patterns(".ipynb_checkpoints"))
        elif source.exists():
            shutil.copyfile(source, stage / name)
    return stage


def _run_one(source, output):
    began = time.monotonic()
    notebooks.run(source, output)
    return time.monotonic() - began


def _run_chapters(root, stage):
    """Run every chapter from the repository into the stage, two at a time."""
    paths = notebooks.chapters(root)
    failed = []
    with ProcessPoolExecutor(max_workers=min(len(paths), os.cpu_count() or 1)) as pool:
        runs = {path: pool.submit(_run_one, path, stage / path.relative_to(root)) for path in paths}
        for path, run in runs.items():
            try:
                _say(path.relative_to(root).as_posix(), f"{run.result():.1f} s")
            except notebooks.ChapterError as error:
                _say(path.relative_to(root).as_posix(), "FAILED")
                failed.append(str(error))
    if failed:
        raise EditionError("a chapter did not run\n" + "\n".join(f"  {line}" for line in failed))


def shown(root):
    """Return what the notebooks of a book show: name -> (record, specification)."""
    found = {}
    for path in notebooks.chapters(root):
        notebook = nbformat.read(path, 4)
        for cell in notebook.cells:
            for output in cell.get("outputs", []):
                data = output.get("data", {})
                if door.FIGURE in data:
                    found[data[door.FIGURE]["name"]] = (data[door.FIGURE], data[door.VEGALITE])
                elif door.TABLE in data:
                    found[data[door.TABLE]["name"]] = (data[door.TABLE], None)
    return found


def _write_files(root, target):
    """Write the files that are made from the tables, such as the bibliography."""
    for name, function in settings(root).get("writes", {}).items():
        (target / name).write_text(_named(function)(), encoding="utf-8")


def _build(stage):
    """Run Jupyter Book with execution off and warnings as errors; return the folder of the site."""
    began = time.monotonic()
    command = [str(Path(sys.executable).with_name("jupyter-book")), "build", str(stage), "-W", "--keep-going", "-n", "-q"]
    result = subprocess.run(command, cwd=stage, text=True, capture_output=True,
                            env=os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[1])})
    if result.returncode:
        lines = [line for line in notebooks.ANSI.sub("", result.stdout + result.stderr).replace(f"{stage}/", "").splitlines()
                 if any(word in line for word in ("WARNING", "ERROR", "rror:", "Error", "fact"))]
        raise EditionError("the site was not built\n" + "\n".join(f"  {line}" for line in lines or [result.stderr[-2000:]]))
    _say("jupyter-book", f"{time.monotonic() - began:.1f} s")
    return stage / "_build" / "html"


def _gate(folder, stage):
    """Refuse a site whose running text holds numbers that nothing stands behind."""
    found = numbers.unbound(folder, numbers.exemptions(stage / "data"))
    if found:
        raise EditionError(f"{len(found)} number(s) in running text are neither fact, citation, date nor listed "
                           "exemption\n" + "\n".join(f"  {line}" for line in found))
    count = len(json.loads((folder / "facts.json").read_text(encoding="utf-8")))
    _say("numbers in prose", f"bound; {count} facts on record")


def _recover(target):
    """Finish a swap that was cut short."""
    old = target.with_name(target.name + ".old")
    if old.exists() and not target.exists():
        old.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def _swap(new, target):
    old = target.with_name(target.name + ".old")
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.rename(old)
    new.rename(target)
    shutil.rmtree(old, ignore_errors=True)
