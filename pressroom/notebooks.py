"""Notebooks: run with parameters, cut down to what is worth storing, read for what they hold."""

import json
import re
import tempfile
from pathlib import Path

from pressroom import PressError, kernels, kinds

KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
ANSI = re.compile(r"\x1b\[[0-9;]*m")
CELL_SECONDS = 600


class ChapterError(PressError):
    """A chapter could not be run; the message names chapter, cell and cause."""


def parameters(path):
    """Return the parameters of a notebook: name -> default as written."""
    import papermill
    return {name: entry["default"] for name, entry in papermill.inspect_notebook(str(path)).items()}


def run(path, output, values=None, seconds=CELL_SECONDS, log=None):
    """Run a notebook with the given parameters and write it, normalised, to ``output``.

    Parameters
    ----------
    path : path
        Notebook with one cell tagged ``parameters``.
    output : path
        Where the run is written. Written only when every cell ran.
    values : dict, optional
        Parameter values by name. Names the notebook does not declare are refused; types, ranges
        and order are the business of the notebook's own settings cell.
    seconds : float
        A cell that takes longer is stopped.
    log : path, optional
        Where :mod:`pressroom.guard` notes what the run reads.

    Raises
    ------
    ChapterError
        On an unknown parameter, a cell that raises, takes too long, prints without end or asks the network.
    """
    # Slow to import, and not needed where nothing has to run; the process from which kernels are forked warms up meanwhile.
    kernels.begin()
    import papermill
    from nbclient.exceptions import CellTimeoutError, DeadKernelError
    from papermill.exceptions import PapermillExecutionError
    kernels.enable()
    path, output, values = Path(path), Path(output), dict(values or {})
    known = parameters(path)
    unknown = sorted(set(values) - set(known))
    if unknown:
        raise ChapterError(f"{path.name}: unknown parameter {', '.join(unknown)}; "
                           f"allowed: {', '.join(sorted(known)) or 'none'}")
    with tempfile.TemporaryDirectory(prefix="press-") as sockets:
        try:
            # The folder goes to the kernel alone: papermill's own way would move this process, and with it other runs.
            notebook = papermill.execute_notebook(str(path), None, parameters=values, kernel_name=KERNEL["name"], progress_bar=False,
                                                  resources={"metadata": {"path": str(path.parent.resolve())}},
                                                  execution_timeout=seconds, config=_local(sockets, log))
        except PapermillExecutionError as error:
            raise ChapterError(_message(path, error)) from error
        except CellTimeoutError as error:
            raise ChapterError(f"{path.name}: a cell ran longer than {seconds} s and was stopped: {_first_line(error)}") from error
        except DeadKernelError as error:
            raise ChapterError(f"{path.name}: its kernel died; too little memory, or killed from outside") from error
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(text(normalise(notebook)), encoding="utf-8")


def _local(folder, log):
    """Return the settings of a kernel that speaks through sockets of its own: no ports to clash, none to listen at.

    It keeps its log to itself: being told to stop is no news to a reader. It runs under guard.
    """
    from traitlets.config import Config
    guarded = ["--IPKernelApp.log_level=CRITICAL", "--ext=pressroom.guard", f"--Guard.log={Path(log or Path(folder, 'reads')).resolve()}"]
    return Config({"KernelManager": {"transport": "ipc", "ip": f"{folder}/kernel"}, "NotebookClient": {"extra_arguments": guarded, "shutdown_kernel": "immediate"}})


def _first_line(error):
    """Return the first line of the cell that an error of nbclient tells of: it stands below a rule of dashes."""
    lines = [line.strip() for line in ANSI.sub("", str(error)).splitlines()]
    return next((below for rule, below in zip(lines, lines[1:]) if rule and not rule.strip("-") and below), "the cell is not known")


def _message(path, error):
    cause = ANSI.sub("", str(error.evalue)).strip()
    return f"{path.name}, cell {error.exec_count}: {error.ename}: {cause}"


def parsed(text):
    """Return a notebook's text as mappings and lists, each source as one text; quicker than nbformat, which also judges it.

    Raises
    ------
    ValueError
        If it is no notebook.
    """
    notebook = json.loads(text)
    if not isinstance(notebook, dict) or not isinstance(notebook.get("cells"), list):
        raise ValueError("no list of cells")
    for cell in notebook["cells"]:
        cell["source"] = "".join(cell["source"])
    return notebook


def read(path):
    """Return a stored notebook as :func:`parsed` does.

    Raises
    ------
    ChapterError
        If the file holds no notebook.
    """
    try:
        return parsed(Path(path).read_text(encoding="utf-8"))
    except (ValueError, TypeError, KeyError) as error:
        raise ChapterError(f"{Path(path).name}: found no notebook ({error}); allowed: JSON as Jupyter writes it. Save it from JupyterLab, or take the last commit's") from error


def written(notebook):
    """Return what :func:`parsed` gave as the text that is stored."""
    cells = [cell | {"source": cell["source"].splitlines(keepends=True)} for cell in notebook["cells"]]
    return json.dumps(notebook | {"cells": cells}, sort_keys=True, indent=1, ensure_ascii=False) + "\n"


def normalise(notebook):
    """Return the notebook without what changes from run to run or machine to machine.

    Kept: sources, tags, outputs. Execution counts become 1..n; metadata shrink to the kernel's name.
    """
    from nbformat import NotebookNode
    count = 0
    for index, cell in enumerate(notebook.cells):
        tags = cell.metadata.get("tags", [])
        cell.metadata = NotebookNode({"tags": tags} if tags else {})
        cell.id = f"cell-{index:02d}"
        if cell.cell_type != "code":
            cell.pop("attachments", None)
            continue
        count += 1
        cell.execution_count = count
        for output in cell.outputs:
            if "execution_count" in output:
                output.execution_count = count
            if "metadata" in output:
                output.metadata = NotebookNode()
    notebook.metadata = NotebookNode({"kernelspec": KERNEL, "language_info": {"name": "python"}})
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    return notebook


def text(notebook):
    """Return the notebook as the text that is stored."""
    import nbformat
    nbformat.validate(notebook)
    return nbformat.writes(notebook) + "\n"


def outputs(notebook, mime):
    """Yield every stored output of a kind, in page order."""
    for cell in notebook["cells"]:
        for output in cell.get("outputs", []):
            if mime in output.get("data", {}):
                yield output["data"][mime]


def figures(notebook):
    """Yield record and specification of every stored figure, in page order."""
    for cell in notebook["cells"]:
        for output in cell.get("outputs", []):
            if kinds.FIGURE in output.get("data", {}):
                yield output["data"][kinds.FIGURE], output["data"][kinds.VEGALITE]


def chapters(root):
    """Return the notebooks of a book, sorted: the folder is the registry."""
    return sorted(path for path in Path(root, "chapters").rglob("*.ipynb") if ".ipynb_checkpoints" not in path.parts)
