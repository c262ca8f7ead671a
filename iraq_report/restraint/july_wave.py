"""The drone wave of July 2025: who, what, where, when and to what end; authorship stays open."""

import numpy
import pandas

from iraq_report.restraint import record
from pressroom.door import fact

KURDISTAN = ["Erbil", "Duhok", "Sulaymaniyah", "Halabja"]
TARGETS = {"oil": "Oil and power", "power": "Oil and power", "us_forces": "US forces", "peshmerga": "Peshmerga"}
# Figures for days outside this window say nothing of the fall: output had not yet changed, or fields had restarted.
OUTPUT_WINDOW = ("2025-05-01", "2025-07-31")
SAID = {"accused": "Accused", "assessed": "Assessed", "denied": "Denied", "claimed": "Claimed", "established": "Established"}


def attacks(events, attributions, start, end, least_confidence="low"):
    """Return the attacks of the wave with target group and whether they lay in or on the forces of the Kurdistan Region."""
    rows = record.acts(events, attributions, start, end, least_confidence)
    return rows.assign(group=rows["target_type"].map(TARGETS).fillna("Other or open ground"),
                       north=rows["admin1"].isin(KURDISTAN) | (rows["target_type"] == "peshmerga"))


def said_of_authors(wave, attributions, actors):
    """Return who is said to have done what: an actor, what is said, by whom, of how many attacks.

    Returns
    -------
    pandas.DataFrame
        ``actor``, ``said`` (accused, assessed, denied ...), ``by``, ``attacks``.
    """
    own = attributions[attributions["event_id"].isin(wave["event_id"])]
    names = actors.set_index("actor_id")["name"]
    made = own.assign(actor=own["actor_id"].map(names), by=own["said_by"].map(names), said=own["kind"].map(SAID))
    return made.groupby(["actor", "said", "by"])["event_id"].nunique().rename("attacks").reset_index().sort_values(
        ["attacks", "actor", "said"], ascending=[False, True, True]).reset_index(drop=True)


def output(counts, series="oil_output_krg_bpd"):
    """Return published figures of the Region's oil output before and after the strikes, as bands a source.

    Returns
    -------
    pandas.DataFrame
        ``when`` (before, after), ``low``, ``best``, ``high`` in barrels a day, ``counted_by``, ``source_id``, ``definition``.
    """
    rows = counts[(counts["series"] == series) & (counts["unit"] == "barrel_per_day") & counts["best"].notna()].copy()
    ends = rows["period_end"].fillna(rows["date_as_of"])
    rows = rows[ends.between(*(pandas.Timestamp(day) for day in OUTPUT_WINDOW))]
    ends = ends.loc[rows.index]
    rows["when"] = numpy.where(ends < pandas.Timestamp("2025-07-14"), "before", "after")
    # One counter's figure carried by several pages is one figure.
    rows = rows.drop_duplicates(["counted_by", "when", "best"]).copy()
    rows["low"], rows["high"] = rows["low"].fillna(rows["best"]), rows["high"].fillna(rows["best"])
    return rows.sort_values(["when", "best"], ascending=[False, True])[["when", "low", "best", "high", "counted_by", "definition", "source_id", "count_id"]].reset_index(drop=True)


def lost(figures):
    """Return the loss as a band: least is the lowest before less the highest after, most the reverse; best of the medians."""
    before, after = (figures[figures["when"] == when] for when in ("before", "after"))
    if before.empty or after.empty:
        raise ValueError("counts: output figures before and after the strikes are both needed; one side has no row")
    low = max(0.0, float(before["low"].min() - after["high"].max()))
    return low, float(before["best"].median() - after["best"].median()), float(before["high"].max() - after["low"].min())


def nearness(days, milestones):
    """Return the mean distance in days from each attack to the nearest milestone."""
    gaps = numpy.abs(numpy.subtract.outer(numpy.asarray(days, dtype=float), numpy.asarray(milestones, dtype=float)))
    return float(gaps.min(axis=1).mean())


