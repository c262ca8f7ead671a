"""Faults: what is wrong with a cell, a row or a file, where, and what to do about it."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Fault:
    """One thing wrong with one cell, row or file, and what to do about it."""

    file: str
    row: int | None
    column: str | None
    found: str
    allowed: str
    remedy: str

    def __str__(self):
        place = f"{self.file}" + (f", row {self.row}" if self.row else "")
        place += f", column {self.column}" if self.column else ""
        return f"{place}: found {self.found}; allowed: {self.allowed}. {self.remedy}"


def ordered(faults):
    """Return faults in the order of a reader: by file, row, column."""
    return sorted(faults, key=lambda f: (f.file, f.row or 0, f.column or ""))


class TableError(ValueError):
    """Raised with every fault at once when tables cannot be used."""

    def __init__(self, faults):
        self.faults = ordered(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))


def at(name, frame, mask, column, allowed, remedy, found=None):
    """Return one fault for each row of a table where ``mask`` holds.

    Parameters
    ----------
    name : str
        Name of the table.
    frame : pandas.DataFrame
        The table, or some of its rows, with its own index: row 2 of the file is index 0.
    mask : pandas.Series of bool
        Missing counts as false.
    column, allowed, remedy : str
        Parts of the fault.
    found : callable, optional
        From a row to what was found; by default the cell.
    """
    return [Fault(f"{name}.csv", int(index) + 2, column, repr(frame.at[index, column]) if found is None else found(frame.loc[index]),
                  allowed, remedy) for index in frame.index[mask.fillna(False).astype(bool)]]
