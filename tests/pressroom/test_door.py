"""The display door refuses what a page could not bear, and stores data, not pictures."""

import json
import os
import subprocess
import sys

import altair
import pandas
import pytest

from pressroom import door, pictures

FRAME = pandas.DataFrame({"day": ["Monday", "Tuesday"], "pears": [3, 4]})
ALT = "Bars of pears by day, the second higher than the first by one."


def chart(**encoding):
    return altair.Chart(altair.Data(values=FRAME.to_dict("records"))).mark_bar().encode(**encoding or {"x": "day:N", "y": "pears:Q"}).properties(title="Seven")


def bundle(shown):
    return shown._repr_mimebundle_()


def test_a_figure_stores_specification_words_and_rows():
    made = bundle(door.figure(chart(), "pears", "Pears by day.", ALT, ["pears"], FRAME))
    assert set(made) == {door.VEGALITE, door.FIGURE, "text/plain"}
    assert made[door.FIGURE]["rows"] == [["Monday", 3], ["Tuesday", 4]] and made[door.FIGURE]["title"] == "Seven"


def test_the_picture_is_the_same_bytes_twice_and_has_marks():
    specification = bundle(door.figure(chart(), "pears", "Pears.", ALT, ["pears"], FRAME))[door.VEGALITE]
    first, second = pictures.svg(specification), pictures.svg(specification)
    assert first == second and first.count('aria-roledescription="bar"') in (0, 2) and first.count("<path") >= 2


@pytest.mark.parametrize("arguments, said", [
    ((chart(x="day:N", y="plums:Q"), "pears", "c", ALT, ["pears"], FRAME), "field 'plums'; the data hold day, pears"),
    ((chart(), "pears", "c", "short", ["pears"], FRAME), "description is too short"),
    ((chart(), "pears", "c", ALT, [], FRAME), "no source"),
    ((chart(), "pears", "c", ALT, ["pears"], FRAME.head(0)), "nothing to show"),
    ((chart(), "No Name", "c", ALT, ["pears"], FRAME), "is no name"),
    ((chart().properties(title=""), "pears", "c", ALT, ["pears"], FRAME), "no title"),
])
def test_a_poor_figure_is_refused(arguments, said):
    with pytest.raises(ValueError, match=said):
        door.figure(*arguments)


@pytest.mark.parametrize("arguments, said", [
    (("total", 7, "{}", "", ["pears"], chart), "chapter.name"),
    (("pears.total", None, "{}", "", ["pears"], chart), "missing"),
    (("pears.total", float("nan"), "{}", "", ["pears"], chart), "missing"),
    (("pears.total", pandas.NA, "{}", "", ["pears"], chart), "missing"),
    (("pears.total", 7, "{}", "", [], chart), "rests on"),
    (("pears.total", 7, "{}", "", ["pears"], None), "function"),
])
def test_a_poor_fact_is_refused(arguments, said):
    with pytest.raises(ValueError, match=said):
        door.fact(*arguments)


def test_a_fact_given_twice_is_refused():
    item = door.fact("pears.total", 7, inputs=["pears"], function=chart)
    with pytest.raises(ValueError, match="given twice"):
        door.facts([item, item])


def test_markup_in_a_cell_is_inert():
    frame = pandas.DataFrame({"<b>name</b>": ["<script>alert(1)</script>", "=1+1"]})
    record = bundle(door.table(frame, "t", "A table of a few odd cells.", ["pears"]))[door.TABLE]
    page, rows = pictures.table_html(record, str, "f"), pictures.comma_separated(record)
    assert "<script>" not in page and "&lt;script&gt;" in page and "<b>" not in page
    assert "'=1+1" in rows


def test_a_table_reads_well():
    frame = pandas.DataFrame({"Day": ["2025-06-13 to 2025-06-24", "2025-06"], "Share": [0.5, 0.25], "Whole": [12000.0, 3.0], "Record": ["a_long_key_of_a_record", None]})
    page = pictures.rows_html(bundle(door.table(frame, "t", "A table of a few odd cells.", ["pears"]))[door.TABLE], str)
    assert "<span class=press-day>2025-06-13</span> to <span" in page and ">0.50<" in page and ">12,000<" in page and ">3<" in page
    assert '<th scope="col" class=number>Share</th>' in page and "a_<wbr>long_<wbr>key" in page and "press-slight" not in page
    assert "press-slight" in pictures.rows_html({"columns": ["Name", "n"], "rows": [["pear", 1]]}, str)


