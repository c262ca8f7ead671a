"""Titles, tables and facts of robustness and of the playbook."""

import pandas

from iraq_report.policy import payoffs, robustness, scoring
from iraq_report.policy.evaluation import VIEWS
from iraq_report.policy.evaluation_findings import told
from iraq_report.policy.options import DRIVERS
from pressroom.door import fact

# An option counts as robust if it gains in every account for so many viewpoints.
LEAST_VIEWS = 3
INPUTS = ["payoffs", "world_families", "scores", "weights", "likelihoods", "priors"]


def title_gains(frame, view):
    """Return the finding of the grid of gains."""
    every = frame.groupby("title")["gain"].min()
    return f"For {told(view)}, {int((every > 0).sum())} of {len(every)} options gain under every account of the restraint"


def title_spans(table, view):
    """Return the finding of the picture of spans."""
    first = table.iloc[0]
    return f"For {told(view)} “{first['title']}” promises most; what it gains depends on the account" if first["gain"] > 0 else f"For {told(view)} no option is expected to beat no new measures"


def robust(rows, least=LEAST_VIEWS):
    """Return the options that gain in every account for at least ``least`` viewpoints, those for most viewpoints first."""
    counted = rows[rows["kind"] == "robust"].groupby("title").size().sort_values(ascending=False, kind="stable")
    return counted[counted >= least]


def bets(rows):
    """Return, for each option that is robust for fewer than three viewpoints and gains somewhere, the account that it is a bet on."""
    held = set(robust(rows).index)
    own = rows[~rows["title"].isin(held) & (rows["wins"] > 0)]
    return own.groupby("title")["best_for"].agg(lambda names: names.mode()[0])


def title_kinds(rows):
    """Return the finding of the grid of kinds."""
    number = rows["title"].nunique()
    return f"Advice that gains whatever holds the groups back, for three viewpoints or more: {len(robust(rows))} of {number} options"


def title_beliefs(frame):
    """Return the finding of the picture of beliefs."""
    moved = frame.dropna(subset=["needed"])
    near = moved.assign(step=moved["needed"] - moved["now"]).sort_values("step").iloc[0]
    return f"{len(moved)} of {len(frame)} beliefs could turn a first choice; the shortest way is {near['step'] * 100:.0f} points"


def choice_table(rows):
    """Return the choices by rule in the reader's words."""
    return pandas.DataFrame({"Viewpoint": rows["view"].map(VIEWS), "First by expected value": rows["expected"], "Then": rows["second"], "Margin": rows["margin"].map("{:.3f}".format),
                             "Least greatest regret": rows["minimax"], "Least regret in nine of ten": rows["tail"], "First of what it can do itself": rows["own"],
                             "Worth of knowing the truth": rows["knowing"].map("{:.3f}".format)})


def flip_rows(rows):
    """Return the flips that exist, in the reader's words for the picture."""
    return rows.dropna(subset=["needed"]).assign(view=lambda frame: frame["view"].map(VIEWS), family=lambda frame: frame["family"].map(DRIVERS)).reset_index(drop=True)


def _joined(names):
    names = list(names)
    return "none" if not names else names[0] if len(names) == 1 else "; ".join(names)


def core_facts(model, table, kinds):
    """Return the facts on which the judgement of robust advice rests: ``table`` is that of the options for the chosen viewpoint."""
    made = [("options", len(model.options), "{}", "options", robustness.kinds), ("robust", len(robust(kinds)), "{}", "options", robust),
            ("satisfied", table["satisfied"].max(), "{:.0%}", "share of draws", robustness.Model.satisfied)]
    return [fact(f"robustness.{name}", value, form, unit, INPUTS, function) for name, value, form, unit, function in made]


