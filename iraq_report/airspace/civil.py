"""What does a shut sky cost civil flights? Shortest ways between cities that keep out of given states.

A way here is the shortest that any flight could take: airways, slots, winds and the closed sky over the sea make real ones
longer. Only lengths leave this module.
"""

import numpy
import pandas
import shapely

from iraq_report.airspace import boundaries as outlines
from iraq_report.airspace.detours import PLANE, length_km, shortest_lines
from pressroom.door import fact

# West, south, east, north: room enough to go round on either side.
ROOM = (-12.0, 8.0, 68.0, 64.0)
MINUTES = 60


def room(closed):
    """Return the area in the plane in which a flight may be: the room without the closed states."""
    west, south, east, north = ROOM
    steps = numpy.linspace(0, 1, 60)
    ring = [(west + (east - west) * s, south) for s in steps] + [(east, south + (north - south) * s) for s in steps]
    ring += [(east - (east - west) * s, north) for s in steps] + [(west, north - (north - south) * s) for s in steps]
    whole = shapely.Polygon(numpy.column_stack(PLANE(*zip(*ring))))
    return shapely.difference(whole, shapely.union_all(closed))


def ways(pairs, skies, boundaries, tolerance_degrees=0.03):
    """How long is the shortest way of each pair of cities, in each case of shut skies?

    Parameters
    ----------
    pairs : pandas.DataFrame
        A row is a pair of cities: table ``city_pairs``.
    skies : pandas.DataFrame
        A row is a state shut in a case: ``skies_id``, ``state``.
    boundaries : pandas.DataFrame
        Outlines of states.
    tolerance_degrees : float
        How far outlines are simplified before the search.

    Returns
    -------
    pandas.DataFrame
        A row is a pair and a case: ``pair_id``, ``pair``, ``aircraft_type``, ``skies_id``, ``direct_km``, ``km``; missing where no way exists.

    Raises
    ------
    ValueError
        If a case shuts a state without a boundary.
    """
    areas = outlines.simplified(outlines.shapes(boundaries), tolerance_degrees)
    areas = pandas.Series(shapely.transform(areas.to_numpy(), PLANE, interleaved=False), index=areas.index)
    unknown = sorted(set(skies["state"]) - set(areas.index))
    if unknown:
        raise ValueError(f"skies.csv shuts states without a boundary: {unknown}; use the names of boundaries.csv")
    rows = []
    for case, members in skies.groupby("skies_id", sort=False):
        free = room(areas[members["state"]].to_numpy())
        for pair in pairs.itertuples():
            start, end = (pair.from_longitude, pair.from_latitude), (pair.to_longitude, pair.to_latitude)
            line = shortest_lines(free, [start, end])[0]
            rows.append({"pair_id": pair.pair_id, "pair": f"{pair.from_name}–{pair.to_name}", "aircraft_type": pair.aircraft_type, "skies_id": case,
                         "direct_km": direct_km(start, end), "km": length_km(line) or float("nan")})
    return pandas.DataFrame(rows)


def direct_km(start, end):
    """Return the length of the shortest line between two points (longitude, latitude), in km."""
    return length_km(shapely.LineString(numpy.column_stack(PLANE(*zip(start, end)))))


def penalties(found, textbook, settings, base="usual", case="june_2025"):
    """What does a case cost against another: minutes and fuel by pair of cities?

    Parameters
    ----------
    found : pandas.DataFrame
        As returned by :func:`ways`.
    textbook : pandas.DataFrame
        Fuel flows by aircraft type (kg a minute, low, best, high).
    settings : Settings
        ``cruise_kmh``.
    base, case : str
        Cases compared.

    Returns
    -------
    pandas.DataFrame
        A row is a pair: ``pair``, ``aircraft_type``, ``km_base``, ``km_case``, ``extra_km`` (0 or more), ``extra_minutes``, ``fuel_kg_low``,
        ``fuel_kg_best``, ``fuel_kg_high``; longest first.

    Raises
    ------
    ValueError
        If a type has no fuel flow.
    """
    wide = found.pivot(index=["pair_id", "pair", "aircraft_type"], columns="skies_id", values="km").reset_index()
    flow = textbook[textbook["quantity"] == "fuel_flow"].set_index("subject")
    unknown = sorted(set(wide["aircraft_type"]) - set(flow.index))
    if unknown:
        raise ValueError(f"city_pairs.csv, column aircraft_type: {unknown} have no fuel flow in textbook.csv; known are {sorted(flow.index)}")
    extra = (wide[case] - wide[base]).clip(lower=0)
    minutes = extra / settings.cruise_kmh * MINUTES
    made = _ways_of(wide, base, case, extra, minutes)
    for name in ("low", "best", "high"):
        made[f"fuel_kg_{name}"] = minutes * wide["aircraft_type"].map(flow[name]).astype(float)
    return made.sort_values("extra_minutes", ascending=False).reset_index(drop=True)


def _ways_of(wide, base, case, extra, minutes):
    """Return the first columns of :func:`penalties`."""
    return pandas.DataFrame({"pair": wide["pair"], "aircraft_type": wide["aircraft_type"], "km_base": wide[base], "km_case": wide[case], "extra_km": extra, "extra_minutes": minutes})


