"""What the decision model is consistent with, as tables and as facts that prose may cite."""

import pandas
from pydantic import BaseModel, ConfigDict, Field

from iraq_report.restraint import decision
from pressroom.door import fact

CUTOFF = "2025-08-15"
JUNE, MARCH = "t6_2025_06_war", "t9a_2026_02_28_first_week"
OUTSIDE, INSIDE = "kataib_hezbollah", "asaib_ahl_al_haq"
LEVELS = ["0 silent", "1 threat or unclaimed act", "2 front or limited attacks", "3 own-name attacks", "4 cross-border or mass"]


class Settings(BaseModel):
    """Parameters of the chapter: way of coding, rows that may be missed, draws, seed."""

    model_config = ConfigDict(extra="forbid", strict=True)

    coding: str = Field(pattern="^(claims|monitors|sceptical)$")
    share_missed: float = Field(ge=0, le=0.5)
    draws: int = Field(ge=256, le=65536)
    seed: int = Field(ge=0)


def embedded(held, behaviours):
    """Return how much of the state each actor of the panel holds: its seats over the most of any, 0 to 1.

    Parameters
    ----------
    held : pandas.Series
        As :func:`iraq_report.restraint.seats.most` gives it.
    """
    own = held.reindex(behaviours["actor_id"].unique()).fillna(0.0)
    return (own / own.max() if own.max() else own).to_dict()


def frozen_panel(behaviours, coding):
    """Return the coded rows of a way of coding that rest on sources up to the cut-off.

    Raises
    ------
    ValueError
        If none is left, or a row of a point before August 2025 rests on a later source.
    """
    early = behaviours["decision_point_id"].str.match(r"t[1-7]_")
    rows = behaviours[early & (behaviours["coding"] == coding) & (behaviours["level_status"] == "coded") & (behaviours["pass"] == "first")]
    late = rows[pandas.to_datetime(rows["latest_source_date"]) > pandas.Timestamp(CUTOFF)]
    if len(late):
        raise ValueError("behaviours.csv: " + ", ".join(f"row {index + 2} ({row.decision_point_id}, {row.actor_id})" for index, row in zip(late.index, late.itertuples()))
                         + f" rests on sources later than {CUTOFF}; the frozen step takes none. Code it from earlier ones.")
    if rows.empty:
        raise ValueError(f"behaviours.csv: no coded row for {coding!r} at the points to July 2025")
    return rows


def most_misses(panel, settings):
    """Return how many rows of the panel a parameter set may miss."""
    return int(settings.share_missed * len(panel))


def change(parameters, conditions, held):
    """Return the change from June 2025 to March 2026 for a faction outside parliament and one inside.

    Raises
    ------
    ValueError
        If no parameter set is left.
    """
    if parameters.empty:
        raise ValueError("no parameter set reproduces the panel; allow more misses (share_missed) or draw more sets")
    before, after = conditions.loc[JUNE], conditions.loc[MARCH]
    made = {}
    for name, actor in (("Outside parliament", OUTSIDE), ("Inside parliament", INSIDE)):
        shares, value = decision.shapley(parameters, before, after, held[actor])
        made[name] = {"shares": shares, "value": value, "before": float(decision.acting(parameters, before, held[actor]).mean()),
                      "after": float(decision.acting(parameters, after, held[actor]).mean()), "sufficient": decision.sufficient_sets(value)}
    return made


def grid(behaviours, points, actors, coding):
    """Return the panel in the reader's words: faction, decision point, level, span and reason."""
    rows = behaviours[(behaviours["coding"] == coding) & (behaviours["pass"] == "first")]
    rows = rows.merge(points[["decision_point_id", "title", "date_start"]], on="decision_point_id", validate="many_to_one")
    coded = (rows["level_status"] == "coded") & rows["level_best"].notna()
    level = rows["level_best"].fillna(0).astype(int).map(LEVELS.__getitem__).where(coded, "Not found")
    span = (rows["level_low"].astype("string") + " to " + rows["level_high"].astype("string")).where(coded, "")
    order = rows[coded].groupby("actor_id")["level_best"].mean().sort_values(ascending=False).index.tolist()
    made = pandas.DataFrame({"faction": rows["actor_id"].map(actors.set_index("actor_id")["name"]), "point": rows["date_start"].dt.strftime("%d %b %y"), "what": rows["title"], "date_start": rows["date_start"], "level": level,
                             "short": rows["level_best"].astype("string").where(coded, ""), "span": span, "reason": rows["reason"], "actor_id": rows["actor_id"]})
    made["order"] = made["actor_id"].map({name: place for place, name in enumerate(order)}).fillna(len(order))
    return made.sort_values(["order", "date_start"]).drop(columns=["order", "actor_id"]).reset_index(drop=True)


def grid_title(made):
    """Return the finding of the grid."""
    june = made[made["date_start"] == pandas.Timestamp("2025-06-13")]
    quiet = int(june["short"].isin(["0", "1"]).sum())
    return f"In June 2025, {quiet} of {int((june['short'] != '').sum())} coded factions did no more than threaten or act without a name"


