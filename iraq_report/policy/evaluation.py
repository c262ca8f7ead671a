"""What the scores give: ranks by viewpoint and by method, what the deletion of a criterion does, the way from sentence to rank."""

import numpy
import pandas
from pydantic import BaseModel, ConfigDict, Field

from iraq_report.policy import options as policy
from iraq_report.policy import ranking, scoring

VIEWS = {"washington": "Washington", "baghdad": "Baghdad", "erbil": "Erbil", "europeans": "Europeans", "civilians": "Civilians", "equal": "Every criterion alike"}
BANDS = (("first", 1, 1), ("second to fifth", 2, 5), ("sixth to half", 6, None), ("lower half", None, None))


class Settings(BaseModel):
    """Parameters of the chapter: viewpoint, how firm its weights are, least effect, draws."""

    model_config = ConfigDict(extra="forbid", strict=True)

    viewpoint: str = Field(pattern="^(" + "|".join(VIEWS) + ")$")
    firmness: float = Field(ge=1, le=1000)
    least_effect: float = Field(ge=0, le=5)
    draws: int = Field(ge=200, le=50000)
    seed: int = Field(ge=0)


class Evaluation:
    """Scores, weights and draws, made once and asked many times.

    Parameters
    ----------
    taken : pandas.DataFrame
        From :func:`iraq_report.policy.scoring.chosen`.
    scores, criteria, weights : pandas.DataFrame
        The tables of these names.
    settings : Settings
    """

    def __init__(self, taken, scores, criteria, weights, settings):
        self.scored = scoring.scored(taken, scores, criteria)
        self.weights, self.settings = weights, settings
        self.views = scoring.viewpoints(weights)
        place = self.scored.criteria.index("attack_risk")
        self.effective = self.scored.best[:, place] >= (scoring.FULL / 2 + settings.least_effect) / scoring.FULL - 1e-9
        if settings.least_effect == 0:
            self.effective[:] = True
        if self.effective.sum() < 2:
            raise ValueError(f"least_effect: found {settings.least_effect}, which leaves fewer than two options; choose a smaller one")
        generator = numpy.random.default_rng(settings.seed)
        kept = [part[self.effective] for part in (self.scored.low, self.scored.best, self.scored.high)]
        self.drawn = ranking.drawn_scores(*kept, settings.draws, generator)
        self.titles = [title for title, keep in zip(self.scored.titles, self.effective) if keep]
        self.options = [option for option, keep in zip(self.scored.options, self.effective) if keep]
        self.mixtures = {view: self._mixtures(view, generator) for view in [*self.views, "equal"]}

    def _mixtures(self, view, generator):
        weights = scoring.weight_vector(self.weights, view, self.scored.criteria)
        firmness = len(weights) if view == "equal" else self.settings.firmness
        return ranking.drawn_weights(weights, firmness, self.settings.draws, generator)

    def values(self, view):
        """Return the value of each option in each draw."""
        return numpy.einsum("noc,nc->no", self.drawn, self.mixtures[view])

    def best(self, view):
        """Return the value of each option at the best scores and the weights as they stand."""
        return ranking.weighted_sum(self.scored.best[self.effective], scoring.weight_vector(self.weights, view, self.scored.criteria))

    def acceptability(self, view):
        """Return how often each option takes each rank: options by ranks."""
        return ranking.acceptability(self.values(view))

    def confidence(self, view):
        """Return, for each option, how often it is first with the weights that favour it most typically; missing where it never is."""
        central, made = ranking.central_weights(self.values(view), self.mixtures[view]), []
        for option, weights in enumerate(central):
            made.append(numpy.nan if numpy.isnan(weights).any() else float((ranking.ranks(self.drawn @ weights)[:, option] == 1).mean()))
        return numpy.array(made)


def rank_table(case):
    """Return the rank of each option in each view: mean, tenth and ninetieth in a hundred, share of first ranks.

    Returns
    -------
    pandas.DataFrame
        ``option_id``, ``title``, ``view``, ``mean``, ``low``, ``high``, ``first``, ``top_five``.
    """
    made = []
    for view in case.mixtures:
        drawn = ranking.ranks(case.values(view))
        low, high = numpy.quantile(drawn, (0.1, 0.9), axis=0, method="nearest")
        made += [(*row, view) for row in zip(case.options, case.titles, drawn.mean(axis=0), low, high, (drawn == 1).mean(axis=0), (drawn <= 5).mean(axis=0))]
    return pandas.DataFrame(made, columns=["option_id", "title", "mean", "low", "high", "first", "top_five", "view"])


def rank_bands(case, view):
    """Return the acceptability of a view in four bands of ranks."""
    shares, half = case.acceptability(view), len(case.options) // 2
    made = []
    for band, start, end in BANDS:
        start, end = (start or half + 1), (end or (half if start else len(case.options)))
        part = shares[:, start - 1:end].sum(axis=1)
        made += [(option, title, band, value) for option, title, value in zip(case.options, case.titles, part)]
    return pandas.DataFrame(made, columns=["option_id", "title", "band", "share"])


