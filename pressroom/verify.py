"""Verification: the committed book built cold, twice, under two conditions that differ in all that may not matter.

``python -m pressroom.verify`` clones the last commit into two folders, builds each under its own time zone, locale and
hash seed, and compares the two sites byte by byte, and outputs, facts and figures with what is stored. The result is
written to ``verification.json``; the next edition shows it on a page.
"""

import hashlib
import html
import importlib.metadata
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
import time
import tomllib
from dataclasses import dataclass
from pathlib import Path

from docutils import nodes
from sphinx.util.docutils import SphinxDirective

from pressroom import facts, notebooks

RECORD = "verification.json"


@dataclass(frozen=True)
class Condition:
    """Where and how one of the two builds is made, and how it is known that the settings took effect."""

    folder: str
    zone: str
    hours: int
    locale: str
    point: str
    seed: str

    @property
    def environment(self):
        """The variables that set it."""
        return {"TZ": self.zone, "LC_ALL": self.locale, "LANG": self.locale, "LANGUAGE": "", "PYTHONHASHSEED": self.seed, "PYTHONDONTWRITEBYTECODE": "1"}


# The second is as far from the first as a machine can be: half a day ahead, a comma for the decimal point, a path that tools stumble over.
CONDITIONS = (Condition("first", "Etc/GMT+12", -12, "C.UTF-8", ".", "0"),
              Condition("second copy/مكان آخر", "Pacific/Kiritimati", 14, "de_DE.UTF-8", ",", "4294967295"))
PROOF = """
import json, locale, pathlib, sys, time
import pressroom
locale.setlocale(locale.LC_ALL, "")
print(json.dumps({"hours": -time.timezone // 3600, "point": locale.localeconv()["decimal_point"], "hash": hash("a word"),
                  "press": str(pathlib.Path(pressroom.__file__).parents[1])}))
"""


class VerificationError(RuntimeError):
    """The verification cannot be made; the message says why and what to do."""


def prove(condition, root):
    """Return what the condition does to a fresh process.

    Raises
    ------
    VerificationError
        If time zone, locale or the copy of the press did not take effect: a comparison would then prove nothing.
    """
    made = subprocess.run([sys.executable, "-c", PROOF], cwd=root, text=True, capture_output=True, env=_environment(condition, root))
    if made.returncode:
        raise VerificationError(f"locale {condition.locale} is not on this machine: apt-get install locales-all\n{made.stderr[-300:]}")
    found = json.loads(made.stdout)
    own = str(Path(root).resolve()) if Path(root, "pressroom").is_dir() else found["press"]
    for what, got, wanted in (("time zone", found["hours"], condition.hours), ("decimal point", found["point"], condition.point), ("press", found["press"], own)):
        if got != wanted:
            raise VerificationError(f"{what} of the build in {condition.folder!r} did not take effect: found {got!r}, wanted {wanted!r}")
    return found


def _environment(condition, root):
    return os.environ | condition.environment | {"PYTHONPATH": os.pathsep.join([str(root), *filter(None, [os.environ.get("PYTHONPATH")])])}


def hashes(folder):
    """Return the SHA-256 of every file under a folder by its path."""
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(Path(folder).rglob("*")) if path.is_file()}


def differences(one, other):
    """Return a line for each file that is not the same in two folders, with the place where they part."""
    first, second = hashes(one), hashes(other)
    lines = [f"{name}: only in {'the first' if name in first else 'the second'}" for name in sorted(set(first) ^ set(second))]
    return lines + [f"{name}: {parting((Path(one) / name).read_bytes(), (Path(other) / name).read_bytes())}"
                    for name in sorted(set(first) & set(second)) if first[name] != second[name]]


def parting(one, other):
    """Return where two contents part, with a few characters of each."""
    at = next((place for place, (a, b) in enumerate(zip(one, other)) if a != b), min(len(one), len(other)))
    shown = (content[max(0, at - 30):at + 50].decode("utf-8", "replace") for content in (one, other))
    return "byte {}, {!r} against {!r}".format(at, *shown)


def verify(root):
    """Build the last commit twice and return the record of what was found; ``differences`` in it is empty when all agrees.

    Raises
    ------
    VerificationError
        If there are changes that are not committed, a condition did not take effect, or a build fails.
    """
    root = Path(root)
    if _git(root, "status", "--porcelain", "--untracked-files=no"):
        raise VerificationError("there are changes that are not committed; what is verified is a commit")
    with tempfile.TemporaryDirectory(prefix="verify-") as work:
        places = [Path(work) / condition.folder for condition in CONDITIONS]
        seen = []
        for condition, place in zip(CONDITIONS, places):
            _git(root, "clone", "--quiet", "--no-hardlinks", str(root), str(place))
            seen.append(prove(condition, place))
        if seen[0]["hash"] == seen[1]["hash"]:
            raise VerificationError("the two hash seeds did not take effect")
        for condition, place in zip(CONDITIONS, places):
            began = time.monotonic()
            made = subprocess.run([sys.executable, "-m", "pressroom", "book"], cwd=place, text=True, capture_output=True, env=_environment(condition, place))
            if made.returncode:
                raise VerificationError(f"the build in {condition.folder!r} failed\n{(made.stdout + made.stderr)[-3000:]}")
            print(f"built in {condition.zone}, {condition.locale}: {time.monotonic() - began:.0f} s", flush=True)
        return _record(root, *places)


