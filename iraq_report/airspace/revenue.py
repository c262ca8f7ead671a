"""What do published figures on overflight fees amount to: arithmetic, counts, or sums that fees cannot make?"""

from typing import Annotated, Self

import numpy
import pandas
from pydantic import BaseModel, ConfigDict, Field, model_validator

from iraq_report.airspace.transit_tables import named
from pressroom.door import fact

VERDICTS = {"arithmetic": "Round flights times fee: arithmetic, no receipts", "counted": "Near a counted month", "below": "Below every counted month",
            "above": "More than fees alone can make"}
# A sum counts as arithmetic when it lies this close to a multiple of fifty flights, or when its row says so;
# and as more than fees when it lies this far above the highest counted month.
WITHIN, SLACK = 0.005, 1.1
Flights = Annotated[float, Field(gt=0, le=3000)]


class Settings(BaseModel):
    """What a reader may change: fee (dollars a flight), transits a day, speed of detours, days from the counts."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    fee_usd: Annotated[float, Field(ge=0, le=5000)] = 450
    flights_low: Flights = 500
    flights_best: Flights = 640
    flights_high: Flights = 733
    cruise_kmh: Annotated[float, Field(ge=300, le=1100)] = 890
    affected_share: Annotated[float, Field(ge=0, le=1)] = 1.0

    @model_validator(mode="after")
    def _flights_ascend(self) -> Self:
        if not self.flights_low <= self.flights_best <= self.flights_high:
            raise ValueError(f"flights must ascend: found {self.flights_low:g}, {self.flights_best:g}, {self.flights_high:g}")
        return self


def counted_months(traffic):
    """Return the months of transits that the air navigation company counted: ``date_start``, ``flights_per_day_best``, source; claims are left out."""
    rows = traffic[(traffic["measure"] == "transits") & traffic["note"].fillna("").str.startswith("derived")]
    days = (rows["date_end"] - rows["date_start"]).dt.days + 1
    return rows[days.between(28, 31)].sort_values("date_start")[["traffic_id", "date_start", "flights_per_day_best", "source_id"]].reset_index(drop=True)


def ladder(revenue, traffic, found, actors, settings, since="2024-01-01"):
    """How many flights a day would each published sum need, and can fees make it?

    Parameters
    ----------
    revenue, traffic : pandas.DataFrame
        The tables of those names.
    found : pandas.DataFrame
        Closures from :func:`~iraq_report.airspace.closures.episodes`; a sum for a whole closure is spread over that of June 2025.
    actors : pandas.DataFrame
    settings : Settings
        ``fee_usd``.
    since : str
        First day of the figures taken; undated ones are kept.

    Returns
    -------
    pandas.DataFrame
        A row is a sum: ``claim``, ``usd``, ``days``, ``flights_a_day`` that it needs at the fee, ``verdict`` (see :data:`VERDICTS`), ``flights_round``
        (the round number of which it is a multiple, where arithmetic), ``kind``, ``scope``, ``source_id``.

    Raises
    ------
    ValueError
        If the fee is zero: no number of flights then makes a sum.
    """
    if settings.fee_usd == 0:
        raise ValueError("fee_usd is 0: no number of flights makes a sum; allowed here is more than 0")
    own = revenue[(revenue["country"] == "Iraq") & revenue["kind"].isin(["revenue", "loss", "arithmetic_of_official"]) & ~revenue["period"].eq("flight")]
    own = own[own["date_as_of"].isna() & own["period"].eq("year") & own["revenue_id"].str.contains("undated") | (own["date_as_of"] >= pandas.Timestamp(since))]
    june = found.set_index("episode").loc["june_2025"]
    days = own["period_days"].fillna((june["hours_low"] + june["hours_high"]) / 48).astype(float)
    need = own["figure_usd_best"].astype(float) / days / settings.fee_usd
    months = counted_months(traffic)
    counts = months.loc[months["date_start"] >= pandas.Timestamp(since), "flights_per_day_best"].astype(float)
    round_flights = (need / 50).round() * 50
    exact = ((need - round_flights).abs() <= WITHIN * need) & own["period_days"].notna() | own["kind"].eq("arithmetic_of_official")
    verdict = numpy.select([need > SLACK * counts.max(), exact, need < counts.min()], ["above", "arithmetic", "below"], "counted")
    words = own["figure_usd_best"].map(lambda usd: f"{usd / 1e6:.3g}m" if usd >= 1e6 else f"{usd:,.0f}") + " a " + own["period"]
    said = named(own["said_by"], actors).str.replace("Iraqi Council of Representatives", "Member of parliament").str.replace("Iraqi Ministry of Transport", "Transport ministry")
    when = own["date_as_of"].dt.strftime("%b %Y").fillna("undated")
    made = pandas.DataFrame({"claim": words + ", " + when, "said_by": said, "usd": own["figure_usd_best"].astype(float), "days": days, "flights_a_day": need, "verdict": verdict,
                             "flights_round": round_flights.where(verdict == "arithmetic"), "kind": own["kind"], "scope": own["scope"], "source_id": own["source_id"], "revenue_id": own["revenue_id"]})
    return made.sort_values(["flights_a_day", "claim"]).reset_index(drop=True)


def forgone(found, settings):
    """What fees did Iraq forgo in each closure, as a band over days, flights and nothing else?

    Returns
    -------
    pandas.DataFrame
        A row is a closure: ``name``, ``days_low``, ``days_high`` (missing where the end is not known), ``usd_low``, ``usd_best``, ``usd_high``
        (missing where the end is not known); the best figure takes the middle of the days, or the fewest where no end is known.
    """
    low, high = found["hours_low"] / 24, found["hours_high"] / 24
    middle = ((low + high) / 2).fillna(low)
    return pandas.DataFrame({"episode": found["episode"], "name": found["name"], "days_low": low, "days_high": high, "usd_low": low * settings.flights_low * settings.fee_usd,
                             "usd_best": middle * settings.flights_best * settings.fee_usd, "usd_high": high * settings.flights_high * settings.fee_usd})


def ladder_table(rungs):
    """Return the ladder in the reader's words."""
    made = rungs.assign(verdict=rungs["verdict"].map(VERDICTS), flights_a_day=rungs["flights_a_day"].round(0), days=rungs["days"].round(1), scope=rungs["scope"].str.replace("_", " "))
    return made[["claim", "said_by", "days", "flights_a_day", "verdict", "scope", "source_id"]].rename(columns={
        "claim": "Figure (dollars)", "said_by": "Said by", "days": "Days", "flights_a_day": "Flights a day it needs", "verdict": "What it is", "scope": "Said to cover", "source_id": "Source"})


