"""Record pages: every row of a table whose descriptor has a ``page`` gets a page with an address of its own.

``page.heading`` lists the columns that name a record, ``page.mark`` one that stands behind its name, ``page.lead``
the column told in full, ``page.filters`` what the browser filters by: a column, ``child.column``, or ``child.key.column``
reached through foreign keys. A column pair named in ``pointsAt`` is a foreign key whose table is itself a column.
"""

import csv
import html
import posixpath
import re
from datetime import date
from functools import cached_property
from pathlib import Path

import jinja2
import yaml

FOLDER = "records"
MOST_ROWS = 60
TEMPLATE = jinja2.Environment(loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True,
                              trim_blocks=True, lstrip_blocks=True)


def words(text):
    """Return a name or coded value as plain words."""
    return str(text).removesuffix("_id").replace("_", " ").strip()


def _explained(field, value):
    """Return what a coded value means, unless that only repeats it."""
    meaning = field.get("options", {}).get(value)
    return meaning if meaning and len(meaning) > len(value) + 16 else None


def _told_columns(table, row, lead):
    """Return the columns a page tells one by one: those filled, with low, best and high of a figure as one."""
    spans = {column.removesuffix("_best") for column in table.fields if column.endswith("_best")}
    within = {f"{stem}_{part}" for stem in spans for part in ("low", "high", "status")}
    whole = {f"{stem}_{part}" for stem in spans if row[f"{stem}_best"] for part in ("low", "high", "status")}
    return [column for column in table.fields if row[column] and column not in (within & whole) | {lead, table.key}]


def _span(table, column, row):
    """Return a figure with its bounds, or None if the column is no such figure."""
    stem = column.removesuffix("_best")
    if stem == column:
        return None
    low, best, high = (row[f"{stem}_{part}"] for part in ("low", "best", "high"))
    return best if not low or not high or low == best == high else f"{best} ({low} to {high})"


class Table:
    """One table: its descriptor, its rows as text, and what it points at."""

    def __init__(self, descriptor, rows):
        self.name, self.title, self.rows = descriptor["name"], descriptor["title"], rows
        self.page = descriptor.get("page")
        self.fields = {field["name"]: field for field in descriptor["schema"]["fields"]}
        key = descriptor["schema"].get("primaryKey", [])
        self.key = key if isinstance(key, str) else key[0] if len(key) == 1 else None
        self.parents = {item["fields"][0] if isinstance(item["fields"], list) else item["fields"]: item["reference"]["resource"] or self.name
                        for item in descriptor["schema"].get("foreignKeys", [])}
        self.points_at = descriptor.get("pointsAt")

    @cached_property
    def by_key(self):
        """The rows by their key."""
        return {row[self.key]: row for row in self.rows} if self.key else {}

    def parent(self, column, row):
        """Return the table that ``column`` of ``row`` points at, or None."""
        if self.points_at and column == self.points_at["key"]:
            return row[self.points_at["table"]]
        return self.parents.get(column)

    def shown(self, column, value):
        """Return a cell in the reader's words."""
        field = self.fields[column]
        if field["type"] == "date" and value:
            day = date.fromisoformat(value)
            return f"{day.day} {day:%B %Y}"
        return words(value) if field.get("options") else value


