"""Verdicts: rows that state a judgement with a range of probability and, apart from it, a confidence, drawn as a bar.

``page.scale`` of the descriptor names the columns ``low``, ``high`` and ``page``, the ``facts`` that carry word, range and confidence,
with ``{}`` for the row's key (those under ``also``, a label each, only where they are on record), and ``bands``: word -> upper end.
"""

import html
import posixpath
import re


class VerdictError(ValueError):
    """A verdict or a translation that is not there; the message says what to add."""


def translator(records, language):
    """Return a function that gives a text in ``language`` by the table ``translations``; numbers stay as they are.

    A text without a translation of its own is taken word by word: digits are kept, each word must be in the table.
    """
    if not language:
        return str
    known = {row["text"]: row["translation"] for row in records.tables["translations"].rows if row["language"] == language}

    def to(text):
        if text in known:
            return known[text]
        parts = text.split(" ")
        lacking = [part for part in parts if re.search(r"[^\W\d]", part) and part not in known]
        if lacking:
            raise VerdictError(f"data/translations.csv: no {language!r} for {text!r}; add a row with exactly this text")
        return " ".join(known.get(part, part) for part in parts)
    return to


def _band(bands, low, high):
    """Return the ends of the words that a range spans; on a boundary the lower word holds."""
    ends = [0, *bands.values()]
    return (max(end for end in ends[:-1] if end < low), min(end for end in ends[1:] if high <= end))


def bar(low, high, bands, label):
    """Return a scale from nought to one as HTML: the words' band light, the range judged dark, a tick where a word ends."""
    first, last = _band(bands, low, high)
    def span(kind, a, b):
        return f'<span class="press-{kind}" style="left:{a:.2%};width:{b - a:.2%}"></span>'
    ticks = "".join(f'<span class="press-tick" style="left:{end:.2%}"></span>' for end in [*bands.values()][:-1])
    return f'<div class="press-scale" role="img" aria-label="{html.escape(label, quote=True)}">{span("within", first, last)}{span("judged", low, high)}{ticks}</div>'


def fact_link(records, id, root, say=str):
    """Return a fact as a link to where it is computed, or None where it is not on record."""
    row = records.tables["facts"].by_key.get(id) if "facts" in records.tables else None
    return row and f'<a class="press-fact" href="{root}{row["chapter"]}.html#fact-{id}">{html.escape(say(row["display"]))}</a>'


def scale(records, name, key, root, say=str, brief=False):
    """Return the bar of one verdict with its word, range and confidence, and unless ``brief`` what else stands on record beside it."""
    table = records.paged[name]
    row, wanted = table.by_key[key], table.page["scale"]
    word, range_, sure = (fact_link(records, wanted["facts"][part].format(key), root, say) for part in ("word", "range", "confidence"))
    if not (word and range_ and sure):
        raise VerdictError(f"{name}: {key}: word, range or confidence is no fact on record; allowed: {', '.join(wanted['facts'].values())}")
    also = "".join(f" <span>{html.escape(label)} {link}</span>" for label, id in wanted.get("also", {}).items()
                   if not brief and (link := fact_link(records, id.format(key), root)))
    told = {part: say(records.tables["facts"].by_key[id.format(key)]["display"]) for part, id in wanted["facts"].items()}
    drawing = bar(float(row[wanted["low"]]), float(row[wanted["high"]]), wanted["bands"], f"{say('How likely:')} {told['word']}, {told['range']}")
    return (f'<div class="press-verdict">{drawing}<p><span><b>{word}</b> ({range_})</span> '
            f"<span>{html.escape(say('How sure:'))} <b>{sure}</b></span>{also}</p></div>")


def listed(records, name, docname, where=None, language=None, brief=False):
    """Return the verdicts of a table as a list for a page, each opening its reasons, its facts and the way to its rows.

    Parameters
    ----------
    name : str
        Table whose descriptor has ``page.scale``.
    docname : str
        The page, which is noted as using them.
    where : (str, str), optional
        Column and value: only these rows.
    language : str, optional
        Give statements and words in this language; every text must then be in ``data/translations.csv``.
    brief : bool
        Statement and bar only.
    """
    table, say = records.paged[name], translator(records, language)
    root, items = posixpath.relpath(".", posixpath.dirname(docname) or ".") + "/", []
    for row in table.rows:
        if where and row[where[0]] != where[1]:
            continue
        key = row[table.key]
        records.note(key, docname)
        items.append(f'<li id="verdict-{key}"><p class="press-statement">{html.escape(say(row[table.page["heading"][0]]))}</p>'
                     f'{scale(records, name, key, root, say, brief)}{_reasons(records, table, row, root, say, brief)}</li>')
    if not items:
        raise VerdictError(f"{name}: no row where {' is '.join(where)}; allowed values stand in the descriptor")
    return f'<ol class="press-verdicts press-generated">{"".join(items)}</ol>'


def _reasons(records, table, row, root, say, brief):
    key = row[table.key]
    way = f'<a href="{root}{records.address(key)}">{html.escape(say("From this sentence to its rows"))}</a>'
    if brief:
        return f'<p class="press-way">{way}</p>'
    told = "".join(f"<dt>{html.escape(item['label'])}</dt><dd>{html.escape(row[item['field']])}</dd>" for item in table.page["tell"])
    facts = [fact_link(records, item[child.fact_key], root) for child, _, rows in records.children(table.name, key) if child.fact_key for item in rows]
    return (f'<details><summary>Why, and what speaks against it</summary><dl>{told}</dl><p>The numbers beneath it: {", ".join(filter(None, facts))}.</p>'
            f'<p class="press-way">{way} · <a href="{root}{row[table.page["scale"]["page"]]}.html">The chapter that argues it</a></p></details>')
