"""The rules of the house for judged options: what is scored, what never is, and what must add up."""

from iraq_report.faults import Fault, at

# Tables in which an option of lethal force against persons has no place.
CLOSED = ("scores", "payoffs", "own_forecasts")


def judgements_in_order(table):
    """Low is not above best, best not above high, in scores and effects."""
    found = []
    for name in ("scores", "payoffs"):
        frame = table[name]
        for a, b in (("low", "best"), ("best", "high")):
            found += at(name, frame, frame[a] > frame[b], a, f"at most {b}", "Put low, best and high in order.",
                         lambda row, a=a, b=b: f"{row[a]} above {b} {row[b]}")
    return found


def judged_weights_sum_to_one(table):
    """The weights of a viewpoint cover every criterion and sum to one, and so do the shares of a world."""
    found = []
    for name, group, column in (("weights", "addressee", "weight"), ("world_families", "world_id", "share")):
        frame = table[name]
        totals = frame.groupby(group)[column].transform("sum")
        first = ~frame.duplicated(group)
        found += at(name, frame, first & ((totals - 1).abs() > 1e-6), column, f"values that sum to one for each {group}", "Correct the values.",
                     lambda row, g=group, t=totals: f"a sum of {float(t[row.name]):.4f} for {row[g]}")
    wanted = set(table["criteria"]["criterion_id"])
    counted = {who: set(rows["criterion_id"]) for who, rows in table["weights"].groupby("addressee")}
    found += [Fault("weights.csv", None, "criterion_id", f"no weight of {', '.join(sorted(wanted - has))} for {who}", "a weight for every criterion", "Add the row.")
              for who, has in counted.items() if wanted - has]
    lost = sorted(set(table["worlds"]["world_id"]) - set(table["world_families"]["world_id"]))
    return found + [Fault("world_families.csv", None, "world_id", f"no row for {world}", "a family for every world", "Add the row.") for world in lost]


def scored_options_are_whole(table):
    """An option that is scored has a score on every criterion and an effect for families without a row of their own."""
    wanted, found = set(table["criteria"]["criterion_id"]), []
    for option, rows in table["scores"].groupby("option_id"):
        for criterion in sorted(wanted - set(rows["criterion_id"])):
            found.append(Fault("scores.csv", int(rows.index[0]) + 2, "criterion_id", f"no score of {option} on {criterion}", "a score on every criterion", "Add the row."))
    general = set(table["payoffs"].loc[table["payoffs"]["family"] == "any", "option_id"])
    for option in sorted(set(table["scores"]["option_id"]) ^ general):
        found.append(Fault("payoffs.csv", None, "option_id", f"{option} scored or given an effect, not both", "a row any for exactly the options that are scored", "Add the row, or take it out."))
    return found


def lethal_force_is_never_judged(table):
    """An option of lethal force against persons is listed and never scored, ranked, weighted or put in a playbook."""
    lethal = set(table["options"].loc[table["options"]["force_against_persons"] == "yes", "option_id"])
    return [fault for name in CLOSED for fault in at(name, table[name], table[name]["option_id"].isin(lethal), "option_id",
            "an option that uses no lethal force against persons", "Take the row out; force_record.csv is the place for law and evidence.")]


def reasons_are_not_repeated(table):
    """Every judgement has a reason of its own: no template fills a column."""
    found = []
    for name in ("scores", "payoffs", "weights"):
        frame = table[name]
        plain = frame["reason"].str.lower().str.replace(r"[^a-z ]", "", regex=True).str.strip()
        found += at(name, frame, plain.duplicated(keep="first"), "reason", "a reason that stands in no other row", "Say what is particular to this row.")
    return found


def options_are_advised(table):
    """An option other than the status quo has someone who advises, opposes or reports it."""
    frame = table["options"]
    bare = ~frame["option_id"].isin(table["advice"]["option_id"]) & (frame["instrument"] != "none")
    return at("options", frame, bare, "option_id", "an option with a row in advice.csv", "Say who advises it, or take it out: an option no one advises is no option.")


RULES = (judgements_in_order, judged_weights_sum_to_one, scored_options_are_whole, lethal_force_is_never_judged, reasons_are_not_repeated, options_are_advised)
