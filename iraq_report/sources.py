"""Sources: the bibliography written from the table, origins counted once, and the months that were looked through."""

import hashlib
import json

import pandas

from iraq_report import tables

# A month is above the search floor when at least this many logged searches aimed at it, each spanning at most this many days.
FLOOR_SEARCHES, FLOOR_SPAN_DAYS = 3, 190

_ESCAPES = {"\\": r"\textbackslash{}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_", "{": r"\{", "}": r"\}",
            "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


def _escaped(text):
    return "".join(_ESCAPES.get(character, character) for character in str(text))


def entry(source):
    """Return one row of ``sources`` as a BibTeX entry whose key is the ``source_id``."""
    author = source["author"] if source["author"] and source["author"] != source["outlet"] else source["outlet"]
    fields = {"author": "{" + _escaped(author) + "}", "title": "{" + _escaped(source["title"]) + "}",
              "url": source["url"].replace("{", "%7B").replace("}", "%7D"), "urldate": f"{source['accessed']:%Y-%m-%d}"}
    if author != source["outlet"]:
        fields["howpublished"] = _escaped(source["outlet"])
    if source["date_published"] is not None:
        fields["year"] = f"{source['date_published']:%Y}"
        fields["month"] = f"{source['date_published']:%B}"
        fields["note"] = f"Page of {source['date_published']:%Y-%m-%d}"
    else:
        fields["year"] = "undated"
    body = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@misc{{{source['source_id']},\n{body}\n}}\n"


def bibliography():
    """Return the text of ``references.bib``: every source, once, in order of key."""
    table = tables.load("sources")
    table = table.astype(object).where(table.notna(), None)
    entries = [entry(row) for row in table.sort_values("source_id").to_dict("records")]
    return "% Written by `make refresh` from data/sources.csv; edit that table.\n\n" + "\n".join(entries)


def independent_origins(reports, sources):
    """Return how many independent origins report each event: copies of one text count once.

    Parameters
    ----------
    reports, sources : pandas.DataFrame
        The tables of those names.

    Returns
    -------
    pandas.Series
        Number of origins, indexed by ``event_id``.
    """
    joined = reports.merge(sources[["source_id", "origin"]], on="source_id", how="left", validate="many_to_one")
    return joined.groupby("event_id")["origin"].nunique()


def searched_months(searches, start, end):
    """Return how many logged searches aimed at each month, and whether that reaches the search floor.

    Parameters
    ----------
    searches : pandas.DataFrame
        Table ``searches``; one that spans more than ``FLOOR_SPAN_DAYS`` aimed at no month in particular.
    start, end : str
        First and last month, as ``2023-10``.

    Returns
    -------
    pandas.DataFrame
        ``month`` (its first day), ``searches``, ``above_floor``.
    """
    aimed = searches[(searches["period_end"] - searches["period_start"]).dt.days <= FLOOR_SPAN_DAYS]
    months = pandas.period_range(start, end, freq="M")
    number = [int(((aimed["period_start"] <= month.end_time) & (aimed["period_end"] >= month.start_time)).sum()) for month in months]
    return pandas.DataFrame({"month": months.to_timestamp(), "searches": number, "above_floor": [value >= FLOOR_SEARCHES for value in number]})


def require_searched(searches, start, end):
    """Refuse a window that holds a month below the search floor: no rate or bound may cover it.

    Raises
    ------
    ValueError
        Naming the months.
    """
    months = searched_months(searches, f"{pandas.Timestamp(start):%Y-%m}", f"{pandas.Timestamp(end):%Y-%m}")
    below = months.loc[~months["above_floor"], "month"]
    if len(below):
        raise ValueError("below the search floor: " + ", ".join(f"{month:%B %Y}" for month in below)
                         + f"; a rate needs {FLOOR_SEARCHES} logged searches in each month. Search there first, or choose another window.")


def citation_hash(source):
    """Return a fingerprint of a source's citation record, so that a later change of it shows.

    Parameters
    ----------
    source : mapping
        A row of ``sources``; outlet, author, title, date, address and day of access count.
    """
    record = {name: str(source[name]) for name in ("outlet", "author", "title", "date_published", "url", "accessed")}
    return hashlib.sha256(json.dumps(record, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def citations():
    """Return the text of ``data/citations.csv``: the fingerprint of every source, in order of key."""
    table = tables.load("sources").sort_values("source_id")
    lines = [f"{row['source_id']},{citation_hash(row)}" for row in table.to_dict("records")]
    return "source_id,citation_sha256\n" + "\n".join(lines) + "\n"
