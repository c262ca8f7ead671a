"""Payoffs that depend on which account of the restraint is true: expected value, regret, satisficing, the worth of knowing."""

import numpy

from iraq_report.policy import scoring

ANY = "any"


def effects(payoffs, options, families, part="best"):
    """Return the effect of each option on the risk of attacks under each family, in points; a family without a row takes the row ``any``.

    Returns
    -------
    numpy.ndarray, shape (options, families)

    Raises
    ------
    ValueError
        If an option has no row ``any``.
    """
    wide = payoffs.pivot(index="option_id", columns="family", values=part).reindex(index=options)
    lost = [name for name in options if name not in wide.index or wide[ANY].isna()[name]]
    if lost:
        raise ValueError(f"payoffs.csv: no row any for {', '.join(lost)}. Add one: it stands for every family without a row of its own.")
    made = wide.reindex(columns=list(families)).apply(lambda column: column.fillna(wide[ANY]))
    return made.to_numpy(dtype=float)


def shares(world_families, worlds, families):
    """Return the share of each world that each family carries; rows sum to one."""
    wide = world_families.pivot(index="world_id", columns="family", values="share").reindex(index=worlds, columns=list(families))
    made = wide.fillna(0).to_numpy(dtype=float)
    if (abs(made.sum(axis=1) - 1) > 1e-6).any():
        raise ValueError("world_families.csv: the shares of a world must sum to one. Correct the rows.")
    return made


def values(utilities, effect, weights, criteria, follows):
    """Return the value of each option in each state: its weighted utilities, with those moved that follow attacks.

    Parameters
    ----------
    utilities : numpy.ndarray, shape (options, criteria)
        0 to 1, more is better; attack risk as judged without regard to the state.
    effect : numpy.ndarray, shape (options, states)
        Points by which attack risk falls.
    weights : numpy.ndarray, shape (criteria,)
    criteria : list of str
    follows : numpy.ndarray, shape (criteria,)
        Share of the change in attack risk that carries over to a criterion; 1 for attack risk itself.

    Returns
    -------
    numpy.ndarray, shape (options, states)
    """
    place = criteria.index("attack_risk")
    change = (scoring.FULL / 2 + effect) / scoring.FULL - utilities[:, [place]]
    moved = numpy.clip(utilities[:, None, :] + change[:, :, None] * follows, 0, 1)
    return moved @ weights


def regret(table):
    """Return what each option lacks to the best one in each state."""
    return table.max(axis=0) - table


def weighted_quantile(values_, probabilities, level):
    """Return the least value that is not exceeded with probability ``level``."""
    order = numpy.argsort(values_, kind="stable")
    reached = numpy.cumsum(numpy.asarray(probabilities, dtype=float)[order])
    return float(numpy.asarray(values_)[order][min(numpy.searchsorted(reached, level - 1e-12), len(order) - 1)])


def worth_of_knowing(table, probabilities):
    """Return the expected value of perfect information: what one would gain on average by knowing the state before choosing."""
    return float(max(0.0, table.max(axis=0) @ probabilities - (table @ probabilities).max()))


def flips(table, states, probabilities):
    """Return, for each state, how far belief must move towards it before another option comes first.

    ``table`` has a column a state to which belief may move, ``states`` a column a state of today's belief.

    Returns
    -------
    list of (float or None, int)
        The share of belief that must go over to that state, and the option that then leads; None if none overtakes.
    """
    today = states @ probabilities
    top = int(today.argmax())
    made = []
    for column in range(table.shape[1]):
        gap, gain = today[top] - today, table[:, column] - table[top, column]
        needed = numpy.where(gain > 1e-12, gap / numpy.where(gain > 1e-12, gap + gain, 1), numpy.inf)
        needed[top] = numpy.inf
        rival = int(needed.argmin())
        made.append((float(needed[rival]), rival) if numpy.isfinite(needed[rival]) else (None, top))
    return made
