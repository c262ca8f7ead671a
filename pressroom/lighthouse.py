"""Lighthouse on pages of a built site, served compressed as common hosts do: medians of several runs on a simulated phone.

Needs Node 22 or newer with the npm package ``lighthouse``, and Chrome or Chromium; nothing else of the press does.
"""

import functools
import gzip
import http.server
import json
import os
import shutil
import statistics
import subprocess
import threading
from contextlib import contextmanager, suppress
from pathlib import Path

from pressroom.paper import BROWSERS

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
AUDITS = ("largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift", "total-byte-weight")
PRESSED = {".html", ".css", ".js", ".json", ".svg", ".txt", ".xml", ".csv"}


class Host(http.server.SimpleHTTPRequestHandler):
    """A file server that sends text compressed and lets browsers keep it, as common hosts do."""

    def log_message(self, *arguments):
        pass

    def do_GET(self):
        """Send a file, compressed where it is text and the browser takes it."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file() or path.suffix not in PRESSED or "gzip" not in self.headers.get("Accept-Encoding", ""):
            return super().do_GET()
        body = gzip.compress(path.read_bytes(), 6)
        self.send_response(200)
        for name, value in (("Content-Type", self.guess_type(str(path))), ("Content-Encoding", "gzip"), ("Content-Length", str(len(body))), ("Cache-Control", "max-age=600")):
            self.send_header(name, value)
        self.end_headers()
        with suppress(BrokenPipeError):  # the browser has seen enough
            self.wfile.write(body)


@contextmanager
def served(folder):
    """Serve a folder on this machine; yield its address."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Host, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()


def run(tool, address):
    """Return one Lighthouse result for a phone, as its JSON report."""
    browser = next(filter(None, map(shutil.which, BROWSERS)))
    result = subprocess.run(["node", str(tool), address, "--quiet", "--output=json", "--chrome-flags=--headless=new --no-sandbox --disable-gpu", f"--only-categories={','.join(CATEGORIES)}"],
                            text=True, capture_output=True, env=os.environ | {"CHROME_PATH": browser})
    if result.returncode:
        raise RuntimeError(f"lighthouse on {address}: {result.stderr[-800:]}")
    return json.loads(result.stdout)


def medians(tool, folder, pages, runs=5):
    """Yield for each page the medians over ``runs``: category scores (0–100), timings (ms), layout shift, bytes, and audits that failed in every run.

    Parameters
    ----------
    tool : path
        ``node_modules/lighthouse/cli/index.js``.
    folder : path
        The built site.
    pages : iterable of str
        Addresses from its root.
    """
    with served(folder) as address:
        for page in pages:
            reports = [run(tool, f"{address}/{page}") for _ in range(runs)]
            failed = set.intersection(*({name for name, audit in report["audits"].items() if audit.get("score") == 0 and audit["scoreDisplayMode"] == "binary"} for report in reports))
            yield {"page": page, **{name: round(100 * statistics.median(report["categories"][name]["score"] for report in reports)) for name in CATEGORIES},
                   **{name: round(statistics.median(report["audits"][name]["numericValue"] for report in reports), 4) for name in AUDITS}, "failed": sorted(failed)}


def compared(sites, tool=None, runs=5):
    """Return for the heaviest page of each kind what it weighs as sent, and how Lighthouse judges it: one dict a page and site.

    Parameters
    ----------
    sites : dict
        Name -> folder of a built site; the first says which page of each kind is the heaviest, the others may lack it.
    tool : path, optional
        As for :func:`medians`; without it pages are only weighed.
    """
    first, found = next(iter(sites.values())), []
    for kind, page in heaviest(first).items():
        for name, folder in sites.items():
            if (folder / page).exists():
                judged = next(medians(tool, folder, [page], runs)) if tool else {"page": page}
                found.append({"kind": kind, "site": name, "page_kb": round(len(gzip.compress((folder / page).read_bytes(), 6)) / 1024), **judged})
    return found


def heaviest(folder):
    """Return kind of page -> address of the heaviest page of that kind: the front page, a page with charts, one of text, one of a record, search."""
    pages = {path: path.read_text(encoding="utf-8") for path in [*folder.glob("chapters/**/*.html"), *folder.glob("records/*/*.html")]}
    kinds = {"page with charts": lambda path, text: "press-specification" in text,
             "page of text": lambda path, text: "press-specification" not in text and "chapters" in path.parts, "page of a record": lambda path, text: "records" in path.parts}
    found = {kind: max((path for path, text in pages.items() if fits(path, text)), key=lambda path: len(pages[path]), default=None) for kind, fits in kinds.items()}
    return {"front page": "index.html"} | {kind: path.relative_to(folder).as_posix() for kind, path in found.items() if path} | {"search": "search.html"}
