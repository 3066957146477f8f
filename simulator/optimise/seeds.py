"""Where to start a search that may end on a lower top: splits of every level of prospecting, conversion and upsell.

At each level the channels are split for most prospects ready to buy, exactly but for the steps of a grid, by dynamic
programming: S-shaped curves are no trap to it.
"""

from __future__ import annotations

import numpy as np

from simulator.model.parameters import Funnel
from simulator.optimise.splits import Floats, Limits

LEVELS = 16
"""Steps in which the free money goes to prospecting, conversion and upsell."""
FINE = 8
"""Steps among the channels for each of these."""


def seeds(funnel: Funnel, limits: Limits) -> Floats:
    """Return starts for each of many splits: (splits, starts, levers)."""
    levels = np.arange(LEVELS + 1)
    prospecting, conversion = (axis.ravel() for axis in np.meshgrid(levels, levels, indexing="ij"))
    within = prospecting + conversion <= LEVELS
    prospecting, conversion = prospecting[within], conversion[within]
    others = FINE * np.stack([conversion, LEVELS - prospecting - conversion], axis=1)
    steps = limits.room / (LEVELS * FINE)
    counts = [
        np.concatenate([_by_level(_worth(funnel, limits.at(place), step))[prospecting], others], axis=1)
        for place, step in enumerate(steps)
    ]
    return limits.of_many.fit(limits.lower[:, None] + steps[:, None, None] * np.array(counts))


def _worth(funnel: Funnel, limits: Limits, step: float) -> Floats:
    """Return what each channel's prospects count for after each number of steps above its floor: (channels, steps)."""
    lower, upper = limits.lower[:-2, None], limits.upper[:-2, None]
    amounts = lower + step * np.arange(LEVELS * FINE + 1)
    prospects = funnel.prospects.at(amounts.T[:, :, None, None]).mean(axis=3)[:, :, 0].T
    weights = (funnel.win_rate_index * funnel.value_index).mean(axis=2)
    return np.where(amounts <= upper * (1 + 1e-12), weights * prospects, -np.inf)


def _by_level(worth: Floats) -> Floats:
    """Return how many steps each channel gets at each level of prospecting: (levels, channels)."""
    steps = np.arange(worth.shape[1])
    left = steps[:, None] - steps
    best, choices = worth[0], []
    for row in worth[1:]:
        totals = np.where(left >= 0, best[np.maximum(left, 0)] + row, -np.inf)
        choices.append(totals.argmax(axis=1))
        best = totals.max(axis=1)
    rest = steps[::FINE]
    counts = np.zeros((len(rest), len(worth)))
    for channel in range(len(worth) - 1, 0, -1):
        counts[:, channel] = choices[channel - 1][rest]
        rest = rest - choices[channel - 1][rest]
    counts[:, 0] = rest
    return counts
