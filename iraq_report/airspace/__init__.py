"""Airspace: how much of a line lies over a state, and what going round it costs."""
