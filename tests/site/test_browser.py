"""The pages in a real browser: charts drawn, nothing asked of others, readable by all, on every width, in both themes."""

import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe

from tests.conftest import ROOT

TOC = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
PAGES = [TOC["root"]] + [chapter["file"] for part in TOC["parts"] for chapter in part["chapters"]]
WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
WIDTHS = {"desktop": 1280, "phone": 375}


def read(page, address):
    """Open a page, scroll to its end so that every chart is asked for, and wait until all stand."""
    page.goto(address, wait_until="load")
    height = page.evaluate("document.documentElement.scrollHeight")
    for top in range(0, height, 500):
        page.evaluate(f"window.scrollTo(0, {top})")
        page.wait_for_timeout(30)
    page.wait_for_function(
        "document.querySelectorAll('.press-specification').length === document.querySelectorAll('.press-figure[data-drawn=live]').length",
        timeout=20000)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_can_be_read(browser, address, name, width, theme):
    context = browser.new_context(viewport={"width": WIDTHS[width], "height": 800}, color_scheme=theme)
    page = context.new_page()
    noise, asked = [], []
    page.on("console", lambda message: noise.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: noise.append(str(error)))
    page.on("request", lambda request: asked.append(request.url) if not request.url.startswith((address, "data:", "blob:")) else None)
    read(page, f"{address}/{name}.html")
    assert page.evaluate("document.documentElement.dataset.theme") == theme
    for chart in page.query_selector_all(".press-figure[data-drawn=live] .press-live svg"):
        assert chart.evaluate("svg => svg.querySelectorAll('path, text').length") > 8, "a chart without marks"
        box = chart.bounding_box()
        assert box and box["width"] <= WIDTHS[width], "a chart wider than the page"
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTHS[width], "the page scrolls sideways"
    # Asked before axe runs: it fetches style sheets by itself to read them.
    assert noise == [] and asked == []
    violations = Axe().run(page, options=WCAG).response["violations"]
    assert not violations, "\n".join(f"{v['id']}: {v['help']}: " + "; ".join(n["html"][:160] for n in v["nodes"][:4]) for v in violations)
    context.close()


def test_the_site_opens_from_disk_without_network(browser, built):
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.goto((built / "index.html").as_uri(), wait_until="load")
    page.wait_for_url("**/chapters/summary.html")
    read(page, page.url)
    context.close()


def test_without_javascript_the_pictures_stand(browser, address):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(f"{address}/chapters/drivers/record.html")
    charts = page.query_selector_all(".press-wide svg")
    assert len(charts) == 4 and all(chart.bounding_box()["height"] > 100 for chart in charts)
    context.close()


def test_on_paper_the_pictures_stand(browser, address):
    page = browser.new_page()
    read(page, f"{address}/chapters/drivers/record.html")
    page.emulate_media(media="print")
    assert all(chart.bounding_box() for chart in page.query_selector_all(".press-wide svg"))
    assert not any(chart.bounding_box() for chart in page.query_selector_all(".press-live svg"))
    page.close()


def test_a_number_leads_to_what_computed_it(browser, address):
    page = browser.new_page()
    page.goto(f"{address}/chapters/summary.html")
    page.click("a.press-fact[href$='#fact-record.expected']")
    page.wait_for_url("**/drivers/record.html#fact-record.expected")
    row = page.locator("[id='fact-record.expected']")
    assert row.is_visible() and "iraq_report.restraint.record.rates" in row.inner_text()
    page.close()


def test_a_chart_that_cannot_be_drawn_is_noticed(browser, address):
    """The reading above must go red when a chart stays undrawn: here the bundle is withheld."""
    page = browser.new_page()
    page.route("**/_vendor/vega.js", lambda route: route.abort())
    with pytest.raises(Exception, match="Timeout"):
        page.set_default_timeout(3000)
        page.goto(f"{address}/chapters/drivers/record.html")
        page.evaluate("window.scrollTo(0, 2000)")
        page.wait_for_function("document.querySelectorAll('.press-figure[data-drawn=live]').length > 0")
    page.close()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", ["events/2025_06_24_taji_radar", "sources/s2", "claims/s2_p16_b", "actors/kataib_hezbollah"])
def test_a_record_can_be_read(browser, address, name, width, theme):
    context = browser.new_context(viewport={"width": WIDTHS[width], "height": 800}, color_scheme=theme)
    page = context.new_page()
    page.goto(f"{address}/records/{name}.html")
    assert page.evaluate("document.documentElement.dataset.theme") == theme
    assert page.evaluate("document.documentElement.scrollWidth") <= WIDTHS[width], "the page scrolls sideways"
    violations = Axe().run(page, options=WCAG).response["violations"]
    assert not violations, "\n".join(f"{v['id']}: {v['help']}: " + "; ".join(n["html"][:160] for n in v["nodes"][:4]) for v in violations)
    context.close()


