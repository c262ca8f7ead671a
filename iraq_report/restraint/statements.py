"""Threats against acts: who threatened what, on which condition, and what followed."""

import pandas

from pressroom.door import fact

LEVELS = {0: "Calming words", 1: "Warning", 2: "Threat with a condition", 3: "Threat without a condition", 4: "Start or ultimatum"}
FACTIONS = ["faction", "front"]
LEAST_SEATS = 10
CONDITIONS = {"none": "No condition", "us_joins_war": "If the United States joins the war", "attack_on_iraq": "If Iraq is attacked",
              "attack_on_faction": "If a faction is attacked", "attack_on_leader_or_iran": "If Iran or its leader is attacked", "deadline": "If a date passes",
              "withdrawal": "If US troops do not leave", "behaviour_of_factions": "If factions do or do not act", "other": "Other condition"}
OUTCOMES = {"claimed_attack": "A claimed attack", "unclaimed_attack": "An unclaimed attack", "fewer_attacks": "Fewer attacks", "nothing": "Nothing on record",
            "kept": "Kept", "broken": "Broken", "other": "Something else", "undetermined": "Not known"}


def dated(statements, events):
    """Return statements with the day and summary of their event, in order of day.

    Parameters
    ----------
    statements, events : pandas.DataFrame
        The tables of those names; a statement is an event.
    """
    told = events[["event_id", "date_start", "summary", "category", "confidence"]]
    return statements.merge(told, on="event_id", validate="one_to_one").sort_values(["date_start", "event_id"]).reset_index(drop=True)


def threats(told):
    """Return the statements of factions and fronts that threaten force: level 2 and above."""
    return told[told["speaker_type"].isin(FACTIONS) & (told["threat_level"] >= 2)]


def words_and_claims(told, events, attributions):
    """Return, month by month, the threats of factions and the attacks that somebody claimed.

    Returns
    -------
    pandas.DataFrame
        ``month``, ``kind`` (Threats by factions; Claimed attacks; Unclaimed attacks), ``number``.
    """
    attacks = events[events["category"] == "attack"]
    claimed = attacks["event_id"].isin(attributions.loc[attributions["kind"] == "claimed", "event_id"])
    parts = {"Threats by factions": threats(told)["date_start"], "Claimed attacks": attacks.loc[claimed, "date_start"],
             "Unclaimed attacks": attacks.loc[~claimed, "date_start"]}
    made = [dates.dt.to_period("M").dt.to_timestamp().value_counts().rename_axis("month").reset_index(name="number").assign(kind=kind)
            for kind, dates in parts.items()]
    return pandas.concat(made).sort_values(["month", "kind"]).reset_index(drop=True)


def tripwires(told):
    """Return what became of conditional threats: by condition, whether it was met and what followed.

    Returns
    -------
    pandas.DataFrame
        ``condition``, ``threats``, ``met``, and of those met ``acted`` (a claimed attack within 14 days),
        ``unclaimed``, ``nothing`` (nothing on record), ``unknown``.
    """
    conditional = threats(told)
    conditional = conditional[conditional["condition_kind"] != "none"]
    met = conditional["condition_met"].isin(["met", "partly"])
    made = conditional.assign(met=met, acted=met & (conditional["followed"] == "claimed_attack"), unclaimed=met & (conditional["followed"] == "unclaimed_attack"),
                              nothing=met & conditional["followed"].isin(["nothing", "fewer_attacks", "kept"]),
                              unknown=met & conditional["followed"].isin(["undetermined", "other", "broken"]))
    grouped = made.groupby("condition_kind")[["met", "acted", "unclaimed", "nothing", "unknown"]].sum().astype(int)
    grouped.insert(0, "threats", made.groupby("condition_kind").size())
    return grouped.reset_index(names="condition").assign(condition=lambda frame: frame["condition"].map(CONDITIONS)).sort_values("threats", ascending=False).reset_index(drop=True)


def by_speaker(told, actors):
    """Return the number of statements by faction and level, for factions with two threats or more."""
    own = told[told["speaker_type"].isin(FACTIONS)]
    names = actors.set_index("actor_id")["name"]
    counted = own.groupby(["speaker_id", "threat_level"]).size().rename("number").reset_index()
    many = threats(told)["speaker_id"].value_counts()
    counted = counted[counted["speaker_id"].isin(many[many >= 2].index)]
    return counted.assign(speaker=counted["speaker_id"].map(names), level=counted["threat_level"].astype(int).map(LEVELS)).reset_index(drop=True)


def listed(told, actors, start, end):
    """Return the statements of a window in the reader's words, each with its record."""
    names = actors.set_index("actor_id")["name"]
    own = told[told["date_start"].between(pandas.Timestamp(start), pandas.Timestamp(end))]
    return pandas.DataFrame({"Day": own["date_start"].dt.strftime("%Y-%m-%d"), "Speaker": own["speaker_id"].map(names), "Said": own["summary"],
                             "Level": own["threat_level"].astype(int).map(LEVELS), "Condition": own["condition"].fillna("none"),
                             "Condition met": own["condition_met"].str.replace("_", " "), "What followed": own["followed"].map(OUTCOMES), "Record": own["event_id"]})


