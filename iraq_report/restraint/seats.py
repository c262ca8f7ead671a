"""Who holds how much of the state: seats in parliament, of a faction itself or of its political wing."""

import pandas

SINCE = "2021-01-01"


def most(seats, actors, since=SINCE):
    """Return the most seats that each faction, with its wing, has held after any election since a day.

    Parameters
    ----------
    seats, actors : pandas.DataFrame
        The tables of those names; a wing is an actor whose parent is the faction.
    since : str
        Elections before it are left out.

    Returns
    -------
    pandas.Series
        Seats by ``actor_id``; the middle of rival figures for one list, the most over elections.
    """
    parent = actors.set_index("actor_id")["parent_actor_id"]
    rows = seats[(seats["election_date"] >= pandas.Timestamp(since)) & seats["seats_best"].notna()]
    rows = rows.assign(faction=rows["actor_id"].map(parent).fillna(rows["actor_id"]))
    by_list = rows.groupby(["faction", "actor_id", "election_date"])["seats_best"].median().astype(float)
    return by_list.groupby("faction").max()
