"""Scores of forecasts: the ranked probability score, the log score, the Brier score; and this project's own forecasts scored."""

import math

import numpy
import pandas

from iraq_report import tables

TOLERANCE = 1e-6
OUTCOMES = {"yes": 1, "no": 0}


def checked(probabilities):
    """Return a forecast over ordered levels as an array, or say what is wrong with it.

    Parameters
    ----------
    probabilities : sequence of float
        One for each level, 0 to 1, summing to one.

    Raises
    ------
    ValueError
        If there are fewer than two levels, or they are not a distribution.
    """
    made = numpy.asarray(probabilities, dtype=float)
    if made.ndim != 1 or len(made) < 2 or (made < 0).any() or not abs(made.sum() - 1) <= TOLERANCE:
        raise ValueError(f"forecast {made.tolist()}: allowed are two or more probabilities of 0 or more that sum to 1. Correct the row.")
    return made


def _level(made, level):
    if not 0 <= int(level) < len(made) or int(level) != level:
        raise ValueError(f"outcome {level}: allowed are the levels 0 to {len(made) - 1}")
    return int(level)


def ranked_probability(probabilities, level, normalised=True):
    """Return how far a forecast over ordered levels lay from what came: 0 is perfect.

    Parameters
    ----------
    probabilities : sequence of float
        One for each level, from the lowest.
    level : int
        What came, from 0.
    normalised : bool
        Divide by the number of levels less one, so that the worst is 1.

    Notes
    -----
    Sum of squared differences between the two cumulative distributions (Epstein 1969). A sharp forecast has the distance in levels as its raw score.
    """
    made = checked(probabilities)
    came = (numpy.arange(len(made)) >= _level(made, level)).astype(float)
    raw = float(((made.cumsum() - came) ** 2)[:-1].sum())
    return raw / (len(made) - 1) if normalised else raw


def logarithmic(probabilities, level):
    """Return minus the natural logarithm of the probability given to what came: 0 is perfect, infinite where it was called impossible."""
    made = checked(probabilities)
    given = float(made[_level(made, level)])
    return -math.log(given) if given > 0 else math.inf


def brier(outcomes, probabilities):
    """Return the mean squared difference between probabilities of yes and what came (1 or 0)."""
    came, given = numpy.asarray(outcomes, dtype=float), numpy.asarray(probabilities, dtype=float)
    if came.shape != given.shape or not len(came) or not numpy.isin(came, [0, 1]).all() or (given < 0).any() or (given > 1).any():
        raise ValueError(f"found outcomes {came.tolist()} and probabilities {given.tolist()}; allowed: as many outcomes of 0 or 1 as probabilities between 0 and 1")
    return float(((given - came) ** 2).mean())


def own_scores(forecasts):
    """Return the scores of this project's dated forecasts that have an outcome.

    Parameters
    ----------
    forecasts : pandas.DataFrame
        Table ``own_forecasts``; rows whose outcome is yes or no are scored, the others counted.

    Returns
    -------
    pandas.DataFrame
        ``own_forecast_id``, ``outcome``, ``best``, ``brier``, ``log``, ``even`` (the Brier score of an even chance). Empty if nothing is decided.

    Raises
    ------
    ValueError
        If an outcome has no day, or a row was decided before it was made.
    """
    decided = forecasts[forecasts["outcome"].isin(OUTCOMES)]
    wrong = decided[decided["date_resolved"].isna() | decided["source_id"].isna() | (decided["date_resolved"] <= decided["date_made"])]
    if len(wrong):
        raise ValueError("own_forecasts.csv: " + "; ".join(f"row {index + 2}: outcome {row.outcome} with date_resolved {row.date_resolved} and source_id {row.source_id}"
                                                            for index, row in zip(wrong.index, wrong.itertuples()))
                         + "; allowed: an outcome with its source and a day after date_made. Fill them in.")
    came, given = decided["outcome"].map(OUTCOMES).astype(float), decided["best"].astype(float)
    told = numpy.where(came == 1, given, 1 - given)
    return pandas.DataFrame({"own_forecast_id": decided["own_forecast_id"], "outcome": decided["outcome"], "best": given,
                             "brier": (given - came) ** 2, "log": -numpy.log(told), "even": 0.25}).reset_index(drop=True)


def report(data=tables.DATA):
    """Return what ``make score`` prints: the scores of decided forecasts, their mean, and what is still open."""
    forecasts = tables.load("own_forecasts", data)
    made, number = own_scores(forecasts), len(forecasts)
    unseen = int((forecasts["outcome"] == "not_found").sum())
    tail = f"{number} forecasts: {len(made)} scored, {unseen} passed without an outcome found, {number - len(made) - unseen} open"
    if made.empty:
        due = forecasts["date_due"].min()
        return tail + f"; the first falls due on {due:%Y-%m-%d}. Fill in outcome, date_resolved and source_id in own_forecasts.csv."
    mean = f"mean Brier {made['brier'].mean():.4f} (an even chance has 0.2500), mean log {made['log'].mean():.4f} (an even chance has {math.log(2):.4f})"
    return "\n".join([made.round(4).to_string(index=False), mean, tail])
