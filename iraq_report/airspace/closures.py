"""When was Iraqi airspace shut, for how long and with what notice: announcements made into closures with bands.

Clock times in the table are UTC; Iraq is three hours ahead all year. A day without a clock time is the local day,
so a start may lie anywhere in it.
"""

from datetime import date
from typing import Self

import pandas
from pydantic import BaseModel, ConfigDict, model_validator

from pressroom.door import fact

AHEAD = pandas.Timedelta(hours=3)
DAY = pandas.Timedelta(days=1)
NAMES = {"april_2024": "April 2024", "october_2024_first": "1 October 2024", "october_2024_second": "26 October 2024", "june_2025": "June 2025",
         "spring_2026": "From 28 February 2026"}
LANES = ["Whole airspace shut", "Single airports", "Own carriers halted", "Advice of regulators", "Airlines stay away", "Protests over passage"]


class Settings(BaseModel):
    """Parameters of the chapter: first and last day drawn."""

    model_config = ConfigDict(extra="forbid")

    first_day: date
    last_day: date

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if not self.first_day < self.last_day:
            raise ValueError(f"first_day must come before last_day; found {self.first_day} and {self.last_day}")
        return self


def local(moment_utc):
    """Return the Iraqi clock time of a moment in UTC: three hours ahead, without summer time since 2008."""
    return moment_utc + AHEAD


def span_utc(day, clock):
    """Return the earliest and the latest moment (UTC) that a local day, and a UTC clock time where known, can mean.

    Parameters
    ----------
    day : Timestamp
        Day in Iraq.
    clock : str or missing
        ``HH:MM`` in UTC. A local day begins at 21:00 UTC of the day before, so a clock time from 21:00 on belongs there.
    """
    begins = day - AHEAD
    if pandas.isna(clock):
        return begins, begins + DAY
    moment = day + pandas.Timedelta(f"{clock}:00")
    moment = moment if moment < begins + DAY else moment - DAY
    return moment, moment


def episodes(closures):
    """How long was the whole airspace shut, each time, at the least and at the most?

    Parameters
    ----------
    closures : pandas.DataFrame
        Table ``closures``.

    Returns
    -------
    pandas.DataFrame
        A row is a closure of the whole airspace: ``episode``, ``name``, ``start_low``, ``start_high``, ``end_low``, ``end_high`` (UTC;
        the last is missing where no end was found), ``hours_low``, ``hours_high``, ``hours_planned`` (of the first notice with an end),
        ``notices`` (announcements that shut or prolonged).

    Raises
    ------
    ValueError
        If an end lies before its start.
    """
    rows = closures[closures["scope"].eq("all_airspace") & closures["episode"].notna() & closures["reread"].ne("not_reopened")]
    made = []
    for name, own in rows.groupby("episode", sort=False):
        shut, more, opened = (own[own["kind"] == kind] for kind in ("closure", "extension", "reopening"))
        if shut.empty:
            continue
        low, high = _start(shut, more)
        end_low, end_high = _end(own, opened, low)
        if pandas.notna(end_high) and end_high < low:
            raise ValueError(f"closures: episode {name} ends {end_high} before it starts {low}; correct the rows")
        planned = shut[shut["end_utc"].notna() & shut["start_utc"].notna()].head(1)
        made.append({"episode": name, "name": NAMES.get(name, name), "start_low": low, "start_high": high, "end_low": end_low, "end_high": end_high,
                     "hours_low": max(0.0, (end_low - high) / pandas.Timedelta(hours=1)), "hours_high": (end_high - low) / pandas.Timedelta(hours=1),
                     "hours_planned": _planned(planned), "notices": len(shut) + len(more)})
    return pandas.DataFrame(made).sort_values("start_low").reset_index(drop=True)


def _start(shut, more):
    spans = [span_utc(*pair) for pair in zip(shut["date_start"], shut["start_utc"])]
    exact = [low for low, high in spans if low == high]
    low, high = (min(exact), max(exact)) if exact else (max(low for low, _ in spans), min(high for _, high in spans))
    # What prolongs a closure begins inside it, so the closure began before.
    later = [span_utc(*pair)[0] for pair in zip(more["date_start"], more["start_utc"]) if pandas.notna(pair[1])]
    return low, min([high, *later])


def _end(own, opened, start):
    if opened.empty:
        planned = own[own["end_utc"].notna()]
        return max([start, *(span_utc(*pair)[1] for pair in zip(planned["date_end"], planned["end_utc"]))]), pandas.NaT
    spans = [span_utc(*pair) for pair in zip(opened["date_start"], opened["start_utc"])]
    exact = [low for low, high in spans if low == high]
    low, high = (min(exact), max(exact)) if exact else (max(low for low, _ in spans), min(high for _, high in spans))
    return max(low, start), high


