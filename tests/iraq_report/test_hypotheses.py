"""Explanations: every card is whole, its sources exist, and a broken card is named."""

import shutil

import pytest

from iraq_report import hypotheses, tables


def test_every_card_is_whole_and_sourced():
    cards = hypotheses.load()
    known = set(tables.load("sources")["source_id"])
    assert len(cards) >= 20
    for name, card in cards.items():
        assert {said.source for said in card.said_by} <= known, name
        assert len({item.id for item in card.predictions}) == len(card.predictions)


def test_the_three_drivers_of_the_source_texts_are_there():
    assert {"decapitation_fear", "baghdad_restraint", "iranian_discouragement"} <= set(hypotheses.load())


@pytest.mark.parametrize("change, said", [
    (("family: deterrence", "family: fear"), "decapitation_fear.yaml, column family"),
    (("predictions:", "forecasts:"), "decapitation_fear.yaml, column predictions"),
    (("title:", "title: ["), "decapitation_fear.yaml"),
])
def test_a_broken_card_is_named(tmp_path, change, said):
    folder = shutil.copytree(hypotheses.FOLDER, tmp_path / "hypotheses")
    path = folder / "decapitation_fear.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(*change), encoding="utf-8")
    with pytest.raises(tables.TableError, match=said):
        hypotheses.load(folder)


def test_the_overview_shows_every_card():
    assert len(hypotheses.overview(hypotheses.load())) == len(hypotheses.load())
