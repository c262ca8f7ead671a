"""Pictures: a stored figure made into SVG, CSV and HTML when the site is built."""

import base64
import csv
import html
import io
import json
import re

import vl_convert

from pressroom import store
from pressroom.fitting import NARROW, WIDE, at_width
from pressroom.palette import themed

# Rows of a table that a page shows.
MOST_ROWS = 400
# Of the title that stands above a drawing taken away.
TITLE_LETTERS, TITLE_LINE = 78, 18.5
VEGALITE_VERSION = "6.4"
# What a spreadsheet takes for the beginning of a formula.
FORMULA = re.compile(r"[=+\-@\t\r＝＋－＠]")
# What the key of a record looks like: names joined by underscores, never a plain word.
KEY = re.compile(r"[a-z0-9]+(_[a-z0-9]+)+")
# A day or a month is not broken at its hyphens.
DAY = re.compile(r"\b\d{4}-\d\d(?:-\d\d)?\b")
MOST_DIGITS = 4


def svg(specification):
    """Return a specification drawn as SVG text, the same bytes for the same specification."""
    text = json.dumps(specification)
    return store.remembered("pictures", f"drawing {VEGALITE_VERSION} {text}", lambda: _numbered(vl_convert.vegalite_to_svg(text, vl_version=VEGALITE_VERSION)))


def _numbered(drawing):
    """Return SVG with its clips and gradients counted from one: the library counts them over all that a process has drawn."""
    made = re.compile(r'(id="|url\(#)((clip|gradient_)\d+)')
    names = {name: f"{kind}{number}" for number, (name, kind) in enumerate(dict.fromkeys(match[1:] for match in made.findall(drawing)), 1)}
    return made.sub(lambda match: match.group(1) + names[match.group(2)], drawing)


def png(drawing):
    """Return SVG text as a PNG picture at twice its size, sharp on any screen."""
    return base64.b64decode(store.remembered("pictures", f"png {drawing}", lambda: base64.b64encode(vl_convert.svg_to_png(drawing, scale=2)).decode("ascii")))


def alone(record, specification):
    """Return a figure as the SVG file that readers take away."""
    return titled(svg(at_width(specification, WIDE)), record)


def titled(drawing, record):
    """Return an SVG drawing with its title above it on white, for the file that travels alone."""
    lines = [""]
    for word in record["title"].split():
        if len(lines[-1]) + len(word) > TITLE_LETTERS:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    above = round(len(lines) * TITLE_LINE + 17)
    root = re.search(r'width="([\d.]+)" height="([\d.]+)"', drawing)
    width, height = float(root[1]), float(root[2]) + above
    beneath = drawing.replace("<svg ", f'<svg y="{above}" ', 1)
    text = "".join(f'<text x="5" y="{round((place + 1) * TITLE_LINE)}">{html.escape(line)}</text>' for place, line in enumerate(lines))
    return (f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" version="1.1" width="{width:g}" height="{height:g}" viewBox="0 0 {width:g} {height:g}">'
            f'<rect width="100%" height="100%" fill="white"/><g font-family="sans-serif" font-size="15" font-weight="bold">{text}</g>{beneath}</svg>')


def comma_separated(record):
    """Return the rows behind a figure or table as CSV text.

    A text cell that a spreadsheet would take for a formula is given a leading apostrophe.
    """
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    for row in [record["columns"], *record["rows"]]:
        writer.writerow(["'" + cell if isinstance(cell, str) and FORMULA.match(cell) else cell for cell in row])
    return stream.getvalue()


def card(record):
    """Return the part of a figure that a catalogue needs: caption, description, sources."""
    return {key: record[key] for key in ("name", "title", "caption", "alt", "sources") if key in record}


def rows_html(record, link, caption=None):
    """Return the rows as an HTML table with header scopes; missing cells stay empty, keys of records become links.

    A column of numbers shows the same digits in every row and has its head above them. What is narrow stays a table on a phone.
    """
    rows, more = record["rows"][:MOST_ROWS], len(record["rows"]) - MOST_ROWS
    columns, digits = list(zip(*rows)) or [()] * len(record["columns"]), []
    for values in columns:
        given = [value for value in values if value is not None]
        digits.append(max(map(_digits, given)) if given and all(map(_is_number, given)) else None)

    def cell(column, value, places):
        if value is None:
            kind, shown = "", ""
        elif _is_number(value):
            kind, shown = " class=number", html.escape(str(value) if places is None or places > MOST_DIGITS else f"{value:{',' if abs(value) >= 10000 else ''}.{places}f}")
        elif isinstance(value, str) and KEY.fullmatch(value):
            # A long key may be broken where its names are joined.
            kind, shown = " class=phrase" if len(value) > 14 else "", re.sub(r">([^<]*)<", lambda found: f">{broken(found[1])}<", f"<i>{link(value)}</i>").removeprefix("<i>").removesuffix("</i>")
        else:
            size = len(str(value))
            kind = " class=text" if size > 60 else " class=phrase" if size > 24 else ""
            shown = DAY.sub(r"<span class=press-day>\g<0></span>", html.escape(str(value)))
        return f'<td data-label="{html.escape(column, quote=True)}"{kind}>{shown}</td>'
    head = "".join(f'<th scope="col"{"" if places is None else " class=number"}>{html.escape(name)}</th>' for name, places in zip(record["columns"], digits))
    body = "".join("<tr>" + "".join(map(cell, record["columns"], row, digits)) + "</tr>" for row in rows)
    foot = f'<tfoot><tr><td colspan="{len(record["columns"])}">and {more:,} more rows, all in the CSV</td></tr></tfoot>' if more > 0 else ""
    title = f"<caption>{html.escape(caption)}</caption>" if caption else ""
    letters = sum(max(map(len, " ".join(map(str, (name, *values))).split())) + 2 for name, values in zip(record["columns"], columns))
    longest = max((len(str(value)) for values in columns for value in values), default=0)
    return f'<table class="press-rows{" press-slight" if letters <= 40 and longest <= 40 else ""}">{title}<thead><tr>{head}</tr></thead><tbody>{body}</tbody>{foot}</table>'


