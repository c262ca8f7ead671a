"""Finding: full text with filters on a host, titles and headings from disk, and an address that can be sent."""

import pytest

from tests.site.conftest import until


def hits(page):
    until(page, "/found/.test(document.querySelector('.press-count').textContent)")
    return int(page.locator(".press-count").inner_text().split()[0])


@pytest.mark.parametrize("place", ["host", "disk"])
def test_a_record_is_found_narrowed_and_sent(browser, address, built, place):
    start = f"{address}/search.html" if place == "host" else (built / "search.html").as_uri()
    page = browser.new_page()
    noise = []
    page.on("console", lambda message: noise.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: noise.append(str(error)))
    page.goto(start)
    page.wait_for_selector(".press-kinds select")
    page.get_by_label("Words to find").fill("Taji radar")
    number = hits(page)
    assert number > 1
    page.locator("select[name=kind]").select_option("Events")
    until(page, f"parseInt(document.querySelector('.press-count').textContent) < {number}")
    assert "radar" in page.locator(".press-found li").first.inner_text().lower()
    other = browser.new_page()
    other.goto(page.url)
    assert hits(other) == hits(page), "the address does not carry the question"
    other.locator(".press-found a").first.click()
    other.wait_for_url("**/records/events/*.html*")
    assert noise == []
    page.close()
    other.close()


def test_words_in_the_text_of_a_chapter_are_found(browser, address):
    """A phrase that stands in no title, heading or opening line."""
    page = browser.new_page()
    page.goto(f"{address}/search.html?q=one-sided+bound")
    page.wait_for_selector(".press-found a")
    assert any("chapters/" in link for link in page.eval_on_selector_all(".press-found a", "all => all.map(one => one.href)"))
    page.close()


def test_nothing_found_is_said(browser, built):
    """From disk; the full-text index offers what begins alike instead."""
    page = browser.new_page()
    page.goto((built / "search.html").as_uri() + "?q=xqzzyv")
    assert hits(page) == 0
    page.close()
