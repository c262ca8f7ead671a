"""The re-coding kit: what a second coder sees, the form to fill in, and the agreement of two codings.

Which columns are judgements stands in the descriptors: ``coded: nominal`` or ``coded: ordinal`` on a field.
"""

import hashlib

import krippendorff
import numpy
import pandas

from iraq_report import tables
from iraq_report.faults import Fault

FORM = ["table", "unit", "variable", "allowed", "what_to_code", "value"]


def coded(data=tables.DATA):
    """Return the coded variables: a row is one, with ``table``, ``variable``, ``scale`` and ``values`` in order."""
    found = []
    for name in tables.names(data):
        for field in tables.descriptor(name, data)["schema"]["fields"]:
            if "coded" in field:
                rules = field.get("constraints", {})
                values = list(map(str, field.get("options") or range(int(rules["minimum"]), int(rules["maximum"]) + 1)))
                found.append({"table": name, "variable": field["name"], "scale": field["coded"], "values": values})
    return pandas.DataFrame(found, columns=["table", "variable", "scale", "values"])


def record_ids(name, frame, data=tables.DATA):
    """Return the identifier of each row: its key, parts joined by a colon."""
    key = tables.descriptor(name, data)["schema"]["primaryKey"]
    key = [key] if isinstance(key, str) else key
    return frame[key].astype("string").agg(":".join, axis="columns") if len(key) > 1 else frame[key[0]]


def unit(record_id):
    """Return the name a record goes by in a form: ids often hint at how a record was coded, this does not."""
    return hashlib.sha256(record_id.encode()).hexdigest()[:12]


def _lines(frame, columns):
    return [", ".join(f"{column}: {row[column]}" for column in columns if pandas.notna(row[column])) for row in frame.to_dict("records")]


def _event_text(event_id, table):
    event = table["events"].set_index("event_id").loc[[event_id]]
    reports = table["reports"][table["reports"]["event_id"] == event_id]
    return _lines(event, ["date_start", "place", "target", "weapon"]) + [f"report: {text}" for text in reports["says"]]


def _events(row, table):
    return _event_text(row["event_id"], table)


def _sources(row, table):
    said = table["reports"].loc[table["reports"]["source_id"] == row["source_id"], "says"].head(3)
    return _lines(pandas.DataFrame([row]), ["outlet", "author", "title", "date_published", "url", "language", "stake"]) + [f"says: {text}" for text in said]


def _reports(row, table):
    source = table["sources"].set_index("source_id").loc[row["source_id"]]
    return [f"this report: {source['outlet']}: {row['says']}", "all that is on record of the event:"] + _event_text(row["event_id"], table)


def _claims(row, table):
    evidence = table["claim_evidence"][table["claim_evidence"]["claim_id"] == row["claim_id"]]
    told = [table["events"].set_index("event_id").at[item.record_id, "summary"] if item.table == "events" else f"{item.table}: {item.record_id}"
            for item in evidence.itertuples()]
    return [f"claim of {row['source_id'].upper()}: {row['claim']}"] + [f"record: {text}" for text in told]


def _after(event_id, table, days=14):
    events = table["events"].set_index("event_id")
    day = events.at[event_id, "date_start"]
    later = events[(events["date_start"] >= day) & (events["date_start"] <= day + pandas.Timedelta(days=days)) & (events.index != event_id)
                   & events["category"].isin(["attack", "strike_on_faction", "pledge", "threat"])]
    return [f"within {days} days: {text}" for text in (later["date_start"].dt.strftime("%Y-%m-%d") + " " + later["summary"]).head(12)]


def _statements(row, table):
    summary = table["events"].set_index("event_id").at[row["event_id"], "summary"]
    return [f"statement: {summary}"] + _event_text(row["event_id"], table) + _after(row["event_id"], table)


def _behaviours(row, table):
    point = table["decision_points"].set_index("decision_point_id").loc[row["decision_point_id"]]
    named = set(table["attributions"].loc[table["attributions"]["actor_id"] == row["actor_id"], "event_id"])
    events = table["events"]
    within = events[events["date_start"].between(point["date_start"], point["date_end"])
                    & ((events["actor_id"] == row["actor_id"]) | events["event_id"].isin(named))]
    told = (within["date_start"].dt.strftime("%Y-%m-%d") + " " + within["summary"]).tolist()
    return [f"{row['actor_id']} at {point['title']}, coding rule: {row['coding']}"] + (told[:25] or ["no record names this actor in the window"])


SEEN = {"events": _events, "sources": _sources, "reports": _reports, "claims": _claims, "statements": _statements, "behaviours": _behaviours}


