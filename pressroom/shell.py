"""The shell around every page: layout, stylesheet and scripts, front page, list of figures, the page for a wrong address.

The layout takes the place of the theme's own, which sends each reader two megabytes that this book does not use.
"""

import html
import posixpath
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from bs4 import BeautifulSoup
from sphinx.addnodes import toctree
from sphinx.util import logging

from pressroom import announce, cards, palette, pictures, policy, records, search

LOGGER = logging.getLogger(__name__)
STATIC = Path(__file__).parent / "static"
TEMPLATES = Path(__file__).parent / "templates"
# Stylesheets and scripts that not every page needs, and the mark by which a page shows that it does.
NEEDS = {"pygments.css": 'class="highlight', "sphinx-design.min.css": 'class="sd-', "press.js": "press-specification", "browser.js": "press-browser", "sliders.js": "press-sliders"}
# A page says what it is about near its head; a long one is not read to its end for that.
FIRST_CHARACTERS = 40_000
CODE_SUMMARY = re.compile(r'<summary aria-label="Toggle hidden content">.*?</summary>', re.DOTALL)
# A heading for references under which no page was cited.
EMPTY = re.compile(r'<section id="(references[^"]*)">\s*<h2>(?:(?!</h2>).)*</h2>\s*</section>', re.DOTALL)
NOTE_TEXT = r'<a class="footnote-reference[^>]*>(?:(?!</a>).)*'
NOTE = re.compile(rf"\s+({NOTE_TEXT}</a>)")
# An address outside Latin letters is told in its own letters, not in codes.
ADDRESS = re.compile(r'(<a class="reference external" href="[^"]*">)([^<]*%[^<]*)</a>')
LINK = re.compile(r'(<(?:a|link|script|img|source|form)\b[^>]*?\s(?:href|src|action)=")([^"#][^"]*)(")')


def look(app, config):
    """Put our layout before the theme's; switch off pages that nothing leads to."""
    config.templates_path = [*config.templates_path, str(TEMPLATES)]
    config.html_use_index = False
    config.html_favicon = None


def start(app):
    """Switch off Sphinx's own search: its index weighs on every page; ours is made from the finished site."""
    app.builder.search = False


def page(app, pagename, templatename, context, doctree):
    """Give a page what the layout needs, and take out what this site does not use."""
    body = context.get("body", "").replace(' role="doc-biblioentry"', ' role="listitem"')
    # Code that is wider than the page can be scrolled by keyboard.
    body = CODE_SUMMARY.sub("<summary>Code</summary>", body).replace("<pre>", '<pre tabindex="0">')
    context["body"], context["toc"] = readable(body, context.get("toc", ""))
    body = context["body"]
    for kind in ("script_files", "css_files"):
        context[kind] = [file for file in context.get(kind, []) if _needed(Path(str(file.filename or "")).name, body)]
    context["description"] = description(body) or f"{context.get('title', '')}: {app.config.html_title}"
    context["titlesuffix"] = f" · {app.config.html_title}"
    source = context.get("sourcename", "")
    context["notebook"] = f"{context['content_root']}_sources/{source}" if source.endswith(".ipynb") and "content_root" in context else ""


def readable(body, toc):
    """Return text and contents of a page without a list of references that lists none, its notes close to their words, its addresses in letters."""
    for name in EMPTY.findall(body):
        toc = re.sub(rf'<li>\s*<a class="[^"]*" href="#{re.escape(name)}">(?:(?!</li>).)*</li>', "", toc, flags=re.DOTALL)
    body = NOTE.sub(r"\1", EMPTY.sub("", body))
    # Two notes at one place are told apart.
    body = re.sub(rf"({NOTE_TEXT}</a>)(?={NOTE_TEXT})", r"\1<sup>, </sup>", body)
    return ADDRESS.sub(lambda found: found[1] + "<bdi>" + html.escape(unquote(html.unescape(found[2])), quote=False) + "</bdi></a>", body), toc


def _needed(name, body):
    return NEEDS[name] in body if name in NEEDS else name != "press.css" and (STATIC / name).is_file()


def description(body):
    """Return the first full sentence or two of a page as plain text, at most 200 characters."""
    soup = BeautifulSoup(body[:FIRST_CHARACTERS], "html.parser")
    for node in soup.select(".footnote-reference, .headerlink"):
        node.decompose()
    for paragraph in soup.select(".press-answer p, p"):
        text = re.sub(r"\s+([.,;:])", r"\1", " ".join(paragraph.get_text(" ").split()))
        if len(text) > 60:
            return text if len(text) <= 200 else text[:200].rpartition(" ")[0] + " …"
    return ""


def order(env, docname):
    """Yield the pages of the book in the order of its contents."""
    yield docname
    for child in env.toctree_includes.get(docname, []):
        yield from order(env, child)


def parts(env):
    """Return page -> caption of the part it stands in."""
    return {page: node["caption"] or "" for node in env.tocs[env.config.root_doc].findall(toctree)
            for start in node["includefiles"] for page in order(env, start)}


def pages(app):
    """Yield the pages that no file of the book holds: search, figures and tables, wrong address."""
    if app.builder.format != "html":
        return
    yield "search", {"title": "Find"}, "search.html"
    yield "figures", {"title": "Figures and tables", "shown": list(catalogue(app))}, "figures.html"
    yield "404", {"title": "There is no such page"}, "404.html"


