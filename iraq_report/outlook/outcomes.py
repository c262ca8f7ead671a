"""What came in 2026: behaviour by faction and window under three ways of coding, and clocks of attacks that are never mixed."""

import pandas

WINDOWS = {"first_week": ("28 February to 6 March", ["t9a_2026_02_28_first_week"]), "second_week": ("7 to 15 March", ["t9b_2026_03_07_second_week"]),
           "fortnight": ("The fortnight", ["t9a_2026_02_28_first_week", "t9b_2026_03_07_second_week"]),
           "to_ceasefire": ("16 March to 8 April", ["t10_2026_03_16_to_ceasefire"]), "summer": ("July and August", ["t11_2026_07_resumption"])}
CODINGS = {"claims": "Claims", "monitors": "Monitors", "sceptical": "Sceptical"}
LEVEL_WORDS = ["0 silent", "1 threat or unclaimed act", "2 front or limited attacks", "3 own-name attacks", "4 cross-border or mass"]
UMBRELLA, PEACEMAKERS = "claimed_operations_2026", "kurdistan_impacts_2026"
ASPECTS = {"hit_first": "What was struck first", "us_warning": "What Washington said", "iran_ask": "What Tehran did", "baghdad_ask": "What Baghdad did", "iran_peril": "How far Iran was in peril"}


def levels(behaviours, window, coding):
    """Return the level of each faction in a window under a way of coding: the highest of the points in it.

    Parameters
    ----------
    behaviours : pandas.DataFrame
        Table ``behaviours``.
    window : str
        Key of ``WINDOWS``.
    coding : str
        Key of ``CODINGS``.

    Returns
    -------
    pandas.DataFrame
        Indexed by ``actor_id``: whole numbers ``low``, ``best``, ``high``. Factions that were not found are absent, never zero.
    """
    own = behaviours[behaviours["decision_point_id"].isin(WINDOWS[window][1]) & (behaviours["coding"] == coding) & (behaviours["level_status"] == "coded")]
    return own.groupby("actor_id")[["level_low", "level_best", "level_high"]].max().astype(int).set_axis(["low", "best", "high"], axis="columns")


def unseen(behaviours, window, coding, actors):
    """Return the factions of ``actors`` on which nothing was found in a window."""
    return [actor for actor in actors if actor not in levels(behaviours, window, coding).index]


def unpredicted(behaviours, window, coding, actors):
    """Return the levels of coded actors for which no prediction was made: front names that could not be listed beforehand."""
    made = levels(behaviours, window, coding)
    return made.loc[made.index.difference(actors)]


def spans(behaviours, window, actors, names):
    """Return the coded span of each faction under the three codings, one row each, for the picture."""
    made = [(names[actor], CODINGS[coding], *found.loc[actor]) for coding in CODINGS for found in [levels(behaviours, window, coding)] for actor in actors if actor in found.index]
    return pandas.DataFrame(made, columns=["faction", "coding", "low", "best", "high"])


def table(behaviours, window, coding, actors, names):
    """Return level, span and reason of each faction in the reader's words, the not found among them."""
    rows = behaviours[behaviours["decision_point_id"].isin(WINDOWS[window][1]) & (behaviours["coding"] == coding) & behaviours["actor_id"].isin(actors)]
    rows = rows.assign(order=rows["actor_id"].map(actors.index)).sort_values(["order", "decision_point_id"])
    told = [LEVEL_WORDS[row.level_best] if row.level_status == "coded" else "not found" for row in rows.itertuples()]
    span = [f"{row.level_low} to {row.level_high}" if row.level_status == "coded" else "" for row in rows.itertuples()]
    return pandas.DataFrame({"Faction": rows["actor_id"].map(names), "Window": rows["decision_point_id"].map({points[0]: title for title, points in WINDOWS.values() if len(points) == 1}),
                             "Coded": told, "Span": span, "Why": rows["reason"]}).reset_index(drop=True)


