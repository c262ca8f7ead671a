"""Options: one row each, with who advises, who opposes, whom it binds and what it leans on."""

from typing import Literal

import pandas
from pydantic import BaseModel, ConfigDict

from pressroom.door import fact

ADDRESSEES = {"washington": "Washington", "baghdad": "Baghdad", "erbil": "Erbil", "tehran": "Tehran",
              "europeans": "Europeans", "united_nations": "United Nations", "israel": "Israel"}
DRIVERS = {"deterrence": "Fear of costs", "principal": "Iran's choice", "autonomy": "Own interests",
           "state_and_clergy": "Baghdad and the clergy", "capability": "Means and access",
           "threshold": "Threshold and time", "measurement": "What really happened", "none": "No explanation"}
FATES = {"carried_out": "done in the main", "partly": "done in part, or by others", "announced": "announced, not seen done", "withdrawn": "not done, or undone",
         "overtaken": "overtaken by events", "not_found": "nothing found"}
# The rewrite and the piece that it rewrites are one voice.
VOICES = {"s1": "S1", "s2": "S2", "winep_2025_07_policywatch_4078": "S2"}


class Settings(BaseModel):
    """Parameters of the chapter: whose options are shown."""

    model_config = ConfigDict(extra="forbid", strict=True)

    addressee: Literal["all", "washington", "baghdad", "erbil", "tehran", "europeans", "united_nations", "israel"]


def standing(options, advice, addressees, addressee="all"):
    """Return where each option stands: how many independent voices advise, oppose or report it.

    Parameters
    ----------
    options, advice, addressees : pandas.DataFrame
        Tables ``options``, ``advice`` and ``option_addressees``.
    addressee : str
        Keep the options that this addressee would have to carry out, or ``all``.

    Returns
    -------
    pandas.DataFrame
        Rows of ``options`` with ``advises``, ``opposes``, ``reports`` (voices), ``in_s1``, ``in_s2``
        and ``addressees`` (names).

    Raises
    ------
    ValueError
        If an option, the status quo apart, has no row of advice, or the filter leaves nothing.
    """
    voices = advice.assign(voice=advice["source_id"].replace(VOICES)).drop_duplicates(["option_id", "stance", "voice"])
    orphans = sorted(set(options["option_id"]) - set(voices["option_id"]) - {"o01_status_quo"})
    if orphans:
        raise ValueError(f"advice.csv: no row for {', '.join(orphans)}; an option no one advises is no option")
    counted = voices.pivot_table(index="option_id", columns="stance", values="voice", aggfunc="size", fill_value=0)
    made = options.merge(counted.reindex(columns=["advises", "opposes", "reports"], fill_value=0), how="left",
                         left_on="option_id", right_index=True).fillna({"advises": 0, "opposes": 0, "reports": 0})
    for voice in ("S1", "S2"):
        backed = voices[(voices["voice"] == voice) & (voices["stance"] == "advises")]["option_id"]
        made[f"in_{voice.lower()}"] = made["option_id"].isin(backed)
    names = addressees.assign(name=addressees["addressee"].map(ADDRESSEES)).groupby("option_id")["name"].agg(", ".join)
    made["addressees"] = made["option_id"].map(names)
    if addressee != "all":
        made = made[made["option_id"].isin(addressees.loc[addressees["addressee"] == addressee, "option_id"])]
    if made.empty:
        raise ValueError(f"no option addresses {addressee}")
    return made.astype({"advises": int, "opposes": int, "reports": int}).reset_index(drop=True)


def by_driver(standing, addressees):
    """Return how many options presume each explanation, by addressee; an option may have several addressees.

    Returns
    -------
    pandas.DataFrame
        ``driver`` and ``addressee`` in the reader's words, ``number``, ``titles``.
    """
    joined = standing.merge(addressees, on="option_id")
    grouped = joined.groupby(["driver_presumed", "addressee"])
    made = grouped.agg(number=("option_id", "size"), titles=("title", "; ".join)).reset_index()
    return made.assign(driver=made["driver_presumed"].map(DRIVERS), addressee=made["addressee"].map(ADDRESSEES))


