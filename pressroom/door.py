"""The display door: the one way by which a study puts a fact, a figure or a table on a page.

Each call returns an object that a notebook shows. What is stored is data (a specification, a few
rows, a description); the pictures are made when the site is built.
"""

import json
import re
from dataclasses import asdict, dataclass

import pandas

from pressroom import sliders as model
from pressroom.kinds import FACTS, FIGURE, SLIDERS, TABLE, VEGALITE
from pressroom.palette import LIGHT as colours

__all__ = ["Fact", "colours", "fact", "facts", "figure", "sliders", "table"]

# Rows that a notebook shows of a table; the page and its CSV are made from the record.
PREVIEWED = 200
NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)*")


@dataclass(frozen=True)
class Fact:
    """A number, word or verdict that prose may cite by its id.

    Attributes
    ----------
    id : str
        ``chapter.name``, lower case.
    value : int, float or str
        What was computed, rounded to the digits that the data bear.
    display : str
        How prose writes it.
    unit : str
        Unit of ``value``; empty for words.
    inputs : tuple of str
        Tables or row ids it rests on.
    function : str
        Dotted name of the function that computed it.
    """

    id: str
    value: object
    display: str
    unit: str
    inputs: tuple
    function: str


def fact(id, value, form="{}", unit="", inputs=(), function=None):
    """Return a :class:`Fact`.

    Parameters
    ----------
    id : str
        ``chapter.name``.
    value : int, float or str
        The computed value. A missing value is refused: say in words what is not known.
    form : str
        Format of the display, applied to ``value``.
    unit : str
        Unit of the value.
    inputs : iterable of str
        Tables (``events``) or row ids (``events:2025_06_24_taji_radar``).
    function : callable
        The function that computed the value.

    Raises
    ------
    ValueError
        If the id is malformed, the value missing, or no input or function is named.
    """
    if not NAME.fullmatch(id) or "." not in id:
        raise ValueError(f"fact id {id!r}: allowed is chapter.name in lower case, digits and underscores")
    if value is None or (not isinstance(value, str) and pandas.isna(value)):
        raise ValueError(f"fact {id}: the value is missing; a fact must say something, if only 'not known'")
    inputs = tuple(inputs)
    if not inputs or function is None:
        raise ValueError(f"fact {id}: name the tables or rows it rests on and the function that computed it")
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float):
        value = float(f"{value:.6g}")
    return Fact(id, value, form.format(value), unit, inputs, f"{function.__module__}.{function.__qualname__}")


class _Shown:
    def __init__(self, bundle):
        self.bundle = bundle

    def _repr_mimebundle_(self, include=None, exclude=None):
        return self.bundle


def facts(items):
    """Put facts on record: prose anywhere in the book may then cite them by id.

    Raises
    ------
    ValueError
        If two facts share an id.
    """
    items = list(items)
    ids = [item.id for item in items]
    double = sorted({i for i in ids if ids.count(i) > 1})
    if double:
        raise ValueError(f"facts {', '.join(double)} are given twice in one call; ids are unique")
    text = "\n".join(f"{item.id} = {item.display}" for item in items)
    return _Shown({FACTS: {"facts": [asdict(item) | {"inputs": list(item.inputs)} for item in items]},
                   "text/plain": text})


def figure(chart, name, caption, alt, sources, data):
    """Put a chart on the page, with its caption, description and data.

    Parameters
    ----------
    chart : altair chart
        Must carry a title that states the finding.
    name : str
        Name of the figure and of its files.
    caption : str
        What is shown and how to read it; sources are added.
    alt : str
        Description for those who do not see the picture; at least 40 characters.
    sources : iterable of str
        Tables or citation keys behind the picture.
    data : pandas.DataFrame
        What is drawn, one row a mark, in the reader's words: shown as a table and given as CSV.

    Raises
    ------
    ValueError
        If title, description, sources or data are missing, or a mark names a field that the data lack.
    """
    specification = json.loads(json.dumps(chart.to_dict(), sort_keys=True))
    _check(name, alt, sources, data)
    title = specification.get("title")
    title = title.get("text") if isinstance(title, dict) else title
    if not title:
        raise ValueError(f"figure {name}: no title; the title states the finding")
    _check_fields(name, specification)
    record = {"name": name, "title": title if isinstance(title, str) else " ".join(title), "caption": caption,
              "alt": alt, "sources": list(sources), **_rows(data)}
    return _Shown({VEGALITE: specification, FIGURE: record, "text/plain": f"{record['title']}\n{alt}"})


