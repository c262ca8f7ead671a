"""What changed since the last edition, sorted by the judgement or claim that rests on the record."""

import pandas

from pressroom.door import fact


def latest(changes):
    """Return the changes of the last edition on record.

    Parameters
    ----------
    changes : pandas.DataFrame
        Table ``changes``.
    """
    order = changes["edition"].map(lambda text: tuple(int(part) for part in text.split(".")))
    return changes[[edition == max(order) for edition in order]]


def beneath(changes, evidence, key):
    """Return the changes of records on which the rows of a table rest.

    Parameters
    ----------
    changes : pandas.DataFrame
        Rows of ``changes``.
    evidence : pandas.DataFrame
        ``judgement_evidence`` or ``claim_evidence``: ``key``, ``table``, ``record_id``.
    key : str
        ``judgement_id`` or ``claim_id``.

    Returns
    -------
    pandas.DataFrame
        A row a change and what rests on it: ``key`` and the columns of ``changes``; also the changes of that table's own rows.
    """
    under = evidence[[key, "table", "record_id"]].merge(changes, on=["table", "record_id"])
    own = changes[changes["table"] == key.removesuffix("_id") + "s"].assign(**{key: lambda rows: rows["record_id"]})
    return pandas.concat([under, own]).drop_duplicates().sort_values([key, "change_id"]).reset_index(drop=True)


def told(rows, key, statements):
    """Return changes in the reader's words: what rests on the record, the record, what changed, why, the source.

    Parameters
    ----------
    rows : pandas.DataFrame
        From :func:`beneath`.
    statements : pandas.Series
        Key -> sentence.
    """
    head = "Judgement" if key == "judgement_id" else "Claim"
    return pandas.DataFrame({head: rows[key].map(statements), "Record": rows["record_id"], "What changed": rows["what"], "Why": rows["reason"],
                             "Source": rows["source_id"].fillna(""), "Id": rows[key]})


def facts(changes, judged, claimed):
    """Return the facts of the page on what changed.

    Parameters
    ----------
    changes : pandas.DataFrame
        All rows of ``changes``.
    judged, claimed : pandas.DataFrame
        From :func:`beneath`, for judgements and for claims.
    """
    last = latest(changes)
    moved = int((last["table"] == "judgements").sum())
    apart = set(last["record_id"]) - set(judged["record_id"]) - set(claimed["record_id"])
    made = [("edition", last["edition"].iloc[0], "{}", "", latest), ("rows", len(last), "{}", "changes", latest),
            ("records", last["record_id"].nunique(), "{}", "records", latest),
            ("moved", "no judgement was itself changed" if not moved else f"changes to judgements themselves: {moved}", "{}", "", latest),
            ("judgements", judged["judgement_id"].nunique(), "{}", "judgements", beneath), ("claims", claimed["claim_id"].nunique(), "{}", "claims", beneath),
            ("apart", len(apart), "{}", "records", beneath)]
    return [fact(f"changes.{name}", value, form, unit, ["changes", "judgement_evidence", "claim_evidence"], function) for name, value, form, unit, function in made]