def support(standing):
    """Return the voices for and against each option that has two voices or more, one row an option and stance.

    Options that use lethal force against persons are left out: a picture in order of support would rank them.
    """
    shown = standing[(standing["advises"] + standing["opposes"] >= 2) & (standing["force_against_persons"] == "no")]
    long = shown.melt(["option_id", "title", "addressees"], ["advises", "opposes"], "stance", "voices")
    long = long[long["voices"] > 0]
    return long.assign(signed=long["voices"].where(long["stance"] == "advises", -long["voices"]))


def fates(standing):
    """Return how many options of S1, of S2 and of their rivals met which fate.

    Returns
    -------
    pandas.DataFrame
        ``group``, ``fate`` in the reader's words, ``number``, ``titles``.
    """
    group = standing["in_s1"].map({True: "Advised by S1", False: ""}).mask(standing["in_s2"], "Advised by S2").replace("", "Rivals and status quo")
    grouped = standing.assign(group=group, fate=pandas.Categorical(standing["fate"], list(FATES), ordered=True)).groupby(["fate", "group"], observed=True)
    made = grouped.agg(number=("option_id", "size"), titles=("title", "; ".join)).reset_index()
    return made.assign(fate=made["fate"].astype(str).map(FATES))


def force_table(record, standing):
    """Return law and evidence on options of lethal force, in the reader's words; nothing is scored."""
    kinds = {"legal_view": "Law", "effect": "What followed"}
    sides = {"advocate": "those for it", "state_concerned": "the state concerned", "text": "text of a treaty", "order_of_events": "order of events",
             "rival_cause": "another cause named", "after": "after it", "civilians": "people who took no part"}
    return pandas.DataFrame({"Option": record["option_id"].map(standing.set_index("option_id")["title"]), "Kind": record["kind"].map(kinds),
                             "Side": record["side"].map(sides), "What the record says": record["what"], "Record": record["record_id"]}).dropna(subset=["Option"])


def two_sources(standing, option_claims, claims):
    """Return the options of S1 and S2 with the claims they lean on, one row an option and claim."""
    chosen = standing[standing["in_s1"] | standing["in_s2"]]
    joined = chosen.merge(option_claims, on="option_id").merge(claims, on="claim_id")
    # A recommendation among the claims is the option itself, not something that it leans on.
    relation = joined["relation"].str.replace("_", " ").mask(joined["kind"] == "recommendation", "is stated as")
    joined = joined.assign(source=joined["source_id"].str.upper(), relation=relation)
    return joined.sort_values(["option_id", "relation", "claim_id"]).reset_index(drop=True)


def option_table(standing):
    """Return the options in the reader's words."""
    return pandas.DataFrame({
        "Option": standing["title"], "Who would act": standing["addressees"],
        "Means": standing["instrument"].str.replace("_", " "), "Leans on": standing["driver_presumed"].map(DRIVERS), "For": standing["advises"], "Against": standing["opposes"],
        "Legal question": standing["legal_question"], "Civilian harm": standing["civilian_harm_question"],
        "What became of it": standing["fate"].map(FATES) + ": " + standing["status_today"],
        "On": standing["status_date"].dt.strftime("%Y-%m-%d"), "Source": standing["status_source_id"]})


def claim_table(joined):
    """Return options and claims in the reader's words."""
    seen = {"yes": "yes", "no": "no", "not_visible": "passage not visible", "not_applicable": "own text"}
    return pandas.DataFrame({"Option": joined["title"], "Relation": joined["relation"], "Record": joined["claim_id"], "Claim": joined["claim"],
                             "Verdict": joined["verdict"].str.replace("_", " "),
                             "Stated in": joined["source"] + " paragraph " + joined["paragraph"].astype("string"),
                             "Seen in the institute's text": joined["seen_in_original"].map(seen)})


