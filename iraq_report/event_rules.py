"""The rules of the house for events and what is said of them: reported, attributed, placed, once each."""

import pandas

from iraq_report.faults import at
from iraq_report.outlines import outside


def figures_match_status(table):
    """A figure is there exactly when its status says that it was reported."""
    frame, found = table["events"], []
    for column, status in (("count", "count_status"), ("killed_best", "killed_status"), ("injured_best", "injured_status")):
        wrong = frame[column].notna() != (frame[status] == "reported")
        found += at("events", frame, wrong, status, "reported where a figure is given, another status where it is empty",
                     "Fill in the figure or change the status.", lambda row, c=column, s=status: f"{row[s]!r} with {c} {row[c]}")
    return found


def every_event_is_reported(table):
    """An event has at least one source that was looked up again."""
    frame, reports = table["events"], table["reports"]
    seen = set(reports.loc[reports["reread"] != "not_reopened", "event_id"])
    return at("events", frame, ~frame["event_id"].isin(seen), "event_id", "an event with at least one re-read row in reports.csv",
               "Add the report, with its source, or take the event out.")


def attributed_sources_report(table):
    """Who is said to have done it rests on a source that is in reports for that event."""
    frame = table["attributions"]
    known = set(zip(table["reports"]["event_id"], table["reports"]["source_id"]))
    pairs = pandas.Series(list(zip(frame["event_id"], frame["source_id"])), index=frame.index)
    return at("attributions", frame, ~pairs.isin(known), "source_id", "a source that reports.csv lists for the event",
               "Add the pair to reports.csv.")


def shares_sum_to_one(table):
    """The book's own attribution of an event is a distribution."""
    frame = table["attributions"]
    own = frame[frame["share"].notna()]
    totals = own.groupby("event_id")["share"].transform("sum")
    return at("attributions", own, (totals - 1).abs() > 1e-6, "share", "shares of an event that sum to one",
               "Correct the shares; give what is left to undetermined.")


def places_lie_in_their_country(table):
    """Coordinates come in pairs, at 0.1 degree, inside the country that the row names."""
    frame = table["events"]
    found = at("events", frame, frame["latitude"].notna() != frame["longitude"].notna(), "latitude",
                "both coordinates or neither", "Give both or none.")
    for column in ("latitude", "longitude"):
        fine = (frame[column] * 10 - (frame[column] * 10).round()).abs() > 1e-6
        found += at("events", frame, fine, column, "a number rounded to 0.1 degree", "Round it.")
    strayed = outside(table["boundaries"], frame["country"], frame["latitude"], frame["longitude"])
    return found + at("events", frame, strayed, "latitude", "a point inside the country of the row",
                       "Check latitude and longitude (are they swapped?) and country.",
                       lambda row: f"{row['latitude']}, {row['longitude']}, outside {row['country']}")


def no_event_twice(table):
    """No two rows are one event: same day, place, target, kind and weapon."""
    frame = table["events"]
    key = ["date_start", "place", "target", "category", "weapon", "actor_id", "time_utc"]
    same = frame[frame["place"].notna()].duplicated(key, keep="first").reindex(frame.index, fill_value=False)
    return at("events", frame, same, "event_id", "one row an event", "Merge the rows, or say in target what differs.")


def verdicts_have_evidence(table):
    """A verdict that needs evidence has some."""
    frame, claims = table["claim_evidence"], table["claims"]
    bare = claims["verdict"].isin(["corroborated", "partly", "contested", "contradicted"]) & ~claims["claim_id"].isin(frame["claim_id"])
    return at("claims", claims, bare, "verdict", "such a verdict only with rows in claim_evidence.csv", "Add the evidence or change the verdict.")


def contradictions_have_two_sides(table):
    """A contradiction has at least two sides, each with its source."""
    frame, sides = table["contradictions"], table["contradiction_sides"]
    number = sides.groupby("contradiction_id")["side"].nunique().reindex(frame["contradiction_id"]).fillna(0).to_numpy()
    return at("contradictions", frame, pandas.Series(number < 2, index=frame.index), "contradiction_id",
               "two sides or more in contradiction_sides.csv", "Add the other side, or take the row out.")


RULES = (figures_match_status, every_event_is_reported, attributed_sources_report, shares_sum_to_one, places_lie_in_their_country, no_event_twice, verdicts_have_evidence, contradictions_have_two_sides)
