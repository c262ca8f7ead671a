"""What did Iraq order for its air defence, how far did each deal get, and why is it late? A ledger of steps as reported."""

from datetime import date

import pandas
from pydantic import BaseModel, ConfigDict

from iraq_report.airspace.transit_tables import named
from pressroom.door import fact

STEPS = {"interest": "Talked about", "announced": "Announced", "approved": "Approved", "contracted": "Contracted", "financed": "Paid in part",
         "produced": "Made", "delivered": "Delivered", "operational": "In use"}
LATE = {"delayed": "Late", "claimed_cause_of_delay": "Reason given for delay", "cancelled": "Given up"}


class Settings(BaseModel):
    """Parameter of the chapter: the day on which promises are held against deliveries."""

    model_config = ConfigDict(extra="forbid")

    as_of: date


def _range(values):
    known = values.dropna()
    if known.empty:
        return ""
    join = " or " if known.nunique() == 2 else " to "
    return f"{known.min():,.0f}" if known.nunique() == 1 else f"{known.min():,.0f}{join}{known.max():,.0f}"


def ledger(procurement, actors):
    """How far did each deal get, by what sources say?

    Parameters
    ----------
    procurement : pandas.DataFrame
        A row is a step of a deal as one source has it.
    actors : pandas.DataFrame
        Names of suppliers.

    Returns
    -------
    pandas.DataFrame
        A row is a deal: ``deal_id``, ``system``, ``supplier``, ``first`` and ``last`` (days), ``furthest`` (the last step reached by any source),
        ``ordered``, ``delivered`` and ``cost`` (ranges as text, cost in million dollars), ``contracted``, ``paid``, ``arrived`` (bool), ``reasons`` (for delay), ``sources``.
    """
    order, rows = list(STEPS), []
    for deal, own in procurement.groupby("deal_id", sort=False):
        reached = [step for step in own["step"] if step in STEPS]
        arrived = own[own["step"].isin(["delivered", "operational"])]
        asked = own[own["step"].isin(["announced", "approved", "contracted", "interest"]) & own["quantity_unit"].ne("none")]
        rows.append({"deal_id": deal, "system": own["system"].iloc[0], "supplier": ", ".join(sorted(set(named(own["supplier_id"], actors)) - {""})), "first": own["date_start"].min(),
                     "last": own["date_start"].max(), "furthest": STEPS[max(reached, key=order.index)] if reached else "", "ordered": _range(asked["quantity_best"]),
                     "delivered": _range(arrived["quantity_best"]), "cost": _range(own["cost_usd_million_best"]), "contracted": own["step"].eq("contracted").any(),
                     "paid": own["step"].eq("financed").any(), "arrived": not arrived.empty, "reasons": int(own["step"].eq("claimed_cause_of_delay").sum()), "sources": own["source_id"].nunique()})
    return pandas.DataFrame(rows)


def ledger_table(deals):
    """Return the ledger in the reader's words."""
    yes = {True: "yes", False: "none found"}
    made = deals.assign(contracted=deals["contracted"].map(yes), paid=deals["paid"].map(yes), arrived=deals["arrived"].map(yes),
                        span=deals["first"].dt.strftime("%Y") + " to " + deals["last"].dt.strftime("%Y"))
    return made[["system", "supplier", "span", "ordered", "cost", "contracted", "paid", "arrived", "delivered", "reasons"]].rename(columns={
        "system": "System", "supplier": "Supplier", "span": "Reports", "ordered": "Number named", "cost": "Price or payment named (million dollars)", "contracted": "Contract", "paid": "Payment",
        "arrived": "Delivery", "delivered": "Number delivered", "reasons": "Reasons for delay"})


def delays(procurement, actors):
    """Return every statement of delay or of its cause, with the rival reading, in order of day."""
    rows = procurement[procurement["step"].isin(LATE)].sort_values(["date_start", "step_id"])
    return pandas.DataFrame({"Day": rows["date_start"].dt.strftime("%Y-%m-%d"), "System": rows["system"], "Step": rows["step"].map(LATE), "Said by": named(rows["claimed_by"], actors),
                             "What": rows["note"].fillna(""), "Another reading": rows["rival_reading"].fillna(""), "Source": rows["source_id"]}).reset_index(drop=True)


