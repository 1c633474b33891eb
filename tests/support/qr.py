"""Reading back a QR code that was drawn as an SVG path."""

import re

import segno

Modules = frozenset[tuple[int, int]]
"""The dark modules, as column and row."""


def drawn(path: str) -> Modules:
    """What a path of moves and horizontal strokes, one unit high, paints."""
    dark: set[tuple[int, int]] = set()
    x = y = 0.0
    for command, numbers in re.findall(r"([Mmh])([-\d. ]+)", path):
        values = [float(number) for number in numbers.split()]
        if command == "h":
            dark |= {(round(x) + step, round(y - 0.5)) for step in range(round(values[0]))}
            x += values[0]
        elif command == "m":
            x, y = x + values[0], y + values[1]
        else:
            x, y = values
    return frozenset(dark)


def code_of(text: str) -> Modules:
    """The QR code that says this, as the server makes its codes."""
    matrix = segno.make(text, error="m", micro=False).matrix
    return frozenset((x, y) for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark)