def table(frame, name, caption, sources):
    """Put a table on the page, downloadable as CSV.

    Parameters
    ----------
    frame : pandas.DataFrame
        Columns in the reader's words, values formatted as they are to be read.
    name, caption, sources
        As for :func:`figure`.
    """
    _check(name, caption * 3, sources, frame)
    record = {"name": name, "caption": caption, "sources": list(sources), **_rows(frame)}
    seen = frame.head(PREVIEWED)
    return _Shown({TABLE: record, "text/html": seen.to_html(index=False, na_rep="", border=0), "text/plain": seen.to_string(index=False, na_rep="")})


def sliders(name, title, caption, sources, levers, outcomes, bases, matrix, form, outcome_label, value_label, base_label="Start from"):
    """Put a small linear model on the page that the reader can move; see :mod:`pressroom.sliders` for its sums.

    Parameters
    ----------
    name, caption, sources
        As for :func:`figure`.
    title : str
        What can be tried.
    levers : list of dict
        ``id``, ``label``, ``low``, ``high``, ``step`` and ``value``, where the book has it.
    outcomes : list of str
    bases : dict
        Name -> a start value for each outcome; with more than one the reader may choose.
    matrix : list of list of float
        A row a lever, a column an outcome.
    form : {"share", "mean"}
    outcome_label, value_label, base_label : str
        Heads of the columns and of the choice.

    Raises
    ------
    ValueError
        If shapes do not fit or a value lies outside its range.
    """
    record = {"name": name, "title": title, "caption": caption, "sources": list(sources), "levers": list(levers), "outcomes": list(outcomes),
              "bases": [{"name": key, "values": [float(f"{v:.6g}") for v in row]} for key, row in bases.items()],
              "matrix": [[float(f"{v:.6g}") for v in row] for row in matrix], "form": form, "outcome_label": outcome_label,
              "value_label": value_label, "base_label": base_label}
    found = model.faults(record)
    if found or not NAME.fullmatch(name) or not record["sources"]:
        raise ValueError(f"sliders {name}: " + "; ".join(found or ["needs a name in lower case and a source"]))
    told = "\n".join(f"{outcome}: {value:.3f}" for outcome, value in zip(record["outcomes"], model.values(record)))
    return _Shown({SLIDERS: record, "text/plain": f"{title}\n{told}"})


def _check(name, alt, sources, data):
    if not NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no name: lower case, digits and underscores")
    if len(alt.strip()) < 40:
        raise ValueError(f"{name}: the description is too short to stand for the picture")
    if not list(sources):
        raise ValueError(f"{name}: no source is named")
    if data is None or data.empty:
        raise ValueError(f"{name}: there is nothing to show; a window or filter left no rows")


def _rows(frame):
    plain = frame.astype(object).where(frame.notna(), None)
    rows = [[_plain(value) for value in row] for row in plain.itertuples(index=False)]
    return {"columns": [str(column) for column in frame.columns], "rows": rows}


def _plain(value):
    if isinstance(value, pandas.Timestamp):
        return value.strftime("%Y-%m-%d")
    value = value.item() if hasattr(value, "item") else value
    return float(f"{value:.6g}") if isinstance(value, float) else value


def _check_fields(name, specification):
    """Refuse a mark whose field is in none of the data it draws on: the chart would be silently empty."""
    datasets = specification.get("datasets", {})

    def visit(node, columns, made):
        data = node.get("data", {})
        if "name" in data:
            rows = datasets.get(data["name"], [])
        else:
            rows = data.get("values") if isinstance(data.get("values"), list) else None
        if rows is not None:
            columns = set().union(*(row.keys() for row in rows if isinstance(row, dict)))
            if not rows:
                raise ValueError(f"figure {name}: a layer has no rows to draw")
        for step in node.get("transform", []):
            new = step.get("as", [])
            made = made | set([new] if isinstance(new, str) else new)
        for channel, encoding in node.get("encoding", {}).items():
            field = encoding.get("field") if isinstance(encoding, dict) else None
            if field and columns is not None and field not in columns | made:
                raise ValueError(f"figure {name}: channel {channel} names field {field!r}; the data hold "
                                 + ", ".join(sorted(columns | made)))
        for part in ("layer", "hconcat", "vconcat", "concat"):
            for child in node.get(part, []):
                visit(child, columns, made)
        if isinstance(node.get("spec"), dict):
            visit(node["spec"], columns, made)

    visit(specification, None, set())
