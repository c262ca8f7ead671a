"""Key judgements: rows with a likelihood range, and apart from it a confidence, made into facts."""

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
