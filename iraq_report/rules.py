"""The rules of the house that a descriptor cannot state. Each rule returns the faults it finds."""

from pathlib import Path

import pandas
from shapely import Point, from_wkt

from iraq_report import advice_rules, hypotheses, judgement_rules, tables
from iraq_report.tables import Fault

# A town on a border, rounded to 0.1 degree, may fall this far outside its country.
TOLERANCE_DEGREES = 0.15
# The explanations stand beside the tables under this name.
CARDS = "hypotheses"
# And what the descriptors say of pointers and of single keys, under these.
POINTERS, KEYS = "pointers", "keys"


def faults(data=tables.DATA):
    """Return every fault of the tables: first those of the descriptors, then, if none, those of the rules."""
    found = tables.faults(data)
    if found:
        return found
    table = {name: tables.load(name, data) for name in tables.names(data)}
    described = {name: tables.descriptor(name, data) for name in tables.names(data)}
    keys = {name: content["schema"].get("primaryKey") for name, content in described.items()}
    table[KEYS] = {name: key if isinstance(key, str) else key[0] for name, key in keys.items() if isinstance(key, str) or len(key or ()) == 1}
    table[POINTERS] = {name: (content["pointsAt"]["table"], content["pointsAt"]["key"]) for name, content in described.items() if "pointsAt" in content}
    try:
        table[CARDS] = hypotheses.load(Path(data).parent / "hypotheses")
    except tables.TableError as error:
        return error.faults
    return sorted((fault for rule in RULES for fault in rule(table)), key=lambda f: (f.file, f.row or 0, f.column or ""))


def _at(name, frame, mask, column, allowed, remedy, found=None):
    """Return one fault for each row of ``frame`` where ``mask`` holds."""
    return [Fault(f"{name}.csv", int(index) + 2, column, repr(frame.at[index, column]) if found is None else found(frame.loc[index]),
                  allowed, remedy) for index in frame.index[mask.fillna(False).astype(bool)]]


def dates_in_order(table):
    """An end is not before its start; a tally is not given before its period ends."""
    found = []
    spans = ("events", "closures", "overflights", "interceptions", "traffic", "procurement")
    for name, start, end in (*((name, "date_start", "date_end") for name in spans), ("advisories", "date_issued", "date_valid_until"),
                             ("counts", "period_start", "period_end"), ("counts", "period_end", "date_as_of"),
                             ("searches", "period_start", "period_end")):
        frame = table[name]
        found += _at(name, frame, frame[end] < frame[start], end, f"a day not before {start}", "Correct one of the two dates.",
                     lambda row, s=start, e=end: f"{row[e]:%Y-%m-%d}, before {s} {row[s]:%Y-%m-%d}")
    return found


def figures_in_order(table):
    """Low is not above best, best not above high."""
    found = []
    for name, prefixes in (("events", ("killed_", "injured_")), ("counts", ("",)), ("overflights", ("number_",)), ("interceptions", ("number_",)),
                           ("traffic", ("flights_per_day_",)), ("revenue", ("figure_usd_",)), ("assets", ("quantity_",)),
                           ("procurement", ("quantity_", "cost_usd_million_")), ("textbook", ("",))):
        frame = table[name]
        for prefix in prefixes:
            for lower, upper in (("low", "best"), ("best", "high"), ("low", "high")):
                a, b = prefix + lower, prefix + upper
                found += _at(name, frame, frame[a] > frame[b], a, f"at most {b}", "Put low, best and high in order.",
                             lambda row, a=a, b=b: f"{row[a]} above {b} {row[b]}")
    return found


def figures_match_status(table):
    """A figure is there exactly when its status says that it was reported."""
    frame, found = table["events"], []
    for column, status in (("count", "count_status"), ("killed_best", "killed_status"), ("injured_best", "injured_status")):
        wrong = frame[column].notna() != (frame[status] == "reported")
        found += _at("events", frame, wrong, status, "reported where a figure is given, another status where it is empty",
                     "Fill in the figure or change the status.", lambda row, c=column, s=status: f"{row[s]!r} with {c} {row[c]}")
    return found


def every_event_is_reported(table):
    """An event has at least one source that was looked up again."""
    frame, reports = table["events"], table["reports"]
    seen = set(reports.loc[reports["reread"] != "not_reopened", "event_id"])
    return _at("events", frame, ~frame["event_id"].isin(seen), "event_id", "an event with at least one re-read row in reports.csv",
               "Add the report, with its source, or take the event out.")


def attributed_sources_report(table):
    """Who is said to have done it rests on a source that is in reports for that event."""
    frame = table["attributions"]
    known = set(zip(table["reports"]["event_id"], table["reports"]["source_id"]))
    pairs = pandas.Series(list(zip(frame["event_id"], frame["source_id"])), index=frame.index)
    return _at("attributions", frame, ~pairs.isin(known), "source_id", "a source that reports.csv lists for the event",
               "Add the pair to reports.csv.")


