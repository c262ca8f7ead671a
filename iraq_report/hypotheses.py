"""Explanations: one card each in ``hypotheses/``, found by glob and checked on reading."""

from pathlib import Path
from typing import Annotated, Literal

import pandas
import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from iraq_report import tables

FOLDER = Path(__file__).resolve().parents[1] / "hypotheses"
FAMILIES = {"deterrence": "Fear of costs", "principal": "Iran's choice", "autonomy": "Own interests",
            "state_and_clergy": "Baghdad and the clergy", "capability": "Means and access",
            "threshold": "Threshold and time", "measurement": "What really happened"}
Text = Annotated[str, Field(min_length=15)]


class Said(BaseModel):
    """Who offers the explanation, and where."""

    model_config = ConfigDict(extra="forbid")
    source: str
    locator: str


class Hypothesis(BaseModel):
    """One explanation: claim, mechanism, predictions, and what would refute it."""

    model_config = ConfigDict(extra="forbid")
    title: Text
    family: Literal[tuple(FAMILIES)]
    claim: Text
    mechanism: Text
    said_by: Annotated[list[Said], Field(min_length=1)]
    predictions: Annotated[list[Text], Field(min_length=1)]
    refuted_by: Text


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
            cards[path.stem] = Hypothesis.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
        except (ValidationError, yaml.YAMLError, UnicodeDecodeError) as error:
            details = error.errors() if isinstance(error, ValidationError) else [{"loc": (), "input": "", "msg": str(error)}]
            faults += [tables.Fault(path.name, None, ".".join(map(str, detail["loc"])) or None, repr(detail["input"])[:80],
                                    detail["msg"], "Mend the card; an intact neighbour in hypotheses/ serves as a pattern.") for detail in details]
    if faults:
        raise tables.TableError(faults)
    return cards


def overview(cards):
    """Return the explanations in the reader's words, in order of family."""
    rows = [{"Explanation": card.title, "Family": FAMILIES[card.family], "How it would work": card.mechanism,
             "One should see": " ".join(card.predictions), "It would be refuted by": card.refuted_by,
             "Offered by": "; ".join(f"{said.source}, {said.locator}" for said in card.said_by)} for card in cards.values()]
    order = list(FAMILIES.values())
    return pandas.DataFrame(rows).sort_values(["Family", "Explanation"], key=lambda column: column.map(
        lambda value: order.index(value) if value in order else value)).reset_index(drop=True)
