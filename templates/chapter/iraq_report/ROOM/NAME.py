"""FILL IN: what this computes."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from pressroom.door import fact


class Settings(BaseModel):
    """What a reader may vary: the first year that is counted."""

    model_config = ConfigDict(extra="forbid")
    first_year: Annotated[int, Field(ge=2023, le=2026)]


def by_year(events, settings):
    """Return how many events of each kind are on record in each year.

    Parameters
    ----------
    events : pandas.DataFrame
        Table ``events``.
    settings : Settings

    Returns
    -------
    pandas.DataFrame
        A row a year; in the reader's words.
    """
    kept = events[events["date_start"].dt.year >= settings.first_year]
    counted = kept.groupby([kept["date_start"].dt.year.rename("Year"), "category"]).size().unstack(fill_value=0)
    return counted.rename(columns=lambda name: name.replace("_", " ").capitalize()).rename_axis(columns=None).reset_index()


def facts(events, settings):
    """Return the facts of the chapter."""
    total = int(by_year(events, settings).drop(columns="Year").to_numpy().sum())
    return [fact("NAME.events", total, "{:,}", "events", ["events"], by_year)]
