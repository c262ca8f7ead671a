"""What stands behind the book: how much evidence, how independent, in which languages, how graded."""

import pandas

from iraq_report import sources
from pressroom.door import fact

SAID = ["threat", "pledge", "cue_iran", "cue_baghdad", "cue_washington", "cue_israel", "political", "economic"]
GROUPS = {
    "Threats by factions": lambda e: e["category"] == "threat",
    "Attacks on US forces": lambda e: (e["category"] == "attack") & (e["target_type"] == "us_forces"),
    "Attacks on Israel": lambda e: (e["category"] == "attack") & (e["target_type"] == "israel"),
    "Attacks on oil and power": lambda e: (e["category"] == "attack") & e["target_type"].isin(["oil", "power"]),
    "Other attacks": lambda e: (e["category"] == "attack") & ~e["target_type"].isin(["us_forces", "israel", "oil", "power"]),
    "Strikes on factions": lambda e: e["category"] == "strike_on_faction",
}
# A handful of older milestones stand in the table as background; months are counted from here.
FIRST_MONTH = pandas.Timestamp("2023-10-01")
DIAGONAL = dict(zip("ABCDEF", range(1, 7)))


def by_month(events):
    """Return the number of records by month and group: what was found, not all that happened.

    Returns
    -------
    pandas.DataFrame
        ``month`` (its first day), ``group``, ``records``.
    """
    month = events["date_start"].dt.to_period("M").dt.to_timestamp()
    parts = [events[mask(events)].groupby(month).size().rename_axis("month").reset_index(name="records").assign(group=name)
             for name, mask in GROUPS.items()]
    return pandas.concat(parts).sort_values(["month", "group"]).reset_index(drop=True)


def diagonal_share(reports, graded):
    """Return the share of reports graded on the diagonal A1, B2, C3 ...: high shares betray grading by reflex.

    Notes
    -----
    In army reports Baker and others (1968) found 87 in 100 ratings on the diagonal.
    """
    joined = reports.merge(graded[["source_id", "reliability"]], on="source_id", validate="many_to_one")
    return float((joined["reliability"].map(DIAGONAL) == joined["credibility"]).mean())


def facts(events, reports, graded, searches):
    """Return the facts about the evidence itself.

    Parameters
    ----------
    events, reports, graded, searches : pandas.DataFrame
        Tables ``events``, ``reports``, ``sources`` and ``searches``.
    """
    origins = sources.independent_origins(reports[reports["reread"] != "not_reopened"], graded).reindex(events["event_id"])
    attacks = events["category"] == "attack"
    inputs = ["events", "reports", "sources", "searches"]
    opened = reports.groupby("event_id")["reread"].agg(lambda values: (values == "opened").any()).reindex(events["event_id"])
    made = [
        ("events", len(events), "{:,}", "events"), ("sources", len(graded), "{:,}", "sources"),
        ("reports", len(reports), "{:,}", "reports"), ("attacks", int(attacks.sum()), "{}", "attacks"),
        ("said", int(events["category"].isin(SAID).sum()), "{}", "statements and milestones"),
        ("two_origins", float((origins >= 2).mean()), "{:.0%}", "share of events"),
        ("two_origins_attacks", float((origins[attacks.to_numpy()] >= 2).mean()), "{:.0%}", "share of attacks"),
        ("opened", float(opened.mean()), "{:.0%}", "share of events"),
        ("english", float((graded["language"] == "en").mean()), "{:.0%}", "share of sources"),
        ("arabic", float((graded["language"] == "ar").mean()), "{:.0%}", "share of sources"),
        ("kurdish", float(graded["language"].isin(["ku", "ckb", "kmr"]).mean()), "{:.1%}", "share of sources"),
        ("diagonal", diagonal_share(reports, graded), "{:.0%}", "share of reports"),
        ("searches", len(searches), "{}", "searches"),
        ("searches_empty", int((searches["result"] == "not_found").sum()), "{}", "searches"),
    ]
    last = events["date_start"].max()
    return [fact(f"evidence.{name}", value, form, unit, inputs, facts) for name, value, form, unit in made] + [
        fact("evidence.last", f"{last:%d %B %Y}".lstrip("0"), inputs=["events"], function=facts)]


def month_title(events):
    """Return the finding of the month picture."""
    july, june = (int(((events["category"] == "attack") & (events["target_type"] == "us_forces")
                       & (events["date_start"].dt.strftime("%Y-%m") == month)).sum()) for month in ("2025-07", "2025-06"))
    spring = int(((events["category"] == "attack") & (events["date_start"].dt.strftime("%Y-%m") == "2026-03")).sum())
    return (f"Quiet towards US forces through the 2025 war ({june} incidents in June, {july} in July), "
            f"then the war of 2026 ({spring} attacks on record in March alone)")