def rotation_test(days, milestones, length):
    """Return how often attacks would lie as near to the milestones if their pattern were moved round the month.

    Rotating keeps the bursts: only the position of the whole pattern is at stake. With few positions the
    smallest value that can come out is one over their number.

    Parameters
    ----------
    days : list of int
        Days of the attacks, from 0 to ``length`` - 1.
    milestones : list of int
        Days of the milestones, on the same scale.
    length : int
        Days of the window, 2 or more.

    Returns
    -------
    dict
        ``observed`` (mean distance), ``share`` of rotations at least as near, ``least`` (smallest share possible).
    """
    if length < 2 or not len(days) or not len(milestones):
        raise ValueError(f"{len(days)} attacks, {len(milestones)} milestones, {length} days: allowed are one or more of each and two days or more")
    observed = nearness(days, milestones)
    moved = [nearness([(day + shift) % length for day in days], milestones) for shift in range(length)]
    return {"observed": observed, "share": float(numpy.mean([value <= observed + 1e-9 for value in moved])), "least": 1 / length}


def power(days, milestones, length, pull, draws, seed, level=0.1):
    """Return how often the rotation test would see a real link of a given strength.

    Each attack of a simulated month falls, with probability ``pull``, within a day of a milestone, else on any day.
    """
    generator, found = numpy.random.default_rng(seed), 0
    for _ in range(draws):
        near = generator.choice(milestones, len(days)) + generator.integers(-1, 2, len(days))
        anywhere = generator.integers(0, length, len(days))
        simulated = numpy.where(generator.random(len(days)) < pull, numpy.clip(near, 0, length - 1), anywhere)
        found += rotation_test(simulated, milestones, length)["share"] <= level
    return found / draws


def milestones(events, start, end, ids):
    """Return the dated milestones of a list that fall inside the window, with what happened."""
    rows = events[events["event_id"].isin(ids)]
    missing = sorted(set(ids) - set(rows["event_id"]))
    if missing:
        raise ValueError(f"events.csv: milestone {', '.join(missing)} is missing")
    return rows[rows["date_start"].between(pandas.Timestamp(start), pandas.Timestamp(end))].sort_values("date_start")


OIL_TALKS = ["2025_07_08_cabinet_no_deal", "2025_07_17_oil_salary_deal"]
PMF_LAW = ["2025_07_16_pmf_bill_second_reading"]


def facts(wave, attributions, figures, tests):
    """Return the facts of the chapter."""
    own = attributions[attributions["event_id"].isin(wave["event_id"])]
    low, best, high = lost(figures)
    inputs, ids = ["events", "attributions"], [f"events:{name}" for name in wave["event_id"]]
    peak = wave["date_start"].value_counts()
    oil = wave[wave["group"] == "Oil and power"]
    return [
        fact("july.attacks", len(wave), "{}", "attacks", ids, attacks),
        fact("july.north", int(wave["north"].sum()), "{}", "attacks", ids, attacks),
        fact("july.oil", len(oil), "{}", "attacks", [f"events:{name}" for name in oil["event_id"]], attacks),
        fact("july.us", int((wave["group"] == "US forces").sum()), "{}", "attacks", ids, attacks),
        fact("july.damaging", int(wave["damaging"].sum()), "{}", "attacks", ids, attacks),
        fact("july.claimed", int(wave["claimed"].sum()), "{}" if wave["claimed"].any() else "none", "attacks", inputs, attacks),
        fact("july.accused", int(own.loc[own["kind"].isin(["accused", "assessed"]), "event_id"].nunique()), "{}", "attacks", inputs, said_of_authors),
        fact("july.denied", int(own.loc[own["kind"] == "denied", "event_id"].nunique()), "{}", "attacks", inputs, said_of_authors),
        fact("july.peak_least", "three", inputs=ids, function=attacks), fact("july.strong_pull", "half", inputs=["events"], function=power), fact("july.weak_pull", "a fifth", inputs=["events"], function=power),
        fact("july.peak_days", int((peak >= 3).sum()), "{}", "days", ids, attacks),
        fact("july.lost_low", round(low, -3) / 1000, "{:,.0f},000", "barrels a day", ["counts"], lost),
        fact("july.lost_best", round(best, -3) / 1000, "{:,.0f},000", "barrels a day", ["counts"], lost),
        fact("july.lost_high", round(high, -3) / 1000, "{:,.0f},000", "barrels a day", ["counts"], lost),
        fact("july.before", round(float(figures.loc[figures["when"] == "before", "best"].median()), -3) / 1000, "{:,.0f},000", "barrels a day", ["counts"], output),
        fact("july.lost_share", best / float(figures.loc[figures["when"] == "before", "best"].median()), "{:.0%}", "share of output", ["counts"], lost),
        *[fact(f"july.{name}_{key}", value, form, unit, ["events"], rotation_test)
          for name, result in tests.items() for key, value, form, unit in (
              ("distance", result["observed"], "{:.1f}", "days"), ("share", result["share"], "{:.0%}", "share of rotations"),
              ("power", result["power"], "{:.0%}", "share of simulated months"), ("weak", result["weak"], "{:.0%}", "share of simulated months"),
              ("verdict", "lie nearer to it than most positions would" if result["share"] <= 0.1 else "lie no nearer to it than chance readily allows", "{}", ""))],
        fact("july.least", next(iter(tests.values()))["least"], "{:.0%}", "share of rotations", ["events"], rotation_test),
    ]


