"""What is published about Iraqi air defence: what is held, what acted by whose word, and who is said to have hit the radars."""

import pandas

from iraq_report.airspace.transit_tables import days, named, number
from pressroom.door import fact

KINDS = {"long_range_radar": "Long-range radar", "gap_filler_radar": "Radar of medium range or for low flight", "fighter": "Jets and their missiles",
         "surface_to_air": "Missiles of medium or long range", "point_defence": "Guns and missiles of short range", "counter_drone": "Means against drones",
         "command_system": "Centres and command", "none_held": "Said to be lacking altogether"}
STATUS = {"reported_held": "held", "reported_absent": "not held", "reported_ordered": "ordered or to come", "reported_damaged": "hit or damaged",
          "claimed_active": "said to work or be used", "claimed_inactive": "said not to work or not to be used"}
WARS = {"2025": ("2025-06-13", "2025-06-24"), "2026": ("2026-02-28", "2026-04-07")}


def inventory(assets, actors):
    """Return what is published, by kind, system and status, with the range of figures and who says so; no place is named.

    Returns
    -------
    pandas.DataFrame
        A row is a kind, a system and a status: ``Kind``, ``System``, ``Said to be``, ``Figures``, ``Statements``, ``Years``, ``Said by``.
    """
    rows = assets.assign(kind=assets["kind"].map(KINDS), status=assets["status"].map(STATUS), who=named(assets["said_by"], actors))
    made = []
    for (kind, system, status), own in rows.groupby(["kind", "system", "status"], sort=False):
        known = own["quantity_best"].dropna()
        figures = "" if known.empty else f"{known.min():.0f}" if known.min() == known.max() else f"{known.min():.0f} or {known.max():.0f}"
        years = sorted({int(year) for year in own["year_published"].dropna()})
        made.append({"Kind": kind, "System": system, "Said to be": status, "Figures": figures, "Statements": len(own),
                     "Years": ", ".join(map(str, years)) or "undated", "Said by": ", ".join(sorted(set(own["who"])))})
    order = {name: place for place, name in enumerate(KINDS.values())}
    return pandas.DataFrame(made).sort_values(["Kind", "System", "Said to be"], key=lambda column: column.map(order) if column.name == "Kind" else column).reset_index(drop=True)


def iraqi_actions(interceptions, actors):
    """Return every report that Iraqi forces met something in the air: day, what, how many, result, by whose word."""
    how = {"shot_down": "shot down", "turned_away": "turned away", "failed": "fell by itself", "not_stated": "result not stated"}
    rows = interceptions[interceptions["by_id"] == "iraq_armed_forces"].sort_values(["date_start", "interception_id"])
    return pandas.DataFrame({"Day": days(rows), "What": rows["of"], "Number": number(rows, "number_"), "Result": rows["how"].map(how),
                             "By whose word": named(rows["claimed_by"], actors), "Note": rows["note"].fillna(""), "Source": rows["source_id"]}).reset_index(drop=True)


def radar_readings(events, attributions, sources, actors):
    """Return who is named as author of the attacks on radars, by whom and in what manner; the book names nobody.

    Returns
    -------
    pandas.DataFrame
        A row is a year, an actor named and a manner: ``Attacks of``, ``Named``, ``How``, ``Voices`` (sources of independent origin), ``Said by``.
    """
    hit = events[(events["target_type"] == "radar") & (events["category"] == "attack")]
    rows = attributions[attributions["event_id"].isin(hit["event_id"]) & (attributions["said_by"] != "project")]
    rows = rows.merge(sources[["source_id", "origin", "outlet"]], on="source_id").merge(hit[["event_id", "date_start"]], on="event_id")
    rows = rows.assign(year=rows["date_start"].dt.strftime("%B %Y"), named=named(rows["actor_id"], actors),
                       who=named(rows["said_by"], actors).where(rows["said_by"] != "outlet", rows["outlet"]))
    made = rows.groupby(["year", "named", "kind"]).agg(voices=("origin", "nunique"), who=("who", lambda names: ", ".join(sorted(set(names)))),
                                                       first=("date_start", "min")).reset_index()
    made = made.sort_values(["first", "voices", "named", "kind"], ascending=[True, False, True, True])
    return made.rename(columns={"year": "Attacks of", "named": "Named", "kind": "How", "voices": "Voices", "who": "Said by"}).drop(columns="first").reset_index(drop=True)


