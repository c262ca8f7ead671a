"""Mutations of tables and YAML files. Each returns its name, the new bytes, and whether the checks must refuse them."""

import csv
import io
import math

import pandas
import yaml

HUGE = "x" * 200_000
UNSEEN = ("\x00", "\x07", "\u202e", "\u200b", "\ufeff", "\ufffd")
FORMULAS = ("=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3", "\t=1", '=HYPERLINK("http://x")', "＝1")
NO_NUMBER = ("abc", "1,5", "1e999", "NaN", "inf", "٣", "0x10", " 5", "5 ", "1_000", "--1", "12345678901234567890123", "1.2.3", "true", "½", "1e", "+5")
NO_DATE = ("2025-13-01", "13/06/2025", "2025-6-1", "2025-06-13T00:00Z", "2025-02-30", "20250613", "2025-06-13+03:00", "0000-00-00", "9999-99-99", "2025-06",
           "٢٠٢٥-٠٦-١٣", "yesterday", "2025-06-31")
NO_CLOCK = ("25:00", "7:5", "12:00Z", "12:00+03:00", "12:60", "noon", "12.00", "24:01")
MARKUP = ("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\"><svg/onload=alert(1)>", "{{ 7*7 }}", "</script>", "{fact}`no.such`", "&lt;b&gt;")
JUNK = (None, "", " ", [], {}, -1, 0, 1e308, True, "x", HUGE, {"a": 1}, [[]], [None], ["x"], 3.5, "../../etc/passwd", "<script>alert(1)</script>", "كتاب")


def same(cell, value):
    """Return whether a loaded value is what its cell says."""
    if pandas.isna(value):
        return cell == ""
    if isinstance(value, str):
        return cell == value
    if isinstance(value, pandas.Timestamp):
        return cell == value.strftime("%Y-%m-%d")
    return cell != "" and math.isclose(float(cell), float(value), rel_tol=1e-12)


def written(rows):
    """Return rows as CSV bytes."""
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows(rows)
    return stream.getvalue().encode("utf-8")


def table(choice, content, descriptor):
    """Mutate a CSV."""
    rows = list(csv.reader(io.StringIO(content.decode("utf-8"))))
    if choice.random() < 0.2:
        return _bytes(choice, content)
    if len(rows) < 3 or choice.random() < 0.15:
        return _header(choice, rows)
    if choice.random() < 0.25:
        return _row(choice, rows)
    return _cell(choice, rows, descriptor)


def _bytes(choice, content):
    at = choice.randrange(len(content))
    name = choice.choice(["byte", "latin", "mark", "utf-16", "crlf", "carriage return", "nul", "quote", "cut", "empty", "no last line end", "flip", "blank file", "semicolons"])
    after, must = {
        "byte": lambda: (content[:at] + b"\xff" + content[at:], True),
        "latin": lambda: (content.decode("utf-8").encode("latin-1", "replace") + b"\xe9\n", True),
        "mark": lambda: (b"\xef\xbb\xbf" + content, True),
        "utf-16": lambda: (content.decode("utf-8").encode("utf-16"), True),
        "crlf": lambda: (content.replace(b"\n", b"\r\n"), False),
        "carriage return": lambda: (content.replace(b"\n", b"\r"), True),
        "nul": lambda: (content[:at].decode("utf-8", "ignore").encode() + b"\x00" + content[at:].decode("utf-8", "ignore").encode(), True),
        "quote": lambda: (content[:at] + b'"' + content[at:], False),
        "cut": lambda: (content[:at], False),
        "empty": lambda: (b"", True),
        "no last line end": lambda: (content.rstrip(b"\n"), False),
        "flip": lambda: (content[:at] + bytes([content[at] ^ (1 << choice.randrange(8))]) + content[at + 1:], False),
        "blank file": lambda: (b"\n" * 5, True),
        "semicolons": lambda: (content.replace(b",", b";"), b"," in content),
    }[name]()
    return f"bytes: {name}", after, must


