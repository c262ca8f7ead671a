"""The colours of the site, each in a light and a dark form.

Charts are drawn in the light form; the press then writes every such colour as a CSS variable, so that
one picture follows the reader's theme. Hues are told apart by people with the common forms of
colour blindness, and differ in lightness so that they survive a greyscale printer.
"""

COLOURS = {
    "ink": ("#1b2733", "#e8edf2"),
    "muted": ("#52606d", "#a9b4c0"),
    "line": ("#c9d1d9", "#46505c"),
    "grid": ("#e3e8ed", "#2f3841"),
    "paper": ("#ffffff", "#14181d"),
    "land": ("#eef1f4", "#262d35"),
    "focus": ("#dfe7ee", "#33404d"),
    "blue": ("#0b5394", "#74b3f0"),
    "sky": ("#5b9bd5", "#4a86c5"),
    "orange": ("#b45309", "#f2a65a"),
    "green": ("#1b7f5f", "#5fcfa4"),
    "purple": ("#6d3fa0", "#c3a1f0"),
    "red": ("#a61e2d", "#ff8f8f"),
    "grey": ("#7b8794", "#8d99a6"),
    "band": ("#bcd4ea", "#2b4a68"),
}
LIGHT = {name: light for name, (light, _) in COLOURS.items()}
_VARIABLE = {light: f"var(--press-{name},{light})" for name, light in LIGHT.items()}


def themed(text):
    """Return ``text`` (SVG or JSON) with each palette colour written as a CSS variable."""
    for colour, variable in _VARIABLE.items():
        for quoted in (f'"{colour}"', f'"{colour.upper()}"'):
            text = text.replace(quoted, f'"{variable}"')
    return text


def stylesheet():
    """Return the CSS that gives the variables their light and dark values."""
    def block(selector, index):
        return selector + "{" + "".join(f"--press-{n}:{pair[index]};" for n, pair in COLOURS.items()) + "}\n"
    dark = block("html:not([data-theme=light])", 1)
    return block(":root", 0) + block("html[data-theme=dark]", 1) + f"@media screen and (prefers-color-scheme:dark){{{dark}}}\n" + "@media print{" + block("html[data-theme]", 0) + "}\n"
