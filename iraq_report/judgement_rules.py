"""The rules of the house for the bounds by which key judgements stand."""

from iraq_report.faults import Fault


def key_judgements_have_bounds(table):
    """Every key judgement can be held against facts."""
    judged = table["judgements"]
    bare = judged[(judged["standing"] == "key") & ~judged["judgement_id"].isin(table["judgement_tests"]["judgement_id"])]
    return [Fault("judgements.csv", int(index) + 2, "standing", f"key, and no bound for {row['judgement_id']}", "a row in judgement_tests.csv for each key judgement",
                  "Add a bound, or make the judgement a supporting one.") for index, row in bare.iterrows()]


def bounds_can_be_held(table):
    """A bound has an end, its ends are in order, and it waits on an option that exists or on none."""
    frame, options = table["judgement_tests"], set(zip(table["sweep_options"]["choice"], table["sweep_options"]["option"]))
    pairs = list(zip(frame["choice"].fillna(""), frame["option"].fillna("")))
    checks = (("least", frame["least"].isna() & frame["most"].isna(), "a number in least or in most", "Set one of the two."),
              ("least", (frame["least"] > frame["most"]).fillna(False), "at most the value of most", "Put least and most in order."),
              ("option", [pair != ("", "") and pair not in options for pair in pairs], "an option of a choice in multiverse.yaml, or both cells empty", "Correct the two cells, or declare the option and run make sweep."))
    return [Fault("judgement_tests.csv", int(index) + 2, column, repr(None if frame.at[index, column] is None else str(frame.at[index, column])), allowed, remedy)
            for column, wrong, allowed, remedy in checks for index, bad in zip(frame.index, wrong) if bad]


RULES = (key_judgements_have_bounds, bounds_can_be_held)
