"""The best split of a held total, for any objective that gives values and exact gradients of many plans.

Concave objectives: one climb, whose certificate is `gap`. Others: many starts, each climbed, then moves
of money between two levers, until nothing found is better.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Objective = Callable[[Floats], tuple[Floats, Floats]]
"""From plans (plans, levers) to their values (plans,) and gradients (plans, levers)."""

Step = Callable[["_Look", "Limits"], Floats]

CLOSE = 1e-10
"""Gap, as a share of the value, at which a split counts as the best."""
EVENNESS = (1.0, 0.6, 0.3, 0.1)
"""How evenly the random starts are spread: the last ones leave some levers a thousandth or less of the total."""
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
        fitted = np.minimum(np.maximum(plans, self.lower), self.upper)
        for _ in range(2 * fitted.shape[-1] + 2):
            rest = self.total - fitted.sum(axis=-1, keepdims=True)
            if np.abs(rest).max() <= 1e-15 * self.total:
                break
            room = np.where(rest > 0, self.upper - fitted, fitted - self.lower) > 0
            each = rest / np.maximum(np.count_nonzero(room, axis=-1, keepdims=True), 1)
            fitted = np.minimum(np.maximum(fitted + room * each, self.lower), self.upper)
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
        return climb_all(objective, limits, starts[:1], _equalising)[0]
    candidates = np.concatenate([starts, limits.fit(_spread(limits, starts.shape[1]))])
    order = _different(candidates, objective(candidates)[0], limits.total)
    found = climb_all(objective, limits, candidates[[*range(len(starts)), *order]])
    best = max(found, key=_value)
    while (better := _exchange(objective, limits, best)).value > best.value + 1e-12 * abs(best.value):
        best = better
    return best


def climb(objective: Objective, limits: Limits, start: Floats) -> Split:
    """Return the top reached from ``start`` (levers,)."""
    return climb_all(objective, limits, start[None])[0]


def climb_all(
    objective: Objective, limits: Limits, starts: Floats, step_from: Step | None = None, iterations: int = 60
) -> list[Split]:
    """Return the tops reached from ``starts`` by Newton steps on the levers that are off their limits.

    Second derivatives are differences of exact gradients, all taken in the same call as the values.
    """
    step_from = step_from or _newton
    looks = _look(objective, limits, starts)
    climbing = list(range(len(starts)))
    for _ in range(iterations):
        climbing = [place for place in climbing if _may_rise(looks[place].split, limits)]
        if not climbing:
            break
        here = [looks[place] for place in climbing]
        targets = limits.fit(np.array([look.split.plan + step_from(look, limits) for look in here]))
        reached = _nearer(objective, limits, here, _look(objective, limits, targets))
        for place, before, after in zip(list(climbing), here, reached, strict=True):
            if after.split.value > before.split.value:
                looks[place] = after
            if after.split.value - before.split.value <= 1e-15 * abs(before.split.value):
                climbing.remove(place)
    return [look.split for look in looks]


def _may_rise(split: Split, limits: Limits) -> bool:
    return gap(split, limits) > CLOSE * abs(split.value)


def gap(split: Split, limits: Limits) -> float:
    """Return the most that any allowed plan y could add if the objective is concave: max gradient·(y − plan)."""
    order = np.argsort(-split.gradient, kind="stable")
    room = (limits.upper - limits.lower)[order]
    rest = max(limits.total - float(limits.lower.sum()), 0.0)
    before = np.append(0.0, room[:-1]).cumsum()
    dearest = limits.lower.copy()
    dearest[order] += np.minimum(np.maximum(rest - before, 0.0), room)
    return max(float(split.gradient @ (dearest - split.plan)), 0.0)


def free_levers(split: Split, limits: Limits) -> NDArray[np.bool_]:
    """Return which levers no limit holds: off their limits, or pulled away from them."""
    slack = 1e-9 * max(limits.total, 1e-9)
    low, high = split.plan <= limits.lower + slack, split.plan >= limits.upper - slack
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


@dataclass(frozen=True)
class _Look:
    """A split and the second derivatives there (levers, levers)."""

    split: Split
    curvature: Floats


@lru_cache(maxsize=32)
def _around(levers: int) -> Floats:
    """Return a plan's own place and one unit along each lever: (1 + levers, levers)."""
    return np.concatenate([np.zeros((1, levers)), np.eye(levers)])