def title_support(standing):
    """Return the finding of the picture of support."""
    contested = int(((standing["advises"] > 0) & (standing["opposes"] > 0)).sum())
    return f"Of {len(standing)} options on record, {contested} are advised by some and opposed by others"


def title_drivers(table):
    """Return the finding of the picture of presumed drivers."""
    top = table.groupby("driver")["number"].sum().drop("No explanation", errors="ignore").idxmax()
    return f"Most advice presumes one explanation or another; the most common is: {top.lower()}"


def title_fates(table):
    """Return the finding of the picture of fates."""
    done = int(table.loc[table["fate"] == FATES["carried_out"], "number"].sum())
    return f"Of {int(table['number'].sum())} options, {done} were carried out in the main; announcements outnumber them" if (
        int(table.loc[table["fate"] == FATES["announced"], "number"].sum()) > done) else f"Of {int(table['number'].sum())} options, {done} were carried out in the main"


def facts(standing, joined, claims, addressees):
    """Return the facts of the chapter."""
    table = by_driver(standing, addressees)
    totals = standing["driver_presumed"].value_counts()
    own = standing[standing["in_s1"] | standing["in_s2"]]
    rests = joined[joined["relation"] == "rests on"]
    unseen = rests[(rests["source_id"] == "s2") & (rests["seen_in_original"] != "yes")]
    made = [("total", len(standing), "options"), ("own", len(own), "options"),
            ("rival", len(standing) - len(own), "options"),
            ("contested", int(((standing["advises"] > 0) & (standing["opposes"] > 0)).sum()), "options"),
            ("contested_own", int(((own["advises"] > 0) & (own["opposes"] > 0)).sum()), "options"),
            ("forceful", int((standing["force_against_persons"] == "yes").sum()), "options"),
            ("no_driver", int(totals.get("none", 0)), "options"),
            ("deterrence", int(totals.get("deterrence", 0)), "options"),
            ("state_and_clergy", int(totals.get("state_and_clergy", 0)), "options"),
            ("principal", int(totals.get("principal", 0)), "options"),
            ("autonomy", int(totals.get("autonomy", 0)), "options"),
            ("capability", int(totals.get("capability", 0)), "options"),
            ("status_unknown", int(standing["status_today"].str.contains("not found|No .* was found|was not seen").sum()), "options"),
            ("done", int((standing["fate"] == "carried_out").sum()), "options"), ("announced", int((standing["fate"] == "announced").sum()), "options"),
            ("undone", int((standing["fate"] == "withdrawn").sum()), "options"), ("own_done", int((own["fate"] == "carried_out").sum()), "options"),
            ("to_washington", int((addressees["addressee"] == "washington").sum()), "options"),
            ("to_baghdad", int((addressees["addressee"] == "baghdad").sum()), "options"),
            ("to_erbil", int((addressees["addressee"] == "erbil").sum()), "options"),
            ("claims", len(claims), "claims"), ("claims_s2", int((claims["source_id"] == "s2").sum()), "claims"),
            ("claims_s2_seen", int((claims["seen_in_original"] == "yes").sum()), "claims"),
            ("rest_on", int(rests["claim_id"].nunique()), "claims"),
            ("rest_on_corroborated", int(rests.loc[rests["verdict"] == "corroborated", "claim_id"].nunique()), "claims"),
            ("rest_on_unseen", int(unseen["claim_id"].nunique()), "claims")]
    inputs = ["options", "advice", "option_claims", "claims"]
    numbers = [fact(f"options.{name}", value, "{}", unit, inputs, facts) for name, value, unit in made]
    top = table.groupby("driver")["number"].sum().drop("No explanation", errors="ignore").idxmax().lower()
    return numbers + [fact("options.top_driver", top, inputs=inputs, function=by_driver)]