def forgone_table(lost):
    """Return the fees forgone in the reader's words, in thousand dollars."""
    made = lost.assign(**{name: (lost[name] / 1000).round(0) for name in ("usd_low", "usd_best", "usd_high")}).round({"days_low": 1, "days_high": 1})
    return made.drop(columns="episode").rename(columns={"name": "Closure", "days_low": "Days, least", "days_high": "Days, most", "usd_low": "Fees, low (thousand dollars)",
                                                        "usd_best": "Fees, best (thousand dollars)", "usd_high": "Fees, high (thousand dollars)"})


def facts(rungs, lost, months, settings):
    """Return the facts about fees: the ladder, what was forgone, what counts there are."""
    at, of = rungs.set_index("revenue_id"), lost.set_index("episode")
    june, spring = of.loc["june_2025"], of.loc["spring_2026"]
    counts = months.set_index("traffic_id")["flights_per_day_best"].astype(float)
    recent = counts[counts.index.str.startswith("t_2025")]
    by, from_ladder = {"inputs": ["revenue", "traffic", "closures"], "function": forgone}, {"inputs": ["revenue", "traffic"], "function": ladder}
    month = at.loc["r_2025_05_month"]
    return [
        fact("cost.rungs", len(rungs), "{}", "figures", **from_ladder),
        fact("cost.arithmetic", int((rungs["verdict"] == "arithmetic").sum()), "{}", "figures", **from_ladder),
        fact("cost.impossible", int((rungs["verdict"] == "above").sum()), "{}", "figures", **from_ladder),
        fact("cost.month", month["usd"] / 1e6, "{:.2f} million", "dollars a month", ["revenue:r_2025_05_month"], ladder),
        fact("cost.month_flights", month["flights_round"], "{:.0f}", "flights a day", ["revenue:r_2025_05_month"], ladder),
        fact("cost.month_days", month["days"], "{:.0f}", "days", ["revenue:r_2025_05_month"], ladder),
        fact("cost.fee", settings.fee_usd, "{:.0f}", "dollars a flight", ["revenue"], ladder),
        fact("cost.may_count", counts["t_2025_05"], "{:.0f}", "flights a day", ["traffic:t_2025_05"], counted_months),
        fact("cost.may_month", counts["t_2025_05"] * 31 * settings.fee_usd / 1e6, "{:.2f} million", "dollars", ["traffic:t_2025_05"], counted_months),
        fact("cost.counts_low", recent.min(), "{:.0f}", "flights a day", ["traffic"], counted_months), fact("cost.counts_high", recent.max(), "{:.0f}", "flights a day", ["traffic"], counted_months),
        fact("cost.counted_months", len(counts), "{}", "months", ["traffic"], counted_months),
        fact("cost.day_820", at.loc["r_2025_06_day_820", "flights_a_day"], "{:,.0f}", "flights a day", ["revenue:r_2025_06_day_820"], ladder),
        fact("cost.whole_sector", at.loc["r_2025_06_total", "usd"] / 1e6, "{:.0f} million", "dollars", ["revenue:r_2025_06_total"], ladder),
        fact("cost.whole_flights", at.loc["r_2025_06_total", "flights_a_day"], "{:,.0f}", "flights a day", ["revenue:r_2025_06_total"], ladder),
        fact("cost.june_fees", f"{june['usd_low'] / 1e6:.1f} to {june['usd_high'] / 1e6:.1f} million", unit="dollars", **by),
        fact("cost.june_best", june["usd_best"] / 1e6, "{:.1f} million", "dollars", **by),
        fact("cost.spring_fees", spring["usd_low"] / 1e6, "{:.1f} million", "dollars", **by),
        fact("cost.day_fees", settings.flights_best * settings.fee_usd / 1000, "{:.0f} thousand", "dollars a day", ["revenue", "traffic"], forgone),
    ]
