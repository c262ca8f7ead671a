"""When did the pace change? The exact posterior of one change in a Poisson rate, over a reported running total."""

import numpy
import pandas
from scipy.special import gammaln

SHAPE, RATE = 0.5, 0.5


def log_evidence(count, exposure):
    """Return the log probability of counts under one unknown rate with a Gamma(0.5, 0.5) prior, up to terms that no split changes.

    Parameters
    ----------
    count : int
        Events in all.
    exposure : float
        Days in all.
    """
    return SHAPE * numpy.log(RATE) - gammaln(SHAPE) + gammaln(SHAPE + count) - (SHAPE + count) * numpy.log(RATE + exposure)


def increments(tally):
    """Return what a running total added between its dates: ``end`` (date), ``count``, ``days``, ``attacks_a_day``."""
    made = pandas.DataFrame({"start": tally["date"].shift(), "end": tally["date"], "count": tally["total"].diff(), "days": tally["date"].diff().dt.days}).iloc[1:]
    made = made[made["days"] > 0]
    return made.assign(attacks_a_day=made["count"] / made["days"]).reset_index(drop=True)


def posterior(frame):
    """Return the probability that the rate changed after each interval, given that it changed once.

    Parameters
    ----------
    frame : pandas.DataFrame
        ``count`` and ``days`` of consecutive intervals, three or more, and their ``end``.

    Returns
    -------
    pandas.DataFrame
        ``after`` (the last day before the change), ``probability``.
    float
        Log Bayes factor of one change against none; above zero favours a change.

    Raises
    ------
    ValueError
        If there are fewer than three intervals.
    """
    if len(frame) < 3:
        raise ValueError(f"{len(frame)} intervals: allowed are three or more; a change cannot be placed in fewer")
    counts, days = frame["count"].to_numpy(dtype=float), frame["days"].to_numpy(dtype=float)
    before_counts, before_days = counts.cumsum()[:-1], days.cumsum()[:-1]
    split = log_evidence(before_counts, before_days) + log_evidence(counts.sum() - before_counts, days.sum() - before_days)
    weights = numpy.exp(split - split.max())
    factor = float(split.max() + numpy.log(weights.mean()) - log_evidence(counts.sum(), days.sum()))
    return pandas.DataFrame({"after": frame["end"].iloc[:-1].to_numpy(), "probability": weights / weights.sum()}), factor
