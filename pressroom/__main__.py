"""``python -m pressroom``: the few verbs behind the Makefile."""

import argparse
import errno
import sys
from pathlib import Path

from pressroom import PressError, edition

UNWRITABLE = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EACCES, errno.EPERM}


def plain(text):
    """Return a parameter given as text in the simplest type that fits: int, float, bool or str."""
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            pass
    return {"true": True, "false": False}.get(text.lower(), text)


def main(arguments=None):
    """Run one verb; return the exit code."""
    parser = argparse.ArgumentParser(prog="pressroom", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("book", help="run all chapters on copies and build the site into _build/html")
    verbs.add_parser("refresh", help="run all chapters and store their outputs, figures, bibliography and README facts")
    verbs.add_parser("watch", help="build, serve the site, and build again whenever a file of the book changes")
    bench = verbs.add_parser("bench", help="measure this press against the stock tools")
    bench.add_argument("--repetitions", type=int, default=3)
    bench.add_argument("--lighthouse", type=Path, help="node_modules/lighthouse/cli/index.js, to have pages judged as well as weighed")
    verbs.add_parser("check", help="check the tables only")
    verbs.add_parser("pdf", help="print the built site as one tagged PDF, _build/html/book.pdf")
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
            from pressroom import notebooks
            notebooks.run(chosen.chapter, chosen.output, {name: plain(value) for name, value in chosen.p})
        elif chosen.verb == "pdf":
            from pressroom import paper
            paper.write(root / "_build" / "html")
        elif chosen.verb == "watch":
            from pressroom import watch
            watch.run(root)
        elif chosen.verb == "bench":
            from pressroom import bench
            bench.run(root, chosen.repetitions, chosen.lighthouse)
        elif chosen.verb == "sweep":
            from pressroom import sweep
            sweep.run(root, workers=chosen.workers)
        elif chosen.verb == "scenario":
            edition.scenario(root, chosen.name) if chosen.name else edition.compare(root)
        else:
            getattr(edition, chosen.verb)(root)
    except PressError as error:
        print(f"\nstopped: {error}", file=sys.stderr)
        return 1
    except OSError as error:
        if error.errno not in UNWRITABLE:
            raise
        print(f"\nstopped: {error.strerror}: {error.filename or 'a file of the build'}. The previous site stands; make room or give leave to write, "
              "and run again: what was done is kept", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
