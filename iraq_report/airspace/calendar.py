"""The calendar of closures, advice, airline decisions and protests, and who protested to whom."""

import pandas

from iraq_report.airspace.closures import LANES, local, span_utc
from iraq_report.airspace.transit_tables import named
from pressroom.door import fact

FORMS = {"un_security_council": "UN Security Council", "ambassador": "Ambassador or charge d’affaires", "public": "Public statement", "coalition": "Coalition",
         "other": "Other", "none_found": "None found"}


def announcements(closures, actors):
    """Return every announcement about the airspace with UTC and Iraqi clock time, in the reader's words."""
    def clock(date, time):
        return "" if pandas.isna(date) else f"{date:%Y-%m-%d}" if pandas.isna(time) else f"{span_utc(date, time)[0]:%Y-%m-%d %H:%M}"

    def iraqi(date, time):
        return "" if pandas.isna(date) or pandas.isna(time) else f"{local(span_utc(date, time)[0]):%Y-%m-%d %H:%M}"
    rows = closures[closures["kind"] != "advisory"].sort_values(["date_start", "start_utc", "closure_id"])
    return pandas.DataFrame({
        "From (UTC; a bare day is local)": [clock(*pair) for pair in zip(rows["date_start"], rows["start_utc"])],
        "From (Iraq)": [iraqi(*pair) for pair in zip(rows["date_start"], rows["start_utc"])],
        "Until (UTC)": [clock(*pair) for pair in zip(rows["date_end"], rows["end_utc"])], "The end is": rows["end_status"].str.replace("_", " "),
        "What": rows["kind"].str.replace("_", " "), "Scope": rows["scope"].str.replace("_", " "), "By": named(rows["claimant"], actors),
        "Note": rows["note"].fillna(""), "Source": rows["source_id"]}).reset_index(drop=True)


def strip(closures, advisories, protests, found, settings):
    """Return the marks of the calendar: a row is a span or a day with its lane and what it says.

    Parameters
    ----------
    closures, advisories, protests : pandas.DataFrame
        The tables of those names.
    found : pandas.DataFrame
        Closures of the whole airspace, from :func:`~iraq_report.airspace.closures.episodes`.
    settings : Settings
        First and last day drawn.

    Returns
    -------
    pandas.DataFrame
        ``lane``, ``start``, ``end`` (days; a mark without an end is a day), ``open_end`` (the end is not known), ``what``.
    """
    shut = pandas.DataFrame({"lane": LANES[0], "start": local(found["start_low"]), "end": local(found["end_high"].fillna(found["end_low"])),
                             "open_end": found["end_high"].isna(), "what": found["name"]})
    part = closures[closures["scope"].isin(["single_airports", "own_carriers"])]
    lanes = part["scope"].map({"single_airports": LANES[1], "own_carriers": LANES[2]})
    # A reopening before the day announced cuts a measure short.
    opened = part[part["kind"] == "reopening"].groupby("episode")["date_start"].max()
    cut = part["episode"].map(opened)
    ends = part["date_end"].fillna(part["date_start"])
    ends = ends.where(~((cut >= part["date_start"]) & (cut < ends)), cut)
    loose = pandas.DataFrame({"lane": lanes, "start": part["date_start"], "end": ends, "open_end": False,
                              "what": part["kind"].str.replace("_", " ") + ": " + part["claimant"].str.replace("_", " ")})
    known = advisories[advisories["date_issued"].notna() & advisories["kind"].ne("lifted")]
    regulators = known["issuer"].isin(["easa", "us_faa", "uk_dft", "german_lba"])
    advice = pandas.DataFrame({"lane": regulators.map({True: LANES[3], False: LANES[4]}), "start": known["date_issued"],
                               "end": known["date_valid_until"].fillna(known["date_issued"]), "open_end": known["date_valid_until"].isna(),
                               "what": known["issuer"].str.replace("_", " ") + ": " + known["scope"]})
    said = protests[protests["date"].notna() & protests["addressed_to"].ne("none_found") & protests["about"].eq("overflight")]
    protest = pandas.DataFrame({"lane": LANES[5], "start": said["date"], "end": said["date"], "open_end": False,
                                "what": said["by_id"].str.replace("_", " ") + " against " + said["against_id"].str.replace("_", " ")})
    marks = pandas.concat([shut, loose, advice, protest], ignore_index=True)
    first, last = pandas.Timestamp(settings.first_day), pandas.Timestamp(settings.last_day)
    marks = marks[(marks["end"] >= first) & (marks["start"] <= last)]
    marks = marks.assign(start=marks["start"].dt.normalize().clip(lower=first), end=marks["end"].dt.normalize().clip(upper=last))
    return marks.sort_values(["lane", "start"]).reset_index(drop=True)


