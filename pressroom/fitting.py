"""A picture fitted to a width: long labels broken into lines, titles too, legends that keep within the picture."""

import copy
import textwrap

WIDE, NARROW = 680, 340
LABEL_SHARE = 0.4
MARGIN = 30
SIZE = 12
# The mean width of a letter in parts of its size, in the font of the charts.
LETTER = 0.48
MOST_LINES = 3
LEGENDS = ("color", "fill", "stroke", "shape", "strokeDash")


def at_width(specification, width):
    """Return the specification at a total width in pixels, without its title (the page carries it)."""
    made = copy.deepcopy(specification)
    made.pop("title", None)
    rows = list(_rows(made))
    # Pictures one above the other cannot be fitted as a whole: each gets the width, less the widest label and a margin for half of one on either side.
    parts = made.get("vconcat", [])
    left = {id(part): _left(part, rows, width) for part in parts or [made]}
    for part in parts:
        part["width"] = width - MARGIN - (max(left.values()) if any(map(_named, _encodings(part))) or len(set(left.values())) > 1 else 0)
    if "vconcat" not in made:
        made |= {"width": width, "autosize": {"type": "fit-x", "contains": "padding"}}
    # A map keeps its proportions.
    if "projection" in made and "height" in made:
        made["height"] = round(made["height"] * width / WIDE)
    for part in parts or [made]:
        if "height" in part:
            part["height"] = max(part["height"], *(_height(encoding, rows, width) for encoding in _encodings(part)), 0)
        for encoding in _encodings(part):
            _fit(encoding, rows, width, width - left[id(part)], part.get("height", 0))
    return in_utc(made)


def in_utc(node):
    """Return the specification with every date read and written in UTC: a day is the same day wherever it is drawn and read."""
    if isinstance(node, list):
        return [in_utc(item) for item in node]
    if not isinstance(node, dict) or "values" in node:
        return node
    made = {key: value if key == "datasets" else in_utc(value) for key, value in node.items()}
    return made | {"scale": (made.get("scale") or {}) | {"type": "utc"}} if made.get("type") == "temporal" and "field" in made else made


def _rows(node):
    """Yield every row of data in a specification."""
    for name, value in node.items() if isinstance(node, dict) else enumerate(node):
        if name == "datasets":
            yield from (row for rows in value.values() for row in rows if isinstance(row, dict))
        elif name == "values" and isinstance(value, list):
            yield from (row for row in value if isinstance(row, dict))
        elif isinstance(value, (dict, list)):
            yield from _rows(value)


def _encodings(node):
    """Yield the encoding of every layer of a picture."""
    if "encoding" in node:
        yield node["encoding"]
    for part in node.get("layer", []):
        yield from _encodings(part)


def _values(channel, rows):
    """Return the names that a channel shows, each once."""
    given = (channel.get("scale") or {}).get("domain")
    if isinstance(given, list):
        return [name for name in given if isinstance(name, str)]
    return list(dict.fromkeys(row[channel["field"]] for row in rows if isinstance(row.get(channel.get("field")), str)))


def _named(encoding):
    """Return the vertical axis of an encoding where it carries names whose length is limited, else nothing."""
    axis = encoding.get("y", {}).get("axis") or {}
    return axis if "labelLimit" in axis and "labelExpr" not in axis else {}


def _room(axis, width):
    """Return how many pixels a label may take, and how many letters that is."""
    limit = min(axis["labelLimit"], round(width * LABEL_SHARE))
    return limit, max(8, int(limit / (LETTER * axis.get("labelFontSize", SIZE))))


def _left(part, rows, width):
    """Return the pixels that the widest label beside a picture takes, as far as it can be told before it is drawn."""
    found, named = [0], []
    for encoding in _encodings(part):
        channel = encoding.get("y", {})
        if "field" in channel and channel.get("axis", {}) is not None:
            names = _values(channel, rows) if channel.get("type") == "nominal" else []
            label = round(LETTER * SIZE * max(map(len, names))) if names else 3 * MARGIN
            (named if _named(encoding) else found).append(min(_room(channel["axis"], width)[0], label) if _named(encoding) else label)
    return max(named or found)


