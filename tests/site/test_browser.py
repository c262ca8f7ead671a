"""The pages in a real browser: charts drawn, nothing asked of others, readable by all, on every width, in both themes."""

import pytest
import yaml
from axe_playwright_python.sync_playwright import Axe

from tests.conftest import ROOT
from tests.site.conftest import until

TOC = yaml.safe_load((ROOT / "_toc.yml").read_text(encoding="utf-8"))
PAGES = [TOC["root"]] + [chapter["file"] for part in TOC["parts"] for chapter in part["chapters"]]
WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
WIDTHS = {"desktop": 1280, "phone": 375}


# What a page is made to note while it is read: how far its parts jumped, and what its own policy refused.
WATCH = """window.pressNoted = { shift: 0, refused: [] };
new PerformanceObserver((list) => { for (const entry of list.getEntries()) if (!entry.hadRecentInput) pressNoted.shift += entry.value; }).observe({ type: "layout-shift", buffered: true });
addEventListener("securitypolicyviolation", (event) => pressNoted.refused.push(`${event.violatedDirective}: ${event.blockedURI} ${event.sample}`));"""


def read(page, address):
    """Open a page, scroll to its end, and point at every chart until all have come to life."""
    page.goto(address, wait_until="load")
    page.evaluate("for (let top = 0; top < document.documentElement.scrollHeight; top += 500) window.scrollTo(0, top)")
    page.evaluate("for (const chart of document.querySelectorAll('.press-figure:has(.press-specification)')) chart.dispatchEvent(new PointerEvent('pointerenter'))")
    until(page, "document.querySelectorAll('.press-specification').length === document.querySelectorAll('.press-figure[data-drawn=live]').length")
    # Seen from the top, where the bar that stays in sight covers nothing.
    page.evaluate("window.scrollTo(0, 0)")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PAGES)
def test_a_page_can_be_read(browser, address, name, width, theme):
    context = browser.new_context(viewport={"width": WIDTHS[width], "height": 800}, color_scheme=theme)
    page = context.new_page()
    page.add_init_script(WATCH)
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
    noted = page.evaluate("pressNoted")
    assert noted["refused"] == [] and noted["shift"] < 0.02
    # Asked before axe runs: it fetches style sheets by itself to read them.
    assert noise == [] and asked == []
    violations = Axe().run(page, options=WCAG).response["violations"]
    assert not violations, "\n".join(f"{v['id']}: {v['help']}: " + "; ".join(n["html"][:160] for n in v["nodes"][:4]) for v in violations)
    context.close()


@pytest.mark.parametrize("name", ["index.html", "chapters/drivers/record.html", "figures.html", "search.html"])
def test_the_site_opens_from_disk_without_network(browser, built, name):
    context = browser.new_context(offline=True)
    page = context.new_page()
    page.add_init_script(WATCH)
    noise = []
    page.on("console", lambda message: noise.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: noise.append(str(error)))
    read(page, (built / name).as_uri())
    assert noise == [] and page.evaluate("pressNoted.refused") == []
    context.close()


def test_the_policy_refuses_what_is_not_of_the_site(browser, address):
    """The reports read above must come when something is refused: here a script in the markup, text run as code, and another host."""
    page = browser.new_page()
    page.add_init_script(WATCH)
    page.goto(f"{address}/chapters/drivers/record.html")
    page.evaluate("""() => {
        document.body.insertAdjacentHTML("beforeend", "<p id=probe onclick='window.ran = true'>x</p><img src='http://192.0.2.1/x.png'>");
        document.querySelector("#probe").click();
        const script = document.createElement("script");
        script.textContent = "window.ran = true";
        document.body.append(script);
    }""")
    until(page, "pressNoted.refused.length >= 3")
    assert page.evaluate("window.ran") is None
    page.close()


def test_charts_come_to_life_only_when_pointed_at_and_tell_their_marks(browser, address):
    page = browser.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}/chapters/drivers/record.html", wait_until="networkidle")
    assert not any("vega" in url for url in asked)
    chart = page.locator(".press-chart").first
    chart.hover()
    page.wait_for_selector(".press-figure[data-drawn=live] .press-live svg")
    assert any("vega" in url for url in asked)
    page.close()


def test_the_colours_can_be_chosen_and_are_kept(browser, address):
    context = browser.new_context(color_scheme="light")
    page = context.new_page()
    page.goto(f"{address}/index.html")
    button = page.get_by_role("button", name="Colours: Auto. Change")
    for expected in ("light", "dark"):
        page.locator(".press-theme").press("Enter")
        assert page.evaluate("document.documentElement.dataset.theme") == expected
    assert button.count() == 0
    page.goto(f"{address}/records/events/2025_06_24_taji_radar.html")
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    context.close()


def test_the_contents_open_and_close_by_keyboard_on_a_phone(browser, address):
    page = browser.new_page(viewport={"width": 375, "height": 800})
    page.goto(f"{address}/index.html")
    contents = page.get_by_role("navigation", name="Contents")
    assert not contents.is_visible()
    page.get_by_role("button", name="Contents").press("Enter")
    assert contents.is_visible()
    page.keyboard.press("Escape")
    assert not contents.is_visible()
    page.close()


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
    page.goto(f"{address}/chapters/drivers/record.html")
    page.locator(".press-chart").first.hover()
    with pytest.raises(AssertionError, match="still not so"):
        until(page, "document.querySelectorAll('.press-figure[data-drawn=live]').length > 0", timeout=2)
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
    until(page, f"document.querySelectorAll('li[data-day]:not([hidden])').length === {total}")
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
    until(page, "([id, text]) => document.querySelector(`#${id} tbody`).innerText === text", [f"sliders-{record['name']}", before])
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
    until(page, f"figure => ({counted})(figure) < {whole}", figure.element_handle())
    part = figure.evaluate(counted)
    days.select_option(label="all")
    until(page, f"figure => ({counted})(figure) === {whole}", figure.element_handle())
    strip = figure.locator(".press-live .concat_1_group").first.bounding_box()
    page.mouse.move(strip["x"] + 10, strip["y"] + strip["height"] / 2)
    page.mouse.down()
    page.mouse.move(strip["x"] + strip["width"] / 4, strip["y"] + strip["height"] / 2, steps=5)
    page.mouse.up()
    until(page, f"figure => ({counted})(figure) < {whole}", figure.element_handle())
    assert 0 < part < whole
    page.close()
