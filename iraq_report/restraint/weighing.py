"""Weighing explanations: Bayesian process tracing over a stated set of mutually exclusive worlds.

After Fairfield and Charman: for each piece of evidence, how likely it would be in each world; the ratio of
two such likelihoods is the weight of the evidence between those worlds, written in decibels.
"""

import numpy
import pandas

ROLES = ["necessary", "sufficient", "contributory"]
LEVEL = (0.05, 0.95)


def decibels(ratio):
    """Return a likelihood ratio in decibels: ten times its decimal logarithm."""
    return 10 * numpy.log10(ratio)


def likelihood_bands(likelihoods, worlds, items):
    """Return the likelihood of each item in each world, with a band that spans all passes.

    Parameters
    ----------
    likelihoods : pandas.DataFrame
        Table ``likelihoods``: a row is an item, a world and a pass, with ``low``, ``best``, ``high`` between 0 and 1.
    worlds, items : list of str
        The worlds and items to take, in order.

    Returns
    -------
    dict of pandas.DataFrame
        ``low`` (least of the passes), ``best`` (their geometric mean), ``high`` (greatest): items by worlds.

    Raises
    ------
    ValueError
        If an item lacks a likelihood in some world, or one is out of order or outside (0, 1).
    """
    rows = likelihoods[likelihoods["item_id"].isin(items) & likelihoods["world_id"].isin(worlds)]
    wrong = rows[~((0 < rows["low"]) & (rows["low"] <= rows["best"]) & (rows["best"] <= rows["high"]) & (rows["high"] < 1))]
    if len(wrong):
        raise ValueError("likelihoods.csv: " + "; ".join(f"row {index + 2}: found low {row.low}, best {row.best}, high {row.high}"
                                                          for index, row in zip(wrong.index, wrong.itertuples()))
                         + "; allowed: 0 < low <= best <= high < 1. Put them in order.")
    numbers = rows.astype({"low": float, "best": float, "high": float})
    groups = numbers.assign(best=numpy.log(numbers["best"])).groupby(["item_id", "world_id"])
    made = {"low": groups["low"].min(), "best": numpy.exp(groups["best"].mean()), "high": groups["high"].max()}
    made = {name: column.unstack().reindex(index=items, columns=worlds) for name, column in made.items()}
    missing = made["best"].isna().stack()
    if missing.any():
        raise ValueError("likelihoods.csv: no row for " + ", ".join(f"{item} in {world}" for item, world in missing[missing].index[:8])
                         + ". An item needs a likelihood in every world.")
    return made


def pooled(logs, clusters, dependence):
    """Return the evidence of each cluster: items that share a cause count less than their sum.

    Parameters
    ----------
    logs : numpy.ndarray, shape (..., items, worlds)
        Natural logarithms of likelihoods.
    clusters : numpy.ndarray of int, shape (items,)
        Cluster of each item, from 0.
    dependence : numpy.ndarray, shape (..., clusters)
        0: the items are independent and add up. 1: they are one fact told several times, and their mean counts.

    Returns
    -------
    numpy.ndarray, shape (..., clusters, worlds)
    """
    number = clusters.max() + 1
    sizes = numpy.bincount(clusters, minlength=number)
    membership = numpy.zeros((number, len(clusters)))
    membership[clusters, numpy.arange(len(clusters))] = 1
    total = numpy.einsum("ci,...iw->...cw", membership, logs)
    return total / (sizes ** numpy.asarray(dependence))[..., None]


def posterior(prior, weights):
    """Return the probability of each world given the evidence; exact, one for each leading index.

    Parameters
    ----------
    prior : numpy.ndarray, shape (worlds,)
        Sums to one.
    weights : numpy.ndarray, shape (..., clusters, worlds)
        Log-likelihood of each cluster in each world.
    """
    prior = numpy.asarray(prior, dtype=float)
    if (prior <= 0).any() or abs(prior.sum() - 1) > 1e-9:
        raise ValueError(f"priors sum to {prior.sum():.6f} with least {prior.min():.6f}; allowed: all above 0, sum 1. Correct priors.csv.")
    total = numpy.log(prior) + weights.sum(axis=-2)
    total = total - total.max(axis=-1, keepdims=True)
    made = numpy.exp(total)
    return made / made.sum(axis=-1, keepdims=True)


