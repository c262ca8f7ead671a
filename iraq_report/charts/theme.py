"""The one look of all charts: type, colours, lines."""

import altair

from pressroom.door import colours

FONT = "Liberation Sans, Arial, sans-serif"
WIDTH = 680
# Letters on sky: dark on light paper and on dark, for light ones are too faint on it.
ON_SKY = "#14181c"


def dressed(chart, title, height=None):
    """Return a chart with the house look; charts one above the other get their width from the press.

    Parameters
    ----------
    chart : altair chart
    title : str
        States the finding, as computed.
    height : int, optional
        Height in pixels of the drawing area.
    """
    axis = {"labelColor": colours["muted"], "titleColor": colours["muted"], "gridColor": colours["grid"],
            "domainColor": colours["line"], "tickColor": colours["line"], "labelFontSize": 12, "titleFontSize": 12,
            "titleFontWeight": "normal", "labelFont": FONT, "titleFont": FONT}
    size = {"width": WIDTH} if not isinstance(chart, altair.VConcatChart) else {}
    size |= {"height": height} if height else {}
    return (chart.properties(title=altair.TitleParams(title, anchor="start"), **size)
            .configure(font=FONT, background="transparent", aria=False)
            .configure_view(stroke=None)
            .configure_axis(**axis)
            # Marks at the edge keep clear of the names beside them.
            .configure_axisY(labelPadding=8)
            .configure_title(color=colours["ink"], font=FONT, fontWeight="bold")
            .configure_text(color=colours["ink"], font=FONT, fontSize=12)
            .configure_legend(labelColor=colours["ink"], titleColor=colours["muted"], labelFontSize=12,
                              titleFontWeight="normal", orient="top", title=None, symbolSize=90))


def rows(frame):
    """Return a frame as inline chart data: dates as ISO text, missing values as null, rows in order."""
    made = frame.copy()
    for name in made.columns:
        if str(made[name].dtype).startswith("datetime"):
            made[name] = made[name].dt.strftime("%Y-%m-%d")
    made = made.astype(object).where(made.notna(), None)
    return altair.Data(values=made.to_dict("records"))
