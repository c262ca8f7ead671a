"""Charts of the options: voices for and against, explanations presumed, what became of them."""

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
                   axis=altair.Axis(orient="top", labelAngle=-90, ticks=False, domain=False)),
        y=altair.Y("driver:N", sort=order, title=None, axis=altair.Axis(labelLimit=150, ticks=False, domain=False)))
    dots = base.mark_circle(color=colours["band"], opacity=1).encode(
        size=altair.Size("number:Q", scale=altair.Scale(range=[120, 1100]), legend=None), tooltip=["driver:N", "addressee:N", "number:Q", "titles:N"])
    text = base.mark_text().encode(text="number:Q")
    shown = table.rename(columns={"driver": "Explanation presumed", "addressee": "Who would act", "number": "Options", "titles": "Which"})
    return dressed(dots + text, title, height=330), shown


def fates(frame, title):
    """Return stacked bars: what became of the options of S1, of S2 and of their rivals."""
    order, names = frame["group"].drop_duplicates().tolist(), frame["fate"].drop_duplicates().tolist()
    shades = ["blue", "sky", "band", "orange", "grey", "line"]
    frame = frame.assign(place=frame["fate"].map({name: number for number, name in enumerate(names)}))
    base = altair.Chart(rows(frame)).encode(
        y=altair.Y("group:N", sort=order, title=None, axis=altair.Axis(labelLimit=200, ticks=False, domain=False)), order=altair.Order("place:Q"))
    bars = base.mark_bar(height={"band": 0.75}, stroke=colours["paper"]).encode(
        x=altair.X("number:Q", title="Options", axis=altair.Axis(tickMinStep=1, format="d")),
        color=altair.Color("fate:N", scale=altair.Scale(domain=names, range=[colours[name] for name in shades]), legend=altair.Legend(columns=2, labelLimit=300)),
        tooltip=[altair.Tooltip("group:N", title="From"), altair.Tooltip("fate:N", title="What became"), altair.Tooltip("number:Q", title="Options"), altair.Tooltip("titles:N", title="Which")])
    shown = frame.rename(columns={"group": "From", "fate": "What became of it", "number": "Options", "titles": "Which"})
    return dressed(bars, title, height=150), shown[["From", "What became of it", "Options", "Which"]]
