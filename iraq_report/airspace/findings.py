"""What the geometry says, as facts that prose may cite."""

import pandas

from iraq_report.airspace import corridor, detours
from pressroom.door import fact

# From this share on a stretch over Iraq counts as leading over it, and a way round as dear.
LEADS_OVER, DEAR = 0.10, 0.10
AVOIDING = ["jordan_saudi_gulf", "mediterranean_turkey", "seas_only"]


def named(costs, families):
    """Return the costs with the title of each family."""
    titles = families.drop_duplicates("family_id").set_index("family_id")["title"]
    return costs.assign(family=costs["family_id"].map(titles))


def cheapest_avoiding(costs):
    """Return, by destination, the cheapest family that enters neither Iraq nor Syria."""
    found = costs[costs["family_id"].isin(AVOIDING) & (costs["status"] == "found")]
    return found.loc[found.groupby("destination")["extra_share"].idxmin()].sort_values("extra_share").reset_index(drop=True)


def family_table(costs, crossed):
    """Return what each family costs and whose consent it needs, in the reader's words.

    Parameters
    ----------
    costs : pandas.DataFrame
        As returned by :func:`named`.
    crossed : pandas.DataFrame
        States crossed, the second frame of :func:`~iraq_report.airspace.detours.detours`.

    Returns
    -------
    pandas.DataFrame
        A row is a family: cities reached, range of the extra distance and time, states whose consent would be needed.
    """
    found = costs[costs["status"] == "found"]
    asked = crossed[crossed["consent_needed"] == "yes"].groupby("family_id")["state"].agg(lambda names: ", ".join(sorted(set(names))))
    rows = []
    for (family, title), own in found.groupby(["family_id", "family"], sort=False):
        rows.append({"Over": title, "Cities reached": len(own), "Extra km, least": round(own["extra_km"].min()), "Extra km, most": round(own["extra_km"].max()),
                     "Extra share": f"{own['extra_share'].min():.0%} to {own['extra_share'].max():.0%}",
                     "Extra minutes": f"{own['extra_minutes'].min():.0f} to {own['extra_minutes'].max():.0f}",
                     "Consent needed of": asked.get(family, "no other state")})
    return pandas.DataFrame(rows)


def cause_table(causes):
    """Return what moves the result, in the reader's words."""
    return causes.round({"share_points": 1, "km": 0, "minutes": 1}).rename(columns={
        "varied": "Varied", "share_points": "Widest band of the share (points)", "km": "Widest band over Iraq (km)", "minutes": "Widest band over Iraq (minutes)"})


def crossing_facts(lines, causes, families):
    """Return the facts about the states crossed, the causes of the bands and the consents."""
    km = lines.pivot(index="destination", columns="state", values="km").fillna(0)
    others = (km.drop(columns=["Iraq", "Iran", "Israel", "Palestine", "sea or other"], errors="ignore") >= 1).sum(axis=1)
    cause = causes.set_index("varied")
    by = {"inputs": ["places", "boundaries"], "function": corridor.direct_lines}
    why = {"inputs": ["places", "boundaries"], "function": corridor.band_causes}
    return [
        fact("corridor.tehran_jordan_km", km.loc["Tehran", "Jordan"], "{:.0f}", "km", **by),
        fact("corridor.tehran_syria_km", km.loc["Tehran", "Syria"], "{:.0f}", "km", **by),
        fact("corridor.by_jordan", int((km["Jordan"] > km["Syria"]).sum()), "{}", "places", **by),
        fact("corridor.most_over_iraq", int((km["Iraq"] == km.drop(columns=["Iran"]).max(axis=1)).sum()), "{}", "places", **by),
        fact("corridor.least_others", "one" if others.min() == 1 else f"{others.min()}", **by),
        fact("corridor.origin_points", cause.loc["Origin moved", "share_points"], "{:.0f}", "percentage points", **why),
        fact("corridor.outline_points", cause.loc["Finer or coarser outline", "share_points"], "{:.1f}", "percentage points", **why),
        fact("corridor.speed_minutes", cause.loc["Slower or faster", "minutes"], "{:.0f}", "minutes", **why),
        fact("corridor.origin_minutes", cause.loc["Origin moved", "minutes"], "{:.0f}", "minutes", **why),
        fact("corridor.families", len(families), "{}", "families", ["places", "boundaries", "route_families"], family_table),
    ]


def states_title(lines):
    """Return the finding of the picture of kilometres by state."""
    km = lines.pivot(index="destination", columns="state", values="km").fillna(0)
    most = int((km["Iraq"] == km.drop(columns=["Iran"]).max(axis=1)).sum())
    return f"Before Iran, the longest stretch lies over Iraq on {most} of {len(km)} lines"


