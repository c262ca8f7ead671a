"""Under which media types a notebook stores what it shows: data, never pictures."""

FACTS = "application/vnd.pressroom.facts+json"
FIGURE = "application/vnd.pressroom.figure+json"
TABLE = "application/vnd.pressroom.table+json"
SLIDERS = "application/vnd.pressroom.sliders+json"
# Vega-Lite 6 under the only label that both nbformat and JupyterLab know.
VEGALITE = "application/vnd.vegalite.v5+json"
