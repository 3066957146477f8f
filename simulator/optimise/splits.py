"""What a split must keep to, what one is worth, and what no split can exceed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Objective = Callable[[Floats], tuple[Floats, Floats]]
"""From plans (plans, levers) to their values (plans,) and gradients (plans, levers)."""

INSIDE = 1e-8
"""Share of what an even split would give it that each lever holds at least at a point to prove from."""


@dataclass(frozen=True)
class Limits:
    """What splits must keep to: a total, and a floor and a ceiling per lever.

    Of one split: a number and (levers,); of many, each with its own: (splits,) and (splits, levers).
    """

    total: Any
    lower: Floats
    upper: Floats

    @classmethod
    def none(cls, total: Any, levers: int) -> Limits:
        """Return the limits of splits in which every lever is free."""
        shape = (*np.shape(total), levers)
        return cls(np.asarray(total, float), np.zeros(shape), np.full(shape, np.inf))

    def at(self, places: Any) -> Limits:
        """Return the limits of some of many splits."""
        return Limits(self.total[places], self.lower[places], self.upper[places])

    @property
    def of_many(self) -> Limits:
        """The same limits for any number of plans of each split: (splits, 1, levers)."""
        return Limits(np.asarray(self.total)[..., None], self.lower[..., None, :], self.upper[..., None, :])

    @property
    def room(self) -> Floats:
        """Money left when every lever has its floor."""
        return np.asarray(np.maximum(self.total - self.lower.sum(axis=-1), 0.0))

    @property
    def centre(self) -> Floats:
        """The plan at which every lever has the same part of what it can rise above its floor."""
        width = np.minimum(self.upper - self.lower, self.room[..., None])
        wide = width.sum(axis=-1)
        part = np.divide(self.room, wide, out=np.zeros_like(wide), where=wide > 0)
        return np.asarray(self.lower + width * np.minimum(part, 1.0)[..., None])

    @property
    def inside(self) -> Limits:
        """The same with a little money on every lever that may have some, so that no plan of it is at zero."""
        least = np.where(self.lower > 0, self.lower, INSIDE * self.centre)
        return Limits(self.total, least, self.upper)

    def fit(self, plans: Floats) -> Floats:
        """Return plans (…, levers) near the given ones that keep to the limits."""
        total = np.asarray(self.total)[..., None]
        fitted = np.minimum(np.maximum(plans, self.lower), self.upper)
        for _ in range(2 * fitted.shape[-1] + 2):
            rest = total - fitted.sum(axis=-1, keepdims=True)
            if (np.abs(rest) <= 1e-15 * total).all():
                break
            room = np.where(rest > 0, self.upper - fitted, fitted - self.lower) > 0
            each = rest / np.maximum(np.count_nonzero(room, axis=-1, keepdims=True), 1)
            fitted = np.minimum(np.maximum(fitted + room * each, self.lower), self.upper)
        return fitted

    def beyond(self, plans: Floats, slopes: Floats) -> Floats:
        """Return the most that slopes · (y − plan) comes to for an allowed plan y, of each of ``plans``.

        That is a knapsack: what is free goes to the steepest lever with room for it, then to the next.
        """
        width, room = self.upper - self.lower, self.room
        free = room * slopes.max(axis=-1) if (width >= room[..., None]).all() else self._filled(slopes, width, room)
        return np.asarray(np.maximum(free + (slopes * (self.lower - plans)).sum(axis=-1), 0.0))

    @staticmethod
    def _filled(slopes: Floats, width: Floats, room: Floats) -> Floats:
        order = np.argsort(-slopes, axis=-1, kind="stable")
        width = np.take_along_axis(np.broadcast_to(width, slopes.shape), order, -1)
        before = np.zeros_like(width)
        np.cumsum(width[..., :-1], axis=-1, out=before[..., 1:])
        filled = np.minimum(np.maximum(room[..., None] - before, 0.0), width)
        return np.asarray((np.take_along_axis(slopes, order, -1) * filled).sum(axis=-1))


@dataclass(frozen=True)
class Split:
    """A plan (levers,) with its value and gradient."""

    plan: Floats
    value: float
    gradient: Floats
    ceiling: float = np.inf
    """What no allowed plan can exceed; infinite where that is not known."""

    @property
    def gap(self) -> float:
        """The most that any allowed plan could add."""
        return max(self.ceiling - self.value, 0.0)


def ceiling_of(objective: Objective, limits: Limits, split: Split) -> float:
    """Return what no allowed plan exceeds, if the objective is concave: the most of value + gradient · (y − plan).

    Prospects and sales spend that are both zero have no gradient, nor have customers and upsell spend: a little of both
    brings more than either's slope says; and a slope at zero may be infinite. So where a lever that may have money has
    none, the bound is taken at points a little inside: the bound at any point holds everywhere.
    """
    if (split.plan >= limits.inside.lower * (1 - 1e-9)).all():
        return split.value + float(limits.beyond(split.plan, split.gradient))
    plans = split.plan + np.array([[INSIDE], [10 * INSIDE]]) * (limits.centre - split.plan)
    values, slopes = objective(plans)
    return max(float((values + limits.beyond(plans, slopes)).min()), split.value)


def at(objective: Objective, plan: Floats) -> Split:
    """Return a plan with its value and gradient."""
    values, slopes = objective(plan[None])
    return Split(plan, float(values[0]), slopes[0])


def at_limits(split: Split, limits: Limits) -> tuple[Flags, Flags]:
    """Return which levers stand at their floor, and which at their ceiling."""
    slack = 1e-9 * max(float(limits.total), 1e-9)
    return split.plan <= limits.lower + slack, split.plan >= limits.upper - slack


def price(split: Split, limits: Limits) -> float:
    """Return what one more unit of total brings: on the levers off their limits, else on the best that may grow."""
    low, high = at_limits(split, limits)
    if not (low | high).all():
        return float(split.gradient[~(low | high)].mean())
    return float(split.gradient[~high].max()) if not high.all() else 0.0