def facts(model, settings, table, rows, flips, kinds):
    """Return the other facts of the chapter on robustness."""
    moved = flips.dropna(subset=["needed"])
    near = moved.assign(step=moved["needed"] - moved["now"]).sort_values("step").iloc[0]
    firsts = {name: robustness.choices(model, name, pandas.DataFrame({"addressee": [], "option_id": []}))["expected"].tolist() for name in robustness.PRIORS}
    same = sum(len(set(column)) == 1 for column in zip(*firsts.values()))
    whole = kinds.groupby("title")["kind"].agg(set)
    gap, widest = robustness.coherence(model, settings.prior_set)
    made = [("families", len(model.families), "{}", "families", robustness.kinds), ("bets", len(bets(kinds)), "{}", "options", bets), ("never", int((whole == {"never"}).sum()), "{}", "options", robustness.kinds), ("flips", len(moved), "{}", "beliefs", robustness.flip_table),
            ("cells", len(flips), "{}", "beliefs", robustness.flip_table), ("nearest", (near["needed"] - near["now"]) * 100, "{:.0f}", "percentage points", payoffs.flips),
            ("knowing_most", rows["knowing"].max(), "{:.3f}", "on a scale of one", payoffs.worth_of_knowing), ("knowing_least", rows["knowing"].min(), "{:.3f}", "on a scale of one", payoffs.worth_of_knowing),
            ("spread", rows["spread"].mean(), "{:.2f}", "on a scale of one", robustness.choices), ("views", len(rows), "{}", "viewpoints", robustness.choices), ("same", same, "{}", "viewpoints", robustness.choices),
            ("gap", gap, "{:.1f}", "points", robustness.coherence), ("widest", widest, "{:.1f}", "points", robustness.coherence)]
    numbers = [fact(f"robustness.{name}", value, form, unit, INPUTS, function) for name, value, form, unit, function in made]
    words = [("robust_names", _joined(robust(kinds).index)), ("never_names", _joined(whole[whole == {"never"}].index)), ("nearest_view", VIEWS[near["view"]]), ("nearest_family", DRIVERS[near["family"]].lower()),
             ("nearest_from", near["first"]), ("nearest_to", near["then"]), ("satisfied_name", table.sort_values("satisfied")["title"].iloc[-1]), ("view", told(settings.viewpoint))]
    numbers += [fact(f"robustness.{name}", value, inputs=INPUTS, function=robustness.kinds) for name, value in words]
    place = model.scored.criteria.index("attack_risk")
    carried = [scoring.weight_vector(model.weights, view, model.scored.criteria)[place] for view in scoring.viewpoints(model.weights)]
    short = -float(robustness.option_table(model, "washington", settings)["gain"].max())
    numbers += [fact("robustness.least_views", LEAST_VIEWS, "{}", "viewpoints", INPUTS, robust), fact("robustness.weight_span", f"{min(carried):.0%} to {max(carried):.0%}", inputs=["weights"], function=facts),
                fact("robustness.follow", float(model.follows[model.scored.criteria.index("civilian_harm")]), "{:.0%}", "share", ["criteria"], payoffs.values),
                fact("robustness.washington_short", short, "{:.3f}", "on a scale of one", INPUTS, robustness.option_table)]
    for row in rows.itertuples():
        good = robustness.option_table(model, row.view, settings).set_index("title")["satisfied"][row.expected]
        numbers.append(fact(f"robustness.{row.view}_good", good, "{:.0%}", "share of draws", INPUTS, robustness.Model.satisfied))
        gained = int((kinds[kinds["view"] == row.view]["kind"] == "robust").sum())
        numbers += [fact(f"robustness.{row.view}_first", row.expected, inputs=INPUTS, function=robustness.choices), fact(f"robustness.{row.view}_own", row.own, inputs=INPUTS, function=robustness.choices),
                    fact(f"robustness.{row.view}_minimax", row.minimax, inputs=INPUTS, function=robustness.choices), fact(f"robustness.{row.view}_knowing", row.knowing, "{:.3f}", "on a scale of one", INPUTS, payoffs.worth_of_knowing),
                    fact(f"robustness.{row.view}_robust", gained, "{}", "options", INPUTS, robustness.kinds)]
    return numbers + [fact(f"robustness.weight_{family}", value, "{:.0%}", "probability", INPUTS, robustness.Model.family_belief) for family, value in model.family_belief(settings.prior_set).items()]


def playbook_facts(rows, signs, questions):
    """Return the facts of the playbook."""
    inputs = ["indicators", "events", "own_forecasts", "payoffs"]
    days = list(dict.fromkeys(signs["when"]))
    lit = signs.groupby("when")["warns"].sum()
    number = len(signs) // len(days)
    made = [("signs", number, "{}", "signs"), ("lit_2025", int(lit[days[0]]), "{}", "signs"), ("lit_2026", int(lit[days[1]]), "{}", "signs"), ("lit_now", int(lit[days[2]]), "{}", "signs"),
            ("questions", len(questions), "{}", "questions"), ("accounts", rows["family"].nunique(), "{}", "accounts"), ("leaders", rows["option_id"].nunique(), "{}", "options"),
            ("nearly_sure", int(((questions["best"] <= 0.2) | (questions["best"] >= 0.8)).sum()), "{}", "questions")]
    first = questions.sort_values("date_due").iloc[0]
    told = [("next", f"{first['date_due']:%-d %B %Y}"), ("last_day", f"{signs.attrs['day']:%-d %B %Y}"), ("usual", f"{signs.attrs['usual']:.1f}"), ("apart", "read alike" if lit[days[0]] == lit[days[1]] else "more warned before the war of 2026 than before that of 2025" if lit[days[1]] > lit[days[0]] else "fewer warned before the war of 2026 than before that of 2025")]
    leaders = rows.groupby("family")["title"].agg(lambda names: names.mode()[0])
    return ([fact(f"playbook.{name}", value, form, unit, inputs, playbook_facts) for name, value, form, unit in made] + [fact(f"playbook.{name}", value, inputs=inputs, function=playbook_facts) for name, value in told]
            + [fact(f"playbook.if_{family}", title, inputs=inputs, function=playbook_facts) for family, title in leaders.items()])


def title_signs(signs):
    """Return the finding of the picture of early signs."""
    lit = signs.groupby("when", sort=False)["warns"].sum()
    return "; ".join(f"{name.lower() if place else name}: {int(value)} of {len(signs) // len(lit)} signs warn" for place, (name, value) in enumerate(lit.items()))