def _planned(rows):
    if rows.empty:
        return float("nan")
    row = rows.iloc[0]
    return (span_utc(row["date_end"], row["end_utc"])[0] - span_utc(row["date_start"], row["start_utc"])[0]) / pandas.Timedelta(hours=1)


def is_shut(moment_utc, found):
    """Return whether the whole airspace was shut at a moment: yes, perhaps (within the bands) or no.

    Parameters
    ----------
    moment_utc : Timestamp
    found : pandas.DataFrame
        As returned by :func:`episodes`.
    """
    for row in found.itertuples():
        if row.start_high <= moment_utc < row.end_low:
            return "yes"
        if row.start_low <= moment_utc and (pandas.isna(row.end_high) or moment_utc < row.end_high):
            return "perhaps"
    return "no"


def duration_table(found):
    """Return the closures in the reader's words, in UTC and in Iraqi time."""
    def told(low, high):
        return low.strftime("%Y-%m-%d %H:%M") if low == high else f"{low:%Y-%m-%d %H:%M} to {high:%Y-%m-%d %H:%M}" if pandas.notna(high) else f"not before {low:%Y-%m-%d %H:%M}"
    return pandas.DataFrame({
        "Closure": found["name"], "Began (UTC)": [told(*pair) for pair in zip(found["start_low"], found["start_high"])],
        "Began (Iraq)": [told(*pair) for pair in zip(local(found["start_low"]), local(found["start_high"]))],
        "Ended (UTC)": [told(*pair) for pair in zip(found["end_low"], found["end_high"])],
        "Hours, at least": found["hours_low"].round(1), "Hours, at most": found["hours_high"].round(1), "Hours first announced": found["hours_planned"].round(1),
        "Notices on record": found["notices"]})


def notice(closures, sources):
    """How long ahead were closures and prolongings made known, by the day of the page that tells of them?

    Returns
    -------
    pandas.DataFrame
        A row is an announcement by an Iraqi authority about the whole airspace whose page has a date: ``closure_id``, ``kind``, ``date_start``,
        ``date_published``, ``days_ahead`` (0 the same day, below 0 told only afterwards).
    """
    rows = closures[closures["scope"].eq("all_airspace") & closures["kind"].isin(["closure", "extension"]) & closures["claimant"].str.startswith("iraq")]
    rows = rows.merge(sources[["source_id", "date_published"]].dropna(), on="source_id")
    return rows.assign(days_ahead=(rows["date_start"] - rows["date_published"]).dt.days)[["closure_id", "kind", "date_start", "date_published", "days_ahead"]]


def facts(found, told, marks):
    """Return the facts about closures: lengths, notice, what is missing."""
    of = found.set_index("episode")
    june, spring, april = of.loc["june_2025"], of.loc["spring_2026"], of.loc["april_2024"]
    ahead = told["days_ahead"]
    by = {"inputs": ["closures"], "function": episodes}
    return [
        fact("closures.number", len(found), "{}", "closures", **by),
        fact("closures.june_days", f"{june['hours_low'] / 24:.1f} to {june['hours_high'] / 24:.1f}", unit="days", **by),
        fact("closures.spring_days", f"{spring['hours_low'] / 24:.0f}", unit="days", **by),
        fact("closures.spring_notices", int(spring["notices"]), "{}", "notices", **by),
        fact("closures.spring_last", f"{local(spring['end_low']).day} {local(spring['end_low']):%B %Y}", **by),
        fact("closures.april_hours", f"{april['hours_low']:.1f} to {april['hours_high']:.1f}", unit="hours", **by),
        fact("closures.april_planned", april["hours_planned"], "{:.0f}", "hours", **by),
        fact("closures.no_end", int(found["end_high"].isna().sum()), "{}" if found["end_high"].isna().sum() != 1 else "one", "closures", **by),
        fact("closures.times", spring["hours_low"] / june["hours_high"], "{:.1f}", "times the closure of June 2025", **by),
        fact("closures.dated", len(told), "{}", "announcements", ["closures", "sources"], notice),
        fact("closures.same_day", int((ahead <= 0).sum()), "{}", "announcements", ["closures", "sources"], notice),
        fact("closures.rows", len(marks), "{}", "announcements", ["closures", "advisories", "protests"], facts),
    ]
