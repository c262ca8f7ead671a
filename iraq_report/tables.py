"""Tables in: every ``data/NAME.csv`` read and checked by its ``data/NAME.resource.yaml``.

A descriptor is a Frictionless Table Schema with one extension: ``options`` on a field maps each
allowed value to a sentence. Here it is inlined as the ``enum`` that Frictionless checks.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas
import yaml
from frictionless import FrictionlessException, Package

DATA = Path(__file__).resolve().parents[1] / "data"
PANDAS_TYPES = {"string": "string", "integer": "Int64", "number": "Float64", "date": "string"}


@dataclass(frozen=True, order=True)
class Fault:
    """One thing wrong with one cell, row or file, and what to do about it."""

    file: str
    row: int | None
    column: str | None
    found: str
    allowed: str
    remedy: str

    def __str__(self):
        place = f"{self.file}" + (f", row {self.row}" if self.row else "")
        place += f", column {self.column}" if self.column else ""
        return f"{place}: found {self.found}; allowed: {self.allowed}. {self.remedy}"


class TableError(ValueError):
    """Raised with every fault at once when tables cannot be used."""

    def __init__(self, faults):
        self.faults = sorted(faults, key=lambda f: (f.file, f.row or 0, f.column or ""))
        super().__init__("\n".join(str(fault) for fault in self.faults))


def descriptor(name, data=DATA):
    """Return the descriptor of table ``name`` with its ``options`` inlined as ``enum``.

    Raises
    ------
    TableError
        If the file is missing, is not YAML, or lacks a part that every table needs.
    """
    path = Path(data) / f"{name}.resource.yaml"
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        for field in content["schema"]["fields"]:
            if not field.get("description"):
                raise KeyError(f"description of field {field['name']!r}")
            if "options" in field:
                field.setdefault("constraints", {})["enum"] = list(field["options"])
        missing = [key for key in ("name", "title", "description", "path", "licenses") if key not in content]
        if missing or content["name"] != name:
            raise KeyError(", ".join(missing) or f"name {name!r}")
    except (OSError, UnicodeDecodeError, yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
        raise TableError([_descriptor_fault(path, error)]) from error
    return content


def _descriptor_fault(path, error):
    return Fault(path.name, None, None, f"{type(error).__name__}: {' '.join(str(error).split())}",
                 "a Frictionless resource descriptor in YAML: name, title, description, path, licenses, "
                 "schema.fields each with name, type and description",
                 "Mend the descriptor; an intact neighbour in data/ serves as a pattern.")


def names(data=DATA):
    """Return the names of all tables: the folder is the registry."""
    return sorted(path.name.removesuffix(".resource.yaml") for path in Path(data).glob("*.resource.yaml"))


def package(data=DATA):
    """Return all descriptors as one Frictionless package, so that foreign keys can be checked."""
    resources = [descriptor(name, data) for name in names(data)]
    return Package.from_descriptor({"name": "iraq-report", "resources": resources}, basepath=str(data))


def faults(data=DATA):
    """Check every table against its descriptor; return all faults at once, sorted.

    Returns
    -------
    list of Fault
        Empty when the package is sound. Row 1 is the header, so row numbers are those of an editor.
    """
    found = []
    for name in names(data):
        try:
            descriptor(name, data)
        except TableError as error:
            found += error.faults
    found += [Fault(path.name, None, None, "a table without a descriptor", f"{path.stem}.resource.yaml beside it",
                    "Add the descriptor or remove the table.")
              for path in sorted(Path(data).glob("*.csv")) if path.stem not in names(data)]
    if found:
        return found
    try:
        report = package(data).validate()
    except FrictionlessException as error:
        return [Fault("data/", None, None, error.error.note, "a package Frictionless accepts", "Mend the descriptor.")]
    schemas = {name: {field["name"]: field for field in descriptor(name, data)["schema"]["fields"]} for name in names(data)}
    for task in report.tasks:
        found += [_cell_fault(task, error, schemas[task.name]) for error in task.errors]
    return sorted(found, key=lambda f: (f.file, f.row or 0, f.column or ""))


def _cell_fault(task, error, fields):
    """Turn a Frictionless error into a fault that names place, found, allowed and remedy."""
    column = getattr(error, "field_name", None)
    field = fields.get(column, {})
    rules = dict(field.get("constraints", {}))
    allowed = f"{field['type']}" if field else "what the descriptor says"
    if rules.pop("required", None):
        allowed += ", not empty"
    if rules.pop("enum", None):
        allowed += ", one of: " + " | ".join(field["options"])
    if rules:
        allowed += ", " + ", ".join(f"{key} {value}" for key, value in rules.items())
    found = repr(error.cell) if getattr(error, "cell", None) not in (None, "") else error.note
    if error.type in ("foreign-key", "primary-key"):
        found, allowed = error.note, "an id that exists in the table referred to" if error.type == "foreign-key" else "a key used once"
    return Fault(f"{task.name}.csv", getattr(error, "row_number", None), column, found, allowed,
                 _REMEDIES.get(error.type, f"Mend the cell ({error.type})."))


_REMEDIES = {
    "foreign-key": "Add the missing row to the other table, or correct the id.",
    "primary-key": "Ids are never reused: choose another.",
    "unique-error": "Ids are never reused: choose another.",
    "constraint-error": "Choose an allowed value; data/NAME.resource.yaml explains each.",
    "type-error": "Write the value in the column's type; leave it empty and set the status column where it is not known.",
    "source-error": "Save the file as UTF-8 CSV with a header row.",
    "encoding-error": "Save the file as UTF-8.",
    "blank-row": "Remove the empty line.",
    "extra-cell": "A comma too many: quote text that holds commas.",
    "missing-cell": "A comma too few: give every column a place, empty where nothing is known.",
    "incorrect-label": "Restore the header as the descriptor orders it.",
    "missing-label": "Restore the header as the descriptor orders it.",
    "extra-label": "Describe the new column in the descriptor, or remove it.",
}


@cache
def _read(name, data):
    content = descriptor(name, data)
    fields = content["schema"]["fields"]
    path = Path(data) / content["path"]
    try:
        frame = pandas.read_csv(path, dtype={f["name"]: PANDAS_TYPES[f["type"]] for f in fields},
                                keep_default_na=False, na_values=[""], encoding="utf-8")
        for field in fields:
            if field["type"] == "date":
                frame[field["name"]] = pandas.to_datetime(frame[field["name"]], format="%Y-%m-%d")
    except (ValueError, KeyError, OSError) as error:
        raise TableError(faults(data) or [_descriptor_fault(path, error)]) from error
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
        If the file cannot be read by its descriptor; the message lists every fault.
    """
    return _read(name, Path(data)).copy()