def condition_table(points):
    """Return the coded conditions in the reader's words."""
    names = {"title": "Decision point", "invitation": "Call to fight", "iran_peril": "Iran's peril", "iran_ask": "Iran's ask", "us_warning": "US warning", "israeli_warning": "Israeli warning",
             "leader_killings": "Leaders killed", "hit_first": "Struck first", "baghdad_ask": "Baghdad's ask", "election": "Election"}
    made = points.sort_values("date_start")[list(names)].rename(columns=names)
    return made.apply(lambda column: column.str.replace("_", " ") if column.name != "Decision point" else column).reset_index(drop=True)


def range_table(sets, kept):
    """Return each parameter's middle and spread before and after history matching."""
    rows = [(decision.PARAMETERS[name], f"{low:g} to {high:g}", f"{sets[name].median():.2f}", f"{sets.loc[kept, name].median():.2f}",
             f"{sets.loc[kept, name].quantile(0.05):.2f} to {sets.loc[kept, name].quantile(0.95):.2f}") for name, (low, high) in decision.RANGES.items()]
    return pandas.DataFrame(rows, columns=["Parameter", "Range", "Middle before", "Middle after", "Ninety in a hundred after"])


def share_rows(result):
    """Return the shares of the change by driver and kind of faction."""
    return pandas.concat([pandas.DataFrame({"driver": part["shares"].index, "share": part["shares"].to_numpy(), "faction": name}) for name, part in result.items()]).assign(low=0.0, high=0.0)


def share_title(result):
    """Return the finding of the picture of shares."""
    shares = result["Outside parliament"]["shares"].sort_values(ascending=False)
    return f"“{shares.index[0]}” carries most of the change from June 2025 to March 2026: {shares.iloc[0]:+.0%} of the chance of acting"


def sobol_table(conditions, held):
    """Return the total Sobol indices at the two decision points, in the reader's words."""
    june, march = (decision.sobol(conditions.loc[name], held[OUTSIDE]) for name in (JUNE, MARCH))
    made = pandas.DataFrame({"Parameter": june["parameter"].map(decision.PARAMETERS), "June 2025": june["total"].clip(0).round(2), "March 2026": march["total"].clip(0).round(2)})
    return made.sort_values("March 2026", ascending=False).reset_index(drop=True)


def _moved(sets, kept, names):
    before, after = sets[names].mean().mean(), sets.loc[kept, names].mean().mean()
    return "more" if after > before * 1.03 else "less" if after < before * 0.97 else "about the same"


def quiet_points(panel):
    """Return, of the decision points before June 2025, how many saw most coded factions do no more than threaten, and how many there are."""
    before = panel[panel["decision_point_id"].str[1].astype(int) < 6]
    quiet = (before["level_best"] <= 1).groupby(before["decision_point_id"]).mean() > 0.5
    return int(quiet.sum()), len(quiet)


def _told(row):
    """Return a coded row in words, such as ``Islamic Resistance in Iraq (Lebanon, September 2024)``."""
    actor = " ".join(word if word in ("in", "al", "of") else word.capitalize() for word in row["actor_id"].split("_"))
    _, year, month, place = row["decision_point_id"].split("_", 3)
    return f"{actor} ({place.replace('_', ' ').capitalize()}, {pandas.Timestamp(int(year), int(month), 1):%B %Y})"


def facts(sets, kept, hits, panel, result, settings):
    """Return the facts of the chapter."""
    inputs = ["behaviours", "decision_points", "seats"]
    outside = result["Outside parliament"]
    ordered = outside["shares"].sort_values(ascending=False)
    sufficient = "; ".join(" with ".join(names) for names in outside["sufficient"][:3]) or "none"
    hardest = panel.loc[hits.idxmin()]
    fear = outside["shares"]["Fear for leaders and of strikes"]
    return [
        fact("decision.points", int(panel["decision_point_id"].nunique()), "{}", "decision points", inputs, frozen_panel), fact("decision.parameters", len(decision.RANGES), "{}", "parameters", inputs, decision.draws),
        fact("decision.quiet_before", quiet_points(panel)[0], "{}", "decision points", inputs, quiet_points), fact("decision.earlier", quiet_points(panel)[1], "{}", "decision points", inputs, quiet_points),
        fact("decision.draws", len(sets), "{:,}", "parameter sets", inputs, decision.draws), fact("decision.kept", int(kept.sum()), "{:,}", "parameter sets", inputs, decision.consistent),
        fact("decision.rows", len(panel), "{}", "rows", inputs, frozen_panel), fact("decision.before", outside["before"], "{:.0%}", "chance", inputs, decision.acting),
        fact("decision.after", outside["after"], "{:.0%}", "chance", inputs, decision.acting), fact("decision.first_driver", ordered.index[0], inputs=inputs, function=decision.shapley),
        fact("decision.second_driver", ordered.index[1], inputs=inputs, function=decision.shapley), fact("decision.sufficient", sufficient, inputs=inputs, function=decision.sufficient_sets),
        fact("decision.fear_share", f"{fear * 100:+.0f} points".replace("-", "−"), inputs=inputs, function=decision.shapley),
        fact("decision.costs_moved", _moved(sets, kept, ["leaders", "strikes"]), inputs=inputs, function=decision.consistent),
        fact("decision.order_moved", _moved(sets, kept, ["order"]), inputs=inputs, function=decision.consistent),
        fact("decision.hardest", _told(hardest), inputs=inputs, function=decision.consistent),
        fact("decision.coding", settings.coding, inputs=inputs, function=frozen_panel),
        fact("decision.inside_after", result["Inside parliament"]["after"], "{:.0%}", "chance", inputs, decision.acting),
    ]
