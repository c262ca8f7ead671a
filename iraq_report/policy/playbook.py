"""Advice with its condition, early signs counted from the tables, and questions by which this book can be scored."""

import pandas
from pydantic import BaseModel, ConfigDict, field_validator

from iraq_report.policy import evaluation
from iraq_report.policy.options import DRIVERS
from iraq_report.restraint.findings import KURDISTAN

GULF = ["Kuwait", "Saudi Arabia", "United Arab Emirates", "Bahrain", "Qatar", "Jordan"]
EVES = {"2025-06-12": "Eve of the war of June 2025", "2026-02-27": "Eve of the war of 2026"}


class Settings(BaseModel):
    """Parameters of the chapter: the view before the evidence, and the day on which signs are read."""

    model_config = ConfigDict(extra="forbid", strict=True)

    prior_set: str
    read_on: str

    @field_validator("prior_set")
    @classmethod
    def _known(cls, value):
        if value not in ("uniform", "source_favouring", "sceptical"):
            raise ValueError(f"prior_set: found {value!r}; allowed: uniform, source_favouring, sceptical")
        return value

    @field_validator("read_on")
    @classmethod
    def _day(cls, value):
        if value and pandas.isna(pandas.to_datetime(value, format="%Y-%m-%d", errors="coerce")):
            raise ValueError(f"read_on: found {value!r}; allowed: a day as 2026-10-06, or empty for the last day on record")
        return value


def reading_day(settings, events):
    """Return the day on which signs are read: the parameter, or the last day on record."""
    return pandas.Timestamp(settings.read_on) if settings.read_on else events["date_start"].max()


def restricted(events, attributions, restriction):
    """Return the events that an indicator counts, before the window is cut."""
    if restriction == "claimed":
        return events[events["event_id"].isin(attributions.loc[attributions["kind"] == "claimed", "event_id"])]
    if restriction == "kurdistan":
        return events[events["admin1"].isin(KURDISTAN)]
    if restriction == "gulf":
        return events[events["country"].isin(GULF)]
    return events


def readings(indicators, events, attributions, day):
    """Return the value of each sign on a day and whether it warns.

    Parameters
    ----------
    indicators, events, attributions : pandas.DataFrame
        The tables.
    day : pandas.Timestamp
        Last day counted.

    Returns
    -------
    pandas.DataFrame
        Rows of ``indicators`` with ``value``, ``on_record`` (all events in the window, whatever their kind) and ``warns``.
    """
    value, known = [], []
    for row in indicators.itertuples():
        start = day - pandas.Timedelta(days=int(row.window_days) - 1)
        window = events[events["date_start"].between(start, day)]
        chosen = restricted(window, attributions, row.restriction)
        value.append(int((chosen["category"] == row.category).sum()))
        known.append(len(window))
    made = indicators.assign(value=value, on_record=known)
    above = made["direction"] == "above"
    return made.assign(warns=(above & (made["value"] >= made["threshold"])) | (~above & (made["value"] < made["threshold"])))


def history(indicators, events, attributions, day):
    """Return the readings on the eves of the two wars and on the day itself, one row a sign and day."""
    days = {**{pandas.Timestamp(eve): name for eve, name in EVES.items()}, day: "Last day on record" if day == events["date_start"].max() else f"{day:%-d %B %Y}"}
    made = pandas.concat([readings(indicators, events, attributions, date).assign(when=name) for date, name in days.items()], ignore_index=True)
    made.attrs |= {"day": day, "usual": usual(indicators, events, attributions, day)}
    return made


def usual(indicators, events, attributions, day, since="2025-01-01"):
    """Return how many signs warn on average on the first days of the months up to ``day``: the level without which no eve can be read."""
    months = pandas.date_range(since, day, freq="MS")
    return sum(int(readings(indicators, events, attributions, month)["warns"].sum()) for month in months) / len(months)


def conditional(model, views=None):
    """Return the advice for each account of the restraint: what comes first for each viewpoint, by what margin over no new measures.

    Returns
    -------
    pandas.DataFrame
        ``family``, ``view``, ``option_id``, ``title``, ``gain``, ``value``.
    """
    made = []
    for view in views or [name for name in evaluation.VIEWS if name != "equal"]:
        table, gains = model.by_family(view), model.gains(view)
        for column, family in enumerate(model.families):
            row = int(table[:, column].argmax())
            made.append((family, view, model.options[row], model.titles[row], float(gains[row, column]), float(table[row, column])))
    return pandas.DataFrame(made, columns=["family", "view", "option_id", "title", "gain", "value"])


def advisers(advice, sources):
    """Return, for each option, the outlets that advise it and those that oppose it, as text."""
    named = advice.merge(sources[["source_id", "outlet"]], on="source_id", how="left")
    return named.groupby(["option_id", "stance"])["outlet"].agg(lambda names: ", ".join(dict.fromkeys(names))).unstack(fill_value="none on record")


def advice_table(rows, held, named, payoff_rows):
    """Return the conditional advice in the reader's words, one row an account and an option that leads it for some viewpoint."""
    made = []
    for family in sorted(held, key=held.get, reverse=True):
        own = rows[rows["family"] == family]
        for option in pandas.unique(own["option_id"]):
            led = own[own["option_id"] == option]
            reason = payoff_rows[payoff_rows["option_id"] == option].set_index("family")["reason"]
            made.append((DRIVERS[family], f"{held[family]:.0%}", led["title"].iloc[0], ", ".join(evaluation.VIEWS[view] for view in led["view"]),
                         " to ".join(dict.fromkeys(f"{gain:+z.2f}" for gain in (led["gain"].min(), led["gain"].max()))), reason.get(family, reason["any"]),
                         named.at[option, "advises"] if option in named.index and "advises" in named else "none on record",
                         named.at[option, "opposes"] if option in named.index and "opposes" in named else "none on record"))
    return pandas.DataFrame(made, columns=["If this holds the groups back", "Its weight", "then first comes", "for", "Gain over no new measures", "Because", "Advised by", "Opposed by"])


def sign_table(history_rows):
    """Return the signs in the reader's words, a column a day."""
    told = history_rows.assign(text=[f"{value} of {known} on record{', warns' if warns else ''}" for value, known, warns in zip(history_rows["value"], history_rows["on_record"], history_rows["warns"])])
    wide = told.pivot(index="indicator_id", columns="when", values="text")[list(dict.fromkeys(told["when"]))]
    first = told.drop_duplicates("indicator_id").set_index("indicator_id")
    made = pandas.DataFrame({"Sign": first["title"], "Bears on": first["watches"].map(DRIVERS), "Days": first["window_days"],
                             "Warns": ["from " if way == "above" else "under " for way in first["direction"]] + first["threshold"].astype("string")})
    return made.join(wide).assign(Why=first["reason"]).reset_index(drop=True)
