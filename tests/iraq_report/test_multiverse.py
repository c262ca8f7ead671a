"""Paths, shares and flips by hand; the committed sweep is current, complete and what the chapters give."""

import csv
import random
import subprocess
import sys

import pandas
import pytest

from iraq_report import judgement_rules, tables
from iraq_report.evidence import multiverse, multiverse_findings
from pressroom import multiverse as declared
from pressroom import notebooks, sweep


def frame(columns, *rows):
    return pandas.DataFrame(rows, columns=columns.split())


@pytest.fixture
def hand():
    """Two computed choices of two options, one reading of two; the fact is 1, 2, 3, 4; another is 1 throughout."""
    runs = [(f"r{n}", choice, option) for n, pair in enumerate([("low", "short"), ("low", "long"), ("high", "short"), ("high", "long")], 1) for choice, option in zip(("floor", "window"), pair)]
    return {"judgements": frame("judgement_id statement standing likelihood_low likelihood_high", ("j", "It is so.", "key", 0.07, 0.18), ("k", "Aside.", "supporting", 0.6, 0.8)),
            "judgement_tests": frame("judgement_id fact_id choice option least most reason", ("j", "a.value", None, None, None, 3, ""), ("j", "a.other", "counting", "strict", None, 0, "")),
            "sweep_options": frame("choice option place question title reason", *[(c, o, p, c, o, "") for c, pair in
                                   (("floor", ("low", "high")), ("window", ("short", "long")), ("counting", ("plain", "strict"))) for p, o in enumerate(pair, 1)]),
            "sweep_excluded": frame("rule choice option reason", (1, "floor", "high", ""), (1, "counting", "strict", "")),
            "sweep_runs": frame("run_id choice option", *runs),
            "sweep_facts": frame("run_id fact_id value", *[(f"r{n}", "a.value", n) for n in range(1, 5)], *[(f"r{n}", "a.other", 1) for n in range(1, 5)])}


def test_paths_are_crossed_held_and_counted(hand):
    # Six paths: four runs under the plain reading, of which value 4 falls; two under the strict one (high is excluded), which fall by the other fact.
    made = multiverse.paths("j", hand)
    assert len(made) == 6 and made["stands"].sum() == 3
    row = multiverse.standing(hand).iloc[0]
    assert (row["paths"], row["stands"], row["share"], row["asked"], row["asked_stands"], row["at_home"], row["flips"]) == (6, 3, 0.5, 4, 3, True, [("counting", "strict")])
    assert row["told"] == "It is so: judged very unlikely."
    assert multiverse_findings.words(row) == "stands on 3 of 6 paths, and on 3 of 4 where the question is read as this book reads it"


def test_the_share_of_each_option_and_what_turns_it_alone(hand):
    made = multiverse.choices("j", hand).set_index(["choice", "option"])
    assert made["share"].to_dict() == {("counting", "plain"): 0.75, ("counting", "strict"): 0, ("floor", "low"): 0.5, ("floor", "high"): 0.5, ("window", "short"): 2 / 3, ("window", "long"): 1 / 3}
    assert made["swing"].idxmax()[0] == "counting" and made["alone"].eq(False).sum() == 1


def test_a_choice_that_changes_nothing_moves_nothing(hand):
    hand["sweep_facts"]["value"] = 1
    hand["judgement_tests"] = hand["judgement_tests"].iloc[:1]
    assert multiverse.standing(hand).iloc[0][["paths", "stands"]].tolist() == [4, 4] and multiverse_findings.moves(hand).empty


@pytest.mark.parametrize("spoil, said", [
    (lambda hand: hand.update(judgement_tests=hand["judgement_tests"].iloc[:0]), "no bound"),
    (lambda hand: hand.update(sweep_facts=hand["sweep_facts"].query("fact_id != 'a.other'")), "a.other, which no run of the sweep kept; run make sweep"),
    (lambda hand: hand.update(sweep_facts=hand["sweep_facts"].iloc[:-1]), "more than one chapter"),
])
def test_what_cannot_be_judged_is_refused(hand, spoil, said):
    spoil(hand)
    with pytest.raises(ValueError, match=said):
        multiverse.paths("j", hand)


