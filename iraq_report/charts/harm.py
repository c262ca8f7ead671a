"""People harmed, by group."""

import altair
import pandas

from iraq_report.charts.theme import dressed, rows
from iraq_report.evidence.harm import GROUPS
from pressroom.door import colours


def groups(grouped, title):
    """Return bars with bands: killed and hurt by group, low to high."""
    killed = grouped.assign(what="Killed", low=grouped["killed_low"], best=grouped["killed_best"], high=grouped["killed_high"])
    hurt = grouped.assign(what="Hurt", low=grouped["injured_low"], best=grouped["injured_best"], high=grouped["injured_high"])
    frame = pandas.concat([killed, hurt]).assign(who=lambda made: made["group"].map(GROUPS))[["who", "what", "low", "best", "high"]]
    frame = frame[frame["high"] > 0]
    order = [GROUPS[name] for name in grouped["group"]]
    base = altair.Chart(rows(frame)).encode(y=altair.Y("who:N", sort=order, title=None, axis=altair.Axis(labelLimit=200, ticks=False, domain=False)), yOffset=altair.YOffset("what:N", sort=["Killed", "Hurt"]))
    bars = base.mark_bar().encode(x=altair.X("best:Q", title="People, in the events on record"), color=altair.Color("what:N", scale=altair.Scale(domain=["Killed", "Hurt"], range=[colours["red"], colours["sky"]]), legend=altair.Legend()),
                                  tooltip=[altair.Tooltip("who:N", title="Who"), altair.Tooltip("what:N", title="What"), "low:Q", "best:Q", "high:Q"])
    spans = base.mark_rule(color=colours["ink"], strokeWidth=1.3).encode(x="low:Q", x2="high:Q")
    return dressed(bars + spans, title, height=36 * frame["who"].nunique()), frame.rename(columns={"who": "Who", "what": "What", "low": "Low", "best": "Best", "high": "High"})
