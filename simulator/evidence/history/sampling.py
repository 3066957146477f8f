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
MOVES, LAST_MOVES = 2, 8
TAKEN = 0.4
"""Share of the moves that are to be taken: they go as far as leaves about so many likely enough."""
WIDER = 1.3
"""Variance of what moves go towards, beside that of the draws: those far out would seldom be left otherwise."""
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
            reach = float(np.clip(reach * np.exp(moved - TAKEN), 0.1, 1.0))
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
    """Let each draw take a step where that is likely enough (Metropolis): draws, likelihood, share that moved.

    A step forgets as much of where a draw was as ``reach`` says, 1 all of it, and adds as much of a normal distribution
    about as the draws are: it goes far, and where they are normal it is mostly taken (preconditioned Crank–Nicolson,
    Cotter et al. 2013).
    """
    middle = draws.mean(axis=1, keepdims=True)
    factor = np.linalg.cholesky(WIDER * np.cov(draws) + 1e-6 * np.eye(len(draws)))
    places = np.linalg.solve(factor, draws - middle)
    tried_places = np.sqrt(1 - reach**2) * places + reach * random.standard_normal(draws.shape)
    tried = middle + factor @ tried_places
    found = log_likelihood(tried)
    gain = heat * (found - likelihood)
    gain += 0.5 * (draws**2 - tried**2 + tried_places**2 - places**2).sum(axis=0)
    taken = np.log(random.random(draws.shape[1])) < gain
    return np.where(taken, tried, draws), np.where(taken, found, likelihood), float(taken.mean())
