"""The Sphinx extension: turns what notebooks store into what readers see.

It works from stored outputs alone, so that a plain ``jupyter-book build .`` draws the whole site
with nothing of this project installed.
"""

import html
import json
import posixpath
import re
import shutil
from functools import cache
from pathlib import Path

import pybtex.plugin
from docutils import nodes
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

from pressroom import browser, citing, comparison, database, dictionary, facts, kinds, mentions, numbers, pictures, records, roles, shell, sliders

FILES = "_figures"
CITATION = re.compile(r"\{footcite:[pt]\}`([^`]+)`")


class Book:
    """What the extension knows of the book while it is built."""

    def __init__(self, root, glossary="glossary", everyday=()):
        self.root = Path(root)
        self.facts = facts.collect(root)
        self.tables = {path.name.removesuffix(".resource.yaml") for path in (self.root / "data").glob("*.resource.yaml")}
        self.shown, self.places = {}, {}
        self.records = records.Records(self.root / "data")
        for descriptor, rows in [*facts.tables(self.facts), mentions.terms(self.root / f"{glossary}.md")]:
            self.records.add(descriptor, rows)
        self.mentions = mentions.Mentions(self.records, everyday)
        self.browsers = {}

    def link(self, docname, dictionary_page):
        """Return a function that turns a source name into a link, seen from a page."""
        root = posixpath.relpath(".", posixpath.dirname(docname) or ".")

        def to(source):
            name = source.rpartition(":")[2]
            address = f"{dictionary_page}.html#table-{source}" if source in self.tables else self.records.address(name)
            if address and source not in self.tables:
                self.records.note(name, docname)
            return f'<a href="{root}/{address}">{html.escape(source)}</a>' if address else html.escape(source)
        return to


def start(app):
    """Collect the facts before any page is read; an unreadable book stops here."""
    try:
        app.press = Book(app.srcdir, app.config.press_glossary, app.config.press_everyday)
    except facts.FactError as error:
        raise ExtensionError(str(error)) from error


def read(app, docname, source):
    """Note the sources a page cites; replace stored records in a notebook by the HTML that readers see."""
    for keys in CITATION.findall(source[0]):
        for key in keys.split(","):
            app.press.records.note(key.strip(), docname)
    if not app.env.doc2path(docname).endswith(".ipynb"):
        return
    notebook = json.loads(source[0])
    files = posixpath.relpath(FILES, posixpath.dirname(docname) or ".")
    link = app.press.link(docname, app.config.press_dictionary)
    book = cited_as(app.config)
    for cell in notebook["cells"]:
        for output in cell.get("outputs", []):
            made = page_html(output.get("data", {}), link, files, app.press.shown)
            for stored, kind in ((kinds.FIGURE, "figure"), (kinds.TABLE, "table")):
                if stored in output.get("data", {}):
                    made = citing.within(made, kind, output["data"][stored], docname, book)
            if made:
                output["data"] = {"text/html": made}
    for name in app.press.shown:
        app.press.places.setdefault(name, docname)
    source[0] = json.dumps(notebook)


def cited_as(config):
    """Return how the book is cited."""
    return {"title": config.html_title or config.project, "author": config.author, "year": config.copyright, "version": config.version}


def page_html(data, link, files, shown):
    """Return the HTML of one stored output, or None for output of other kinds; note what was shown."""
    if kinds.FIGURE in data:
        record = data[kinds.FIGURE]
        _note(shown, record, data[kinds.VEGALITE])
        return pictures.figure_html(record, data[kinds.VEGALITE], link, files)
    if kinds.TABLE in data:
        _note(shown, data[kinds.TABLE], None)
        return pictures.table_html(data[kinds.TABLE], link, files)
    if kinds.SLIDERS in data:
        return sliders.page_html(data[kinds.SLIDERS], link)
    if kinds.FACTS in data:
        return pictures.facts_html(data[kinds.FACTS]["facts"], link)
    return None


def _note(shown, record, specification):
    if record["name"] in shown:
        raise ExtensionError(f"two figures or tables are named {record['name']!r}; names are unique in the book")
    shown[record["name"]] = (record, specification)


class Dictionary(SphinxDirective):
    """``{dictionary}``: the data dictionary, written from the descriptors in ``data/``."""

    def run(self):
        folder = self.env.app.press.root / "data"
        made = []
        for name in sorted(self.env.app.press.tables):
            path = folder / f"{name}.resource.yaml"
            self.env.note_dependency(str(path))
            title, body = dictionary.table(path, posixpath.relpath("data", posixpath.dirname(self.env.docname) or "."))
            section = nodes.section(ids=[f"table-{name}"])
            section += nodes.title("", title)
            section += nodes.raw("", body, format="html")
            made.append(section)
        return made


class Catalogue(SphinxDirective):
    """``{catalogue} TABLE``: every record of a table by its initial, each a link to its page."""

    required_arguments = 1

    def run(self):
        press, name = self.env.app.press, self.arguments[0]
        if name not in press.records.paged:
            raise self.error(f"no table {name!r} with a page; there are {', '.join(press.records.paged)}")
        table, here = press.records.paged[name], posixpath.relpath(".", posixpath.dirname(self.env.docname) or ".") + "/"
        press.browsers.setdefault(name, f"{self.env.docname}.html")
        initials = {}
        for row in sorted(table.rows, key=lambda row: press.records.heading(name, row).casefold()):
            initial = press.records.heading(name, row)[:1].upper()
            initials.setdefault(initial if initial.isalpha() else "Other", []).append(press.records.link(row[table.key], here))
        made = []
        for initial, links in initials.items():
            section = nodes.section(ids=[f"{name}-{initial.lower()}"])
            section += nodes.title("", initial)
            # Folded, so that thousands of links are laid out only where a reader opens them.
            items = "".join(f"<li>{link}</li>" for link in links)
            section += nodes.raw("", f'<details class="press-generated press-many"><summary>Show {len(links)}</summary><ul>{items}</ul></details>', format="html")
            made.append(section)
        return made


