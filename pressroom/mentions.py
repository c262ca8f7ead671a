"""Mentions: the first time a page names a term of the glossary or a record, the word becomes a quiet link with a card.

The terms are read from the glossary page, so that there is one list. ``page.mention`` of a descriptor gives the ``column`` of names
and, under ``only``, the values of other columns for which a name is linked.
"""

import html
import posixpath
import re
from pathlib import Path

from docutils import nodes

ENTRY = re.compile(r"^(\S.*)\n((?:[ \t]+\S.*\n?)+)", re.MULTILINE)
# Words inside these are a heading, a link, code or a citation already.
APART = (nodes.title, nodes.reference, nodes.literal, nodes.literal_block, nodes.footnote, nodes.term, nodes.raw, nodes.caption)


def terms(path):
    """Return the glossary of a page as a table with pages, as :meth:`pressroom.records.Records.add` takes it; none without the page."""
    text = Path(path).read_text(encoding="utf-8") if Path(path).exists() else ""
    block = text.partition("{glossary}\n")[2].rpartition("\n:::")[0]
    rows = [{"term_id": "term_" + re.sub(r"\W+", "_", name.strip().lower()).strip("_"), "term": name.strip(), "meaning": " ".join(said.split()).replace("*", "")}
            for name, said in ENTRY.findall(block + "\n")]
    fields = [{"name": name, "type": "string", "description": meaning} for name, meaning in
              (("term_id", "Identifier."), ("term", "The word."), ("meaning", "What it means in this book."))]
    return {"name": "terms", "title": "Words of this book", "page": {"heading": ["term"], "lead": "meaning", "mention": {"column": "term"}},
            "schema": {"primaryKey": "term_id", "fields": fields}}, rows


class Mentions:
    """The names that pages may mention, and the link that each becomes.

    Parameters
    ----------
    records : pressroom.records.Records
    everyday : iterable of str
        Names that are everyday words as well and would mislead as links.
    """

    def __init__(self, records, everyday=()):
        self.records, self.keys = records, {}
        for table in records.paged.values():
            wanted = table.page.get("mention")
            for row in table.rows if wanted else ():
                if all(row[column] in values for column, values in wanted.get("only", {}).items()):
                    self.keys.setdefault(row[wanted["column"]], row[table.key])
        for name in [*self.keys]:
            if name in everyday:
                del self.keys[name]
            # An ordinary word is not capitalised within a sentence; an abbreviation always is.
            elif name[1:].islower() and " " not in name or name.split(" ")[-1].islower():
                self.keys.setdefault(name[0].lower() + name[1:], self.keys[name])
        longest = sorted(self.keys, key=len, reverse=True)
        self.pattern = re.compile(rf"(?<![\w-])({'|'.join(map(re.escape, longest))})s?(?![\w-])") if longest else None

    def link(self, doctree, docname):
        """Turn the first mention of each record in the running text of a page into a link, and note that the page uses it."""
        root, seen = posixpath.relpath(".", posixpath.dirname(docname) or "."), set()
        for text in [*doctree.findall(nodes.Text)] if self.pattern else ():
            made = [*self._split(text, root, seen)] if self._running(text) else []
            if len(made) > 1:
                text.parent.replace(text, made)
        for key in seen:
            self.records.note(key, docname)

    @staticmethod
    def _running(text):
        node, within = text.parent, False
        while node is not None:
            if isinstance(node, APART):
                return False
            within = within or isinstance(node, nodes.paragraph)
            node = node.parent
        return within

    def _split(self, text, root, seen):
        said, start = str(text), 0
        for match in self.pattern.finditer(said):
            key = self.keys[match.group(1)]
            if key not in seen:
                seen.add(key)
                yield nodes.Text(said[start:match.start()])
                yield nodes.raw("", f'<a class="press-term" href="{root}/{self.records.address(key)}">{html.escape(match.group())}</a>', format="html")
                start = match.end()
        yield nodes.Text(said[start:])
