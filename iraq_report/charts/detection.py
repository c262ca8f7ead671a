"""Charts of sight: shares of a country by target height and number of sites. No map."""

import altair

from iraq_report.charts.theme import ON_SKY, dressed, rows
from pressroom.door import colours


def share_table(shares):
    """Return the shares in the reader's words."""
    return shares.round({"reach_km": 0, "even": 2, "chance_low": 2, "chance_mean": 2, "chance_high": 2, "bound": 2}).rename(columns={
        "target_m": "Target height (m)", "sites": "Sites", "reach_km": "Reach (km)", "even": "Spread evenly", "chance_low": "By chance, low",
        "chance_mean": "By chance, mean", "chance_high": "By chance, high", "bound": "At most"})


def shares(frame, title):
    """Return a field of cells: the mean share seen with sites placed by chance; dark is much, the number stands in each cell."""
    steps = ["below a quarter", "to a half", "to three quarters", "above"]
    table = frame.assign(height=[f"{metres:,} m" for metres in frame["target_m"]], step=[steps[min(3, int(share * 4))] for share in frame["chance_mean"]])
    heights = [f"{metres:,} m" for metres in sorted(frame["target_m"].unique(), reverse=True)]
    base = altair.Chart(rows(table)).encode(
        x=altair.X("sites:O", title="Number of idealised sites", axis=altair.Axis(labelAngle=0, ticks=False, domain=False)),
        y=altair.Y("height:O", sort=heights, title="Target height", axis=altair.Axis(ticks=False, domain=False, labelPadding=6)))
    cells = base.mark_rect(stroke=colours["paper"], strokeWidth=2).encode(
        color=altair.Color("step:N", scale=altair.Scale(domain=steps, range=[colours[name] for name in ("focus", "band", "sky", "blue")]), legend=None),
        tooltip=["height:N", "sites:Q", altair.Tooltip("chance_mean:Q", format=".0%", title="by chance, mean"), altair.Tooltip("even:Q", format=".0%", title="spread evenly"),
                 altair.Tooltip("bound:Q", format=".0%", title="at most")])
    pale = base.transform_filter("datum.step != 'above'").mark_text().encode(text=altair.Text("chance_mean:Q", format=".0%"), color=altair.condition(f"datum.step == '{steps[2]}'", altair.value(ON_SKY), altair.value(colours["ink"])))
    dark = base.transform_filter("datum.step == 'above'").mark_text(color=colours["paper"]).encode(text=altair.Text("chance_mean:Q", format=".0%"))
    return dressed(cells + pale + dark, title, height=230), share_table(frame)


def bands(frame, title):
    """Return lines by number of sites against height, for sites placed by chance, with the span of chance placings."""
    chosen = frame[frame["sites"].isin([1, 4, 8])].assign(label=lambda rows: rows["sites"].map(lambda count: f"{count} site" + ("s" if count > 1 else "")))
    x = altair.X("target_m:Q", scale=altair.Scale(type="log", domain=[90, 13000]), title="Target height (m, logarithmic)", axis=altair.Axis(values=[100, 300, 1000, 3000, 10000], format=",d"))
    base = altair.Chart(rows(chosen))
    area = base.mark_area(opacity=0.5, color=colours["band"]).encode(x=x, y=altair.Y("chance_low:Q", title="Share seen", axis=altair.Axis(format="%", tickCount=5), scale=altair.Scale(domain=[0, 1])),
                                                                    y2="chance_high:Q", detail="label:N")
    line = base.mark_line(color=colours["blue"], strokeWidth=2, point={"filled": True, "size": 35, "color": colours["blue"], "opacity": 1}).encode(
        x=x, y="chance_mean:Q", detail="label:N", strokeDash=altair.StrokeDash("label:N", legend=None))
    ends = chosen[chosen["target_m"] == 1000]
    text = altair.Chart(rows(ends)).mark_text(align="right", dx=-6, dy=-10, fontWeight="bold").encode(x=x, y="chance_mean:Q", text="label:N")
    return dressed(area + line + text, title, height=260), share_table(chosen.drop(columns="label"))


def shares_title(frame):
    """Return the finding of the field of cells."""
    at = frame.set_index(["target_m", "sites"])["chance_mean"]
    return f"Four sets see {at[(10000, 4)]:.0%} of the country at 10,000 m and {at[(100, 4)]:.0%} at 100 m; even twelve see {at[(100, 12)]:.0%} there"


def bands_title(frame):
    """Return the finding of the lines."""
    at = frame.set_index(["target_m", "sites"])
    return f"Where the sets stand matters less than how high the target flies: at 100 m eight sets see {at.loc[(100, 8), 'chance_low']:.0%} to {at.loc[(100, 8), 'chance_high']:.0%}"
