"""What the record says, as facts that prose may cite."""

import pandas

from iraq_report.restraint import change_points, record
from pressroom.door import fact

KURDISTAN = ["Erbil", "Duhok", "Sulaymaniyah", "Halabja"]


def one_in(probability):
    """Return a small probability in words: 1 in 31 million."""
    times = 1 / probability
    for size, name in ((1e9, "billion"), (1e6, "million"), (1e3, "thousand")):
        if times >= size:
            return f"1 in {times / size:,.0f} {name}"
    return f"1 in {times:,.0f}"


def pace_word(share):
    """Return how a rate compares with an earlier one: share is later over earlier."""
    for limit, words in ((0.25, "far below"), (0.75, "below"), (1.33, "about level with"), (float("inf"), "above")):
        if share < limit:
            return words


def rates(counts, events, attributions, settings):
    """Return the facts about rates: the campaign's pace, the war's bounds, and how unlikely so few would be."""
    table = record.rates(counts, events, attributions, settings).set_index(["window", "rule"])
    campaign = table.loc[("campaign", "all counted by the Pentagon")]
    claimed, damaging = table.loc[("war", "claimed")], table.loc[("war", "damaging")]
    anything = table.loc[("war", "any incident on record, unclaimed and unconfirmed included")]
    series = record.tally(counts)
    factor = record.dispersion(series[series["date"] <= pandas.Timestamp(settings.campaign_end) + pandas.Timedelta(days=7)])
    expected = campaign["best"] * claimed["days"]
    from_counts, from_both, by = ["counts"], ["counts", "events", "attributions"], record.rates
    few = record.chance_of_so_few(int(anything["number"]), int(claimed["days"]), int(campaign["number"]), int(campaign["days"]))
    none = record.chance_of_so_few(0, int(claimed["days"]), int(campaign["number"]), int(campaign["days"]))
    bursts = record.chance_of_none_in_bursts(expected, factor)
    held = "did not attack" if claimed["number"] == damaging["number"] == 0 else "did attack"
    return [
        fact("record.campaign_total", int(campaign["number"]), "{}", "attacks", from_counts, record.total_by),
        fact("record.campaign_days", int(campaign["days"]), "{}", "days", ["counts"], record.days),
        fact("record.campaign_rate", campaign["best"], "{:.1f}", "attacks a day", from_counts, by),
        fact("record.war_days", int(claimed["days"]), "{}", "days", ["events"], record.days),
        fact("record.war_claimed", int(claimed["number"]), "{}" if claimed["number"] else "no", "attacks", from_both, by),
        fact("record.war_damaging", int(damaging["number"]), "{}" if damaging["number"] else "no", "attacks", from_both, by),
        fact("record.war_any", int(anything["number"]), "{}", "incidents", from_both, by),
        fact("record.expected", expected, "{:.0f}", "attacks", from_counts, by),
        fact("record.bound", claimed["high"], "{:.2f}", "attacks a day", from_both, record.rate_interval),
        fact("record.bound_share", claimed["high"] / campaign["best"], "{:.0%}", "share of the campaign's pace", from_both, by),
        fact("record.any_share", anything["best"] / campaign["best"], "{:.0%}", "share of the campaign's pace", from_both, by),
        fact("record.pace_claimed", pace_word(claimed["high"] / campaign["best"]), inputs=from_both, function=pace_word),
        fact("record.pace_any", pace_word(anything["best"] / campaign["best"]), inputs=from_both, function=pace_word),
        fact("record.chance_none", one_in(none), inputs=from_both, function=record.chance_of_so_few),
        fact("record.chance_few", one_in(few), inputs=from_both, function=record.chance_of_so_few),
        fact("record.burst_factor", factor, "{:.1f}", "times the variance of a steady trickle", from_counts, record.dispersion),
        fact("record.chance_bursts", one_in(bursts), inputs=from_both, function=record.chance_of_none_in_bursts),
        fact("record.level", settings.level, "{:.0%}", "level of intervals", ["counts"], by),
        fact("record.verdict", held, inputs=from_both, function=rates),
    ]


