"""Likelihood words, fixed by ICD 203, and confidence, which is kept apart from them."""

WORDS = (
    (0.05, "almost no chance"),
    (0.20, "very unlikely"),
    (0.45, "unlikely"),
    (0.55, "roughly even"),
    (0.80, "likely"),
    (0.95, "very likely"),
    (1.00, "almost certain"),
)


def word(probability):
    """Return the likelihood word of a probability.

    Parameters
    ----------
    probability : float
        Strictly between 0 and 1. On a boundary the lower word holds: 0.80 is likely.

    Raises
    ------
    ValueError
        Outside (0, 1): the vocabulary has no word for certainty.

    Notes
    -----
    The seven bands are those of Intelligence Community Directive 203 (2015), section on expressing likelihood.
    """
    if not 0 < probability < 1:
        raise ValueError(f"probability {probability}: allowed is a number between 0 and 1, ends excluded")
    return next(name for upper, name in WORDS if probability <= upper)


def phrase(low, high):
    """Return the word, or the span of words, for a range of probability."""
    first, last = word(low), word(high)
    return first if first == last else f"{first} to {last}"