def shares_sum_to_one(table):
    """The book's own attribution of an event is a distribution."""
    frame = table["attributions"]
    own = frame[frame["share"].notna()]
    totals = own.groupby("event_id")["share"].transform("sum")
    return _at("attributions", own, (totals - 1).abs() > 1e-6, "share", "shares of an event that sum to one",
               "Correct the shares; give what is left to undetermined.")


def places_lie_in_their_country(table):
    """Coordinates come in pairs, at 0.1 degree, inside the country that the row names."""
    frame = table["events"]
    found = _at("events", frame, frame["latitude"].notna() != frame["longitude"].notna(), "latitude",
                "both coordinates or neither", "Give both or none.")
    for column in ("latitude", "longitude"):
        fine = (frame[column] * 10 - (frame[column] * 10).round()).abs() > 1e-6
        found += _at("events", frame, fine, column, "a number rounded to 0.1 degree", "Round it.")
    shapes = table["boundaries"]
    shapes = shapes[shapes["scale"] == "1:10m"].set_index("state")["wkt"]
    polygons = {state: from_wkt(text).buffer(TOLERANCE_DEGREES) for state, text in shapes.items()}
    placed = frame[frame["latitude"].notna() & frame["longitude"].notna() & frame["country"].isin(polygons)]
    outside = pandas.Series([not polygons[row.country].covers(Point(row.longitude, row.latitude)) for row in placed.itertuples()],
                            index=placed.index, dtype=bool)
    return found + _at("events", placed, outside, "latitude", "a point inside the country of the row",
                       "Check latitude and longitude (are they swapped?) and country.",
                       lambda row: f"{row['latitude']}, {row['longitude']}, outside {row['country']}")


