"""What the evidence weighed rests on: its sources, its dates, and what falls when one of them is taken out."""

import numpy
import pandas

from iraq_report.restraint import weighing

CUTOFF = "2025-08-15"


def item_sources(records, reports, counts, sources):
    """Return the sources behind each item: those of the events and tallies that it names.

    Parameters
    ----------
    records, reports, counts, sources : pandas.DataFrame
        Tables ``evidence_records``, ``reports``, ``counts`` and ``sources``.

    Returns
    -------
    pandas.DataFrame
        ``item_id``, ``record_id``, ``source_id``, ``outlet``, ``date_published``. Items that rest on searches alone have no row.
    """
    told = pandas.concat([
        records[records["table"].isin(["events", "statements"])].merge(reports[["event_id", "source_id"]], left_on="record_id", right_on="event_id"),
        records[records["table"] == "counts"].merge(counts[["count_id", "source_id"]], left_on="record_id", right_on="count_id")])
    joined = told[["item_id", "record_id", "source_id"]].merge(sources[["source_id", "outlet", "date_published"]], on="source_id", validate="many_to_one")
    return joined.assign(outlet=joined["outlet"].str.replace(r"\s*\(.*\)$", "", regex=True).str.strip()).drop_duplicates()


def frozen(items, records, events, reports, counts, sources, cutoff=CUTOFF):
    """Return the items that enter the weighing of 2025, after proving that each was on record by the cut-off.

    A record passes when the event lies at or before the cut-off and at least one of its sources is dated there.
    Logged searches for what was not found are this project's own and later; they pass, and the page says so.

    A record whose pages all lack a date passes on the day of its event, and is listed by :func:`undated`.

    Raises
    ------
    ValueError
        Naming every item that leans on something later.
    """
    kept = items[items["stage"] == "frozen"]
    limit, late = pandas.Timestamp(cutoff), []
    backed = item_sources(records, reports, counts, sources)
    day, first = days_of(events, counts), backed.groupby(["item_id", "record_id"])["date_published"].min().to_dict()
    for record in records[records["item_id"].isin(kept["item_id"]) & (records["table"] != "searches")].itertuples():
        seen = first.get((record.item_id, record.record_id))
        if day[record.record_id] > limit:
            late.append(f"{record.item_id}: {record.record_id} is of {day[record.record_id]:%Y-%m-%d}")
        elif pandas.notna(seen) and seen > limit:
            late.append(f"{record.item_id}: the first dated source of {record.record_id} is of {seen:%Y-%m-%d}")
    if late:
        raise ValueError(f"evidence later than {cutoff} in the frozen step: " + "; ".join(late)
                         + ". Set its stage to later in evidence_items.csv, or rest it on an earlier record.")
    return kept


def undated(items, backed):
    """Return the items of which no page bears a date: that they were on record in time rests on their content."""
    dated = set(backed.loc[backed["date_published"].notna(), "item_id"])
    return sorted(set(items["item_id"]) & set(backed["item_id"]) - dated)


def days_of(events, counts):
    """Return the day of each event and tally by key."""
    dated = counts["date_as_of"].fillna(counts["period_end"])
    return {**dict(zip(events["event_id"], events["date_start"])), **dict(zip(counts["count_id"], dated))}


def resting_only_on(backed, column, value):
    """Return the items that would fall if every source with ``value`` in ``column`` were taken out."""
    left = set(backed.loc[backed[column] != value, "item_id"])
    return sorted(set(backed["item_id"]) - left)


def without_outlets(make_case, backed, prior_set, most=12):
    """Return how the leading world moves when all of an outlet is taken out: one row an outlet, largest first.

    Parameters
    ----------
    make_case : callable
        Takes a list of items to leave out and returns a :class:`weighing.Case`.
    backed : pandas.DataFrame
        As :func:`item_sources` gives it.
    prior_set : str
    most : int
        Outlets to report, by number of items they stand behind.

    Returns
    -------
    pandas.DataFrame
        ``outlet``, ``items`` it stands behind, ``falling`` (items that rest on it alone), ``largest_move`` and ``world``.
    """
    whole = make_case([])
    base = weighing.posterior(whole.priors[prior_set], whole.best())
    made = []
    for outlet, number in backed.groupby("outlet")["item_id"].nunique().sort_values(ascending=False).head(most).items():
        falling = resting_only_on(backed, "outlet", outlet)
        if len(falling) == len(whole.items):
            made.append((outlet, number, len(falling), float("nan"), "nothing left"))
            continue
        case = make_case(falling)
        change = weighing.posterior(case.priors[prior_set], case.best()) - base
        largest = abs(change).argmax()
        made.append((outlet, int(number), len(falling), float(change[largest]), whole.titles[whole.worlds[largest]] if len(falling) else "no change"))
    return pandas.DataFrame(made, columns=["outlet", "items", "falling", "largest_move", "world"])


def against_average(case):
    """Return, for each world and cluster, the decibels by which it expects the evidence more than the others do on average.

    Returns
    -------
    pandas.DataFrame
        ``world``, ``item`` (title of the cluster), ``decibels``.
    """
    best = case.best()
    number, rows = len(case.worlds), []
    for cluster, title in enumerate(case.clusters["title"]):
        for place, world in enumerate(case.worlds):
            others = [best[cluster, other] for other in range(number) if other != place]
            rows.append((case.titles[world], title, float(weighing.decibels(numpy.exp(best[cluster, place] - sum(others) / len(others))))))
    return pandas.DataFrame(rows, columns=["world", "item", "decibels"])
