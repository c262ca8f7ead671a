"""Did the factions hold back? Rates by window with exposure and bounds, acts by kind, tallies side by side."""

import bisect
from datetime import date
from typing import Literal

import numpy
import pandas
from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator
from scipy import stats

CONFIDENCE = ["low", "moderate", "high"]
# Summaries told of one day.
MOST_TOLD = 12


class Settings(BaseModel):
    """Parameters of the chapter: two windows, the floor of confidence, the level of intervals."""

    model_config = ConfigDict(extra="forbid")

    campaign_start: date
    campaign_end: date
    war_start: date
    war_end: date
    least_confidence: Literal["low", "moderate", "high"]
    level: float = Field(ge=0.5, le=0.999)

    @field_validator("campaign_start", "campaign_end", "war_start", "war_end", mode="before")
    @classmethod
    def _written_as_text(cls, value):
        if not isinstance(value, (str, date)):
            raise ValueError(f"found {value!r}; allowed is a day as text, for example '2025-06-13'")
        return value

    @model_validator(mode="after")
    def _in_order(self):
        if not self.campaign_start < self.campaign_end < self.war_start < self.war_end:
            raise ValueError("dates must run campaign_start < campaign_end < war_start < war_end; found "
                             f"{self.campaign_start}, {self.campaign_end}, {self.war_start}, {self.war_end}")
        return self


def days(start, end):
    """Return the number of days from ``start`` to ``end``, both counted."""
    return (pandas.Timestamp(end) - pandas.Timestamp(start)).days + 1


def rate_interval(number, exposure_days, level=0.95):
    """Return the exact Poisson interval of a daily rate.

    Parameters
    ----------
    number : int
        Events seen, 0 or more.
    exposure_days : int
        Days under observation, 1 or more.
    level : float
        Two-sided level; with no event the interval is one-sided at that level, from 0.

    Returns
    -------
    tuple of float
        Low, best and high events a day.

    Raises
    ------
    ValueError
        If nothing was observed for any day.

    Notes
    -----
    Garwood (1936). With no event the bound is -ln(1 - level) / days: the rule of three.
    """
    if exposure_days < 1 or number < 0:
        raise ValueError(f"{number} events in {exposure_days} days: allowed is 0 or more events in 1 or more days")
    if number == 0:
        return 0.0, 0.0, -numpy.log(1 - level) / exposure_days
    tail = (1 - level) / 2
    low = stats.chi2.ppf(tail, 2 * number) / 2
    high = stats.chi2.ppf(1 - tail, 2 * number + 2) / 2
    return low / exposure_days, number / exposure_days, high / exposure_days


def chance_of_so_few(seen, seen_days, before, before_days):
    """Return the chance of ``seen`` or fewer events, had the earlier daily rate gone on.

    Given the total, events fall into the second window in proportion to its days: a binomial with
    ``seen_days / (seen_days + before_days)``. Both rates are uncertain, neither is taken as known.
    """
    return float(stats.binom.cdf(seen, seen + before, seen_days / (seen_days + before_days)))


def dispersion(tally):
    """Return how much burstier than a steady trickle the tally is: Pearson's chi-square over its degrees of freedom.

    Parameters
    ----------
    tally : pandas.DataFrame
        A row is a reported cumulative total: ``date``, ``total``, in order of date.

    Returns
    -------
    float
        1 for a steady Poisson process; larger for bursts.
    """
    increments = tally["total"].diff().iloc[1:].astype(float)
    spans = tally["date"].diff().dt.days.iloc[1:].astype(float)
    expected = increments.sum() * spans / spans.sum()
    return float(((increments - expected) ** 2 / expected).sum() / (len(increments) - 1))


def chance_of_none_in_bursts(expected, factor):
    """Return the chance of no event when ``expected`` are due and variance is ``factor`` times the mean.

    A negative binomial with that variance; as ``factor`` falls to 1 it becomes the Poisson exp(-expected).
    """
    if factor <= 1:
        return float(numpy.exp(-expected))
    return float(factor ** (-expected / (factor - 1)))


def tally(counts, series="us_forces_total", counted_by="united_states"):
    """Return one cumulative series as one counter reported it: one row a date.

    A cumulative count cannot fall. Where reports contradict each other, the longest run of reports
    that never falls is kept, the lower where two are equally long, and the others are left out.

    Parameters
    ----------
    counts : pandas.DataFrame
        Table ``counts``.
    series, counted_by : str
        Series and counter to take; series of different definitions are never joined.

    Returns
    -------
    pandas.DataFrame
        ``date``, ``total`` (median of that day's reports), ``low``, ``high``, in order of date.

    Raises
    ------
    ValueError
        If the series has no row.
    """
    rows = counts[(counts["series"] == series) & (counts["counted_by"] == counted_by) & counts["best"].notna()
                  & counts["date_as_of"].notna() & (counts["reread"] != "not_reopened")]
    if rows.empty:
        raise ValueError(f"counts: no row of series {series!r} by {counted_by!r}; "
                         f"series are {', '.join(sorted(counts['series'].unique()))}")
    groups = rows.groupby("date_as_of")["best"]
    made = pandas.DataFrame({"total": groups.median(), "low": groups.min(), "high": groups.max()}).reset_index(names="date")
    made = made.astype({"total": float, "low": float, "high": float})
    return made.loc[_never_falling(made["total"].tolist())].reset_index(drop=True)


