"""How the frozen predictions did and what is expected next, as tables, titles and facts that prose may cite."""

import pandas
from pydantic import BaseModel, ConfigDict, Field

from iraq_report.outlook import findings, outcomes, scores
from pressroom.door import fact

DRIVERS = {"w_leaders": "leaders", "w_iran": "iran", "w_state": "baghdad"}
EXPLANATIONS = {"decapitation_fear": "leaders", "iranian_discouragement": "iran", "baghdad_restraint": "baghdad", "own_interests": "interests", "warnings_and_memory": "strikes"}
MIXTURE = "All worlds, by their weight"


class ScoreSettings(BaseModel):
    """Parameters of the scores: prior set, passes, window, softening of sharp forecasts, share of probability on the level that words imply."""

    model_config = ConfigDict(extra="forbid", strict=True)

    prior_set: str = Field(pattern="^(" + "|".join(findings.PRIOR_SETS) + ")$")
    passes: str = Field(pattern="^(both|first|second)$")
    window: str = Field(pattern="^(" + "|".join(outcomes.WINDOWS) + ")$")
    soft: float = Field(ge=0.01, le=0.5)
    share: float = Field(ge=0.0, le=0.9)


class UpdateSettings(BaseModel):
    """Parameters of the update: prior set, draws from the bands, seed, dependence between factions."""

    model_config = ConfigDict(extra="forbid", strict=True)

    prior_set: str = Field(pattern="^(" + "|".join(findings.PRIOR_SETS) + ")$")
    draws: int = Field(ge=100, le=20000)
    seed: int = Field(ge=0)
    dependence: float = Field(ge=0.0, le=1.0)


def score_rows(ranked, titles):
    """Return scores for the picture: worlds by their mean over codings, then the mixture, then the forecasts that need no theory."""
    labels = {**titles, "mixture": MIXTURE, **scores.BASELINES}
    kind = {**{name: "world" for name in titles}, "mixture": "mixture", **{name: "needs no theory" for name in scores.BASELINES}}
    order = ranked.groupby("name")["rps"].mean().sort_values()
    sequence = [name for wanted in ("world", "mixture", "needs no theory") for name in order.index if kind[name] == wanted]
    made = ranked.assign(label=ranked["name"].map(labels), kind=ranked["name"].map(kind), place=ranked["name"].map(sequence.index), low=ranked["rps_low"], high=ranked["rps_high"])
    return made.sort_values(["place", "coding"]).assign(coding=lambda frame: frame["coding"].map(outcomes.CODINGS)).reset_index(drop=True)


def score_table(ranked, titles):
    """Return all scores of the chosen window in the reader's words."""
    rows = score_rows(ranked, titles)
    return pandas.DataFrame({"Forecast": rows["label"], "Coding": rows["coding"], "Ranked score": rows["rps"].round(3), "Raw": rows["rps_raw"].round(2), "Log": rows["log"].round(2),
                             "Brier, limited attacks or more": rows["brier"].round(3), "Rank": rows["rank"], "Factions": rows["factions"]})


def score_title(ranked, titles):
    """Return the finding of the picture of scores."""
    best = ranked[ranked["name"].isin(titles)].sort_values("rps").drop_duplicates("coding").set_index("coding")["name"]
    if best.nunique() == 1:
        return f"“{titles[best.iloc[0]]}” did best under all three codings"
    return f"Believe the claims and “{titles[best['claims']]}” did best; doubt them and “{titles[best['sceptical']]}” did"


def window_table(make, behaviours, actors, titles):
    """Return which world did best and worst in each window and coding, and whether it beat persistence."""
    rows = []
    for window, (title, _) in outcomes.WINDOWS.items():
        ranked = scores.by_coding(make, behaviours, window, actors)
        for coding, own in ranked.groupby("coding"):
            table = own.set_index("name")["rps"]
            worlds = table[list(titles)].sort_values()
            rows.append({"Window": title, "Coding": outcomes.CODINGS[coding], "Factions": int(own["factions"].iloc[0]), "Best world": titles[worlds.index[0]], "Score": round(worlds.iloc[0], 3),
                         "Worst world": titles[worlds.index[-1]], "Its score": round(worlds.iloc[-1], 3), **{scores.BASELINES[name]: round(table[name], 3) for name in scores.BASELINES}})
    return pandas.DataFrame(rows)


