"""The multiverse: every declared way in which the analysis could have been done, read from ``multiverse.yaml``.

A choice has options; an option is a small scenario: parameters by chapter. The first option is the book's own.
An option without parameters is a reading: it changes nothing that is computed, only what is asked of it.
"""

import itertools
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from pressroom import PressError

FILE = "multiverse.yaml"
NAME = r"^[a-z0-9_]+$"


class MultiverseError(PressError, ValueError):
    """A declaration that cannot be used; the message says why."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Option(_Strict):
    """One way: title, why it can be defended, and parameter values by chapter."""

    title: str
    reason: str
    parameters: dict[str, dict[str, str | int | float | bool]] = {}


class Choice(_Strict):
    """A question of method, and its options; the first is the book's own."""

    title: str
    options: dict[str, Option] = Field(min_length=2)


class Excluded(_Strict):
    """Options that make no sense together, and why."""

    options: dict[str, str] = Field(min_length=2)
    reason: str


class Multiverse(_Strict):
    """All choices, and what is left out of their crossing."""

    choices: dict[str, Choice]
    excluded: list[Excluded] = []

    def bearing(self, chapter):
        """Return the choices that reach a chapter through a parameter."""
        return [name for name, choice in self.choices.items() if any(chapter in option.parameters for option in choice.options.values())]

    def chapters(self):
        """Return the chapters that some option reaches, sorted."""
        return sorted({chapter for choice in self.choices.values() for option in choice.options.values() for chapter in option.parameters})

    def combinations(self, names):
        """Return every sound combination of the options of the named choices: a list of dicts choice -> option."""
        crossed = (dict(zip(names, options)) for options in itertools.product(*(self.choices[name].options for name in names)))
        return [chosen for chosen in crossed if not any(rule.options.items() <= chosen.items() for rule in self.excluded)]

    def values(self, chapter, chosen):
        """Return the parameter values that a combination gives to a chapter."""
        made = {}
        for name, option in chosen.items():
            made |= self.choices[name].options[option].parameters.get(chapter, {})
        return made


def load(root):
    """Return the multiverse of a book.

    Raises
    ------
    MultiverseError
        If the file is missing or malformed, an exclusion names what is not there, two choices set one parameter,
        or a choice sets a parameter in some of its options only.
    """
    path = Path(root) / FILE
    try:
        made = Multiverse.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, UnicodeDecodeError, yaml.YAMLError, ValidationError) as error:
        raise MultiverseError(f"{FILE}: {error}") from error
    wrong = [f"excluded: no option {choice}: {option}" for rule in made.excluded for choice, option in rule.options.items()
             if option not in (made.choices[choice].options if choice in made.choices else ())]
    owners = {}
    for name, choice in made.choices.items():
        sets = [{(chapter, key) for chapter, given in option.parameters.items() for key in given} for option in choice.options.values()]
        wrong += [f"choice {name}: every option must set the same parameters; one sets only some of {sorted(set.union(*sets))}"] * any(own != sets[0] for own in sets)
        for place in sets[0]:
            if owners.setdefault(place, name) != name:
                wrong.append(f"choices {owners[place]} and {name} both set {place[1]} of {place[0]}")
    if wrong:
        raise MultiverseError(f"{FILE}: " + "; ".join(wrong) + ". Correct the file.")
    return made
