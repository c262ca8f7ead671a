"""The weighing repeated with all evidence: what moved, which later evidence moved it, and what this project now expects."""

import numpy
import pandas

from iraq_report.restraint import weighing


def moves(before, after, prior_set):
    """Return the probability of each world before and after the later evidence, under one prior set.

    Parameters
    ----------
    before, after : pandas.DataFrame
        As :meth:`weighing.Case.posteriors` gives them.

    Returns
    -------
    pandas.DataFrame
        ``world_id``, ``title``, ``prior``, ``before``, ``after`` with their bands, ``change``; largest change first.
    """
    keys = ["world_id", "title", "prior"]
    earlier = before[before["prior_set"] == prior_set].set_index(keys)[["best", "low", "high"]].add_suffix("_before")
    later = after[after["prior_set"] == prior_set].set_index(keys)[["best", "low", "high"]].add_suffix("_after")
    made = earlier.join(later).reset_index()
    made = made.assign(change=made["best_after"] - made["best_before"])
    return made.reindex(made["change"].abs().sort_values(ascending=False).index).reset_index(drop=True)


def later_weight(case, items):
    """Return what each later cluster of evidence says of each world against the average of all worlds, in decibels.

    Parameters
    ----------
    case : weighing.Case
        Made of all evidence.
    items : pandas.DataFrame
        Table ``evidence_items``.

    Returns
    -------
    pandas.DataFrame
        ``world``, ``evidence``, ``decibels``.
    """
    later = set(items.loc[items["stage"] == "later", "cluster_id"]) - set(items.loc[items["stage"] == "frozen", "cluster_id"])
    best, rows = case.best(), []
    for place, cluster in enumerate(case.clusters.itertuples()):
        if cluster.cluster_id in later:
            centred = (best[place] - best[place].mean()) * 10 / numpy.log(10)
            rows += [(case.titles[world], cluster.title, float(value)) for world, value in zip(case.worlds, centred)]
    return pandas.DataFrame(rows, columns=["world", "evidence", "decibels"])


def item_weight(case, items):
    """Return what each later item would say alone: the decibels between the worlds that expect it most and least.

    Returns
    -------
    pandas.DataFrame
        ``item``, ``decibels``, ``most`` and ``least`` (titles of worlds), strongest first.
    """
    chosen = items[(items["stage"] == "later") & items["item_id"].isin(case.items)]
    logs = numpy.log(case.bands["best"]) * 10 / numpy.log(10)
    made = [(row.title, float(logs.loc[row.item_id].max() - logs.loc[row.item_id].min()), case.titles[logs.loc[row.item_id].idxmax()], case.titles[logs.loc[row.item_id].idxmin()])
            for row in chosen.itertuples()]
    return pandas.DataFrame(made, columns=["item", "decibels", "most", "least"]).sort_values("decibels", ascending=False).reset_index(drop=True)


def part(posteriors, roles, explanation, prior_set):
    """Return the summed probability of the worlds in which an explanation plays any part."""
    members = roles.loc[roles["explanation"] == explanation, "world_id"].unique()
    own = posteriors[(posteriors["prior_set"] == prior_set) & posteriors["world_id"].isin(members)]
    return float(own["best"].sum())


def with_scores(case, prior_set, logs, factions, dependence):
    """Return the probability of worlds if the scores of the test were one more piece of evidence.

    Parameters
    ----------
    case : weighing.Case
        The frozen case.
    prior_set : str
    logs : pandas.Series
        Mean log score of each world over factions (:func:`scoring.logarithmic`), by world.
    factions : int
        How many were scored.
    dependence : float
        0: factions decided each for itself, and scores add up. 1: one decision seen many times, and the mean counts.
    """
    weight = -logs.reindex(case.worlds).to_numpy(dtype=float) * factions ** (1 - dependence)
    together = numpy.concatenate([case.best(), weight[None, :]])
    return pandas.Series(weighing.posterior(case.priors[prior_set], together), index=case.worlds)


def ways(case, changed, ranked, prior_set, dependence=1.0):
    """Return the worlds under four ways of learning from 2026: not at all, by the later items, by the scores of two codings.

    Parameters
    ----------
    case : weighing.Case
    changed : pandas.DataFrame
        As :func:`moves` gives it.
    ranked : pandas.DataFrame
        As :func:`scores.by_coding` gives it.
    """
    made = changed.set_index("world_id")[["title", "best_before", "best_after"]]
    for coding in ("claims", "monitors"):
        rows = ranked[ranked["coding"] == coding].set_index("name")
        made[coding] = with_scores(case, prior_set, rows["log"], int(rows["factions"].iloc[0]), dependence)
    return made.sort_values("best_after", ascending=False)


def open_forecasts(table, options):
    """Return this project's dated forecasts in the reader's words, by day, each with the option of policy that it bears on."""
    rows = table.sort_values(["date_due", "own_forecast_id"])
    return pandas.DataFrame({"Question": rows["question"], "Chance of yes": rows["best"].map("{:.0%}".format), "Range": [f"{low:.0%} to {high:.0%}" for low, high in zip(rows["low"], rows["high"])],
                             "Due": rows["date_due"].dt.strftime("%Y-%m-%d"), "What makes it yes": rows["resolution_criterion"], "Why": rows["reason"],
                             "Bears on": rows["option_id"].map(options.set_index("option_id")["title"]).fillna(""), "Outcome": rows["outcome"].fillna("open"), "Record": rows["own_forecast_id"]}).reset_index(drop=True)


def unseen(table):
    """Return dates that have passed without a known outcome, with the searches that looked for it."""
    return pandas.DataFrame({"What was to be known": table["question"], "Day": table["date_due"].dt.strftime("%Y-%m-%d"), "Outcome": "outcome not found",
                             "Last on record": table["last_seen"], "Record": table["event_id"].fillna(""), "Search": table["search_id"]})
