"""Watch: build, serve on this machine alone, build again when a file changes, and reload the page that is open.

The script that reloads is added while a page is served; it is in no file of the site.
"""

import functools
import http.server
import threading
from pathlib import Path

from watchfiles import DefaultFilter, watch

from pressroom import PressError, edition, store

PORT = 8000
SCRIPT = (b"<script>new EventSource('/press-watch').onmessage = event => {"
          b" if (window.pressBuild && window.pressBuild !== event.data) location.reload(); window.pressBuild = event.data; };</script>")


class Book(DefaultFilter):
    """Lets through what a build may read: everything but what comes and goes."""

    def __init__(self, root):
        super().__init__()
        self.root = Path(root)

    def __call__(self, change, path):
        parts = Path(path).relative_to(self.root).parts
        return super().__call__(change, path) and not any(store.PASSING.fullmatch(part) for part in parts)


class Builds:
    """Counts the builds that gave a site, and wakes those who wait for the next."""

    def __init__(self):
        self.count, self.changed = 0, threading.Condition()

    def done(self):
        """Tell everyone that there is a new site."""
        with self.changed:
            self.count += 1
            self.changed.notify_all()


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves the site, its pages with the script that reloads them."""

    def __init__(self, *arguments, builds, **options):
        self.builds = builds
        super().__init__(*arguments, **options)

    def log_message(self, *arguments):
        """Say nothing of each request."""

    def do_GET(self):
        """Serve a file, a page with the script, or word of new builds."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if self.path == "/press-watch":
            self._tell()
        elif path.suffix == ".html" and path.is_file():
            body = path.read_bytes().replace(b"</body>", SCRIPT + b"</body>")
            self._head("text/html; charset=utf-8", len(body))
            self.wfile.write(body)
        else:
            super().do_GET()

    def _head(self, kind, length=None):
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Cache-Control", "no-store")
        if length is not None:
            self.send_header("Content-Length", str(length))
        self.end_headers()

    def _tell(self):
        self._head("text/event-stream")
        seen = None
        try:
            while True:
                with self.builds.changed:
                    if seen == self.builds.count:
                        self.builds.changed.wait(15)
                    seen = self.builds.count
                self.wfile.write(f"data: {seen}\n\n".encode())
                self.wfile.flush()
        except OSError:
            pass  # the page was closed


def serve(root, builds, port=PORT):
    """Serve the site of a book to this machine alone; return the server, already running."""
    handler = functools.partial(Handler, builds=builds, directory=str(Path(root) / "_build" / "html"))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", port), handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def run(root, port=PORT, stop=None):
    """Build, serve and watch until interrupted; a book that does not build is reported, and the last site stays."""
    root, builds = Path(root).resolve(), Builds()
    server = serve(root, builds, port)
    try:
        _build(root, builds)
        print(f"watching; http://localhost:{server.server_address[1]} (stop with Ctrl-C)", flush=True)
        for _ in watch(root, watch_filter=Book(root), stop_event=stop, raise_interrupt=False):
            _build(root, builds)
    finally:
        server.shutdown()
        server.server_close()


def _build(root, builds):
    try:
        edition.book(root)
        builds.done()
    except PressError as error:
        print(f"not built: {error}", flush=True)
