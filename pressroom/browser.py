"""Browsers: every record of a table on one page, grouped by month, with filters for those who have JavaScript.

``page.filters`` of the descriptor lists what it filters by: a column, ``child.column``, or ``child.key.column`` reached through foreign keys.
"""

import posixpath
from datetime import date

from pressroom.records import TEMPLATE, words


def values(records, name, row, path):
    """Return the values of a filter for a row, following ``child.column`` and ``child.key.column``."""
    parts = path.split(".")
    table = records.tables[name]
    if len(parts) == 1:
        return {row[path]} - {""}
    child = records.tables[parts[0]]
    back = next(column for column, target in child.parents.items() if target == name)
    rows = records.pointing(child, back).get((name, row[table.key]), [])
    if len(parts) == 2:
        return {item[parts[1]] for item in rows} - {""}
    parent = records.tables[child.parents[parts[1]]]
    return {parent.by_key[item[parts[1]]][parts[2]] for item in rows if item[parts[1]]} - {""}


def label(records, name, path, value):
    """Return a filter's value in the reader's words."""
    *_, column = parts = path.split(".")
    table = records.tables[name if len(parts) == 1 else parts[0]]
    target = table.parents.get(parts[1] if len(parts) > 1 else column) if len(parts) < 3 else None
    if target:
        return records.heading(target, records.tables[target].by_key[value])
    return words(value)


def listed(records, name, docname):
    """Return the browser of a table as HTML: every record, grouped by month, with filters for those who have JavaScript."""
    table = records.paged[name]
    here = posixpath.relpath(".", posixpath.dirname(docname) or ".") + "/"
    order, filters = table.page.get("order", table.key), table.page.get("filters", [])
    filled = [{"name": item["field"], "label": item["label"]} for item in filters]
    groups, seen = {}, [dict() for _ in filters]
    for row in sorted(table.rows, key=lambda row: (row[order], row[table.key])):
        found = [values(records, name, row, item["field"]) for item in filters]
        for counts, given in zip(seen, found):
            for value in given:
                counts[value] = counts.get(value, 0) + 1
        groups.setdefault(row[order][:7], []).append({
            "key": row[table.key], "href": here + records.address(row[table.key]), "heading": records.heading(name, row),
            "lead": row.get(table.page.get("lead"), ""), "day": row[order], "filters": "|".join(",".join(sorted(given)) for given in found)})
    for item, path, counts in zip(filled, filters, seen):
        item["options"] = sorted(((value, f"{label(records, name, path['field'], value)} ({count})") for value, count in counts.items()),
                                 key=lambda pair: pair[1])
    return TEMPLATE.get_template("browser.html").render(table=table, groups=groups, filters=filled, total=len(table.rows),
                                                        month=lambda text: f"{date.fromisoformat(text + '-01'):%B %Y}" if len(text) == 7 else text)
