"""Descriptors: what ``data/NAME.resource.yaml`` may say of a table, checked on reading.

A descriptor is a Frictionless resource with few extensions: ``options`` on a field maps each allowed value to a
sentence, ``coded`` marks a judgement, ``page``, ``pointsAt`` and ``factKey`` tell the press how records are shown and joined.
"""

import copy
import datetime
import re
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, StrictBool, ValidationError, field_validator, model_validator

from iraq_report.faults import Fault, TableError
from iraq_report.pages import Name, Page, Part, Text
from pressroom import strict

ENDING = ".resource.yaml"
KEY_PATTERN = "[a-z0-9_]+"
MEND = "Mend the descriptor; an intact neighbour in data/ serves as a pattern."


class Constraints(Part):
    """What a cell must keep."""

    required: StrictBool = False
    unique: StrictBool = False
    pattern: str = None
    minLength: Annotated[int, Field(ge=1)] = None
    minimum: int | float | str = None
    maximum: int | float | str = None

    @field_validator("pattern")
    @classmethod
    def _compiles(cls, pattern):
        try:
            re.compile(pattern or "")
        except re.error as error:
            raise ValueError(f"a regular expression is wanted: {error}") from error
        return pattern


class Column(Part):
    """One column."""

    name: Name
    type: Literal["string", "integer", "number", "date"]
    description: Text
    constraints: Constraints = Constraints()
    options: Annotated[dict[Annotated[str, Field(min_length=1)], Text], Field(min_length=1)] = None
    coded: Literal["nominal", "ordinal"] = None

    @model_validator(mode="after")
    def _fits_its_type(self):
        kinds = {"integer": int, "number": (int, float), "date": str, "string": ()}[self.type]
        bounds = [bound for bound in (self.constraints.minimum, self.constraints.maximum) if bound is not None]
        if not all(isinstance(bound, kinds) and not isinstance(bound, bool) and bound == bound for bound in bounds):
            raise ValueError(f"minimum and maximum of a {self.type} column")
        for bound in bounds if self.type == "date" else ():
            datetime.date.fromisoformat(bound)
        if len(bounds) == 2 and bounds[0] > bounds[1]:
            raise ValueError("minimum above maximum")
        if self.type != "string" and (self.options or self.constraints.pattern or self.constraints.minLength):
            raise ValueError("options, pattern and minLength are for string columns")
        if self.coded and not self.options and len(bounds) < 2:
            raise ValueError("a coded column has options, or a minimum and a maximum")
        return self


class Target(Part):
    """What a foreign key points at; an empty resource is the table itself."""

    resource: Name | Literal[""]
    fields: Annotated[list[Name], Field(min_length=1)]


class ForeignKey(Part):
    """Columns whose cells, taken together, are keys of another table."""

    fields: Annotated[list[Name], Field(min_length=1)]
    reference: Target

    @model_validator(mode="after")
    def _pairs(self):
        if len(self.fields) != len(self.reference.fields):
            raise ValueError("a foreign key has as many columns here as in the table it points at")
        return self


class Schema(Part):
    """Columns and keys."""

    primaryKey: Name | Annotated[list[Name], Field(min_length=1)]
    missingValues: list[Literal[""]] = [""]
    fields: Annotated[list[Column], Field(min_length=1)]
    foreignKeys: list[ForeignKey] = []


class Licence(Part):
    """A licence by name and address."""

    name: Text
    path: Text
    title: Text


class Pointer(Part):
    """Two columns that name a table and a record there."""

    table: Name
    key: Name


class Descriptor(Part):
    """One table."""

    name: Name
    title: Text
    description: Text
    path: str
    encoding: Literal["utf-8"] = "utf-8"
    licenses: Annotated[list[Licence], Field(min_length=1)]
    sources: list[dict[str, str]] = []
    page: Page = None
    pointsAt: Pointer = None
    factKey: Name = None
    table: Schema = Field(alias="schema")

    @model_validator(mode="after")
    def _is_whole(self):
        if self.path != f"{self.name}.csv":
            raise ValueError(f"path {self.path!r}: {self.name}.csv is wanted")
        columns = [column.name for column in self.table.fields]
        if len(set(columns)) < len(columns):
            raise ValueError(f"a column described twice: {sorted({name for name in columns if columns.count(name) > 1})}")
        named = key_columns(self.table.primaryKey) + [name for key in self.table.foreignKeys for name in key.fields]
        named += [self.pointsAt.table, self.pointsAt.key] if self.pointsAt else []
        named += [self.factKey] if self.factKey else []
        named += self.page.columns() if self.page else []
        if set(named) - set(columns):
            raise ValueError(f"keys and page name columns that are not described: {sorted(set(named) - set(columns))}")
        if self.page and not isinstance(self.table.primaryKey, str) and len(self.table.primaryKey) > 1:
            raise ValueError("a table whose records have pages has a key of one column")
        keys = [column for column in self.table.fields if column.name in key_columns(self.table.primaryKey)]
        if self.page and keys[0].constraints.pattern != KEY_PATTERN:
            raise ValueError(f"the key {keys[0].name} names a page: its pattern is {KEY_PATTERN}")
        return self