class Case:
    """The evidence and the worlds, ready to be weighed.

    Parameters
    ----------
    worlds, priors, items, clusters, likelihoods : pandas.DataFrame
        The tables ``worlds``, ``priors``, ``evidence_items``, ``clusters`` and ``likelihoods``.
    without : list of str
        Items to leave out.
    dependence : float, optional
        Takes the place of what the table ``clusters`` says of every cluster: 0 items add up, 1 a cluster counts as one item.

    Raises
    ------
    ValueError
        If nothing is left to weigh, or the tables do not fit each other.
    """

    def __init__(self, worlds, priors, items, clusters, likelihoods, without=(), dependence=None):
        items = items[~items["item_id"].isin(without)]
        if items.empty:
            raise ValueError("no evidence is left: the filter or the cut-off takes every item")
        lost = sorted(set(items["cluster_id"]) - set(clusters["cluster_id"]))
        if lost:
            raise ValueError(f"evidence_items.csv: cluster {', '.join(lost)} is not in clusters.csv. Add it there.")
        self.worlds, self.items = worlds["world_id"].tolist(), items["item_id"].tolist()
        self.titles = worlds.set_index("world_id")["title"].to_dict()
        self.clusters = clusters[clusters["cluster_id"].isin(items["cluster_id"])].reset_index(drop=True)
        if dependence is not None:
            self.clusters = self.clusters.assign(dependence_low=float(dependence), dependence_high=float(dependence))
        place = {name: index for index, name in enumerate(self.clusters["cluster_id"])}
        self.cluster_of = items["cluster_id"].map(place).to_numpy()
        self.bands = likelihood_bands(likelihoods, self.worlds, self.items)
        table = priors.pivot(index="prior_set", columns="world_id", values="prior").reindex(columns=self.worlds)
        self.priors = {name: row.to_numpy(dtype=float) for name, row in table.iterrows()}

    def best(self, dependence=None):
        """Return the log-likelihood of each cluster in each world at the best values: clusters by worlds."""
        chosen = self.clusters[["dependence_low", "dependence_high"]].astype(float).mean(axis="columns").to_numpy()
        chosen = numpy.full(len(chosen), float(dependence)) if dependence is not None else chosen
        return pooled(numpy.log(self.bands["best"].to_numpy()), self.cluster_of, chosen)

    def draws(self, number, seed):
        """Return cluster weights drawn from the bands, log-uniform: draws by clusters by worlds."""
        generator = numpy.random.default_rng(seed)
        low, high = (numpy.log(self.bands[name].to_numpy()) for name in ("low", "high"))
        logs = generator.uniform(low, high, size=(number, *low.shape))
        spread = self.clusters[["dependence_low", "dependence_high"]].astype(float).to_numpy()
        return pooled(logs, self.cluster_of, generator.uniform(spread[:, 0], spread[:, 1], size=(number, len(spread))))

    def posteriors(self, number=4000, seed=20250815):
        """Return the posterior of each world under each prior set: best value and band.

        Returns
        -------
        pandas.DataFrame
            ``prior_set``, ``world_id``, ``title``, ``prior``, ``best``, ``low``, ``high``.
        """
        drawn, made = self.draws(number, seed), []
        for name, prior in self.priors.items():
            best, sample = posterior(prior, self.best()), posterior(prior, drawn)
            low, high = numpy.quantile(sample, LEVEL, axis=0)
            made += [(name, world, self.titles[world], *values) for world, *values in zip(self.worlds, prior, best, low, high)]
        return pandas.DataFrame(made, columns=["prior_set", "world_id", "title", "prior", "best", "low", "high"])

    def roles(self, world_roles, number=4000, seed=20250815):
        """Return, for each explanation and role, the summed probability of the worlds in which it plays that role.

        These need not sum to one: an explanation may play no part in a world, or several may share one.

        Returns
        -------
        pandas.DataFrame
            ``prior_set``, ``explanation``, ``role`` (or ``any``), ``prior``, ``best``, ``low``, ``high``.
        """
        names, kinds = sorted(world_roles["explanation"].unique()), [*ROLES, "any"]
        plays = numpy.zeros((len(self.worlds), len(names), len(kinds)))
        for row in world_roles[world_roles["world_id"].isin(self.worlds)].itertuples():
            plays[self.worlds.index(row.world_id), names.index(row.explanation), [kinds.index(row.role), -1]] = 1
        member, parts = plays.reshape(len(self.worlds), -1), [(name, kind) for name in names for kind in kinds]
        drawn, made = self.draws(number, seed), []
        for name, prior in self.priors.items():
            low, high = numpy.quantile(posterior(prior, drawn) @ member, LEVEL, axis=0)
            sums = zip(prior @ member, posterior(prior, self.best()) @ member, low, high)
            made += [(name, *part, *values) for part, values in zip(parts, sums)]
        return pandas.DataFrame(made, columns=["prior_set", "explanation", "role", "prior", "best", "low", "high"])

    def waterfall(self, world, rival):
        """Return what each cluster of evidence adds for one world against another.

        Returns
        -------
        pandas.DataFrame
            ``cluster_id``, ``title``, ``decibels`` (best) with ``low`` and ``high``; positive favours ``world``.
        """
        a, b = self.worlds.index(world), self.worlds.index(rival)
        factor = 10 / numpy.log(10)
        best, drawn = self.best(), self.draws(4000, 20250815)
        low, high = numpy.quantile((drawn[:, :, a] - drawn[:, :, b]) * factor, LEVEL, axis=0)
        return self.clusters[["cluster_id", "title"]].assign(decibels=(best[:, a] - best[:, b]) * factor, low=low, high=high)


def leave_one_out(case_of, names, prior_set):
    """Return how the posterior moves when each named thing is taken out.

    Parameters
    ----------
    case_of : callable
        Takes a name, or None for the whole, and returns a :class:`Case`, or None if nothing is left.
    names : list of str
        What is taken out, one at a time: items, outlets, sources.
    prior_set : str

    Returns
    -------
    pandas.DataFrame
        ``without``, ``world_id``, ``best``, ``change`` (against the whole), ``status`` (weighed, or nothing left).
    """
    whole = case_of(None)
    base = posterior(whole.priors[prior_set], whole.best())
    made = []
    for name in names:
        case = case_of(name)
        values = posterior(case.priors[prior_set], case.best()) if case else numpy.full(len(whole.worlds), numpy.nan)
        made += [(name, world, value, value - before, "weighed" if case else "nothing left")
                 for world, value, before in zip(whole.worlds, values, base)]
    return pandas.DataFrame(made, columns=["without", "world_id", "best", "change", "status"])
