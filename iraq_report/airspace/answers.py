"""What the airspace chapters answer to S1 and S2: each claim with its verdict and the records for and against."""

import pandas

from pressroom.door import fact


def answers(claims, evidence, pages, page):
    """Return the claims that a chapter answers, in the reader's words.

    Parameters
    ----------
    claims, evidence, pages : pandas.DataFrame
        Tables ``claims``, ``claim_evidence`` and ``claim_pages``.
    page : str
        Chapter, such as ``chapters/airspace/transit``.

    Returns
    -------
    pandas.DataFrame
        A row is a claim: ``Claim``, ``Verdict (confidence)``, ``Answer``, the number of records ``For``, ``Against``
        and ``Context``, and ``Record``, whose page lists them.

    Raises
    ------
    ValueError
        If no claim is answered on that page.
    """
    own = pages[pages["page"] == page]
    if own.empty:
        raise ValueError(f"claim_pages: no claim is answered on {page!r}; the table has {sorted(set(pages['page']))}")
    bearing = evidence.pivot_table(index="claim_id", columns="bearing", values="record_id", aggfunc="size", fill_value=0)
    bearing = bearing.reindex(columns=["supports", "against", "context"], fill_value=0)
    made = own.merge(claims, on="claim_id", suffixes=("", "_of_claim")).merge(bearing, how="left", left_on="claim_id", right_index=True)
    made = made.sort_values(["source_id", "paragraph", "claim_id"]).fillna({"supports": 0, "against": 0, "context": 0})
    verdict = made["verdict"].str.replace("_", " ") + " (" + made["confidence"] + ")"
    return pandas.DataFrame({"Claim": made["source_id"].str.upper() + ": " + made["claim"], "Verdict (confidence)": verdict, "Answer": made["answer"],
                             "For": made["supports"].astype(int), "Against": made["against"].astype(int), "Context": made["context"].astype(int),
                             "Record": made["claim_id"]}).reset_index(drop=True)


def facts(claims, pages, chapter):
    """Return the facts about the claims answered in one chapter: how many, and how many stand."""
    own = claims[claims["claim_id"].isin(pages.loc[pages["page"] == f"chapters/airspace/{chapter}", "claim_id"])]
    firm = int((own["verdict"] == "corroborated").sum())
    return [fact(f"{chapter}.claims", len(own), "{}", "claims", ["claims", "claim_pages"], answers),
            fact(f"{chapter}.claims_firm", firm, "{}" if firm else "none", "claims", ["claims", "claim_pages"], answers)]