def words(events, attributions, settings):
    """Return the facts about threats and acts in the war and in the month after it."""
    in_war = events["date_start"].between(pandas.Timestamp(settings.war_start), pandas.Timestamp(settings.war_end))
    threats = events[in_war & (events["category"] == "threat")]
    acts = record.acts(events, attributions, settings.war_start, settings.war_end, settings.least_confidence)
    firm = acts[(acts["target_type"] == "us_forces") & (acts["confidence"] != "low")]
    radar = acts[(acts["target_type"] == "radar") & acts["damaging"]]
    after = record.acts(events, attributions, "2025-07-01", "2025-07-31", settings.least_confidence)
    north = after["admin1"].isin(KURDISTAN) | (after["target_type"] == "peshmerga")
    by = record.acts
    return [
        fact("record.threats", len(threats), "{}", "threats", ["events"], words),
        fact("record.war_firm", len(firm), "{}", "incidents", ["events"], by),
        fact("record.radars_hit", len(radar), "{}", "radars", [f"events:{name}" for name in radar["event_id"]] or ["events"], by),
        fact("record.july_attacks", len(after), "{}", "attacks", ["events"], by),
        fact("record.july_oil", int(after["target_type"].isin(["oil", "power"]).sum()), "{}", "attacks", ["events"], by),
        fact("record.july_us", int((after["target_type"] == "us_forces").sum()), "{}", "attacks", ["events"], by),
        fact("record.july_north", int(north.sum()), "{}", "attacks", ["events"], by),
        fact("record.july_damaging", int(after["damaging"].sum()), "{}", "attacks", ["events"], by),
        fact("record.july_claimed", int(after["claimed"].sum()), "{}" if after["claimed"].any() else "none", "attacks",
             ["events", "attributions"], by),
    ]


def tallies(counts, searches, settings):
    """Return the facts about what counters say: the foiled attempts, the rival totals, what was looked for."""
    foiled = counts[(counts["series"] == "foiled_attempts_june_2025") & counts["best"].notna()]
    at_end = record.total_by(record.tally(counts), pandas.Timestamp(settings.campaign_end) + pandas.Timedelta(days=7))
    rivals = rival_rows(counts)
    official = counts.set_index("count_id")["best"]
    later = counts[(counts["series"] == "us_forces_total_press") & (counts["best"] == 180)].iloc[0]
    in_war = searches[(searches["period_start"] <= pandas.Timestamp(settings.war_end)) & (searches["period_end"] >= pandas.Timestamp(settings.war_start))]
    where, factor = change_points.posterior(change_points.increments(campaign_tally(record.tally(counts))))
    change = where.loc[where["probability"].idxmax()]
    return [
        fact("record.change_after", f"{change['after']:%d %B %Y}".lstrip("0"), inputs=["counts"], function=change_points.posterior),
        fact("record.change_share", float(change["probability"]), "{:.0%}", "probability", ["counts"], change_points.posterior),
        fact("record.change_verdict", "speaks for one" if factor > 1 else "speaks against one" if factor < -1 else "does not say", inputs=["counts"], function=change_points.posterior),
        fact("record.foiled", int(foiled["best"].median()), "{}", "attempts", ["counts"], tallies),
        fact("record.tally_date", f"{at_end['date']:%d %B %Y}".lstrip("0"), inputs=["counts"], function=record.total_by),
        *[fact(f"record.official_{place}", int(official[key]), "{}", "drones", [f"counts:{key}"], tallies)
          for place, key in (("erbil", "wsj_2025_06_24_erbil"), ("others", "wsj_2025_06_24_baghdad_asad"))],
        fact("record.later_total", int(later["best"]), "{}", "attacks", [f"counts:{later['count_id']}"], tallies),
        fact("record.later_date", f"{later['date_as_of']:%B %Y}", inputs=[f"counts:{later['count_id']}"], function=tallies),
        fact("record.rival_low", int(rivals["best"].min()), "{}", "attacks", ["counts"], rival_rows),
        fact("record.rival_high", int(rivals["best"].max()), "{}", "attacks", ["counts"], rival_rows),
        fact("record.rival_number", len(rivals), "{}", "tallies", ["counts"], rival_rows),
        fact("record.searches", len(in_war), "{}", "searches", ["searches"], tallies),
        fact("record.searches_empty", int((in_war["result"] == "not_found").sum()), "{}", "searches", ["searches"], tallies),
    ]


RIVAL_SERIES = ["us_forces_total", "us_forces_total_press", "us_forces_gttac", "us_forces_quarterly", "us_forces_lead_ig",
                "us_forces_syria_sohr", "us_forces_claims_twi", "us_forces_claims_iri"]


