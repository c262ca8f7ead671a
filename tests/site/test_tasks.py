"""What readers come to do, done with only what they can see: words, roles and labels."""

import csv
import re

import pytest

from iraq_report import likelihood, tables
from tests.site.conftest import until
from tests.site.test_browser import WCAG, Axe

FRONT = "chapters/summary.html"


@pytest.fixture
def page(browser, address):
    """A fresh page of a desk screen, opened at the front page."""
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    opened = context.new_page()
    opened.set_default_timeout(20000)
    opened.goto(f"{address}/{FRONT}")
    yield opened
    context.close()


def article(page):
    return page.get_by_role("main")


def card(page):
    return page.get_by_role("group", name=re.compile("^About: "))


def test_who_claimed_the_drones_of_14_june(page):
    article(page).get_by_role("link", name="each with its page").click()
    page.get_by_role("searchbox", name="Search", exact=True).last.fill("14 June 2025 US forces at Ain al-Asad")
    page.get_by_role("link", name=re.compile("^14 June 2025, Ain al-Asad.*US forces at Ain al-Asad")).click()
    assert "no group claimed it" in article(page).inner_text()
    kinds = page.get_by_role("region", name=re.compile("Attributions|Who")).inner_text()
    assert "accused" in kinds and not re.search(r"\bclaimed\b", kinds)