def _is_number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _digits(value):
    """Return how many digits a number shows after its point; a whole number shows none."""
    return 0 if value == int(value) else len(repr(value).partition(".")[2])


def broken(key):
    """Return a key as HTML; a long one may be broken after each of its names."""
    return html.escape(html.unescape(key)).replace("_", "_<wbr>" if len(key) > 14 else "_")


def scroll(inner, label):
    """Wrap a wide element so that it scrolls by itself, by keyboard as well."""
    return f'<div class="press-scroll" role="region" tabindex="0" aria-label="{html.escape(label, quote=True)}">{inner}</div>'


def _inline(drawing, prefix):
    """Return SVG fit to stand in a page beside others: themed, its ids made its own.

    The page describes the whole picture; roles of single marks without a name would only stand in the way.
    """
    drawing = re.sub(r' (?:role="graphics-[a-z]+"|aria-roledescription="[^"]*")', "", drawing)
    return re.sub(r'(\bid="|url\(#)', rf"\g<1>{prefix}-", themed(drawing))


def _stored(specification):
    return themed(json.dumps(specification, sort_keys=True, ensure_ascii=False)).replace("<", "\\u003c")


def figure_html(record, specification, link, files):
    """Return a figure for the page: title, static picture, specification, caption, data.

    Parameters
    ----------
    record, specification : dict
        As stored by ``door.figure``.
    link : callable
        Turns a source name into HTML.
    files : str
        Relative address of the folder of figure files.
    """
    name, alt = record["name"], html.escape(record["alt"], quote=True)
    pictures = "".join(f'<div class="press-static press-{label}">{_inline(svg(at_width(specification, width)), f"{name}-{label}")}</div>'
                       for label, width in (("wide", WIDE), ("narrow", NARROW)))
    stored, slim = _stored(at_width(specification, WIDE)), _stored({key: value for key, value in at_width(specification, NARROW).items() if key != "datasets"})
    sources = ", ".join(link(source) for source in record["sources"])
    rows = scroll(rows_html(record, link), f"Data of figure: {record['title']}")
    return (f'<figure class="press-figure" id="figure-{name}">'
            f'<div class="press-title">{html.escape(record["title"])}</div>'
            f'<div class="press-chart" role="img" aria-label="{alt}">{pictures}<div class="press-live"></div></div>'
            f'<script type="application/json" class="press-specification">{stored}</script><script type="application/json" class="press-slim">{slim}</script>'
            f'<figcaption><p>{html.escape(record["caption"])}</p>'
            f'<p class="press-sources">Data: {sources}. '
            f'<span class="press-offer">Take: <a href="{files}/{name}.svg" download>SVG</a> · <a href="{files}/{name}.png" download>PNG</a> · <a href="{files}/{name}.csv" download>CSV</a></span></p>'
            f'<details><summary>Show the data</summary>{rows}</details></figcaption></figure>')


def table_html(record, link, files):
    """Return a table for the page."""
    sources = ", ".join(link(source) for source in record["sources"])
    # A short table is shown whole; a long one scrolls in its own frame.
    size = "press-whole" if len(record["rows"]) <= 15 else "press-long"
    return (f'<figure class="press-figure press-table {size}" id="table-{record["name"]}">'
            f'<div class="press-title">{html.escape(record["caption"])}</div>'
            f'{scroll(rows_html(record, link), "Table: " + record["caption"])}'
            f'<figcaption><p class="press-sources">Data: {sources}. '
            f'<span class="press-offer">Take: <a href="{files}/{record["name"]}.csv" download>CSV</a></span></p></figcaption></figure>')


def facts_html(items, link):
    """Return the facts of a cell as a folded table, the place to which prose links."""
    rows = "".join(f'<tr id="fact-{item["id"]}"><th scope="row"><code>{broken(item["id"])}</code></th>'
                   f'<td>{html.escape(item["display"])}</td><td>{html.escape(item["unit"])}</td>'
                   f'<td>{", ".join(map(link, item["inputs"]))}</td><td><code>{item["function"]}</code></td></tr>'
                   for item in items)
    head = "".join(f'<th scope="col">{name}</th>' for name in ("Fact", "Shown as", "Unit", "Rests on", "Computed by"))
    inner = f"<table class=press-rows><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
    return ('<details class="press-facts"><summary>The numbers of this page and where they come from</summary>'
            + scroll(inner, "Facts of this page") + "</details>")


def bundle():
    """Return Vega, Vega-Lite and Vega-Embed as one script that asks no other host and leaks no name."""
    script = "window.pressEmbed = vegaEmbed;"
    code = store.remembered("bundles", f"{VEGALITE_VERSION} {script}", lambda: vl_convert.javascript_bundle(script, vl_version=VEGALITE_VERSION))
    return f"(function(){{\n{code}\n}})();\n"
