"""One step of the interior-point method, of many climbs at once: a predictor, then a corrector (Mehrotra 1992).

With floors l, ceilings u, slopes g, and prices a of the floors and b of the ceilings, the best split x is where
g + a − b is the same for all levers, a·(x − l) = 0 and b·(u − x) = 0. A step heads for a·(x − l) = b·(u − x) = c
instead, c falling to 0, by Newton's method with the total held.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

import numpy as np

from simulator.optimise.splits import Flags, Floats

NEARLY = 0.995
"""Share of the way to the next limit that a step goes at most."""
LEAST_CENTRING, CAREFUL = 1e-8, 0.3
"""Share of c kept in one step at least, and after a step that did not lead uphill."""


@dataclass(frozen=True)
class Point:
    """Where climbs stand: arrays (climbs, levers), but bends (climbs, levers, levers). Equal limits hold a lever."""

    lower: Floats
    upper: Floats
    plans: Floats
    slopes: Floats
    bends: Floats
    """Second derivatives."""
    floor_price: Floats
    ceiling_price: Floats

    def at(self, places: Any) -> Point:
        """Return some of the climbs."""
        return Point(*(getattr(self, field.name)[places] for field in fields(self)))

    def put(self, places: Any, other: Point) -> None:
        """Take over what stands in ``other`` for these climbs."""
        for field in fields(self):
            getattr(self, field.name)[places] = getattr(other, field.name)

    @cached_property
    def free(self) -> Flags:
        """Which levers may move."""
        return np.asarray(self.upper > self.lower)

    @cached_property
    def capped(self) -> Flags:
        """Which of them have a ceiling."""
        return np.asarray(self.free & np.isfinite(self.upper))

    @cached_property
    def above(self) -> Floats:
        """Money above the floor; 1 where a lever is held."""
        return np.where(self.free, np.maximum(self.plans - self.lower, 1e-18 * self.plans), 1.0)

    @cached_property
    def below(self) -> Floats:
        """Money below the ceiling; 1 where there is none."""
        return np.where(self.capped, np.maximum(self.upper - self.plans, 1e-18 * self.plans), 1.0)

    @cached_property
    def near_floor(self) -> Floats:
        """1 ÷ `above`, 0 where a lever is held."""
        return np.asarray(self.free / self.above)

    @cached_property
    def near_ceiling(self) -> Floats:
        """1 ÷ `below`, 0 where there is no ceiling."""
        return np.asarray(self.capped / self.below)

    @cached_property
    def sides(self) -> Floats:
        """How many limits there are to keep away from (climbs,), 1 at least."""
        sides = np.count_nonzero(self.free, axis=1) + np.count_nonzero(self.capped, axis=1)
        return np.asarray(np.maximum(sides, 1))

    @cached_property
    def log_distances(self) -> Floats:
        """Sum of the logarithms of the distances to all limits (climbs,)."""
        return np.asarray(np.log(self.above).sum(axis=1) + np.log(self.below).sum(axis=1))


@dataclass(frozen=True)
class Step:
    """Steps of climbs: how far plans move and which prices follow (climbs, levers); the rest (climbs,)."""

    plans: Floats
    floor_price: Floats
    ceiling_price: Floats
    centring: Floats
    """The c headed for."""
    promise: Floats
    """About what is left to gain."""

    def at(self, places: Any) -> Step:
        """Return some of them."""
        return Step(*(getattr(self, field.name)[places] for field in fields(self)))


@dataclass(frozen=True)
class _Move:
    """A change of plans and of prices (climbs, levers)."""

    plans: Floats
    floor_price: Floats
    ceiling_price: Floats

    def reach(self, point: Point) -> tuple[Floats, Floats]:
        """Return how often it can be made until a limit is met, and until a price is 0 (climbs, 1)."""
        down, up = _times(point.above, self.plans * point.free), _times(point.below, -self.plans * point.capped)
        free, paid = _times(point.floor_price, self.floor_price), _times(point.ceiling_price, self.ceiling_price)
        return np.minimum(down, up)[:, None], np.minimum(free, paid)[:, None]


def step_from(point: Point, patience: Floats, concave: bool) -> Step:
    """Return the next step of each climb, as much shorter as ``patience`` (climbs,) is below 1."""
    equations = _Equations(point, concave)
    now = _closeness(point, point.above, point.below, point.floor_price, point.ceiling_price)
    ahead = equations.solved(np.zeros_like(point.plans), np.zeros_like(point.plans))
    part, priced = (np.minimum(times, 1.0) for times in ahead.reach(point))
    then = _closeness(
        point, point.above + part * ahead.plans, point.below - part * ahead.plans,
        point.floor_price + priced * ahead.floor_price, point.ceiling_price + priced * ahead.ceiling_price,
    )  # fmt: skip
    careful = patience < 1
    share = np.maximum(np.minimum(then / np.maximum(now, 1e-300), 1.0) ** 3, np.where(careful, CAREFUL, LEAST_CENTRING))
    centring = share * now
    bent = np.where(careful, 0.0, 1.0)[:, None] * ahead.plans
    move = equations.solved(
        centring[:, None] - bent * ahead.floor_price, centring[:, None] + bent * ahead.ceiling_price
    )
    part, priced = (np.minimum(NEARLY * times, 1.0) for times in move.reach(point))
    return Step(
        patience[:, None] * part * move.plans,
        point.floor_price + priced * move.floor_price,
        point.ceiling_price + priced * move.ceiling_price,
        centring,
        np.abs((point.slopes * ahead.plans).sum(axis=1)) + point.sides * now,
    )


class _Equations:
    """Newton's equations at a point, for any products of price and distance to head for.

    Solved in units of each lever's distance to its nearer limit, where they are well-conditioned.
    """

    def __init__(self, point: Point, concave: bool) -> None:
        self.point = point
        self.scale = np.where(point.free, np.minimum(point.above, np.where(point.capped, point.below, np.inf)), 0.0)
        self.inverse = np.linalg.inv(self._matrix(concave))
        self.evenly = self._times(self.scale)
        weight = (self.scale * self.evenly).sum(axis=1, keepdims=True)
        self.weight = np.where(weight > 0, weight, 1.0)

    def _matrix(self, concave: bool) -> Floats:
        point, scale = self.point, self.scale
        matrix = -point.bends * scale[:, :, None] * scale[:, None, :]
        if not concave:  # where it bends upwards, as far as if it bent downwards
            turns, axes = np.linalg.eigh(matrix)
            matrix = (axes * np.abs(turns)[:, None, :]) @ axes.swapaxes(1, 2)
        places = np.arange(matrix.shape[1])
        barrier = scale**2 * (point.floor_price * point.near_floor + point.ceiling_price * point.near_ceiling)
        matrix[:, places, places] += barrier
        largest = np.abs(matrix[:, places, places]).max(axis=1, keepdims=True)
        largest = np.where(largest > 0, largest, 1.0)
        matrix[:, places, places] += largest * np.where(point.free, 1e-15, 1.0)
        return np.asarray(matrix)

    def _times(self, vectors: Floats) -> Floats:
        return np.asarray((self.inverse @ vectors[:, :, None])[:, :, 0])

    def solved(self, at_floor: Floats, at_ceiling: Floats) -> _Move:
        """Return the move to these products at the floors and at the ceilings."""
        point = self.point
        pull = self.scale * (point.slopes + at_floor * point.near_floor - at_ceiling * point.near_ceiling)
        for _ in range(2):  # less the price of money; twice, so that what is left sums to nothing to the last digit
            price = (self.scale * self._times(pull)).sum(axis=1, keepdims=True) / self.weight
            pull = pull - price * self.scale
        plans = self.scale * self._times(pull)
        return _Move(
            plans,
            (at_floor - point.floor_price * plans) * point.near_floor - point.floor_price,
            (at_ceiling + point.ceiling_price * plans) * point.near_ceiling - point.ceiling_price,
        )


def _closeness(point: Point, above: Floats, below: Floats, floor_price: Floats, ceiling_price: Floats) -> Floats:
    """Return the mean product of price and distance (climbs,)."""
    return np.asarray((floor_price * above + ceiling_price * below).sum(axis=1) / point.sides)


def _times(amounts: Floats, changes: Floats) -> Floats:
    """Return how often ``changes`` can be made until one of ``amounts`` is used up (climbs,)."""
    falling = changes < 0
    return np.asarray(np.divide(-amounts, changes, out=np.full_like(amounts, np.inf), where=falling).min(axis=1))
