"""What the weighing finds, as tables and as facts that prose may cite."""

import numpy
import pandas
from pydantic import BaseModel, ConfigDict, Field

from iraq_report import likelihood
from iraq_report.restraint import bayes_factors, evidence_base, weighing
from pressroom.door import fact

DRIVERS = {"decapitation_fear": "leaders", "baghdad_restraint": "baghdad", "iranian_discouragement": "iran", "own_interests": "interests",
           "warnings_and_memory": "warnings", "restraint_overstated": "overstated", "short_war": "short_war"}
# Worlds in which a driver that S1 or S2 names is needed or enough.
SOURCE_WORLDS = ["w_leaders", "w_iran", "w_state", "w_costs_and_iran"]
PRIOR_SETS = ("uniform", "source_favouring", "sceptical")
# What may be said of all clusters at once; ``stated`` keeps to the table.
DEPENDENCE = {"stated": None, "none": 0.0, "full": 1.0}
SINGLE_ORIGIN = "single_origin"
INPUTS = ["likelihoods", "worlds", "priors", "evidence_items"]


class Settings(BaseModel):
    """Parameters of the chapter: prior set, which passes count, what is left out, dependence within clusters, draws."""

    model_config = ConfigDict(extra="forbid", strict=True)

    prior_set: str = Field(pattern="^(" + "|".join(PRIOR_SETS) + ")$")
    passes: str = Field(pattern="^(both|first|second)$")
    leave_out: str
    dependence: str = Field(pattern="^(" + "|".join(DEPENDENCE) + ")$")
    draws: int = Field(ge=100, le=20000)
    seed: int = Field(ge=0)


def left_out(settings, items, backed, sources):
    """Return the items to leave out: named by id, by ``cluster:ID``, by ``outlet:NAME`` (what rests on it alone) or as ``single_origin``.

    Raises
    ------
    ValueError
        On a name that is none of these.
    """
    own = backed[backed["item_id"].isin(items["item_id"])]
    names = [name.strip() for name in settings.leave_out.split(",") if name.strip()]
    groups = {f"{kind}:{value}" for kind, values in (("cluster", items["cluster_id"]), ("outlet", own["outlet"])) for value in values}
    lost = sorted(set(names) - set(items["item_id"]) - groups - {SINGLE_ORIGIN})
    if lost:
        raise ValueError(f"leave_out: found {', '.join(lost)}; allowed are, separated by commas, item ids of evidence_items.csv, cluster:ID, outlet:NAME and {SINGLE_ORIGIN}")
    chosen = set()
    for name in names:
        kind, _, value = name.partition(":")
        chosen |= set(single_origin(items, own, sources) if name == SINGLE_ORIGIN else evidence_base.resting_only_on(own, "outlet", value) if kind == "outlet"
                      else items.loc[items["cluster_id"] == value, "item_id"] if kind == "cluster" else [name])
    return sorted(chosen)


def of_passes(likelihoods, settings):
    """Return the likelihoods of the passes that count."""
    return likelihoods if settings.passes == "both" else likelihoods[likelihoods["pass"] == settings.passes]


def single_origin(items, backed, sources):
    """Return the items that rest on one independent origin alone, searches apart."""
    origin = backed.merge(sources[["source_id", "origin"]], on="source_id", how="left")
    number = origin.groupby("item_id")["origin"].nunique()
    return sorted(set(items["item_id"]) & set(number[number == 1].index))


def world_table(posteriors, prior_set):
    """Return the worlds under one prior set in the reader's words, with the likelihood word and whether the evidence moved it."""
    own = posteriors[posteriors["prior_set"] == prior_set].sort_values("best", ascending=False)
    moved = ["up" if low > prior else "down" if high < prior else "not separated" for low, high, prior in zip(own["low"], own["high"], own["prior"])]
    words = [likelihood.phrase(*(min(0.99, max(0.01, value)) for value in pair)) for pair in zip(own["low"], own["high"])]
    return pandas.DataFrame({"World": own["title"], "Before": own["prior"].map("{:.0%}".format), "After": own["best"].map("{:.0%}".format),
                             "Band": [f"{low:.0%} to {high:.0%}" for low, high in zip(own["low"], own["high"])], "In words": words, "Moved": moved})


def role_rows(roles, prior_set, cards, role="any"):
    """Return the explanations with the summed probability of the worlds in which each plays a role."""
    own = roles[(roles["prior_set"] == prior_set) & (roles["role"] == role)]
    return own.assign(label=own["explanation"].map(lambda name: cards[name].title)).reset_index(drop=True)


