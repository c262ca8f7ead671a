"""Facts: collected from the stored outputs of all chapters before any page is read."""

import difflib
from pathlib import Path

import nbformat

from pressroom import door, notebooks


class FactError(ValueError):
    """An unknown or doubly defined fact."""


def collect(root):
    """Return every fact of the book: id -> fact as stored, with the chapter that computes it.

    Raises
    ------
    FactError
        If two cells define one id.
    """
    found = {}
    for path in notebooks.chapters(root):
        chapter = path.relative_to(root).with_suffix("").as_posix()
        for output in notebooks.outputs(nbformat.read(path, 4), door.FACTS):
            for item in output["facts"]:
                if item["id"] in found:
                    raise FactError(f"fact {item['id']} is computed twice, in {found[item['id']]['chapter']} and "
                                    f"{chapter}; rename one")
                found[item["id"]] = dict(item) | {"chapter": chapter, "scenario": "baseline"}
    return found


def find(facts, id):
    """Return the fact ``id``.

    Raises
    ------
    FactError
        If there is none; the message suggests the nearest ids.
    """
    if id in facts:
        return facts[id]
    near = difflib.get_close_matches(id, facts, n=3, cutoff=0.5)
    hint = f"; did you mean {' or '.join(near)}?" if near else ""
    raise FactError(f"unknown fact {id!r}{hint} Facts are put on record by a chapter's facts cell.")


def written_into(text, facts):
    """Return ``text`` with each ``<!--fact:ID-->...<!--/fact-->`` filled anew: for files no book engine reads."""
    start, end = "<!--fact:", "<!--/fact-->"
    parts = text.split(start)
    for index, part in enumerate(parts[1:], 1):
        id, _, rest = part.partition("-->")
        _, _, after = rest.partition(end)
        parts[index] = f"{id}-->{find(facts, id)['display']}{end}{after}"
    return start.join(parts)


def update(path, facts):
    """Fill the facts of a file in place."""
    path = Path(path)
    path.write_text(written_into(path.read_text(encoding="utf-8"), facts), encoding="utf-8")
