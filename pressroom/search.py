"""Finding: a full-text index of pages and records for static hosting, and a plain list for a book opened from disk."""

import html
import json
import re
import subprocess
import sys
from pathlib import Path

from sphinx.errors import ExtensionError

FOLDER = "_search"
# What a page shows but nobody looks for: code, permalinks, the words of pictures that also stand in a table.
LEFT_OUT = [".headerlink", ".press-chart", ".press-facts", ".press-filters", "pre", "details.hide", ".press-after", "script", "style"]
# Where the words of a page begin, in every template.
MAIN = '<main id="main-content"'
HEADING = re.compile(r"<h([12])[^>]*>(.*?)</h\1>", re.DOTALL)
LEAD = re.compile(r'<meta name="description" content="([^"]*)"')
TAG = re.compile(r'<a class="headerlink".*?</a>|<[^>]+>', re.DOTALL)


def plain(text):
    """Return HTML as plain text."""
    return " ".join(html.unescape(TAG.sub("", text)).split())


def marked(text, kind, part):
    """Return a page marked as one that is found, with the kind and part by which readers filter."""
    values = [(name, html.escape(value, quote=True)) for name, value in (("kind", kind), ("part", part)) if value]
    filters = ", ".join(f"{name}[data-{name}]" for name, _ in values)
    return text.replace(MAIN, f'{MAIN} data-pagefind-body data-pagefind-filter="{filters}"' + "".join(f' data-{name}="{value}"' for name, value in values), 1)


def begin(folder, kinds):
    """Write the plain index into ``folder/_search`` and begin to write the other, as a process of its own; :func:`end` waits for it.

    Parameters
    ----------
    folder : path
        The finished site, its pages :func:`marked`.
    kinds : dict
        Address of a page -> ``(kind, part)``; pages not named are not found.

    Returns
    -------
    subprocess.Popen
    """
    folder, entries = Path(folder), []
    for name, kind in kinds.items():
        text = (folder / name).read_text(encoding="utf-8")
        headings = HEADING.findall(text)
        title = next((plain(words) for level, words in headings if level == "1"), name)
        entries.append([title, name, *kind, html.unescape((LEAD.search(text) or ["", ""])[1]), " · ".join(plain(words) for level, words in headings if level == "2")])
    (folder / FOLDER).mkdir(exist_ok=True)
    (folder / FOLDER / "plain.js").write_text(f"window.pressPages = {json.dumps(entries, ensure_ascii=False, separators=(',', ':'))};\n", encoding="utf-8")
    # The command, not the library of the same name, which is slower by half: it takes each file through a pipe.
    return subprocess.Popen([sys.executable, "-m", "pagefind", "--quiet", "--site", folder, "--output-path", folder / FOLDER, "--root-selector", "main",
                           "--exclude-selectors", ", ".join(LEFT_OUT), "--force-language", "en", "--keep-index-url"], text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def end(folder, process):
    """Wait for the index that :func:`begin` began, and drop what no page of this site uses.

    Raises
    ------
    ExtensionError
        If it could not be made.
    """
    folder, (said, _) = Path(folder), process.communicate()
    if process.returncode:
        raise ExtensionError(f"the pages could not be indexed: {said[-1000:]}")
    for unused in [*(folder / FOLDER).glob("*ui.*"), *(folder / FOLDER).glob("*highlight.js")]:
        unused.unlink()