def by_window(behaviours, actors, names):
    """Return the best level of each faction in each window under each coding: wide, for the table."""
    made = []
    for coding, title in CODINGS.items():
        for actor in actors:
            found = {WINDOWS[window][0]: levels(behaviours, window, coding) for window in WINDOWS if window != "fortnight"}
            made.append({"Faction": names[actor], "Coding": title, **{window: f"{frame.at[actor, 'best']} ({frame.at[actor, 'low']}–{frame.at[actor, 'high']})" if actor in frame.index else "not found"
                                                                      for window, frame in found.items()}})
    return pandas.DataFrame(made)


def disagreement(behaviours, window, actors):
    """Return the factions whose level differs between the codings, and the widest difference in levels."""
    wide = pandas.DataFrame({coding: levels(behaviours, window, coding)["best"] for coding in CODINGS}).reindex(actors).dropna()
    apart = wide.max(axis=1) - wide.min(axis=1)
    return apart[apart > 0].index.tolist(), int(apart.max())


def claimed(counts):
    """Return the operations that the umbrella label says it made, day by day: one row a day, relays of one statement merged.

    Returns
    -------
    pandas.DataFrame
        ``date``, ``low``, ``high`` (operations claimed; the two differ where relays give different numbers), ``relays``.
    """
    own = counts[counts["series"] == UMBRELLA].assign(date=lambda frame: frame["period_end"])
    return own.groupby("date").agg(low=("best", "min"), high=("best", "max"), relays=("count_id", "size")).reset_index()


def monitored(counts):
    """Return tallies of impacts in the Kurdistan Region by whomever, since 28 February 2026: one row a tally.

    Of several numbers that one body gives for one day the largest is the whole, the others are parts and are left out.

    Returns
    -------
    pandas.DataFrame
        ``date``, ``attacks``, ``counted_by``, ``definition``, ``count_id``. Tallies of different bodies are not comparable and are never joined; a page without a date leaves ``date`` empty.
    """
    series = [PEACEMAKERS, "kurdistan_drone_attacks_2026", "erbil_attacks_2026", "kurdistan_attacks_2026_krg"]
    own = counts[counts["series"].isin(series) & (counts["period_start"] == pandas.Timestamp("2026-02-28"))]
    own = own.assign(date=own["date_as_of"].fillna(own["period_end"]))
    whole = own.groupby(["series", "date", "counted_by"], dropna=False)["best"].transform("max") == own["best"]
    made = own.loc[whole, ["date", "best", "counted_by", "definition", "count_id"]].rename(columns={"best": "attacks"})
    return made.sort_values(["date", "attacks"]).reset_index(drop=True)


def verified(counts):
    """Return tallies of strikes proven to come from factions, in the war of 2026; empty as long as nobody publishes one."""
    return counts[counts["series"].str.startswith("verified_faction_strikes", na=False)]


def conduct(evidence, events, point="t9a_2026_02_28_first_week"):
    """Return what was struck first, and what the capitals did: one row a record, in the order of their days."""
    own = evidence[(evidence["decision_point_id"] == point) & evidence["condition"].isin(ASPECTS)]
    joined = own.merge(events[["event_id", "date_start", "summary"]], on="event_id").sort_values("date_start")
    joined = joined.drop_duplicates("event_id")
    return pandas.DataFrame({"Day": joined["date_start"].dt.strftime("%Y-%m-%d"), "What it bears on": joined["condition"].map(ASPECTS), "What is on record": joined["summary"], "Record": joined["event_id"]}).reset_index(drop=True)


def monitored_table(counts):
    """Return the tallies of impacts in the reader's words."""
    made = monitored(counts)
    return pandas.DataFrame({"Up to": made["date"].dt.strftime("%Y-%m-%d").fillna("no day shown"), "Number": made["attacks"].astype(int), "What is counted": made["definition"],
                             "Counted by": made["counted_by"], "Record": made["count_id"]})
