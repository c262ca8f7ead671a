"""Charts of the options: voices for and against, explanations presumed."""

import altair

from iraq_report.charts.theme import dressed, rows
from pressroom.door import colours


def support(frame, title):
    """Return diverging bars: independent voices that advise an option to the right, that oppose it to the left."""
    table = frame[["title", "addressees", "stance", "voices", "signed"]]
    order = table.groupby("title")["signed"].sum().sort_values(ascending=False).index.tolist()
    bars = altair.Chart(rows(table)).mark_bar(height={"band": 0.7}).encode(
        x=altair.X("signed:Q", title="Voices against (left) and for (right)", axis=altair.Axis(tickMinStep=1, format="d")),
        y=altair.Y("title:N", sort=order, title=None, axis=altair.Axis(labelLimit=260, ticks=False, domain=False, labelFontSize=11)),
        color=altair.Color("stance:N", scale=altair.Scale(domain=["advises", "opposes"], range=[colours["blue"], colours["orange"]])),
        tooltip=["title:N", "addressees:N", "stance:N", "voices:Q"])
    shown = table.rename(columns={"title": "Option", "addressees": "Who would act", "stance": "Stance", "voices": "Voices"})
    return dressed(bars, title, height=19 * len(order)), shown.drop(columns="signed")


def drivers(frame, title):
    """Return a grid: how many options presume each explanation, by the capital that would act."""
    table = frame[["driver", "addressee", "number", "titles"]]
    order = table.groupby("driver")["number"].sum().sort_values(ascending=False).index.tolist()
    base = altair.Chart(rows(table)).encode(
        x=altair.X("addressee:N", title=None, sort=list(table.groupby("addressee")["number"].sum().sort_values(ascending=False).index),
                   axis=altair.Axis(orient="top", labelAngle=-30, ticks=False, domain=False)),
        y=altair.Y("driver:N", sort=order, title=None, axis=altair.Axis(labelLimit=150, ticks=False, domain=False)))
    dots = base.mark_circle(color=colours["band"], opacity=1).encode(
        size=altair.Size("number:Q", scale=altair.Scale(range=[120, 1100]), legend=None), tooltip=["driver:N", "addressee:N", "number:Q", "titles:N"])
    text = base.mark_text().encode(text="number:Q")
    shown = table.rename(columns={"driver": "Explanation presumed", "addressee": "Who would act", "number": "Options", "titles": "Which"})
    return dressed(dots + text, title, height=330), shown
