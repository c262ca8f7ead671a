"""Key judgements: rows with a likelihood range, and apart from it a confidence, made into facts."""

import pandas

from iraq_report import likelihood
from pressroom.door import fact


def facts(table, theme=None):
    """Return likelihood word, probability range and confidence of each judgement as facts.

    Parameters
    ----------
    table : pandas.DataFrame
        Table ``judgements``.
    theme : str, optional
        Take only the judgements of this theme.
    """
    made = []
    for row in table[table["theme"] == theme if theme else slice(None)].itertuples():
        inputs, name = [f"judgements:{row.judgement_id}"], f"judgement.{row.judgement_id}"
        low, high = float(row.likelihood_low), float(row.likelihood_high)
        made += [
            fact(f"{name}_word", likelihood.phrase(low, high), inputs=inputs, function=likelihood.phrase),
            fact(f"{name}_range", f"{low:.0%} to {high:.0%}", unit="probability", inputs=inputs, function=facts),
            fact(f"{name}_confidence", row.confidence, inputs=inputs, function=facts),
        ]
    return made


def overview(table):
    """Return the judgements in the reader's words: statement, likelihood and confidence each with its reason, case against."""
    phrases = [likelihood.phrase(float(low), float(high)) for low, high in zip(table["likelihood_low"], table["likelihood_high"])]
    likely = [f"{phrase} ({low:.0%} to {high:.0%}). {reason}" for phrase, low, high, reason
              in zip(phrases, table["likelihood_low"], table["likelihood_high"], table["reason"])]
    return pandas.DataFrame({"Judgement": table["statement"], "How likely": likely,
                             "How sure": table["confidence"] + ". " + table["confidence_reason"],
                             "Strongest case against": table["against"]})


def key(table):
    """Return the few judgements on which the book stands."""
    return table[table["standing"] == "key"]
