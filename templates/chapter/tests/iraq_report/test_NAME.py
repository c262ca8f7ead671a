"""FILL IN: what is proved of the chapter."""

import pandas

from iraq_report.ROOM import NAME


def test_events_are_counted_by_year():
    events = pandas.DataFrame({"date_start": pandas.to_datetime(["2023-12-31", "2024-05-01", "2024-06-01", "2025-01-01"]),
                               "category": ["attack", "attack", "attack", "threat"]})
    assert NAME.by_year(events, NAME.Settings(first_year=2024)).to_dict("list") == {"Year": [2024, 2025], "Attack": [2, 0], "Threat": [0, 1]}