class Records:
    """All tables of a book, and the pages of those that have them."""

    def __init__(self, folder):
        self.tables = {}
        for path in sorted(Path(folder).glob("*.resource.yaml")):
            descriptor = yaml.safe_load(path.read_text(encoding="utf-8"))
            with open(path.parent / descriptor["path"], encoding="utf-8", newline="") as stream:
                self.tables[descriptor["name"]] = Table(descriptor, list(csv.DictReader(stream)))
        self.paged = {name: table for name, table in self.tables.items() if table.page}
        self.home = {key: name for name, table in self.paged.items() for key in table.by_key}
        self.used = {}

    def address(self, key):
        """Return the address of a record's page from the root of the site, or None if it has none."""
        return f"{FOLDER}/{self.home[key]}/{key}.html" if isinstance(key, str) and key in self.home else None

    def heading(self, name, row):
        """Return the heading of a row: the columns its descriptor lists, without those that are empty."""
        table = self.tables[name]
        columns = table.page["heading"] if table.page else [table.key or next(iter(row))]
        text = ", ".join(self.told(table, column, row) for column in columns if row[column])
        return text[:1].upper() + text[1:]

    def told(self, table, column, row):
        """Return a cell in the reader's words: the heading of the record it points at, or the value itself."""
        value, target = row[column], table.parent(column, row)
        if value and target in self.tables and value in self.tables[target].by_key:
            return self.heading(target, self.tables[target].by_key[value])
        return table.shown(column, value)

    def note(self, key, page):
        """Remember that a page of the book uses a record."""
        if key in self.home:
            self.used.setdefault(key, set()).add(page)

    def children(self, name, key):
        """Yield each table that points at a row, the column by which it does, and the rows; tables named first come first."""
        first = self.tables[name].page.get("first", [])
        for child in sorted(self.tables.values(), key=lambda table: (table.name not in first, table.name)):
            for column in dict.fromkeys([*child.parents, *([child.points_at["key"]] if child.points_at else [])]):
                rows = self._pointing(child, column).get((name, key))
                if rows:
                    yield child, column, rows

    def _pointing(self, child, column):
        if not hasattr(child, "_index"):
            child._index = {}
        if column not in child._index:
            index = child._index[column] = {}
            for row in child.rows:
                if row[column]:
                    index.setdefault((child.parent(column, row), row[column]), []).append(row)
        return child._index[column]

    def link(self, key, here):
        """Return a link to a record's page, with its mark behind it."""
        table = self.paged[self.home[key]]
        row = table.by_key[key]
        mark = f" ({html.escape(row[table.page['mark']])})" if table.page.get("mark") else ""
        return f'<a href="{here}{self.address(key)}">{html.escape(self.heading(table.name, row))}</a>{mark}'

    def cell(self, table, column, row, here="../../"):
        """Return a cell as HTML: a link where it is the key of a page or an address, else plain words."""
        value = row[column]
        if value and table.parent(column, row) in self.paged and value in self.home:
            return self.link(value, here)
        if re.match(r"https?://", value):
            return f'<a href="{html.escape(value, quote=True)}" rel="nofollow noopener">{html.escape(value)}</a>'
        return html.escape(self.told(table, column, row))

    def _section(self, child, column, rows):
        """Return what a page shows of the rows of ``child`` that point at it by ``column``."""
        shown, more = rows[:MOST_ROWS], len(rows) - MOST_ROWS
        if child.page:
            return {"table": child, "columns": [], "rows": [[self.link(row[child.key], "../../")] for row in shown], "more": more}
        hidden = {column, child.key} | ({child.points_at["table"]} if child.points_at else set())
        columns = [name for name in child.fields if name not in hidden and any(row[name] for row in rows)]
        return {"table": child, "columns": [words(name) for name in columns],
                "rows": [[self.cell(child, name, row) for name in columns] for row in shown], "more": more}

    def page(self, name, key, book):
        """Return the page of one record as HTML.

        Parameters
        ----------
        name, key : str
            Table and key.
        book : dict
            ``title`` of the book; ``home``, ``dictionary`` and ``browsers`` (table -> page) as addresses from the root;
            ``titles`` (page -> title).
        """
        table = self.paged[name]
        row = table.by_key[key]
        lead = table.page.get("lead")
        fields = [{"label": words(column.removesuffix("_best")), "meaning": table.fields[column]["description"], "html": _span(table, column, row) or self.cell(table, column, row),
                   "explained": _explained(table.fields[column], row[column])} for column in _told_columns(table, row, lead)]
        sections = [self._section(child, column, rows) for child, column, rows in self.children(name, key)]
        return TEMPLATE.get_template("record.html").render(
            heading=self.heading(name, row), lead=row.get(lead, ""), key=key, table=table, fields=fields, sections=sections,
            used=sorted((book["titles"].get(page, page), page) for page in self.used.get(key, ())), book=book, browser=book["browsers"].get(name))

    def write(self, target, book):
        """Write every record page under ``target``."""
        for name, table in self.paged.items():
            folder = Path(target) / FOLDER / name
            folder.mkdir(parents=True, exist_ok=True)
            for key in table.by_key:
                (folder / f"{key}.html").write_text(self.page(name, key, book), encoding="utf-8")

    def feed(self, settings):
        """Yield what a feed tells of a table of changes, oldest first; ``settings`` names the table and its columns ``day``, ``title``, ``record``, ``text``."""
        table = self.tables.get(settings.get("table"))
        for row in sorted(table.rows, key=lambda row: row[settings["day"]]) if table else ():
            key = row[settings["record"]]
            yield {"id": row[table.key], "day": row[settings["day"]], "title": f"{words(row[settings['title']]).capitalize()}: {words(key)}",
                   "text": row[settings["text"]], "address": self.address(key) or "index.html"}

    def values(self, name, row, path):
        """Return the values of a filter for a row, following ``child.column`` and ``child.key.column``."""
        parts = path.split(".")
        table = self.tables[name]
        if len(parts) == 1:
            return {row[path]} - {""}
        child = self.tables[parts[0]]
        back = next(column for column, target in child.parents.items() if target == name)
        rows = self._pointing(child, back).get((name, row[table.key]), [])
        if len(parts) == 2:
            return {item[parts[1]] for item in rows} - {""}
        parent = self.tables[child.parents[parts[1]]]
        return {parent.by_key[item[parts[1]]][parts[2]] for item in rows if item[parts[1]]} - {""}

    def label(self, name, path, value):
        """Return a filter's value in the reader's words."""
        *_, column = parts = path.split(".")
        table = self.tables[name if len(parts) == 1 else parts[0]]
        target = table.parents.get(parts[1] if len(parts) > 1 else column) if len(parts) < 3 else None
        if target:
            return self.heading(target, self.tables[target].by_key[value])
        return words(value)

    def browser(self, name, docname):
        """Return the browser of a table as HTML: every record, grouped by month, with filters for those who have JavaScript."""
        table = self.paged[name]
        here = posixpath.relpath(".", posixpath.dirname(docname) or ".") + "/"
        order, filters = table.page.get("order", table.key), table.page.get("filters", [])
        filled = [{"name": item["field"], "label": item["label"]} for item in filters]
        groups, seen = {}, [dict() for _ in filters]
        for row in sorted(table.rows, key=lambda row: (row[order], row[table.key])):
            found = [self.values(name, row, item["field"]) for item in filters]
            for counts, values in zip(seen, found):
                for value in values:
                    counts[value] = counts.get(value, 0) + 1
            groups.setdefault(row[order][:7], []).append({
                "key": row[table.key], "href": here + self.address(row[table.key]), "heading": self.heading(name, row),
                "lead": row.get(table.page.get("lead"), ""), "day": row[order], "filters": "|".join(",".join(sorted(values)) for values in found)})
        for item, path, counts in zip(filled, filters, seen):
            item["options"] = sorted(((value, f"{self.label(name, path['field'], value)} ({count})") for value, count in counts.items()),
                                     key=lambda pair: pair[1])
        return TEMPLATE.get_template("browser.html").render(table=table, groups=groups, filters=filled, total=len(table.rows),
                                                            month=lambda text: f"{date.fromisoformat(text + '-01'):%B %Y}" if len(text) == 7 else text)

