"""Charts: frames in, Altair charts out. One look for all, set in ``theme``."""
