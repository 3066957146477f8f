"""The search that every best split comes from.

Where returns diminish: one climb per split, and a ceiling that proves it. Otherwise, for S-shaped curves and the like:
many starts, each climbed, then moves of money between two levers, until nothing found is better. Splits of the same
company are searched together, in as many calls of its objective as one takes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

import numpy as np

from simulator.optimise.interior import SNAPS, climb_inside, snapped
from simulator.optimise.newton import PROVED, climb
from simulator.optimise.splits import Floats, Limits, Objective, Split, at, ceiling_of

CENTRED, IDLE = 0.02, 1e-4
"""Where a lever holds next to nothing of an even split, the climb starts this share of the way to the even one."""
EVENNESS = (1.0, 0.6, 0.3, 0.1)
"""How evenly the random starts are spread: the last ones leave some levers a thousandth or less of the total."""
SPREAD, BESIDES = 100, 10
"""Random starts of each evenness per lever: alone, and beside others."""
CLIMBED, EXCHANGED = 8, 3
"""How many of the best starts, and of the best moves of money between two levers, are climbed from."""
APART, AMONG = 0.2, 400
"""Share of the total by which these differ from each other, and among how many of the best they are chosen."""
MOVES = (1.0, 0.75, 0.5, 0.25, 0.1, 0.02)
"""Shares of a lever's money tried on another one."""


def best_split(
    objective: Objective, limits: Limits, starts: Floats, concave: bool, further: Floats | None = None
) -> Split:
    """Return the best split found from ``starts`` (starts, levers), never worse than any of them.

    With ``concave`` the first start is enough, and the ceiling of the result bounds what it misses. ``further`` starts
    are climbed from only if they are among the best.
    """
    starts = limits.fit(np.atleast_2d(starts))
    each = Limits(np.array([limits.total], float), limits.lower[None], limits.upper[None])
    if not concave:
        return best_splits(objective, each, starts[None], concave, None if further is None else further[None])[0]
    first = starts[0]
    begun = _off_zero(limits, first)
    split = _on_limits(objective, each, climb(objective, limits, begun))
    split = replace(split, ceiling=ceiling_of(objective, limits, split))
    if split.gap > PROVED * abs(split.value):
        split = _better(split, climb_inside(objective, each, split.plan[None], concave)[0])
    return split if begun is first else _better(split, at(objective, first))


def best_splits(
    objective: Objective, limits: Limits, starts: Floats, concave: bool, further: Floats | None = None
) -> list[Split]:
    """Return `best_split` of many ``limits``, from ``starts`` of each (splits, starts, levers).

    A start that is the best already may come back about a billionth worse.
    """
    starts = limits.of_many.fit(starts)
    if concave:
        return climb_inside(objective, limits, starts[:, 0], concave)
    each = SPREAD if further is None else BESIDES
    spread = limits.lower[:, None] + limits.room[:, None, None] * _spread(starts.shape[2], each)
    others = limits.of_many.fit(np.concatenate([spread] if further is None else [further, spread], axis=1))
    chosen = _most_promising(objective, limits, list(others), CLIMBED)
    found = highest(objective, limits, [np.concatenate(both) for both in zip(starts, chosen, strict=True)])
    _exchange(objective, limits, found)
    return found


def _exchange(objective: Objective, limits: Limits, found: list[Split]) -> None:
    """Raise the splits by moves of money between two levers, each climbed from, until none is better."""
    left = np.arange(len(found))
    while len(left):
        here = limits.at(left)
        moved = [_moves(here.at(row), found[place].plan) for row, place in enumerate(left)]
        tops = highest(objective, here, _most_promising(objective, here, moved, EXCHANGED))
        before = [found[place] for place in left]
        risen = [top.value > split.value + 1e-12 * abs(split.value) for top, split in zip(tops, before, strict=True)]
        for place, top, split in zip(left, tops, before, strict=True):
            found[place] = max(split, top, key=_value)
        left = left[risen]


def highest(objective: Objective, limits: Limits, starts: Sequence[Floats], concave: bool = False) -> list[Split]:
    """Return the highest top reached from the ``starts`` of each of many splits, each (starts, levers)."""
    counts = [len(each) for each in starts]
    of = np.repeat(np.arange(len(starts)), counts)
    tops = iter(climb_inside(objective, limits.at(of), np.concatenate(starts), concave))
    return [max((next(tops) for _ in range(count)), key=_value) for count in counts]


def _off_zero(limits: Limits, start: Floats) -> Floats:
    """Return ``start``, or a plan near it that leaves no lever at zero that may have money: slopes are sound there."""
    centre = limits.centre
    idle = (start - limits.lower < IDLE * (centre - limits.lower)).any()
    return start + CENTRED * (centre - start) if idle else start


def _on_limits(objective: Objective, limits: Limits, split: Split) -> Split:
    """Return the split with levers that are next to a limit on it, where that is no worse."""
    on = snapped(limits, split.plan[None], SNAPS[0])[0]
    if (np.abs(on - split.plan) <= 1e-12 * limits.total).all():
        return split
    other = at(objective, on)
    return other if other.value >= split.value else split


def _better(split: Split, other: Split) -> Split:
    ceiling = min(split.ceiling, other.ceiling)
    best = max(split, other, key=_value)
    return replace(best, ceiling=max(ceiling, best.value))


def _value(split: Split) -> float:
    return split.value


def _values(objective: Objective, plans: Floats) -> Floats:
    """Return values alone, which an objective may have for less than gradients."""
    alone = getattr(objective, "values", None)
    return np.asarray(alone(plans) if alone else objective(plans)[0])


@lru_cache(maxsize=32)
def _spread(levers: int, each: int) -> Floats:
    """Return shares all over the simplex (starts, levers): all on one or two levers, and a fixed random spread."""
    corners = np.eye(levers)
    pairs = [(corners[i] + corners[j]) / 2 for i in range(levers) for j in range(i)]
    generator = np.random.default_rng(20)
    random = np.concatenate([generator.dirichlet(np.full(levers, even), each * levers) for even in EVENNESS])
    return np.concatenate([corners, np.reshape(pairs, (-1, levers)), random])


def _most_promising(objective: Objective, limits: Limits, plans: Sequence[Floats], most: int) -> list[Floats]:
    """Return, of each split's ``plans``, the best that are not close to a better one."""
    values = _values(objective, np.concatenate(plans))
    ends = np.cumsum([len(each) for each in plans])[:-1]
    parts = zip(plans, np.split(values, ends), limits.total, strict=True)
    return [each[_different(each, worth, total, most)] for each, worth, total in parts]


def _different(plans: Floats, values: Floats, total: float, most: int) -> list[int]:
    chosen: list[int] = []
    for place in np.argsort(-values, kind="stable")[:AMONG]:
        near = (np.abs(plans[chosen] - plans[place]).sum(axis=1) < APART * total).any() if chosen else False
        if not near:
            chosen.append(int(place))
        if len(chosen) == most:
            break
    return chosen


def _moves(limits: Limits, plan: Floats) -> Floats:
    """Return the plans after moving money from one lever to another, ``plan`` itself first: (plans, levers)."""
    unit = np.eye(len(plan))
    givers, takers = np.nonzero(unit == 0)
    amounts = np.minimum((plan - limits.lower)[givers], (limits.upper - plan)[takers])
    each = amounts[:, None] * (unit[takers] - unit[givers])
    moved = plan + np.array(MOVES)[:, None, None] * each[amounts > 0]
    return limits.fit(np.concatenate([plan[None], moved.reshape(-1, len(plan))]))
