"""What the transit chapter shows as tables: what is on record, and what the texts say of it."""

import pandas

from iraq_report.airspace.transit import KINDS

CONSENT = {"claimed_given": "says Iraq allowed it", "claimed_refused": "says Iraq did not allow it", "not_sought": "says nobody asked", "unknown": "does not say"}
OBJECTS = {"missile_part": "Missile or part of one", "drone": "Drone", "fuel_tank_missile": "Fuel tank of a missile", "fuel_tank_aircraft": "Tank dropped by an aircraft",
           "interceptor_part": "Part of an interceptor", "unidentified": "Not identified"}


def names(actors):
    """Return the name of each actor by its id."""
    return actors.set_index("actor_id")["name"]


def named(values, actors):
    """Return actor ids as names; ``outlet: NAME`` keeps its name, what is no id stays as it is."""
    known = names(actors)
    return values.map(lambda value: known.get(value, str(value).removeprefix("outlet: ")) if pandas.notna(value) else "")


def number(rows, prefix):
    """Return low, best and high of each row as one text: 50, at least 40, up to 200; empty where no number is given."""
    made = []
    for low, best, high in zip(rows[f"{prefix}low"], rows[f"{prefix}best"], rows[f"{prefix}high"]):
        if pandas.notna(low) and pandas.notna(high):
            made.append(f"{low:,.0f}" if low == high else f"{low:,.0f} to {high:,.0f}")
        elif pandas.notna(low):
            made.append(f"at least {low:,.0f}")
        elif pandas.notna(high):
            made.append(f"up to {high:,.0f}")
        else:
            made.append(f"about {best:,.0f}" if pandas.notna(best) else "")
    return made


def days(rows):
    """Return first and last day of each row as one text."""
    start, end = rows["date_start"].dt.strftime("%Y-%m-%d"), rows["date_end"].dt.strftime("%Y-%m-%d")
    return start.where(start == end, start + " to " + end)


def overflight_table(overflights, actors):
    """Return every reported passage, by day, with who says so and what is said of Iraqi consent."""
    rows = overflights.sort_values(["date_start", "overflight_id"])
    return pandas.DataFrame({"Day": days(rows), "Of": named(rows["by_id"], actors), "What": rows["what"].map(KINDS), "Number": number(rows, "number_"),
                             "Said by": named(rows["said_by"], actors), "On consent": rows["consent"].map(CONSENT), "Note": rows["note"].fillna(""),
                             "Source": rows["source_id"]}).reset_index(drop=True)


def passages(overflights):
    """Return the number of reports by whose and what: ``whose``, ``kind``, ``reports``, ``with_number``."""
    whose = {"israel": "Israel", "iran": "Iran", "united_states": "United States"}
    rows = overflights.assign(whose=overflights["by_id"].map(whose).fillna("Not named, or several"), kind=overflights["what"].map(KINDS),
                              counted=overflights["number_best"].notna() & (overflights["number_best"] > 0))
    made = rows.groupby(["whose", "kind"]).agg(reports=("overflight_id", "size"), with_number=("counted", "sum")).reset_index()
    return made.sort_values(["whose", "kind"]).reset_index(drop=True)


def debris_table(debris, actors):
    """Return finds on the ground by object and whose they were said to be, and how many did harm."""
    rows = debris.assign(object=debris["object"].map(OBJECTS), of=named(debris["of"], actors), hurt=debris["harm"].isin(["injured", "killed"]),
                         damaged=debris["harm"] == "damage")
    made = rows.groupby(["object", "of"]).agg(finds=("debris_id", "size"), damaged=("damaged", "sum"), hurt=("hurt", "sum")).reset_index()
    made = made.sort_values(["finds", "object", "of"], ascending=[False, True, True]).reset_index(drop=True)
    return made.rename(columns={"object": "What fell", "of": "Said to be of", "finds": "Finds", "damaged": "With damage", "hurt": "With people hurt"})


def interception_table(interceptions, actors):
    """Return what was met in the air by whom, and how it ended, as numbers of reports; one night may have several."""
    how = {"shot_down": "Shot down", "turned_away": "Turned away", "failed": "Fell by itself", "not_stated": "Not stated"}
    rows = interceptions.assign(by=named(interceptions["by_id"], actors), how=interceptions["how"].map(how))
    made = rows.pivot_table(index="by", columns="how", values="interception_id", aggfunc="size", fill_value=0).reindex(columns=list(how.values()), fill_value=0)
    made["Reports"] = made.sum(axis=1)
    made = made.sort_values(["Reports"], ascending=False, kind="stable").reset_index()
    return made.rename(columns={"by": "Said to be done by"})


def use_table(uses, legal_texts):
    """Return, for each class, what using the airspace means and on which text that rests."""
    made = uses.merge(legal_texts, on="legal_id", suffixes=("", "_of_text"))
    kinds = {**KINDS, "debris": "What falls", "civil": "Civil flights"}
    return pandas.DataFrame({"What": made["what"].map(kinds), "Reading": made["reading"], "Text": made["text"] + ", article " + made["article"],
                             "What the text says": made["what_it_says"], "Source": made["source_id"]})
