"""The pages as files: all there, every link and anchor leads somewhere, nothing unresolved."""

import gzip
import json
import re
from urllib.parse import unquote, urldefrag

import pytest
import yaml
from bs4 import BeautifulSoup

from pressroom import numbers, policy, records, verdicts


@pytest.fixture(scope="module")
def soups(built):
    """Every page of the site, parsed."""
    return {path.relative_to(built).as_posix(): BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
            for path in built.rglob("*.html") if not {"_static", "records"} & set(path.relative_to(built).parts)}


def test_every_page_of_the_toc_is_there(root, soups):
    toc = yaml.safe_load((root / "_toc.yml").read_text(encoding="utf-8"))
    files = [toc["root"]] + [chapter["file"] for part in toc["parts"] for chapter in part["chapters"]]
    missing = [name for name in files if f"{name}.html" not in soups]
    assert not missing and "index.html" in soups


def test_links_and_anchors_lead_somewhere(built, soups):
    broken = []
    for name, soup in soups.items():
        for tag, attribute in (("a", "href"), ("img", "src"), ("script", "src"), ("link", "href")):
            for node in soup.find_all(tag):
                target, fragment = urldefrag(node.get(attribute) or "")
                if target.startswith(("http:", "https:", "mailto:", "data:")) or not (target or fragment):
                    continue
                path = (built / name).parent / unquote(target.split("?")[0]) if target else built / name
                if not path.exists():
                    broken.append(f"{name}: {target}")
                elif fragment and path.suffix == ".html":
                    there = soups[path.resolve().relative_to(built.resolve()).as_posix()]
                    if not there.find(id=unquote(fragment)) and not there.find(attrs={"name": unquote(fragment)}):
                        broken.append(f"{name}: {target}#{fragment}")
    assert not broken, "links that lead nowhere:\n" + "\n".join(sorted(set(broken))[:40])


def test_nothing_is_left_unresolved(soups):
    for name, soup in soups.items():
        text = soup.get_text()
        for trace in ("{fact}", "{cite", "{foot", "[[", "[?]", "<!--fact", "Traceback"):
            assert trace not in text, f"{name}: {trace}"
        assert not soup.select(".system-message, .problematic"), name


def test_every_fact_in_prose_is_on_record(root, built, soups):
    known = {fact["id"]: fact["display"] for fact in json.loads((built / "facts.json").read_text(encoding="utf-8"))}
    cited = 0
    held = records.Records(root / "data")
    for name, soup in soups.items():
        for node in soup.select("a.press-fact"):
            cited += 1
            within = node.find_parent(class_="press-language")
            say = verdicts.translator(held, within and within["lang"])
            assert say(known[node["href"].split("#fact-")[1]]) == node.get_text(), name
    assert cited > 80


def test_numbers_in_running_text_are_bound(root, built):
    assert numbers.unbound(built, numbers.exemptions(root / "data")) == []


def test_every_exemption_is_used(root, soups):
    text = " ".join(" ".join(soup.get_text(" ").split()) for soup in soups.values()).lower()
    unused = [phrase for phrase in numbers.exemptions(root / "data") if phrase.lower() not in text]
    assert not unused, f"exempt phrases that stand nowhere: {unused}; take them out of data/exemptions.csv"


def test_figures_have_picture_words_and_data(built, soups):
    figures = [(name, figure) for name, soup in soups.items() for figure in soup.select("figure.press-figure")]
    assert len(figures) >= 12
    for name, figure in figures:
        assert figure.select_one(".press-title").get_text(strip=True), name
        assert figure.select_one("table.press-rows tbody tr"), name
        for link in figure.select("a[download]"):
            assert ((built / name).parent / link["href"]).stat().st_size > 40, link
        if chart := figure.select_one(".press-chart"):
            assert len(chart["aria-label"]) >= 40 and len(chart.select(".press-static svg")) == 2, name


def test_no_page_names_another_host_for_its_parts(soups):
    for name, soup in soups.items():
        for node in soup.select("script[src], link[rel=stylesheet], img[src], iframe"):
            assert not (node.get("src") or node.get("href") or "").startswith(("http", "//")), f"{name}: {node}"


def test_every_page_carries_a_policy_and_no_handler_in_its_markup(built):
    """A page whose policy was written before it was finished would be dead in the browser: the fingerprints are taken anew here."""
    for path in built.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        written = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">', text)
        assert written and written.group(1) == policy.policy(text, path.name in policy.COMPILED), path
        assert "unsafe-eval" not in written.group(1).replace("wasm-unsafe-eval", ""), path


def test_pages_are_light(built, soups):
    """A text page at most 150 kB, a page with charts at most 600 kB, as a common host sends it (gzip), all scripts counted."""
    heavy = []
    for name, soup in soups.items():
        folder, charts = (built / name).parent, soup.select_one(".press-specification") is not None
        parts = {(built / name).resolve(), *((folder / node.get("src", node.get("href"))).resolve() for node in soup.select("script[src], link[rel=stylesheet], link[rel=icon]"))}
        parts |= {built / "_vendor" / "vega.js"} if charts else set()
        size = sum(len(gzip.compress(part.read_bytes(), 6)) for part in parts)
        if size > (600_000 if charts else 150_000):
            heavy.append(f"{name}: {size / 1000:.0f} kB")
    assert not heavy, heavy


def test_ids_are_unique(soups):
    for name, soup in soups.items():
        ids = [node["id"] for node in soup.find_all(id=True)]
        double = {i for i in ids if ids.count(i) > 1} if len(ids) != len(set(ids)) else set()
        assert not double, f"{name}: {sorted(double)[:5]}"


def test_the_dictionary_explains_every_table(root, soups):
    page = soups["chapters/appendix/dictionary.html"]
    for path in (root / "data").glob("*.resource.yaml"):
        assert page.find(id=f"table-{path.name.removesuffix('.resource.yaml')}"), path.name


def test_every_link_of_every_record_leads_somewhere(built):
    pages = list((built / "records").rglob("*.html"))
    assert len(pages) > 1000
    lost = set()
    for page in pages:
        for address in re.findall(r'(?:href|src)="([^"#]+)', page.read_text(encoding="utf-8")):
            if not address.startswith(("http://", "https://")) and not (page.parent / address).exists():
                lost.add(f"{page.relative_to(built)}: {address}")
    assert not lost, "\n".join(sorted(lost)[:20])
