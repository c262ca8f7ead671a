"""Cells: the rows of one table against its descriptor, each distinct cell of a column judged once."""

import datetime
import re
import unicodedata
from functools import lru_cache
from pathlib import Path

from iraq_report import descriptors
from iraq_report.faults import Fault, TableError
from pressroom import strict

# What every reader of a CSV takes; the outline of a country is the longest text of the book.
MOST_CHARACTERS = 100_000
FORMULA = re.compile(r"[=+\-@＝＋－＠]")
INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})", re.ASCII)
NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,17})(\.[0-9]{1,18})?([eE]-?[0-9]{1,2})?", re.ASCII)
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
HEADER = "Restore the header as the descriptor orders it, or describe the new column there."
OPTIONS = "Choose an allowed value; data/{}.resource.yaml explains each."
TYPE = "Write the value in the column's type; leave it empty and set the status column where it is not known."


class Rows:
    """The rows of a table as text, the columns by name, and the faults of each cell."""

    def __init__(self, descriptor, content):
        self.file = descriptor["path"]
        self.fields = descriptor["schema"]["fields"]
        self.foreign_keys = descriptor["schema"].get("foreignKeys", [])
        self.faults, self.columns, self.numbers = [], {}, []
        try:
            self._read(strict.rows(content))
        except strict.Unreadable as error:
            self.faults, self.columns = [Fault(self.file, error.row, None, error.found, error.allowed, error.remedy)], {}
        if self.columns:
            for field in self.fields:
                self._check(field)
            self._check_key(descriptors.key_columns(descriptor["schema"]["primaryKey"]))

    def _read(self, lines):
        if not self._is_headed(next(lines, [])):
            return
        # Each distinct text is kept once: a table of a million rows repeats itself.
        columns, kept = [[] for _ in self.fields], {}
        for number, line in enumerate(lines, 2):
            if self._is_whole(number, line):
                self.numbers.append(number)
                for column, cell in zip(columns, line):
                    column.append(kept.setdefault(cell, cell))
        self.columns = {field["name"]: column for field, column in zip(self.fields, columns)}

    def _is_headed(self, got):
        wanted = [field["name"] for field in self.fields]
        for name in dict.fromkeys([*wanted, *got]):
            if got.count(name) != 1 or name not in wanted:
                said = "a header that is repeated" if got.count(name) > 1 else "no such header" if name in wanted else "a header that is not described"
                self.faults.append(Fault(self.file, 1, name, said, ", ".join(wanted), HEADER))
        if not self.faults and got != wanted:
            self.faults.append(Fault(self.file, 1, None, ", ".join(got), ", ".join(wanted), HEADER))
        return not self.faults

    def _is_whole(self, number, line):
        if len(line) == len(self.fields):
            return True
        remedy = ("Remove the empty line." if not line else "A comma too many: quote text that holds commas." if len(line) > len(self.fields)
                  else "A comma too few: give every column a place, empty where nothing is known.")
        self.faults.append(Fault(self.file, number, None, f"{len(line)} cells", f"{len(self.fields)} cells", remedy))
        return False

    def _check(self, field):
        name, column = field["name"], self.columns[field["name"]]
        wrong = {value: said for value in set(column) if (said := _wrong(value, field))}
        if wrong:
            remedies = {value: said.format(self.file.removesuffix(".csv")) for value, said in wrong.items()}
            self.faults += [Fault(self.file, number, name, repr(value)[:200] if value else "an empty cell", told(field), remedies[value])
                            for number, value in zip(self.numbers, column) if value in wrong]
        if field.get("constraints", {}).get("unique"):
            self._check_once([name], "a value used once", "Say it once.")

    def _check_key(self, key):
        for name in key:
            self.faults += [Fault(self.file, number, name, "an empty cell", "a key, not empty", "Give the row its key.")
                            for number, value in zip(self.numbers, self.columns[name]) if not value]
        self._check_once(key, "a key used once", "Ids are never reused: choose another.")

    def _check_once(self, names, allowed, remedy):
        first = {}
        for number, values in zip(self.numbers, zip(*(self.columns[name] for name in names))):
            if any(values) and first.setdefault(values, number) != number:
                self.faults.append(Fault(self.file, number, names[0], f"{', '.join(values)}, as in row {first[values]}", allowed, remedy))


