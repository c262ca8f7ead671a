"""Charts of cost: the ladder of revenue claims, fees forgone, detour minutes by pair of cities, who pays."""

import altair
import pandas

from iraq_report.airspace import civil, revenue
from iraq_report.charts.theme import dressed, rows
from pressroom.door import colours

SHORT = {"arithmetic": "Flights times fee", "counted": "Near a count", "below": "Below all counts", "above": "More than fees make"}
SHAPES = {"arithmetic": ("square", "orange"), "counted": ("circle", "blue"), "below": ("triangle-left", "grey"), "above": ("triangle-right", "red")}


def ladder(rungs, months, title):
    """Return each published sum as the flights a day it would need, against the span of months that were counted."""
    table = rungs.assign(what=rungs["verdict"].map(SHORT), flights=rungs["flights_a_day"].round(0))
    table = table[["claim", "flights", "what", "said_by"]]
    counts = months[months["date_start"] >= "2024-01-01"]["flights_per_day_best"].astype(float)
    span = altair.Data(values=[{"from": round(counts.min()), "to": round(counts.max()), "label": "months counted in 2025"}])
    scale = altair.Scale(type="log", domain=[450, 2600], nice=False)
    band = altair.Chart(span).mark_rect(color=colours["focus"], opacity=1).encode(x=altair.X("from:Q", scale=scale), x2="to:Q")
    named = altair.Chart(span).mark_text(align="left", baseline="bottom", color=colours["muted"], dy=-3).encode(x=altair.X("from:Q", scale=scale), y=altair.value(0), text="label:N")
    order = table["claim"].tolist()
    base = altair.Chart(rows(table)).encode(
        x=altair.X("flights:Q", scale=scale, title="Flights a day needed (logarithmic)", axis=altair.Axis(values=[500, 700, 1000, 2000], format=",d")),
        y=altair.Y("claim:N", sort=order, title=None, axis=altair.Axis(labelLimit=190, ticks=False, domain=False, labelPadding=8, labelFontSize=11)))
    domain = [SHORT[key] for key in SHAPES]
    dots = base.mark_point(filled=True, size=130, opacity=1).encode(
        shape=altair.Shape("what:N", scale=altair.Scale(domain=domain, range=[shape for shape, _ in SHAPES.values()]), legend=altair.Legend(columns=1)),
        color=altair.Color("what:N", scale=altair.Scale(domain=domain, range=[colours[colour] for _, colour in SHAPES.values()]), legend=altair.Legend(columns=1)),
        tooltip=["claim:N", "said_by:N", "flights:Q", "what:N"])
    text = base.mark_text(align="left", dx=11).encode(text=altair.Text("flights:Q", format=",.0f"))
    return dressed(band + named + dots + text, title, height=300), revenue.ladder_table(rungs)


def detours(june, alone, open_iran, title):
    """Return extra minutes by pair of cities in three cases: June 2025, Iraq alone shut, and for those who may cross Iran."""
    cases = {"June 2025": june, "Iraq shut": alone, "Iraq shut, Iran open": open_iran}
    table = pandas.concat([frame.assign(case=name) for name, frame in cases.items()], ignore_index=True)
    table = table[["pair", "case", "extra_minutes", "extra_km", "aircraft_type"]].round({"extra_minutes": 1, "extra_km": 0})
    order, names = june["pair"].tolist(), list(cases)
    base = altair.Chart(rows(table)).encode(y=altair.Y("pair:N", sort=order, title=None, axis=altair.Axis(ticks=False, domain=False, labelPadding=8, labelLimit=170)))
    whole = base.transform_filter(altair.datum.case == names[0])
    line = whole.mark_rule(strokeWidth=6, color=colours["band"]).encode(x=altair.X("extra_minutes:Q", title="Extra minutes, one way, at the least"), x2=altair.value(0))
    dots = base.mark_point(filled=True, size=95, opacity=1).encode(
        x="extra_minutes:Q", shape=altair.Shape("case:N", scale=altair.Scale(domain=names, range=["circle", "diamond", "triangle-up"]), legend=altair.Legend(columns=1)),
        color=altair.Color("case:N", scale=altair.Scale(domain=names, range=[colours["blue"], colours["sky"], colours["orange"]]), legend=altair.Legend(columns=1)),
        tooltip=["pair:N", "case:N", "extra_minutes:Q", "extra_km:Q"])
    text = whole.mark_text(align="left", dx=10).encode(x="extra_minutes:Q", text=altair.Text("extra_minutes:Q", format=".0f"))
    shown = table.rename(columns={"pair": "Pair", "case": "Case", "extra_minutes": "Extra minutes", "extra_km": "Extra km", "aircraft_type": "Type"})
    return dressed(line + dots + text, title, height=250), shown


def bill(made, title):
    """Return bars from low to high: dollars a day by payer."""
    table = made.assign(label=made["who"] + ": " + made["what"].str.replace(" not taken in", "").str.replace("of the detour at prices of ", "at prices of ").str.replace(
        "reported net gain from flights that came instead", "reported gain"), low=(made["usd_low"] / 1e6).round(3), high=(made["usd_high"] / 1e6).round(3))
    table["middle"] = [f"{low:.1f} to {high:.1f}" if low < high else f"{low:.1f}" for low, high in zip(table["low"], table["high"])]
    table = table[["label", "low", "high", "middle"]]
    base = altair.Chart(rows(table)).encode(y=altair.Y("label:N", sort=table["label"].tolist(), title=None, axis=altair.Axis(labelLimit=215, ticks=False, domain=False, labelPadding=8)))
    span = base.mark_rule(strokeWidth=9, color=colours["blue"]).encode(
        x=altair.X("low:Q", title="Million dollars a day", scale=altair.Scale(domain=[0, float(table["high"].max()) * 1.35]), axis=altair.Axis(tickCount=5)), x2="high:Q")
    dot = base.mark_point(filled=True, size=70, color=colours["blue"], opacity=1).encode(x="low:Q")
    text = base.mark_text(align="left", dx=9).encode(x="high:Q", text="middle:N")
    return dressed(span + dot + text, title, height=150), civil.bill_table(made)


def ladder_title(rungs):
    """Return the finding of the ladder."""
    counts = rungs["verdict"].value_counts()
    return (f"Of {len(rungs)} published sums {counts.get('arithmetic', 0)} are round flights times the fee and {counts.get('above', 0)} exceed what fees can make; "
            "none is an account of receipts")


def detours_title(june, open_iran):
    """Return the finding of the picture of detours."""
    return (f"The closures of June 2025 cost {june['extra_minutes'].min():.0f} to {june['extra_minutes'].max():.0f} minutes a flight; "
            f"those who may cross Iran lose {open_iran['extra_minutes'].min():.0f} to {open_iran['extra_minutes'].max():.0f} by Iraq alone")


def bill_title(made):
    """Return the finding of the picture of who pays."""
    iraq, airlines = made[made["who"] == "Iraq"].iloc[0], made[made["who"] == "Airlines"].iloc[0]
    return f"A day of closure costs Iraq {iraq['usd_low'] / 1e6:.1f} to {iraq['usd_high'] / 1e6:.1f} million dollars in fees, and airlines more than that in fuel" if airlines["usd_low"] > iraq["usd_high"] else (
        f"A day of closure costs Iraq {iraq['usd_low'] / 1e6:.1f} to {iraq['usd_high'] / 1e6:.1f} million dollars in fees and airlines {airlines['usd_low'] / 1e6:.1f} to {airlines['usd_high'] / 1e6:.1f} in fuel")
