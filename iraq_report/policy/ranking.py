"""Ranking options by several criteria: dominance, weighted sums, SMAA-2, TOPSIS and PROMETHEE II, each in a few lines.

Utilities are options by criteria, from 0 to 1, oriented so that more is better.
"""

import numpy


def dominated(utilities):
    """Return, for each option, the positions of options that are as good on every criterion and better on one.

    Parameters
    ----------
    utilities : numpy.ndarray, shape (options, criteria)

    Returns
    -------
    list of list of int
    """
    at_least = (utilities[None] >= utilities[:, None]).all(axis=2)
    better = (utilities[None] > utilities[:, None]).any(axis=2)
    return [numpy.flatnonzero(row).tolist() for row in at_least & better]


def weighted_sum(utilities, weights):
    """Return the value of each option: its utilities weighted by criterion."""
    return numpy.asarray(utilities, dtype=float) @ numpy.asarray(weights, dtype=float)


def ranks(values):
    """Return ranks along the last axis, 1 for the highest value; ties go to the earlier option."""
    order = numpy.argsort(-numpy.asarray(values), axis=-1, kind="stable")
    return numpy.argsort(order, axis=-1, kind="stable") + 1


def drawn_weights(weights, firmness, number, generator):
    """Return weights drawn from a Dirichlet distribution round ``weights``; with none given, every mixture is as likely.

    Parameters
    ----------
    weights : numpy.ndarray or None, shape (criteria,)
    firmness : float
        How closely draws keep to the weights: the sum of the Dirichlet parameters.
    """
    alpha = numpy.asarray(weights, dtype=float)
    if alpha.ndim != 1 or (alpha < 0).any() or abs(alpha.sum() - 1) > 1e-6:
        raise ValueError(f"weights.csv: found weights that sum to {alpha.sum():.4f}; allowed: none below 0, sum 1. Correct the rows.")
    return generator.dirichlet(numpy.maximum(alpha * firmness, 1e-6), size=number)


def drawn_scores(low, best, high, number, generator):
    """Return scores drawn from triangles, shape (number, options, criteria); a triangle without width gives its value."""
    low, best, high = (numpy.asarray(part, dtype=float) for part in (low, best, high))
    if not ((low <= best) & (best <= high)).all():
        raise ValueError("scores.csv: found low, best and high out of order; allowed: low <= best <= high. Put them in order.")
    width, uniform = high - low, generator.random((number, *low.shape))
    share = numpy.divide(best - low, width, out=numpy.zeros_like(width), where=width > 0)
    rising = low + numpy.sqrt(uniform * width * (best - low))
    falling = high - numpy.sqrt((1 - uniform) * width * (high - best))
    return numpy.where(width > 0, numpy.where(uniform < share, rising, falling), best)


def acceptability(values):
    """Return the share of draws in which each option takes each rank; rows are options, columns ranks, both sum to one.

    Notes
    -----
    Rank acceptability indices of SMAA-2: Lahdelma and Salminen 2001.
    """
    drawn = ranks(values)
    number = drawn.shape[1]
    return numpy.stack([(drawn == rank).mean(axis=0) for rank in range(1, number + 1)], axis=1)


def central_weights(values, weights):
    """Return, for each option, the mean of the weights with which it comes first; missing where it never does."""
    first = ranks(values) == 1
    counted = first.sum(axis=0)
    totals = first.T.astype(float) @ weights
    return numpy.divide(totals, counted[:, None], out=numpy.full(totals.shape, numpy.nan), where=counted[:, None] > 0)


def topsis(scores, weights, benefit, normalise="vector"):
    """Return the closeness of each option to the ideal, 0 to 1.

    Parameters
    ----------
    scores : numpy.ndarray, shape (options, criteria)
        In their own units.
    benefit : sequence of bool
        True where more is better.
    normalise : {"vector", "range"}
        By the length of the column (Hwang and Yoon 1981), or by its range.
    """
    scores, benefit = numpy.asarray(scores, dtype=float), numpy.asarray(benefit, dtype=bool)
    if normalise == "vector":
        length = numpy.sqrt((scores ** 2).sum(axis=0))
        scaled = numpy.divide(scores, length, out=numpy.zeros_like(scores), where=length > 0)
    else:
        span = numpy.ptp(scores, axis=0)
        risen = numpy.divide(scores - scores.min(axis=0), span, out=numpy.zeros_like(scores), where=span > 0)
        scaled, benefit = numpy.where(benefit, risen, 1 - risen), numpy.ones(scores.shape[1], dtype=bool)
    weighted = scaled * numpy.asarray(weights, dtype=float)
    best = numpy.where(benefit, weighted.max(axis=0), weighted.min(axis=0))
    worst = numpy.where(benefit, weighted.min(axis=0), weighted.max(axis=0))
    near, far = numpy.linalg.norm(weighted - best, axis=1), numpy.linalg.norm(weighted - worst, axis=1)
    return numpy.divide(far, near + far, out=numpy.full(len(scores), 0.5), where=near + far > 0)


def promethee(utilities, weights):
    """Return the net flow of each option, -1 to 1: how much it is preferred to the others less how much they are to it.

    PROMETHEE II with linear preference over the range of a criterion (Brans and Vincke 1985).
    """
    span = numpy.ptp(utilities, axis=0)
    gaps = (utilities[:, None] - utilities[None]) / numpy.where(span > 0, span, 1)
    preferred = numpy.clip(gaps, 0, None) @ numpy.asarray(weights, dtype=float)
    return (preferred.sum(axis=1) - preferred.sum(axis=0)) / max(len(utilities) - 1, 1)
