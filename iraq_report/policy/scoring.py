"""Scored options: which are scored, and their scores as utilities."""

from dataclasses import dataclass

import numpy
import pandas

from iraq_report.policy import options

STATUS_QUO = "o01_status_quo"
FULL = 10.0
# A rival that S1 or S2 do not name is scored from this many voices for or against.
LEAST_VOICES = 3


def chosen(standing, advice):
    """Return the options that the stated rule takes for scoring, with the part of the rule that takes each.

    The status quo; every option that S1 or S2 advises; every option that they name without advising it; and rivals with
    three voices or more for or against. Options of lethal force against persons are never taken.

    Parameters
    ----------
    standing : pandas.DataFrame
        From :func:`iraq_report.policy.options.standing`.
    advice : pandas.DataFrame
        Table ``advice``.

    Returns
    -------
    pandas.DataFrame
        Rows of ``standing`` with ``taken_as``.
    """
    named = set(advice.loc[advice["source_id"].replace(options.VOICES).isin(["S1", "S2"]), "option_id"])
    taken = numpy.select([standing["option_id"] == STATUS_QUO, standing["in_s1"] & standing["in_s2"], standing["in_s1"], standing["in_s2"],
                          standing["option_id"].isin(named), standing["advises"] + standing["opposes"] >= LEAST_VOICES],
                         ["status quo", "advised by S1 and S2", "advised by S1", "advised by S2", "named by S1 or S2", "rival with most voices"], default="")
    made = standing.assign(taken_as=taken)
    return made[(made["taken_as"] != "") & (made["force_against_persons"] == "no")].reset_index(drop=True)


@dataclass(frozen=True)
class Scored:
    """Scores as utilities from 0 to 1, more is better: options by criteria.

    Attributes
    ----------
    options, criteria : list of str
    titles, names : list of str
        Of options and criteria, in the reader's words.
    low, best, high : numpy.ndarray
    benefit : list of bool
        Whether a higher raw score is better.
    raw : numpy.ndarray
        Best scores as they stand in the table.
    """

    options: list
    titles: list
    criteria: list
    names: list
    low: numpy.ndarray
    best: numpy.ndarray
    high: numpy.ndarray
    benefit: list
    raw: numpy.ndarray


def scored(taken, scores, criteria):
    """Return the scores of the options taken.

    Raises
    ------
    ValueError
        If the options with scores are not those that the rule takes.
    """
    wanted, has = set(taken["option_id"]), set(scores["option_id"])
    if wanted != has:
        raise ValueError("scores.csv: " + "; ".join([f"no scores for {name}, which the rule takes" for name in sorted(wanted - has)]
                                                   + [f"scores for {name}, which the rule does not take" for name in sorted(has - wanted)])
                         + ". Score exactly the options that the rule takes.")
    order, ids = taken["option_id"].tolist(), criteria["criterion_id"].tolist()
    parts = {part: scores.pivot(index="option_id", columns="criterion_id", values=part).loc[order, ids].to_numpy(dtype=float) for part in ("low", "best", "high")}
    more = (criteria["direction"] == "more").to_numpy()
    return Scored(order, taken["title"].tolist(), ids, criteria["title"].tolist(), numpy.where(more, parts["low"], FULL - parts["high"]) / FULL,
                  numpy.where(more, parts["best"], FULL - parts["best"]) / FULL, numpy.where(more, parts["high"], FULL - parts["low"]) / FULL, more.tolist(), parts["best"])


def weight_vector(weights, addressee, criteria):
    """Return the weights of a viewpoint in the order of the criteria; ``equal`` gives each criterion the same."""
    if addressee == "equal":
        return numpy.full(len(criteria), 1 / len(criteria))
    return weights[weights["addressee"] == addressee].set_index("criterion_id")["weight"].astype(float).reindex(criteria).to_numpy()


def viewpoints(weights):
    """Return the viewpoints in the order of the table."""
    return pandas.unique(weights["addressee"]).tolist()