class Browser(SphinxDirective):
    """``{browser} TABLE``: every record of a table, grouped by month, with filters."""

    required_arguments = 1

    def run(self):
        press, name = self.env.app.press, self.arguments[0]
        if name not in press.records.paged:
            raise self.error(f"no table {name!r} with a page; there are {', '.join(press.records.paged)}")
        press.browsers[name] = f"{self.env.docname}.html"
        return [nodes.raw("", browser.listed(press.records, name, self.env.docname), format="html")]


class Scenarios(SphinxDirective):
    """``{scenarios}``: every scenario beside the baseline; the reader shows one or all."""

    def run(self):
        press, here = self.env.app.press, posixpath.dirname(self.env.docname) or "."
        for path in [press.root / comparison.FILE, *sorted((press.root / "scenarios").glob("*.yaml"))]:
            self.env.note_dependency(str(path))

        def link(name):
            return f"{posixpath.relpath(press.facts[name]['chapter'] + '.html', here)}#fact-{name}" if name in press.facts else None
        return [nodes.raw("", comparison.switch_html(press.root, link), format="html")]


@cache
def _bundle():
    return pictures.bundle()


def finish(app, error):
    """Write beside the pages what they take away: facts, pictures, rows, scripts."""
    if error or app.builder.format != "html":
        return
    out = Path(app.outdir)
    _write(out / "facts.json", json.dumps(sorted(app.press.facts.values(), key=lambda f: f["id"]), indent=1,
                                          ensure_ascii=False) + "\n")
    write_figures(out / FILES, app.press.shown)
    for drawing in sorted((out / FILES).glob("*.svg")):
        drawing.with_suffix(".png").write_bytes(pictures.png(drawing.read_text(encoding="utf-8")))
    if any(specification for _, specification in app.press.shown.values()):
        _write(out / "_vendor" / "vega.js", _bundle())


def write_records(app, error):
    """Write the page of every record, once all pages have said which they use."""
    if error or app.builder.format != "html":
        return
    titles = {name: node.astext() for name, node in app.env.titles.items()}
    book = cited_as(app.config) | {"home": "index.html", "titles": titles, "dictionary": f"{app.config.press_dictionary}.html", "browsers": app.press.browsers}
    app.press.records.write(app.outdir, book, shell.dressing(app))


def publish(app, error):
    """Give the site the tables themselves: CSV, Parquet, data package, one SQLite file."""
    source = app.press.root / "data"
    if error or app.builder.format != "html" or not (source / "datapackage.json").exists():
        return
    target = Path(app.outdir) / "data"
    target.mkdir(parents=True, exist_ok=True)
    for path in [*source.glob("*.csv"), source / "datapackage.json", *source.glob("LICENSE")]:
        shutil.copyfile(path, target / path.name)
    database.write(target, target / "tables.sqlite")
    database.write_parquet(target, target)


def gate(app, error):
    """Refuse a site whose running text holds numbers that nothing stands behind."""
    if error or app.builder.format != "html":
        return
    found = numbers.unbound(app.outdir, numbers.exemptions(app.press.root / "data"))
    if found:
        raise ExtensionError(f"{len(found)} number(s) in running text are neither fact, citation, date nor listed exemption\n" + "\n".join(found))


def write_figures(folder, shown):
    """Write each figure as SVG, CSV and JSON, each table as CSV and JSON."""
    for name, (record, specification) in sorted(shown.items()):
        _write(folder / f"{name}.csv", pictures.comma_separated(record))
        card = pictures.card(record)
        if specification:
            _write(folder / f"{name}.svg", pictures.alone(record, specification))
            card["specification"] = specification
        _write(folder / f"{name}.json", json.dumps(card, indent=1, sort_keys=True, ensure_ascii=False) + "\n")


def _write(path, content):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")


def setup(app):
    """Register the extension with Sphinx."""
    # Each citation asks for its style anew, and each asking reads the metadata of every installed library: they do not change meanwhile.
    pybtex.plugin._load_entry_point = cache(pybtex.plugin._load_entry_point)
    roles.setup(app)
    app.add_config_value("press_dictionary", "dictionary", "html")
    shell.setup(app)
    app.connect("builder-inited", start)
    app.connect("source-read", read)
    app.connect("build-finished", finish)
    app.connect("build-finished", write_records)
    app.connect("build-finished", publish, priority=700)
    app.connect("build-finished", gate, priority=800)
    app.add_directive("dictionary", Dictionary)
    app.add_directive("catalogue", Catalogue)
    app.add_directive("browser", Browser)
    app.add_directive("scenarios", Scenarios)
    for name in ("press.js", "browser.js", "sliders.js"):
        app.add_js_file(name, loading_method="defer")
    return {"version": "1", "parallel_read_safe": False, "parallel_write_safe": True}
