"""Draws of what is unknown, given a history: sequential Monte Carlo with tempering (Del Moral, Doucet & Jasra 2006).

Draws of the judgement are weighted by ever more of the likelihood; those of little weight give way to copies of the
others, which then move about. Plain importance sampling is its first step; where a history tells much it would leave
a handful of draws.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from simulator.evidence.history.series import Floats

DRAWS = 1024
KEPT = 0.5
"""Share of the draws that the weights of one step are worth at least."""
MOVES, LAST_MOVES = 4, 12
MOST_STEPS = 60


@dataclass(frozen=True)
class Sample:
    """Equally likely draws, (numbers, draws), on the scale of a standard normal; and how they were found."""

    draws: Floats
    steps: int
    moved: float
    """Share of the last moves that were taken."""
    distinct: int
    """How many of the draws differ."""


def sample(log_likelihood: Callable[[Floats], Floats], numbers: int, seed: int = 0, count: int = DRAWS) -> Sample:
    """Return draws of so many standard normal numbers, weighted by a likelihood: (numbers, draws) to (draws,)."""
    random = np.random.default_rng(seed)
    draws = random.standard_normal((numbers, count))
    likelihood = log_likelihood(draws)
    heat, steps, moved, reach = 0.0, 0, 1.0, 1.0
    while heat < 1 and steps < MOST_STEPS:
        step = _next_step(likelihood, 1 - heat)
        heat, steps = heat + step, steps + 1
        heat = 1.0 if heat > 1 - 1e-9 or steps == MOST_STEPS else heat
        chosen = _chosen(step * likelihood, random)
        draws, likelihood = draws[:, chosen], likelihood[chosen]
        for _ in range(LAST_MOVES if heat >= 1 else MOVES):
            draws, likelihood, moved = _move(draws, likelihood, heat, reach, log_likelihood, random)
            reach = float(np.clip(reach * np.exp(moved - 0.25), 0.1, 2.0))
    return Sample(draws, steps, moved, len(np.unique(draws, axis=1).T))


def _next_step(likelihood: Floats, left: float) -> float:
    """Return how much more of the likelihood leaves the weights worth `KEPT` of the draws; all that is left at most."""
    if _worth(left * likelihood) >= KEPT * len(likelihood):
        return left
    low, high = 0.0, left
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if _worth(middle * likelihood) >= KEPT * len(likelihood) else (low, middle)
    return max(low, 1e-6)


def _worth(logs: Floats) -> float:
    """Return how many equal draws such weights are worth."""
    weights = np.exp(logs - logs.max())
    return float(weights.sum() ** 2 / (weights**2).sum())


def _chosen(logs: Floats, random: np.random.Generator) -> np.ndarray:
    """Return which draws go on, each about as often as its weight says (systematic resampling)."""
    weights = np.exp(logs - logs.max())
    places = (np.arange(len(logs)) + random.random()) / len(logs)
    return np.minimum(np.searchsorted(np.cumsum(weights) / weights.sum(), places), len(logs) - 1)


def _move(
    draws: Floats,
    likelihood: Floats,
    heat: float,
    reach: float,
    log_likelihood: Callable[[Floats], Floats],
    random: np.random.Generator,
) -> tuple[Floats, Floats, float]:
    """Let each draw take a step where that is likely enough (Metropolis): draws, likelihood, share that moved."""
    factor = np.linalg.cholesky(np.cov(draws) + 1e-6 * np.eye(len(draws)))
    far = reach * 2.38 / np.sqrt(len(draws))
    tried = draws + far * factor @ random.standard_normal(draws.shape)
    found = log_likelihood(tried)
    gain = heat * (found - likelihood) - 0.5 * ((tried**2).sum(axis=0) - (draws**2).sum(axis=0))
    taken = np.log(random.random(draws.shape[1])) < gain
    return np.where(taken, tried, draws), np.where(taken, found, likelihood), float(taken.mean())