def cities_lie_in_their_state(table):
    """Cities and places of the airspace chapters lie in the state that their row names, where its outline is in the book."""
    shapes = table["boundaries"][table["boundaries"]["scale"] == "1:10m"].set_index("state")["wkt"]
    polygons = {state: from_wkt(text).buffer(TOLERANCE_DEGREES) for state, text in shapes.items()}
    found = []
    for name, prefix in (("places", ""), ("city_pairs", "from_"), ("city_pairs", "to_")):
        frame, north, east, home = table[name], f"{prefix}latitude", f"{prefix}longitude", f"{prefix}state"
        outside = pandas.Series([row[home] in polygons and not polygons[row[home]].covers(Point(row[east], row[north])) for _, row in frame.iterrows()],
                                index=frame.index, dtype=bool)
        found += _at(name, frame, outside, north, "a point inside the state of the row", "Check latitude and longitude (are they swapped?) and state.",
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
    return _at("closures", frame, twice, "date_start", "no closure of one claimant and scope inside another",
               "Correct the days, or give rival accounts of one closure the same episode.")


def times_lie_in_their_closure(table):
    """What prolongs or loosens a closure lies between its start and a day after its end; clock times of a day run forwards."""
    frame = table["closures"]
    same = (frame["date_start"] == frame["date_end"]) & (frame["end_utc"] < frame["start_utc"])
    found = _at("closures", frame, same, "end_utc", "a clock time not before start_utc on the same day", "Correct one of the two times.")
    national = frame[frame["scope"] == "all_airspace"]
    start = national[national["kind"] == "closure"].groupby("episode")["date_start"].min()
    end = national[national["kind"] == "reopening"].groupby("episode")["date_start"].max() + pandas.Timedelta(days=1)
    part = frame[frame["kind"].isin(["extension", "partial_reopening"]) & frame["episode"].isin(start.index)]
    outside = (part["date_start"] < part["episode"].map(start)) | (part["date_start"] > part["episode"].map(end))
    return found + _at("closures", part, outside, "date_start", "a day within the closure of its episode", "Correct the day or the episode.")


def aircraft_types_have_fuel(table):
    """Every aircraft type of a city pair has a fuel flow."""
    frame, known = table["city_pairs"], table["textbook"]
    known = set(known.loc[known["quantity"] == "fuel_flow", "subject"])
    return _at("city_pairs", frame, ~frame["aircraft_type"].isin(known), "aircraft_type", "a type with a fuel flow in textbook.csv: " + ", ".join(sorted(known)),
               "Add the fuel flow or choose a type that has one.")


def no_event_twice(table):
    """No two rows are one event: same day, place, target, kind and weapon."""
    frame = table["events"]
    key = ["date_start", "place", "target", "category", "weapon", "actor_id", "time_utc"]
    same = frame[frame["place"].notna()].duplicated(key, keep="first").reindex(frame.index, fill_value=False)
    return _at("events", frame, same, "event_id", "one row an event", "Merge the rows, or say in target what differs.")


def sources_are_used(table):
    """No source stands unused, and every address stands once."""
    frame, used = table["sources"], {source for sources in hypotheses.cited(table[CARDS]).values() for source in sources}
    for name, other in table.items():
        if name in (CARDS, POINTERS, KEYS):
            continue
        for column in ("source_id", "status_source_id"):
            if name != "sources" and column in other:
                used |= set(other[column].dropna())
    found = _at("sources", frame, ~frame["source_id"].isin(used), "source_id", "a source that some row cites",
                "Cite it or take it out.")
    return found + _at("sources", frame, frame["url"].duplicated(), "url", "an address that stands once",
                       "Use the source_id that the address already has.")


def pointers_lead_somewhere(table):
    """A pair of cells that names a table and a record there (``pointsAt`` in the descriptor) names one that exists."""
    found, known = [], {}
    for name, (column, key) in table[POINTERS].items():
        frame = table[name]
        for index, row in frame.iterrows():
            other = row[column]
            if other not in known:
                known[other] = set(table[other][table[KEYS][other]]) if other in table[KEYS] else set()
            if row[key] not in known[other]:
                found.append(Fault(f"{name}.csv", int(index) + 2, key, repr(row[key]), f"the key of a record in {other}", "Correct the id or the table."))
    return found


def verdicts_have_evidence(table):
    """A verdict that needs evidence has some."""
    frame, claims = table["claim_evidence"], table["claims"]
    bare = claims["verdict"].isin(["corroborated", "partly", "contested", "contradicted"]) & ~claims["claim_id"].isin(frame["claim_id"])
    return _at("claims", claims, bare, "verdict", "such a verdict only with rows in claim_evidence.csv", "Add the evidence or change the verdict.")


def contradictions_have_two_sides(table):
    """A contradiction has at least two sides, each with its source."""
    frame, sides = table["contradictions"], table["contradiction_sides"]
    number = sides.groupby("contradiction_id")["side"].nunique().reindex(frame["contradiction_id"]).fillna(0).to_numpy()
    return _at("contradictions", frame, pandas.Series(number < 2, index=frame.index), "contradiction_id",
               "two sides or more in contradiction_sides.csv", "Add the other side, or take the row out.")


def cards_rest_on_records(table):
    """What an explanation names exists: its sources, and the records for and against it."""
    sources, events = set(table["sources"]["source_id"]), set(table["events"]["event_id"])
    made = []
    for name, card in table[CARDS].items():
        named = [("said_by", said.source, sources) for said in card.said_by]
        named += [("records_for", record, events) for record in card.records_for] + [("records_against", record, events) for record in card.records_against]
        made += [Fault(f"{name}.yaml", None, column, repr(key), "an id that exists in sources.csv or events.csv", "Correct the id or add the row.")
                 for column, key, known in named if key not in known]
    roles = table.get("world_roles", pandas.DataFrame({"explanation": []}))
    made += _at("world_roles", roles, ~roles["explanation"].isin(list(table[CARDS])) & bool(table[CARDS]), "explanation", "the name of a card in hypotheses/",
                "Correct the name or add the card.")
    return made + [Fault("world_roles.csv", None, "explanation", f"no row for {name}", "every explanation plays a part in some world",
                         "Place it in a world, or add the world that it needs.") for name in table[CARDS] if len(roles) and name not in set(roles["explanation"])]


def predictions_sum_to_one(table):
    """A prediction is a distribution over the levels."""
    frame = table["predictions"]
    totals = frame[[f"p{level}" for level in range(5)]].astype(float).sum(axis="columns")
    return _at("predictions", frame, (totals - 1).abs() > 1e-6, "p0", "five probabilities that sum to one", "Correct the row.",
               lambda row: f"a row that sums to {sum(float(row[f'p{level}']) for level in range(5)):.3f}")


def forecasts_are_in_order(table):
    """A forecast lies between its low and high, ends after it was made, and an outcome has its day and its source."""
    frame = table["own_forecasts"]
    found = _at("own_forecasts", frame, (frame["low"] > frame["best"]) | (frame["best"] > frame["high"]), "best", "low at most best, best at most high", "Put them in order.")
    found += _at("own_forecasts", frame, frame["date_due"] <= frame["date_made"], "date_due", "a day after date_made", "Correct one of the two dates.")
    told = frame["outcome"].isin(["yes", "no"])
    return found + _at("own_forecasts", frame, told & (frame["date_resolved"].isna() | frame["source_id"].isna()), "outcome", "an outcome with date_resolved and source_id", "Fill in both.")


RULES = (predictions_sum_to_one, forecasts_are_in_order, cards_rest_on_records, dates_in_order, figures_in_order, figures_match_status, every_event_is_reported, attributed_sources_report,
         shares_sum_to_one, places_lie_in_their_country, no_event_twice, sources_are_used, pointers_lead_somewhere, verdicts_have_evidence,
         contradictions_have_two_sides, cities_lie_in_their_state, closures_do_not_overlap, times_lie_in_their_closure, aircraft_types_have_fuel,
         *advice_rules.RULES, *judgement_rules.RULES)
