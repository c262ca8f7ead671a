"""A model of one faction's choice: stay out, act under a front's name, or act in its own name.

It shows a mechanism, not an effect: parameters are ranges, a draw of them is kept while it reproduces what was
coded at the decision points, and what is asked of the kept draws is consistency. Terms after Schelling (1966),
Fearon (1995) and the principal-agent reading of Byman and Kreps (2010); the form is this project's own.
"""

import itertools
from math import factorial

import numpy
import pandas
from scipy import stats

# What the coded words of table decision_points mean as numbers between 0 and 1 (minus one for a restraining ask).
SCALES = {
    "iran_peril": {"none": 0.0, "low": 0.2, "high": 0.6, "existential": 1.0},
    "iran_ask": {"restrain": -1.0, "none_known": 0.0, "contested": 0.0, "permissive": 0.5, "ask_to_act": 1.0},
    "invitation": {"none": 0.0, "low": 0.25, "medium": 0.5, "high": 0.75, "very_high": 1.0},
    "warning": {"none": 0.0, "general": 0.5, "explicit": 1.0},
    "baghdad_ask": {"none": 0.0, "restrain": 0.5, "caretaker_restrain": 0.5, "firm": 1.0},
    "hit_first": {"no": 0.0, "abroad": 0.3, "yes": 1.0},
    "election": {"none": 0.0, "far": 0.2, "near": 1.0, "past_caretaker": 0.0},
    "leader_killings": {"none_recent": 0.0, "recent_allies": 0.6, "recent_own": 1.0},
}
# Ranges, not estimates: wide enough that no driver is switched off beforehand.
RANGES = {
    "audience": (0.0, 1.0),      # worth of acting when Iran is in no peril, times the invitation
    "peril": (0.0, 3.0),         # what Iran's peril adds
    "order": (0.0, 3.0),         # what Iran's ask adds or takes away
    "leaders": (0.0, 4.0),       # worth of leaders at risk
    "strikes": (0.0, 3.0),       # cost of strikes on men and depots
    "rents": (0.0, 3.0),         # seats and salaries at risk, times how embedded the faction is
    "baghdad": (0.0, 2.0),       # penalty at home, times how firm Baghdad is
    "ballot": (0.0, 2.0),        # what an election near adds to it
    "traced": (0.3, 1.0),        # chance that an act in one's own name is answered
    "front": (0.05, 0.5),        # the same under a front's name, as a share of that
    "credit": (0.2, 0.9),        # what of the worth an act under a front's name brings
    "anyway": (0.3, 1.0),        # chance of being struck although quiet, once struck first
    "noise": (0.15, 0.6),        # how far choice strays from the best
}
# The same in the reader's words.
PARAMETERS = {"audience": "Worth of acting, Iran in no peril", "peril": "What Iran's peril adds", "order": "What Iran's ask adds or takes away", "leaders": "Worth of leaders at risk",
              "strikes": "Cost of strikes on men and depots", "rents": "Seats and salaries at risk", "baghdad": "Penalty at home", "ballot": "What an election near adds to it",
              "traced": "Chance that an act in one's own name is answered", "front": "The same under a front's name, as a share of that", "credit": "Worth of an act under a front's name",
              "anyway": "Chance of being struck although quiet, once struck first", "noise": "How far choice strays from the best"}
CHOICES = ["silent", "front", "own name"]
DRIVERS = {"Iran's peril": ["iran_peril", "invitation"], "Iran's ask": ["iran_ask"], "Being struck first": ["hit_first"],
           "Fear for leaders and of strikes": ["warning", "leader_killings"], "Baghdad's pressure": ["baghdad_ask"], "Election": ["election"]}


def conditions(points):
    """Return the coded conditions of decision points as numbers.

    Parameters
    ----------
    points : pandas.DataFrame
        Table ``decision_points``; the stronger of the two warnings counts.

    Returns
    -------
    pandas.DataFrame
        Indexed by ``decision_point_id``, one column a key of ``SCALES``.

    Raises
    ------
    ValueError
        If a word has no place on its scale.
    """
    coded = points.set_index("decision_point_id")
    scale = SCALES["warning"]
    warning = numpy.maximum(coded["us_warning"].map(scale).astype(float), coded["israeli_warning"].map(scale).astype(float))
    made = pandas.DataFrame({name: coded[name].map(words).astype(float) for name, words in SCALES.items() if name != "warning"}).assign(warning=warning)
    if made.isna().any().any():
        place = made.isna().stack()
        raise ValueError(f"decision_points.csv: no number for {place[place].index.tolist()[:5]}; the words known are in SCALES")
    return made


def draws(number, seed):
    """Return parameter sets spread evenly over ``RANGES``: a scrambled Sobol sequence, one row a set."""
    sample = stats.qmc.Sobol(len(RANGES), scramble=True, rng=seed).random(number)
    low, high = numpy.array(list(RANGES.values())).T
    return pandas.DataFrame(low + sample * (high - low), columns=list(RANGES))