def fuel_prices(revenue, textbook):
    """Return the price of jet fuel by period, in dollars a tonne: ``period``, ``low``, ``high``, turned from barrels where needed."""
    factor = float(textbook.loc[textbook["quantity"] == "barrels_per_tonne", "best"].iloc[0])
    rows = revenue[revenue["kind"] == "fuel_price"]
    times = rows["period"].map({"barrel": factor, "tonne": 1.0}).astype(float)
    year = rows["revenue_id"].str.extract(r"_(20\d\d)_")[0].map({"2025": "June 2025", "2026": "March 2026"})
    low, high = (rows["figure_usd_low"].astype(float) * times), (rows["figure_usd_high"].fillna(rows["figure_usd_best"]).astype(float) * times)
    return pandas.DataFrame({"period": year, "low": low, "high": high}).groupby("period").agg(low=("low", "min"), high=("high", "max")).reset_index()


def bill(june, prices, revenue, settings):
    """Who pays for a day of closure? Fees forgone by Iraq, fuel of airlines, and what another state takes in.

    Parameters
    ----------
    june : pandas.DataFrame
        Penalties, from :func:`penalties`; the pairs stand for all transits, which is the weakest step.
    prices : pandas.DataFrame
        From :func:`fuel_prices`.
    revenue : pandas.DataFrame
        For the reported gain of Saudi Arabia.
    settings : Settings
        Fee, flights, and the share of transits that have to go round.

    Returns
    -------
    pandas.DataFrame
        A row is a payer and a period: ``who``, ``what``, ``usd_low``, ``usd_high`` a day.
    """
    flights = [settings.flights_low * settings.affected_share, settings.flights_high * settings.affected_share]
    fuel = [june["fuel_kg_low"].quantile(0.25) / 1000, june["fuel_kg_high"].quantile(0.75) / 1000]
    rows = [("Iraq", "overflight fees not taken in", settings.flights_low * settings.fee_usd, settings.flights_high * settings.fee_usd)]
    rows += [("Airlines", f"fuel of the detour at prices of {row.period}", flights[0] * fuel[0] * row.low, flights[1] * fuel[1] * row.high) for row in prices.itertuples()]
    gain = revenue.set_index("revenue_id").loc["r_saudi_2025_day", "figure_usd_best"]
    rows += [("Saudi Arabia", "reported net gain from flights that came instead", float(gain), float(gain))]
    return pandas.DataFrame(rows, columns=["who", "what", "usd_low", "usd_high"])


def penalty_table(made):
    """Return the penalties in the reader's words."""
    return made.assign(fuel_kg_low=made["fuel_kg_low"] / 1000, fuel_kg_best=made["fuel_kg_best"] / 1000, fuel_kg_high=made["fuel_kg_high"] / 1000).round(
        {"km_base": 0, "km_case": 0, "extra_km": 0, "extra_minutes": 0, "fuel_kg_low": 1, "fuel_kg_best": 1, "fuel_kg_high": 1}).rename(columns={
            "pair": "Pair", "aircraft_type": "Type", "km_base": "Way before (km)", "km_case": "Way in the closure (km)", "extra_km": "Extra km", "extra_minutes": "Extra minutes",
            "fuel_kg_low": "Fuel, low (t)", "fuel_kg_best": "Fuel (t)", "fuel_kg_high": "Fuel, high (t)"})


def bill_table(made):
    """Return the bill of a day in the reader's words, in thousand dollars."""
    return pandas.DataFrame({"Who": made["who"], "What": made["what"], "Low (thousand dollars a day)": (made["usd_low"] / 1000).round(0), "High (thousand dollars a day)": (made["usd_high"] / 1000).round(0)})


def facts(june, alone, open_iran, made, settings):
    """Return the facts about detours and who pays."""
    by = {"inputs": ["city_pairs", "skies", "boundaries", "textbook"], "function": penalties}
    pays = {"inputs": ["city_pairs", "skies", "boundaries", "textbook", "revenue"], "function": bill}
    iraq, airlines = made[made["who"] == "Iraq"].iloc[0], made[made["who"] == "Airlines"]
    day = airlines[airlines["what"].str.contains("2025")].iloc[0]
    top = june.iloc[0]
    return [
        fact("cost.pairs", len(june), "{}", "pairs", **by), fact("cost.worst_pair", top["pair"].replace("–", " to "), **by),
        fact("cost.worst_minutes", top["extra_minutes"], "{:.0f}", "minutes", **by),
        fact("cost.minutes", f"{june['extra_minutes'].min():.0f} to {june['extra_minutes'].max():.0f}", unit="minutes", **by),
        fact("cost.median_minutes", june["extra_minutes"].median(), "{:.0f}", "minutes", **by),
        fact("cost.alone_minutes", f"{alone['extra_minutes'].min():.0f} to {alone['extra_minutes'].max():.0f}", unit="minutes", **by),
        fact("cost.iran_open_minutes", f"{open_iran['extra_minutes'].min():.0f} to {open_iran['extra_minutes'].max():.0f}", unit="minutes", **by),
        fact("cost.fuel", f"{june['fuel_kg_best'].min() / 1000:.1f} to {june['fuel_kg_best'].max() / 1000:.1f}", unit="tonnes", **by),
        fact("cost.airlines_day", f"{day['usd_low'] / 1000:.0f} to {day['usd_high'] / 1000:,.0f} thousand", unit="dollars a day", **pays),
        fact("cost.iraq_day", f"{iraq['usd_low'] / 1000:.0f} to {iraq['usd_high'] / 1000:.0f} thousand", unit="dollars a day", **pays),
        fact("cost.ratio", f"{day['usd_low'] / iraq['usd_low']:.1f} to {day['usd_high'] / iraq['usd_high']:.1f}", unit="times the fees", **pays),
    ]
