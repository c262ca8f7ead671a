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
