"""The shell: policies, links seen from elsewhere, cards, and what a public address adds to a book."""

import base64
import hashlib
import xml.etree.ElementTree as tree

import pytest
from sphinx.errors import ExtensionError

from pressroom import announce, edition, policy, search, shell

PAGE = '<!doctype html><html><head>\n<meta charset="utf-8">\n<title>t</title><script>go()</script><script src="a.js"></script><script type="application/json">{}</script></head><body>x</body></html>'


def test_a_policy_lists_the_fingerprint_of_each_inline_script_and_no_other():
    fingerprint = base64.b64encode(hashlib.sha256(b"go()").digest()).decode()
    made = policy.policy(PAGE)
    assert f"script-src 'self' 'sha256-{fingerprint}';" in made and made.count("sha256-") == 1
    assert "wasm" not in made and "'wasm-unsafe-eval'" in policy.policy(PAGE, compiled=True)


def test_a_policy_is_written_first_in_the_head():
    text = policy.applied("page.html", PAGE)
    assert text.index("Content-Security-Policy") < text.index("<title>") and "wasm" not in text and "wasm" in policy.applied("search.html", PAGE)


@pytest.mark.parametrize("fault, said", [
    (PAGE.replace("<body>", '<body><button type="button" onclick="go()">'), "page.html: .*no event handlers in markup"),
    (PAGE.replace('<meta charset="utf-8">', ""), "page.html: has no <meta charset"),
])
def test_a_page_that_no_policy_fits_is_refused(fault, said):
    with pytest.raises(ExtensionError, match=said):
        policy.applied("page.html", fault)


def test_words_about_handlers_in_a_script_are_no_handler():
    assert "Content-Security-Policy" in policy.applied("page.html", PAGE.replace("go()", "x = '<a onclick=1>'"))


@pytest.mark.parametrize("address, seen", [("../_static/a.css", "_static/a.css"), ("drivers/x.html#y", "chapters/drivers/x.html#y"), ("#here", "#here"), ("https://example.org/a", "https://example.org/a")])
def test_links_are_seen_from_the_root(address, seen):
    assert shell.seen_from(f'<a class="k" href="{address}">x</a>', "chapters") == f'<a class="k" href="{seen}">x</a>'


def test_a_description_is_plain_and_short():
    body = '<p>Too short.</p><div class="press-answer"><p>Yes <a class="headerlink">#</a>, ' + "and so on " * 40 + "</p></div>"
    assert shell.description(body).startswith("Yes, and so on") and len(shell.description(body)) <= 202


def test_a_page_is_made_readable():
    note = '<a class="footnote-reference brackets" href="#{0}"><span>[</span>{0}<span>]</span></a>'
    body = (f'<p>Said {note.format(1)} {note.format(2)}, and again {note.format(3)}.</p><a class="reference external" href="https://a.org/%D8%A8%3Cb">https://a.org/%D8%A8%3Cb</a>'
            '<section id="some"><h2>Some</h2><p>x</p></section><section id="references"><h2>None <a href="#references">#</a></h2>\n</section>')
    toc = '<ul><li><a class="reference internal" href="#some">Some</a></li><li><a class="reference internal" href="#references">None</a></li></ul>'
    made, contents = shell.readable(body, toc)
    assert f"Said{note.format(1)}<sup>, </sup>{note.format(2)}, and again{note.format(3)}." in made
    assert 'id="some"' in made and 'id="references"' not in made and "#some" in contents and "#references" not in contents
    assert 'href="https://a.org/%D8%A8%3Cb"><bdi>https://a.org/ب&lt;b</bdi>' in made


def test_a_card_is_the_same_bytes_twice_and_keeps_to_four_lines():
    assert announce.card("A title", "A book") == announce.card("A title", "A book") != announce.card("Another", "A book")
    lines = announce.wrapped("many words " * 40)
    assert len(lines) == 4 and lines[-1].endswith("…") and max(map(len, lines[:3])) <= announce.LETTERS


def test_plain_text_drops_tags_and_permalinks():
    assert search.plain('A &amp; <b>B</b><a class="headerlink" href="#x">#</a>') == "A & B"


def test_a_public_address_makes_sitemap_canonical_links_and_cards(tiny):
    """Under a sub-path, as project sites are served."""
    config = (tiny / "_config.yml").read_text()
    (tiny / "_config.yml").write_text(config + "html: {baseurl: 'https://example.org/books/two/'}\n")
    edition.book(tiny)
    site = tiny / "_build" / "html"
    places = [node.text for node in tree.parse(site / "sitemap.xml").iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert places == ["https://example.org/books/two/"]
    front = (site / "index.html").read_text()
    assert '<link rel="canonical" href="https://example.org/books/two/">' in front
    assert 'content="https://example.org/books/two/_cards/index.png"' in front and (site / "_cards" / "index.png").stat().st_size > 5000
    assert 'href="/books/two/_static/press.css"' in (site / "404.html").read_text()
    assert "example.org" not in (site / "search.html").read_text() and not (site / "feed.xml").exists()


def test_a_feed_is_dated_by_its_newest_change():
    made = announce.feed("https://example.org/", "A <book>", [
        {"id": "c1", "day": "2026-01-02", "title": "Corrected: x", "text": "a & b", "address": "records/x.html"},
        {"id": "c2", "day": "2026-03-04", "title": "Withdrawn: y", "text": "gone", "address": "index.html"}])
    feed, name = tree.fromstring(made), "{http://www.w3.org/2005/Atom}"
    assert feed.find(f"{name}updated").text == "2026-03-04T00:00:00Z"
    assert [entry.find(f"{name}title").text for entry in feed.iter(f"{name}entry")] == ["Withdrawn: y", "Corrected: x"]
