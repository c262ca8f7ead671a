"""Cards, verdicts, citations, mentions and translations, on a handful of pears."""

import json
import re

import pytest
from docutils import nodes
from docutils.utils import new_document

from pressroom import cards, citing, facts, mentions, verdicts
from pressroom.records import Records

BOOK = {"title": "Fruit & Co", "author": "A team", "year": "2026", "version": "1.0", "titles": {"chapters/a": "A chapter"}, "home": "index.html", "dictionary": "words.html", "browsers": {}}
BANDS = {"unlikely": 0.45, "even": 0.55, "likely": 1.0}


def table(name, columns, rows, **more):
    """A descriptor and rows, all text."""
    key = more.pop("key", columns[0])
    parents = [{"fields": [column], "reference": {"resource": target}} for column, target in more.pop("parents", {}).items()]
    fields = [{"name": column, "type": "number" if column == "grade" else "string", "description": column} for column in columns]
    return ({"name": name, "title": name.title(), "path": f"{name}.csv", "schema": {"primaryKey": key, "fields": fields, "foreignKeys": parents}, **more},
            [dict(zip(columns, row)) for row in rows])


def fact(id, display, **more):
    return {"id": id, "display": display, "value": 1, "unit": more.get("unit", ""), "inputs": more.get("inputs", ["pears"]), "function": "pressroom.facts.find", "chapter": "chapters/a"}


@pytest.fixture
def records(tmp_path):
    made = Records(tmp_path)
    found = {item["id"]: item for item in (fact("v.sweet_word", "likely"), fact("v.sweet_range", "60% to 90%"), fact("v.sweet_confidence", "low"), fact("pears.count", "7", unit="pears", inputs=["pears:pear_one"]))}
    scale = {"low": "low", "high": "high", "page": "page", "facts": {"word": "v.{}_word", "range": "v.{}_range", "confidence": "v.{}_confidence"},
             "also": {"Stands on": "v.{}_paths"}, "bands": BANDS}
    for descriptor, rows in [
            table("pears", ["pear_id", "kind", "note"], [("pear_one", "Early <b>pear</b>", "round"), ("pear_two", "Late pear", "")],
                  page={"heading": ["kind"], "lead": "note", "glance": ["kind"], "card": {"tastings": ["judge", "grade"]}, "mention": {"column": "kind", "only": {"note": [""]}}}),
            table("tastings", ["pear_id", "judge", "grade"], [("pear_one", name, str(number)) for number, name in enumerate("ABCDEF")], key=["pear_id", "judge"], parents={"pear_id": "pears"}),
            table("verdict", ["verdict_id", "says", "low", "high", "page", "against"], [("sweet", "Pears are sweet.", "0.6", "0.9", "chapters/a", "Some are not.")],
                  page={"heading": ["says"], "scale": scale, "tell": [{"field": "against", "label": "Against"}], "open": ["beneath", "pieces"]}),
            table("beneath", ["verdict_id", "fact_id"], [("sweet", "pears.count")], key=["verdict_id", "fact_id"], parents={"verdict_id": "verdict"}, factKey="fact_id"),
            table("pieces", ["verdict_id", "pear_id"], [("sweet", "pear_one")], key=["verdict_id", "pear_id"], parents={"verdict_id": "verdict", "pear_id": "pears"}),
            table("translations", ["language", "text", "translation"], [("ar", "likely", "مرجّح"), ("ar", "to", "إلى"), ("ar", "low", "منخفضة")], key=["language", "text"]),
            *facts.tables(found)]:
        made.add(descriptor, rows)
    made.book = BOOK
    return made


def test_a_card_says_what_who_and_where(records):
    records.note("pear_one", "chapters/a")
    script = cards.script(records, "pear_one", BOOK)
    name, card = (json.loads(part.replace("<\\/", "</")) for part in re.fullmatch(r"pressCard\((\"[^\"]+\"), (.*)\);\n", script).groups())
    assert name == "pears/pear_one" and "round" in card and "A chapter" in card
    assert "A · grade 0" in card and "and 2 more" in card and "E · grade" not in card, "rows beyond the fourth are counted, not shown"
    assert "<b>pear</b>" not in card and "</script" not in script


def test_a_fact_is_a_record_with_inputs_and_purpose(records):
    page = records.page("facts", "pears.count", BOOK)
    assert "7 pears" in page and "pressroom/facts.py, line" in page and "the fact id." in page
    assert '<a href="../../records/pears/pear_one.html">' in page
    assert "pears.count" in records.page("pears", "pear_one", BOOK), "the record does not say which fact rests on it"


def test_where_a_function_stands_is_read_without_importing_it():
    assert facts.computed_by("pressroom.records.Records.note")[0] == "Remember that a page of the book uses a record."
    assert facts.computed_by("pressroom.nowhere.at_all") == ("", "") == facts.computed_by("pressroom.facts.nothing")