def role_table(roles, prior_set, cards):
    """Return every explanation and role with its band, in the reader's words."""
    own = roles[roles["prior_set"] == prior_set]
    told = own.assign(text=[f"{best:.0%} ({low:.0%} to {high:.0%})" if high > 0 else "" for best, low, high in zip(own["best"], own["low"], own["high"])])
    wide = told.pivot(index="explanation", columns="role", values="text")[[*weighing.ROLES, "any"]]
    order = own[own["role"] == "any"].sort_values("best", ascending=False)["explanation"]
    made = wide.loc[order].reset_index()
    return made.assign(explanation=made["explanation"].map(lambda name: cards[name].title)).rename(
        columns={"explanation": "Explanation", "necessary": "Necessary", "sufficient": "Sufficient", "contributory": "Contributory", "any": "Any part"})


def sides(case, working=SOURCE_WORLDS):
    """Return how many items speak for worlds in which a driver of S1 or S2 is needed or enough, and how many for the others.

    An item counts for the side whose worlds expect it more, on average over the worlds of a side.
    """
    best = numpy.log(case.bands["best"])
    inside = best[[world for world in case.worlds if world in working]].mean(axis=1)
    outside = best[[world for world in case.worlds if world not in working]].mean(axis=1)
    return int((inside > outside).sum()), int((inside < outside).sum())


def bias_curve(pairs, least=0.2, most=5.0, number=41):
    """Return the binomial Bayes factor over a range of observation bias, for named pairs of counts."""
    omegas = numpy.exp(numpy.linspace(numpy.log(least), numpy.log(most), number))
    return pandas.DataFrame([(name, float(omega), bayes_factors.binomial(*counts, float(omega))) for name, counts in pairs.items() for omega in omegas],
                            columns=["pair", "omega", "factor"])


def pass_agreement(likelihoods):
    """Return the rank correlation of two passes over all items and worlds, and the share of ratios to the item's mean with one sign."""
    wide = likelihoods.assign(log=numpy.log(likelihoods["best"].astype(float))).pivot_table(index=["item_id", "world_id"], columns="pass", values="log")
    centred = wide - wide.groupby(level="item_id").transform("mean")
    clear = centred[(centred.abs() > 0.05).all(axis=1)]
    return float(centred["first"].corr(centred["second"], method="spearman")), float((numpy.sign(clear["first"]) == numpy.sign(clear["second"])).mean())


def role_facts(roles, settings):
    """Return the facts about the part that each named driver plays."""
    own = roles[roles["prior_set"] == settings.prior_set]
    tables = {short: own[own["role"] == role].set_index("explanation") for short, role in (("any", "any"), ("enough", "sufficient"))}
    by = {"inputs": INPUTS, "function": weighing.Case.roles}
    alone = tables["enough"].loc[["decapitation_fear", "baghdad_restraint", "iranian_discouragement"], "high"].max()
    made = [fact("weighing.alone", "none of them is likely to have been enough by itself" if alone < 0.55 else "one of them may well have been enough by itself", **by),
            fact("weighing.leaders_enough_high", tables["enough"].at["decapitation_fear", "high"], "{:.0%}", "summed probability", **by)]
    for name, short in DRIVERS.items():
        for suffix, table in tables.items():
            row = table.loc[name]
            made += [fact(f"weighing.{short}_{suffix}", row["best"], "{:.0%}", "summed probability", **by),
                     fact(f"weighing.{short}_{suffix}_band", f"{row['low']:.0%} to {row['high']:.0%}", **by)]
    return made


