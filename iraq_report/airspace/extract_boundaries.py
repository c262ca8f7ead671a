"""Write the boundaries table from two files of the npm package world-atlas 2.0.2.

Run once, with the package unpacked::

    python -m iraq_report.airspace.extract_boundaries countries-10m.json countries-50m.json boundaries.csv
"""

import json
import sys
from pathlib import Path

import pandas

from iraq_report.airspace.boundaries import STATES, extract


def write(large_scale, medium_scale, target):
    """Write all states at 1:10m, and Iraq also at 1:50m, from the files at two paths to a third."""
    large, medium = (json.loads(Path(path).read_text("utf-8")) for path in (large_scale, medium_scale))
    rows = [extract(large, STATES, "1:10m"), extract(medium, ["Iraq"], "1:50m")]
    pandas.concat(rows).to_csv(target, index=False, lineterminator="\n")


if __name__ == "__main__":
    write(*sys.argv[1:])
