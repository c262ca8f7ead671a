"""Which advice holds whatever the truth, and which is a bet: values over worlds, regret, satisficing, the belief that would have to change."""

import numpy
import pandas
from pydantic import BaseModel, ConfigDict, Field

from iraq_report.policy import evaluation, options, payoffs, ranking, scoring
from iraq_report.policy.options import DRIVERS
from iraq_report.restraint import evidence_base, weighing

PRIORS = {"uniform": "All worlds alike", "source_favouring": "Leaning to S1 and S2", "sceptical": "Leaning to what they leave out"}
TAIL = 0.9
EFFECTS = ("low", "best", "high")
# The tables that the model rests on.
NEEDED = ("options", "advice", "option_addressees", "scores", "criteria", "weights", "payoffs", "world_families", "worlds", "priors", "clusters", "likelihoods",
          "evidence_items", "evidence_records", "events", "reports", "counts", "sources")


class Settings(BaseModel):
    """Parameters of the chapter: viewpoint, view before the evidence, least effect, which end of the judged effects, draws."""

    model_config = ConfigDict(extra="forbid", strict=True)

    viewpoint: str = Field(pattern="^(" + "|".join(evaluation.VIEWS) + ")$")
    prior_set: str = Field(pattern="^(" + "|".join(PRIORS) + ")$")
    least_effect: float = Field(ge=0, le=5)
    effect: str = Field(pattern="^(" + "|".join(EFFECTS) + ")$")
    draws: int = Field(ge=200, le=50000)
    seed: int = Field(ge=0)


class Model:
    """Options, effects by family and the worlds, ready to be asked.

    Parameters
    ----------
    taken, scores, criteria, weights, payoff_rows, world_families : pandas.DataFrame
        The options taken for scoring, and the tables.
    case : iraq_report.restraint.weighing.Case
        The weighing of the worlds.
    least_effect : float
        Options whose best score lowers attack risk by fewer points are left out; the status quo is kept apart.
    effect : {"low", "best", "high"}
        Which end of the judged effects the values rest on; draws range over all of it.
    """

    def __init__(self, taken, scores, criteria, weights, payoff_rows, world_families, case, least_effect=1.0, effect="best"):
        self.scored = scoring.scored(taken, scores, criteria)
        self.weights, self.case = weights, case
        self.families = pandas.unique(world_families["family"]).tolist()
        self.follows = criteria["follows_attacks"].to_numpy(dtype=float)
        self.shares = payoffs.shares(world_families, case.worlds, self.families)
        self.effects = {part: payoffs.effects(payoff_rows, self.scored.options, self.families, part) for part in EFFECTS}
        self.effect = self.effects[effect]
        self.base = self.scored.options.index(scoring.STATUS_QUO)
        lowered = self.scored.best[:, self.scored.criteria.index("attack_risk")] - 0.5
        self.kept = numpy.flatnonzero((lowered * scoring.FULL >= least_effect - 1e-9) & (numpy.arange(len(lowered)) != self.base))
        if len(self.kept) < 2:
            raise ValueError(f"least_effect: found {least_effect}, which leaves fewer than two options; choose a smaller one")
        self.titles = [self.scored.titles[place] for place in self.kept]
        self.options = [self.scored.options[place] for place in self.kept]

    def belief(self, prior_set):
        """Return the probability of each world after the evidence."""
        return weighing.posterior(self.case.priors[prior_set], self.case.best())

    def family_belief(self, prior_set):
        """Return the probability of each family: that of the worlds it carries, by its shares."""
        return dict(zip(self.families, self.belief(prior_set) @ self.shares))

    def _table(self, view, effect):
        weights = scoring.weight_vector(self.weights, view, self.scored.criteria)
        return payoffs.values(self.scored.best, effect, weights, self.scored.criteria, self.follows)

    def by_world(self, view):
        """Return the value of each kept option in each world."""
        return self._table(view, self.effect @ self.shares.T)[self.kept]

    def by_family(self, view):
        """Return the value of each kept option if one family alone holds."""
        return self._table(view, self.effect)[self.kept]

    def gains(self, view):
        """Return by how much each kept option beats the course without new measures, by family."""
        table = self._table(view, self.effect)
        return (table - table[self.base])[self.kept]

    def satisfied(self, view, prior_set, draws, seed):
        """Return how often each kept option is at least as good as no new measures, over all and for civilians alike."""
        generator = numpy.random.default_rng(seed)
        worlds = generator.choice(len(self.case.worlds), size=draws, p=self.belief(prior_set))
        scores = ranking.drawn_scores(self.scored.low, self.scored.best, self.scored.high, draws, generator)
        effect = numpy.einsum("nof,nf->no", ranking.drawn_scores(*(self.effects[part] for part in EFFECTS), draws, generator), self.shares[worlds])
        place = self.scored.criteria.index("attack_risk")
        change = (scoring.FULL / 2 + effect) / scoring.FULL - scores[:, :, place]
        moved = numpy.clip(scores + change[:, :, None] * self.follows, 0, 1)
        value, harm = moved @ scoring.weight_vector(self.weights, view, self.scored.criteria), moved[:, :, self.scored.criteria.index("civilian_harm")]
        good = (value >= value[:, [self.base]]) & (harm >= harm[:, [self.base]])
        return good.mean(axis=0)[self.kept]


def weighed(frames):
    """Return the weighing of the worlds on the evidence to its cut-off day.

    Parameters
    ----------
    frames : dict of pandas.DataFrame
        The tables of :data:`NEEDED`, by name.
    """
    items = evidence_base.frozen(*(frames[name] for name in ("evidence_items", "evidence_records", "events", "reports", "counts", "sources")))
    return weighing.Case(frames["worlds"], frames["priors"], items, frames["clusters"], frames["likelihoods"])


