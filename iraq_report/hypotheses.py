"""Explanations: one card each in ``hypotheses/``, found by glob and checked on reading."""

import datetime
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Literal

import pandas
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from iraq_report.faults import Fault, TableError
from pressroom import strict

FOLDER = Path(__file__).resolve().parents[1] / "hypotheses"
FAMILIES = {"deterrence": "Fear of costs", "principal": "Iran's choice", "autonomy": "Own interests",
            "state_and_clergy": "Baghdad and the clergy", "capability": "Means and access",
            "threshold": "Threshold and time", "measurement": "What really happened"}
ON_RECORD = {"by_2025_08_15": "before mid-August 2025", "by_2026_02_28": "before the war of 2026", "after": "not found before the war of 2026"}
Text = Annotated[str, Field(min_length=15, pattern=r"^\S+(\s+\S+){2,}$")]
Name = Annotated[str, Field(pattern=r"^[a-z0-9_]+$")]


class Said(BaseModel):
    """Who offers the explanation, where, when, and in what form."""

    model_config = ConfigDict(extra="forbid")
    source: Name
    locator: Annotated[str, Field(pattern=r"\S{3}")]
    date: Annotated[datetime.date, Field(ge=datetime.date(1979, 1, 1), le=datetime.date(2027, 12, 31))] | None = None
    form: Literal["says", "implies", "reports"] = "says"


class Prediction(BaseModel):
    """What one should see if the explanation is right, and what if it is not."""

    model_config = ConfigDict(extra="forbid")
    id: Name
    text: Text
    elsewhere: Text


class Hypothesis(BaseModel):
    """One explanation: claim, mechanism, who says so, predictions, what would refute it, the best for and against it."""

    model_config = ConfigDict(extra="forbid")
    title: Annotated[str, Field(min_length=8)]
    family: Literal[tuple(FAMILIES)]
    claim: Text
    mechanism: Text
    said_by: list[Said]
    offered_by_nobody: bool = False
    predictions: Annotated[list[Prediction], Field(min_length=1)]
    refuted_by: Text
    strongest_for: Text
    records_for: list[Name] = []
    strongest_against: Text
    records_against: list[Name] = []
    hindsight: Literal[tuple(ON_RECORD)]

    @model_validator(mode="after")
    def _has_a_voice_or_says_so(self):
        if bool(self.said_by) == self.offered_by_nobody:
            raise ValueError("said_by must name somebody, or offered_by_nobody be true; not both")
        for part, ids in (("predictions", [item.id for item in self.predictions]), ("records", self.records_for + self.records_against)):
            if len(set(ids)) < len(ids):
                raise ValueError(f"{part}: an id given twice")
        return self


def load(folder=FOLDER):
    """Return every explanation by name, in order of name.

    Raises
    ------
    TableError
        Naming file, field, what was found and what is allowed, for every faulty card at once.
    """
    cards, faults = {}, []
    for path in sorted(Path(folder).glob("*.yaml")):
        try:
            cards[path.stem] = _card(path.name, path.read_bytes())
        except TableError as error:
            faults += error.faults
    if faults:
        raise TableError(faults)
    return cards


# A card that has not changed is not read again.
@lru_cache(maxsize=256)
def _card(file, content):
    try:
        return Hypothesis.model_validate(strict.plain_yaml(content))
    except strict.Unreadable as error:
        raise TableError([Fault(file, error.row, None, error.found, error.allowed, error.remedy)]) from error
    except ValidationError as error:
        raise TableError([Fault(file, None, ".".join(map(str, detail["loc"])) or None, repr(detail["input"])[:80], detail["msg"],
                                "Mend the card; an intact neighbour in hypotheses/ serves as a pattern.") for detail in error.errors()]) from error


def cited(cards):
    """Return the sources that cards name: card -> source ids."""
    return {name: [said.source for said in card.said_by] for name, card in cards.items()}


def ordered(cards):
    """Return the names of the cards in order of family, then of title."""
    order = list(FAMILIES)
    return sorted(cards, key=lambda name: (order.index(cards[name].family), cards[name].title))


def overview(cards):
    """Return the explanations in the reader's words, in order of family."""
    return pandas.DataFrame([
        {"Explanation": cards[name].title, "Family": FAMILIES[cards[name].family], "How it would work": cards[name].mechanism,
         "One should see": " ".join(item.text for item in cards[name].predictions), "It would be refuted by": cards[name].refuted_by,
         "Offered by": str(len(cards[name].said_by)) if cards[name].said_by else "nobody found", "On record": ON_RECORD[cards[name].hindsight]}
        for name in ordered(cards)])


def voices(cards):
    """Return one row an explanation and a voice that offers it: title, source id, date, form."""
    return pandas.DataFrame([{"Explanation": cards[name].title, "Source": said.source, "Where": said.locator,
                              "When": f"{said.date}" if said.date else "undated", "Form": said.form}
                             for name in ordered(cards) for said in cards[name].said_by])