def test_colours_follow_the_theme():
    from pressroom import palette
    text = f'fill="{palette.LIGHT["blue"]}"'
    assert palette.themed(text) == f'fill="var(--press-blue,{palette.LIGHT["blue"]})"'
    assert "--press-blue:" in palette.stylesheet()


def test_a_narrow_picture_gives_the_marks_room():
    wide = {"mark": "bar", "encoding": {"y": {"axis": {"labelLimit": 300}}}, "datasets": {"d": [{"labelLimit": 300}]}}
    made = pictures.at_width(wide, 340)
    assert made["encoding"]["y"]["axis"]["labelLimit"] == 136 and made["datasets"]["d"][0]["labelLimit"] == 300


def test_long_names_and_titles_are_broken_into_lines_not_cut():
    names = ["Publish the findings and bring those to court", "Withdraw", "Keep a settlement on oil"]
    wide = {"mark": "bar", "height": 40, "datasets": {"d": [{"name": name, "n": 1, "kind": f"a kind of some length {n}"} for n, name in enumerate(names)]}, "data": {"name": "d"},
            "encoding": {"y": {"field": "name", "type": "nominal", "axis": {"labelLimit": 300}}, "x": {"field": "n", "type": "quantitative", "title": "What is counted, and for how long it was so"},
                         "color": {"field": "kind", "type": "nominal"}}}
    made = pictures.at_width(wide, 340)
    drawn = pictures.svg(made)
    assert all(f">{line}<" in drawn for line in ("Publish the findings", "and bring those to", "court", "Keep a settlement on"))
    assert made["height"] >= 3 * 3 * 12 and made["encoding"]["color"]["legend"]["columns"] == 1 and len(made["encoding"]["x"]["title"]) == 2
    assert pictures.at_width(wide, 680)["encoding"]["color"]["legend"]["columns"] == 2


@pytest.mark.parametrize("zone", ["Etc/GMT+12", "Pacific/Kiritimati"])
def test_a_day_is_drawn_the_same_in_every_time_zone(zone):
    specification = {"data": {"values": [{"day": "2025-06-13", "n": 1}, {"day": "2025-06-24", "n": 2}]}, "mark": "point",
                     "encoding": {"x": {"field": "day", "type": "temporal", "axis": {"format": "%d %b"}}, "y": {"field": "n", "type": "quantitative"},
                                  "tooltip": [{"field": "day", "type": "temporal", "format": "%d %B %Y"}]}}
    script = "import json, sys; from pressroom import pictures; sys.stdout.write(pictures.svg(pictures.at_width(json.loads(sys.argv[1]), 680)))"
    drawn = [subprocess.run([sys.executable, "-c", script, json.dumps(specification)], text=True, capture_output=True, check=True,
                            env=os.environ | {"TZ": name}).stdout for name in ("UTC", zone)]
    assert drawn[0] == drawn[1] and "day: 13 Jun; n: 1" in drawn[0]


def test_pictures_one_above_the_other_share_the_width_and_maps_keep_their_proportions():
    made = pictures.at_width({"vconcat": [{"mark": "geoshape", "height": 300}, {"mark": "point"}]}, 340)
    assert [part["width"] for part in made["vconcat"]] == [310, 310] and "autosize" not in made and "width" not in made
    chart = pictures.at_width({"mark": "geoshape", "projection": {"type": "mercator"}, "height": 430}, 340)
    assert (chart["width"], chart["height"]) == (340, 215)
    assert pictures.at_width({"mark": "bar", "height": 430}, 340)["height"] == 430


def test_a_picture_is_the_same_whatever_was_drawn_before():
    clipped = altair.Chart(altair.Data(values=[{"a": 1}, {"a": 2}])).mark_point(clip=True).encode(x="a:Q", color=altair.Color("a:Q", scale=altair.Scale(scheme="blues"))).to_dict()
    first = pictures.svg(clipped)
    pictures.svg(clipped | {"height": 77})
    assert "clip" in first and "gradient_" in first and pictures.svg(clipped) == first