def sequence(wave, events, start, end, draws=300, seed=20250731, strong=0.5, weak=0.2):
    """Return, for each list of milestones, the rotation test of the wave against it and its power at a strong and a weak link."""
    day = (wave["date_start"] - pandas.Timestamp(start)).dt.days.tolist()
    length = record.days(start, end)
    made = {}
    for name, ids in (("talks", OIL_TALKS), ("law", PMF_LAW)):
        marks = (milestones(events, start, end, ids)["date_start"] - pandas.Timestamp(start)).dt.days.tolist()
        made[name] = rotation_test(day, marks, length) | {"power": power(day, marks, length, strong, draws, seed), "weak": power(day, marks, length, weak, draws, seed)}
    return made


def weeks(wave):
    """Return the part of the month of each attack: days 1 to 7, 8 to 14, 15 to 21, 22 to the end."""
    first = ((wave["date_start"].dt.day - 1) // 7).clip(upper=3) * 7 + 1
    return first.map({1: "1 to 7", 8: "8 to 14", 15: "15 to 21", 22: "22 to 31"})


def marks(events, start, end):
    """Return the milestones as the lines of the picture: ``date``, ``label``."""
    labels = dict(zip([*OIL_TALKS, *PMF_LAW], ["No deal|in cabinet", "Oil and|salary deal", ""]))
    rows = milestones(events, start, end, [*OIL_TALKS, *PMF_LAW])
    return pandas.DataFrame({"date": rows["date_start"], "label": rows["event_id"].map(labels)}).reset_index(drop=True)


def attack_table(wave):
    """Return the attacks in the reader's words, each with its record."""
    return pandas.DataFrame({"Day": wave["date_start"].dt.strftime("%Y-%m-%d"), "Place": wave["place"], "Governorate": wave["admin1"], "Target": wave["group"],
                             "What is on record": wave["summary"], "What became of it": wave["kind"], "Record": wave["event_id"]})


def title(wave):
    """Return the finding of the strip and its map."""
    first = wave["admin1"].value_counts()
    oil = wave[wave["group"] == "Oil and power"]
    days = oil["date_start"].value_counts()
    found = (f"{len(oil)} on oil and power, {int(days[days >= 2].sum())} of these within {len(days[days >= 2])} days" if len(oil) else "none on oil or power")
    return f"{len(wave)} attacks, {found}; {first.index[0]} has most with {int(first.iloc[0])}"


def output_title(figures):
    """Return the finding of the picture of output."""
    low, _, high = lost(figures)
    return f"Output fell by {low / 1000:,.0f},000 to {high / 1000:,.0f},000 barrels a day, depending on whose figures one takes"
