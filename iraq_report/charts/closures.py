"""Charts of closures: the calendar strip, lengths with bands, who protested against whom."""

import altair

from iraq_report.airspace.calendar import strip_table
from iraq_report.airspace.closures import LANES, duration_table
from iraq_report.charts.theme import dressed, rows
from pressroom.door import colours

LANE_COLOURS = dict(zip(LANES, (colours[name] for name in ("red", "orange", "purple", "blue", "grey", "green"))))


def strip(marks, title):
    """Return the calendar strip: a lane a kind, a bar a span, a tick a day; a fading end is one that is not known."""
    table = marks.assign(width=(marks["end"] - marks["start"]).dt.days)
    names = altair.Y("lane:N", sort=LANES, title=None, axis=altair.Axis(labelLimit=165, ticks=False, domain=False, labelPadding=8))
    colour = altair.Color("lane:N", scale=altair.Scale(domain=LANES, range=list(LANE_COLOURS.values())), legend=None)
    x = altair.X("start:T", title=None, axis=altair.Axis(format="%b %Y", tickCount=6, grid=True, labelFlush=False, labelOverlap="greedy", labelSeparation=10))
    tips = [altair.Tooltip("start:T", format="%d %B %Y"), altair.Tooltip("end:T", format="%d %B %Y"), "what:N"]
    base = altair.Chart(rows(table))
    bars = base.mark_bar(height=13, opacity=0.55).encode(x=x, x2="end:T", y=names, color=colour, tooltip=tips)
    ticks = base.mark_tick(thickness=2, size=20).encode(x=x, y=names, color=colour, tooltip=tips)
    return dressed(bars + ticks, title, height=240), strip_table(marks)


def lengths(found, title):
    """Return each closure's length in hours with its band, on a logarithmic scale; an arrow where no end was found."""
    table = found.assign(low=found["hours_low"].clip(lower=0.5), high=found["hours_high"].fillna(found["hours_low"] * 1.6), open=found["hours_high"].isna())
    table["label"] = [f"at least {low / 24:.0f} days" if still else f"{low / 24:.1f} to {high / 24:.1f} days" if high > 48
                      else f"{low:.1f} to {high:.1f} h" if low >= 1 else f"up to {high:.0f} h"
                      for low, high, still in zip(found["hours_low"], found["hours_high"], table["open"])]
    table = table[["name", "low", "high", "open", "label", "hours_planned"]]
    scale = altair.Scale(type="log", domain=[0.5, 6000])
    base = altair.Chart(rows(table)).encode(y=altair.Y("name:N", sort=table["name"].tolist(), title=None, axis=altair.Axis(labelLimit=165, ticks=False, domain=False, labelPadding=8)))
    span = base.mark_rule(strokeWidth=9, color=colours["red"], opacity=0.75).encode(
        x=altair.X("low:Q", scale=scale, title="Hours shut (logarithmic)", axis=altair.Axis(values=[1, 6, 24, 240, 600], format="d")), x2="high:Q")
    arrow = base.transform_filter("datum.open").mark_point(shape="triangle-right", filled=True, size=170, color=colours["red"], opacity=1).encode(x=altair.X("high:Q", scale=scale))
    planned = base.transform_filter("isValid(datum.hours_planned)").mark_tick(thickness=3, size=22, color=colours["ink"]).encode(
        x=altair.X("hours_planned:Q", scale=scale), tooltip=[altair.Tooltip("hours_planned:Q", title="hours first announced")])
    # Long closures lie at the right edge; their figures stand before them.
    text = base.transform_filter("datum.low < 48").mark_text(align="left", dx=14).encode(x=altair.X("high:Q", scale=scale), text="label:N")
    late = base.transform_filter("datum.low >= 48").mark_text(align="right", dx=-8).encode(x=altair.X("low:Q", scale=scale), text="label:N")
    return dressed(span + arrow + planned + text + late, title, height=190), duration_table(found)


def protests(pairs, title):
    """Return protests as filled circles and logged absences as crosses, by pair and day."""
    known = pairs[pairs["date"].notna()].assign(kind=lambda rows: rows["found"].map({True: "Protest on record", False: "Looked for, none found"}))
    order = known.groupby("pair")["found"].sum().sort_values(ascending=False).index.tolist()
    base = altair.Chart(rows(known)).encode(
        x=altair.X("date:T", title=None, scale=altair.Scale(padding=14), axis=altair.Axis(format="%b %Y", tickCount=5)),
        y=altair.Y("pair:N", sort=order, title=None, axis=altair.Axis(labelLimit=190, ticks=False, domain=False, labelPadding=8)),
        tooltip=[altair.Tooltip("date:T", format="%d %B %Y"), "pair:N", "form:N", "what:N"])
    shape = altair.Shape("kind:N", scale=altair.Scale(domain=["Protest on record", "Looked for, none found"], range=["circle", "cross"]), legend=altair.Legend(orient="top", columns=1))
    colour = altair.Color("kind:N", scale=altair.Scale(domain=["Protest on record", "Looked for, none found"], range=[colours["blue"], colours["orange"]]), legend=altair.Legend(orient="top", columns=1))
    dots = base.mark_point(filled=True, size=110, opacity=0.8).encode(shape=shape, color=colour)
    shown = pairs.assign(date=pairs["date"].dt.strftime("%Y-%m-%d").fillna("not known"), found=pairs["found"].map({True: "yes", False: "none found"}))
    shown = shown[["pair", "date", "form", "about", "found", "what", "source"]].rename(columns={
        "pair": "Who against whom", "date": "Day", "form": "To", "about": "About", "found": "On record", "what": "Note", "source": "Source"})
    return dressed(dots, title, height=210), shown.fillna("")


def strip_title(found):
    """Return the finding of the strip."""
    shut = found["hours_low"].sum() / 24
    return f"Iraqi airspace was shut {len(found)} times, for at least {shut:.0f} days in all, nearly all of them in June 2025 and March 2026"


def lengths_title(found):
    """Return the finding of the picture of lengths."""
    longest = found.loc[found["hours_low"].idxmax()]
    return f"From hours in 2024 to {found.set_index('episode').loc['june_2025', 'hours_high'] / 24:.0f} days in June 2025 and at least {longest['hours_low'] / 24:.0f} in 2026"


def protests_title(pairs):
    """Return the finding of the picture of protests."""
    said = pairs[pairs["found"]]["pair"]
    absent = pairs[~pairs["found"]]["pair"]
    return (f"{int((said == 'Iraq against Israel').sum())} Iraqi protests over passage name Israel; "
            f"against Iran {int((absent == 'Iraq against Iran').sum())} searches found none")
