"""People harmed: killed and hurt by group and event, as low, best and high, with whose count it is."""

import pandas

from pressroom.door import fact

GROUPS = {"us_forces": "US forces", "coalition_forces": "Other coalition forces", "faction_members": "Faction members", "pmf_members": "PMF members",
          "iraqi_forces": "Iraqi forces", "peshmerga": "Peshmerga", "civilians_iraq": "Civilians in Iraq", "civilians_abroad": "Civilians abroad",
          "israeli_forces": "Israeli forces", "iranian_opposition": "Iranian opposition in Iraq", "workers": "Workers at sites", "unspecified": "Not specified"}
FIGURES = ["killed_low", "killed_best", "killed_high", "injured_low", "injured_best", "injured_high"]


def by_event(harm, events):
    """Return one row an event and group: the lowest, middle and highest figure over its sources.

    Parameters
    ----------
    harm, events : pandas.DataFrame
        Tables ``harm`` and ``events``.

    Returns
    -------
    pandas.DataFrame
        ``event_id``, ``date_start``, ``category``, ``group``, the six figures (0 where no source gives one) and
        ``unknown``: a source speaks of harm to the group without a number.
    """
    grouped = harm.groupby(["event_id", "group"])
    made = grouped.agg(killed_low=("killed_low", "min"), killed_best=("killed_best", "median"), killed_high=("killed_high", "max"),
                       injured_low=("injured_low", "min"), injured_best=("injured_best", "median"), injured_high=("injured_high", "max"),
                       unknown=("figure_status", lambda status: bool((status == "unknown_number").any()))).reset_index()
    made[FIGURES] = made[FIGURES].astype("Float64").fillna(0).round().astype(int)
    return made.merge(events[["event_id", "date_start", "category", "country", "summary"]], on="event_id", validate="many_to_one")


def by_group(rows):
    """Return sums over distinct events by group: a floor, since most harm is in no event row.

    Events are distinct, so their figures may be added; tallies of counters never are.
    """
    made = rows.groupby("group")[FIGURES].sum()
    made["events"] = rows.groupby("group")["event_id"].nunique()
    made["unknown"] = rows.groupby("group")["unknown"].sum()
    return made.sort_values("killed_best", ascending=False).reset_index()


def group_table(grouped):
    """Return the sums in the reader's words."""
    def band(stem):
        return [f"{best}" if low == best == high else f"{best} ({low} to {high})"
                for low, best, high in zip(grouped[f"{stem}_low"], grouped[f"{stem}_best"], grouped[f"{stem}_high"])]
    return pandas.DataFrame({"Who": grouped["group"].map(GROUPS), "Killed": band("killed"), "Hurt": band("injured"), "Events": grouped["events"],
                             "Events with a number not known": grouped["unknown"]})


def event_table(rows, most=25):
    """Return the events with most people killed or hurt, in the reader's words."""
    worst = rows.assign(total=rows["killed_best"] * 1000 + rows["injured_best"]).sort_values("total", ascending=False).head(most)
    return pandas.DataFrame({"Day": worst["date_start"].dt.strftime("%Y-%m-%d"), "Who": worst["group"].map(GROUPS),
                             "Killed": worst["killed_low"].astype(str) + " to " + worst["killed_high"].astype(str),
                             "Hurt": worst["injured_low"].astype(str) + " to " + worst["injured_high"].astype(str),
                             "What happened": worst["summary"], "Record": worst["event_id"]})


def tallies(counts):
    """Return the tallies of counters, in the reader's words: each with period, definition and whose count it is."""
    own = counts[counts["series"].str.startswith("harm_")].sort_values(["series", "date_as_of", "count_id"])
    figure = own["best"].fillna(own["high"]).fillna(own["low"])
    return pandas.DataFrame({"Whose count": own["counted_by"], "What is counted": own["definition"], "Figure": figure.astype(int),
                             "Unit": own["unit"], "From": own["period_start"].dt.strftime("%Y-%m-%d"), "To": own["period_end"].dt.strftime("%Y-%m-%d"),
                             "Source": own["source_id"]})


def facts(rows, grouped, counts):
    """Return the facts of the page."""
    by = grouped.set_index("group")
    inputs = ["harm", "events"]
    made = [fact("harm.events", int(rows["event_id"].nunique()), "{}", "events", inputs, by_event),
            fact("harm.unknown", int(rows["unknown"].sum()), "{}", "events", inputs, by_event),
            fact("harm.tallies", int(counts["series"].str.startswith("harm_").sum()), "{}", "tallies", ["counts"], tallies)]
    for group in ("us_forces", "civilians_iraq", "faction_members", "pmf_members", "peshmerga", "iraqi_forces"):
        row = by.loc[group] if group in by.index else pandas.Series(0, index=FIGURES)
        made += [fact(f"harm.{group}_{stem}", int(row[f"{stem}_best"]), "{}", "people", inputs, by_group) for stem in ("killed", "injured")]
    return made


def title(grouped):
    """Return the finding of the picture."""
    first = grouped.iloc[0]
    return f"{GROUPS[first['group']]} are the largest group among the dead of the events on record: {int(first['killed_best'])}"