def facts(case, posteriors, moves, likelihoods, settings, backed):
    """Return the facts of the chapter about the worlds."""
    inputs = INPUTS
    own = posteriors[posteriors["prior_set"] == settings.prior_set].sort_values("best", ascending=False).reset_index(drop=True)
    tops = posteriors.sort_values("best", ascending=False).drop_duplicates("prior_set").set_index("prior_set")["title"]
    unmoved = int(((own["low"] <= own["prior"]) & (own["high"] >= own["prior"])).sum())
    largest = moves.assign(size=moves["change"].abs()).sort_values("size", ascending=False).iloc[0]
    counts = sides(case)
    tipping = bayes_factors.tipping_bias(*counts)
    rank, sign = pass_agreement(likelihoods)
    made = [
        fact("weighing.items", len(case.items), "{}", "items", inputs, weighing.likelihood_bands), fact("weighing.clusters", len(case.clusters), "{}", "clusters", inputs, weighing.pooled),
        fact("weighing.worlds", len(case.worlds), "{}", "worlds", inputs, weighing.posterior), fact("weighing.unmoved", unmoved, "{}", "worlds", inputs, world_table),
        fact("weighing.same_first", "the same world comes first under every view" if tops.nunique() == 1 else f"{tops.nunique()} different worlds come first under the three views", inputs=inputs, function=world_table),
        fact("weighing.largest_item", case.titles[largest["world_id"]], inputs=inputs, function=weighing.leave_one_out),
        fact("weighing.largest_without", largest["without"].replace("_", " "), inputs=inputs, function=weighing.leave_one_out),
        fact("weighing.largest_move", float(abs(largest["change"])) * 100, "{:.0f}", "percentage points", inputs, weighing.leave_one_out),
        fact("weighing.for_sources", counts[0], "{}", "items", inputs, sides), fact("weighing.for_others", counts[1], "{}", "items", inputs, sides),
        fact("weighing.binomial", bayes_factors.binomial(*counts), "{:,.0f}", "Bayes factor", inputs, bayes_factors.binomial),
        fact("weighing.urn", bayes_factors.urn(*counts), "{:,.0f}", "Bayes factor", inputs, bayes_factors.urn),
        fact("weighing.tipping", float(tipping) if tipping else "none", "{:.2f}" if tipping else "{}", "bias", inputs, bayes_factors.tipping_bias),
        fact("weighing.pass_rank", rank, "{:.2f}", "rank correlation", ["likelihoods"], pass_agreement), fact("weighing.pass_sign", sign, "{:.0%}", "share of pairs", ["likelihoods"], pass_agreement),
        fact("weighing.searched", int((~pandas.Series(case.items).isin(backed["item_id"])).sum()), "{}", "items", inputs, weighing.likelihood_bands),
    ]
    for place, name in enumerate(("first", "second", "third")):
        row = own.iloc[place]
        span = (min(0.99, max(0.01, row["low"])), min(0.99, max(0.01, row["high"])))
        made += [fact(f"weighing.{name}", row["title"], inputs=inputs, function=weighing.posterior), fact(f"weighing.{name}_best", row["best"], "{:.0%}", "probability", inputs, weighing.posterior),
                 fact(f"weighing.{name}_band", f"{row['low']:.0%} to {row['high']:.0%}", inputs=inputs, function=weighing.posterior), fact(f"weighing.{name}_word", likelihood.phrase(*span), inputs=inputs, function=likelihood.phrase)]
    return made


def title(posteriors, prior_set):
    """Return the finding of the picture of worlds."""
    own = posteriors[posteriors["prior_set"] == prior_set].sort_values("best", ascending=False).reset_index(drop=True)
    return f"No world carries the day: “{own.loc[0, 'title']}” leads with {own.loc[0, 'best']:.0%}" if own.loc[0, "best"] < 0.5 else f"“{own.loc[0, 'title']}” leads with {own.loc[0, 'best']:.0%}"


def slider_model(case, prior_sets=PRIOR_SETS):
    """Return the model behind the page's sliders: the weight of each cluster, worlds as outcomes, prior sets as starts."""
    best = case.best()
    levers = [{"id": row.cluster_id, "label": row.title, "low": 0.0, "high": 2.0, "step": 0.1, "value": 1.0} for row in case.clusters.itertuples()]
    return {"levers": levers, "outcomes": [case.titles[world] for world in case.worlds], "matrix": best.tolist(),
            "bases": {name.replace("_", " "): numpy.log(case.priors[name]).tolist() for name in prior_sets}, "form": "share"}


def maker(worlds, priors, items, clusters, likelihoods, always=(), dependence="stated"):
    """Return a function that makes the case without the items it is given, and always without those of ``always``."""
    def make(without):
        return weighing.Case(worlds, priors, items, clusters, likelihoods, without=[*always, *without], dependence=DEPENDENCE[dependence])
    return make


def without_item(make_case):
    """Return the function that :func:`weighing.leave_one_out` asks for: item id, or None, to case."""
    return lambda name: make_case([name] if name else [])


def first_two(posteriors, prior_set):
    """Return the ids of the two worlds that lead under a prior set."""
    own = posteriors[posteriors["prior_set"] == prior_set].sort_values("best", ascending=False)
    return own["world_id"].iloc[0], own["world_id"].iloc[1]


def waterfall_title(frame, case, pair):
    """Return the finding of the waterfall."""
    crossing = int(((frame["low"] < 0) & (frame["high"] > 0)).sum())
    return f"“{case.titles[pair[0]]}” against “{case.titles[pair[1]]}”: for {crossing} of {len(frame)} clusters the direction is not certain"


def role_title(roles, prior_set, cards):
    """Return the finding of the picture of roles."""
    own = role_rows(roles, prior_set, cards).sort_values("best", ascending=False)
    return f"“{own['label'].iloc[0]}” plays a part in worlds that hold {own['best'].iloc[0]:.0%}; no explanation is ruled out"


def count_pairs(case):
    """Return counts of items for two readings: drivers of the source texts against the rest, and worlds with fear of costs against those without."""
    costs = ["w_leaders", "w_strikes", "w_costs_and_iran", "w_costs_and_interests"]
    return {"Drivers of S1 and S2 against the rest": sides(case), "Fear of costs against no part of it": sides(case, costs)}


def bias_title(case):
    """Return the finding of the bias curve."""
    tipping = bayes_factors.tipping_bias(*sides(case))
    return f"A bias of {tipping:.1f} towards evidence for the source texts would make the count of items even" if tipping else "No bias in range makes the count of items even"
