"""The book on paper: every page of the built site in one document, printed by a browser to a tagged PDF with bookmarks."""

import posixpath
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from urllib.parse import urldefrag

from bs4 import BeautifulSoup

from pressroom import PressError

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
# What only a screen can use.
LEFT_OUT = ".press-narrow, .press-live, .headerlink, .press-after, .press-files, script, form, details.hide, .press-figure details"
MARK = "<!-- the whole book as PDF -->"
NAME = "book.pdf"
STYLES = ("press.css", "cards.css")


class PaperError(PressError):
    """The PDF cannot be made; the message says why."""


def contents(folder):
    """Return the pages of a built site in the order of its contents, as addresses from the root."""
    soup = BeautifulSoup((Path(folder) / "index.html").read_text(encoding="utf-8"), "html.parser")
    listed = [link["href"] for link in soup.select(".press-contents .toctree-l1 > a.reference")]
    return list(dict.fromkeys(listed))


def document(folder):
    """Return the whole book as one HTML page: links between chapters lead within it, those to records become plain words."""
    folder, pages = Path(folder), contents(folder)
    place = {name: f"page-{number}" for number, name in enumerate(pages)}
    soups = {name: BeautifulSoup((folder / name).read_text(encoding="utf-8"), "html.parser") for name in pages}
    title = soups[pages[0]].select_one(".press-home").get_text(strip=True)
    foot = "".join(f"<p>{line.get_text()}</p>" for line in soups[pages[0]].select(".press-foot p"))
    chapters, heads = [], []
    for name, soup in soups.items():
        article = soup.select_one("article")
        for node in article.select(LEFT_OUT):
            node.decompose()
        for node in article.select("details"):
            node["open"] = ""
        for node in article.find_all(id=True):
            if not node.find_parent("svg") and node.name != "svg":
                node["id"] = f"{place[name]}-{node['id']}"
        for link in article.find_all("a", href=True):
            _turn(link, name, place)
        article["id"] = place[name]
        heads.append(f'<li><a href="#{place[name]}">{article.find("h1").decode_contents()}</a></li>')
        chapters.append(str(article))
    styles = "".join(f'<link rel="stylesheet" href="{(folder / "_static" / name).as_uri()}">' for name in STYLES if (folder / "_static" / name).exists())
    head = f'<!doctype html><html lang="en" data-theme="light"><head><meta charset="utf-8"><title>{title}</title>{styles}</head>'
    return (f'{head}<body class="press-paper"><section><p class="press-paper-title">{title}</p>{foot}<p class="press-title">Contents</p><ul>{"".join(heads)}</ul></section>'
            f'{"".join(chapters)}</body></html>')


def _turn(link, name, place):
    """Turn a link of a page into one within the document, or into plain words."""
    target, fragment = urldefrag(link["href"])
    if re.match(r"[a-z]+:", target):
        return
    page = posixpath.normpath(posixpath.join(posixpath.dirname(name), target)) if target else name
    if page in place:
        link["href"] = f"#{place[page]}-{fragment}" if fragment else f"#{place[page]}"
    else:
        link.unwrap()


def write(folder):
    """Print the book under ``folder`` to ``book.pdf`` there, and say so on its page of figures and tables.

    Raises
    ------
    PaperError
        If there is no site, no browser, or the browser fails.
    """
    folder = Path(folder)
    if not (folder / "index.html").exists():
        raise PaperError(f"no built site in {folder}: run make book first")
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if browser is None:
        raise PaperError("no Chrome or Chromium found to print with: apt-get install chromium")
    with tempfile.TemporaryDirectory() as work:
        page, printed = Path(work) / "book.html", Path(work) / NAME
        page.write_text(document(folder), encoding="utf-8")
        command = [browser, "--headless=new", "--no-sandbox", "--disable-gpu", f"--user-data-dir={work}/profile", "--no-pdf-header-footer", "--export-tagged-pdf",
                   "--generate-pdf-document-outline", f"--print-to-pdf={printed}", page.as_uri()]
        result = subprocess.run(command, text=True, capture_output=True, timeout=600)
        if not printed.exists():
            raise PaperError(f"the browser printed nothing: {result.stderr[-500:]}")
        shutil.copyfile(printed, folder / NAME)
    told = folder / "figures.html"
    told.write_text(told.read_text(encoding="utf-8").replace(MARK, f'<p><a href="{NAME}" download>The whole book as PDF</a></p>'), encoding="utf-8")
