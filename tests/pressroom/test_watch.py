"""Watch: pages are served with the script that reloads them, and the files of the site know nothing of it."""

import threading
import time
import urllib.request

from pressroom import PressError, edition, watch


def test_pages_reload_on_a_new_build_and_the_site_holds_no_script(tmp_path):
    site = tmp_path / "_build" / "html"
    site.mkdir(parents=True)
    (site / "index.html").write_text("<html><body>first</body></html>")
    builds = watch.Builds()
    server = watch.serve(tmp_path, builds, 0)
    address = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        with urllib.request.urlopen(f"{address}/") as page:
            assert b"press-watch" in page.read()
        assert "press-watch" not in (site / "index.html").read_text()
        with urllib.request.urlopen(f"{address}/press-watch", timeout=10) as stream:
            assert stream.readline() == b"data: 0\n"
            threading.Timer(0.2, builds.done).start()
            assert [stream.readline() for _ in range(2)][1] == b"data: 1\n"
    finally:
        server.shutdown()
        server.server_close()


def test_a_changed_file_builds_again_and_a_failed_build_is_reported(tmp_path, monkeypatch, capsys):
    (tmp_path / "_build" / "html").mkdir(parents=True)
    built, stop = [], threading.Event()

    def book(root):
        built.append(root)
        if len(built) == 2:
            raise PressError("a fault")
    monkeypatch.setattr(edition, "book", book)
    thread = threading.Thread(target=watch.run, args=(tmp_path, 0, stop))
    thread.start()
    try:
        for number, name in enumerate(("one.md", "two.md"), 2):
            deadline = time.monotonic() + 20
            while len(built) < number and time.monotonic() < deadline:
                (tmp_path / name).write_text(str(time.monotonic()))
                (tmp_path / "_build" / "passing").write_text("of no account")
                time.sleep(0.3)
            assert len(built) >= number
    finally:
        stop.set()
        thread.join(20)
    assert "not built: a fault" in capsys.readouterr().out
