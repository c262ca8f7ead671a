"""Whose voices a judgement rests on: the share of sources that are Iraqi, in Arabic, in Kurdish."""

import pandas

from pressroom.door import fact

KURDISH = ["ku", "ckb", "kmr"]


def behind(judgement_evidence, reports, counts):
    """Return the sources behind each judgement: those of the events and counts that it names.

    Parameters
    ----------
    judgement_evidence, reports, counts : pandas.DataFrame
        The tables of those names.

    Returns
    -------
    pandas.DataFrame
        ``judgement_id``, ``source_id``, each pair once.
    """
    events = judgement_evidence[judgement_evidence["table"] == "events"].merge(reports[["event_id", "source_id"]], left_on="record_id", right_on="event_id")
    tallied = judgement_evidence[judgement_evidence["table"] == "counts"].merge(counts[["count_id", "source_id"]], left_on="record_id", right_on="count_id")
    direct = judgement_evidence[judgement_evidence["table"] == "sources"].rename(columns={"record_id": "source_id"})
    return pandas.concat([part[["judgement_id", "source_id"]] for part in (events, tallied, direct)]).drop_duplicates().reset_index(drop=True)


def shares(pairs, sources, outlets):
    """Return the shares of voices by judgement.

    Returns
    -------
    pandas.DataFrame
        ``judgement_id``, ``sources``, ``origins``, ``iraqi`` (newsroom in Iraq), ``arabic``, ``kurdish`` (language of the page).
    """
    joined = pairs.merge(sources[["source_id", "outlet", "language", "origin"]], on="source_id", validate="many_to_one")
    joined = joined.assign(iraqi=joined["outlet"].isin(outlets["outlet"]), arabic=joined["language"] == "ar", kurdish=joined["language"].isin(KURDISH))
    grouped = joined.groupby("judgement_id")
    return pandas.DataFrame({"sources": grouped.size(), "origins": grouped["origin"].nunique(),
                             **{name: grouped[name].mean() for name in ("iraqi", "arabic", "kurdish")}}).reset_index()


def table(made, judgements):
    """Return the shares in the reader's words; a judgement beneath which no record is listed rests on computed facts."""
    joined = judgements[["judgement_id", "statement"]].merge(made, on="judgement_id", how="left")
    def told(name):
        return joined[name].map(lambda value: "rests on facts" if pandas.isna(value) else f"{value:.0%}")
    return pandas.DataFrame({"Judgement": joined["statement"], "Sources": joined["sources"].astype("Int64"), "Origins": joined["origins"].astype("Int64"),
                             "Iraqi newsroom": told("iraqi"), "In Arabic": told("arabic"), "In Kurdish": told("kurdish"), "Id": joined["judgement_id"]})


def facts(sources, outlets):
    """Return the shares over all sources."""
    iraqi = sources["outlet"].isin(outlets["outlet"])
    return [fact("voices.iraqi", float(iraqi.mean()), "{:.0%}", "share of sources", ["sources", "outlets"], shares)]
