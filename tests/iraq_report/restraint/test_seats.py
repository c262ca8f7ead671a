"""Seats: a wing counts for its faction; rival figures by their middle."""

import pandas

from iraq_report.restraint import seats


def test_a_wing_counts_for_its_faction():
    rows = pandas.DataFrame({"actor_id": ["wing", "wing", "wing", "party"], "election_date": pandas.to_datetime(["2025-11-11"] * 3 + ["2018-05-12"]), "seats_best": [26.0, 27.0, 28.0, 40.0]})
    actors = pandas.DataFrame({"actor_id": ["wing", "party", "faction"], "parent_actor_id": ["faction", None, None]})
    assert seats.most(rows, actors).to_dict() == {"faction": 27.0}