def _height(encoding, rows, width):
    """Return the height that the names of an encoding need when the longest is broken into lines."""
    axis = _named(encoding)
    if not axis:
        return 0
    names = _values(encoding["y"], rows)
    lines = max((min(MOST_LINES, len(textwrap.wrap(name, _room(axis, width)[1]))) for name in names), default=1)
    return len(names) * (lines * (axis.get("labelFontSize", SIZE) + 2) + 6) if lines > 1 else 0


def _fit(encoding, rows, width, inner, height):
    """Fit axes and legends of one encoding, in place; ``inner`` is the width of the marks."""
    axis = _named(encoding)
    if axis:
        axis["labelLimit"], letters = _room(axis, width)
        axis["labelExpr"] = _broken(letters)
        # A label of two lines or three stands about its row, not below it.
        axis["labelBaseline"] = {"condition": {"test": f"length(datum.label) > {letters}", "value": "bottom"}, "value": "middle"}
    head = encoding.get("x", {}).get("axis") or {}
    if head.get("orient") == "top" and (names := _values(encoding["x"], rows)):
        _head(head, names, inner)
    for name, length in (("x", inner), ("y", height)):
        channel = encoding.get(name, {})
        if isinstance(channel.get("title"), str) and length:
            lines = textwrap.wrap(channel["title"], max(16, int(length / (LETTER * SIZE))))
            channel["title"] = lines if len(lines) > 1 else channel["title"]
    for channel in (encoding[name] for name in LEGENDS if isinstance(encoding.get(name), dict)):
        if "field" in channel and channel.get("legend", {}) is not None:
            _legend(channel, _values(channel, rows), inner)


def _head(axis, names, inner):
    """Let the heads of columns lie where their words fit beside each other, and stand where they do not."""
    # One letter stays free, so that neighbours do not touch.
    letters = int(inner / len(names) / (LETTER * SIZE)) - 1
    if max(len(word) for name in names for word in name.split()) > letters:
        axis["labelAngle"] = -90
    else:
        lines = max(len(textwrap.wrap(name, letters)) for name in names)
        axis |= {"labelAngle": 0, "labelExpr": _broken(letters, MOST_LINES + 1), "labelLimit": round(inner / len(names)) + 8, "labelPadding": 8 + (lines - 1) * (SIZE + 2)}


def _legend(channel, names, inner):
    """Give a legend as many columns as fit, and no label that is cut while there is room."""
    legend = channel.setdefault("legend", {})
    if channel.get("type") == "quantitative":
        legend["title"] = textwrap.wrap(legend["title"], int(inner / (LETTER * SIZE))) if isinstance(legend.get("title"), str) else legend.get("title")
    elif names:
        letters = int((inner - MARGIN) / (LETTER * SIZE))
        columns = next(number for number in range(min(legend.get("columns", len(names)), len(names)), 0, -1) if number == 1 or _wide(names, number) <= inner)
        legend |= {"columns": columns, "labelLimit": inner - MARGIN} | ({"labelExpr": _broken(letters)} if max(map(len, names)) > letters else {})


def _wide(names, columns):
    """Return the width of a legend in so many columns."""
    return sum(LETTER * SIZE * max(map(len, names[start::columns])) + MARGIN for start in range(columns))


def _broken(letters, most=MOST_LINES):
    """Return the expression that breaks a label into lines of so many letters; what is left over after the last is cut by the axis."""
    lines = f"split(trim(replace(datum.label, regexp('(.{{1,{letters}}})( |$)', 'g'), '$1\\n')), '\\n')"
    kept = ", ".join(f"{lines}[{number}]" for number in range(most - 1))
    return f"length({lines}) > {most} ? [{kept}, join(slice({lines}, {most - 1}), ' ')] : {lines}"
