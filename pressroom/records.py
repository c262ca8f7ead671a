"""Record pages: every row of a table whose descriptor has a ``page`` gets a page with an address of its own.

``page.heading`` lists the columns that name a record, ``page.mark`` one that stands behind its name, ``page.lead``
the column told in full, ``page.tell`` the columns told one by one under headings of their own, ``page.open`` the tables whose
records a page unfolds as cards (see :mod:`pressroom.cards`), ``page.gather`` the tables to which those records are joined, ``page.scale`` a likelihood (see :mod:`pressroom.verdicts`),
``page.filters`` what a browser filters by (see :mod:`pressroom.browser`).
A column pair named in ``pointsAt`` is a foreign key whose table is itself a column; ``factKey`` names a column that holds ids of facts.
"""

import csv
import html
import multiprocessing
import os
import re
import sys
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from functools import cached_property
from pathlib import Path

import jinja2
import yaml

from pressroom import cards, citing, verdicts

FOLDER = "records"
MOST_ROWS = 60
# A key names the file of its page: nothing that leads to another folder.
FILE_NAME = re.compile(r"[A-Za-z0-9_]+(\.[A-Za-z0-9_]+)*")
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
        # A table that the press makes itself has no file and no entry in the dictionary.
        self.described = "path" in descriptor
        self.fields = {field["name"]: field for field in descriptor["schema"]["fields"]}
        key = descriptor["schema"].get("primaryKey", [])
        self.key = key if isinstance(key, str) else key[0] if len(key) == 1 else None
        self.parents = {item["fields"][0]: item["reference"]["resource"] or self.name for item in descriptor["schema"].get("foreignKeys", []) if len(item["fields"]) == 1}
        self.fact_key = descriptor.get("factKey")
        if self.fact_key:
            self.parents[self.fact_key] = "facts"
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


def _take(*given):
    """Keep what a process that writes pages needs; it got it at its birth, for it is too much to be sent."""
    _write.given = given


def _write(record):
    """Write the page and the card of one record, given as table and key."""
    (records, target, dressed), (name, key) = _write.given, record
    address = records.address(key)
    (target / address).write_text(dressed(address, records.page(name, key, records.book)), encoding="utf-8")
    (target / address).with_suffix(".js").write_text(cards.script(records, key, records.book), encoding="utf-8")


