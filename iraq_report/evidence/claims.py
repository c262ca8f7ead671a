"""The check of claims: which parts of S1 and S2 stand, which are qualified, which stand alone."""

import pandas

from pressroom.door import fact

VERDICTS = {"corroborated": "Corroborated", "partly": "Stands in part", "single_source": "Stands alone",
            "contested": "Contested", "contradicted": "Contradicted", "opinion": "Cannot be settled"}


def by_verdict(claims):
    """Return the number of claims by source text and verdict.

    Parameters
    ----------
    claims : pandas.DataFrame
        Table ``claims``.

    Returns
    -------
    pandas.DataFrame
        ``text`` (S1 or S2), ``verdict`` in the reader's words, ``claims``, ``share`` of the claims of that text.
    """
    counted = claims.groupby(["source_id", "verdict"]).size().rename("claims").reset_index()
    counted["share"] = counted["claims"] / counted.groupby("source_id")["claims"].transform("sum")
    counted["text"] = counted["source_id"].str.upper()
    order = pandas.Categorical(counted["verdict"], list(VERDICTS), ordered=True)
    return counted.assign(order=order.codes, verdict=counted["verdict"].map(VERDICTS)).sort_values(["text", "order"])[
        ["text", "verdict", "order", "claims", "share"]].reset_index(drop=True)


def checked(claims, evidence, only=None):
    """Return claims with verdict, reason and the number of records for and against, in the reader's words.

    Parameters
    ----------
    claims, evidence : pandas.DataFrame
        Tables ``claims`` and ``claim_evidence``.
    only : list of str, optional
        Keep these verdicts.
    """
    bearing = evidence.pivot_table(index="claim_id", columns="bearing", values="record_id", aggfunc="size", fill_value=0)
    made = claims.merge(bearing.reindex(columns=["supports", "against", "context"], fill_value=0), how="left",
                        left_on="claim_id", right_index=True).fillna({"supports": 0, "against": 0, "context": 0})
    if only:
        made = made[made["verdict"].isin(only)]
    return pandas.DataFrame({
        "Claim": made["claim"], "Verdict (confidence)": made["verdict"].map(VERDICTS) + " (" + made["confidence"] + ")", "Why": made["reason"],
        "For": made["supports"].astype(int), "Against": made["against"].astype(int),
        "Said in": made["source_id"].str.upper() + " paragraph " + made["paragraph"].astype("string"), "Id": made["claim_id"]}).reset_index(drop=True)


def title(claims):
    """Return the finding of the picture."""
    checkable = claims[claims["verdict"] != "opinion"]
    firm = int((checkable["verdict"] == "corroborated").sum())
    against = int(checkable["verdict"].isin(["contradicted", "contested"]).sum())
    return (f"Of {len(checkable)} claims that a record can settle, {firm} are corroborated and {against} are contested or contradicted; "
            f"{len(claims) - len(checkable)} more are opinion")


def facts(claims, evidence):
    """Return the facts of the check."""
    inputs, made = ["claims", "claim_evidence"], []
    for text in ("s1", "s2"):
        own = claims[claims["source_id"] == text]
        made += [fact(f"claims.{text}_total", len(own), "{}", "claims", inputs, by_verdict)]
        made += [fact(f"claims.{text}_{name}", int((own["verdict"] == name).sum()), "{}", "claims", inputs, by_verdict) for name in VERDICTS]
    checkable = claims[claims["verdict"] != "opinion"]
    total = claims["verdict"].value_counts()
    made += [fact(f"claims.{name}", int(total.get(name, 0)), "{}", "claims", inputs, by_verdict) for name in VERDICTS]
    return made + [
        fact("claims.total", len(claims), "{}", "claims", inputs, by_verdict),
        fact("claims.checkable", len(checkable), "{}", "claims", inputs, by_verdict),
        fact("claims.corroborated_share", float((checkable["verdict"] == "corroborated").mean()), "{:.0%}", "share of checkable claims", inputs, by_verdict),
        fact("claims.records", int(evidence["record_id"].nunique()), "{}", "records", inputs, checked),
    ]
