"""The number gate sees digits and number words, and lets through facts, citations, dates and listed phrases."""

import pytest

from pressroom import numbers


@pytest.mark.parametrize("text, found", [
    ("There were 29 attempts.", ["29"]), ("some 1,234.5 km", ["1,234.5"]), ("three drones and twelve rockets", ["three", "twelve"]),
    ("about half of it", ["half"]), ("a third of it", ["a third"]), ("twice as many", ["twice"]), ("the one that", []),
    ("on 24 June 2025", []), ("in 2023–2024", []), ("between 13 and 24 June 2025", []), ("2025-06-24", []), ("in June 2025", []),
    ("S1 says", []), ("an F-16 and 2 more", ["2"]), ("S12 says", ["12"]), ("on 24 June, 5 drones", ["5"]),
])
def test_in_text(text, found):
    assert numbers.in_text(text, ["F-16", "S1"]) == found


def page(tmp_path, body):
    (tmp_path / "page.html").write_text(f'<html><body><article class="bd-article">{body}</article></body></html>', encoding="utf-8")
    return tmp_path


def test_a_bare_number_is_reported_with_its_page(tmp_path):
    found = numbers.unbound(page(tmp_path, "<p>There were 29 attempts.</p>"))
    assert found == ["page.html: number '29' in 'There were 29 attempts.'"]


@pytest.mark.parametrize("body", [
    '<p>There were <a class="press-fact" href="#">29</a> attempts.</p>',
    "<p>Run <code>make 29</code>.</p>", "<table><tr><td>29</td></tr></table>",
    '<p>So they say <a class="footnote-reference" href="#">29</a>.</p>', '<figure class="press-figure"><p>29</p></figure>',
])
def test_bound_numbers_pass(tmp_path, body):
    assert numbers.unbound(page(tmp_path, body)) == []


def test_list_items_and_headings_are_read_once(tmp_path):
    assert len(numbers.unbound(page(tmp_path, "<h2>The 7 ways</h2><ul><li><p>the 8th</p></li><li>9</li></ul>"))) == 3
