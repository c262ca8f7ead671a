"""The rival explanations: who offers them, since when, what each predicts, and the best for and against each."""

import pandas

from iraq_report import hypotheses
from pressroom.door import fact

WAR_END = pandas.Timestamp("2025-06-24")


def voices(cards, sources):
    """Return one row an explanation and a voice: who, when, in what form, from which kind of newsroom.

    Parameters
    ----------
    cards : dict
        As :func:`iraq_report.hypotheses.load` returns them.
    sources : pandas.DataFrame
        Table ``sources``.

    Returns
    -------
    pandas.DataFrame
        ``name``, ``title``, ``family``, ``source_id``, ``outlet``, ``origin``, ``date`` (of the statement, missing if not known), ``form``.
    """
    rows = [(name, cards[name].title, hypotheses.FAMILIES[cards[name].family], said.source, pandas.Timestamp(said.date) if said.date else pandas.NaT, said.form)
            for name in hypotheses.ordered(cards) for said in cards[name].said_by]
    made = pandas.DataFrame(rows, columns=["name", "title", "family", "source_id", "date", "form"])
    return made.merge(sources[["source_id", "outlet", "origin"]], on="source_id", how="left", validate="many_to_one")


def by_family(cards, told):
    """Return explanations, voices and origins by family, in the reader's words."""
    frame = pandas.DataFrame([(hypotheses.FAMILIES[card.family], name) for name, card in cards.items()], columns=["family", "name"])
    made = frame.groupby("family").size().rename("Explanations").to_frame()
    made["Voices"] = told.groupby("family").size()
    made["Independent origins"] = told.groupby("family")["origin"].nunique()
    order = list(hypotheses.FAMILIES.values())
    return made.fillna(0).astype(int).reindex([name for name in order if name in made.index]).reset_index(names="Family")


def best_for_and_against(cards):
    """Return the strongest case for and against each explanation, with the records it names."""
    return pandas.DataFrame([{"Explanation": cards[name].title, "Strongest for": cards[name].strongest_for, "Strongest against": cards[name].strongest_against,
                              "It would be refuted by": cards[name].refuted_by} for name in hypotheses.ordered(cards)])


def predictions(cards, family):
    """Return what the explanations of one family predict, and what one should see if they are wrong.

    Raises
    ------
    ValueError
        If the family is unknown.
    """
    if family not in hypotheses.FAMILIES:
        raise ValueError(f"family {family!r}; allowed: {', '.join(hypotheses.FAMILIES)}")
    return pandas.DataFrame([{"Explanation": cards[name].title, "If right one should see": item.text, "If wrong": item.elsewhere}
                             for name in hypotheses.ordered(cards) if cards[name].family == family for item in cards[name].predictions])


def voice_table(told):
    """Return the voices in the reader's words, each with its source."""
    return pandas.DataFrame({"Explanation": told["title"], "Outlet": told["outlet"], "When": told["date"].dt.strftime("%Y-%m-%d").fillna("undated"),
                             "How": told["form"], "Source": told["source_id"]})


def facts(cards, told):
    """Return the facts of the chapter."""
    inputs = ["hypotheses"]
    origins = told.groupby("name")["origin"].nunique().reindex(list(cards)).fillna(0)
    early = told[told["date"].notna() & (told["date"] <= WAR_END)]["name"].nunique()
    families = pandas.Series([card.family for card in cards.values()])
    return [
        fact("explanations.total", len(cards), "{}", "explanations", inputs, voices),
        fact("explanations.families", int(families.nunique()), "{}", "families", inputs, by_family),
        fact("explanations.voices", len(told), "{}", "voices", inputs, voices),
        fact("explanations.origins", int(told["origin"].nunique()), "{}", "origins", inputs, voices),
        fact("explanations.nobody", int((origins == 0).sum()), "{}", "explanations", inputs, voices),
        fact("explanations.one_origin", int((origins == 1).sum()), "{}", "explanations", inputs, voices),
        fact("explanations.in_the_war", int(early), "{}", "explanations", inputs, voices),
        fact("explanations.predictions", sum(len(card.predictions) for card in cards.values()), "{}", "predictions", inputs, predictions),
        fact("explanations.most_voiced", told["title"].value_counts().index[0], inputs=inputs, function=voices),
    ]


def title(cards, told):
    """Return the finding of the picture."""
    during = told[told["date"].notna() & (told["date"] <= WAR_END)]["name"].nunique()
    return f"{len(cards)} explanations, {told['origin'].nunique()} origins: {during} were on offer before the war had ended"


def matrix_title(matrix):
    """Return the finding of the grid of accounts and evidence."""
    clear = int((matrix["decibels"].abs() >= 2).sum())
    return f"{clear} of {len(matrix)} cells lean by two decibels or more: most evidence fits most accounts"


def outlet_table(moves):
    """Return what falls without each outlet, in the reader's words."""
    return pandas.DataFrame({"Outlet": moves["outlet"], "Items it stands behind": moves["items"], "Items that fall without it": moves["falling"],
                             "Largest move (points)": [f"{move * 100:+.1f}".replace("-", "−") if pandas.notna(move) else "nothing left" for move in moves["largest_move"]],
                             "Account that moves most": moves["world"]})
