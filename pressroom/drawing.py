"""Draw the figures of each run ahead of the site, beside the runs that follow: a process that has drawn once draws the next at once."""

import multiprocessing
import os
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager

from pressroom import notebooks


def draw(text):
    """Draw every picture of a notebook, given as text, into the store of this process."""
    from pressroom import pictures
    for record, specification in notebooks.figures(notebooks.parsed(text)):
        pictures.figure_html(record, specification, str, "")
        pictures.png(pictures.alone(record, specification))


@contextmanager
def beside():
    """Give a function that has the figures of a run drawn meanwhile; at the end all of them are.

    A picture that cannot be drawn is no matter here: it is named when its page is built.
    """
    with ProcessPoolExecutor(os.cpu_count(), multiprocessing.get_context("spawn")) as pool:
        yield lambda text: pool.submit(draw, text)