def seated(held, least=LEAST_SEATS):
    """Return the actors that hold at least ``least`` seats in parliament, themselves or through a wing: those with a stake in the state."""
    return set(held.index[held >= least])


def threat_share(told, actors):
    """Return the share of the statements of these actors that threaten force, or missing if they made none."""
    own = told[told["speaker_id"].isin(actors)]
    return float((own["threat_level"] >= 2).mean()) if len(own) else float("nan")


def facts(told, held, start, end):
    """Return the facts of the chapter; ``start`` and ``end`` bound the war of 2025."""
    inputs = ["statements", "events"]
    of_factions = told[told["speaker_type"].isin(FACTIONS)]
    with_seats = seated(held)
    inside, outside = threat_share(of_factions, with_seats), threat_share(of_factions, set(of_factions["speaker_id"]) - with_seats)
    months = pandas.period_range(told["date_start"].min(), told["date_start"].max(), freq="M")
    all_threats = threats(told)
    war = told[told["date_start"].between(pandas.Timestamp(start), pandas.Timestamp(end))]
    war_threats = threats(war)
    conditional = all_threats[all_threats["condition_kind"] != "none"]
    met = conditional[conditional["condition_met"].isin(["met", "partly"])]
    joins = conditional[(conditional["condition_kind"] == "us_joins_war") & conditional["event_id"].isin(war["event_id"])]
    acted = joins[joins["followed"] == "claimed_attack"]
    return [
        fact("statements.total", len(told), "{}", "statements", inputs, dated),
        fact("statements.threats", len(all_threats), "{}", "threats", inputs, threats),
        fact("statements.conditional", len(conditional), "{}", "threats", inputs, tripwires),
        fact("statements.met", len(met), "{}", "threats", inputs, tripwires),
        fact("statements.met_acted", int((met["followed"] == "claimed_attack").sum()), "{}", "threats", inputs, tripwires),
        fact("statements.overall", "more often than not" if 2 * (met["followed"] == "claimed_attack").sum() > len(met) else "less often than not", inputs=inputs, function=tripwires),
        fact("statements.met_unclaimed", int((met["followed"] == "unclaimed_attack").sum()), "{}", "threats", inputs, tripwires),
        fact("statements.met_rest", int((~met["followed"].isin(["claimed_attack", "unclaimed_attack"])).sum()), "{}", "threats", inputs, tripwires),
        fact("statements.months", len(months), "{}", "months", inputs, words_and_claims),
        fact("statements.months_with_threat", int(threats(told)["date_start"].dt.to_period("M").nunique()), "{}", "months", inputs, words_and_claims),
        fact("statements.least_seats", LEAST_SEATS, "{}", "seats", ["seats"], seated),
        fact("statements.inside_share", inside, "{:.0%}", "share of statements", [*inputs, "seats"], threat_share),
        fact("statements.outside_share", outside, "{:.0%}", "share of statements", [*inputs, "seats"], threat_share),
        fact("statements.inside_verdict", "less often" if inside < outside else "no less often", inputs=[*inputs, "seats"], function=threat_share),
        fact("statements.met_nothing", int(met["followed"].isin(["nothing", "fewer_attacks", "kept"]).sum()), "{}", "threats", inputs, tripwires),
        fact("statements.war", len(war_threats), "{}", "threats", inputs, threats),
        fact("statements.war_joins", len(joins), "{}", "threats", [f"events:{name}" for name in joins["event_id"]] or inputs, tripwires),
        fact("statements.war_joins_acted", len(acted), "{}" if len(acted) else "none", "threats", inputs, tripwires),
        fact("statements.calming", int((war["speaker_type"].isin(FACTIONS) & (war["threat_level"] == 0)).sum()), "{}", "statements", inputs, dated),
    ]


def month_title(frame):
    """Return the finding of the month picture."""
    june = frame[frame["month"] == "2025-06-01"].set_index("kind")["number"]
    return (f"June 2025: {int(june.get('Threats by factions', 0))} threats by factions, {int(june.get('Claimed attacks', 0)) or 'no'} claimed "
            f"and {int(june.get('Unclaimed attacks', 0))} unclaimed attacks of any kind")


def tripwire_title(frame):
    """Return the finding of the picture of conditions."""
    return f"Of {int(frame['threats'].sum())} conditional threats {int(frame['met'].sum())} saw their condition met; a claimed attack followed {int(frame['acted'].sum())}"


def speaker_title(frame):
    """Return the finding of the picture of speakers."""
    first = frame.groupby("speaker")["number"].sum().sort_values(ascending=False)
    return f"{first.index[0]} speaks most: {int(first.iloc[0])} statements on record"


def require_window(told, start, end):
    """Refuse a window without statements, or one that ends before it starts."""
    first, last = pandas.Timestamp(start), pandas.Timestamp(end)
    if last < first:
        raise ValueError(f"end {end} is before start {start}; put the days in order")
    if not told["date_start"].between(first, last).any():
        raise ValueError(f"no statement between {start} and {end}; the first is of {told['date_start'].min():%Y-%m-%d}, the last of {told['date_start'].max():%Y-%m-%d}")
