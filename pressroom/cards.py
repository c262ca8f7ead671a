"""Cards: what a reader sees of a record without leaving the page.

The card of ``records/TABLE/KEY.html`` is the script ``records/TABLE/KEY.js`` beside it, fetched when a link to it is pointed at,
focused or tapped; a script, because pages opened from a disk may fetch nothing else. ``page.glance`` lists the columns of a record
that its card shows, ``page.card`` the tables that point at it and the columns shown of each.
"""

import html
import json
import re

from pressroom import citing, search, verdicts

MOST_ROWS = 4
# Where the cards of the pages of the book stand, and how fast one reads: words a minute.
PAGES = "pages"
PACE = 230
# What stands on a page without being read word for word.
APART = re.compile(r"<(figure|script|svg|table|pre|details)\b.*?</\1>", re.DOTALL)
MOST_WORDS = 60


def body(records, key, root):
    """Return a record at a glance as HTML: what, how graded, who says so, what contradicts it, where it is used."""
    name = records.home[key]
    table = records.paged[name]
    row = table.by_key[key]
    parts = [f'<p class="press-card-lead">{html.escape(_shortened(row[table.page["lead"]]))}</p>' if row.get(table.page.get("lead")) else "",
             verdicts.scale(records, name, key, root) if "scale" in table.page else "",
             _listed([(column.replace("_", " "), records.cell(table, column, row, root)) for column in table.page.get("glance", ()) if row[column]])]
    for child, column, rows in records.children(name, key):
        if child.name in table.page.get("card", {}):
            parts.append(_rows(records, child, [item for item in table.page["card"][child.name] if item != column], rows, root))
    return "".join(parts)


def _rows(records, child, columns, rows, root):
    def told(column, row):
        text = records.cell(child, column, row, root)
        # A bare number says nothing without the name of its column.
        return f"{column.replace('_', ' ')} {text}" if text and child.fields[column]["type"] in ("integer", "number") else text
    shown = dict.fromkeys(" · ".join(filter(None, (told(column, row) for column in columns))) for row in rows)
    items = "".join(f"<li>{text}</li>" for text in [*shown][:MOST_ROWS])
    more = f"<li>and {len(shown) - MOST_ROWS} more</li>" if len(shown) > MOST_ROWS else ""
    return f"<p><b>{html.escape(child.title)}</b></p><ul>{items}{more}</ul>"


def _listed(pairs):
    return "<dl>" + "".join(f"<dt>{label}</dt><dd>{value}</dd>" for label, value in pairs) + "</dl>" if pairs else ""


def _shortened(text):
    kept = text.split()
    return text if len(kept) <= MOST_WORDS else " ".join(kept[:MOST_WORDS]) + " …"


def script(records, key, book):
    """Return the script that hands the page the card of a record; addresses in it are seen from the root of the site."""
    name = records.home[key]
    table = records.paged[name]
    row = table.by_key[key]
    heading, mark = records.heading(name, row), row.get(table.page.get("mark"))
    used = "".join(f'<li><a href="{page}.html">{html.escape(book["titles"].get(page, page))}</a></li>' for page in sorted(records.used.get(key, ()))[:MOST_ROWS])
    card = (f'<p class="press-card-kind">{html.escape(table.title)}</p><p class="press-card-title"><a href="{records.address(key)}">{html.escape(heading)}</a>'
            f'{f" ({html.escape(mark)})" if mark else ""}</p>{body(records, key, "")}' + (f"<p><b>Used on</b></p><ul>{used}</ul>" if used else "")
            + f'<p class="press-card-foot"><a href="{records.address(key)}">All that is recorded</a>{citing.buttons(key, heading, f"record {key} of the table {name}", records.address(key), book)}</p>')
    return _handed(f"{name}/{key}", card)


def page(address, part, text):
    """Return name and script of the card of a page of the book: where it stands, what it says first, how long it is, what it holds.

    Parameters
    ----------
    address : str
        Of the page, from the root of the site.
    part : str
        Of the book.
    text : str
        The finished page.
    """
    name = f"{PAGES}/{address.removesuffix('.html').replace('/', '.')}"
    headings = [(level, search.plain(words)) for level, words in search.HEADING.findall(text)]
    title, below = next((words for level, words in headings if level == "1"), address), [words for level, words in headings if level == "2"]
    lead = (search.LEAD.search(text) or ["", ""])[1]
    minutes = max(1, round(len(search.plain(APART.sub(" ", text[text.find("<article"):text.find("</article>")])).split()) / PACE))
    items = "".join(f"<li>{html.escape(words)}</li>" for words in below[:MOST_ROWS]) + (f"<li>and {len(below) - MOST_ROWS} more</li>" if len(below) > MOST_ROWS else "")
    return name, _handed(name, f'<p class="press-card-kind">{html.escape(part or "Page")} · about {minutes} min</p><p class="press-card-title"><a href="{address}">{html.escape(title)}</a></p>'
                               f'<p class="press-card-lead">{lead}</p>' + (f"<p><b>On this page</b></p><ul>{items}</ul>" if items else ""))


def _handed(name, card):
    return f"pressCard({json.dumps(name)}, {json.dumps(card, ensure_ascii=False)});\n".replace("</", "<\\/")
