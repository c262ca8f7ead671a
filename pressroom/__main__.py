"""``python -m pressroom``: the few verbs behind the Makefile."""

import argparse
import sys
from pathlib import Path

from pressroom import edition, multiverse, notebooks, scenarios, sweep


def main(arguments=None):
    """Run one verb; return the exit code."""
    parser = argparse.ArgumentParser(prog="pressroom", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("book", help="run all chapters on copies and build the site into _build/html")
    verbs.add_parser("refresh", help="run all chapters and store their outputs, figures, bibliography and README facts")
    verbs.add_parser("check", help="check the tables only")
    run = verbs.add_parser("run", help="run one chapter with parameters")
    run.add_argument("chapter", type=Path)
    run.add_argument("output", type=Path)
    run.add_argument("-p", nargs=2, metavar=("NAME", "VALUE"), action="append", default=[])
    sweeping = verbs.add_parser("sweep", help="run every path of multiverse.yaml that is not stored yet, and write the compact tables")
    sweeping.add_argument("--workers", type=int, help="workers of the local cluster; one a core if not given")
    staged = verbs.add_parser("scenario", help="build the edition of a scenario with its difference page; without a name, compare them all")
    staged.add_argument("name", nargs="?")
    chosen = parser.parse_args(arguments)
    root = Path.cwd()
    try:
        if chosen.verb == "run":
            notebooks.run(chosen.chapter, chosen.output, {name: edition.plain(value) for name, value in chosen.p})
        elif chosen.verb == "sweep":
            sweep.run(root, workers=chosen.workers)
        elif chosen.verb == "scenario":
            edition.scenario(root, chosen.name) if chosen.name else edition.compare(root)
        else:
            getattr(edition, chosen.verb)(root)
    except (edition.EditionError, multiverse.MultiverseError, notebooks.ChapterError, scenarios.ScenarioError) as error:
        print(f"\nstopped: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
