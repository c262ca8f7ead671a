"""Citations of the book's own parts: a figure, a table, a record, as a sentence and as BibTeX.

The public address is not known here: the page that copies a citation adds where it stands.
"""

import html
import re


def sentence(title, part, book):
    """Return a citation as one sentence.

    Parameters
    ----------
    title : str
        Of the part that is cited.
    part : str
        What it is, such as ``figure summary_months``.
    book : dict
        ``title``, ``author``, ``year`` and ``version`` of the book; the last may be empty.
    """
    version = f", version {book['version']}" if book.get("version") else ""
    return f"{book['author']} ({book['year']}). {title.rstrip('.')}. {part[:1].upper()}{part[1:]} in: {book['title']}{version}."


def bibtex(key, title, part, book):
    """Return the same as a BibTeX entry; what TeX would take for a command is written so that it is not."""
    def plain(text):
        return re.sub(r"([#$%&_{}])", r"\\\1", text.replace("\\", "/").replace("~", "-").replace("^", ""))
    rows = {"author": "{" + plain(book["author"]) + "}", "title": "{" + plain(title.rstrip(".")) + "}", "howpublished": f"In: {plain(book['title'])}",
            "year": book["year"], "note": plain(part) + (f", version {book['version']}" if book.get("version") else "")}
    return f"@misc{{{re.sub('[^A-Za-z0-9]+', '-', key)},\n" + "".join(f"  {name} = {{{value}}},\n" for name, value in rows.items()) + "}"


def _button(label, address, carried):
    return f'<button type="button" class="press-copy" hidden data-address="{html.escape(address, quote=True)}"{carried}>{label}</button>'


def buttons(key, title, part, address, book):
    """Return the buttons that copy a citation; ``address`` is the part's own, from the root of the site."""
    return "".join(_button(label, address, f' data-copy="{html.escape(text, quote=True)}"') for label, text in
                   (("Copy citation", sentence(title, part, book)), ("Copy BibTeX", bibtex(key, title, part, book))))


def fold(key, title, part, address, book):
    """Return the citation of a part as a fold that is read without JavaScript, with buttons for those who have it."""
    return (f'<details class="press-cite"><summary>Cite this {part.split()[0]}</summary><p>{html.escape(sentence(title, part, book))}</p>'
            f'<pre>{html.escape(bibtex(key, title, part, book))}</pre>'
            f'<p>{_button("Copy citation", address, "")}{_button("Copy BibTeX", address, " data-copy-from=pre")}</p></details>')


def within(made, kind, record, docname, book):
    """Return the HTML of a figure or table with its citation at the foot."""
    title = record.get("title") or record["caption"]
    foot = "</figcaption></figure>"
    return made.removesuffix(foot) + fold(record["name"], title, f"{kind} {record['name']}", f"{docname}.html#{kind}-{record['name']}", book) + foot


def record(records, key, book):
    """Return the citation of a record as a fold."""
    name = records.home[key]
    return fold(key, records.heading(name, records.paged[name].by_key[key]), f"record {key} of the table {name}", records.address(key), book)
