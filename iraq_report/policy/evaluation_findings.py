"""Titles and facts of the evaluation."""

import numpy

from iraq_report.policy import evaluation, ranking, scoring
from iraq_report.policy.evaluation import VIEWS
from pressroom.door import fact

SHORT = 60


def _short(title):
    return title if len(title) <= SHORT else title[:SHORT].rsplit(" ", 1)[0] + " …"


def told(view):
    """Return a viewpoint as it stands inside a sentence."""
    return {"civilians": "civilians", "equal": "weights that are all alike"}.get(view, VIEWS[view])


def firsts(table):
    """Return, for each viewpoint, the title with the best mean rank."""
    return table.sort_values("mean").drop_duplicates("view").set_index("view")["title"]


def title_bands(table, view, all_options):
    """Return the finding of the picture of rank acceptability."""
    own = table[table["view"] == view].sort_values("mean").iloc[0]
    among = "all options scored" if all_options else "options that lower the risk of attacks"
    return f"For {told(view)}, among {among}: “{_short(own['title'])}” is first in {own['first']:.0%} of draws"


def title_plane(frame):
    """Return the finding of the plane of change and ease."""
    rank = float(frame["changes"].corr(frame["ease"], method="spearman"))
    return f"What changes most takes most: rank correlation of change and ease {rank:.2f}".replace("-", "−") if rank < -0.3 else f"Change and ease go together little: rank correlation {rank:.2f}".replace("-", "−")


def title_views(table):
    """Return the finding of the grid of viewpoints."""
    tops = firsts(table[table["view"] != "equal"])
    return "One option leads for every viewpoint" if tops.nunique() == 1 else f"{len(tops)} viewpoints, {tops.nunique()} different options in front"


def title_methods(frame, view):
    """Return the finding of the comparison of methods."""
    tops = frame[frame["rank"] == 1]["title"].nunique()
    spread = frame.groupby("title")["rank"].agg(lambda ranks: ranks.max() - ranks.min())
    return f"Four methods name {tops} different first option{'s' if tops > 1 else ''} for {told(view)}; ranks differ by up to {int(spread.max())}"


def _agreement(frame):
    """Return the least rank correlation between any two methods."""
    return float(frame.pivot(index="option_id", columns="method", values="rank").corr(method="spearman").to_numpy().min())


def facts(whole, acting, whole_ranks, ranks, methods, removed, taken, joined):
    """Return the facts of the chapter.

    Parameters
    ----------
    whole, acting : Evaluation
        Over all options scored, and over those that lower the risk of attacks.
    whole_ranks, ranks : pandas.DataFrame
        Their rank tables.
    methods, removed : pandas.DataFrame
        Methods and deleted criteria for the chosen viewpoint.
    taken, joined : pandas.DataFrame
        Options taken for scoring, and options with claims.
    """
    inputs, view = ["scores", "weights", "criteria", "options"], whole.settings.viewpoint
    outdone = evaluation.dominance(whole)
    plane = evaluation.gain_and_ease(whole)
    s2 = taken[taken["in_s2"]]["option_id"].tolist()
    s1 = taken[taken["in_s1"]]["option_id"].tolist()
    top_all, top = firsts(whole_ranks), firsts(ranks)
    made = [("options", len(whole.options), "options"), ("acting", len(acting.options), "options"), ("criteria", len(whole.scored.criteria), "criteria"),
            ("scores", whole.scored.best.size, "scores"), ("views", len(whole.views), "viewpoints"), ("draws", whole.settings.draws, "draws"),
            ("dominated", len(outdone), "options"), ("dominated_s2", int(outdone["option_id"].isin(s2).sum()), "options"), ("s1", len(s1), "options"), ("s2", len(s2), "options"),
            ("s1_acting", len(set(s1) & set(acting.options)), "options"), ("s2_acting", len(set(s2) & set(acting.options)), "options"),
            ("firsts", int(top.drop("equal").nunique()), "options"), ("traced", int(joined["claim_id"].nunique()), "claims"),
            ("deleted_change", int((removed["first"] != removed["first"].mode()[0]).sum()), "criteria"), ("methods_first", int(methods[methods["rank"] == 1]["title"].nunique()), "options")]
    numbers = [fact(f"evaluation.{name}", value, "{:,}", unit, inputs, facts) for name, value, unit in made]
    numbers += [fact("evaluation.view", told(view), inputs=inputs, function=facts), fact("evaluation.methods_agree", _agreement(methods), "{:.2f}", "rank correlation", inputs, evaluation.method_table),
                fact("evaluation.plane", float(plane["changes"].corr(plane["ease"], method="spearman")), "{:.2f}", "rank correlation", inputs, evaluation.gain_and_ease),
                fact("evaluation.deleted_first", removed["first"].mode()[0], inputs=inputs, function=evaluation.deleted)]
    for name in [*whole.views, "equal"]:
        own = ranks[ranks["view"] == name].sort_values("mean").reset_index(drop=True)
        numbers += [fact(f"evaluation.{name}_all", top_all[name], inputs=inputs, function=evaluation.rank_table), fact(f"evaluation.{name}_first", own.loc[0, "title"], inputs=inputs, function=evaluation.rank_table),
                    fact(f"evaluation.{name}_share", own.loc[0, "first"], "{:.0%}", "share of draws", inputs, ranking.acceptability),
                    fact(f"evaluation.{name}_second", own.loc[1, "title"], inputs=inputs, function=evaluation.rank_table), fact(f"evaluation.{name}_last", own["title"].iloc[-1], inputs=inputs, function=evaluation.rank_table)]
    trust = acting.confidence(view)
    own = top_all.drop("equal")
    lasts = ranks[ranks["view"] != "equal"].sort_values("mean").drop_duplicates("view", keep="last")["title"]
    numbers += [fact("evaluation.most_all", own.mode()[0], inputs=inputs, function=firsts), fact("evaluation.most_number", int((own == own.mode()[0]).sum()), "{}", "viewpoints", inputs, firsts),
                fact("evaluation.last_number", int((lasts == ranks[ranks["view"] == "civilians"].sort_values("mean")["title"].iloc[-1]).sum()), "{}", "viewpoints", inputs, firsts),
                fact("evaluation.least_voices", scoring.LEAST_VOICES, "{}", "voices", ["advice"], scoring.chosen), fact("evaluation.full", int(scoring.FULL), "{}", "points", ["scores"], scoring.scored)]
    return numbers + [fact("evaluation.confidence", float(numpy.nanmax(trust)), "{:.0%}", "share of draws", inputs, ranking.central_weights),
                      fact("evaluation.s2_below", below(whole, s2), inputs=inputs, function=below), fact("evaluation.s1_below", below(whole, s1), inputs=inputs, function=below)]


def below(whole, group):
    """Return the viewpoints, as text, for which every option of a group lies below the status quo at the best scores."""
    places, base, found = [whole.scored.options.index(name) for name in group], whole.scored.options.index(scoring.STATUS_QUO), []
    for name in whole.views:
        value = ranking.weighted_sum(whole.scored.best, scoring.weight_vector(whole.weights, name, whole.scored.criteria))
        if (value[places] < value[base]).all():
            found.append(VIEWS[name])
    return " and ".join(found) if found else "no viewpoint"