def test_get_the_rows_behind_a_chart(page):
    figure = page.get_by_role("figure").filter(has_text="Each circle is a month")
    with page.expect_download() as taken:
        figure.get_by_role("link", name=re.compile("CSV")).click()
    with open(taken.value.path(), encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(rows) > 50 and all(rows[0].values())


def test_see_why_a_judgement_is_only_likely(page):
    item = page.get_by_role("listitem").filter(has_text=re.compile(r"\blikely \(65% to 80%\)")).first
    item.get_by_text("Why, and what speaks against it").click()
    for heading in ("Why this likely", "Why this sure and no more", "The strongest case against it", "What would change our mind"):
        assert item.get_by_text(heading).is_visible(), heading
    shown = item.inner_text()
    row = tables.load("judgements").set_index("judgement_id").loc["sight_not_the_gap"]
    assert row["reason"] in shown and row["against"] in shown


def test_cite_a_figure(page):
    figure = page.get_by_role("figure").filter(has_text="Each circle is a month")
    figure.get_by_text("Cite this figure").click()
    figure.get_by_role("button", name="Copy citation").click()
    figure.get_by_role("button", name="Copied").wait_for()
    sentence = page.evaluate("navigator.clipboard.readText()")
    assert "Restraint, Airspace, Policy" in sentence and sentence.endswith(f"{FRONT}#figure-summary_months")
    figure.get_by_role("button", name="Copy BibTeX").click()
    until(page, "navigator.clipboard.readText().then(text => text.startsWith('@misc{'))")
    page.goto(re.search(r"\S+$", sentence).group())
    assert figure.is_visible()


def test_open_the_evidence_of_a_number_by_keyboard(page):
    number = article(page).get_by_role("link", name=re.compile(r"^\d+$")).first
    number.focus()
    card(page).wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/records/facts/*.html")
    shown = article(page).inner_text()
    assert "iraq_report." in shown and "Facts, and what they rest on" in shown


def test_one_governorate_in_one_month(page):
    article(page).get_by_role("link", name="each with its page").click()
    page.get_by_label("Governorate").wait_for()
    page.get_by_label("Governorate").select_option(label=next(
        text for text in page.get_by_label("Governorate").get_by_role("option").all_inner_texts() if text.lower().startswith("erbil")))
    page.get_by_label("From").fill("2025-07-01")
    page.get_by_label("To", exact=True).fill("2025-07-31")
    months = [text for text in page.get_by_role("heading", level=2).all_inner_texts() if re.match(r"[A-Z][a-z]+ \d{4}", text)]
    assert [re.match(r"\w+ \d+", text).group() for text in months] == ["July 2025"]
    events = tables.load("events")
    wanted = events[(events["admin1"].str.lower() == "erbil") & events["date_start"].between("2025-07-01", "2025-07-31")]
    assert f"{len(wanted)} of {len(events)} records" in page.get_by_role("status").all_inner_texts()


def test_what_was_predicted_for_2026_and_how_it_scored(page):
    article(page).get_by_role("link", name="the scores").click()
    scores = page.get_by_role("figure").filter(has_text="All scores of the window; less is better throughout").get_by_role("table")
    assert scores.get_by_role("row").count() > 12 and "habit" in scores.inner_text().lower()
    page.go_back()
    article(page).get_by_role("link", name="expects next").click()
    dated = page.get_by_role("figure").filter(has_text="Dated forecasts of this edition").get_by_role("table")
    assert dated.get_by_role("row").count() > len(tables.load("own_forecasts")), "a question of our own is missing"


def test_weigh_the_drivers_otherwise_and_go_back(page):
    page.get_by_role("navigation").get_by_role("link", name=re.compile("weigh", re.IGNORECASE)).first.click()
    figure = page.get_by_role("figure").filter(has=page.get_by_role("slider")).first
    before = figure.get_by_role("table").inner_text()
    figure.get_by_role("slider").first.press("End")
    assert figure.get_by_role("table").inner_text() != before
    figure.get_by_role("button", name="As the book has it").click()
    page.wait_for_timeout(50)
    assert figure.get_by_role("table").inner_text() == before


def test_read_the_summary_in_arabic(page, root):
    page.get_by_role("link", name="summary in Arabic", exact=True).click()
    text = page.locator("[lang=ar]")
    assert text.is_visible() and text.evaluate("node => getComputedStyle(node).direction") == "rtl"
    shown = text.inner_text()
    for row in tables.load("judgements").query("standing == 'key'").itertuples():
        assert f"{row.likelihood_low:.0%} إلى {row.likelihood_high:.0%}" in shown, row.judgement_id
    assert "مساعدة آلية" in text.inner_text(), "not marked as a translation made with automated assistance"


def test_walk_from_a_sentence_to_a_row_and_its_sources(page):
    article(page).get_by_text("Why, and what speaks against it").first.click()
    article(page).get_by_role("link", name="From this sentence to its rows").first.click()
    page.get_by_text("13 June 2025, Ain al-Asad air base, attack", exact=False).first.click()
    unfolded = article(page).locator("details[open]")
    assert re.search(r"\([A-F]\)", unfolded.inner_text()), "no graded source in sight"
    unfolded.get_by_role("link", name="All that is recorded").click()
    page.wait_for_url("**/records/events/*.html")


def test_what_changed_since_the_last_edition(page):
    page.get_by_role("navigation").get_by_role("link", name="What changed since the last edition?").first.click()
    assert article(page).get_by_role("table").count() == 2


def test_what_a_word_means(page):
    page.goto(page.url.replace("summary", "drivers/record"))
    word = article(page).get_by_role("link", name="KH", exact=True).or_(article(page).get_by_role("link", name="S1", exact=True)).first
    word.hover()
    card(page).wait_for()
    assert "Words of this book" in card(page).inner_text()


# What the cards promise.

def test_a_link_to_another_page_shows_what_that_page_says_first(page):
    link = article(page).get_by_role("link", name="the report on one page", exact=True)
    link.hover()
    card(page).wait_for()
    told = card(page).inner_text()
    assert re.search(r"about \d+ min", told) and "The question: why did" in told
    title = card(page).locator(".press-card-title").inner_text()
    link.click()
    assert article(page).get_by_role("heading", level=1).inner_text().strip("# \n") == title


def test_a_card_can_be_pointed_at_and_closes_with_escape(page):
    number = article(page).get_by_role("link", name=re.compile(r"^\d+$")).first
    number.hover()
    card(page).wait_for()
    card(page).get_by_text("Used on").hover()
    page.wait_for_timeout(500)
    assert card(page).is_visible(), "the card is gone when one points at it"
    page.keyboard.press("Escape")
    assert card(page).count() == 0
    number.focus()
    card(page).wait_for()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.closest('.press-card') !== null")
    page.keyboard.press("Escape")
    assert card(page).count() == 0 and number.evaluate("node => node === document.activeElement"), "the focus is lost"
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    card(page).wait_for()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.press-card') === null"), "Tab is led into a card that focus opened"


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 375])
def test_an_open_card_keeps_the_rules_and_the_page(browser, address, theme, width):
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=theme)
    page = context.new_page()
    page.goto(f"{address}/chapters/about/brief.html")
    number = page.locator("a.press-fact").nth(4)
    number.scroll_into_view_if_needed()
    number.hover()
    card(page).wait_for()
    box = card(page).bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= width and box["y"] >= 0 and box["y"] + box["height"] <= 800
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    violations = Axe().run(page, options=WCAG).response["violations"]
    assert not violations, "\n".join(f"{v['id']}: {v['nodes'][0]['html'][:200]}" for v in violations)
    context.close()


@pytest.mark.parametrize("width, theme", [(1280, "light"), (375, "dark")])
@pytest.mark.parametrize("name", ["judgements/no_attack", "facts/record.expected"])
def test_the_pages_beneath_a_judgement_can_be_read(browser, address, name, width, theme):
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=theme)
    page = context.new_page()
    page.goto(f"{address}/records/{name}.html")
    page.evaluate("document.querySelectorAll('details').forEach(node => { node.open = true; })")
    assert page.evaluate("document.documentElement.scrollWidth") <= width, "the page scrolls sideways"
    violations = Axe().run(page, options=WCAG).response["violations"]
    assert not violations, "\n".join(f"{v['id']}: {v['nodes'][0]['html'][:200]}" for v in violations)
    context.close()


def test_a_first_tap_opens_the_card_and_a_second_follows(browser, address):
    context = browser.new_context(viewport={"width": 375, "height": 800}, has_touch=True, is_mobile=True)
    page = context.new_page()
    page.goto(f"{address}/{FRONT}")
    number = page.locator("main a.press-fact").first
    number.tap()
    card(page).wait_for()
    assert page.url.endswith(FRONT)
    card(page).get_by_role("button", name="Close").tap()
    assert card(page).count() == 0
    number.tap()
    card(page).wait_for()
    number.tap()
    page.wait_for_url("**#fact-*")
    context.close()


def test_cards_open_from_a_disk(browser, built):
    page = browser.new_page()
    page.goto((built / FRONT).as_uri())
    page.locator("main a.press-fact").first.hover()
    card(page).wait_for()
    page.close()


def test_without_javascript_links_lead_to_pages_and_reasons_unfold(browser, address):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/{FRONT}")
    assert page.get_by_role("button", name="Copy citation").count() == 0
    page.get_by_text("Why, and what speaks against it").first.click()
    page.get_by_role("link", name="From this sentence to its rows").first.click()
    assert page.url.endswith("/records/judgements/no_attack.html")
    context.close()


def test_the_brief_prints_on_one_page(browser, address):
    page = browser.new_page()
    page.goto(f"{address}/chapters/about/brief.html")
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format="A4"))) == 1
    page.close()


def test_nothing_is_kept_of_a_reader_but_the_theme(browser, address):
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}/{FRONT}")
    assert context.cookies() == [] and set(page.evaluate("Object.keys(localStorage)")) <= {"mode", "theme"}
    context.close()


def test_the_bands_of_the_bar_are_those_of_the_words():
    assert tables.descriptor("judgements")["page"]["scale"]["bands"] == {word: upper for upper, word in likelihood.WORDS}


def test_every_key_judgement_has_its_arabic_with_the_same_digits():
    known = tables.load("translations").query("language == 'ar'").set_index("text")["translation"]
    for text, translation in known.items():
        assert re.findall(r"\d+", text) == re.findall(r"\d+", translation), text
    assert set(tables.load("judgements").query("standing == 'key'")["statement"]) <= set(known.index)


def test_two_scenarios_are_compared(page):
    """From the contents to the page; opening one scenario closes the other, and a key judgement that turned says so."""
    page.get_by_role("link", name="Scenarios compared").first.click()
    first, low = page.locator("details", has=page.get_by_text("Claims only:")), page.locator("details", has=page.get_by_text("Low effects:"))
    assert first.get_by_role("row", name=re.compile("Iran-aligned factions made no claimed.*stands stands as before")).is_visible()
    low.locator("summary").click()
    assert low.get_by_role("row", name=re.compile("calls robust.*stands falls turned")).is_visible()
    assert not first.get_by_role("table").is_visible()
