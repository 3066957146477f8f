"""The best split of a held total, for any objective that gives values and exact gradients of many plans.

Concave objectives: one climb, whose certificate is `gap`. Others: many starts, each climbed, then moves
of money between two levers, until nothing found is better.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Objective = Callable[[Floats], tuple[Floats, Floats]]
"""From plans (plans, levers) to their values (plans,) and gradients (plans, levers)."""

MOVES = (1.0, 0.75, 0.5, 0.25, 0.1, 0.02)
"""Shares of a lever's money tried on another one."""


@dataclass(frozen=True)
class Limits:
    """What a split must keep to: its total, and a floor and a ceiling per lever (levers,)."""

    total: float
    lower: Floats
    upper: Floats

    def fit(self, plans: Floats) -> Floats:
        """Return plans (…, levers) near the given ones that keep to the limits."""
        fitted = np.clip(plans, self.lower, self.upper)
        for _ in range(2 * fitted.shape[-1] + 2):
            rest = self.total - fitted.sum(axis=-1, keepdims=True)
            if np.all(np.abs(rest) <= 1e-15 * self.total):
                break
            room = np.where(rest > 0, self.upper - fitted, fitted - self.lower)
            open_ = room > 0
            fitted = np.clip(
                fitted + open_ * rest / np.maximum(open_.sum(axis=-1, keepdims=True), 1), self.lower, self.upper
            )
        return fitted


@dataclass(frozen=True)
class Split:
    """A plan (levers,) with its value and gradient."""

    plan: Floats
    value: float
    gradient: Floats


def best_split(objective: Objective, limits: Limits, starts: Floats, concave: bool) -> Split:
    """Return the best split found from ``starts`` (starts, levers), never worse than any of them.

    With ``concave`` the first start is enough, and `gap` of the result bounds what it misses.
    """
    starts = limits.fit(np.atleast_2d(starts))
    if concave:
        return climb(objective, limits, starts[0])
    candidates = np.concatenate([starts, limits.fit(_spread(limits, starts.shape[1]))])
    order = _different(candidates, objective(candidates)[0], limits.total)
    found = [climb(objective, limits, candidates[place]) for place in {*range(len(starts)), *order}]
    best = max(found, key=lambda split: split.value)
    while (better := _exchange(objective, limits, best)).value > best.value * (1 + 1e-12):
        best = better
    return best


def climb(objective: Objective, limits: Limits, start: Floats, iterations: int = 60) -> Split:
    """Return the top reached from ``start`` by Newton steps on the levers that are off their limits.

    Second derivatives are differences of exact gradients, all taken in the same call as the value.
    """
    step = 1e-6 * max(limits.total, 1e-9)
    around = np.concatenate([np.zeros((1, len(start))), step * np.eye(len(start))])
    split, curvature = _look(objective, start, around, step)
    for _ in range(iterations):
        if gap(split, limits) <= 1e-12 * abs(split.value):
            break
        towards = _newton(split, curvature, limits)
        target = limits.fit(split.plan + towards)
        reached, bend = _look(objective, target, around, step)
        if not reached.value > split.value:
            nearer = _shorter(objective, limits, split, target)
            if nearer is None:
                break
            reached, bend = _look(objective, nearer, around, step)
        small = reached.value - split.value <= 1e-15 * abs(split.value)
        split, curvature = reached, bend
        if small:
            break
    return split


def gap(split: Split, limits: Limits) -> float:
    """Return the most that any allowed plan y could add if the objective is concave: max gradient·(y − plan)."""
    order = np.argsort(-split.gradient, kind="stable")
    room = (limits.upper - limits.lower)[order]
    rest = max(limits.total - float(limits.lower.sum()), 0.0)
    filled = np.clip(rest - np.concatenate([[0.0], np.cumsum(room)[:-1]]), 0.0, room)
    dearest = limits.lower.copy()
    dearest[order] += filled
    return max(float(split.gradient @ (dearest - split.plan)), 0.0)