def test_records_are_found_by_keyboard_and_the_choice_can_be_sent(browser, address):
    page = browser.new_page()
    page.goto(f"{address}/chapters/evidence/browser.html")
    total = page.locator("li[data-day]").count()
    page.locator(".press-filters [name=q]").focus()
    page.keyboard.type("taji radar")
    for _ in range(3):
        page.keyboard.press("Tab")
    shown = page.locator("li[data-day]:visible").count()
    assert 0 < shown < total / 10
    assert page.locator(".press-count").inner_text() == f"{shown} of {total} records"
    other = browser.new_page()
    other.goto(page.url)
    assert other.locator("li[data-day]:visible").count() == shown, "the address does not carry the choice"
    other.locator("li[data-day]:visible a").first.press("Enter")
    other.wait_for_url("**/records/events/*.html")
    assert "radar" in other.locator("h1").inner_text()
    page.locator(".press-filters button").press("Enter")
    page.wait_for_function(f"document.querySelectorAll('li[data-day]:not([hidden])').length === {total}")
    page.close()
    other.close()


def test_each_filter_narrows(browser, address):
    page = browser.new_page()
    page.goto(f"{address}/chapters/evidence/browser.html")
    total = page.locator("li[data-day]").count()
    for name in page.eval_on_selector_all(".press-filters select", "all => all.map(one => one.name)"):
        choice = page.locator(f".press-filters select[name='{name}']")
        label = choice.locator("option").nth(1).inner_text()
        choice.select_option(index=1)
        shown = page.locator("li[data-day]:not([hidden])").count()
        assert 0 < shown <= total and label.endswith(f"({shown})"), f"{name}: {label} shows {shown}"
        choice.select_option(index=0)
    page.close()


def slider_models(root):
    """Every model with sliders that the chapters store: page and record."""
    import nbformat

    from pressroom import door, notebooks
    return [(path.relative_to(root).with_suffix(".html").as_posix(), record) for path in notebooks.chapters(root)
            for record in notebooks.outputs(nbformat.read(path, 4), door.SLIDERS)]


def test_sliders_in_the_page_agree_with_python(browser, address, root):
    """For random settings, to three digits."""
    import random

    from pressroom import sliders
    models, dice = slider_models(root), random.Random(7)
    assert models, "no chapter has sliders"
    for name, record in models:
        page = browser.new_page()
        page.goto(f"{address}/{name}")
        figure = page.locator(f"#sliders-{record['name']}")
        for _ in range(6):
            settings = {lever["id"]: round(dice.uniform(lever["low"], lever["high"]) / lever["step"]) * lever["step"] for lever in record["levers"]}
            base = dice.choice(record["bases"])["name"]
            figure.evaluate("""(figure, [settings, base]) => {
                const form = figure.querySelector("form");
                for (const [id, value] of Object.entries(settings)) form.elements[id].value = value;
                if (form.elements.base) form.elements.base.value = base;
                form.dispatchEvent(new Event("input"));
            }""", [settings, base])
            shown = dict(figure.evaluate("figure => [...figure.querySelectorAll('td.number')].map(cell => [Number(cell.dataset.outcome), Number(cell.dataset.value)])"))
            expected = sliders.values(record, settings, base)
            assert [shown[index] for index in range(len(expected))] == pytest.approx(expected, abs=5e-4), f"{record['name']} at {settings}, {base}"
        page.close()


def test_sliders_are_moved_by_keyboard(browser, address, root):
    name, record = slider_models(root)[0]
    page = browser.new_page()
    page.goto(f"{address}/{name}")
    figure = page.locator(f"#sliders-{record['name']}")
    before = figure.locator("tbody").inner_text()
    figure.locator("input[type=range]").first.focus()
    page.keyboard.press("End")
    assert figure.locator("tbody").inner_text() != before and figure.locator("[role=status]").inner_text()
    figure.locator("button[type=reset]").press("Enter")
    page.wait_for_function("([id, text]) => document.querySelector(`#${id} tbody`).innerText === text", arg=[f"sliders-{record['name']}", before])
    page.close()


def test_a_linked_picture_answers_to_a_list_and_to_the_mouse(browser, address):
    """Choosing days from the list, or drawing over them, leaves on the map only what belongs to them."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.goto(f"{address}/chapters/drivers/july_wave.html")
    figure = page.locator("#figure-july_map")
    figure.scroll_into_view_if_needed()
    page.wait_for_selector("#figure-july_map[data-drawn=live]")
    counted = """figure => { const map = figure.querySelector('.press-live .concat_0_group'); return [...map.querySelectorAll('.role-mark text')]
        .map(text => text.textContent).filter(text => /^\\d+$/.test(text)).reduce((sum, text) => sum + Number(text), 0); }"""
    whole = figure.evaluate(counted)
    rows = figure.locator("tbody tr").count()
    assert whole == rows, f"the map shows {whole} attacks, the table {rows}"
    days = figure.locator(".press-inputs select").first
    days.focus()
    days.select_option(label="15 to 21")
    page.wait_for_function(f"figure => ({counted})(figure) < {whole}", arg=figure.element_handle())
    part = figure.evaluate(counted)
    days.select_option(label="all")
    page.wait_for_function(f"figure => ({counted})(figure) === {whole}", arg=figure.element_handle())
    strip = figure.locator(".press-live .concat_1_group").first.bounding_box()
    page.mouse.move(strip["x"] + 10, strip["y"] + strip["height"] / 2)
    page.mouse.down()
    page.mouse.move(strip["x"] + strip["width"] / 4, strip["y"] + strip["height"] / 2, steps=5)
    page.mouse.up()
    page.wait_for_function(f"figure => ({counted})(figure) < {whole}", arg=figure.element_handle())
    assert 0 < part < whole
    page.close()