def promised(promises, procurement, settings):
    """Was what was promised there by the last day that the promise can mean?

    Parameters
    ----------
    promises : pandas.DataFrame
        A row is an announcement with the span in which something was due: ``step_id``, ``due_start``, ``due_end``.
    procurement : pandas.DataFrame
        Steps; a promise is kept when a delivery or use of the same deal is on record between the announcement and its end.
    settings : Settings
        ``as_of``: later promises are still open.

    Returns
    -------
    pandas.DataFrame
        ``system``, ``said`` (day), ``said_by``, ``due_start``, ``due_end``, ``kept`` (kept, missed, open), ``reading``, ``source_id``; in order of ``said``.
    """
    made = promises.merge(procurement, on="step_id")
    there = procurement[procurement["step"].isin(["delivered", "operational"])]
    kept = []
    for row in made.itertuples():
        came = there[(there["deal_id"] == row.deal_id) & there["date_start"].between(row.date_start, row.due_end) & (there["step_id"] != row.step_id)]
        came = came[came["date_start"] > row.date_start]
        kept.append("kept" if not came.empty else "missed" if row.due_end <= pandas.Timestamp(settings.as_of) else "open")
    made = made.assign(kept=kept, said=made["date_start"])
    return made.sort_values(["said", "step_id"])[["step_id", "deal_id", "system", "said", "claimed_by", "due_start", "due_end", "kept", "reading", "source_id"]].reset_index(drop=True)


def promise_table(made, actors):
    """Return promises in the reader's words."""
    words = {"kept": "a delivery is on record", "missed": "passed, no delivery on record", "open": "not yet due"}
    return pandas.DataFrame({"System": made["system"], "Said on": made["said"].dt.strftime("%Y-%m-%d"), "By": named(made["claimed_by"], actors), "What was said": made["reading"],
                             "Due from": made["due_start"].dt.strftime("%Y-%m-%d"), "Due until": made["due_end"].dt.strftime("%Y-%m-%d"), "Since then": made["kept"].map(words), "Source": made["source_id"]})


def facts(deals, procurement, made, settings):
    """Return the facts of the ledger: deals, contracts, deliveries, promises and delays."""
    steps = procurement.set_index("step_id")
    signed = steps.loc["p_cheongung_ii_05", "date_start"]
    supplier = steps.loc["p_cheongung_ii_16", "date_start"]
    korean = made[made["deal_id"] == "cheongung_ii"]
    reasons = procurement[(procurement["deal_id"] == "cheongung_ii") & (procurement["step"] == "claimed_cause_of_delay")]
    prices = deals.set_index("deal_id").at["cheongung_ii", "cost"]
    late = made["kept"].eq("missed")
    by, promise = {"inputs": ["procurement"], "function": ledger}, {"inputs": ["procurement", "promises"], "function": promised}
    return [
        fact("procurement.deals", len(deals), "{}", "deals", **by), fact("procurement.steps", len(procurement), "{}", "steps", **by),
        fact("procurement.contracted", int(deals["contracted"].sum()), "{}", "deals", **by), fact("procurement.paid", int(deals["paid"].sum()), "{}", "deals", **by),
        fact("procurement.arrived", int(deals["arrived"].sum()), "{}", "deals", **by),
        fact("procurement.arrived_contracted", int((deals["arrived"] & deals["contracted"]).sum()), "{}", "deals", **by),
        fact("procurement.supplier_months", (supplier - signed).days / 30.44, "{:.0f}", "months", ["procurement:p_cheongung_ii_05", "procurement:p_cheongung_ii_16"], facts),
        fact("procurement.korean_price", f"{prices} million", unit="dollars", **by),
        fact("procurement.korean_reasons", len(reasons), "{}", "statements", ["procurement"], delays),
        fact("procurement.promises", len(made), "{}", "promises", **promise), fact("procurement.promises_missed", int(late.sum()), "{}", "promises", **promise),
        fact("procurement.korean_promises", len(korean), "{}", "promises", **promise),
        fact("procurement.korean_missed", int(korean["kept"].eq("missed").sum()), "{}", "promises", **promise),
        fact("procurement.korean_open", int(korean["kept"].eq("open").sum()), "{}" if korean["kept"].eq("open").sum() != 1 else "one", "promises", **promise),
        fact("procurement.as_of", f"{settings.as_of.day} {settings.as_of:%B %Y}", **promise),
        fact("procurement.last_record", f"{procurement['date_start'].max():%B %Y}", **by),
    ]
