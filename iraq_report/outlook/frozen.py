"""The frozen step: what each world would have led one to expect, from evidence of 15 August 2025 or earlier alone."""

import re

import numpy
import pandas

from iraq_report.restraint import evidence_base, weighing

CUTOFF = evidence_base.CUTOFF
LAST_POINT = 7
LEVELS = [0, 1, 2, 3, 4]
COLUMNS = [f"p{level}" for level in LEVELS]
# Any year after that of the cut-off in the reason of a prediction betrays later knowledge.
LATER = re.compile(r"\b20(?:2[6-9]|[3-9]\d)\b")
CONTROL = "saraya_al_salam"
LABEL = "islamic_resistance_in_iraq"
ROLES = ["necessary", "sufficient", "contributory"]


def number(point):
    """Return the number of a decision point: 6 for ``t6_2025_06_war``."""
    found = re.match(r"t(\d+)", point)
    if not found:
        raise ValueError(f"decision point {point!r}: allowed is an id that begins with t and a number")
    return int(found.group(1))


def guarded(frame, name, cutoff=CUTOFF):
    """Return rows of decision points or behaviours unchanged, after proving that all were on record by the cut-off.

    Parameters
    ----------
    frame : pandas.DataFrame
        Has ``decision_point_id`` and ``latest_source_date``; may have ``level_status``.
    name : str
        Table, for the message.

    Raises
    ------
    ValueError
        Naming the first rows that lie after the cut-off by their point, or lean on a later source, or have no dated source.
    """
    limit = pandas.Timestamp(cutoff)
    point = frame["decision_point_id"].map(number) > LAST_POINT
    late = frame["latest_source_date"] > limit
    coded = frame["level_status"] == "coded" if "level_status" in frame else pandas.Series(True, index=frame.index)
    undated = coded & frame["latest_source_date"].isna()
    wrong = frame[(point | late | undated).astype(bool)]
    if len(wrong):
        told = "; ".join(f"{name}.csv row {index + 2}: {row.decision_point_id}, latest source {row.latest_source_date}" for index, row in zip(wrong.index[:5], wrong.itertuples()))
        raise ValueError(f"evidence later than {cutoff} in the frozen step: {told} ({len(wrong)} rows). Allowed: t1 to t{LAST_POINT}, dated by the cut-off. "
                         "Take the row out of the step, or rest it on an earlier source.")
    return frame


def panel(behaviours, last=6):
    """Return what is on record of each faction at the first ``last`` decision points, guarded."""
    return guarded(behaviours[behaviours["decision_point_id"].map(number) <= last], "behaviours")


def points(decision_points):
    """Return the decision points of the frozen step, guarded."""
    return guarded(decision_points[decision_points["decision_point_id"].map(number) <= LAST_POINT], "decision_points")


def predictions(table, worlds, passes="both"):
    """Return the prediction of each world for each faction, the mean of the passes that count.

    Parameters
    ----------
    table : pandas.DataFrame
        Table ``predictions``.
    worlds : list of str
        The worlds, in order.
    passes : {"both", "first", "second"}
        ``both`` takes those that are there.

    Returns
    -------
    pandas.DataFrame
        Indexed by ``world_id`` and ``actor_id``, columns 0 to 4; each row sums to one.

    Raises
    ------
    ValueError
        If a pass is missing or has gaps, a row does not sum to one, or a reason names a year after the cut-off.
    """
    told = table[table["reason"].str.contains(LATER, na=False)]
    if len(told):
        raise ValueError("evidence later than " + CUTOFF + " in the frozen step: " + "; ".join(f"predictions.csv row {index + 2}: {reason!r}" for index, reason in told["reason"].items())
                         + ". Rest the prediction on the packet alone.")
    own = table if passes == "both" else table[table["pass"] == passes]
    if own.empty:
        raise ValueError(f"predictions.csv: no row of the pass {passes}; there are {', '.join(sorted(table['pass'].unique()))}. Choose one of them.")
    totals = own[COLUMNS].astype(float).sum(axis="columns")
    if ((totals - 1).abs() > 1e-6).any():
        raise ValueError(f"predictions.csv row {totals.index[(totals - 1).abs() > 1e-6][0] + 2}: five probabilities must sum to one. Correct the row.")
    actors = own["actor_id"].drop_duplicates().tolist()
    expected = pandas.MultiIndex.from_product([own["pass"].unique(), worlds, actors])
    missing = expected.difference(pandas.MultiIndex.from_frame(own[["pass", "world_id", "actor_id"]]))
    if len(missing):
        raise ValueError(f"predictions.csv: no row for {missing[:5].tolist()}. Every pass needs each world and faction.")
    mean = own.astype({name: float for name in COLUMNS}).groupby(["world_id", "actor_id"])[COLUMNS].mean()
    mean.columns = LEVELS
    return mean.reindex(pandas.MultiIndex.from_product([worlds, actors], names=["world_id", "actor_id"]))


def weights(case, prior_set):
    """Return the probability of each world under a prior set given the evidence of the case, at its best values."""
    return pandas.Series(weighing.posterior(case.priors[prior_set], case.best()), index=case.worlds)


def mixture(made, shares):
    """Return the prediction for each faction averaged over worlds.

    Parameters
    ----------
    made : pandas.DataFrame
        As :func:`predictions` gives it.
    shares : pandas.Series
        Weight of each world; worlds that are absent count nothing. Made to sum to one.
    """
    used = shares[shares > 0] / shares.sum()
    return sum(share * made.loc[world] for world, share in used.items())


def families(roles, cards):
    """Return the worlds of each family of explanations.

    A world belongs to the families of those explanations that are necessary or sufficient in it; where none is, to those that contribute.

    Returns
    -------
    dict
        Family -> list of worlds.
    """
    made = {}
    for world, rows in roles.groupby("world_id", sort=False):
        firm = rows[rows["role"].isin(ROLES[:2])]
        for explanation in (firm if len(firm) else rows)["explanation"].unique():
            members = made.setdefault(cards[explanation].family, [])
            if world not in members:
                members.append(world)
    return made


def acting(made, least=2):
    """Return the chance of ``least`` or more from distributions over levels."""
    return made[[level for level in LEVELS if level >= least]].sum(axis="columns")


def pass_distance(table):
    """Return how far two passes lie apart: the mean half-sum of absolute differences, 0 alike to 1 disjoint; missing with one pass."""
    wide = table.astype({name: float for name in COLUMNS}).set_index(["world_id", "actor_id", "pass"])[COLUMNS].unstack("pass")
    if table["pass"].nunique() < 2:
        return float("nan")
    first, second = (wide.xs(name, axis=1, level="pass") for name in ("first", "second"))
    return float((first - second).abs().sum(axis=1).mul(0.5).mean())


def spread(made):
    """Return, for each faction, the lowest and highest chance of acting over the worlds, and which world gives it.

    Returns
    -------
    pandas.DataFrame
        Indexed by ``actor_id``: ``low``, ``low_world``, ``high``, ``high_world``.
    """
    wide = acting(made).unstack("actor_id")
    return pandas.DataFrame({"low": wide.min(), "low_world": wide.idxmin(), "high": wide.max(), "high_world": wide.idxmax()})


def entropy_share(made):
    """Return the mean doubt of distributions as a share of the greatest possible: 1 is a flat forecast."""
    values = made[LEVELS].to_numpy(dtype=float)
    return float(-(values * numpy.log(numpy.clip(values, 1e-12, None))).sum(axis=1).mean() / numpy.log(len(LEVELS)))
