"""Editions: check the tables, run the chapters, build the site, put it in place only when whole."""

import json
import os
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from pressroom import PressError, drawing, kinds, notebooks, stage, store
from pressroom.graph import Graph, StepError
from pressroom.project import named, say, settings

# A run waits at times, for its kernel to start or to end: one more than there are cores keeps them all at work.
MORE_THAN_CORES = 1


def check(root):
    """Check the tables by the project's own rules.

    Raises
    ------
    PressError
        Listing every fault at once.
    """
    _check(Graph(root))


def _check(graph):
    began = time.monotonic()
    try:
        found = graph.call(settings(graph.root)["check"])
    except StepError as error:
        raise PressError(f"the tables could not be checked\n{error}") from error
    if found:
        raise PressError(f"{len(found)} fault(s) in the tables\n" + "\n".join(f"  {fault}" for fault in found))
    say("tables", f"sound, {time.monotonic() - began:.1f} s")


def book(root):
    """Build the site into ``_build/html`` from copies; the repository itself is not touched.

    Only what rests on something that changed is made again.
    """
    began, root = time.monotonic(), Path(root)
    with stage.alone(root) as work:
        graph = Graph(root)
        _check(graph)
        made = _chapters(graph) | _files_from_tables(graph)
        site, runs = root / "_build" / "html", root / "_build" / "chapters"
        key = graph.key("site", stage.contents(root, made), store.tree(Path(__file__).parent))
        if runs.exists() and graph.store.find(key) == _seal(site):
            say("site", "as before")
        else:
            copy, log, start = stage.copied(root, work / "book", made), work / "reads", time.time()
            stage.swap(_build(graph, copy, log), site)
            # What a fresh run gave, for the test that compares it with what is stored.
            stage.swap(copy / "chapters", runs)
            graph.store.keep(key, log, start, _seal(site), within=graph.root / "_build")
        graph.store.prune()
    say("done", f"{time.monotonic() - began:.1f} s; open _build/html/index.html")


def scenario(root, name):
    """Build the edition of a scenario beside the baseline, with a page that says what it changes, into ``_build/scenario-NAME/html``.

    Raises
    ------
    PressError
        If there is no such scenario, or the edition cannot be built.
    """
    from pressroom import comparison, facts, scenarios
    root = Path(root)
    if not (root / "scenarios" / f"{name}.yaml").exists():
        raise PressError(f"no scenario {name!r}; allowed: {', '.join(comparison.names(root))}")
    content = scenarios.load(root / "scenarios" / f"{name}.yaml")
    with stage.alone(root) as work:
        graph = Graph(root)
        copy = stage.copied(root, work / "book", _files_from_tables(graph))
        paths = scenarios.check(root, content)
        for chapter, values in content["parameters"].items():
            notebooks.run(paths[chapter], copy / f"{chapter}.ipynb", values)
            say(chapter, "run under the scenario")
        judge = named(settings(root)["sweep"]["judge"])
        comparison.add_page(copy, name, content, comparison.changes(facts.collect(root), facts.collect(copy), judge))
        stage.swap(_build(graph, copy, work / "reads"), root / "_build" / f"scenario-{name}" / "html")
    say("done", f"open _build/scenario-{name}/html/{comparison.PAGE}.html")


def compare(root):
    """Run every scenario and write what each changes into the compact table that the site shows."""
    from pressroom import comparison
    rows = comparison.write(root, named(settings(root)["sweep"]["judge"]))
    say("done", f"{comparison.FILE} holds {len(rows)} rows of {len(comparison.names(root))} scenarios")


def refresh(root):
    """Run all chapters and store outputs, figures, files made from the tables, and the README's facts."""
    import shutil

    from pressroom import facts, site
    root = Path(root)
    with stage.alone(root) as work:
        graph = Graph(root)
        _check(graph)
        made = _chapters(graph)
        copy = stage.copied(root, work / "book", made)
        fresh, displayed = facts.collect(copy), shown(copy)
        for name, text in made.items():
            (root / name).write_text(text, encoding="utf-8")
        shutil.rmtree(root / "figures", ignore_errors=True)
        site.write_figures(root / "figures", displayed)
        for name, text in _files_from_tables(graph).items():
            (root / name).write_text(text, encoding="utf-8")
        facts.update(root / "README.md", fresh)
    say("done", "outputs, figures/, written files and README.md are current")