def catalogue(app):
    """Yield every figure and table of the book, in order, with its address and its files."""
    press, env = app.press, app.env
    for number, docname in enumerate(order(env, app.config.root_doc)):
        for name in (name for name, place in press.places.items() if place == docname):
            record, specification = press.shown[name]
            kinds = [("SVG", "svg"), ("PNG", "png"), ("CSV", "csv")] if specification else [("CSV", "csv")]
            yield {"title": record.get("title") or record["caption"], "picture": bool(specification), "page_number": number, "page_title": env.titles[docname].astext(),
                   "address": f"{docname}.html#{'figure' if specification else 'table'}-{name}", "files": [(label, f"{name}.{ending}") for label, ending in kinds]}


def kinds(app):
    """Return address -> (kind, part) of every page that can be found: those of the book and those of its records."""
    root, titles = app.config.root_doc, parts(app.env)
    found = {f"{page}.html" if page != root else "index.html": ("Chapter", titles.get(page, "")) for page in order(app.env, root)}
    press = app.press
    # Facts and words have their place in a chapter or the glossary: found there, they need not be found twice.
    return found | {press.records.address(key): (table.title, "") for table in press.records.paged.values() if table.name in press.tables for key in table.by_key}


def front(app):
    """Write the front page as ``index.html``, its links seen from the root; its own address goes on working."""
    target = Path(app.outdir) / "index.html"
    page = Path(app.outdir) / f"{app.config.root_doc}.html"
    if page != target:
        folder = posixpath.dirname(app.config.root_doc)
        text = seen_from(page.read_text(encoding="utf-8"), folder)
        target.write_text(text.replace(f'data-content_root="{posixpath.relpath(".", folder)}/"', 'data-content_root="./"'), encoding="utf-8")


def seen_from(text, folder):
    """Return a page with each relative link put behind ``folder``: what a page there reads like from above."""
    def moved(match):
        before, address, after = match.groups()
        return match.group() if re.match(r"[a-z]+:|/", address) else f"{before}{posixpath.normpath(posixpath.join(folder, address))}{after}"
    return LINK.sub(moved, text)


def tidy(app):
    """Give the pages our stylesheet and scripts, and remove what the theme left behind."""
    static = Path(app.outdir) / "_static"
    for path in sorted(static.rglob("*"), reverse=True):
        if path.is_file() and path.name not in NEEDS:
            path.unlink()
        elif path.is_dir():
            path.rmdir()
    # What Sphinx notes for its next build differs from machine to machine and is nothing to publish.
    Path(app.outdir, ".buildinfo").unlink(missing_ok=True)
    static.mkdir(exist_ok=True)
    for path in sorted(STATIC.iterdir()):
        content = path.read_text(encoding="utf-8")
        (static / path.name).write_text((palette.stylesheet() + content) if path.name == "press.css" else content, encoding="utf-8")


def dressing(app):
    """Return a function that gives a finished page, by its address, what it has from the whole: its place in the search, its public address, its policy."""
    found, base, own = kinds(app), app.config.html_baseurl, carded(app)

    def dressed(address, text):
        if address in found:
            text = search.marked(text, *found[address])
            if base:
                text = announce.addressed(base, address, text, address if address in own else "index.html")
        return policy.applied(address, text)
    return dressed


def finish(app, error):
    """Dress the pages of the book, once those of the records are written, and make the site known; the pages are indexed while others go on."""
    if error or app.builder.format != "html":
        return
    tidy(app)
    front(app)
    folder, dressed, base, found = Path(app.outdir), dressing(app), app.config.html_baseurl, kinds(app)
    (folder / records.FOLDER / cards.PAGES).mkdir(parents=True, exist_ok=True)
    for path in sorted({*folder.rglob("*.html")} - {*(folder / records.FOLDER).rglob("*.html")}):
        text, address = path.read_text(encoding="utf-8"), path.relative_to(folder).as_posix()
        if base and address == "404.html":
            # A host shows the page for a wrong address at any depth: its links must not depend on where it stands.
            text = seen_from(text, urlsplit(base).path or "/")
        path.write_text(dressed(address, text), encoding="utf-8")
        if address in found:
            name, script = cards.page(address, found[address][1], text)
            (folder / records.FOLDER / f"{name}.js").write_text(script, encoding="utf-8")
    app.press.indexing = search.begin(folder, found)
    if base:
        announce.write(folder, base, list(found), carded(app), drawn(app), list(app.press.records.feed(app.config.press_feed)))
    else:
        LOGGER.info("the site has no public address (html.baseurl): no sitemap, feed, canonical links or cards")


def indexed(app, error):
    """Wait until the pages are indexed."""
    if not error and app.builder.format == "html":
        search.end(app.outdir, app.press.indexing)


def carded(app):
    """Return address -> title of the pages that have a card of their own."""
    root = app.config.root_doc
    return {"index.html" if page == root else f"{page}.html": app.env.titles[page].astext() for page in order(app.env, root)} | {"index.html": app.config.html_title}


def drawn(app):
    """Return address -> the first picture of each page, as SVG text."""
    press, found = app.press, {}
    for name, (record, specification) in press.shown.items():
        page = press.places[name]
        if specification:
            found.setdefault("index.html" if page == app.config.root_doc else f"{page}.html", pictures.svg(pictures.at_width(specification, pictures.WIDE)))
    return found


def setup(app):
    """Register the shell with Sphinx."""
    app.add_config_value("press_feed", {}, "html")
    app.connect("config-inited", look)
    app.connect("builder-inited", start)
    app.connect("html-page-context", page, priority=999)
    app.connect("html-collect-pages", pages)
    app.connect("build-finished", finish, priority=600)
    app.connect("build-finished", indexed, priority=999)
    app.add_js_file("shell.js", loading_method="defer")
