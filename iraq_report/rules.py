"""The rules of the house that a descriptor cannot state. Each rule returns the faults it finds."""

import sys
from pathlib import Path

import pandas

from iraq_report import advice_rules, airspace_rules, descriptors, event_rules, hypotheses, judgement_rules, tables
from iraq_report.faults import Fault, at, ordered

# The explanations stand beside the tables under this name.
CARDS = "hypotheses"
# And what the descriptors say of pointers and of single keys, under these.
POINTERS, KEYS = "pointers", "keys"


def faults(data=tables.DATA):
    """Return every fault of the tables: first those of descriptors, cells and cards, then, if none, those of the rules."""
    found = tables.faults(data)
    try:
        cards = hypotheses.load(Path(data).parent / "hypotheses")
    except tables.TableError as error:
        found += error.faults
    if found:
        return ordered(found)
    table = {name: tables.load(name, data) for name in tables.names(data)}
    described = {name: descriptors.shared(name, data) for name in table}
    keys = {name: descriptors.key_columns(content["schema"]["primaryKey"]) for name, content in described.items()}
    table[KEYS] = {name: columns[0] for name, columns in keys.items() if len(columns) == 1}
    table[POINTERS] = {name: (content["pointsAt"]["table"], content["pointsAt"]["key"]) for name, content in described.items() if "pointsAt" in content}
    table[CARDS] = cards
    return ordered(fault for rule in RULES for fault in _applied(rule, table))


def _applied(rule, table):
    """Return what a rule finds; a table or column that it needs and that is gone, or is of another type, is a fault."""
    try:
        return rule(table)
    except (KeyError, TypeError, ValueError) as error:
        return [Fault("data", None, None, f"{type(error).__name__}: {error}", f"the tables and columns that the rule {rule.__name__} reads, in their types",
                      "Restore them, or change the rule with them.")]


def dates_in_order(table):
    """An end is not before its start; a tally is not given before its period ends."""
    found = []
    spans = ("events", "closures", "overflights", "interceptions", "traffic", "procurement")
    for name, start, end in (*((name, "date_start", "date_end") for name in spans), ("advisories", "date_issued", "date_valid_until"),
                             ("counts", "period_start", "period_end"), ("counts", "period_end", "date_as_of"),
                             ("searches", "period_start", "period_end")):
        frame = table[name]
        found += at(name, frame, frame[end] < frame[start], end, f"a day not before {start}", "Correct one of the two dates.",
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
                found += at(name, frame, frame[a] > frame[b], a, f"at most {b}", "Put low, best and high in order.",
                             lambda row, a=a, b=b: f"{row[a]} above {b} {row[b]}")
    return found


def sources_are_used(table):
    """No source stands unused, and every address stands once."""
    frame, used = table["sources"], {source for sources in hypotheses.cited(table[CARDS]).values() for source in sources}
    for name, other in table.items():
        if name in (CARDS, POINTERS, KEYS):
            continue
        for column in ("source_id", "status_source_id"):
            if name != "sources" and column in other:
                used |= set(other[column].dropna())
    found = at("sources", frame, ~frame["source_id"].isin(used), "source_id", "a source that some row cites",
                "Cite it or take it out.")
    return found + at("sources", frame, frame["url"].duplicated(), "url", "an address that stands once",
                       "Use the source_id that the address already has.")


def pointers_lead_somewhere(table):
    """A pair of cells that names a table and a record there (``pointsAt`` in the descriptor) names one that exists."""
    found, known = [], {}
    for name, (column, key) in table[POINTERS].items():
        frame = table[name]
        for other in set(frame[column].dropna()) - set(known):
            known[other] = set(table[other][table[KEYS][other]]) if other in table[KEYS] else set()
        lost = [pandas.isna(other) or record not in known[other] for other, record in zip(frame[column], frame[key])]
        found += at(name, frame, pandas.Series(lost, index=frame.index, dtype=bool), key, "the key of a record in the table that the row names", "Correct the id or the table.",
                    lambda row, c=column, k=key: f"{row[k]!r} in {row[c]}")
    return found


def cards_rest_on_records(table):
    """What an explanation names exists: its sources, and the records for and against it."""
    sources, events = set(table["sources"]["source_id"]), set(table["events"]["event_id"])
    made = []
    for name, card in table[CARDS].items():
        named = [("said_by", said.source, sources) for said in card.said_by]
        named += [("records_for", record, events) for record in card.records_for] + [("records_against", record, events) for record in card.records_against]
        made += [Fault(f"{name}.yaml", None, column, repr(key)[:200], "an id that exists in sources.csv or events.csv", "Correct the id or add the row.")
                 for column, key, known in named if key not in known]
    roles = table.get("world_roles", pandas.DataFrame({"explanation": []}))
    made += at("world_roles", roles, ~roles["explanation"].isin(list(table[CARDS])) & bool(table[CARDS]), "explanation", "the name of a card in hypotheses/",
                "Correct the name or add the card.")
    return made + [Fault("world_roles.csv", None, "explanation", f"no row for {name}", "every explanation plays a part in some world",
                         "Place it in a world, or add the world that it needs.") for name in table[CARDS] if len(roles) and name not in set(roles["explanation"])]


def predictions_sum_to_one(table):
    """A prediction is a distribution over the levels."""
    frame = table["predictions"]
    totals = frame[[f"p{level}" for level in range(5)]].astype(float).sum(axis="columns")
    return at("predictions", frame, (totals - 1).abs() > 1e-6, "p0", "five probabilities that sum to one", "Correct the row.",
               lambda row: f"a row that sums to {sum(float(row[f'p{level}']) for level in range(5)):.3f}")


def forecasts_are_in_order(table):
    """A forecast lies between its low and high, ends after it was made, and an outcome has its day and its source."""
    frame = table["own_forecasts"]
    found = at("own_forecasts", frame, (frame["low"] > frame["best"]) | (frame["best"] > frame["high"]), "best", "low at most best, best at most high", "Put them in order.")
    found += at("own_forecasts", frame, frame["date_due"] <= frame["date_made"], "date_due", "a day after date_made", "Correct one of the two dates.")
    told = frame["outcome"].isin(["yes", "no"])
    return found + at("own_forecasts", frame, told & (frame["date_resolved"].isna() | frame["source_id"].isna()), "outcome", "an outcome with date_resolved and source_id", "Fill in both.")


RULES = (dates_in_order, figures_in_order, sources_are_used, pointers_lead_somewhere, cards_rest_on_records, predictions_sum_to_one, forecasts_are_in_order,
         *event_rules.RULES, *airspace_rules.RULES, *advice_rules.RULES, *judgement_rules.RULES)


if __name__ == "__main__":
    # Before a commit: the same check as `make check`, without loading the press.
    sys.exit("\n".join(map(str, faults())) or None)