def test_a_page_walks_from_the_sentence_to_the_row(records):
    page = records.page("verdict", "sweet", BOOK)
    for part in ("Pears are sweet.", "Some are not.", "60% to 90%", "7 pears", "Early &lt;b&gt;pear&lt;/b&gt;", "A · grade 0"):
        assert part in page, part


@pytest.mark.parametrize("low, high, left, width", [(0.5, 0.54, "45.00%", "10.00%"), (0.55, 0.6, "45.00%", "55.00%"), (0.45, 0.46, "0.00%", "55.00%"), (0.6, 0.9, "55.00%", "45.00%")])
def test_the_light_band_is_that_of_the_words(low, high, left, width):
    """On a boundary the lower word holds, as in the words themselves."""
    assert f'class="press-within" style="left:{left};width:{width}"' in verdicts.bar(low, high, BANDS, "x")


def test_a_verdict_shows_word_range_and_confidence_as_facts(records):
    made = verdicts.listed(records, "verdict", "chapters/a", ("verdict_id", "sweet"))
    for part in ('#fact-v.sweet_word">likely</a>', '#fact-v.sweet_range">60% to 90%</a>', '#fact-v.sweet_confidence">low</a>', '#fact-pears.count">7</a>', "records/verdict/sweet.html"):
        assert part in made, part
    assert "Stands on" not in made
    records.tables["facts"].by_key["v.sweet_paths"] = {"fact_id": "v.sweet_paths", "display": "all paths", "chapter": "chapters/b"}
    assert 'Stands on <a class="press-fact" href="../chapters/b.html#fact-v.sweet_paths">all paths</a>' in verdicts.listed(records, "verdict", "chapters/a")
    assert "Stands on" not in verdicts.listed(records, "verdict", "chapters/a", brief=True)
    with pytest.raises(verdicts.VerdictError, match="no row"):
        verdicts.listed(records, "verdict", "chapters/a", ("verdict_id", "sour"))


def test_a_verdict_without_its_facts_is_refused(records):
    del records.tables["facts"].by_key["v.sweet_range"]
    with pytest.raises(verdicts.VerdictError, match="no fact on record"):
        verdicts.scale(records, "verdict", "sweet", "../")


def test_numbers_stay_and_words_are_translated_or_refused(records):
    say = verdicts.translator(records, "ar")
    assert say("60% to 90%") == "60% إلى 90%" and say("likely") == "مرجّح" and say("2,256") == "2,256"
    assert verdicts.translator(records, None)("anything") == "anything"
    with pytest.raises(verdicts.VerdictError, match="no 'ar' for 'very likely'"):
        say("very likely")


def test_a_citation_names_part_book_and_version():
    said = citing.sentence("A pear.", "figure pears", BOOK)
    assert said == "A team (2026). A pear. Figure pears in: Fruit & Co, version 1.0."
    entry = citing.bibtex("2025_a_b", "50% of_pears {x}", "figure pears", BOOK)
    assert entry.startswith("@misc{2025-a-b,") and r"50\% of\_pears \{x\}" in entry and r"Fruit \& Co" in entry
    assert len(re.findall(r"(?<!\\)\{", entry)) == len(re.findall(r"(?<!\\)\}", entry))


GLOSSARY = """# Words

:::{glossary}
Damaging
  Of an attack: harm is
  *reported*.

KH
  A faction.

War
  Without more, that of June.
:::
"""


@pytest.fixture
def linked(records, tmp_path):
    (tmp_path / "words.md").write_text(GLOSSARY, encoding="utf-8")
    records.add(*mentions.terms(tmp_path / "words.md"))

    def link(*paragraphs):
        doctree = new_document("a")
        doctree += [nodes.paragraph("", "", *[part if isinstance(part, nodes.Node) else nodes.Text(part) for part in parts]) for parts in paragraphs]
        mentions.Mentions(records, ["War"]).link(doctree, "chapters/a")
        return [[node.astext() for node in paragraph.findall(nodes.raw)] for paragraph in doctree.children]
    return link


def test_the_glossary_is_read_from_its_page(linked, records):
    assert records.tables["terms"].by_key["term_damaging"]["meaning"] == "Of an attack: harm is reported."
    assert [*records.tables["terms"].by_key] == ["term_damaging", "term_kh", "term_war"]


def test_the_first_mention_becomes_a_link_and_no_other(linked, records):
    first, second = linked(["A damaging war of KH."], ["KH again, a Late pear, and KHs damagingly."])
    assert first == ['<a class="press-term" href="../records/terms/term_damaging.html">damaging</a>', '<a class="press-term" href="../records/terms/term_kh.html">KH</a>']
    assert second == ['<a class="press-term" href="../records/pears/pear_two.html">Late pear</a>']
    assert records.used["term_kh"] == {"chapters/a"} and "term_war" not in records.used


def test_nothing_is_linked_in_links_headings_and_code(linked):
    assert linked([nodes.reference("", "KH", refuri="x")], [nodes.literal("", "KH")]) == [[], []]
    assert linked(["kh and Khartoum"]) == [[]]
