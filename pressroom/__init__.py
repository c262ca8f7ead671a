"""The press: runs notebooks, builds the site, checks it. It knows no theme.

A study uses one module of it, ``pressroom.door``, to put a fact, a figure or a table on a page.
"""


class PressError(Exception):
    """The press cannot do what was asked; the message says why and what to do."""
