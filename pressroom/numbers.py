"""The number gate: digits and number words in running text must be facts, citations, dates or listed exemptions."""

import csv
import re
from pathlib import Path

from bs4 import BeautifulSoup

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
# Dates name a day; they are not quantities. The year alone counts as a date.
DATES = re.compile(
    rf"\b\d{{1,2}}(?:\s*(?:[–-]|to|and)\s*\d{{1,2}})?\s+(?:{MONTHS})(?:\s+\d{{4}})?\b|\b(?:{MONTHS})\s+\d{{4}}\b"
    rf"|\b\d{{4}}-\d{{2}}-\d{{2}}\b|\b(?:19|20)\d\d(?:[–-](?:19|20)?\d\d)?\b")
# "one" is left out: in English it is mostly a pronoun. Ordinals are left out: they count places, not things.
WORDS = ("two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
         "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands "
         "million millions billion billions dozen dozens half halves twice double doubled triple tripled quarter quarters "
         "two-thirds third-party").split()[:-1]
NUMBER = re.compile(r"\d[\d.,:/]*\d|\d|\b(?:" + "|".join(WORDS) + r"|a third|thirds)\b", re.IGNORECASE)
APART = ("script, style, code, pre, kbd, time, table, figure, nav, header, footer, math, dl.footnote, aside.footnote, "
         ".footnote, .footnote-list, a.footnote-reference, .footnote-reference, dl.citation, div.citation, div.citation-list, a.press-fact, .press-facts, .press-figure, "
         ".headerlink, .press-scroll, .cell_input, details.hide, .bd-header-article, .prev-next-area, .press-generated")

HEAVY = re.compile(r"<(script|svg|table)\b.*?</\1>", re.DOTALL)


def exemptions(data):
    """Return the listed exemptions, longest first: phrases that hold a number and count nothing."""
    path = Path(data) / "exemptions.csv"
    if not path.exists():
        return []
    with open(path, encoding="utf-8", newline="") as stream:
        return sorted((row["phrase"] for row in csv.DictReader(stream)), key=len, reverse=True)


def in_text(text, exempt=()):
    """Return the numbers of a text that are neither date nor exemption."""
    for phrase in exempt:
        text = re.sub(rf"(?<!\w){re.escape(phrase)}(?!\w)", " ", text, flags=re.IGNORECASE)
    return [match.group() for match in NUMBER.finditer(DATES.sub(" ", text))]


def unbound(folder, exempt=()):
    """Return one line for each unbound number in the pages of a site.

    Parameters
    ----------
    folder : path
        The built site.
    exempt : iterable of str
        Phrases from the table of exemptions.

    Returns
    -------
    list of str
        ``page: number NUMBER in 'context'``; empty when every number is bound.
    """
    found = []
    for path in sorted(Path(folder).rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        if "bd-article" not in text:
            continue
        # Drawings, scripts and tables are most of a page and hold no running text: they need not be parsed.
        article = BeautifulSoup(HEAVY.sub(" ", text), "html.parser").select_one("article.bd-article")
        if article is None:
            continue
        for node in article.select(APART):
            node.replace_with(" ")
        for block in article.find_all(["p", "li", "h1", "h2", "h3", "h4", "dt", "dd", "blockquote"]):
            if block.find(["p", "li", "dd"]):
                continue
            text = " ".join(block.get_text(" ").split())
            found += [f"{path.relative_to(folder)}: number {number!r} in {text[:110]!r}" for number in in_text(text, exempt)]
    return found
