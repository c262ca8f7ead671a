"""Finding: a full-text index of pages and records for static hosting, and a plain list for a book opened from disk."""

import asyncio
import html
import json
import re
import tempfile
from pathlib import Path

from pagefind.index import IndexConfig, PagefindIndex

FOLDER = "_search"
# What a page shows but nobody looks for: code, permalinks, the words of pictures that also stand in a table.
LEFT_OUT = [".headerlink", ".press-chart", ".press-facts", ".press-filters", "pre", "details.hide", ".press-after", "script", "style"]
HEADING = re.compile(r"<h([12])[^>]*>(.*?)</h\1>", re.DOTALL)
LEAD = re.compile(r'<meta name="description" content="([^"]*)"')
TAG = re.compile(r'<a class="headerlink".*?</a>|<[^>]+>', re.DOTALL)


def plain(text):
    """Return HTML as plain text."""
    return " ".join(html.unescape(TAG.sub("", text)).split())


def write(folder, kinds):
    """Write both indexes into ``folder/_search``.

    Parameters
    ----------
    folder : path
        The finished site.
    kinds : dict
        Address of a page -> ``(kind, part)``, by which readers filter; pages not named are not found.
    """
    pages = {name: (Path(folder) / name).read_text(encoding="utf-8") for name in kinds}
    entries = [[plain(HEADING.search(text).group(2)), name, *kinds[name], html.unescape((LEAD.search(text) or ["", ""])[1]),
                " · ".join(plain(words) for level, words in HEADING.findall(text) if level == "2")] for name, text in pages.items()]
    (Path(folder) / FOLDER).mkdir(exist_ok=True)
    (Path(folder) / FOLDER / "plain.js").write_text(f"window.pressPages = {json.dumps(entries, ensure_ascii=False, separators=(',', ':'))};\n", encoding="utf-8")
    with tempfile.TemporaryDirectory() as work:
        for name, text in pages.items():
            marks = "".join(f'<span data-pagefind-filter="{label}[data-value]" data-value="{html.escape(value, quote=True)}"></span>'
                            for label, value in zip(("kind", "part"), kinds[name]) if value)
            copy = Path(work) / name
            copy.parent.mkdir(parents=True, exist_ok=True)
            copy.write_text(re.sub(r"(<main\b[^>]*>)", rf"\1{marks}", text, count=1), encoding="utf-8")
        asyncio.run(_index(work, Path(folder) / FOLDER))
    for unused in [*(Path(folder) / FOLDER).glob("*ui.*"), *(Path(folder) / FOLDER).glob("*highlight.js")]:
        unused.unlink()


async def _index(pages, target):
    """Index a whole folder at once: a message for each page would take minutes on a busy machine."""
    config = IndexConfig(root_selector="main", exclude_selectors=LEFT_OUT, output_path=str(target), force_language="en", keep_index_url=True)
    async with PagefindIndex(config=config) as index:
        await index.add_directory(pages)