def form(size, seed, data=tables.DATA):
    """Draw a blind form: what a coder sees of a random sample, without this project's codes.

    Parameters
    ----------
    size : int
        Records to draw from each table, at most all of them.
    seed : int
        The same seed draws the same sample.

    Returns
    -------
    pandas.DataFrame
        A row is a record and a variable, with an empty ``value`` to fill in.
    """
    if size < 2:
        raise ValueError(f"size {size}: allowed is 2 or more records a table")
    table = {name: tables.load(name, data) for name in tables.names(data)}
    variables, rows = coded(data), []
    for name, own in variables.groupby("table", sort=True):
        frame = table[name].assign(record_id=record_ids(name, table[name], data))
        drawn = frame.sample(min(size, len(frame)), random_state=numpy.random.default_rng([seed, len(name)])).sort_values("record_id")
        for row in drawn.to_dict("records"):
            seen = "\n".join(SEEN[name](row, table))
            rows += [(name, unit(row["record_id"]), item.variable, " | ".join(item.values), seen if first == 0 else "as above", "")
                     for first, item in enumerate(own.itertuples())]
    return pandas.DataFrame(rows, columns=FORM)


def faults(filled, data=tables.DATA):
    """Return what is wrong with a filled form, all at once; empty values are allowed and left out of the comparison."""
    missing = [column for column in ("table", "unit", "variable", "value") if column not in filled]
    if missing:
        return [Fault("form", 1, None, f"no column {', '.join(missing)}", ", ".join(FORM), "Use the header of the form that was drawn.")]
    known = coded(data).set_index(["table", "variable"])["values"]
    found = []
    for index, row in filled.iterrows():
        place = (row["table"], row["variable"])
        if place not in known.index:
            found.append(Fault("form", index + 2, "variable", repr(":".join(place)), "a coded variable of a table", "Restore the cell as drawn."))
        elif pandas.notna(row["value"]) and str(row["value"]).strip() not in [*known[place], ""]:
            found.append(Fault("form", index + 2, "value", repr(row["value"]), " | ".join(known[place]), "Choose an allowed value or leave it empty."))
    return found


def pairs(filled, data=tables.DATA):
    """Return both codings side by side: ``table``, ``record_id``, ``variable``, ``scale``, ``first``, ``second``.

    Raises
    ------
    TableError
        If the form has faults, or names a record that does not exist.
    """
    found = faults(filled, data)
    if found:
        raise tables.TableError(found)
    made = []
    for item in coded(data).itertuples():
        own = filled[(filled["table"] == item.table) & (filled["variable"] == item.variable)]
        frame = tables.load(item.table, data)
        first = pandas.Series(frame[item.variable].astype("string").to_numpy(), index=record_ids(item.table, frame, data))
        named = {unit(record_id): record_id for record_id in first.index}
        lost = own[~own["unit"].isin(list(named))]
        if len(lost):
            raise tables.TableError([Fault("form", int(index) + 2, "unit", repr(row["unit"]), f"a record of {item.table}",
                                           "It was removed or renamed since the form was drawn: take the row out.") for index, row in lost.iterrows()])
        second = own.assign(record_id=own["unit"].map(named)).set_index("record_id")["value"].astype("string").str.strip().replace("", pandas.NA)
        both = pandas.DataFrame({"first": first.reindex(second.index), "second": second}).dropna().reset_index(names="record_id")
        made.append(both.assign(table=item.table, variable=item.variable, scale=item.scale))
    return pandas.concat(made, ignore_index=True)[["table", "record_id", "variable", "scale", "first", "second"]]


def alpha(codes, values, scale):
    """Return Krippendorff's alpha of several coders.

    Parameters
    ----------
    codes : array of int or nan, one row a coder, one column a unit
        Positions in ``values``; not a number where a coder gave none.
    values : list
        All allowed values, in order where ``scale`` is ordinal.
    scale : {"nominal", "ordinal"}

    Returns
    -------
    float
        1 is agreement, 0 what chance would give; not a number if every coder gave one and the same value throughout.
    """
    given = codes[~numpy.isnan(codes)]
    if len(numpy.unique(given)) < 2:
        return float("nan")
    return float(krippendorff.alpha(reliability_data=codes, value_domain=list(range(len(values))), level_of_measurement=scale))


def agreement(both, data=tables.DATA, draws=1000, seed=20260101):
    """Return the agreement of two codings by variable.

    Returns
    -------
    pandas.DataFrame
        ``table``, ``variable``, ``scale``, ``units``, ``same`` (share coded alike), ``alpha``, and the
        2.5 and 97.5 percent points of a bootstrap over units, ``low`` and ``high``.
    """
    generator, made = numpy.random.default_rng(seed), []
    for item in coded(data).itertuples():
        own = both[(both["table"] == item.table) & (both["variable"] == item.variable)]
        if own.empty:
            continue
        codes = numpy.array([[item.values.index(value) for value in own[column]] for column in ("first", "second")], dtype=float)
        draws_made = [alpha(codes[:, generator.integers(0, len(own), len(own))], item.values, item.scale) for _ in range(draws)]
        usable = [value for value in draws_made if not numpy.isnan(value)]
        low, high = numpy.quantile(usable, [0.025, 0.975]) if usable else (float("nan"), float("nan"))
        made.append((item.table, item.variable, item.scale, len(own), float((own["first"] == own["second"]).mean()),
                     alpha(codes, item.values, item.scale), float(low), float(high)))
    return pandas.DataFrame(made, columns=["table", "variable", "scale", "units", "same", "alpha", "low", "high"])