def _record(root, first, second):
    sites = [place / "_build" / "html" for place in (first, second)]
    found = {"site": differences(*sites)}
    for name, place in (("first", first), ("second", second)):
        stored = {path.relative_to(place / "chapters").as_posix(): path for path in notebooks.chapters(place)}
        found[f"outputs, {name} build against the record"] = [f"{path}: {parting(*pair)}" for path in stored
                                                             if len(set(pair := [(place / "_build" / "chapters" / path).read_bytes(), stored[path].read_bytes()])) == 2]
        fresh = {fact["id"]: fact for fact in json.loads((place / "_build" / "html" / "facts.json").read_text(encoding="utf-8"))}
        kept = facts.collect(place)
        found[f"facts, {name} build against the record"] = [f"{id}: {fresh.get(id, {}).get('display')!r} against {kept.get(id, {}).get('display')!r}"
                                                           for id in sorted({*fresh, *kept}) if fresh.get(id) != kept.get(id)]
        if (place / "figures").exists():
            # The site draws a PNG from each SVG; the record keeps none.
            found[f"figures, {name} build against the record"] = [line for line in differences(place / "_build" / "html" / "_figures", place / "figures")
                                                                 if not line.endswith(".png: only in the first")]
    return {
        "commit": _git(root, "rev-parse", "HEAD"), "committed": _git(root, "show", "-s", "--format=%cI", "HEAD"), "checked": time.strftime("%Y-%m-%d", time.gmtime()),
        "conditions": [condition.environment | {"decimal point": condition.point} for condition in CONDITIONS],
        "machine": f"{platform.system()} {platform.machine()}, Python {platform.python_version()}",
        "versions": versions(root), "lock": hashlib.sha256((root / "requirements.txt").read_bytes()).hexdigest() if (root / "requirements.txt").exists() else None,
        "compared": {"files of the site": len(hashes(sites[0])), "chapters": len(notebooks.chapters(first)), "facts": len(facts.collect(first)),
                     "files of figures": len(hashes(first / "figures"))},
        "differences": {name: lines for name, lines in found.items() if lines},
    }


def versions(root):
    """Return the installed version of each direct dependency of the project."""
    wanted = tomllib.loads((Path(root) / "pyproject.toml").read_text(encoding="utf-8")).get("project", {}).get("dependencies", [])
    installed = {item.metadata["Name"].lower().replace("_", "-"): item.version for item in importlib.metadata.distributions()}
    return {name: installed.get(name.lower(), "not installed") for name in sorted(re.match(r"[\w.-]+", item).group() for item in wanted)}


def _git(root, *words):
    made = subprocess.run(["git", *words], cwd=root, text=True, capture_output=True)
    if made.returncode:
        raise VerificationError(f"git {words[0]}: {made.stderr.strip()}")
    return made.stdout.strip()


def page_html(record):
    """Return the record as HTML."""
    rows = [("Commit", f"<code>{record['commit'][:12]}</code> of {html.escape(record['committed'][:10])}"), ("Checked on", html.escape(record["checked"])),
            ("Machine", html.escape(record["machine"]))]
    rows += [(f"Build {number}", html.escape(f"time zone {item['TZ']}, locale {item['LC_ALL']}, decimal point {item['decimal point']!r}, hash seed {item['PYTHONHASHSEED']}"))
             for number, item in enumerate(record["conditions"], 1)]
    rows += [(f"Compared: {name}", f"{number:,}") for name, number in record["compared"].items()]
    found = [f"{name}: {line}" for name, lines in record["differences"].items() for line in lines]
    rows += [("Differences", "none" if not found else "<br>".join(map(html.escape, found)))]
    rows += [("Versions", html.escape(", ".join(f"{name} {version}" for name, version in record["versions"].items())))]
    return '<dl class="press-generated">' + "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in rows) + "</dl>"


class Committed(SphinxDirective):
    """A directive that shows a committed record; a child names the file and the function that tells it as HTML."""

    def run(self):
        path = Path(self.env.srcdir) / self.record
        self.env.note_dependency(str(path))
        told = self.tell(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else f'<p class="press-generated">No {path.stem} is on record yet.</p>'
        return [nodes.raw("", told, format="html")]


class Verification(Committed):
    """``{verification}``: the committed record of the last verification."""

    record, tell = RECORD, staticmethod(page_html)


def setup(app):
    """Register the directive with Sphinx."""
    app.add_directive("verification", Verification)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def main():
    """Verify the book in this folder; return 1 if anything differs."""
    try:
        record = verify(Path.cwd())
    except VerificationError as error:
        print(f"stopped: {error}", file=sys.stderr)
        return 1
    Path(RECORD).write_text(json.dumps(record, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    for name, lines in record["differences"].items():
        print(f"{name}: {len(lines)} differ\n" + "\n".join(f"  {line}" for line in lines[:20]))
    print(f"{RECORD}: " + ("all agrees" if not record["differences"] else "see above") + "; commit it, and the next edition shows it")
    return 1 if record["differences"] else 0


if __name__ == "__main__":
    sys.exit(main())