def protest_pairs(protests, actors, searches):
    """Return protests and logged absences over passage, one row each, with who protests against whom.

    Protests over missiles or drones that struck Iraqi soil stand beside them under a name of their own.

    Returns
    -------
    pandas.DataFrame
        ``pair`` (by whom and against whom), ``date`` (of an absence: the first day its search covers), ``form``, ``found`` (or a logged
        absence), ``what``, ``record`` (id of the protest).
    """
    begins = searches.set_index("search_id")["period_start"]
    about = protests["about"].eq("overflight") | protests["about"].isin(["missiles", "drones"])
    rows = protests[about & protests["by_id"].isin(["iraq_government", "iraq_armed_forces", "iraq_parliament", "iran", "israel"])]
    state = {"iraq_government": "Iraq", "iraq_armed_forces": "Iraq", "iraq_parliament": "Iraq"}
    by = rows["by_id"].map(lambda key: state.get(key, named(pandas.Series([key]), actors).iloc[0]))
    against = named(rows["against_id"], actors).replace({"United States government": "United States", "Not known": "no state named"})
    missing = rows["addressed_to"] == "none_found"
    struck = (rows["about"] != "overflight") & ~missing
    made = pandas.DataFrame({"pair": by + " against " + against + struck.map({True: ", after a strike", False: ""}), "date": rows["date"].where(~missing, rows["search_id"].map(begins)), "form": rows["addressed_to"].map(FORMS),
                             "found": ~missing, "about": rows["about"], "what": rows["note"].fillna(""), "record": rows["protest_id"], "source": rows["source_id"]})
    return made.sort_values(["pair", "date"]).reset_index(drop=True)


def protest_table(protests, actors):
    """Return every protest and every logged absence, in the reader's words."""
    rows = protests.sort_values(["date", "protest_id"])
    return pandas.DataFrame({"Day": rows["date"].dt.strftime("%Y-%m-%d").fillna("not known"), "By": named(rows["by_id"], actors), "Against": named(rows["against_id"], actors),
                             "About": rows["about"], "To": rows["addressed_to"].map(FORMS), "Note": rows["note"].fillna(""), "Source": rows["source_id"].fillna(""),
                             "Search": rows["search_id"].fillna("")}).reset_index(drop=True)


def strip_table(marks):
    """Return the marks of the calendar in the reader's words."""
    made = marks.assign(end=marks["end"].dt.strftime("%Y-%m-%d").where(~marks["open_end"], "not known"), start=marks["start"].dt.strftime("%Y-%m-%d"))
    return made.rename(columns={"lane": "Lane", "start": "From", "end": "Until", "what": "What"}).drop(columns="open_end")


def facts(pairs, protests):
    """Return the facts about protests over passage: against whom, in which form, and where none was found."""
    said, absent = pairs[pairs["found"]], pairs[~pairs["found"]]
    iraq = said[said["pair"].str.startswith("Iraq") & said["about"].eq("overflight")]
    to_council = iraq[iraq["form"] == FORMS["un_security_council"]]
    struck = protests[(protests["by_id"] == "iraq_government") & (protests["against_id"] == "iran") & protests["addressed_to"].isin(["un_security_council", "ambassador"])]
    by = {"inputs": ["protests", "searches"], "function": protest_pairs}
    return [
        fact("closures.against_israel", int((iraq["pair"] == "Iraq against Israel").sum()), "{}", "protests", **by),
        fact("closures.council_israel", int((to_council["pair"] == "Iraq against Israel").sum()), "{}", "protests", **by),
        fact("closures.against_nobody", int(iraq["pair"].str.endswith("no state named").sum()), "{}", "protests", **by),
        fact("closures.formal_iran_passage", int(((iraq["pair"] == "Iraq against Iran") & iraq["form"].isin([FORMS["un_security_council"], FORMS["ambassador"]])
                                                  & (iraq["about"] == "overflight")).sum()) or "none", "{}", "protests", **by),
        fact("closures.absences_iran", int(absent["pair"].str.contains("against Iran").sum()), "{}", "logged absences", **by),
        fact("closures.iran_struck", len(struck), "{}", "protests", ["protests"], protest_table),
        fact("closures.iran_on_passage", int(said["pair"].str.startswith("Iran against").sum()), "{}", "protests", **by),
    ]