def model(frames, least_effect=1.0, effect="best"):
    """Return the model over the options that the stated rule takes."""
    standing = options.standing(frames["options"], frames["advice"], frames["option_addressees"])
    taken = scoring.chosen(standing, frames["advice"])
    return Model(taken, *(frames[name] for name in ("scores", "criteria", "weights", "payoffs", "world_families")), weighed(frames), least_effect, effect)


def option_table(model, view, settings):
    """Return expected value, gain, regret and satisficing of each option for a viewpoint.

    Returns
    -------
    pandas.DataFrame
        ``option_id``, ``title``, ``value``, ``gain``, ``least_gain``, ``best_gain`` (over families), ``regret`` (greatest),
        ``regret_90``, ``satisfied``.
    """
    belief, table, gains = model.belief(settings.prior_set), model.by_world(view), model.gains(view)
    lost = payoffs.regret(table)
    base = model._table(view, model.effect @ model.shares.T)[model.base] @ belief
    return pandas.DataFrame({"option_id": model.options, "title": model.titles, "value": table @ belief, "gain": table @ belief - base,
                             "least_gain": gains.min(axis=1), "best_gain": gains.max(axis=1), "regret": lost.max(axis=1),
                             "regret_90": [payoffs.weighted_quantile(row, belief, TAIL) for row in lost],
                             "satisfied": model.satisfied(view, settings.prior_set, settings.draws, settings.seed)}).sort_values("value", ascending=False).reset_index(drop=True)


def family_rows(model, view):
    """Return the gain of each option over no new measures by family, long."""
    gains = model.gains(view)
    return pandas.DataFrame([(option, title, DRIVERS[family], float(gains[row, column])) for row, (option, title) in enumerate(zip(model.options, model.titles))
                             for column, family in enumerate(model.families)], columns=["option_id", "title", "family", "gain"])


def choices(model, prior_set, addressees, views=None):
    """Return, for each viewpoint, what comes first by each rule and what knowing the truth would be worth.

    Parameters
    ----------
    model : Model
    prior_set : str
    addressees : pandas.DataFrame
        Table ``option_addressees``: who would have to carry out what.

    Returns
    -------
    pandas.DataFrame
        ``view``, ``expected``, ``margin`` (to the second), ``second``, ``minimax``, ``tail``, ``own`` (first of what it can carry out itself),
        ``knowing``, ``spread`` (between best and worst option).
    """
    belief, made = model.belief(prior_set), []
    for view in views or [name for name in evaluation.VIEWS]:
        table = model.by_world(view)
        value, lost = table @ belief, payoffs.regret(table)
        order = numpy.argsort(-value, kind="stable")
        tail = [payoffs.weighted_quantile(row, belief, TAIL) for row in lost]
        hands = set(addressees.loc[addressees["addressee"] == view, "option_id"])
        own = next((model.titles[place] for place in order if model.options[place] in hands), "none of them")
        made.append((view, model.titles[order[0]], float(value[order[0]] - value[order[1]]), model.titles[order[1]], model.titles[int(lost.max(axis=1).argmin())],
                     model.titles[int(numpy.argmin(tail))], own, payoffs.worth_of_knowing(table, belief), float(value.max() - value.min())))
    return pandas.DataFrame(made, columns=["view", "expected", "margin", "second", "minimax", "tail", "own", "knowing", "spread"])


def flip_table(model, prior_set, views=None):
    """Return which belief would have to rise, from what to what, before another option comes first for a viewpoint.

    Returns
    -------
    pandas.DataFrame
        ``view``, ``first``, ``family``, ``now``, ``needed`` (missing where no belief is enough), ``then``.
    """
    belief, held, made = model.belief(prior_set), model.family_belief(prior_set), []
    for view in views or [name for name in evaluation.VIEWS]:
        first = model.titles[int((model.by_world(view) @ belief).argmax())]
        for family, (share, rival) in zip(model.families, payoffs.flips(model.by_family(view), model.by_world(view), belief)):
            now = float(held[family])
            made.append((view, first, family, now, numpy.nan if share is None else now + share * (1 - now), "" if share is None else model.titles[rival]))
    return pandas.DataFrame(made, columns=["view", "first", "family", "now", "needed", "then"])


def kinds(model, views=None):
    """Return, for each option and viewpoint, in how many accounts of the restraint it beats no new measures.

    Returns
    -------
    pandas.DataFrame
        ``option_id``, ``title``, ``view``, ``wins`` (accounts), ``cells`` (all accounts), ``kind`` (robust: in all; never: in none;
        bet: in some), ``best_for`` and ``worst_for`` (the account with the greatest and the least gain).
    """
    made = []
    for view in views or [name for name in evaluation.VIEWS if name != "equal"]:
        for option, title, row in zip(model.options, model.titles, model.gains(view)):
            wins = int((row > 1e-12).sum())
            kind = "robust" if wins == len(row) else "never" if wins == 0 else "bet"
            made.append((option, title, view, wins, len(row), kind, DRIVERS[model.families[int(row.argmax())]], DRIVERS[model.families[int(row.argmin())]]))
    return pandas.DataFrame(made, columns=["option_id", "title", "view", "wins", "cells", "kind", "best_for", "worst_for"])


def coherence(model, prior_set):
    """Return the mean and the greatest gap, in points, between the fall in attack risk as scored and as the worlds imply."""
    implied = (model.effect @ model.shares.T) @ model.belief(prior_set)
    scored = model.scored.best[:, model.scored.criteria.index("attack_risk")] * scoring.FULL - scoring.FULL / 2
    gaps = numpy.abs(implied - scored)
    return float(gaps.mean()), float(gaps.max())
