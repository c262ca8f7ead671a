"""What makes a published book known: canonical addresses, sitemap, feed of changes, a card for each page when it is shared.

All of it needs the public address of the site, which is one setting: ``html.baseurl`` in ``_config.yml``. Unset, none of it is made.
"""

import html
import re
from pathlib import Path
from xml.sax.saxutils import escape

import vl_convert

WIDTH, HEIGHT = 1200, 630
LINES, LETTERS = 4, 34
HEADING = re.compile(r"<title>(.*?)</title>", re.DOTALL)
DESCRIPTION = re.compile(r'<meta name="description" content="([^"]*)"')
CARDS = "_cards"


def write(folder, base, pages, titles, pictures, changes):
    """Write sitemap, feed and cards into ``folder``.

    Parameters
    ----------
    folder : path
        The finished site.
    base : str
        Public address of its root.
    pages : list of str
        Addresses from the root that belong into the sitemap.
    titles : dict
        Address of a page -> title on its card; the others share the card of the front page.
    pictures : dict
        Address of a page -> SVG text of the figure on its card.
    changes : list of dict
        ``id``, ``day``, ``title``, ``text``, ``address``: what the feed tells, newest last.
    """
    folder, base = Path(folder), base.rstrip("/") + "/"
    (folder / CARDS).mkdir(exist_ok=True)
    book = titles["index.html"]
    for address, title in titles.items():
        (folder / CARDS / f"{card_name(address)}.png").write_bytes(card(title, book, pictures.get(address)))
    (folder / "sitemap.xml").write_text(sitemap(base, pages), encoding="utf-8")
    (folder / "robots.txt").write_text(f"User-agent: *\nAllow: /\nSitemap: {base}sitemap.xml\n", encoding="utf-8")
    if changes:
        (folder / "feed.xml").write_text(feed(base, book, changes), encoding="utf-8")


def public(base, address):
    """Return the public address of a page; the front page is the root itself."""
    return base + ("" if address == "index.html" else address)


def card_name(address):
    """Return the file name of a page's card, without its ending."""
    return address.removesuffix(".html").replace("/", "_")


def addressed(base, address, text, carded):
    """Return a page with the lines that tell others what it is and where it stands.

    Parameters
    ----------
    base : str
        Public address of the site.
    address : str
        Of the page, from the root.
    text : str
        The page as HTML.
    carded : str
        Address of the page whose card stands for it.
    """
    base = base.rstrip("/") + "/"
    title, lead = HEADING.search(text).group(1), (DESCRIPTION.search(text) or ["", ""])[1]
    pairs = [("og:type", "website" if address == "index.html" else "article"), ("og:title", title), ("og:description", lead), ("og:url", public(base, address)),
             ("og:image", f"{base}{CARDS}/{card_name(carded)}.png"), ("og:image:width", str(WIDTH)), ("og:image:height", str(HEIGHT))]
    told = (f'<link rel="canonical" href="{public(base, address)}">\n<link rel="alternate" type="application/atom+xml" title="Changes" href="{base}feed.xml">\n'
            + "".join(f'<meta property="{name}" content="{value}">\n' for name, value in pairs) + '<meta name="twitter:card" content="summary_large_image">\n')
    return text.replace("</head>", f"{told}</head>", 1)


def sitemap(base, pages):
    """Return the sitemap as XML."""
    places = "".join(f"<url><loc>{escape(public(base, address))}</loc></url>\n" for address in sorted(pages))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{places}</urlset>\n'


def feed(base, title, changes):
    """Return the changes as an Atom feed, newest first, dated by the newest of them: no clock is read."""
    entries = "".join(
        f'<entry><id>{escape(base)}feed.xml#{escape(item["id"])}</id><title>{escape(item["title"])}</title><updated>{item["day"]}T00:00:00Z</updated>'
        f'<link href="{escape(public(base, item["address"]))}"/><content type="text">{escape(item["text"])}</content></entry>\n' for item in reversed(changes))
    return (f'<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"><id>{escape(base)}feed.xml</id><title>{escape(title)}: changes</title>'
            f'<updated>{max(item["day"] for item in changes)}T00:00:00Z</updated><author><name>{escape(title)}</name></author>'
            f'<link rel="self" href="{escape(base)}feed.xml"/><link href="{escape(base)}"/>\n{entries}</feed>\n')


def card(title, book, picture=None):
    """Return the card of a page as PNG: the title large, its first figure beneath where there is one, the name of the book."""
    lines = wrapped(html.unescape(title))
    size = 58 if picture is None or len(lines) < 3 else 46
    told = "".join(f'<text x="70" y="{96 + size + index * size * 1.2:.0f}" font-size="{size}" font-weight="bold" fill="#1b2733">{escape(line)}</text>' for index, line in enumerate(lines))
    shown = ""
    if picture:
        top = 110 + len(lines) * size * 1.2 + 20
        shown = re.sub(r"<svg\b([^>]*?) width=\"[^\"]*\" height=\"[^\"]*\"", rf'<svg\1 x="70" y="{top:.0f}" width="1060" height="{HEIGHT - 80 - top:.0f}" preserveAspectRatio="xMinYMin meet"', picture, count=1)
    drawing = (f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="Liberation Sans, Arial, sans-serif">'
               f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/><rect width="{WIDTH}" height="16" fill="#0b5394"/>{told}{shown}'
               f'<text x="70" y="{HEIGHT - 34}" font-size="28" fill="#52606d">{escape(html.unescape(book))}</text></svg>')
    return vl_convert.svg_to_png(drawing)


def wrapped(text):
    """Return a title in at most four lines."""
    lines = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) >= LETTERS and lines[-1]:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines if len(lines) <= LINES else [*lines[:LINES - 1], lines[LINES - 1] + " …"]
