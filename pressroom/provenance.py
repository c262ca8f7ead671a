"""Provenance: which inputs each page was made from, as a hash in its footer and as an RO-Crate beside the site.

A Sphinx extension of its own. Every chapter is an action of the crate: its notebook, tables, code and lock file with
their hashes, its parameters, the page that came out. Its dates are those of the last commit.
"""

import datetime
import hashlib
import html
import json
import re
import subprocess
from functools import cache
from pathlib import Path

from rocrate.model import ContextEntity
from rocrate.rocrate import ROCrate

from pressroom import kinds, notebooks, verify

CRATE = "ro-crate-metadata.json"
LOADED = re.compile(r"""load\(["'](\w+)["']\)""")
# Where the press and the study stand; the book itself may be a copy elsewhere.
HOME = Path(__file__).resolve().parents[1]


def digest(content):
    """Return the SHA-256 of bytes."""
    return hashlib.sha256(content).hexdigest()


def inputs_of(root, chapter):
    """Return what a chapter was made from: address -> SHA-256.

    Parameters
    ----------
    root : path
        The book.
    chapter : str
        Path of the chapter without its ending.

    Returns
    -------
    dict
        The chapter's own cells without their outputs, each table that it loads or that a figure, table or fact of it
        names, the code, and the lock file. Text pages are their own only input.
    """
    path = Path(root, f"{chapter}.ipynb")
    if not path.exists():
        page = Path(root, f"{chapter}.md")
        return {f"{chapter}.md": digest(page.read_bytes())} if page.exists() else {}
    cells = notebooks.read(path)["cells"]
    named = set(LOADED.findall("\n".join(cell["source"] for cell in cells)))
    for cell in cells:
        for output in cell.get("outputs", []):
            data = output.get("data", {})
            shown = [data[kind] for kind in (kinds.FIGURE, kinds.TABLE, kinds.SLIDERS) if kind in data]
            named |= {name.partition(":")[0] for item in shown for name in item["sources"]}
            named |= {name.partition(":")[0] for fact in data.get(kinds.FACTS, {}).get("facts", []) for name in fact["inputs"]}
    made = {f"{chapter}.ipynb": digest(json.dumps([[cell["cell_type"], cell["source"], cell["metadata"].get("tags", [])] for cell in cells]).encode())}
    made |= {f"data/{name}.csv": digest(table.read_bytes()) for name in sorted(named) if (table := Path(root, "data", f"{name}.csv")).exists()}
    return made | code()


@cache
def code():
    """Return the hash of each package beside the press, and of the lock file."""
    made = {}
    for package in sorted(path.parent for path in HOME.glob("*/__init__.py") if path.parent.name != "tests"):
        files = [path for path in sorted(package.rglob("*")) if path.is_file() and "__pycache__" not in path.parts]
        made[f"{package.name}/"] = digest(json.dumps([[path.relative_to(package).as_posix(), digest(path.read_bytes())] for path in files]).encode())
    lock = HOME / "requirements.txt"
    return made | ({"requirements.txt": digest(lock.read_bytes())} if lock.exists() else {})


def input_hash(inputs):
    """Return one hash for all inputs of a page."""
    return digest(json.dumps(sorted(inputs.items())).encode())


@cache
def committed():
    """Return when the last commit was made, in UTC, or None outside a repository."""
    made = subprocess.run(["git", "show", "-s", "--format=%ct", "HEAD"], cwd=HOME, text=True, capture_output=True)
    return None if made.returncode else datetime.datetime.fromtimestamp(int(made.stdout), datetime.timezone.utc)


def crate(root, site, title):
    """Return the RO-Crate of a built site as a mapping.

    Parameters
    ----------
    root : path
        The book that was built.
    site : path
        The site; only files that are there become parts of the crate.
    title : str
        Name of the book.
    """
    made = ROCrate()
    made.name, made.description = title, "The site, the tables behind it, and the run of each chapter with its inputs."
    made.license = "https://creativecommons.org/licenses/by/4.0/"
    if committed():
        made.datePublished = committed()
    press = made.add(ContextEntity(made, "#press", properties={
        "@type": "SoftwareApplication", "name": "pressroom", "softwareRequirements": [f"{name} {version}" for name, version in verify.versions(HOME).items()]}))
    parts = {}

    def part(address, sha, kind):
        if address not in parts:
            there = Path(site, address).is_file()
            properties = {"sha256": sha, "encodingFormat": kind, "name": address}
            parts[address] = (made.add_file(dest_path=address, properties=properties) if there
                              else made.add(ContextEntity(made, f"#{address}", properties=properties | {"@type": "CreativeWork"})))
        return parts[address]
    for path in notebooks.chapters(root):
        chapter = path.relative_to(root).with_suffix("").as_posix()
        inputs = inputs_of(root, chapter)
        page = Path(site, f"{chapter}.html")
        if not page.exists():
            continue
        values = [made.add(ContextEntity(made, f"#{chapter}-{name}", properties={"@type": "PropertyValue", "name": name, "value": value}))
                  for name, value in notebooks.parameters(path).items()]
        made.add_action(press, identifier=f"#run-{chapter}", result=[part(f"{chapter}.html", digest(page.read_bytes()), "text/html")],
                        object=[part(address, sha, "text/csv" if address.endswith(".csv") else "text/plain") for address, sha in inputs.items()] + values,
                        properties={"name": f"Run of {chapter}", "identifier": input_hash(inputs)})
    return made.metadata.generate()


def footer(app, pagename, templatename, context, doctree):
    """Put the input hash of a page into its footer."""
    inputs = inputs_of(app.srcdir, pagename)
    if inputs:
        told = "; ".join(f"{address} {sha[:12]}" for address, sha in inputs.items())
        context["theme_extra_footer"] = (context.get("theme_extra_footer") or "") + (
            f' <span class="press-made press-generated">Made from inputs <code title="{html.escape(told, quote=True)}">{input_hash(inputs)[:12]}</code>.</span>')


def publish(app, error):
    """Write the crate beside the pages."""
    if not error and app.builder.format == "html":
        made = crate(app.srcdir, app.outdir, app.config.html_title or app.config.project)
        Path(app.outdir, CRATE).write_text(json.dumps(made, indent=1, sort_keys=True, ensure_ascii=False) + "\n", encoding="utf-8")


def setup(app):
    """Register the extension with Sphinx; pages are hashed when all else has written them."""
    app.connect("html-page-context", footer)
    app.connect("build-finished", publish, priority=990)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