@pytest.mark.parametrize("column, value, said", [("least", 9, "at most the value of most"), ("option", "stricter", "an option of a choice"), ("most", None, "a number in least or in most")])
def test_a_bound_that_cannot_be_held_is_located(hand, column, value, said):
    hand["judgement_tests"] = hand["judgement_tests"].astype(object)
    assert judgement_rules.bounds_can_be_held(hand) == []
    hand["judgement_tests"].loc[1, column] = value
    assert [(fault.row, said in fault.allowed) for fault in judgement_rules.bounds_can_be_held(hand)] == [(3, True)]
    hand["judgement_tests"] = hand["judgement_tests"].iloc[:0]
    assert "no bound for j" in judgement_rules.key_judgements_have_bounds(hand)[0].found


@pytest.fixture(scope="module")
def jobs(root):
    """What the multiverse asks for now."""
    return sweep.jobs(root)


def test_the_committed_sweep_is_current(root, jobs):
    with open(root / "data" / "sweep_chapters.csv", encoding="utf-8", newline="") as stream:
        stored = [(row["chapter"], int(row["runs"]), row["fingerprint"]) for row in csv.DictReader(stream)]
    assert stored == sweep.marks(jobs), "data/sweep_*.csv is old: run make sweep"
    assert len(jobs) >= 1000, "a multiverse of fewer than a thousand runs"


def test_a_sample_of_runs_gives_the_committed_values(root, jobs):
    stored = tables.load("sweep_facts").set_index(["run_id", "fact_id"])["value"]
    dear, random_ = {"chapters/airspace/corridor"}, random.Random(20261121)
    for job in random_.sample([job for job in jobs if job.chapter not in dear], 8):
        found = sweep.evaluate(job, str(root), ["hypotheses"])
        assert [(name, f"{value:.6g}") for name, value in found] == [(name, f"{stored[(job.run, name)]:.6g}") for name, _ in found], f"{job.run}: run make sweep"


def test_the_first_option_is_the_books_own_and_every_key_judgement_stands_there(root, jobs):
    made = declared.load(root)
    for choice in made.choices.values():
        for chapter, values in next(iter(choice.options.values())).parameters.items():
            defaults = notebooks.parameters(root / f"{chapter}.ipynb")
            assert {name: str(value) for name, value in values.items()} == {name: defaults[name].strip("'\"") for name in values}, chapter
    assert multiverse.standing(multiverse.loaded())["at_home"].all()


def test_every_item_and_cluster_of_evidence_is_left_out_once(root):
    items = tables.load("evidence_items").query("stage == 'frozen'")
    left = {option.parameters["chapters/drivers/weighing"]["leave_out"] for option in declared.load(root).choices["evidence"].options.values()}
    assert left - {"", "single_origin", "outlet:Shafaq News"} == {*items["item_id"], *("cluster:" + items["cluster_id"])}, "bring the choice evidence in multiverse.yaml up to date"


def test_no_file_is_read_that_the_fingerprint_does_not_cover(root):
    code = """
import sys
from pathlib import Path
from pressroom import closure, sweep
root, opened = Path(sys.argv[1]), set()
jobs = {job.chapter: job for job in sweep.jobs(root) if "corridor" not in job.chapter}
sys.addaudithook(lambda event, args: opened.add(str(args[0])) if event == "open" else None)
for job in jobs.values():
    named = set(map(str, closure.files("\\n".join(job.parts), root, ["hypotheses"])))
    opened.clear()
    sweep.slices.facts(job.parts, job.values)
    beyond = sorted(path for path in opened if path.startswith(str(root)) and "/_build/" not in path and "/site-packages/" not in path and "__pycache__" not in path and path not in named)
    read = [path for path in opened if path.endswith(".csv")]
    assert read and not beyond, (job.chapter, beyond)
"""
    done = subprocess.run([sys.executable, "-c", code, str(root)], text=True, capture_output=True)
    assert done.returncode == 0, done.stderr[-2000:]