def facts(bands, costs, settings):
    """Return the facts of the corridor: shares with bands, minutes, the price of going round."""
    by = {"inputs": ["places", "boundaries"], "function": corridor.share_bands}
    bands = bands.set_index("destination")
    tehran, isfahan = bands.loc["Tehran"], bands.loc["Isfahan"]
    low, high = bands["share_iraq_best"].idxmin(), bands["share_iraq_best"].idxmax()
    cheapest = cheapest_avoiding(costs).set_index("destination")
    dear = cheapest[cheapest["extra_share"] >= DEAR]
    near = cheapest[cheapest["extra_share"] < DEAR]
    floor = costs[(costs["family_id"] == "any_but_iraq") & (costs["status"] == "found")].set_index("destination")
    seas = costs[costs["family_id"] == "seas_only"]
    cost = {"inputs": ["places", "boundaries", "route_families"], "function": detours.detours}
    return [
        fact("corridor.places", len(bands), "{}", "places", **by),
        fact("corridor.tehran_share", tehran["share_iraq_best"], "{:.0%}", "share of the line", **by),
        fact("corridor.tehran_band", f"{tehran['share_iraq_low']:.0%} to {tehran['share_iraq_high']:.0%}", unit="share of the line", **by),
        fact("corridor.tehran_km", tehran["km_iraq_best"], "{:.0f}", "km", **by),
        fact("corridor.tehran_minutes", f"{tehran['minutes_low']:.0f} to {tehran['minutes_high']:.0f}", unit="minutes", **by),
        fact("corridor.isfahan_share", isfahan["share_iraq_best"], "{:.0%}", "share of the line", **by),
        fact("corridor.lowest", low, **by), fact("corridor.highest", high, **by),
        fact("corridor.lowest_share", bands.loc[low, "share_iraq_best"], "{:.0%}", "share of the line", **by),
        fact("corridor.highest_share", bands.loc[high, "share_iraq_best"], "{:.0%}", "share of the line", **by),
        *[fact(f"corridor.over_iraq_{edge}", int((bands[f"share_iraq_{edge}"] >= LEADS_OVER).sum()), "{}", "places", **by) for edge in ("best", "low")],
        fact("corridor.speed", settings.ground_speed_knots, "{:.0f}", "knots", **by),
        fact("corridor.shift", settings.origin_shift_degrees, "{:.1f}", "degrees", **by),
        fact("corridor.dear_places", len(dear), "{}", "places", **cost),
        fact("corridor.dear_range", f"{dear['extra_share'].min():.0%} to {dear['extra_share'].max():.0%}", unit="extra distance", **cost),
        fact("corridor.near_places", " and ".join(near.index) or "none", **cost),
        fact("corridor.near_range", f"{near['extra_share'].min():.0%} to {near['extra_share'].max():.0%}" if len(near) else "none",
             unit="extra distance", **cost),
        fact("corridor.tehran_extra", cheapest.loc["Tehran", "extra_share"], "{:.0%}", "extra distance", **cost),
        fact("corridor.tehran_extra_minutes", cheapest.loc["Tehran", "extra_minutes"], "{:.0f}", "minutes", **cost),
        fact("corridor.floor_range", f"{floor['extra_share'].min():.0%} to {floor['extra_share'].max():.0%}", unit="extra distance", **cost),
        fact("corridor.floor_dear", int((floor["extra_share"] >= DEAR).sum()), "{}", "places", **cost),
        fact("corridor.seas_range", f"{seas['extra_km'].min():,.0f} to {seas['extra_km'].max():,.0f}", unit="km", **cost),
        fact("corridor.consents", int(cheapest["consents_needed_count"].min()), "{}", "states", **cost),
    ]


def share_title(bands):
    """Return the finding of the picture of shares."""
    tehran = bands.set_index("destination").loc["Tehran", "share_iraq_best"]
    return (f"{bands['share_iraq_best'].min():.0%} to {bands['share_iraq_best'].max():.0%} of the shortest line from Israel lies over Iraq; "
            f"to Tehran {tehran:.0%}")


def map_title(bands):
    """Return the finding of the map."""
    return f"Every one of the {len(bands)} shortest lines from Israel to a city in Iran crosses Iraq"


def families_title(costs):
    """Return the finding of the map of families."""
    found = costs[costs["status"] == "found"]
    through, round_it = (found.loc[found["family_id"].isin(ids), "extra_share"] for ids in (["jordan_iraq", "syria_iraq"], ["jordan_saudi_gulf", "mediterranean_turkey"]))
    return f"Over Iraq the way grows by {through.max():.0%} at most, by the Gulf or by Turkey by {round_it.min():.0%} to {round_it.max():.0%}"


def cost_title(costs):
    """Return the finding of the picture of costs."""
    cheapest = cheapest_avoiding(costs)
    return (f"Going round Iraq and Syria adds {cheapest['extra_share'].min():.0%} to {cheapest['extra_share'].max():.0%}, "
            "and moves the question to another capital")