def told(field):
    """Return in words what a column allows."""
    rules = field.get("constraints", {})
    parts = [field["type"], "not empty" if rules.get("required") else None,
             "one of: " + " | ".join(field["options"]) if "options" in field else None,
             *(f"{name} {value}" for name, value in rules.items() if name not in ("required", "enum"))]
    return ", ".join(filter(None, parts))


def _wrong(value, field):
    """Return the remedy for a cell, or None if it is sound."""
    rules, kind = field.get("constraints", {}), field["type"]
    if not value:
        return "Fill in the cell." if rules.get("required") else None
    if len(value) > MOST_CHARACTERS:
        return f"Shorten it to {MOST_CHARACTERS} characters at most."
    if kind != "string":
        return _wrong_figure(value, kind, rules)
    if strict.UNSEEN.search(value) or "\n" in value or "\t" in value:
        return "Take out the characters that no one sees; a cell is one line of text."
    if value != value.strip() or unicodedata.normalize("NFC", value) != value:
        return "Take out the space around the text, or write its accents as one character each (NFC)."
    if FORMULA.match(value) and not NUMBER.fullmatch(value):
        return "A spreadsheet would take this for a formula: begin with another character."
    if "enum" in rules and value not in rules["enum"]:
        return OPTIONS
    if "pattern" in rules and not re.fullmatch(rules["pattern"], value):
        return "Write the value in the form that data/{}.resource.yaml describes."
    return "Say more." if len(value) < rules.get("minLength", 0) else None


def _wrong_figure(value, kind, rules):
    if not {"integer": INTEGER, "number": NUMBER, "date": DATE}[kind].fullmatch(value):
        return TYPE
    try:
        made = {"integer": int, "number": float, "date": datetime.date.fromisoformat}[kind](value)
        least, most = (rules.get(name) if kind != "date" or name not in rules else datetime.date.fromisoformat(rules[name]) for name in ("minimum", "maximum"))
    except ValueError:
        return TYPE
    return "Correct the value." if (least is not None and made < least) or (most is not None and made > most) else None


def read(name, data):
    """Return the judged :class:`Rows` of table ``name`` in folder ``data``; one that has not changed is not judged again."""
    try:
        content = (Path(data) / f"{name}.csv").read_bytes()
    except OSError as error:
        raise TableError([Fault(f"{name}.csv", None, None, error.strerror, "a table beside its descriptor", "Add the table or remove the descriptor.")]) from error
    return _judged(name, (Path(data) / f"{name}{descriptors.ENDING}").read_bytes(), content)


@lru_cache(maxsize=256)
def _judged(name, described, content):
    return Rows(descriptors.parsed(name, described), content)


def lost_keys(name, judged):
    """Return a fault for each cell of table ``name`` that points at a row that is not there.

    Parameters
    ----------
    name : str
    judged : dict
        The :class:`Rows` of every table. Into a table that cannot be read nothing is looked up.
    """
    own, found = judged[name], []
    for key in own.foreign_keys if own.columns else ():
        columns, others, target = key["fields"], key["reference"]["fields"], key["reference"]["resource"] or name
        cells = list(zip(*(own.columns[column] for column in columns)))
        known = set(zip(*(judged[target].columns[other] for other in others))) if set(others) <= set(judged[target].columns) else set(cells)
        found += [Fault(own.file, number, ", ".join(columns), repr(" | ".join(values))[:200], f"an id that exists in the table referred to, {target}.csv, column {', '.join(others)}",
                        "Add the missing row to the other table, or correct the id.")
                  for number, values in zip(own.numbers, cells) if any(values) and values not in known]
    return found