def _look(objective: Objective, limits: Limits, plans: Floats) -> list[_Look]:
    levers = plans.shape[1]
    step = 1e-6 * max(limits.total, 1e-9)
    values, gradients = objective((plans[:, None] + step * _around(levers)).reshape(-1, levers))
    values, gradients = values.reshape(len(plans), -1)[:, 0], gradients.reshape(len(plans), -1, levers)
    bends = (gradients[:, 1:] - gradients[:, :1]) / step
    bends = (bends + bends.swapaxes(1, 2)) / 2
    return [
        _Look(Split(plan, float(value), slopes[0]), bend)
        for plan, value, slopes, bend in zip(plans, values, gradients, bends, strict=True)
    ]


def _newton(look: _Look, limits: Limits) -> Floats:
    """Return the step to the top of the local parabola, the total held, or uphill where it bends upwards."""
    free = free_levers(look.split, limits)
    towards = np.zeros_like(look.split.plan)
    count = int(free.sum())
    if count < 2:
        return towards
    level = np.eye(count) - 1 / count
    bends, axes = np.linalg.eigh(level @ look.curvature[np.ix_(free, free)] @ level)
    sharpest = max(float(np.abs(bends).max()), 1e-300)
    along = axes.T @ (level @ look.split.gradient[free])
    step = level @ (axes @ (along / np.maximum(np.abs(bends), 1e-9 * sharpest)))
    longest = float(np.abs(step).max())
    towards[free] = step * min(1.0, limits.total / max(longest, 1e-300))
    return towards


def _equalising(look: _Look, limits: Limits) -> Floats:
    """Return the step to equal marginal returns, each taken to fall by the same share per unit of money.

    Newton's method on their logarithms: nearly exact where returns diminish, so that few steps are needed.
    """
    free = free_levers(look.split, limits)
    count, slopes = int(np.count_nonzero(free)), look.split.gradient[free]
    if count < 2 or not slopes.min() > 0:
        return _newton(look, limits)
    system = np.ones((count + 1, count + 1))
    system[:-1, :-1] = look.curvature[free][:, free]
    system[:-1, -1] = -slopes
    system[-1, -1] = 0
    wanted = np.zeros(count + 1)
    wanted[:-1] = -slopes * np.log(slopes)
    try:
        solution = np.linalg.solve(system, wanted)
    except np.linalg.LinAlgError:
        return _newton(look, limits)
    towards = np.zeros_like(look.split.plan)
    towards[free] = solution[:-1]
    longest = float(np.abs(solution[:-1]).max())
    return towards * min(1.0, limits.total / max(longest, 1e-300)) if np.isfinite(longest) else _newton(look, limits)


def _nearer(objective: Objective, limits: Limits, here: list[_Look], reached: list[_Look]) -> list[_Look]:
    """Return what was reached, but where it is no higher the best of ever shorter steps, or else ``here``."""
    low = [place for place, (now, then) in enumerate(zip(here, reached, strict=True)) if not _value(then) > _value(now)]
    if not low:
        return reached
    tried = np.array([_shorter(limits, here[place].split, reached[place].split.plan) for place in low])
    values = objective(tried.reshape(-1, tried.shape[-1]))[0].reshape(len(low), -1)
    looks = _look(objective, limits, tried[range(len(low)), values.argmax(axis=1)])
    result = list(reached)
    for place, look in zip(low, looks, strict=True):
        result[place] = look if _value(look) > _value(here[place]) else here[place]
    return result


def _shorter(limits: Limits, split: Split, target: Floats) -> Floats:
    """Return ever shorter steps towards ``target`` and straight uphill (steps, levers)."""
    free = free_levers(split, limits)
    uphill = np.where(free, split.gradient - split.gradient[free].mean() if free.any() else 0.0, 0.0)
    uphill *= limits.total / max(float(np.abs(uphill).max()), 1e-300)
    lengths = 0.35 ** np.arange(1, 25)[:, None]
    return limits.fit(split.plan + np.concatenate([lengths * (target - split.plan), lengths * uphill]))


def _value(found: Split | _Look) -> float:
    return found.value if isinstance(found, Split) else found.split.value


def _spread(limits: Limits, levers: int) -> Floats:
    """Return plans all over the simplex: everything on one or two levers, and a fixed random spread."""
    corners = np.eye(levers)
    pairs = [(corners[i] + corners[j]) / 2 for i in range(levers) for j in range(i)]
    generator = np.random.default_rng(20)
    random = np.concatenate([generator.dirichlet(np.full(levers, even), 100 * levers) for even in EVENNESS])
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
    return max([best, *climb_all(objective, limits, plans[top])], key=_value)