class Records:
    """All tables of a book, and the pages of those that have them."""

    def __init__(self, folder):
        self.tables, self.paged, self.home, self.used, self.book = {}, {}, {}, {}, {"titles": {}}
        for path in sorted(Path(folder).glob("*.resource.yaml")):
            descriptor = yaml.safe_load(path.read_text(encoding="utf-8"))
            with open(path.parent / descriptor["path"], encoding="utf-8", newline="") as stream:
                self.add(descriptor, list(csv.DictReader(stream)))

    def add(self, descriptor, rows):
        """Take in a table: one of ``data/``, or one that the press makes itself, such as that of the facts."""
        table = self.tables[descriptor["name"]] = Table(descriptor, rows)
        if table.page:
            lost = [key for key in table.by_key if not FILE_NAME.fullmatch(key)]
            if lost:
                raise ValueError(f"{table.name}: {lost[0]!r} cannot name a page; allowed: letters, digits, underscores")
            self.paged[table.name] = table
            self.home |= dict.fromkeys(table.by_key, table.name)

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
        for child in sorted(self.tables.values(), key=lambda table: (first.index(table.name) if table.name in first else len(first), table.name)):
            for column in dict.fromkeys([*child.parents, *([child.points_at["key"]] if child.points_at else [])]):
                rows = self.pointing(child, column).get((name, key))
                if rows:
                    yield child, column, rows

    def pointing(self, child, column):
        """Return the rows of ``child`` by the table and key at which their ``column`` points."""
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
        if value in self.book["titles"]:
            return f'<a href="{here}{value}.html">{html.escape(self.book["titles"][value])}</a>'
        if not value and table.points_at and column == table.points_at["key"]:
            whole = row[table.points_at["table"]]
            return f'the whole table <a href="{here}{self.book["dictionary"]}#table-{whole}">{html.escape(whole)}</a>' if whole in self.tables else html.escape(whole)
        if re.match(r"https?://", value):
            return f'<a href="{html.escape(value, quote=True)}" rel="nofollow noopener">{html.escape(value)}</a>'
        return html.escape(self.told(table, column, row))

    def _opened(self, child, column, row):
        """Return the record that a row leads to as a card to unfold, or as plain words if it has no page."""
        leads = next((name for name in child.fields if name != column and row[name] in self.home and child.parent(name, row)), None)
        if leads is None:
            return ", ".join(html.escape(self.told(child, name, row)) for name in child.fields if name != column and row[name])
        there = self.paged[self.home[row[leads]]]
        mark = f" ({there.by_key[row[leads]][there.page['mark']]})" if there.page.get("mark") else ""
        return (f"<details><summary>{html.escape(self.heading(there.name, there.by_key[row[leads]]) + mark)}</summary>"
                f'{cards.body(self, row[leads], "../../")}<p><a href="../../{self.address(row[leads])}">All that is recorded</a></p></details>')

    def _gathered(self, name, key, target):
        """Return links to the records of ``target`` that the records unfolded on a page are joined to."""
        table, found = self.tables[name], {}
        for child, column, rows in self.children(name, key):
            for leads in (row[other] for row in rows for other in child.fields if child.name in table.page.get("open", ()) and other != column):
                if leads in self.home:
                    for joint, _, joined in self.children(self.home[leads], leads):
                        found |= {row[other]: None for other, parent in joint.parents.items() if parent == target for row in joined if row[other]}
        return [self.link(other, "../../") for other in found]

    def _section(self, child, column, rows, opened=()):
        """Return what a page shows of the rows of ``child`` that point at it by ``column``; of the tables in ``opened``, whole cards."""
        shown, more = rows[:MOST_ROWS], len(rows) - MOST_ROWS
        if child.page:
            return {"table": child, "columns": [], "rows": [[self.link(row[child.key], "../../")] for row in shown], "more": more}
        if child.name in opened:
            return {"table": child, "columns": [], "rows": [[self._opened(child, column, row)] for row in shown], "more": more}
        hidden = {column, child.key} | ({child.points_at["table"]} if child.points_at else set())
        # A pointer that names no record points at the whole table, and is told too.
        told = {child.points_at["key"]} if child.points_at else set()
        columns = [name for name in child.fields if name not in hidden and (name in told or any(row[name] for row in rows))]
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
        told = [{"label": item["label"], "text": row[item["field"]]} for item in table.page.get("tell", [])]
        apart = {item["field"] for item in table.page.get("tell", [])}
        fields = [{"label": words(column.removesuffix("_best")), "meaning": table.fields[column]["description"], "html": _span(table, column, row) or self.cell(table, column, row),
                   "explained": _explained(table.fields[column], row[column])} for column in _told_columns(table, row, lead) if column not in apart]
        children = list(self.children(name, key))
        sections = [self._section(child, column, rows, table.page.get("open", ())) for child, column, rows in children]
        # Two headings of one table say by which column each belongs here.
        for section, (child, column, _) in zip(sections, children):
            section["title"] = f"{child.title}: {words(column)}" if sum(other is child for other, *_ in children) > 1 else child.title
            section["rows"] = [row for row in section["rows"] if any(row)]
        return TEMPLATE.get_template("record.html").render(
            heading=self.heading(name, row), lead=row.get(lead, ""), key=key, table=table, fields=fields, sections=[section for section in sections if section["rows"]], told=told,
            gathered=[(self.tables[target].title, links) for target in table.page.get("gather", ()) if (links := self._gathered(name, key, target))],
            scale=verdicts.scale(self, name, key, "../../") if "scale" in table.page else "", citation=citing.record(self, key, book),
            used=sorted((book["titles"].get(page, page), page) for page in self.used.get(key, ())), book=book, browser=book["browsers"].get(name))

    def write(self, target, book, dressed):
        """Write every record page, and the card beside it, under ``target``: on every core, where processes can be forked.

        Parameters
        ----------
        target : path
            The folder of the site.
        book : dict
            As for :meth:`page`.
        dressed : callable
            Takes the address and the text of a page and returns the text to write.
        """
        self.book = book
        keys = [(name, key) for name, table in self.paged.items() for key in table.by_key]
        for name in self.paged:
            (Path(target) / FOLDER / name).mkdir(parents=True, exist_ok=True)
        if sys.platform == "linux":
            with ProcessPoolExecutor(os.cpu_count(), multiprocessing.get_context("fork"), _take, (self, Path(target), dressed)) as pool:
                list(pool.map(_write, keys, chunksize=100))
        else:
            _take(self, Path(target), dressed)
            list(map(_write, keys))

    def feed(self, settings):
        """Yield what a feed tells of a table of changes, oldest first; ``settings`` names the table and its columns ``day``, ``title``, ``record``, ``text``."""
        table = self.tables.get(settings.get("table"))
        for row in sorted(table.rows, key=lambda row: row[settings["day"]]) if table else ():
            key = row[settings["record"]]
            yield {"id": row[table.key], "day": row[settings["day"]], "title": f"{words(row[settings['title']]).capitalize()}: {words(key)}",
                   "text": row[settings["text"]], "address": self.address(key) or "index.html"}
