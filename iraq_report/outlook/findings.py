"""What the frozen step and the record of 2026 say, as tables, titles and facts that prose may cite."""

import pandas
from pydantic import BaseModel, ConfigDict, Field

from iraq_report import likelihood
from iraq_report.hypotheses import FAMILIES
from iraq_report.outlook import frozen, outcomes
from pressroom.door import fact

PRIOR_SETS = ("uniform", "source_favouring", "sceptical")
SHORT = {"islamic_resistance_in_iraq": "label", "kataib_hezbollah": "kh", "harakat_al_nujaba": "nujaba", "kataib_sayyid_al_shuhada": "kss",
         "asaib_ahl_al_haq": "aah", "badr_organization": "badr", "saraya_al_salam": "control"}


class FrozenSettings(BaseModel):
    """Parameters of the frozen chapter: what is believed before the evidence, which passes count."""

    model_config = ConfigDict(extra="forbid", strict=True)

    prior_set: str = Field(pattern="^(" + "|".join(PRIOR_SETS) + ")$")
    passes: str = Field(pattern="^(both|first|second)$")


class TestSettings(BaseModel):
    """Parameters of the chapter on what came: window and way of coding of the table."""

    __test__ = False
    model_config = ConfigDict(extra="forbid", strict=True)

    window: str = Field(pattern="^(" + "|".join(outcomes.WINDOWS) + ")$")
    coding: str = Field(pattern="^(" + "|".join(outcomes.CODINGS) + ")$")


def names_of(actors):
    """Return the names of actors by id, the label called by its short name."""
    return {**actors.set_index("actor_id")["name"].to_dict(), "islamic_resistance_in_iraq": "Islamic Resistance in Iraq (label)", "saraya_al_salam": "Saraya al-Salam (control)"}


def factions(made, control=True):
    """Return the actors of predictions in the order of the table, with or without the control."""
    return [actor for actor in made.index.get_level_values("actor_id").unique() if control or actor != frozen.CONTROL]


def level_rows(mixed, names):
    """Return a mixture as rows of faction, level and share."""
    return pandas.DataFrame([(names[actor], level, float(mixed.at[actor, level])) for actor in mixed.index for level in frozen.LEVELS], columns=["faction", "level", "share"])


def world_rows(made, titles, names):
    """Return the chance of limited attacks or more by world and faction, worlds ordered by their mean."""
    wide = frozen.acting(made).unstack("actor_id")[factions(made)]
    order = wide.mean(axis=1).sort_values(ascending=False).index
    return pandas.DataFrame([(titles[world], names[actor], float(wide.at[world, actor])) for world in order for actor in wide.columns], columns=["world", "faction", "share"])


def expected_title(mixed, names):
    """Return the finding of the picture of what was to be expected."""
    chance = frozen.acting(mixed).drop(frozen.CONTROL)
    above = chance[chance >= 0.5]
    return f"By the frozen evidence limited attacks or more were likelier than not for {len(above)} of {len(chance)}; highest for {names[chance.idxmax()]}, {chance.max():.0%}"


def world_title(made, names):
    """Return the finding of the grid of worlds."""
    apart = frozen.spread(made)
    gap = (apart["high"] - apart["low"]).sort_values(ascending=False)
    return f"The worlds differ most over {names[gap.index[0]]} ({apart.at[gap.index[0], 'low']:.0%} to {apart.at[gap.index[0], 'high']:.0%})"


def reasons(table, titles, names, world):
    """Return the reasons given for one world, faction by faction and pass by pass."""
    own = table[table["world_id"] == world]
    chance = own[frozen.COLUMNS[2:]].astype(float).sum(axis="columns")
    return pandas.DataFrame({"Faction": own["actor_id"].map(names), "Pass": own["pass"], "Chance of limited attacks or more": chance.map("{:.0%}".format), "Why, in this world": own["reason"]})


def family_table(made, shares, roles, cards, names, chosen=("islamic_resistance_in_iraq", "kataib_hezbollah", "asaib_ahl_al_haq", "badr_organization")):
    """Return the chance of limited attacks or more by family of explanations, each averaged over its worlds by their weight."""
    rows = []
    for family, members in frozen.families(roles, cards).items():
        own = shares[members]
        chance = frozen.acting(frozen.mixture(made, own))
        rows.append({"Family": FAMILIES[family], "Worlds": len(members), "Held together": f"{own.sum():.0%}", **{names[actor]: f"{chance[actor]:.0%}" for actor in chosen}})
    return pandas.DataFrame(rows)


