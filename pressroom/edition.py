"""Editions: check the tables, run the chapters, build the site, put it in place only when whole."""

import fcntl
import importlib
import json
import os
import shutil
import time
import tomllib
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from pathlib import Path

import nbformat

from pressroom import notebooks, store
from pressroom.graph import Graph, StepError

BOOK_FILES = ("_config.yml", "_toc.yml", "chapters", "data", "figures", "scenarios", "verification.json")


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


def named(dotted):
    """Return what ``module:name`` of the project names."""
    module, _, name = dotted.partition(":")
    return getattr(importlib.import_module(module), name)


def check(root):
    """Check the tables by the project's own rules.

    Raises
    ------
    EditionError
        Listing every fault at once.
    """
    _check(Graph(root))


def _check(graph):
    began = time.monotonic()
    try:
        found = graph.call(settings(graph.root)["check"])
    except StepError as error:
        raise EditionError(f"the tables could not be checked\n{error}") from error
    if found:
        raise EditionError(f"{len(found)} fault(s) in the tables\n" + "\n".join(f"  {fault}" for fault in found))
    say("tables", f"sound, {time.monotonic() - began:.1f} s")


def book(root):
    """Build the site into ``_build/html`` from copies; the repository itself is not touched.

    Only what rests on something that changed is made again.
    """
    began, root = time.monotonic(), Path(root)
    with _alone(root) as work:
        graph = Graph(root)
        _check(graph)
        stage = _stage(root, work)
        _run_chapters(graph, stage)
        _write_files(graph, stage)
        if not _current(graph, stage):
            log, start = work / "reads", time.time()
            site_folder = _build(graph, stage, log)
            _gate(site_folder, stage)
            key = _site_key(graph, stage)
            _swap(site_folder, root / "_build" / "html")
            graph.store.keep(key, log, start, _files(root / "_build" / "html"), within=graph.root / "_build")
        # What a fresh run gave, for the test that compares it with what is stored.
        _swap(stage / "chapters", root / "_build" / "chapters")
        graph.store.prune()
    say("done", f"{time.monotonic() - began:.1f} s; open _build/html/index.html")


def scenario(root, name):
    """Build the edition of a scenario beside the baseline, with a page that says what it changes, into ``_build/scenario-NAME/html``.

    Raises
    ------
    EditionError
        If there is no such scenario, or the edition cannot be built.
    """
    from pressroom import comparison, facts, scenarios
    root = Path(root)
    if not (root / "scenarios" / f"{name}.yaml").exists():
        raise EditionError(f"no scenario {name!r}; allowed: {', '.join(comparison.names(root))}")
    content = scenarios.load(root / "scenarios" / f"{name}.yaml")
    with _alone(root) as work:
        stage = _stage(root, work)
        paths = scenarios.check(root, content)
        for chapter, values in content["parameters"].items():
            notebooks.run(paths[chapter], stage / f"{chapter}.ipynb", values)
            say(chapter, "run under the scenario")
        judge = named(settings(root)["sweep"]["judge"])
        comparison.add_page(stage, name, content, comparison.changes(facts.collect(root), facts.collect(stage), judge))
        site_folder, target = _build(Graph(root), stage, work / "reads"), root / "_build" / f"scenario-{name}"
        _gate(site_folder, stage)
        target.mkdir(exist_ok=True)
        _swap(site_folder, target / "html")
    say("done", f"open _build/scenario-{name}/html/{comparison.PAGE}.html")


def compare(root):
    """Run every scenario and write what each changes into the compact table that the site shows."""
    from pressroom import comparison
    rows = comparison.write(root, named(settings(root)["sweep"]["judge"]))
    say("done", f"{comparison.FILE} holds {len(rows)} rows of {len(comparison.names(root))} scenarios")


def refresh(root):
    """Run all chapters and store outputs, figures, files made from the tables, and the README's facts."""
    from pressroom import facts, site
    root = Path(root)
    with _alone(root) as work:
        graph = Graph(root)
        _check(graph)
        stage = _stage(root, work)
        _run_chapters(graph, stage)
        fresh = facts.collect(stage)
        displayed = shown(stage)
        for path in notebooks.chapters(stage):
            shutil.copyfile(path, root / path.relative_to(stage))
        shutil.rmtree(root / "figures", ignore_errors=True)
        site.write_figures(root / "figures", displayed)
        _write_files(graph, root)
        facts.update(root / "README.md", fresh)
    say("done", "outputs, figures/, written files and README.md are current")