def _chapters(graph):
    """Run the chapters that something changed for, while the pictures of those that have run are drawn; return all of them: path -> text."""
    with drawing.beside() as draw:
        return run_chapters(graph, draw)


def run_chapters(graph, ran):
    """Run the chapters that something changed for; return all of them as run: path -> text. ``ran`` gets the text of each that was run.

    Raises
    ------
    PressError
        Naming those that did not run.
    """
    paths = {path.relative_to(graph.root).as_posix(): path for path in notebooks.chapters(graph.root)}
    seconds = settings(graph.root).get("cell_seconds", notebooks.CELL_SECONDS)
    made, failed, run = {}, [], 0
    pool = ThreadPoolExecutor(max_workers=(os.cpu_count() or 1) + MORE_THAN_CORES)
    try:
        tasks = {pool.submit(graph.chapter, path, seconds=seconds): name for name, path in paths.items()}
        for task in as_completed(tasks):
            name = tasks[task]
            try:
                made[name], taken = task.result()
            except notebooks.ChapterError as error:
                say(name, "FAILED")
                failed.append(str(error))
                continue
            if taken is not None:
                run += 1
                say(name, f"{taken:.1f} s")
                ran(made[name])
    finally:
        pool.shutdown(cancel_futures=True)
    if failed:
        raise PressError("a chapter did not run\n" + "\n".join(f"  {line}" for line in sorted(failed)))
    say("chapters", f"{run} run, {len(paths) - run} as before")
    return made


def shown(root):
    """Return what the notebooks of a book show: name -> (record, specification)."""
    found = {}
    for path in notebooks.chapters(root):
        notebook = notebooks.read(path)
        found |= {record["name"]: (record, specification) for record, specification in notebooks.figures(notebook)}
        found |= {record["name"]: (record, None) for record in notebooks.outputs(notebook, kinds.TABLE)}
    return found


def _files_from_tables(graph):
    """Return the files that are made from the tables, such as the bibliography: path -> text."""
    made = {}
    for name, function in settings(graph.root).get("writes", {}).items():
        try:
            made[name] = graph.call(function)
        except StepError as error:
            raise PressError(f"{name} could not be written\n{error}") from error
    return made


def _build(graph, copy, log):
    """Run Jupyter Book with execution off and warnings as errors; return the folder of the site, when nothing speaks against it."""
    began = time.monotonic()
    try:
        graph.watched(log, "jupyter_book.cli.main:main", arguments=["build", copy, "-W", "--keep-going", "-n", "-q"], folder=copy,
                      environment=os.environ | {"PYTHONPATH": str(Path(__file__).resolve().parents[1])})
    except StepError as error:
        said = notebooks.ANSI.sub("", str(error)).replace(f"{copy}/", "")
        lines = [line for line in said.splitlines() if any(word in line for word in ("WARNING", "ERROR", "rror:", "Error", "fact", "number"))]
        raise PressError("the site was not built\n" + "\n".join(f"  {line}" for line in lines or [said[-2000:]])) from error
    site = copy / "_build" / "html"
    count = len(json.loads((site / "facts.json").read_text(encoding="utf-8")))
    say("jupyter-book", f"{time.monotonic() - began:.1f} s; every number in prose is bound, {count} facts are on record")
    return site


def _seal(folder):
    """Return one hash over the names, sizes and times of a site's files: what somebody changed by hand is built anew."""
    found = []
    for place, _, names in os.walk(folder):
        states = ((name, os.stat(os.path.join(place, name))) for name in names)
        found += [(os.path.relpath(place, folder), name, status.st_size, status.st_mtime_ns) for name, status in states]
    return store.digest(sorted(found))