def chances(parameters, condition, embedded):
    """Return the chance of each choice.

    Parameters
    ----------
    parameters : pandas.DataFrame
        A row is a set of parameters, columns as in ``RANGES``.
    condition : mapping
        Conditions at the decision point, as :func:`conditions` gives them.
    embedded : float
        How much of the state the faction holds, 0 to 1.

    Returns
    -------
    numpy.ndarray, shape (sets, 3)
        Columns as in ``CHOICES``; each row sums to one.
    """
    p, c = parameters, condition
    worth = p["audience"] * c["invitation"] + p["peril"] * c["iran_peril"] + p["order"] * c["iran_ask"]
    threat = numpy.maximum(c["warning"], c["hit_first"])
    price = p["leaders"] * c["leader_killings"] * threat + p["strikes"] * threat + p["rents"] * embedded
    penalty = p["baghdad"] * c["baghdad_ask"] + p["ballot"] * c["election"] * embedded
    # Once struck, quiet is no longer safe: the threat has lost its other half, the assurance.
    silent = -p["anyway"] * c["hit_first"] * price
    own = worth - p["traced"] * price - penalty
    front = p["credit"] * worth - p["traced"] * p["front"] * price - 0.5 * penalty
    utility = numpy.stack([silent, front, own], axis=1) / p["noise"].to_numpy()[:, None]
    powers = numpy.exp(utility - utility.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def consistent(parameters, condition_table, panel, embedded, most_misses=0):
    """Return which parameter sets reproduce the coded behaviour: history matching.

    Parameters
    ----------
    parameters : pandas.DataFrame
    condition_table : pandas.DataFrame
        As :func:`conditions` gives it.
    panel : pandas.DataFrame
        A row is a faction at a decision point with ``level_low`` and ``level_high`` on the scale 0 to 4.
    embedded : dict
        Actor -> how embedded, 0 to 1.
    most_misses : int
        Rows that a set may get wrong and still be kept.

    Returns
    -------
    kept : numpy.ndarray of bool
    hits : pandas.Series
        Share of sets that reproduce each row.
    """
    misses, hits = numpy.zeros(len(parameters), dtype=int), []
    for row in panel.itertuples():
        chance = chances(parameters, condition_table.loc[row.decision_point_id], embedded[row.actor_id])
        right = chance[:, allowed(row.level_low, row.level_high)].sum(axis=1) >= 0.5
        misses += ~right
        hits.append(right.mean())
    return misses <= most_misses, pandas.Series(hits, index=panel.index)


def allowed(low, high):
    """Return the positions in ``CHOICES`` that a coded span covers: 0 and 1 are silent, 2 a front, 3 and 4 an own name."""
    of = [0, 0, 1, 2, 2]
    return sorted({of[level] for level in range(int(low), int(high) + 1)})


def acting(parameters, condition, embedded):
    """Return the chance of acting at all, by parameter set."""
    return 1 - chances(parameters, condition, embedded)[:, 0]


def switched(before, after, drivers):
    """Return the conditions of ``before`` with those of the named drivers taken from ``after``."""
    made = dict(before)
    for driver in drivers:
        for name in DRIVERS[driver]:
            made[name] = after[name]
    return made


def shapley(parameters, before, after, embedded):
    """Return each driver's share of the change in the mean chance of acting from one decision point to another.

    The average of what a driver adds over all orders in which the conditions could change; shares sum to the change.
    """
    names, number = list(DRIVERS), len(DRIVERS)
    value = {subset: float(acting(parameters, switched(before, after, subset), embedded).mean())
             for size in range(number + 1) for subset in itertools.combinations(names, size)}
    made = {}
    for name in names:
        others = [other for other in names if other != name]
        made[name] = sum(factorial(size) * factorial(number - size - 1) / factorial(number)
                         * (value[tuple(n for n in names if n in {*subset, name})] - value[subset])
                         for size in range(number) for subset in itertools.combinations(others, size))
    return pandas.Series(made), value


def sufficient_sets(value, level=0.5):
    """Return the smallest sets of drivers whose change alone lifts the mean chance of acting to ``level``.

    Parameters
    ----------
    value : dict
        Subset of drivers -> mean chance of acting, as :func:`shapley` gives it.
    """
    enough = [set(subset) for subset, chance in value.items() if chance >= level]
    return sorted((sorted(subset) for subset in enough if not any(other < subset for other in enough)), key=lambda names: (len(names), names))


def sobol(condition, embedded, number=1024, seed=20250815):
    """Return first-order and total Sobol indices of the parameters for the chance of acting at one decision point."""
    low, high = numpy.array(list(RANGES.values())).T

    def model(sample):
        return acting(pandas.DataFrame((low[:, None] + sample * (high - low)[:, None]).T, columns=list(RANGES)), condition, embedded)
    made = stats.sobol_indices(func=model, n=number, dists=[stats.uniform()] * len(RANGES), rng=seed)
    return pandas.DataFrame({"parameter": list(RANGES), "first": made.first_order, "total": made.total_order})


def bargaining_range(chance, cost_a, cost_b):
    """Return the settlements that both sides prefer to fighting (Fearon 1995): from chance - cost_a to chance + cost_b."""
    if not 0 <= chance <= 1 or cost_a < 0 or cost_b < 0:
        raise ValueError(f"found chance {chance}, costs {cost_a}, {cost_b}; allowed: a chance between 0 and 1, costs of 0 or more")
    return chance - cost_a, chance + cost_b
