"""What the later evidence moved and what is forecast next, as tables, titles and facts that prose may cite."""

import pandas

from iraq_report import likelihood
from iraq_report.outlook import updated
from iraq_report.outlook.verdict import EXPLANATIONS
from pressroom.door import fact


def move_title(changed):
    """Return the finding of the picture of worlds before and after."""
    top, largest = changed.sort_values("best_after", ascending=False).iloc[0], changed.iloc[0]
    return f"The later evidence moves no world by more than {abs(largest['change']) * 100:.0f} points; “{top['title']}” leads with {top['best_after']:.0%}"


def way_table(made):
    """Return the worlds under four ways of learning from 2026 in the reader's words."""
    return pandas.DataFrame({"World": made["title"], "Frozen": made["best_before"].map("{:.0%}".format), "With the later items": made["best_after"].map("{:.0%}".format),
                             "With scores by claims": made["claims"].map("{:.0%}".format), "With scores by monitors": made["monitors"].map("{:.0%}".format)}).reset_index(drop=True)


def item_table(made):
    """Return the later items in the reader's words, strongest first."""
    return pandas.DataFrame({"Later evidence": made["item"], "Decibels between the ends": made["decibels"].round(1), "Expected most in": made["most"], "Expected least in": made["least"]})


def ahead_title(table):
    """Return the finding of the picture of own forecasts."""
    sure = table[(table["best"] >= 0.8) | (table["best"] <= 0.2)]
    return f"Of {len(table)} dated questions {len(sure)} are thought very likely or very unlikely; the rest are open"


def facts(changed, before, after, roles, items, ways, table, passed, events, settings):
    """Return the facts of the chapter on the update.

    Parameters
    ----------
    changed : pandas.DataFrame
        As :func:`updated.moves` gives it.
    before, after : pandas.DataFrame
        Posteriors of the two cases.
    roles, items : pandas.DataFrame
        Table ``world_roles``; later items as :func:`updated.item_weight` gives them.
    ways : pandas.DataFrame
        As :func:`updated.ways` gives it.
    table, passed : pandas.DataFrame
        Tables ``own_forecasts`` and ``passed_dates``.
    events : pandas.DataFrame
        Table ``events``, for its last day.
    """
    inputs, by = ["likelihoods", "worlds", "priors", "evidence_items"], updated.moves
    after_order, before_order = changed.sort_values("best_after", ascending=False), changed.sort_values("best_before", ascending=False)
    first, largest = after_order.iloc[0], changed.iloc[0]
    made = [fact("outlook.after_first", first["title"], inputs=inputs, function=by), fact("outlook.after_first_best", first["best_after"], "{:.0%}", "probability", inputs, by),
            fact("outlook.after_first_band", f"{first['low_after']:.0%} to {first['high_after']:.0%}", inputs=inputs, function=by),
            fact("outlook.after_first_word", likelihood.phrase(*(min(0.99, max(0.01, first[name])) for name in ("low_after", "high_after"))), inputs=inputs, function=likelihood.phrase),
            fact("outlook.after_same", "the same world leads as before" if first["world_id"] == before_order.iloc[0]["world_id"] else "another world leads than before", inputs=inputs, function=by),
            fact("outlook.moved_most", largest["title"], inputs=inputs, function=by), fact("outlook.moved_by", abs(largest["change"]) * 100, "{:.0f}", "percentage points", inputs, by),
            fact("outlook.moved_way", "up" if largest["change"] > 0 else "down", inputs=inputs, function=by),
            fact("outlook.within", int(((changed["low_after"] <= changed["best_before"]) & (changed["best_before"] <= changed["high_after"])).sum()), "{}", "worlds", inputs, by),
            fact("outlook.later_items", len(items), "{}", "items", ["evidence_items"], updated.item_weight), fact("outlook.strongest_item", items["item"].iloc[0], inputs=inputs, function=updated.item_weight),
            fact("outlook.strongest_decibels", items["decibels"].iloc[0], "{:.1f}", "decibels", inputs, updated.item_weight)]
    for explanation, short in EXPLANATIONS.items():
        pair = [updated.part(posteriors, roles, explanation, settings.prior_set) for posteriors in (before, after)]
        made += [fact(f"outlook.before_{short}", pair[0], "{:.0%}", "summed probability", [*inputs, "world_roles"], updated.part), fact(f"outlook.after_{short}", pair[1], "{:.0%}", "summed probability", [*inputs, "world_roles"], updated.part)]
    for coding in ("claims", "monitors"):
        top = ways.sort_values(coding, ascending=False).iloc[0]
        made += [fact(f"outlook.way_{coding}", top["title"], inputs=[*inputs, "predictions", "behaviours"], function=updated.with_scores), fact(f"outlook.way_{coding}_best", top[coding], "{:.0%}", "probability", [*inputs, "predictions", "behaviours"], updated.with_scores)]
    made.append(fact("outlook.last_day", last_day(events), inputs=["events"], function=last_day))
    made += [fact("outlook.own", len(table), "{}", "forecasts", ["own_forecasts"], updated.open_forecasts), fact("outlook.own_open", int(table["outcome"].isna().sum()), "{}", "forecasts", ["own_forecasts"], updated.open_forecasts),
             fact("outlook.passed", int(passed["question"].nunique()), "{}", "questions", ["passed_dates"], updated.unseen), fact("outlook.passed_searches", int(passed["search_id"].nunique()), "{}", "searches", ["passed_dates"], updated.unseen)]
    made += [fact(f"outlook.own_{row.own_forecast_id}", row.best, "{:.0%}", "probability", [f"own_forecasts:{row.own_forecast_id}"], updated.open_forecasts) for row in table.astype({"best": float}).itertuples()]
    return made


def last_day(events):
    """Return the day of the last event on record, as prose writes it."""
    last = events["date_start"].max()
    return f"{last.day} {last:%B %Y}"
