"""Where dots stand: equally likely values stacked in columns along an axis."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

COLUMNS = 15
"""Columns that the dots from the lowest to the highest are stacked in."""


@dataclass(frozen=True)
class Stacks:
    """Dots by column: where each stands on the axis and in its stack, and how wide a column and high a stack is."""

    places: tuple[float, ...]
    rows: tuple[int, ...]
    step: float

    @property
    def highest(self) -> int:
        """The number of dots in the highest stack."""
        return max(self.rows) + 1


def stacked(values: Sequence[float], step: float) -> Stacks:
    """Return the values stacked in columns of width ``step``, one of which begins at nothing."""
    seen: Counter[int] = Counter()
    places, rows = [], []
    for value in values:
        column = math.floor(value / step + 1e-9)
        places.append((column + 0.5) * step)
        rows.append(seen[column])
        seen[column] += 1
    return Stacks(tuple(places), tuple(rows), step)


def step_for(values: Sequence[float], span: float, columns: int = COLUMNS) -> float:
    """Return the width of a column for values on an axis of length ``span``: never so narrow that dots vanish."""
    return max((max(values) - min(values)) / columns, span / 40)