def published_rows(made, mixed, behaviours):
    """Return forecasts of others for the picture, each with the score of this project's mixture on the same faction; June 2025 has none."""
    ours = []
    for row in made.itertuples():
        came = outcomes.levels(behaviours, "fortnight", row.coding)
        ours.append(None if row.case == "June 2025" else scores.scored({"mixture": mixed}, came.loc[[row.about]])["rps"].iloc[0])
    when = ["June 2025" if row.case == "June 2025" else row.forecast_id[2:9].replace("_", "-") for row in made.itertuples()]
    who = made["made_by"].str.split(" (", regex=False).str[0].str.split(",").str[0]
    clash = made.assign(who=who, when=when).groupby(["who", "when"])["forecast_id"].transform("nunique") > 1
    label = [f"{name} ({key.split('_')[-1]}), {day}" if bad else f"{name}, {day}" for name, key, day, bad in zip(who, made["forecast_id"], when, clash)]
    named = made.assign(ours=pandas.Series(ours, dtype=float), label=label)
    order = named.groupby("label")["rps"].mean()
    return named.assign(order=named["label"].map(order)).sort_values(["order", "label", "coding"]).assign(coding=lambda frame: frame["coding"].map(outcomes.CODINGS)).reset_index(drop=True)


def published_title(rows):
    """Return the finding of the picture of forecasts by others."""
    wide = rows.pivot(index="label", columns="coding", values="rps")
    turned = int(((wide["Claims"] - wide["Monitors"]).abs() > 0.2).sum())
    return f"How well others foresaw it hangs on the coding too: {turned} of {len(wide)} forecasts move by more than a fifth of the scale"


def coding_facts(own, coding, titles, jackknife, ranked):
    """Return the facts on scores under one coding."""
    inputs, by, worlds = ["predictions", "behaviours", "likelihoods", "priors"], scores.by_coding, list(titles)
    table = own.set_index("name")
    order, unit = table.loc[worlds, "rps"].sort_values(), "ranked probability score"
    one, many = scores.decibels(ranked, "w_leaders", "w_iran", coding)
    made = [fact(f"outlook.{coding}_best", titles[order.index[0]], inputs=inputs, function=by), fact(f"outlook.{coding}_best_score", order.iloc[0], "{:.3f}", unit, inputs, by),
            fact(f"outlook.{coding}_worst", titles[order.index[-1]], inputs=inputs, function=by), fact(f"outlook.{coding}_worst_score", order.iloc[-1], "{:.3f}", unit, inputs, by),
            fact(f"outlook.{coding}_scored", int(table["factions"].iloc[0]), "{}", "factions", inputs, by),
            fact(f"outlook.{coding}_steady", int((jackknife["first"] == order.index[0]).sum()), "{}", "factions left out", inputs, scores.without_each),
            fact(f"outlook.{coding}_decibels", abs(one), "{:.1f}", "decibels", inputs, scores.decibels), fact(f"outlook.{coding}_decibels_all", abs(many), "{:.0f}", "decibels", inputs, scores.decibels),
            fact(f"outlook.{coding}_favours", "fear for leaders" if one > 0 else "Iran’s choice", inputs=inputs, function=scores.decibels)]
    made += [fact(f"outlook.{coding}_{name}", table.at[name, "rps"], "{:.3f}", unit, inputs, by) for name in [*scores.BASELINES, "mixture"]]
    made += [fact(f"outlook.{coding}_{short}", table.at[world, "rps"], "{:.3f}", unit, inputs, by) for world, short in DRIVERS.items()]
    return made + [fact(f"outlook.{coding}_{short}_rank", int(order.rank(method="min")[world]), "{}", "rank among worlds", inputs, by) for world, short in DRIVERS.items()]


def driver_orders(ranked, rule):
    """Return in how many different orders a scoring rule puts the worlds of the three drivers over the codings; 1 if one order survives."""
    wide = ranked[ranked["name"].isin(DRIVERS)].pivot(index="name", columns="coding", values=rule)
    return len({tuple(wide[coding].sort_values(kind="stable").index) for coding in wide})