def outlets(reports, graded, number=12):
    """Return the outlets that report most, and how much would be lost without each.

    Copies count for the page that carries them: an outlet named with an agency in brackets is its own outlet.

    Returns
    -------
    pandas.DataFrame
        ``outlet``, ``reports``, ``share`` of all reports, ``lost``: events that no other outlet reports.
    """
    joined = reports.merge(graded[["source_id", "outlet"]], on="source_id", validate="many_to_one")
    joined["outlet"] = joined["outlet"].str.replace(r"\s*\(.*\)$", "", regex=True).str.strip()
    alone = joined.groupby("event_id")["outlet"].agg(lambda names: names.iloc[0] if names.nunique() == 1 else None).dropna()
    made = joined["outlet"].value_counts().rename("reports").rename_axis("outlet").reset_index()
    made["share"] = made["reports"] / len(joined)
    made["lost"] = made["outlet"].map(alone.value_counts()).fillna(0).astype(int)
    return made.head(number)


def categories(events, reports, graded):
    """Return the number of events by category, with the share that two independent origins report."""
    origins = sources.independent_origins(reports[reports["reread"] != "not_reopened"], graded).reindex(events["event_id"]).to_numpy()
    made = events.assign(two=origins >= 2).groupby("category").agg(events=("event_id", "size"), share=("two", "mean")).reset_index()
    return made.sort_values("events", ascending=False).reset_index(drop=True)


def coverage_facts(events, reports, graded, verification):
    """Return the facts about coverage and about the independent look-up of a sample."""
    top = outlets(reports, graded).iloc[0]
    by_event = verification.drop_duplicates("event_id")["verdict"].value_counts()
    checked = int(by_event.sum())
    inputs = ["events", "reports", "sources"]
    months = events.loc[events["date_start"] >= FIRST_MONTH, "date_start"].dt.to_period("M").nunique()
    made = [
        fact("coverage.top_outlet", top["outlet"], inputs=inputs, function=outlets),
        fact("coverage.top_share", float(top["share"]), "{:.0%}", "share of reports", inputs, outlets),
        fact("coverage.top_lost", int(top["lost"]), "{}", "events", inputs, outlets),
        fact("coverage.months", int(months), "{}", "months", ["events"], by_month),
        fact("coverage.checked", checked, "{}", "events", ["verification"], coverage_facts),
    ]
    return made + [fact(f"coverage.{name}", float(by_event.get(name, 0)) / checked, "{:.0%}", "share of events checked",
                        ["verification"], coverage_facts) for name in ("agrees", "agrees_in_part", "differs", "not_seen_again")]


def category_table(events, reports, graded):
    """Return the categories in the reader's words."""
    made = categories(events, reports, graded)
    return pandas.DataFrame({"Category": made["category"].str.replace("_", " "), "Events": made["events"],
                             "Share with independent origins": made["share"].map("{:.0%}".format)})


def outlet_title(frame):
    """Return the finding of the picture of outlets."""
    top = frame.iloc[0]
    return f"{top['outlet']} carries {top['share']:.0%} of all reports; {top['lost']} events rest on it alone"


def verification_table(verification):
    """Return the points on which the second look-up differed, in the reader's words."""
    points = verification[verification["verdict"] != "agrees"]
    return pandas.DataFrame({"Event": points["event_id"], "Verdict": points["verdict"].str.replace("_", " "), "Field": points["field"],
                             "What was found": points["found"], "What was done": points["correction"]})


def searched_title(months):
    """Return the finding of the picture of searches."""
    below = months[~months["above_floor"]]
    top = months.sort_values("searches").iloc[-1]
    return f"{len(below)} of {len(months)} months lie below the search floor; {top['month']:%B %Y} was searched most"


def floor_facts(months):
    """Return the facts about the search floor."""
    return [fact("coverage.below_floor", int((~months["above_floor"]).sum()), "{}", "months", ["searches"], sources.searched_months),
            fact("coverage.searched_months", len(months), "{}", "months", ["searches"], sources.searched_months),
            fact("coverage.floor", sources.FLOOR_SEARCHES, "{}", "searches", ["searches"], sources.searched_months)]


def change_table(changes):
    """Return the corrections in the reader's words, newest first."""
    made = changes.sort_values(["date_changed", "change_id"], ascending=[False, True])
    return pandas.DataFrame({"Day": made["date_changed"].dt.strftime("%Y-%m-%d"), "Record": made["record_id"], "What": made["what"], "Why": made["reason"]})
