"""The quick climb to one best split: Newton's steps to equal marginal returns.

Few and cheap where it works, which is nearly always with diminishing returns; where it stalls, `interior` goes on.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from simulator.optimise.splits import Flags, Floats, Limits, Objective, Split, at_limits

STEPS = 10
"""After which one that has not come up is better finished by `interior`."""
CLOSE = 1e-10
"""What the gradient may still promise, as a share of the value, at the end."""
LENGTHS = 0.35 ** np.arange(1, 25)[:, None]
"""Parts of a step that led nowhere."""
PROVED = 1e-8
"""The same where it is little enough to be called the best."""
NEXT = 1e-6
"""Share of the total by which a lever is moved to see how slopes change."""


def climb(objective: Objective, limits: Limits, start: Floats) -> Split:
    """Return the highest split met on the way up from ``start`` (levers,)."""
    split, bends = _look(objective, limits, start)
    for _ in range(STEPS):
        promised = limits.beyond(split.plan, split.gradient)
        if promised <= CLOSE * abs(split.value):
            break
        target = limits.fit(split.plan + _step(split, bends, limits))
        reached, turned = _look(objective, limits, target)
        if not reached.value > split.value and promised > PROVED * abs(split.value):
            reached, turned = _look(objective, limits, _nearer(objective, limits, split, target))
        if not reached.value > split.value + 1e-15 * abs(split.value):
            break
        split, bends = reached, turned
    return split


@lru_cache(maxsize=32)
def _around(levers: int) -> Floats:
    """Return a plan's own place and one unit along each lever: (1 + levers, levers)."""
    return np.concatenate([np.zeros((1, levers)), np.eye(levers)])


def _look(objective: Objective, limits: Limits, plan: Floats) -> tuple[Split, Floats]:
    """Return a plan's value and gradient, and its second derivatives (levers, levers)."""
    step = NEXT * max(float(limits.total), 1e-9)
    values, slopes = objective(plan + step * _around(len(plan)))
    bends = (slopes[1:] - slopes[0]) / step
    return Split(plan, float(values[0]), slopes[0]), (bends + bends.T) / 2


def _nearer(objective: Objective, limits: Limits, split: Split, target: Floats) -> Floats:
    """Return the best of ever shorter steps towards ``target`` and straight uphill."""
    free = free_levers(split, limits)
    uphill = np.where(free, split.gradient - split.gradient[free].mean() if free.any() else 0.0, 0.0)
    uphill *= float(limits.total) / max(float(np.abs(uphill).max()), 1e-300)
    tried = limits.fit(split.plan + np.concatenate([LENGTHS * (target - split.plan), LENGTHS * uphill]))
    return np.asarray(tried[objective(tried)[0].argmax()])


def free_levers(split: Split, limits: Limits) -> Flags:
    """Return which levers no limit holds: off their limits, or pulled away from them."""
    low, high = at_limits(split, limits)
    free = ~(low | high)
    if free.all():
        return np.asarray(free)
    movable = ~(low & high)
    for _ in range(len(free)):
        price = split.gradient[free].mean() if free.any() else np.median(split.gradient)
        eager = ~free & movable & ((low & (split.gradient > price)) | (high & (split.gradient < price)))
        if not eager.any():
            break
        free |= eager
    return np.asarray(free)


def _step(split: Split, bends: Floats, limits: Limits) -> Floats:
    """Return the step to equal marginal returns, each taken to fall by the same share per unit of money.

    Newton's method on their logarithms: nearly exact where returns diminish. Slopes below 0 are raised by what money
    costs on any lever, which changes no split.
    """
    towards = np.zeros_like(split.plan)
    free = free_levers(split, limits)
    count, slopes = int(np.count_nonzero(free)), split.gradient[free]
    if count < 2:
        return towards
    if not slopes.min() > 0:
        slopes = slopes + (1.0 + 1e-3) * np.abs(slopes).max()
    system = np.ones((count + 1, count + 1))
    system[:-1, :-1] = bends[free][:, free]
    system[:-1, -1] = -slopes
    system[-1, -1] = 0
    wanted = np.zeros(count + 1)
    wanted[:-1] = -slopes * np.log(slopes)
    try:
        solution = np.linalg.solve(system, wanted)[:-1]
    except np.linalg.LinAlgError:
        return towards
    longest = float(np.abs(solution).max())
    if not np.isfinite(longest):
        return towards
    towards[free] = solution * min(1.0, float(limits.total) / max(longest, 1e-300))
    return towards