def rival_rows(counts):
    """Return the tallies of attacks on US forces reported from late December 2023 to August 2024, one row a counter and figure."""
    rows = record.rival_tallies(counts, RIVAL_SERIES, "2023-12-28", "2024-08-31")
    rows = rows[rows["best"].notna()]
    named = rows["counted_by"] != "outlet"
    last = rows[named].drop_duplicates(["counted_by", "series"], keep="last")
    return pandas.concat([last, rows[~named].drop_duplicates("best", keep="last")])


def rival_table(counts):
    """Return the rival tallies in the reader's words."""
    rows = rival_rows(counts)
    names = {"united_states": "US government", "outlet": "Press, counter unnamed",
             "islamic_resistance_in_iraq": "Islamic Resistance in Iraq"}
    who = rows["counted_by"].replace(names)
    label = who + ", " + rows["date_as_of"].dt.strftime("%b %Y")
    label = label.where(~label.duplicated(keep=False), label + " (" + rows["best"].astype(int).astype("string") + ")")
    made = pandas.DataFrame({"Counter": label, "Attacks": rows["best"].astype(int), "As of": rows["date_as_of"],
                             "What is counted": rows["definition"], "Source": rows["source_id"]})
    return made.sort_values(["Attacks", "Counter"], ascending=[False, True]).drop_duplicates("Counter").reset_index(drop=True)


def act_table(acts):
    """Return the acts of a window in the reader's words."""
    known = acts["date_precision"] == "day"
    span = acts["date_start"].dt.strftime("%Y-%m-%d") + " to " + acts["date_end"].dt.strftime("%Y-%m-%d")
    return pandas.DataFrame({"Day": acts["date_start"].dt.strftime("%Y-%m-%d").where(known, span), "Place": acts["place"].fillna(acts["country"]), "What is on record": acts["summary"],
                             "Target": acts["target_type"].str.replace("_", " "),
                             "What became of it": acts["kind"], "Claimed": acts["claimed"].map({True: "yes", False: "no"}),
                             "Confidence": acts["confidence"]})


def campaign_tally(series):
    """Return the tally up to the end of the campaign's last reports, in February 2024."""
    return series[series["date"] <= "2024-02-29"].reset_index(drop=True)


def turning_points(events):
    """Return the dated acts that any account of the stop must order, as rows of ``events``."""
    chosen = {"2024_01_30_iraq_kh_suspension": ("Suspension", 60), "2024_02_02_anbar_us_strikes": ("US strikes", 30)}
    rows = events[events["event_id"].isin(chosen)]
    if len(rows) != len(chosen):
        raise ValueError(f"events: a turning point is missing; expected {', '.join(chosen)}")
    labels = [chosen[name] for name in rows["event_id"]]
    return pandas.DataFrame({"date": rows["date_start"], "label": [label for label, _ in labels], "height": [height for _, height in labels]})


def rate_title(rates):
    """Return the finding of the rate chart."""
    table = rates.set_index(["window", "rule"])
    before = table.loc[("campaign", "all counted by the Pentagon")]
    anything = table.loc[("war", "any incident on record, unclaimed and unconfirmed included")]
    claimed = int(table.loc[("war", "claimed"), "number"])
    return (f"From {before['best']:.1f} attacks a day in the campaign to {'none' if claimed == 0 else claimed} claimed "
            f"in the war; every incident on record makes {anything['best']:.1f} a day")


def strip_title(events, attributions, settings):
    """Return the finding of the strip of words and acts."""
    found = {item.id: item for item in words(events, attributions, settings)}
    july = events["date_start"].between(pandas.Timestamp("2025-07-01"), pandas.Timestamp("2025-07-31"))
    threats = int((july & (events["category"] == "threat")).sum())
    claimed = record.acts(events, attributions, settings.war_start, settings.war_end)
    claimed = int((claimed["claimed"] & (claimed["target_type"] == "us_forces")).sum())
    return (f"{found['record.threats'].value} threats and {claimed or 'no'} claimed attack on US forces in the war; "
            f"{found['record.july_attacks'].value} attacks and {threats} threat{'' if threats == 1 else 's'} in July")


def rival_title(table):
    """Return the finding of the rival tallies."""
    return f"One campaign, tallies from {table['Attacks'].min()} to {table['Attacks'].max()}: counters count different things"


def tally_title(series):
    """Return the finding of the tally chart."""
    last = campaign_tally(series).iloc[-1]
    return f"The tally reached {last['total']:.0f} by {last['date'].day} {last['date']:%B %Y}; the suspension came before the strikes that followed it"