def _header(choice, rows):
    column = choice.randrange(len(rows[0]))
    name = choice.choice(["twice", "dropped", "moved", "renamed", "capitals", "added", "no header", "space"])
    other = (column + 1) % len(rows[0])
    must = True
    if name == "twice":
        rows[0][column] = rows[0][other]
        must = len(rows[0]) > 1
    elif name == "dropped":
        rows = [row[:column] + row[column + 1:] for row in rows]
    elif name == "moved":
        rows = [[*row[:column], *row[column + 1:], row[column]] for row in rows]
        must = column != len(rows[0]) - 1
    elif name == "renamed":
        rows[0][column] += "_x"
    elif name == "capitals":
        rows[0][column] = rows[0][column].upper()
    elif name == "added":
        rows = [[*row, "x"] for row in rows]
    elif name == "no header":
        rows = rows[1:]
    else:
        rows[0][column] = " " + rows[0][column]
    return f"header: {name}", written(rows), must


def _row(choice, rows):
    at = choice.randrange(1, len(rows))
    name = choice.choice(["twice", "gone", "blank", "short", "long", "swapped cells", "moved", "cells of another"])
    if name == "twice":
        rows.insert(at, list(rows[at]))
    elif name == "gone":
        rows.pop(at)
    elif name == "blank":
        rows.insert(at, [])
    elif name == "short":
        rows[at].pop()
    elif name == "long":
        rows[at].append("x")
    elif name == "swapped cells":
        a, b = choice.randrange(len(rows[at])), choice.randrange(len(rows[at]))
        rows[at][a], rows[at][b] = rows[at][b], rows[at][a]
    elif name == "moved":
        rows.insert(choice.randrange(1, len(rows)), rows.pop(at))
    else:
        rows[at][choice.randrange(len(rows[at])):] = rows[choice.randrange(1, len(rows))][choice.randrange(len(rows[at])):]
    return f"row: {name}", written(rows), name in ("twice", "blank", "short", "long") or len(rows[at]) != len(rows[0])


def _cell(choice, rows, descriptor):
    field = choice.choice(descriptor["schema"]["fields"])
    column, at = [item["name"] for item in descriptor["schema"]["fields"]].index(field["name"]), choice.randrange(1, len(rows))
    own = rows[at]
    constraints, kind = field.get("constraints", {}), field["type"]
    keys = {name for key in descriptor["schema"].get("foreignKeys", []) for name in key["fields"]}
    options = [("unseen", choice.choice(UNSEEN) + own[column], True), ("huge", HUGE, True), ("space", own[column] + " ", True), ("lines", own[column] + "\nx", True),
               ("accent apart", own[column] + "e\u0301", True), ("empty", "", bool(constraints.get("required")))]
    if kind == "string":
        options += [("formula", choice.choice(FORMULAS), True), ("markup", choice.choice(MARKUP), False), ("joiner", f"{own[column]}می\u200cشود", False)]
    if "options" in field:
        options += [("no option", own[column].upper() + "x", True), ("another option", choice.choice(list(field["options"])), False)] * 2
    if "pattern" in constraints:
        options += [("no clock" if "utc" in field["name"] else "no pattern", choice.choice(NO_CLOCK) if "utc" in field["name"] else "~~", True)] * 2
    if kind in ("integer", "number"):
        options += [("no number", choice.choice(NO_NUMBER), True)] * 2 + [("another number", str(choice.randrange(-5, 5000)), False)]
        options += [("below", repr(constraints["minimum"] - 1), True)] if "minimum" in constraints else []
        options += [("above", repr(constraints["maximum"] + 1), True)] if "maximum" in constraints else []
    if kind == "date":
        options += [("no date", choice.choice(NO_DATE), True)] * 3 + [("another day", f"20{choice.randrange(10, 40)}-0{choice.randrange(1, 10)}-11", False)]
    if field["name"] in keys:
        options += [("points nowhere", "no_such_row", True)] * 3
    if "latitude" in field["name"] and own[column]:
        options += [("swapped", own[column + 1], descriptor["name"] == "events" and own[column] != own[column + 1])] * 6
    name, value, must = choice.choice(options)
    if name == "swapped":
        own[column + 1] = own[column]
        own_country = dict(zip(rows[0], own)).get("country", "")
        must = must and own_country == "Iraq"
    own[column] = value
    return f"cell {field['name']}, row {at + 1}: {name}", written(rows), must and value != ""


