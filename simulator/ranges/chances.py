"""In how many futures one plan brings more than another, and how far apart they are."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from simulator.ranges.quantiles import Floats, at_chances

LEVEL = 0.001
"""Two results that differ by less than this share of the larger are level: no one would notice."""
DOTS = 50
"""Equally likely futures that a picture shows (Fernandes, Walls, Munson, Hullman & Kay 2018)."""
EVEN = 0.6
"""Neither plan is the better one where neither brings more in more than this share of the futures."""


@dataclass(frozen=True)
class Chance:
    """Shares of the futures in which one plan brings more than another, less, and as good as the same: 1 in all."""

    better: float
    worse: float
    level: float
    futures: int

    @property
    def error(self) -> float:
        """Standard error of ``better``, at most: that of independent draws, never nothing (Agresti & Coull 1998)."""
        count = self.futures + 4
        share = (self.better * self.futures + 2) / count
        return math.sqrt(share * (1 - share) / count)

    @property
    def decided(self) -> bool:
        """Whether either plan is the better one, more than by chance."""
        return max(self.better, self.worse) > EVEN


def chance(one: Floats, other: Floats) -> Chance:
    """Return how often ``one`` brings more than ``other`` in the same futures: (futures,) each."""
    apart = one - other
    level = np.abs(apart) <= LEVEL * np.maximum(np.abs(one), np.abs(other))
    better, worse = (int(np.count_nonzero(side & ~level)) for side in (apart > 0, apart < 0))
    count = len(apart)
    return Chance(better / count, worse / count, (count - better - worse) / count, count)


def dots(values: Floats, count: int = DOTS) -> Floats:
    """Return so many equally likely values, the lowest first: the middle of each ``count``-th of the futures."""
    return at_chances(values, (np.arange(count) + 0.5) / count)
