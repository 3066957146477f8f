"""What is held of a number before the history is seen: a judgement that the history may contradict."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from scipy.special import betainc, ndtr, ndtri

from simulator.evidence.history.series import Floats

NODES = 513
STATED_DOUBT, GUESSED_DOUBT = 0.1, 0.5
"""The weight of knowing nothing beside a judgement, stated or our guess: what nobody stated holds no history back, and
no judgement is so sure that three years could not contradict it (a robust mixture, Schmidli et al. 2014)."""


@dataclass(frozen=True)
class Prior:
    """A number between ``least`` and ``most``: with chance ``doubt`` anywhere there, else a PERT from low to high.

    Anywhere is a beta distribution (1, ``falling``): even at 1, more often small above it.
    """

    low: float
    likely: float
    high: float
    doubt: float
    least: float = 0.0
    most: float = 1.0
    falling: float = 1.0

    def at(self, places: Floats) -> Floats:
        """Return the number at places of a standard normal distribution; same shape."""
        chances, values = _table(self)
        return np.interp(ndtr(places), chances, values)

    def place(self, value: float) -> float:
        """Return the place of a number, as `at` takes it."""
        chances, values = _table(self)
        return float(ndtri(np.clip(np.interp(value, values, chances), 1e-6, 1 - 1e-6)))

    def between(self, chance: float) -> tuple[float, float]:
        """Return the ends that it lies between with that chance, as often below as above."""
        chances, values = _table(self)
        low, high = np.interp([(1 - chance) / 2, (1 + chance) / 2], chances, values)
        return float(low), float(high)


@lru_cache(maxsize=256)
def _table(prior: Prior) -> tuple[Floats, Floats]:
    """Return rising chances and the values that are stayed below with them."""
    own = np.linspace(0, 1, NODES)
    values = np.unique(np.concatenate([prior.least + (prior.most - prior.least) * own, _inner(prior, own)]))
    anywhere = 1 - (1 - (values - prior.least) / (prior.most - prior.least)) ** prior.falling
    chances = prior.doubt * anywhere + (1 - prior.doubt) * _judged(prior, values)
    return chances, values


def _inner(prior: Prior, own: Floats) -> Floats:
    low, high = max(prior.low, prior.least), min(prior.high, prior.most)
    return low + (high - low) * (1 - np.cos(np.pi * own)) / 2


def _judged(prior: Prior, values: Floats) -> Floats:
    width = prior.high - prior.low
    if width <= 0:
        return (values >= prior.likely).astype(float)
    place, likely = np.clip((values - prior.low) / width, 0, 1), (prior.likely - prior.low) / width
    return np.asarray(betainc(1 + 4 * likely, 1 + 4 * (1 - likely), place))