def key_columns(key):
    """Return the columns of a primary key as a list."""
    return [key] if isinstance(key, str) else list(key or [])


def names(data):
    """Return the names of all tables: the folder is the registry."""
    return sorted(path.name.removesuffix(ENDING) for path in Path(data).glob(f"*{ENDING}"))


def load(name, data):
    """Return the descriptor of table ``name`` as a mapping of one's own, with its ``options`` inlined as ``enum``.

    Raises
    ------
    TableError
        If the file cannot be read, or says something that no descriptor may; every fault at once.
    """
    return copy.deepcopy(shared(name, data))


def shared(name, data):
    """Return what :func:`load` does, to be left as it is: all callers are handed the same mapping."""
    path = Path(data) / f"{name}{ENDING}"
    try:
        return parsed(name, path.read_bytes())
    except OSError as error:
        raise TableError([Fault(path.name, None, None, error.strerror, "a descriptor that can be read", MEND)]) from error


@lru_cache(maxsize=512)
def parsed(name, content):
    """Return the descriptor that bytes hold; one that has not changed is not read again."""
    file = f"{name}{ENDING}"
    try:
        made = strict.plain_yaml(content)
        Descriptor.model_validate(made)
    except strict.Unreadable as error:
        raise TableError([Fault(file, error.row, None, error.found, error.allowed, error.remedy)]) from error
    except ValidationError as error:
        raise TableError([Fault(file, None, ".".join(map(str, detail["loc"])) or None, repr(detail["input"])[:80], detail["msg"], MEND)
                          for detail in error.errors()]) from error
    if made["name"] != name:
        raise TableError([Fault(file, None, "name", repr(made["name"]), name, "The name of the table is that of its file.")])
    for field in made["schema"]["fields"]:
        if "options" in field:
            field.setdefault("constraints", {})["enum"] = list(field["options"])
    return made


def faults(data):
    """Return what is wrong between descriptors that are each sound: keys, pointers and filters that lead nowhere."""
    described = {name: shared(name, data) for name in names(data)}
    columns = {name: {field["name"] for field in content["schema"]["fields"]} for name, content in described.items()}
    found = []
    for name, content in described.items():
        for number, key in enumerate(content["schema"].get("foreignKeys", [])):
            target = key["reference"]["resource"] or name
            if set(key["reference"]["fields"]) - columns.get(target, set()):
                found.append(Fault(f"{name}{ENDING}", None, f"schema.foreignKeys.{number}", f"{target}: {', '.join(key['reference']['fields'])}",
                                   "a column of a table that exists", MEND))
        page = content.get("page", {})
        for number, item in enumerate(page.get("filters", [])):
            if not _leads(item["field"].split("."), name, described, columns):
                found.append(Fault(f"{name}{ENDING}", None, f"page.filters.{number}", item["field"],
                                   "column, child.column, or child.key.column, where child points here and key at another table", MEND))
        lost = set(page.get("first", [])) - set(described)
        found += [Fault(f"{name}{ENDING}", None, "page.first", other, "tables that exist", MEND) for other in sorted(lost)]
    return found


def _leads(parts, name, described, columns):
    """Return whether a filter's path can be followed."""
    if len(parts) == 1:
        return parts[0] in columns[name]
    pointed = {key["fields"][0]: key["reference"]["resource"] or parts[0]
               for key in described.get(parts[0], {"schema": {}})["schema"].get("foreignKeys", []) if len(key["fields"]) == 1}
    return name in pointed.values() and (parts[1] in columns[parts[0]] if len(parts) == 2 else parts[2] in columns.get(pointed.get(parts[1]), ()))