def method_table(case, view):
    """Return the rank of each option by four methods at the best scores."""
    weights = scoring.weight_vector(case.weights, view, case.scored.criteria)
    utilities, raw = case.scored.best[case.effective], case.scored.raw[case.effective]
    by = {"Weighted sum": ranking.weighted_sum(utilities, weights), "SMAA-2, mean rank": -ranking.ranks(case.values(view)).mean(axis=0),
          "TOPSIS": ranking.topsis(raw, weights, case.scored.benefit), "PROMETHEE II": ranking.promethee(utilities, weights)}
    return pandas.concat([pandas.DataFrame({"option_id": case.options, "title": case.titles, "method": name, "rank": ranking.ranks(values)})
                          for name, values in by.items()], ignore_index=True)


def deleted(case, view):
    """Return who comes first when each criterion is left out and the other weights are scaled up, and how far ranks move."""
    weights, utilities = scoring.weight_vector(case.weights, view, case.scored.criteria), case.scored.best[case.effective]
    whole = ranking.ranks(ranking.weighted_sum(utilities, weights))
    made = []
    for place, name in enumerate(case.scored.names):
        left = numpy.delete(weights, place) / numpy.delete(weights, place).sum()
        now = ranking.ranks(ranking.weighted_sum(numpy.delete(utilities, place, axis=1), left))
        far = int(abs(now - whole).argmax())
        made.append((name, case.titles[int(now.argmin())], case.titles[far], int(whole[far]), int(now[far])))
    return pandas.DataFrame(made, columns=["without", "first", "moved", "before", "after"])


def dominance(case):
    """Return the options that another one matches or beats on every criterion at the best scores."""
    found = ranking.dominated(case.scored.best)
    return pandas.DataFrame([(case.scored.options[place], case.scored.titles[place], len(by), "; ".join(case.scored.titles[other] for other in by))
                             for place, by in enumerate(found) if by], columns=["option_id", "title", "number", "by"])


def gain_and_ease(case):
    """Return what each option changes and what it takes: mean utilities of four criteria each, weighted alike."""
    inside = [name in ("attack_risk", "civilian_harm", "sovereignty", "escalation_risk") for name in case.scored.criteria]
    best = case.scored.best
    return pandas.DataFrame({"option_id": case.scored.options, "title": case.scored.titles, "changes": best[:, inside].mean(axis=1),
                             "ease": best[:, ~numpy.array(inside)].mean(axis=1)})


def trace(table, joined, standing, driver_weights):
    """Return the way of each recommendation of S1 and S2 from sentence to rank: claims, verdicts, driver, rank range by viewpoint.

    Parameters
    ----------
    table : pandas.DataFrame
        From :func:`rank_table`.
    joined : pandas.DataFrame
        From :func:`iraq_report.policy.options.two_sources`.
    standing : pandas.DataFrame
    driver_weights : dict
        Family -> its probability after the evidence.
    """
    wide = table.assign(span=[f"{int(low)} to {int(high)}" for low, high in zip(table["low"], table["high"])]).pivot(index="option_id", columns="view", values="span")
    rows = joined[joined["in_s1"] | joined["in_s2"]]
    rows = rows[rows["relation"].isin(["is stated as", "rests on"])].sort_values(["option_id", "relation", "claim_id"])
    drivers = standing.set_index("option_id")["driver_presumed"]
    made = pandas.DataFrame({"Record": rows["claim_id"], "Claim": rows["claim"], "Stated in": rows["source"] + " paragraph " + rows["paragraph"].astype("string"),
                             "Relation": rows["relation"], "Verdict": rows["verdict"].str.replace("_", " "), "Option": rows["title"],
                             "Presumes": rows["option_id"].map(drivers).map(policy.DRIVERS),
                             "Weight of that": rows["option_id"].map(drivers).map(lambda name: f"{driver_weights[name]:.0%}" if name in driver_weights else "")})
    for view in VIEWS:
        if view in wide and view != "equal":
            made[f"Rank, {VIEWS[view]}"] = rows["option_id"].map(wide[view]).fillna("never ranked")
    return made.reset_index(drop=True)


def slider_model(case, view="civilians"):
    """Return the model behind the page's sliders: weights as levers, options as outcomes, best scores as matrix."""
    bases = {"Weighted mean of the scores": [0.0] * len(case.options)}
    weights = scoring.weight_vector(case.weights, view, case.scored.criteria)
    levers = [{"id": name, "label": label, "low": 0.0, "high": 1.0, "step": 0.01, "value": round(float(value), 2)}
              for name, label, value in zip(case.scored.criteria, case.scored.names, weights)]
    return {"levers": levers, "outcomes": case.titles, "matrix": case.scored.best[case.effective].T.tolist(), "bases": bases, "form": "mean"}
