"""A multiverse is crossed as declared, and a declaration that cannot be meant is refused."""

import pytest

from pressroom import multiverse

GOOD = """
choices:
  times:
    title: How often?
    options:
      once: {title: Once, reason: plain, parameters: {chapters/pears: {times: 1}}}
      twice: {title: Twice, reason: more, parameters: {chapters/pears: {times: 2}}}
  kind:
    title: What counts?
    options:
      ripe: {title: Ripe ones, reason: plain}
      all: {title: All, reason: more}
excluded:
  - {options: {times: twice, kind: all}, reason: counted double}
"""


def declared(tmp_path, text=GOOD):
    (tmp_path / multiverse.FILE).write_text(text, encoding="utf-8")
    return multiverse.load(tmp_path)


def test_choices_are_crossed_but_for_what_is_excluded(tmp_path):
    made = declared(tmp_path)
    assert made.chapters() == ["chapters/pears"] and made.bearing("chapters/pears") == ["times"]
    assert made.combinations(["times", "kind"]) == [{"times": "once", "kind": "ripe"}, {"times": "once", "kind": "all"}, {"times": "twice", "kind": "ripe"}]
    assert made.values("chapters/pears", {"times": "twice", "kind": "ripe"}) == {"times": 2}


@pytest.mark.parametrize("old, new, said", [
    ("reason: plain, parameters", "parameters", "reason"),
    ("      all: {title: All, reason: more}\n", "", "at least 2"),
    ("kind: all}, reason", "kind: none}, reason", "no option kind: none"),
    ("title: All, reason: more}", "title: All, reason: more, parameters: {chapters/pears: {times: 3}}}", "must set the same parameters"),
    ("title: Ripe ones, reason: plain}\n      all: {title: All, reason: more}", "title: R, reason: r, parameters: {chapters/pears: {times: 3}}}\n      all: {title: A, reason: a, parameters: {chapters/pears: {times: 4}}}", "both set times"),
    ("choices:", "choises:", "choises"),
    ("title: How often?", "title: [", "multiverse.yaml"),
])
def test_a_declaration_that_cannot_be_meant_is_refused(tmp_path, old, new, said):
    assert GOOD.count(old) >= 1
    with pytest.raises(multiverse.MultiverseError, match=said):
        declared(tmp_path, GOOD.replace(old, new))


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(multiverse.MultiverseError, match="multiverse.yaml"):
        multiverse.load(tmp_path)
