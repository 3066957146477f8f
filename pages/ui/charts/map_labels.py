"""Where the names of the marks stand on the map of all splits, so that none covers the rim, a mark or another name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from simulator.model.outcome import Floats

LETTER, LINE, CLEAR, RIM = 8.2, 17.6, 11.0, 34.0
"""Pixels: the width of a letter, the height of a name, the way from a mark to its name, the width of a rim's label."""


AND = ", "
"""What stands between the names of one mark."""
Mark = tuple[str, str, Floats]
"""A point of the map: its name, its kind, and its shares (3,)."""


@dataclass(frozen=True)
class Plot:
    """A size of the map to place names for: pixels wide and high, and of the longest name, which is cut to that."""

    width: float
    height: float
    longest: int
    narrow: bool


WIDE, NARROW = Plot(480, 420, 190, narrow=False), Plot(232, 232, 104, narrow=True)
Placed = tuple[float, float, float]
"""What is taken: from, to, at which height, as shares of the map's sides."""


def placed_names(points: Sequence[Mark], plot: Plot) -> list[dict[str, object]]:
    """Return the names of (name, kind, shares) as rows of the dataset ``names``; several of one mark stand in rows
    where they do not fit into one."""
    line = LINE / plot.height
    marks = [(float(at[0]), float(at[1])) for _, _, at in points]
    taken: list[Placed] = [(x - 0.02, x + 0.02, y) for x, y in marks]
    labels: list[dict[str, object]] = []
    for name, _, shares in sorted(points, key=lambda point: -point[2][1]):
        x, y = float(shares[0]), float(shares[1])
        rows = _rows(name, plot)
        shifts = [sign * step * line for step in (0.0, 1.0, 1.6, 2.2) for sign in (1, -1)]
        tries = [_block(x, y + shift, side, rows, plot) for shift in shifts for side in (1, -1)]
        inside = [block for block in tries if all(_inside(row[:2], row[2]) for row in block)]
        free = [block for block in inside if not any(_meets(row[:2], row[2], taken, line) for row in block)]
        block = next(iter([*free, *inside]), _block(x, y, 1 if x < 0.5 else -1, rows, plot))
        taken += block
        side = 1 if block[0][0] > x else -1
        labels += [
            {"x": x, "y": at, "text": text, "side": side, "narrow": plot.narrow}
            for text, (_, _, at) in zip(rows, block, strict=True)
        ]
    return labels


def _rows(name: str, plot: Plot) -> list[str]:
    """Return the rows a name stands in: several names one below the other where they are too long for one row."""
    if LETTER * len(name) <= plot.longest:
        return [name]
    *first, last = name.split(AND)
    return [*(f"{each}{AND.rstrip()}" for each in first), last]


def _block(x: float, y: float, side: int, rows: Sequence[str], plot: Plot) -> list[Placed]:
    """Return where rows around the height ``y`` stand, from top to bottom."""
    line, top = LINE / plot.height, (len(rows) - 1) / 2
    return [(*_ends(x, _width(text, plot), side, plot), y + (top - place) * line) for place, text in enumerate(rows)]


def clear_levels(
    levels: Sequence[Mapping[str, object]], names: Sequence[Mapping[str, object]], plot: Plot
) -> list[dict[str, object]]:
    """Return the labels of rims (x, y, text) that no name covers, as rows of the dataset ``levels``."""
    line = LINE / plot.height
    taken = [
        (
            *_ends(_number(name, "x"), _width(str(name["text"]), plot), int(_number(name, "side")), plot),
            _number(name, "y"),
        )
        for name in names
    ]
    half = RIM / 2 / plot.width
    return [
        {**level, "narrow": plot.narrow}
        for level in levels
        if not _meets((_number(level, "x") - half, _number(level, "x") + half), _number(level, "y"), taken, line)
    ]


def _number(row: Mapping[str, object], name: str) -> float:
    return float(str(row[name]))


def _width(name: str, plot: Plot) -> float:
    return min(LETTER * len(name), plot.longest) / plot.width


def _ends(x: float, width: float, side: int, plot: Plot) -> tuple[float, float]:
    gap = CLEAR / plot.width
    return (x + gap, x + gap + width) if side > 0 else (x - gap - width, x - gap)


def _inside(ends: tuple[float, float], at: float) -> bool:
    return ends[0] >= 0 and ends[1] <= 1.03 and 0.02 <= at <= 1


def _meets(ends: tuple[float, float], at: float, taken: Sequence[Placed], line: float) -> bool:
    left, right = ends
    return any(abs(at - row) < line and left < far and near < right for near, far, row in taken)
