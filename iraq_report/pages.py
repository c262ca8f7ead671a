"""What a descriptor may say of how the press shows the records of its table; the heads of the press's modules say what each part does."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
Text = Annotated[str, Field(min_length=1, pattern=r"\S")]
# A fact of a record: its id with the key left open.
FactOf = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_.]*\{\}[a-z0-9_]*$")]


class Part(BaseModel):
    """A part of a descriptor: nothing unknown is let pass, and what may be left out may not be there empty."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Filter(Part):
    """What a browser filters by."""

    field: Annotated[str, Field(pattern=r"^[a-z0-9_]+(\.[a-z0-9_]+){0,2}$")]
    label: Text


class Told(Part):
    """A column told under a heading of its own."""

    field: Name
    label: Text


class ScaleFacts(Part):
    """The facts that carry word, range and confidence of a record."""

    word: FactOf
    range: FactOf
    confidence: FactOf


class Scale(Part):
    """A likelihood drawn as a bar."""

    low: Name
    high: Name
    page: Name
    facts: ScaleFacts
    also: dict[Text, FactOf] = {}
    bands: Annotated[dict[Text, Annotated[float, Field(gt=0, le=1)]], Field(min_length=1)]


class Mention(Part):
    """The names that become links where a page first mentions them."""

    column: Name
    only: dict[Name, list[Text]] = {}


class Page(Part):
    """How a record is shown: on its page, on its card, and in lists."""

    heading: Annotated[list[Name], Field(min_length=1)]
    mark: Name = None
    lead: Name = None
    order: Name = None
    filters: list[Filter] = []
    first: list[Name] = []
    tell: list[Told] = []
    open: list[Name] = []
    gather: list[Name] = []
    glance: list[Name] = []
    card: dict[Name, list[Name]] = {}
    mention: Mention = None
    scale: Scale = None

    def columns(self):
        """Return the columns of the table itself that the page names."""
        found = [*self.heading, *filter(None, (self.mark, self.lead, self.order)), *self.glance, *(item.field for item in self.tell)]
        found += [item.field for item in self.filters if "." not in item.field]
        found += [self.mention.column, *self.mention.only] if self.mention else []
        return found + ([self.scale.low, self.scale.high, self.scale.page] if self.scale else [])