def verdict_facts(ranked, titles):
    """Return the facts that compare the codings: spans, what each world beat, and whether the codings part the worlds."""
    inputs, by, worlds = ["predictions", "behaviours", "likelihoods", "priors"], scores.by_coding, list(titles)
    wide = ranked.pivot(index="name", columns="coding", values="rps")
    drivers, tops = wide.loc[list(DRIVERS)], wide.loc[worlds].idxmin()
    beat = drivers.lt(wide.loc["climatology"], axis=1).all().all()
    made = [fact("outlook.rank_agreement", scores.rank_agreement(ranked, worlds), "{:.2f}", "rank correlation", inputs, scores.rank_agreement),
            fact("outlook.separates", "the same world did best whatever the coding" if tops.nunique() == 1 else "which of them did best turns on whether the claims of attacks are believed", inputs=inputs, function=by),
            fact("outlook.drivers_verdict", "each beat the habit of the factions under every coding" if beat else "not each beat the habit of the factions under every coding", inputs=inputs, function=by)]
    made += [fact(f"outlook.beat_{base}", int(wide.loc[worlds].lt(wide.loc[base]).all(axis=1).sum()), "{}", "worlds", inputs, by) for base in scores.BASELINES]
    made += [fact(f"outlook.orders_{rule}", driver_orders(ranked, rule), "{}", "orders", inputs, driver_orders) for rule in ("rps", "log", "brier")]
    spans = {**{short: world for world, short in DRIVERS.items()}, **{name: name for name in scores.BASELINES}}
    return made + [fact(f"outlook.span_{short}", f"{wide.loc[name].min():.2f} to {wide.loc[name].max():.2f}", inputs=inputs, function=by) for short, name in spans.items()]


def score_facts(ranked, windows, titles, jackknife, others, distinct):
    """Return the facts of the chapter on scores, those of :func:`verdict_facts` apart.

    Parameters
    ----------
    ranked : pandas.DataFrame
        As :func:`scores.by_coding` gives it, for the chosen window.
    windows : pandas.DataFrame
        As :func:`window_table` gives it.
    titles : dict
        World -> title.
    jackknife : dict of pandas.DataFrame
        Coding -> as :func:`scores.without_each` gives it.
    others : pandas.DataFrame
        As :func:`published_rows` gives it.
    distinct : int
        As :func:`scores.same_outcomes` gives it.
    """
    inputs, unit = ["predictions", "behaviours", "likelihoods", "priors"], "ranked probability score"
    facts = []
    for coding, own in ranked.groupby("coding"):
        facts += coding_facts(own, coding, titles, jackknife[coding], ranked)
    first = windows[windows["Window"] == outcomes.WINDOWS["first_week"][0]].set_index("Coding")[scores.BASELINES["persistence"]]
    facts += [fact(f"outlook.first_week_{coding}_persistence", float(first[title]), "{:.3f}", unit, inputs, window_table) for coding, title in outcomes.CODINGS.items()]
    lost = windows[windows["Score"] >= windows[list(scores.BASELINES.values())].min(axis=1)]
    mean = others[others["case"] != "June 2025"].groupby("coding")[["rps", "ours"]].mean()
    for coding, title in outcomes.CODINGS.items():
        facts += [fact(f"outlook.others_{coding}", mean.at[title, "rps"], "{:.2f}", unit, ["forecasts", "behaviours"], scores.published), fact(f"outlook.ours_{coding}", mean.at[title, "ours"], "{:.2f}", unit, inputs, published_rows)]
    return facts + [fact("outlook.windows", len(windows), "{}", "windows and codings", inputs, window_table), fact("outlook.windows_lost", len(lost), "{}", "windows and codings", inputs, window_table),
                    fact("outlook.others", int(others["forecast_id"].nunique()), "{}", "forecasts", ["forecasts"], scores.published),
                    fact("outlook.distinct", distinct, "{}", "different outcomes", ["behaviours"], scores.same_outcomes)]
