"""The rules of the house for airspace: cities in their state, closures that fit together, fuel for every aircraft."""

import pandas

from iraq_report.faults import at
from iraq_report.outlines import outside


def cities_lie_in_their_state(table):
    """Cities and places of the airspace chapters lie in the state that their row names, where its outline is in the book."""
    found = []
    for name, prefix in (("places", ""), ("city_pairs", "from_"), ("city_pairs", "to_")):
        frame, north, east, home = table[name], f"{prefix}latitude", f"{prefix}longitude", f"{prefix}state"
        strayed = outside(table["boundaries"], frame[home], frame[north], frame[east])
        found += at(name, frame, strayed, north, "a point inside the state of the row", "Check latitude and longitude (are they swapped?) and state.",
                     lambda row, n=north, e=east, h=home: f"{row[n]}, {row[e]}, outside {row[h]}")
    return found


def closures_do_not_overlap(table):
    """Of one claimant and scope one closure runs at a time; rival accounts of it share its episode."""
    frame = table["closures"]
    shut = frame[frame["kind"] == "closure"].sort_values("date_start")
    twice = pandas.Series(False, index=frame.index)
    for _, rows in shut.groupby(["claimant", "scope"]):
        for later in rows.index[1:]:
            before = rows.loc[:later].iloc[:-1]
            before = before[before["episode"] != rows.at[later, "episode"]]
            twice[later] = bool((before["date_end"].fillna(before["date_start"]) >= rows.at[later, "date_start"]).any())
    return at("closures", frame, twice, "date_start", "no closure of one claimant and scope inside another",
               "Correct the days, or give rival accounts of one closure the same episode.")


def times_lie_in_their_closure(table):
    """What prolongs or loosens a closure lies between its start and a day after its end; clock times of a day run forwards."""
    frame = table["closures"]
    same = (frame["date_start"] == frame["date_end"]) & (frame["end_utc"] < frame["start_utc"])
    found = at("closures", frame, same, "end_utc", "a clock time not before start_utc on the same day", "Correct one of the two times.")
    national = frame[frame["scope"] == "all_airspace"]
    start = national[national["kind"] == "closure"].groupby("episode")["date_start"].min()
    end = national[national["kind"] == "reopening"].groupby("episode")["date_start"].max() + pandas.Timedelta(days=1)
    part = frame[frame["kind"].isin(["extension", "partial_reopening"]) & frame["episode"].isin(start.index)]
    strayed = (part["date_start"] < part["episode"].map(start)) | (part["date_start"] > part["episode"].map(end))
    return found + at("closures", part, strayed, "date_start", "a day within the closure of its episode", "Correct the day or the episode.")


def aircraft_types_have_fuel(table):
    """Every aircraft type of a city pair has a fuel flow."""
    frame, known = table["city_pairs"], table["textbook"]
    known = set(known.loc[known["quantity"] == "fuel_flow", "subject"])
    return at("city_pairs", frame, ~frame["aircraft_type"].isin(known), "aircraft_type", "a type with a fuel flow in textbook.csv: " + ", ".join(sorted(known)),
               "Add the fuel flow or choose a type that has one.")


RULES = (cities_lie_in_their_state, closures_do_not_overlap, times_lie_in_their_closure, aircraft_types_have_fuel)
