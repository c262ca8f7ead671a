"""``python -m iraq_report recode``: draw a blind form, or compare a filled one; ``score``: score this project's own forecasts."""

import argparse
import sys
from pathlib import Path

import pandas

from iraq_report import recoding, scoring, tables


def main(arguments=None):
    """Run the verb; return the exit code."""
    parser = argparse.ArgumentParser(prog="iraq_report", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    recode = verbs.add_parser("recode", help="draw a form, or compare a filled one")
    recode.add_argument("--form", type=Path, default=Path("_build/recode/form.csv"), help="where the form is written")
    recode.add_argument("--filled", type=Path, help="a filled form to compare")
    recode.add_argument("--size", type=int, default=30, help="records a table")
    recode.add_argument("--seed", type=int, default=1, help="the same seed draws the same sample")
    score = verbs.add_parser("score", help="score the forecasts whose outcome is filled in")
    score.add_argument("--data", type=Path, default=tables.DATA, help="folder of the tables")
    chosen = parser.parse_args(arguments)
    try:
        if chosen.verb == "score":
            print(scoring.report(chosen.data))
        elif chosen.filled:
            filled = pandas.read_csv(chosen.filled, dtype="string", keep_default_na=False)
            print(recoding.agreement(recoding.pairs(filled)).round(3).to_string(index=False))
        else:
            chosen.form.parent.mkdir(parents=True, exist_ok=True)
            recoding.form(chosen.size, chosen.seed).to_csv(chosen.form, index=False, lineterminator="\n")
            print(f"{chosen.form}: fill in the column value by the codebook, then: make recode FILLED={chosen.form}")
    except (tables.TableError, ValueError, OSError) as error:
        print(f"stopped: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
