"""Whether two pictures of a page look alike: what a person would see counts, what a font renderer does differently not.

Two looks, each against what the other picture shows within two pixels, so that a slight shift is no difference:

* single pixels must lie within the range of colours there, with more slack where that range is wide (text, edges);
* averages over small squares must lie within the range of averages there, which sees text that is missing, doubled
  or overlaps, where single pixels prove nothing.

Both are counted in blocks; one block beyond its slack is a difference. Heights may differ by a few pixels.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

Pixels = NDArray[np.uint8]
"""A picture: rows × columns × red, green, blue."""
Marks = NDArray[np.bool_]

BLOCK = 16
"""Pixels of the side of a block."""
REACH = 2
"""Pixels within which a shift is no difference."""
BAND = 8 * BLOCK
"""Rows that are compared at a time; where they are equal there is nothing to do."""
HEIGHT = 3
"""Pixels by which heights may differ."""
LEVELS, OF_RANGE = 22, 0.35
"""Levels (of 255) by which a pixel may leave the range, and the part of that range it may leave it by besides."""
STRAY = 12
"""Pixels of a block that may be beyond that."""
SQUARE, MEAN = 12, 15.0
"""Pixels of the side of an averaged square, and levels by which its average may leave the range."""


@dataclass(frozen=True)
class Difference:
    """Where two pictures differ: their sizes as (width, height), and which blocks, by row and column."""

    before: tuple[int, int]
    now: tuple[int, int]
    blocks: Marks

    @property
    def alike(self) -> bool:
        """Whether a person would call them the same."""
        return self.same_size and not self.blocks.any()

    @property
    def same_size(self) -> bool:
        """Whether the widths are equal and the heights nearly."""
        return self.before[0] == self.now[0] and abs(self.before[1] - self.now[1]) <= HEIGHT

    def __str__(self) -> str:
        if not self.same_size:
            return f"it is {self.now[0]} × {self.now[1]} pixels, was {self.before[0]} × {self.before[1]}"
        rows, columns = np.nonzero(self.blocks)
        if not len(rows):
            return "it looks the same"
        ends = [BLOCK * int(end) for end in (columns.min(), rows.min(), columns.max() + 1, rows.max() + 1)]
        return f"{len(rows)} blocks differ, between ({ends[0]}, {ends[1]}) and ({ends[2]}, {ends[3]})"


def compare(before: Pixels, now: Pixels) -> Difference:
    """Return where the pictures differ; what only the higher one has at its foot is left out."""
    sizes = [(each.shape[1], each.shape[0]) for each in (before, now)]
    rows, columns = min(before.shape[0], now.shape[0]), min(before.shape[1], now.shape[1])
    one, other = before[:rows, :columns], now[:rows, :columns]
    blocks = np.zeros((-(-rows // BLOCK), -(-columns // BLOCK)), bool)
    for start in range(0, rows, BAND):
        part = slice(max(start - BLOCK, 0), min(start + BAND + BLOCK, rows))
        if not np.array_equal(one[part], other[part]):
            first = (start - part.start) // BLOCK
            found = _differing(one[part], other[part])[first : first + BAND // BLOCK]
            blocks[start // BLOCK : start // BLOCK + len(found)] = found
    return Difference(sizes[0], sizes[1], blocks)


def _differing(one: Pixels, other: Pixels) -> Marks:
    """Return the blocks that differ."""
    pixels = _beyond(one, other, LEVELS, OF_RANGE) | _beyond(other, one, LEVELS, OF_RANGE)
    means = _means(one), _means(other)
    averages = _beyond(*means, MEAN, 0.0) | _beyond(*means[::-1], MEAN, 0.0)
    blocks: Marks = (_counted(pixels) > STRAY) | (_counted(averages) > 0)
    return blocks


def drawn(found: Difference, now: Pixels) -> Image.Image:
    """Return the picture, paled, with the blocks that differ framed by colour."""
    shown = (now.astype(np.float32) * 0.35 + 255 * 0.65).astype(np.uint8)
    marks = found.blocks.repeat(BLOCK, 0).repeat(BLOCK, 1)[: now.shape[0], : now.shape[1]]
    at = shown[: marks.shape[0], : marks.shape[1]]
    at[marks] = (now[: marks.shape[0], : marks.shape[1]][marks] * 0.5 + np.array([110.0, 0.0, 60.0])).astype(np.uint8)
    return Image.fromarray(shown)


def _beyond(values: NDArray[Any], others: NDArray[Any], slack: float, part: float) -> Marks:
    """Return which values lie outside the range of the others nearby by more than the slack."""
    low, high = _nearby(others, np.minimum), _nearby(others, np.maximum)
    room = slack + part * (high - low)
    outside: Marks = ((values < low - room) | (values > high + room)).any(axis=2)
    return outside


def _nearby(values: NDArray[Any], best: np.ufunc) -> NDArray[Any]:
    """Return the least or greatest within reach of each place."""
    rows, columns = values.shape[:2]
    reached = np.pad(values, [(REACH, REACH), (REACH, REACH), (0, 0)], mode="edge")
    reached = best.reduce([reached[step : step + rows] for step in range(2 * REACH + 1)])
    nearby: NDArray[np.float32] = best.reduce([reached[:, step : step + columns] for step in range(2 * REACH + 1)])
    return nearby.astype(np.float32)


def _means(picture: Pixels) -> NDArray[np.float32]:
    """Return the average of the square around each pixel."""
    rows, columns = picture.shape[:2]
    half = SQUARE // 2
    sums = np.pad(picture, ((half + 1, half), (half + 1, half), (0, 0)), mode="edge").astype(np.float32)
    sums = np.cumsum(sums, 0, np.float64)
    sums = np.cumsum(sums[SQUARE : SQUARE + rows] - sums[:rows], 1)
    return ((sums[:, SQUARE : SQUARE + columns] - sums[:, :columns]) / SQUARE**2).astype(np.float32)


def _counted(marks: Marks) -> NDArray[np.int64]:
    """Return how many are marked in each block."""
    rows, columns = (-(-size // BLOCK) for size in marks.shape)
    whole = np.zeros((rows * BLOCK, columns * BLOCK), bool)
    whole[: marks.shape[0], : marks.shape[1]] = marks
    counts: NDArray[np.int64] = whole.reshape(rows, BLOCK, columns, BLOCK).sum(axis=(1, 3))
    return counts
