"""How well the frozen predictions did: against what came under three codings, and against forecasts that need no theory."""

import numpy
import pandas

from iraq_report import scoring
from iraq_report.outlook import frozen, outcomes

BASELINES = {"climatology": "Habit since October 2023", "pooled": "Habit of all factions together", "persistence": "As in June 2025", "uniform": "Every level alike"}
HORIZONS = {"the war of June 2025": "june"}


def coded(panel, coding):
    """Return the coded rows of the frozen panel under a coding; anything later than the cut-off stops the step."""
    own = frozen.guarded(panel, "behaviours")
    return own[(own["coding"] == coding) & (own["level_status"] == "coded")]


def climatology(panel, coding, actors, soft, pooled=False):
    """Return each faction's own habit: how often each level was coded at the decision points before, softened.

    Parameters
    ----------
    panel : pandas.DataFrame
        As :func:`frozen.panel` gives it: t1 to t6. Anything later stops the step.
    coding : str
    actors : list of str
        A faction without any coded level takes the levels of all named factions together.
    soft : float
        Share of a flat forecast mixed in, 0 to 1, so that no level is called impossible.
    pooled : bool
        Give every faction the levels of all named factions together.

    Returns
    -------
    pandas.DataFrame
        Indexed by actor, columns 0 to 4; each row sums to one.
    """
    counted = coded(panel, coding).groupby("actor_id")["level_best"].value_counts().unstack(fill_value=0).reindex(columns=frozen.LEVELS, fill_value=0)
    named = counted[~counted.index.isin([frozen.LABEL, frozen.CONTROL])].sum()
    made = pandas.DataFrame([counted.loc[actor] if actor in counted.index and not pooled else named for actor in actors], index=actors).astype(float)
    return softened(made.div(made.sum(axis=1), axis=0), soft)


def persistence(panel, coding, actors, soft):
    """Return the forecast that each faction does again what it did last: at t6, or the last point before at which it was seen."""
    own = coded(panel, coding)
    own = own.assign(order=own["decision_point_id"].map(frozen.number)).sort_values("order")
    last = own.groupby("actor_id")["level_best"].last()
    typical = int(last[~last.index.isin([frozen.LABEL, frozen.CONTROL])].median())
    made = pandas.DataFrame(0.0, index=actors, columns=frozen.LEVELS)
    for actor in actors:
        made.loc[actor, int(last.get(actor, typical))] = 1.0
    return softened(made, soft)


def softened(made, soft):
    """Return forecasts with a share of a flat one mixed in."""
    if not 0 <= soft <= 1:
        raise ValueError(f"soft: found {soft}; allowed: a share between 0 and 1")
    return made * (1 - soft) + soft / len(made.columns)


def baselines(panel, coding, actors, soft):
    """Return the forecasts that need no theory: name -> actors by levels."""
    flat = pandas.DataFrame(1 / len(frozen.LEVELS), index=actors, columns=frozen.LEVELS)
    return {"climatology": climatology(panel, coding, actors, soft), "pooled": climatology(panel, coding, actors, soft, pooled=True), "persistence": persistence(panel, coding, actors, soft), "uniform": flat}


def maker(made, mixed, panel, actors, soft):
    """Return the function that :func:`by_coding` asks for: from a coding to every forecast by name.

    Parameters
    ----------
    made : pandas.DataFrame
        As :func:`frozen.predictions` gives it.
    mixed : pandas.DataFrame
        The mixture over worlds, actors by levels; named ``mixture``.
    """
    worlds = {world: made.loc[world].reindex(actors) for world in made.index.get_level_values("world_id").unique()}

    def forecasts_of(coding):
        return {**worlds, "mixture": mixed.reindex(actors), **baselines(panel, coding, actors, soft)}
    return forecasts_of


def scored(forecasts, came):
    """Return the scores of each forecast for each faction that has an outcome.

    Parameters
    ----------
    forecasts : dict of pandas.DataFrame
        Name -> actors by levels.
    came : pandas.DataFrame
        As :func:`outcomes.levels` gives it.

    Returns
    -------
    pandas.DataFrame
        ``name``, ``actor_id``, ``level``, ``rps`` (0 to 1), ``rps_raw`` (0 to 4), ``log``, ``brier`` (of level 2 or more), and
        ``rps_low`` and ``rps_high`` over the span of levels that the evidence allows.
    """
    made = []
    for name, forecast in forecasts.items():
        for actor in forecast.index.intersection(came.index, sort=False):
            given, level = forecast.loc[actor].to_numpy(dtype=float), int(came.at[actor, "best"])
            allowed = [scoring.ranked_probability(given, other) for other in range(int(came.at[actor, "low"]), int(came.at[actor, "high"]) + 1)]
            made.append((name, actor, level, scoring.ranked_probability(given, level), scoring.ranked_probability(given, level, normalised=False),
                         scoring.logarithmic(given, level), scoring.brier([level >= 2], [given[2:].sum()]), min(allowed), max(allowed)))
    return pandas.DataFrame(made, columns=["name", "actor_id", "level", "rps", "rps_raw", "log", "brier", "rps_low", "rps_high"])


