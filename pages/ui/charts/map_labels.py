"""Where the names of the marks stand on the map of all splits, so that none covers the rim, a mark or another name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from simulator.model.outcome import Floats

LETTER, LINE, CLEAR, RIM = 8.2, 17.6, 11.0, 34.0
"""Pixels: the width of a letter, the height of a name, the way from a mark to its name, the width of a rim's label."""


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
    """Return the names of (name, kind, shares) as rows of the dataset ``names``."""
    line = LINE / plot.height
    marks = [(float(at[0]), float(at[1])) for _, _, at in points]
    taken: list[Placed] = [(x - 0.02, x + 0.02, y) for x, y in marks]
    labels: list[dict[str, object]] = []
    for name, _, shares in sorted(points, key=lambda point: -point[2][1]):
        x, y = float(shares[0]), float(shares[1])
        width = _width(name, plot)
        shifts = [sign * step * line for step in (0.0, 1.0, 1.6, 2.2) for sign in (1, -1)]
        tries = [(side, y + shift) for shift in shifts for side in (1, -1)]
        inside = [(side, at) for side, at in tries if _inside(_ends(x, width, side, plot), at)]
        free = [(side, at) for side, at in inside if not _meets(_ends(x, width, side, plot), at, taken, line)]
        side, at = next(iter([*free, *inside]), (1 if x < 0.5 else -1, y))
        taken.append((*_ends(x, width, side, plot), at))
        labels.append({"x": x, "y": at, "text": name, "side": side, "narrow": plot.narrow})
    return labels


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
