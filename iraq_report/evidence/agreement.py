"""How far two passes of coding agree, and what that is worth."""

import pandas

from pressroom.door import fact

GOOD, TENTATIVE = 0.8, 0.667
NAMES = {"events": "Event", "sources": "Source", "reports": "Report", "claims": "Claim", "statements": "Statement", "behaviours": "Behaviour"}


def grade(alpha):
    """Return what an alpha allows, by Krippendorff's own thresholds: good, tentative conclusions only, or too low."""
    if pandas.isna(alpha):
        return "no variation"
    return "good" if alpha >= GOOD else "tentative" if alpha >= TENTATIVE else "too low to rely on"


def told(agreement):
    """Return the agreement by variable in the reader's words."""
    return pandas.DataFrame({
        "Variable": agreement["table"].map(NAMES) + ": " + agreement["variable"].str.replace("_", " "), "Scale": agreement["scale"], "Units": agreement["units"],
        "Coded alike": agreement["same"].map("{:.0%}".format), "Alpha": agreement["alpha"].map(lambda value: "not defined" if pandas.isna(value) else f"{value:.2f}"),
        "Interval": [f"{low:.2f} to {high:.2f}" if pandas.notna(low) else "" for low, high in zip(agreement["low"], agreement["high"])],
        "What it allows": agreement["alpha"].map(grade)})


def differences(both, most=60):
    """Return the codes on which the passes differ, in the reader's words."""
    apart = both[both["first"] != both["second"]].head(most)
    return pandas.DataFrame({"Record": apart["record_id"], "Variable": apart["table"] + "." + apart["variable"], "First pass": apart["first"].str.replace("_", " "),
                             "Second pass": apart["second"].str.replace("_", " ")})


def in_the_war(both):
    """Return which codes are levels of behaviour in 2026: all of them were coded again, not a sample."""
    return (both["table"] == "behaviours") & both["record_id"].str.match(r"t(9|10|11)")


def facts(agreement, both, war):
    """Return the facts of the page.

    Parameters
    ----------
    agreement, war : pandas.DataFrame
        As ``recoding.agreement`` gives them, for all codes and for the levels of behaviour in 2026 alone.
    both : pandas.DataFrame
        As ``recoding.pairs`` gives it.
    """
    inputs, grades = ["codings"], agreement["alpha"].map(grade)
    sampled, later = both[~in_the_war(both)], both[in_the_war(both)].astype({"first": int, "second": int})
    worst = agreement.sort_values("alpha").iloc[0]
    return [fact("agreement.sample", int(sampled.groupby(["table", "variable"]).size().max()), "{}", "records", inputs, told),
            fact("agreement.good_level", GOOD, "{:.2f}", "alpha", inputs, grade), fact("agreement.tentative_level", TENTATIVE, "{:.2f}", "alpha", inputs, grade),
            fact("agreement.variables", len(agreement), "{}", "variables", inputs, told), fact("agreement.units", int(len(both)), "{:,}", "codes", inputs, differences),
            fact("agreement.same", float((both["first"] == both["second"]).mean()), "{:.0%}", "share of codes", inputs, differences),
            fact("agreement.good", int((grades == "good").sum()), "{}", "variables", inputs, grade),
            fact("agreement.tentative", int((grades == "tentative").sum()), "{}", "variables", inputs, grade),
            fact("agreement.low", int((grades == "too low to rely on").sum()), "{}", "variables", inputs, grade),
            fact("agreement.worst", f"{NAMES[worst['table']].lower()}, {worst['variable'].replace('_', ' ')}", inputs=inputs, function=told),
            fact("agreement.worst_alpha", float(worst["alpha"]), "{:.2f}", "alpha", inputs, told),
            fact("agreement.war_units", int(war["units"].iloc[0]), "{}", "levels", inputs, in_the_war), fact("agreement.war_same", float(war["same"].iloc[0]), "{:.0%}", "share of levels", inputs, in_the_war),
            fact("agreement.war_alpha", float(war["alpha"].iloc[0]), "{:.2f}", "alpha", inputs, in_the_war), fact("agreement.war_low", float(war["low"].iloc[0]), "{:.2f}", "alpha", inputs, in_the_war),
            fact("agreement.war_lower", int((later["second"] < later["first"]).sum()), "{}", "levels", inputs, in_the_war), fact("agreement.war_higher", int((later["second"] > later["first"]).sum()), "{}", "levels", inputs, in_the_war),
            fact("agreement.war_most", int((later["second"] - later["first"]).abs().max()), "{}", "levels apart", inputs, in_the_war)]


def title(agreement):
    """Return the finding of the picture."""
    grades = agreement["alpha"].map(grade)
    return (f"Two passes of one system: {int((grades == 'good').sum())} of {len(agreement)} variables agree well, "
            f"{int((grades == 'too low to rely on').sum())} too little to rely on")
