"""The PERT distribution of a fact between its low and its high, by its quantiles.

A beta distribution over the range, α = 1 + 4·(likely − low)/(high − low) and β = 1 + 4·(high − likely)/(high − low).
Its mean is (low + 4·likely + high)/6 (Malcolm, Roseboom, Clark & Fazar 1959).
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from scipy.special import betainc

from simulator.ranges.quantiles import Floats

NODES = 2048
"""Places in the range at which the distribution is worked out."""
STEPS = 8192
"""Equal steps of chance in the table of quantiles, between which it is straight: off by less than a ten-thousandth of
the range, the outermost thousandth of all draws aside."""


def quantiles(chances: Floats, low: float, likely: float, high: float) -> Floats:
    """Return the values that a fact stays below with these chances (0 to 1), in the fact's own unit; same shape.

    Where low and high are the same, exactly ``likely``.
    """
    if high <= low:
        return np.full(np.shape(chances), likely)
    feet, rises = _table((likely - low) / (high - low))
    steps = chances * STEPS
    below = np.minimum(steps.astype(np.intp), STEPS - 1)
    return low + (high - low) * (feet[below] + (steps - below) * rises[below])


@lru_cache(maxsize=128)
def _table(likely: float) -> tuple[Floats, Floats]:
    """Return the place in the range, 0 to 1, at the foot of each step of chance, and how far it rises over the step."""
    # Close together at the ends, where the distribution thins out and its quantiles run apart.
    places = (1 - np.cos(np.pi * np.arange(NODES + 1) / NODES)) / 2
    chances = np.asarray(betainc(1 + 4 * likely, 1 + 4 * (1 - likely), places))
    found = np.interp(np.arange(STEPS + 1) / STEPS, chances, places)
    feet, rises = found[:-1], np.diff(found)
    feet.flags.writeable = rises.flags.writeable = False
    return feet, rises
