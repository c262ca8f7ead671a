"""Fuzz, a sample: the whole is ``make fuzz``. Each kind of wrong outcome is provoked once, so that the judge is known to see it."""

from pathlib import Path

from iraq_report import cells, rules
from tests import fuzzing

# Fixed, so that a red run can be run again; `make fuzz` takes others.
SAMPLE = range(500_000, 500_060)


def test_each_mutated_file_is_refused_at_its_place_or_truly_valid():
    outcomes = fuzzing.run(SAMPLE)
    bad = [item for item in outcomes if not item.good]
    assert not bad, "\n".join(fuzzing.told(outcomes))
    assert {item.kind for item in outcomes} == set(fuzzing.KINDS)
    assert sum(item.verdict == "refused" for item in outcomes) > len(outcomes) / 2


def test_a_case_is_what_its_seed_says():
    assert fuzzing.case(3) == fuzzing.case(3)


def changed(old, new):
    """The table of worlds with one text replaced."""
    content = (fuzzing.ROOT / "data" / "worlds.csv").read_text(encoding="utf-8")
    assert old in content
    return content.replace(old, new, 1).encode("utf-8")


def test_a_check_that_looks_away_is_seen(monkeypatch):
    hidden = changed("\n", "\n\u202e")
    assert fuzzing.judged("table", "worlds.csv", hidden, True)[0] == "refused"
    for name in ("Rows._check", "Rows._check_key"):
        monkeypatch.setattr(f"iraq_report.cells.{name}", lambda self, field: None)
    monkeypatch.setattr("iraq_report.cells.lost_keys", lambda name, judged: [])
    monkeypatch.setattr(rules, "RULES", ())
    cells._judged.cache_clear()
    assert fuzzing.judged("table", "worlds.csv", hidden, True)[0] == "silent"
    cells._judged.cache_clear()


def test_a_check_that_crashes_is_seen(monkeypatch):
    monkeypatch.setattr(cells, "_wrong", lambda value, field: 1 / 0)
    assert fuzzing.judged("table", "worlds.csv", changed("\n", "\nx"))[0] == "crashed"


def test_a_message_without_a_place_is_seen():
    fault = rules.Fault("events.csv", None, None, "something", "something else", "Mend it.")
    assert fuzzing.refusal([fault], "events.csv", "table")[0] == "vague"
    assert fuzzing.refusal([rules.Fault("events.csv", 3, "place", "x", "", "")], "events.csv", "table")[0] == "vague"


def test_the_workshop_lies_in_a_path_with_spaces_and_arabic_letters():
    assert " " in str(fuzzing.workshop()) and "كتاب" in str(fuzzing.workshop()) and Path(fuzzing.workshop(), "data").is_dir()
