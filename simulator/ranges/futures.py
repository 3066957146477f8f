"""Equally likely futures of one company: the same draws of its facts for every plan that is asked about."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
from scipy.stats import qmc

from simulator.facts.business import Business
from simulator.facts.declaration import InvalidInput, Problem
from simulator.model.parameters import Funnel, funnel_with
from simulator.ranges.fact_range import FactRange, ranges_of
from simulator.ranges.quantiles import Floats
from simulator.ranges.sound_facts import SoundFacts, sound_facts

DRAWS = 8192
"""Futures behind an answer that stays."""
FEW = 256
"""Futures behind one that the next is about to follow."""
MOST = 1 << 20
BLOCK = 4096
"""Futures drawn and run at once, which bounds the memory whatever their number; what is found does not depend on it."""


@dataclass(frozen=True)
class Futures:
    """So many draws of a company's facts, all of them equally likely: scrambled Sobol points (Owen 1998), by seed.

    The first n of many futures are those of n futures. A power of two is spread most evenly.
    """

    business: Business
    count: int = DRAWS
    seed: int = 0

    def __post_init__(self) -> None:
        if not 1 <= self.count <= MOST:
            raise InvalidInput(Problem("count", "Futures", self.count, f"a whole number from 1 to {MOST:,} is allowed"))

    @property
    def ranges(self) -> tuple[FactRange, ...]:
        """Every fact's range; the place of each is its row in what is drawn."""
        return ranges_of(self.business)

    @cached_property
    def wide(self) -> tuple[FactRange, ...]:
        """The ranges of facts that are not known exactly."""
        return tuple(each for each in self.ranges if each.wide)

    @property
    def parts(self) -> Iterator[slice]:
        """Which futures are drawn and run at once."""
        for first in range(0, self.count, BLOCK):
            yield slice(first, min(first + BLOCK, self.count))

    def values(self, part: slice) -> dict[str, Floats]:
        """Return what each fact that is not known exactly is in some of the futures, each taken alone, by path."""
        units = _points(len(self.ranges), self.seed, part.start, part.stop)
        return {each.path: each.at(units[row]) for row, each in enumerate(self.ranges) if each.wide}

    def facts(self, part: slice) -> SoundFacts:
        """Return the facts of some of the futures, sound together."""
        return sound_facts(self.business, self.values(part), part.stop - part.start)

    def funnel(self, part: slice) -> Funnel:
        """Return the coefficients of some of the futures, with all that follows from today derived anew."""
        return funnel_with(self.business, self.facts(part).draws)

    def of_fact(self, path: str) -> Floats:
        """Return what one fact is in each of the futures, taken alone: (futures,)."""
        row, found = next((row, each) for row, each in enumerate(self.ranges) if each.path == path)
        units = [_points(len(self.ranges), self.seed, part.start, part.stop)[row] for part in self.parts]
        return found.at(np.concatenate(units))

    @cached_property
    def held(self) -> float:
        """Share of the futures in which a curve had to be held back to be sound."""
        return sum(int(self.facts(part).held.sum()) for part in self.parts) / self.count


def _points(facts: int, seed: int, first: int, last: int) -> Floats:
    """Return points from ``first`` to ``last``, each fact's from 0 to 1: (facts, points)."""
    start = first - first % BLOCK
    blocks = [_block(facts, seed, place) for place in range(start, last, BLOCK)]
    joined = blocks[0] if len(blocks) == 1 else np.concatenate(blocks, axis=1)
    return joined[:, first - start : last - start]


@lru_cache(maxsize=4)
def _block(facts: int, seed: int, first: int) -> Floats:
    """Return one block of points, whoever asks for which of them."""
    engine = qmc.Sobol(max(facts, 1), scramble=True, rng=np.random.default_rng(seed))
    if first:
        engine.fast_forward(first)
    points = np.ascontiguousarray(engine.random(BLOCK).T)
    points.flags.writeable = False
    return points
