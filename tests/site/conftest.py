"""A server for the built site and a real browser to read it with."""

import functools
import http.server
import shutil
import threading
import time

import pytest
from playwright.sync_api import sync_playwright

from ..pressroom.conftest import tiny  # noqa: F401  the tiny book serves here as well

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")


def until(page, condition, argument=None, timeout=20):
    """Wait until a condition holds in a page, asking from outside: what Playwright polls inside the page is text run as code, which the policy refuses."""
    end = time.monotonic() + timeout
    while not page.evaluate(condition, argument):
        assert time.monotonic() < end, f"after {timeout} s still not so: {condition}"
        page.wait_for_timeout(50)


class Quiet(http.server.SimpleHTTPRequestHandler):
    """A file server that does not chat."""

    def log_message(self, *arguments):
        pass


@pytest.fixture(scope="session")
def address(built):
    """The address of the built site."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(built)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()


@pytest.fixture(scope="session")
def browser():
    """The Chrome or Chromium of this machine."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        pytest.fail("no Chrome or Chromium found; the site tests need one: apt-get install chromium (make test does, as root)")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=found, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"])
        yield opened
        opened.close()