def free_levers(split: Split, limits: Limits) -> NDArray[np.bool_]:
    """Return which levers no limit holds: off their limits, or pulled away from them."""
    slack = 1e-9 * max(limits.total, 1e-9)
    low, high = split.plan <= limits.lower + slack, split.plan >= limits.upper - slack
    free = ~(low | high)
    for _ in range(len(free)):
        price = split.gradient[free].mean() if free.any() else np.median(split.gradient)
        eager = ~free & ~(low & high) & ((low & (split.gradient > price)) | (high & (split.gradient < price)))
        if not eager.any():
            break
        free |= eager
    return np.asarray(free)


def _look(objective: Objective, plan: Floats, around: Floats, step: float) -> tuple[Split, Floats]:
    values, gradients = objective(plan + around)
    bend = (gradients[1:] - gradients[0]) / step
    return Split(plan, float(values[0]), gradients[0]), (bend + bend.T) / 2


def _newton(split: Split, curvature: Floats, limits: Limits) -> Floats:
    """Return the step to the top of the local parabola, the total held, or uphill where it bends upwards."""
    free = free_levers(split, limits)
    towards = np.zeros_like(split.plan)
    count = int(free.sum())
    if count < 2:
        return towards
    level = np.eye(count) - 1 / count
    bends, axes = np.linalg.eigh(level @ curvature[np.ix_(free, free)] @ level)
    sharpest = max(float(np.abs(bends).max()), 1e-300)
    along = axes.T @ (level @ split.gradient[free])
    step = level @ (axes @ (along / np.maximum(np.abs(bends), 1e-9 * sharpest)))
    longest = float(np.abs(step).max())
    towards[free] = step * min(1.0, limits.total / max(longest, 1e-300))
    return towards


def _shorter(objective: Objective, limits: Limits, split: Split, target: Floats) -> Floats | None:
    """Return the best of ever shorter steps towards ``target`` or straight uphill, None where none climbs."""
    free = free_levers(split, limits)
    uphill = np.where(free, split.gradient - split.gradient[free].mean() if free.any() else 0.0, 0.0)
    uphill *= limits.total / max(float(np.abs(uphill).max()), 1e-300)
    lengths = 0.35 ** np.arange(1, 25)[:, None]
    tried = limits.fit(split.plan + np.concatenate([lengths * (target - split.plan), lengths * uphill]))
    values = objective(tried)[0]
    best = int(np.argmax(values))
    return tried[best] if values[best] > split.value else None


def _spread(limits: Limits, levers: int) -> Floats:
    """Return plans all over the simplex: everything on one or two levers, and a fixed random spread."""
    corners = np.eye(levers)
    pairs = [(corners[i] + corners[j]) / 2 for i in range(levers) for j in range(i)]
    random = np.random.default_rng(20).dirichlet(np.full(levers, 0.6), 200 * levers)
    room = limits.total - float(limits.lower.sum())
    return limits.lower + room * np.concatenate([corners, np.reshape(pairs, (-1, levers)), random])


def _different(candidates: Floats, values: Floats, total: float, most: int = 12) -> list[int]:
    """Return the places of the best candidates that are not close to a better one."""
    chosen: list[int] = []
    for place in np.argsort(-values, kind="stable"):
        near = (np.abs(candidates[chosen] - candidates[place]).sum(axis=1) < 0.2 * total).any() if chosen else False
        if not near:
            chosen.append(int(place))
        if len(chosen) == most:
            break
    return chosen


def _exchange(objective: Objective, limits: Limits, best: Split) -> Split:
    """Return the top reached after moving money from one lever to another, or ``best``."""
    levers = range(len(best.plan))
    moved = []
    for giver in levers:
        for taker in levers:
            amount = min(best.plan[giver] - limits.lower[giver], limits.upper[taker] - best.plan[taker])
            if giver != taker and amount > 0:
                each = np.outer(MOVES, np.eye(len(levers))[taker] - np.eye(len(levers))[giver])
                moved.append(best.plan + amount * each)
    if not moved:
        return best
    plans = limits.fit(np.concatenate(moved))
    top = _different(plans, objective(plans)[0], limits.total, most=4)
    return max([best, *(climb(objective, limits, plans[place]) for place in top)], key=lambda split: split.value)
