"""Contradictions: what sources disagree on, side by side, and how this book treats it."""


from pressroom.door import fact

KINDS = {"authorship": "Who did it", "fact": "What happened", "number": "How many", "date": "When", "cause": "Why", "wording": "What was said"}
WEIGHTS = ["high", "middle", "low"]


def side_by_side(contradictions, sides, weight=None):
    """Return one row a contradiction with its sides and their sources in one cell each.

    Parameters
    ----------
    contradictions, sides : pandas.DataFrame
        Tables ``contradictions`` and ``contradiction_sides``.
    weight : str, optional
        Keep contradictions of this weight.

    Returns
    -------
    pandas.DataFrame
        In the reader's words; in order of weight, then of the question.
    """
    said = sides.groupby(["contradiction_id", "side"]).agg(
        position=("position", "first"), sources=("source_id", lambda names: ", ".join(sorted(set(names))))).reset_index()
    said["text"] = said["position"] + " [" + said["sources"] + "]"
    wide = said.pivot(index="contradiction_id", columns="side", values="text")
    wide.columns = [f"Side {str(name).upper()}" for name in wide.columns]
    made = contradictions.merge(wide, left_on="contradiction_id", right_index=True, validate="one_to_one")
    if weight:
        made = made[made["weight"] == weight]
    made = made.assign(order=made["weight"].map(WEIGHTS.index)).sort_values(["order", "question"])
    made = made.assign(kind=made["kind"].map(KINDS))
    shown = made[["question", "kind", *wide.columns, "treatment"]].rename(columns={"question": "Question", "kind": "Kind", "treatment": "How this book treats it"})
    return shown.dropna(axis="columns", how="all").reset_index(drop=True)


def facts(contradictions, sides):
    """Return the facts about contradictions."""
    inputs = ["contradictions", "contradiction_sides"]
    made = [fact("contradictions.total", len(contradictions), "{}", "contradictions", inputs, side_by_side),
            fact("contradictions.top_kind", KINDS[contradictions["kind"].value_counts().idxmax()].lower(), inputs=inputs, function=facts),
            fact("contradictions.sources", int(sides["source_id"].nunique()), "{}", "sources", inputs, side_by_side)]
    made += [fact(f"contradictions.{name}", int((contradictions["kind"] == name).sum()), "{}", "contradictions", inputs, side_by_side) for name in KINDS]
    return made + [fact(f"contradictions.{name}", int((contradictions["weight"] == name).sum()), "{}", "contradictions", inputs, side_by_side)
                   for name in WEIGHTS]