def say(what, message):
    """Tell who waits what has been done."""
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
            shutil.copytree(source, stage / name, ignore=shutil.ignore_patterns(".ipynb_checkpoints"), copy_function=shutil.copyfile)
        elif source.exists():
            shutil.copyfile(source, stage / name)
    for folder, _, _ in os.walk(stage):
        os.chmod(folder, 0o755)  # the original may be read-only; its copy is written to
    return stage


def _run_one(graph, path, output, seconds):
    """Run a chapter unless what it rests on is unchanged, and draw its pictures; return what to say of it."""
    text, taken = graph.chapter(path, seconds=seconds)
    output.write_text(text, encoding="utf-8")
    if taken is not None:
        try:
            graph.watched(output.with_suffix(".log"), "pressroom.drawing:main", arguments=[output])
        except StepError:
            pass  # A picture that cannot be drawn is named when its page is built.
        output.with_suffix(".log").unlink(missing_ok=True)
    return taken


def _run_chapters(graph, stage):
    """Run the chapters of the repository into the stage, as many at a time as there are cores."""
    paths = notebooks.chapters(graph.root)
    seconds = settings(graph.root).get("cell_seconds", notebooks.CELL_SECONDS)
    failed, run = [], 0
    pool = ThreadPoolExecutor(max_workers=os.cpu_count() or 1)
    try:
        tasks = {pool.submit(_run_one, graph, path, stage / path.relative_to(graph.root), seconds): path.relative_to(graph.root).as_posix() for path in paths}
        for task in as_completed(tasks):
            try:
                taken = task.result()
                if taken is not None:
                    run += 1
                    say(tasks[task], f"{taken:.1f} s")
            except notebooks.ChapterError as error:
                say(tasks[task], "FAILED")
                failed.append(str(error))
    finally:
        pool.shutdown(cancel_futures=True)
    if failed:
        raise EditionError("a chapter did not run\n" + "\n".join(f"  {line}" for line in sorted(failed)))
    say("chapters", f"{run} run, {len(paths) - run} as before")


def shown(root):
    """Return what the notebooks of a book show: name -> (record, specification)."""
    from pressroom import door
    found = {}
    for path in notebooks.chapters(root):
        notebook = nbformat.read(path, 4)
        found |= {record["name"]: (record, specification) for record, specification in notebooks.figures(notebook)}
        found |= {record["name"]: (record, None) for record in notebooks.outputs(notebook, door.TABLE)}
    return found


def _write_files(graph, target):
    """Write the files that are made from the tables, such as the bibliography."""
    for name, function in settings(graph.root).get("writes", {}).items():
        try:
            (target / name).write_text(graph.call(function), encoding="utf-8")
        except StepError as error:
            raise EditionError(f"{name} could not be written\n{error}") from error


def _build(graph, stage, log):
    """Run Jupyter Book with execution off and warnings as errors; return the folder of the site."""
    began = time.monotonic()
    try:
        graph.watched(log, "jupyter_book.cli.main:main", arguments=["build", stage, "-W", "--keep-going", "-n", "-q"], folder=stage,
                      environment=os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[1])})
    except StepError as error:
        said = notebooks.ANSI.sub("", str(error)).replace(f"{stage}/", "")
        lines = [line for line in said.splitlines() if any(word in line for word in ("WARNING", "ERROR", "rror:", "Error", "fact"))]
        raise EditionError("the site was not built\n" + "\n".join(f"  {line}" for line in lines or [said[-2000:]])) from error
    say("jupyter-book", f"{time.monotonic() - began:.1f} s")
    return stage / "_build" / "html"


def _site_key(graph, stage):
    return graph.key("site", store.tree(*(stage / name for name in BOOK_FILES)), store.tree(Path(__file__).parent))


def _files(folder):
    """Return one hash over the names, sizes and times of a site's files: what somebody changed by hand is built anew."""
    found = ((path, path.stat()) for path in sorted(Path(folder).rglob("*")) if path.is_file())
    return store.digest([(path.relative_to(folder).as_posix(), status.st_size, status.st_mtime_ns) for path, status in found])


def _current(graph, stage):
    """Say whether the site that stands is what the stage would give."""
    folder = graph.root / "_build" / "html"
    if not folder.exists() or graph.store.find(_site_key(graph, stage)) != _files(folder):
        return False
    say("site", "as before")
    return True


def _gate(folder, stage):
    """Refuse a site whose running text holds numbers that nothing stands behind."""
    from pressroom import numbers
    found = numbers.unbound(folder, numbers.exemptions(stage / "data"))
    if found:
        raise EditionError(f"{len(found)} number(s) in running text are neither fact, citation, date nor listed "
                           "exemption\n" + "\n".join(f"  {line}" for line in found))
    count = len(json.loads((folder / "facts.json").read_text(encoding="utf-8")))
    say("numbers in prose", f"bound; {count} facts on record")


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