def radar_sides(contradictions, sides, sources):
    """Return the questions about these attacks on which sources disagree, side by side, with how the book treats each."""
    asked = ["x_2025_06_24_radar_author", "x_2025_06_24_launch_place", "x_2025_06_24_radar_sites", "x_2025_06_24_taji_state", "x_2025_06_24_taji_type",
             "x_2025_06_air_defence_used", "x_2026_02_28_imam_ali", "x_2026_02_28_basra_radar"]
    made = sides[sides["contradiction_id"].isin(asked)].merge(contradictions, on="contradiction_id").merge(sources[["source_id", "outlet"]], on="source_id")
    made = made.assign(place=made["contradiction_id"].map(asked.index)).sort_values(["place", "side", "source_id"])
    return pandas.DataFrame({"Question": made["question"], "Side": made["side"], "Position": made["position"], "Outlet": made["outlet"],
                             "How treated here": made["treatment"], "Source": made["source_id"], "Record": made["contradiction_id"]}).reset_index(drop=True)


def facts(assets, interceptions, readings):
    """Return the facts of the record: what is held, what acted in the two wars, who is named for the radars."""
    own = interceptions[interceptions["by_id"] == "iraq_armed_forces"]
    june, spring = (own[own["date_start"].between(*map(pandas.Timestamp, WARS[year]))] for year in ("2025", "2026"))
    held = assets[assets["status"] == "reported_held"]
    pantsir = held[held["system"].str.contains("Pantsir-S1")]["quantity_best"].dropna()
    jets = held[held["system"] == "F-16C/D"]["quantity_best"].dropna()
    asked = readings[readings["Attacks of"] == "June 2025"]
    named_june = asked[asked["How"].isin(["accused", "assessed"]) & (asked["Named"] != "Not known")]

    def voices(word):
        return int(named_june.loc[named_june["Named"].str.contains(word), "Voices"].sum())
    by, of = {"inputs": ["interceptions"], "function": iraqi_actions}, {"inputs": ["assets"], "function": inventory}
    return [
        fact("detection.june_actions", len(june), "{}", "reports", **by),
        fact("detection.june_days", june["date_start"].nunique(), "{}" if june["date_start"].nunique() != 1 else "one", "days", **by),
        fact("detection.june_official", int((june["claimed_by"] != "outlet").sum()), "{}", "reports", **by),
        fact("detection.june_number", int(june["number_best"].max()), "{}", "drones", ["interceptions:i_2025_06_24_four_shafaq"], iraqi_actions),
        fact("detection.spring_actions", len(spring), "{}", "reports", **by),
        fact("detection.on_aircraft", int((own["of"] == "aircraft").sum()) or "none", "{}", "reports", **by),
        fact("detection.statements", len(assets), "{}", "statements", **of),
        fact("detection.pantsir", f"{pantsir.min():.0f} or {pantsir.max():.0f}", unit="systems", **of),
        fact("detection.jets", f"{jets.min():.0f} or {jets.max():.0f}", unit="aircraft", **of),
        fact("detection.readings", named_june["Named"].nunique(), "{}", "actors", ["attributions"], radar_readings),
        fact("detection.voices_factions", voices("factions"), "{}", "voices", ["attributions"], radar_readings),
        fact("detection.voices_israel", voices("Israel"), "{}", "voices", ["attributions"], radar_readings),
        fact("detection.readings_2026", int((readings["Attacks of"] == "February 2026").sum()), "{}", "readings", ["attributions"], radar_readings),
    ]
