"""Growth: forty times the events are still sound, and no page grows with them beyond its bounds."""

import json

import pytest

from pressroom import kinds, notebooks, pictures

from . import growth

TIMES = 40


@pytest.fixture(scope="module")
def grown(tmp_path_factory):
    """A copy of the book with many times the events."""
    return growth.book(tmp_path_factory.mktemp("growth") / "book", TIMES)


def test_many_times_the_events_are_sound(grown):
    assert growth.checked(grown) == []


def test_a_page_shows_no_more_than_its_share_and_its_file_holds_all(grown, root):
    before, after = notebooks.read(root / growth.CHAPTER), notebooks.parsed(growth.chapter(grown))
    [one], [many] = (list(notebooks.outputs(notebook, kinds.TABLE)) for notebook in (before, after))
    assert len(many["rows"]) == TIMES * len(one["rows"]) > pictures.MOST_ROWS
    page = pictures.table_html(many, str, "")
    assert page.count("<tr>") == pictures.MOST_ROWS + 2 and f"and {len(many['rows']) - pictures.MOST_ROWS} more rows, all in the CSV" in page
    assert pictures.comma_separated(many).count("\n") > len(many["rows"])
    weights = [sum(len(json.dumps(specification)) for _, specification in notebooks.figures(notebook)) for notebook in (before, after)]
    assert weights[1] < TIMES / 10 * weights[0]
