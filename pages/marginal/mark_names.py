"""Where the names of the marks on a curve stand: beside their mark, inside the plot, clear of all else in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

LETTER, LINE, GAP, MARK = 6.9, 15.0, 10.0, 8.0
"""Pixels: the width of a letter, the height of a name, the way from a mark to its name, and half of a mark."""
PLACES = ((-1, -9.0), (1, 13.0), (0, -17.0), (0, 18.0), (1, -9.0), (-1, 13.0), (0, -32.0), (0, 33.0))
"""Side of the mark and pixels below it, the best first: a rising curve leaves room above it at the left, and below it
at the right."""
Box = tuple[float, float, float, float]
"""Left, right, top and bottom, in pixels from the plot's upper left corner."""


@dataclass(frozen=True)
class Room:
    """The smallest plot the names must fit: pixels wide and high, and what is written in it besides."""

    width: float
    height: float
    taken: Sequence[Box] = ()
    curve: Sequence[tuple[float, float]] = ()


def placed(names: Sequence[str], at: Sequence[tuple[float, float]], room: Room) -> list[tuple[int, float]]:
    """Return side and shift of each name, for marks ``at`` these pixels.

    They fit a wider plot too: there marks stand further apart, and names are as long.
    """
    marks = [_around(place) for place in at]
    found: list[tuple[int, float]] = []
    taken = [*room.taken]
    for name, place in zip(names, at, strict=True):
        others = [*taken, *marks]
        costs = [(_cost(_box(name, place, *each), order, others, room), each) for order, each in enumerate(PLACES)]
        best = min(costs)[1]
        found.append(best)
        taken.append(_box(name, place, *best))
    return found


def text_box(text: str, x: float, y: float, side: int) -> Box:
    """Return the room of a text that begins (side 1), ends (−1) or has its middle (0) at ``x``, around height ``y``."""
    wide = LETTER * len(text)
    left = x - wide if side < 0 else x if side > 0 else x - wide / 2
    return left, left + wide, y - LINE / 2, y + LINE / 2


def _box(name: str, place: tuple[float, float], side: int, shift: float) -> Box:
    return text_box(name, place[0] + GAP * side, place[1] + shift, side)


def _around(place: tuple[float, float]) -> Box:
    return place[0] - MARK, place[0] + MARK, place[1] - MARK, place[1] + MARK


def _cost(box: Box, order: int, others: Iterable[Box], room: Room) -> float:
    left, right, top, bottom = box
    outside = max(-left, 0) + max(right - room.width, 0) + max(-top, 0) + max(bottom - room.height, 0)
    met = sum(_meet(box, other) for other in others)
    crossed = sum(left <= x <= right and top + 3 <= y <= bottom - 3 for x, y in room.curve)
    return 1000 * met + 100 * outside + 10 * crossed + order


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[1] and other[0] < one[1] and one[2] < other[3] and other[2] < one[3]