def _never_falling(values):
    """Return the positions of the longest non-decreasing run of values, lowest ends preferred."""
    ends, positions, before = [], [], [None] * len(values)
    for index, value in enumerate(values):
        place = bisect.bisect_right(ends, value)
        before[index] = positions[place - 1] if place else None
        ends[place:place + 1], positions[place:place + 1] = [value], [index]
    chain, index = [], positions[-1]
    while index is not None:
        chain.append(index)
        index = before[index]
    return chain[::-1]


def total_by(series_tally, day):
    """Return the last reported total at or before ``day`` as a row: ``date``, ``total``, ``low``, ``high``."""
    upto = series_tally[series_tally["date"] <= pandas.Timestamp(day)]
    if upto.empty:
        raise ValueError(f"no tally was reported by {day}; the first is of {series_tally['date'].min():%Y-%m-%d}")
    return upto.iloc[-1]


def acts(events, attributions, start, end, least_confidence="low"):
    """Return the attacks in a window, each with the kind of act that it was.

    Parameters
    ----------
    events, attributions : pandas.DataFrame
        The tables of those names.
    start, end : date
        First and last day, both counted.
    least_confidence : {"low", "moderate", "high"}
        Rows below it are left out.

    Returns
    -------
    pandas.DataFrame
        Rows of ``events`` of category ``attack`` with ``claimed`` (someone claimed it), ``damaging``
        (something or someone was hit) and ``kind``: damaging, intercepted, unclear.
    """
    floor = CONFIDENCE.index(least_confidence)
    within = events[(events["category"] == "attack") & events["date_start"].between(pandas.Timestamp(start), pandas.Timestamp(end))
                    & events["confidence"].map(CONFIDENCE.index).ge(floor)].copy()
    claimed = attributions.loc[attributions["kind"] == "claimed", "event_id"]
    within["claimed"] = within["event_id"].isin(claimed)
    within["damaging"] = within["impact"].isin(["damage", "casualties", "damage_and_casualties", "production_loss"])
    stopped = within["outcome"].isin(["intercepted", "foiled"])
    within["kind"] = numpy.select([within["damaging"], stopped], ["damaging", "intercepted or foiled"], "unclear")
    return within.sort_values(["date_start", "event_id"])


def rates(counts, events, attributions, settings):
    """Return the daily rate of attacks on US forces by window and by counting rule.

    Returns
    -------
    pandas.DataFrame
        A row is a window under a counting rule: ``window``, ``rule``, ``number``, ``days``,
        ``low``, ``best``, ``high`` (attacks a day).
    """
    at_end = total_by(tally(counts), pandas.Timestamp(settings.campaign_end) + pandas.Timedelta(days=7))
    war = acts(events, attributions, settings.war_start, settings.war_end, settings.least_confidence)
    on_us = war[war["target_type"] == "us_forces"]
    campaign_days, war_days = days(settings.campaign_start, settings.campaign_end), days(settings.war_start, settings.war_end)
    rows = [
        ("campaign", "all counted by the Pentagon", int(at_end["total"]), campaign_days),
        ("war", "claimed", int(on_us["claimed"].sum()), war_days),
        ("war", "damaging", int(on_us["damaging"].sum()), war_days),
        ("war", "any incident on record, unclaimed and unconfirmed included", len(on_us), war_days),
    ]
    made = pandas.DataFrame(rows, columns=["window", "rule", "number", "days"])
    intervals = [rate_interval(number, exposure, settings.level) for number, exposure in zip(made["number"], made["days"])]
    made[["low", "best", "high"]] = intervals
    return made


def words_and_acts(events, start, end):
    """Return threats and attacks by day and target in a window.

    Returns
    -------
    pandas.DataFrame
        A row is a day and a kind: ``date``, ``kind`` (threat by a faction; attack on US forces, on oil
        and power, on other targets), ``number``, ``what`` (the summaries).
    """
    window = events[events["date_start"].between(pandas.Timestamp(start), pandas.Timestamp(end))]
    attack = window["category"] == "attack"
    kinds = numpy.select(
        [window["category"] == "threat", attack & (window["target_type"] == "us_forces"),
         attack & window["target_type"].isin(["oil", "power"]), attack],
        ["Threat by a faction", "Attack: US forces", "Attack: oil and power", "Attack: other"], "")
    kept = window.assign(kind=kinds)[kinds != ""]
    grouped = kept.groupby(["date_start", "kind"])
    made = grouped.agg(number=("event_id", "size"), what=("summary", _told)).reset_index(names=["date", "kind"])
    return made.sort_values(["date", "kind"]).reset_index(drop=True)


def _told(summaries):
    more = len(summaries) - MOST_TOLD
    return " / ".join(summaries[:MOST_TOLD]) + (f" / and {more} more" if more > 0 else "")


def rival_tallies(counts, series, start, end):
    """Return what different counters reported for about the same time, one row a tally, never summed."""
    rows = counts[counts["series"].isin(series) & counts["date_as_of"].between(pandas.Timestamp(start), pandas.Timestamp(end))]
    if rows.empty:
        raise ValueError(f"counts: no row of {', '.join(series)} between {start} and {end}")
    return rows.sort_values(["date_as_of", "count_id"])
