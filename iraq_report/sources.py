"""Sources: the bibliography written from the table, and origins counted once."""

from iraq_report import tables

_ESCAPES = {"\\": r"\textbackslash{}", "&": r"\&", "%": r"\%", "$": r"\$", "#": r"\#", "_": r"\_", "{": r"\{", "}": r"\}",
            "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


def _escaped(text):
    return "".join(_ESCAPES.get(character, character) for character in str(text))


def entry(source):
    """Return one row of ``sources`` as a BibTeX entry whose key is the ``source_id``."""
    author = source["author"] if source["author"] and source["author"] != source["outlet"] else source["outlet"]
    fields = {"author": "{" + _escaped(author) + "}", "title": "{" + _escaped(source["title"]) + "}",
              "url": source["url"], "urldate": f"{source['accessed']:%Y-%m-%d}"}
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