def frozen_facts(made, mixed, table, titles):
    """Return the facts of the frozen chapter.

    Parameters
    ----------
    made : pandas.DataFrame
        As :func:`frozen.predictions` gives it.
    mixed : dict of pandas.DataFrame
        Prior set -> mixture; the first is the one shown.
    table : pandas.DataFrame
        Table ``predictions``.
    titles : dict
        World -> title.
    """
    inputs, by = ["predictions", "worlds", "likelihoods", "priors"], frozen.mixture
    shown = frozen.acting(next(iter(mixed.values())))
    apart, number = frozen.spread(made), table["pass"].nunique()
    distance = frozen.pass_distance(table)
    facts = [fact("outlook.predictions", len(table), "{}", "predictions", ["predictions"], frozen.predictions), fact("outlook.worlds", len(titles), "{}", "worlds", ["worlds"], frozen.predictions),
             fact("outlook.factions", len(factions(made)), "{}", "factions", ["predictions"], factions),
             fact("outlook.passes", "two passes that did not see each other" if number > 1 else "one pass; the second is not in yet", inputs=["predictions"], function=frozen.pass_distance),
             fact("outlook.pass_distance", distance if number > 1 else "not known", "{:.2f}" if number > 1 else "{}", "half-sum of differences" if number > 1 else "", ["predictions"], frozen.pass_distance),
             fact("outlook.doubt", frozen.entropy_share(next(iter(mixed.values())).drop(frozen.CONTROL)), "{:.0%}", "share of the greatest doubt", inputs, frozen.entropy_share),
             fact("outlook.likely_actors", int((shown.drop(frozen.CONTROL) >= 0.5).sum()), "{}", "factions", inputs, by)]
    for actor, short in SHORT.items():
        sets = [frozen.acting(other)[actor] for other in mixed.values()]
        facts += [fact(f"outlook.expected_{short}", shown[actor], "{:.0%}", "probability", inputs, by), fact(f"outlook.expected_{short}_word", likelihood.word(shown[actor]), inputs=inputs, function=likelihood.word),
                  fact(f"outlook.expected_{short}_sets", f"{min(sets):.0%} to {max(sets):.0%}", inputs=inputs, function=by),
                  fact(f"outlook.worlds_{short}", f"{apart.at[actor, 'low']:.0%} to {apart.at[actor, 'high']:.0%}", inputs=["predictions"], function=frozen.spread),
                  fact(f"outlook.low_{short}", titles[apart.at[actor, "low_world"]], inputs=["predictions"], function=frozen.spread), fact(f"outlook.high_{short}", titles[apart.at[actor, "high_world"]], inputs=["predictions"], function=frozen.spread)]
    return facts


def came_title(behaviours, window, actors):
    """Return the finding of the picture of what came."""
    acted = {coding: int((outcomes.levels(behaviours, window, coding)["best"].reindex(actors).dropna() >= 2).sum()) for coding in outcomes.CODINGS}
    return f"{acted['claims']} of those coded reached limited attacks by their claims, {acted['monitors']} by monitors and {acted['sceptical']} by the sceptical reading"


def claimed_title(counts):
    """Return the finding of the clock of claims."""
    made = outcomes.claimed(counts)
    return f"The label claimed {int(made['low'].min())} to {int(made['high'].max())} operations a day in the statements found"


def came_facts(behaviours, counts, actors, names):
    """Return the facts of the chapter on what came."""
    inputs, facts = ["behaviours"], []
    for window in ("first_week", "fortnight", "summer"):
        for coding in outcomes.CODINGS:
            made = outcomes.levels(behaviours, window, coding).reindex(actors).dropna().astype(int)
            facts += [fact(f"outlook.{window}_{coding}_coded", len(made), "{}", "factions", inputs, outcomes.levels), fact(f"outlook.{window}_{coding}_acted", int((made["best"] >= 2).sum()), "{}", "factions", inputs, outcomes.levels)]
            facts += [fact(f"outlook.{window}_{coding}_{SHORT[actor]}", outcomes.LEVEL_WORDS[made.at[actor, "best"]][2:], inputs=inputs, function=outcomes.levels) for actor in made.index.intersection(list(SHORT))]
    apart, widest = outcomes.disagreement(behaviours, "fortnight", actors)
    lost = outcomes.unseen(behaviours, "fortnight", "claims", actors)
    fronts = {coding: outcomes.unpredicted(behaviours, "fortnight", coding, actors)["best"].astype(int) for coding in outcomes.CODINGS}
    claimed, whole = outcomes.claimed(counts), counts.set_index("count_id")["best"]
    seen = outcomes.monitored(counts).dropna(subset=["date"])
    early = seen[seen["date"] == pandas.Timestamp("2026-03-09")]["attacks"].astype(int)
    return facts + [
        fact("outlook.apart", len(apart), "{}", "factions", inputs, outcomes.disagreement), fact("outlook.apart_widest", widest, "{}", "levels", inputs, outcomes.disagreement),
        fact("outlook.fronts", " and ".join(names[actor] for actor in fronts["claims"].index), inputs=inputs, function=outcomes.unpredicted),
        *[fact(f"outlook.fronts_{coding}", outcomes.LEVEL_WORDS[found.max()][2:], inputs=inputs, function=outcomes.unpredicted) for coding, found in fronts.items()],
        fact("outlook.unseen", ", ".join(names[actor] for actor in lost) if lost else "none", inputs=inputs, function=outcomes.unseen),
        fact("outlook.claimed_days", len(claimed), "{}", "days", ["counts"], outcomes.claimed), fact("outlook.claimed_span", f"{int(claimed['low'].min())} to {int(claimed['high'].max())}", inputs=["counts"], function=outcomes.claimed),
        fact("outlook.claimed_sum", int(whole["claimed_ops_cumulative_2026_03_11"]), "{}", "operations claimed", ["counts:claimed_ops_cumulative_2026_03_11"], outcomes.claimed),
        fact("outlook.claimed_reuters", int(whole["claimed_ops_2026_03_06_reuters"]), "{}", "attacks claimed", ["counts:claimed_ops_2026_03_06_reuters"], outcomes.claimed),
        fact("outlook.impacts", f"{early.min()} to {early.max()}", inputs=["counts"], function=outcomes.monitored), fact("outlook.impact_bodies", int(seen.loc[seen["date"] == pandas.Timestamp("2026-03-09"), "counted_by"].nunique()), "{}", "counting bodies", ["counts"], outcomes.monitored),
        fact("outlook.verified", "no tally" if outcomes.verified(counts).empty else f"{len(outcomes.verified(counts))} tallies", inputs=["counts"], function=outcomes.verified)]


def jackknife_table(made, titles, names):
    """Return which world does best and worst without each faction, coding by coding."""
    return pandas.concat([pandas.DataFrame({"Coding": outcomes.CODINGS[coding], "Without": frame["without"].map(names), "Best world": frame["first"].map(titles), "Worst world": frame["last"].map(titles)})
                          for coding, frame in made.items()], ignore_index=True)
