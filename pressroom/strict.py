"""Strict reading: YAML and CSV as their authors meant them, or an error that says where and what to do.

What lenient readers let pass is refused here: a key given twice (the last would win), an alias, a byte order mark,
a stray quote, characters that no one sees.
"""

import csv
import io
import math
import re
from dataclasses import dataclass

import yaml

MOST_BYTES = 1_000_000
DEEPEST = 40
MARK = b"\xef\xbb\xbf"
# What a template leaves to its author.
TO_FILL = "FILL IN:"
# Control characters, and marks that turn the direction of writing; joiners, which Persian needs, are no such mark.
UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\uffff\ud800-\udfff]")
TAGS = {f"tag:yaml.org,2002:{kind}" for kind in ("str", "int", "float", "bool", "null", "timestamp", "map", "seq")}
MEND = "Mend the line; an intact neighbour serves as a pattern."


@dataclass
class Unreadable(ValueError):
    """A text that cannot be read; ``row`` counts lines as an editor does."""

    row: int | None
    found: str
    allowed: str
    remedy: str

    def __str__(self):
        return f"{f'row {self.row}: ' if self.row else ''}found {self.found}; allowed: {self.allowed}. {self.remedy}"


def text(content):
    """Return bytes as text.

    Raises
    ------
    Unreadable
        If they are not UTF-8, or begin with a byte order mark.
    """
    if content.startswith(MARK):
        raise Unreadable(1, "a byte order mark", "UTF-8 without a byte order mark", "Save the file as plain UTF-8.")
    try:
        return content.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        raise Unreadable(row, f"the byte 0x{content[error.start]:02x}", "UTF-8", "Save the file as UTF-8.") from error


def rows(content):
    """Yield the rows of a CSV, header first, as lists of text.

    Raises
    ------
    Unreadable
        If the bytes are no UTF-8, or a quote stands where none may.
    """
    if content.startswith(MARK):
        text(content)
    number = 0
    try:
        for row in csv.reader(io.TextIOWrapper(io.BytesIO(content), encoding="utf-8", newline="\n"), strict=True):
            number += 1
            yield row
    except UnicodeDecodeError:
        text(content)
    except csv.Error as error:
        # The row where the trouble began: a quote that never closes shows only at the end.
        raise Unreadable(number + 1, str(error), "comma-separated text; a cell that holds commas or quotes stands in quotes, its own quotes doubled",
                         "Mend the quotes of this row.") from error


def plain_yaml(content):
    """Return the mapping that YAML bytes hold.

    Raises
    ------
    Unreadable
        If they are not YAML, hold no mapping, give a key twice, use an alias, or are too large or too deep.
    """
    if len(content) > MOST_BYTES:
        raise Unreadable(None, f"{len(content)} bytes", f"at most {MOST_BYTES}", "Put rows into a table.")
    source = text(content)
    unseen = UNSEEN.search(source)
    if unseen:
        raise Unreadable(source.count("\n", 0, unseen.start()) + 1, f"the character U+{ord(unseen.group()):04X}", "characters that can be seen", "Take it out.")
    left = [row for row, line in enumerate(source.split("\n"), 1) if TO_FILL in line]
    if left:
        raise Unreadable(left[0], f"{len(left)} line(s) still to fill in: {', '.join(map(str, left))}", "your own words there", f"Replace each text that begins with {TO_FILL}")
    _refuse_depth(source)
    loader = yaml.CSafeLoader(source)
    try:
        node = loader.get_single_node()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        row = mark.line + 1 if mark else source.count("\n", 0, getattr(error, "position", 0)) + 1
        raise Unreadable(row, " ".join(f"{getattr(error, 'problem', None) or error}".split()), "YAML", MEND) from error
    if not isinstance(node, yaml.MappingNode):
        raise Unreadable(1, "no mapping" if node else "nothing", "a mapping of names to values", MEND)
    _check(node, loader, set())
    return loader.construct_document(node)


def _refuse_depth(source):
    """Refuse nesting that no file needs, before a parser recurses into it."""
    depth = 0
    for line, part in enumerate(source.split("\n"), 1):
        depth = max(0, depth + sum(part.count(mark) for mark in "[{") - sum(part.count(mark) for mark in "]}"))
        indent = len(part) - len(part.lstrip(" -?:"))
        if depth > DEEPEST or (indent > 2 * DEEPEST and part.strip()) or part.count("[") + part.count("{") > 4 * DEEPEST:
            raise Unreadable(line, "nesting deeper than any reader follows", f"at most {DEEPEST} levels", "Write it flat.")


def _check(node, loader, seen):
    """Refuse what a lenient reader lets pass, or cannot make a value of, at its line."""
    row = node.start_mark.line + 1
    if id(node) in seen:
        raise Unreadable(row, "an alias", "every value written out", "Repeat the value.")
    if node.tag not in TAGS:
        raise Unreadable(row, f"the tag {node.tag}", "plain values, lists and mappings", "Take the tag out, or quote the value.")
    seen.add(id(node))
    if isinstance(node, yaml.ScalarNode):
        try:
            value = loader.construct_object(node)
        # The constructors of the library raise whatever Python gives for text such as 2025-13-45.
        except Exception as error:
            raise Unreadable(row, repr(node.value[:60]), "a value of its kind", f"Mend or quote it ({type(error).__name__}).") from error
        if isinstance(value, float) and not math.isfinite(value):
            raise Unreadable(row, repr(node.value), "a finite number", "Mend it.")
    elif isinstance(node, yaml.SequenceNode):
        for child in node.value:
            _check(child, loader, seen)
    else:
        names = set()
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode) or key.tag != "tag:yaml.org,2002:str":
                raise Unreadable(key.start_mark.line + 1, f"{str(key.value)[:60]!r} as a key", "plain names", "Quote or mend the key.")
            if key.value in names:
                raise Unreadable(key.start_mark.line + 1, f"the key {key.value!r} twice", "each key once", "Keep one of the two.")
            names.add(key.value)
            _check(value, loader, seen)
