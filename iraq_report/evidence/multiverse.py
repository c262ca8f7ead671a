"""On how many paths of the multiverse does each key judgement stand, and which choice flips it?

A path for a judgement is one option of each choice that bears on it: choices by which the facts beneath it were run,
and readings by which a bound applies. Choices that do not reach it would only multiply its paths, and are left out.
"""

import itertools

import numpy
import pandas

from iraq_report import likelihood, tables

TABLES = ("judgements", "judgement_tests", "sweep_options", "sweep_excluded", "sweep_runs", "sweep_facts")


def wanted():
    """Return the ids of the facts that a sweep must keep: those on which a bound is set."""
    return sorted(tables.load("judgement_tests")["fact_id"].unique())


def loaded():
    """Return the tables of the sweep by name."""
    return {name: tables.load(name) for name in TABLES}


def judge(found):
    """Tell of each key judgement whether it stands on given facts, under the book's own readings.

    Parameters
    ----------
    found : dict
        Facts by id, each with its ``value``.

    Returns
    -------
    dict
        What is judged -> bool.
    """
    tests, judged = tables.load("judgement_tests"), tables.load("judgements").query("standing == 'key'")
    home = own({"sweep_options": tables.load("sweep_options")})
    at_home = tests[tests["choice"].isna() | (tests["choice"].map(home) == tests["option"])]
    return {told(row): all(_within(found[test.fact_id]["value"], test) for test in at_home[at_home["judgement_id"] == row.judgement_id].itertuples()) for row in judged.itertuples()}


def told(row):
    """Return what is judged: the statement, and where the book holds it to be unlikely, that it does; what stands is the judgement, not the statement."""
    if row.likelihood_high >= 0.5:
        return row.statement
    return f"{row.statement.rstrip('.')}: judged {likelihood.phrase(float(row.likelihood_low), float(row.likelihood_high))}."


def _within(value, test):
    """Tell whether values lie within the bounds of a test."""
    return (value >= (-numpy.inf if pandas.isna(test.least) else test.least)) & (value <= (numpy.inf if pandas.isna(test.most) else test.most))


def paths(judgement, frames):
    """Return every path of a judgement and whether it stands there.

    Parameters
    ----------
    judgement : str
        A ``judgement_id`` with bounds.
    frames : dict of pandas.DataFrame
        The tables of :data:`TABLES`, by name.

    Returns
    -------
    pandas.DataFrame
        A row is a path: a column a choice, with its option; a column a fact, with its value; ``stands``.

    Raises
    ------
    ValueError
        If no bound is set, or a fact was not kept by the sweep.
    """
    tests = frames["judgement_tests"].query("judgement_id == @judgement")
    lost = sorted(set(tests["fact_id"]) - set(frames["sweep_facts"]["fact_id"]))
    if tests.empty or lost:
        raise ValueError(f"judgement_tests.csv: {judgement} has " + (f"bounds on {', '.join(lost)}, which no run of the sweep kept; run make sweep" if lost else "no bound; add one"))
    made = _runs(tests, frames).merge(_readings(tests, frames), how="cross")
    for _, rule in frames["sweep_excluded"].groupby("rule"):
        if set(rule["choice"]) <= set(made.columns):
            made = made[~numpy.logical_and.reduce([made[choice] == option for choice, option in zip(rule["choice"], rule["option"])])]
    stands = pandas.Series(True, index=made.index)
    for test in tests.itertuples():
        holds = _within(made[test.fact_id], test)
        stands &= holds if pandas.isna(test.choice) else holds | (made[test.choice] != test.option)
    return made.assign(stands=stands.astype(bool)).reset_index(drop=True)


def _runs(tests, frames):
    """Return the runs behind the facts of some tests, wide: a column a choice, a column a fact."""
    kept = frames["sweep_facts"][frames["sweep_facts"]["fact_id"].isin(tests["fact_id"])]
    facts = kept.astype({"value": float}).pivot(index="run_id", columns="fact_id", values="value")
    runs = frames["sweep_runs"][frames["sweep_runs"]["run_id"].isin(facts.index)].pivot(index="run_id", columns="choice", values="option")
    if facts.isna().any(axis=None):
        raise ValueError(f"judgement_tests.csv: the bounds of {tests['judgement_id'].iloc[0]} rest on more than one chapter; set them on facts of one")
    return runs.join(facts).reset_index(drop=True)


def _readings(tests, frames):
    """Return every combination of the options of the choices on which a test waits."""
    names = tests["choice"].dropna().unique().tolist()
    options = frames["sweep_options"].sort_values("place")
    crossed = itertools.product(*(options.loc[options["choice"] == name, "option"] for name in names))
    return pandas.DataFrame(list(crossed), columns=names, dtype="string")


def own(frames):
    """Return the book's own option of each choice."""
    return frames["sweep_options"].query("place == 1").set_index("choice")["option"]


def choices(judgement, frames):
    """Return the choices that bear on a judgement, those that move it most first.

    Returns
    -------
    pandas.DataFrame
        A row is an option: ``choice``, ``option``, ``paths``, ``share`` on which the judgement stands, ``alone`` (it stands when only
        this option differs from the book's), ``swing`` (of the choice: greatest share less least).
    """
    every, base = paths(judgement, frames), own(frames)
    names = [name for name in every.columns if name in base.index]
    rows = []
    for name in names:
        others = _at(every, base, [other for other in names if other != name])
        for option, group in every.groupby(name, sort=False)["stands"]:
            alone = every[others & (every[name] == option)]["stands"]
            rows.append((name, option, len(group), group.mean(), bool(alone.all()) if len(alone) else None))
    made = pandas.DataFrame(rows, columns=["choice", "option", "paths", "share", "alone"])
    swing = made.groupby("choice")["share"].agg(lambda shares: shares.max() - shares.min())
    return made.assign(swing=made["choice"].map(swing)).sort_values(["swing", "choice"], ascending=[False, True], kind="stable").reset_index(drop=True)


def standing(frames):
    """Return, for each key judgement, on how many of its paths it stands and which single options turn it.

    Returns
    -------
    pandas.DataFrame
        A row is a key judgement: ``judgement_id``, ``statement``, ``told`` (see :func:`told`), ``paths``, ``stands`` (count), ``share``, ``asked`` and ``asked_stands`` (the same where the
        question is read as the book reads it), ``at_home`` (it stands on the book's own path), ``flips`` (list of (choice, option) that turn it alone).
    """
    rows, base = [], own(frames)
    for row in frames["judgements"].query("standing == 'key'").itertuples():
        every, moved = paths(row.judgement_id, frames), choices(row.judgement_id, frames)
        readings = frames["judgement_tests"].query("judgement_id == @row.judgement_id")["choice"].dropna().unique()
        asked = every[_at(every, base, readings)]
        home = bool(every[_at(every, base, moved["choice"].unique())]["stands"].all())
        turned = moved[moved["alone"].notna() & (moved["alone"] != home)]
        rows.append((row.judgement_id, row.statement, told(row), len(every), int(every["stands"].sum()), float(every["stands"].mean()), len(asked), int(asked["stands"].sum()), home,
                     list(zip(turned["choice"], turned["option"]))))
    return pandas.DataFrame(rows, columns=["judgement_id", "statement", "told", "paths", "stands", "share", "asked", "asked_stands", "at_home", "flips"])


def _at(every, base, names):
    """Tell of each path whether it takes the book's own option of all the named choices."""
    return numpy.logical_and.reduce([numpy.full(len(every), True), *(every[name] == base[name] for name in names)])
