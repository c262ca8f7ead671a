"""Draw the figures of one run ahead of the site, so that every core has a share and an unchanged one is never drawn again."""

import sys

import nbformat

from pressroom import notebooks, pictures


def main():
    """Draw every picture of the notebook that the command line names into the store of this process."""
    for record, specification in notebooks.figures(nbformat.read(sys.argv[1], 4)):
        pictures.figure_html(record, specification, str, "")
        pictures.png(pictures.svg(pictures.with_title(specification, record)))