def mapping(choice, content, kind):
    """Mutate a YAML file."""
    if choice.random() < 0.3:
        return _yaml_bytes(choice, content)
    made = yaml.safe_load(content)
    places = list(_places(made))
    holder, key = choice.choice(places)
    name = choice.choice(["gone", "junk", "junk", "unknown key", "renamed key", "twice", "no such id"])
    must = False
    if name == "gone":
        del holder[key]
    elif name == "junk":
        holder[key] = choice.choice(JUNK)
    elif name == "unknown key":
        target = choice.choice([item for item, _ in places if isinstance(item, dict)])
        target["no_such_key"] = choice.choice(JUNK)
        must = target is made
    elif name == "renamed key" and isinstance(holder, dict):
        holder[f"{key}_x"] = holder.pop(key)
        must = holder is made
    elif name == "twice" and isinstance(holder, list):
        holder.append(holder[key])
    elif isinstance(holder[key], str):
        holder[key] = "no_such_id"
    text = yaml.safe_dump(made, allow_unicode=True, sort_keys=False, width=10_000, default_flow_style=False)
    # The writer of the library uses aliases for what stands twice, which is another mutation.
    after = text.encode("utf-8") if yaml.safe_load(text) != yaml.safe_load(content) else content
    return f"{kind}: {name} at {key}", after, must


def _places(node):
    """Yield every holder and key of a nested value."""
    for key, child in node.items() if isinstance(node, dict) else enumerate(node):
        yield node, key
        if isinstance(child, (dict, list)):
            yield from _places(child)


def _yaml_bytes(choice, content):
    at = choice.randrange(len(content))
    lines = content.split(b"\n")
    top = [number for number, line in enumerate(lines) if line[:1].isalpha()]
    name = choice.choice(["byte", "mark", "cut", "empty", "tab", "nul", "key twice", "alias", "tag", "deep", "flip", "no mapping", "two documents", "crlf", "turned", "not finite"])
    after, must = {
        "byte": lambda: (content[:at] + b"\xff" + content[at:], True),
        "mark": lambda: (b"\xef\xbb\xbf" + content, True),
        "cut": lambda: (content[:at], False),
        "empty": lambda: (b"", True),
        "tab": lambda: (b"\t" + content, True),
        "nul": lambda: (content + b"\x00", True),
        "key twice": lambda: (content.rstrip(b"\n") + b"\n" + lines[choice.choice(top)].split(b":")[0] + b": x\n", True),
        "alias": lambda: (content.rstrip(b"\n") + b"\na: &a x\nb: *a\n", True),
        "tag": lambda: (content.rstrip(b"\n") + b"\na: !!python/object/apply:os.system [true]\n", True),
        "deep": lambda: (content.rstrip(b"\n") + b"\na: " + b"[" * 50_000 + b"\n", True),
        "flip": lambda: (content[:at] + bytes([content[at] ^ (1 << choice.randrange(8))]) + content[at + 1:], False),
        "no mapping": lambda: (b"- a\n- b\n", True),
        "two documents": lambda: (content + b"\n---\na: 1\n", True),
        "crlf": lambda: (content.replace(b"\n", b"\r\n"), False),
        "turned": lambda: (content.rstrip(b"\n") + "\n# \u202e\n".encode(), True),
        "not finite": lambda: (content.rstrip(b"\n") + b"\na: .nan\n", True),
    }[name]()
    return f"bytes: {name}", after, must