def means(table):
    """Return the mean scores of each forecast over factions, best first by the ranked probability score."""
    return table.groupby("name", sort=False)[["rps", "rps_raw", "log", "brier", "rps_low", "rps_high"]].mean().sort_values("rps")


def by_coding(forecasts_of, behaviours, window, actors):
    """Return the mean scores under each coding.

    Parameters
    ----------
    forecasts_of : callable
        Takes a coding and returns name -> actors by levels.

    Returns
    -------
    pandas.DataFrame
        ``coding``, ``name`` and the columns of :func:`means`, with ``rank`` within the coding and ``factions`` scored.
    """
    made = []
    for coding in outcomes.CODINGS:
        came = outcomes.levels(behaviours, window, coding).reindex(actors).dropna()
        table = means(scored(forecasts_of(coding), came)).reset_index()
        made.append(table.assign(coding=coding, factions=len(came), rank=table["rps"].rank(method="min").astype(int)))
    return pandas.concat(made, ignore_index=True)


def rank_agreement(ranked, names):
    """Return the lowest Spearman correlation between the rankings of ``names`` under any two codings."""
    wide = ranked[ranked["name"].isin(names)].pivot(index="name", columns="coding", values="rps")
    correlation = wide.corr(method="spearman").to_numpy()
    return float(correlation[numpy.triu_indices(len(correlation), 1)].min())


def decibels(ranked, name, rival, coding):
    """Return the weight of 2026 for one forecast against another in decibels: as one fact (mean over factions), and were the factions independent."""
    rows = ranked[ranked["coding"] == coding].set_index("name")
    mean = float((rows.at[rival, "log"] - rows.at[name, "log"]) * 10 / numpy.log(10))
    return mean, mean * int(rows.at[name, "factions"])


def without_each(forecasts, came, names):
    """Return the first and last of ``names`` when each faction is left out in turn."""
    table = scored({name: forecasts[name] for name in names}, came)
    made = []
    for actor in came.index:
        order = means(table[table["actor_id"] != actor])
        made.append((actor, order.index[0], order.index[-1]))
    return pandas.DataFrame(made, columns=["without", "first", "last"])


def worded(low, best, high, share):
    """Return a distribution over levels for words that allow a span: ``share`` on the level they imply, the rest even over the span."""
    if not 0 <= low <= best <= high <= 4 or not 0 <= share <= 1:
        raise ValueError(f"found levels {low}, {best}, {high} and share {share}; allowed: 0 <= low <= best <= high <= 4, share between 0 and 1")
    made = numpy.zeros(len(frozen.LEVELS))
    made[low:high + 1] = (1 - share) / (high - low + 1)
    made[best] += share
    return made


def published(forecasts, behaviours, share, soft):
    """Return what others forecast, scored beside what came, under each coding.

    Parameters
    ----------
    forecasts : pandas.DataFrame
        Table ``forecasts``. A forecast about factions in general is held against the label's row.
    behaviours : pandas.DataFrame
        Table ``behaviours``: forecasts on June 2025 meet t6, all others the first fortnight of the war of 2026.
    share, soft : float
        Share of probability on the level that the words imply; share of a flat forecast mixed in.

    Returns
    -------
    pandas.DataFrame
        A row a forecast and coding: ``forecast_id``, ``made_by``, ``statement``, ``about``, ``case``, ``coding``, ``forecast`` (level), ``came``, ``rps``. Forecasts whose outcome was not found are absent.
    """
    made = []
    for row in forecasts.itertuples():
        june = row.horizon.startswith(tuple(HORIZONS))
        actor = frozen.LABEL if pandas.isna(row.actor_id) else row.actor_id
        given = softened(pandas.DataFrame([worded(int(row.level_low), int(row.level_best), int(row.level_high), share)]), soft).loc[0]
        for coding in outcomes.CODINGS:
            came = june_levels(behaviours, coding) if june else outcomes.levels(behaviours, "fortnight", coding)
            if actor in came.index:
                level = int(came.at[actor, "best"])
                made.append((row.forecast_id, row.made_by, row.statement, actor, "June 2025" if june else "2026", coding, int(row.level_best), level, scoring.ranked_probability(given, level)))
    return pandas.DataFrame(made, columns=["forecast_id", "made_by", "statement", "about", "case", "coding", "forecast", "came", "rps"])


def june_levels(behaviours, coding):
    """Return the level of each faction in the war of June 2025 under a coding."""
    own = behaviours[(behaviours["decision_point_id"].map(frozen.number) == 6) & (behaviours["coding"] == coding) & (behaviours["level_status"] == "coded")]
    return own.set_index("actor_id")[["level_low", "level_best", "level_high"]].astype(int).set_axis(["low", "best", "high"], axis="columns")


def same_outcomes(behaviours, window, actors):
    """Return how many different outcomes the codings give in a window: fewer than three where two of them agree on every level."""
    return len({tuple(outcomes.levels(behaviours, window, coding)["best"].reindex(actors).fillna(-1)) for coding in outcomes.CODINGS})
