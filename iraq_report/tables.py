"""Tables in: every ``data/NAME.csv`` read and checked by its ``data/NAME.resource.yaml``."""

import io
from functools import lru_cache
from pathlib import Path

import pandas

from iraq_report import cells, descriptors
from iraq_report.faults import Fault, TableError, ordered

__all__ = ["DATA", "Fault", "TableError", "descriptor", "faults", "load", "names"]

DATA = Path(__file__).resolve().parents[1] / "data"
PANDAS_TYPES = {"string": "string", "integer": "Int64", "number": "Float64", "date": "string"}


def descriptor(name, data=DATA):
    """Return the descriptor of table ``name``; see :func:`iraq_report.descriptors.load`."""
    return descriptors.load(name, data)


def names(data=DATA):
    """Return the names of all tables: the folder is the registry."""
    return descriptors.names(data)


def faults(data=DATA):
    """Check every table against its descriptor; return all faults at once, sorted.

    Returns
    -------
    list of Fault
        Empty when the package is sound. Row 1 is the header, so row numbers are those of an editor.
    """
    data, found, judged = Path(data), [], {}
    known = names(data)
    for name in known:
        try:
            descriptors.shared(name, data)
            judged[name] = cells.read(name, data)
        except TableError as error:
            found += error.faults
    found += [Fault(path.name, None, None, "a table without a descriptor", f"{path.stem}.resource.yaml beside it",
                    "Add the descriptor or remove the table.") for path in sorted(data.glob("*.csv")) if path.stem not in known]
    found += [] if found else descriptors.faults(data)
    if not found:
        found = [fault for name, rows in judged.items() for fault in [*rows.faults, *cells.lost_keys(name, judged)]]
    return ordered(found)


@lru_cache(maxsize=256)
def _typed(name, described, content):
    fields = descriptors.parsed(name, described)["schema"]["fields"]
    frame = pandas.read_csv(io.BytesIO(content), dtype={f["name"]: PANDAS_TYPES[f["type"]] for f in fields},
                            keep_default_na=False, na_values=[""], encoding="utf-8")
    for field in fields:
        if field["type"] == "date":
            frame[field["name"]] = pandas.to_datetime(frame[field["name"]], format="%Y-%m-%d")
    return frame[[field["name"] for field in fields]]


def load(name, data=DATA):
    """Return table ``name`` with the types its descriptor gives.

    Parameters
    ----------
    name : str
        Name of the table: ``events`` reads ``data/events.csv``.
    data : path
        Folder of tables.

    Returns
    -------
    pandas.DataFrame
        A row is what the descriptor says a row is. Texts are ``string``, whole numbers ``Int64``,
        numbers ``Float64``, dates ``datetime64``; what is not known is missing.

    Raises
    ------
    TableError
        If descriptor or table have faults of their own; the message lists every one.
    """
    data = Path(data)
    descriptors.shared(name, data)
    rows = cells.read(name, data)
    if rows.faults:
        raise TableError(rows.faults)
    return _typed(name, *((data / f"{name}{ending}").read_bytes() for ending in (descriptors.ENDING, ".csv"))).copy()
