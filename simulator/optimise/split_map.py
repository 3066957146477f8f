"""The map of all splits: what every share of prospecting, conversion and upsell brings, channels split best."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from simulator.facts.plan import Plan
from simulator.facts.unit import smallest_unit
from simulator.model.arrays import ReadOnly
from simulator.model.outcome import Floats
from simulator.model.parameters import funnel_of
from simulator.model.question import Question
from simulator.optimise.channel_split import split_channels
from simulator.optimise.rounding import round_to_total

STEPS = 100
"""Steps along each side of the triangle: whole per cents, 5,151 splits."""


@dataclass(frozen=True, eq=False)
class SplitMap(ReadOnly):
    """Every split of one total. Arrays are by point; shares are 0 to 1."""

    levers: tuple[str, ...]
    total: float
    unit: float
    """The smallest step of the amounts of its plans."""
    shares: Floats
    """(points, 3): prospecting, conversion, upsell."""
    plans: Floats
    """(points, levers): money per month."""
    values: Floats
    """(points,): the measure over the horizon."""

    def plan(self, point: int) -> Plan:
        """Return the split at a point in whole units of money."""
        free = [False] * len(self.levers)
        return Plan.of(self.levers, round_to_total(tuple(self.plans[point]), self.total, self.unit, free))

    def within(self, best: float, part: float = 0.02) -> Floats:
        """Return which points bring no more than ``part`` less than ``best``: (points,) of booleans."""
        return np.asarray(self.values >= best - part * abs(best))

    def ranges(self, points: Floats) -> tuple[tuple[float, float], ...]:
        """Return the least and greatest share of prospecting, conversion and upsell among ``points``."""
        chosen = self.shares[points]
        ends = zip(chosen.min(axis=0), chosen.max(axis=0), strict=True)
        return tuple((float(low), float(high)) for low, high in ends)

    def nearest(self, plan: Plan) -> int:
        """Return the point closest to a plan's shares."""
        return int(np.argmin(((self.shares - shares_of(plan)) ** 2).sum(axis=1)))


def shares_of(plan: Plan) -> Floats:
    """Return the shares of prospecting, conversion and upsell in a plan: (3,), thirds where nothing is spent."""
    parts = np.array([plan.total - plan.conversion - plan.upsell, plan.conversion, plan.upsell])
    return np.maximum(parts, 0.0) / plan.total if plan.total else np.full(3, 1 / 3)


def triangle(steps: int) -> Floats:
    """Return all shares of three parts in ``steps`` steps: ((steps + 1)(steps + 2) / 2, 3)."""
    first, second = (axis.ravel() for axis in np.mgrid[0 : steps + 1, 0 : steps + 1])
    inside = first + second <= steps
    first, second = first[inside], second[inside]
    return np.stack([first, second, steps - first - second], axis=1) / steps


def split_map(question: Question, total: float, steps: int = STEPS) -> SplitMap:
    """Return the map of all splits of ``total`` per month, the same for every plan; one run of the kernel."""
    return _split_map(question.today, total, steps)


@lru_cache(maxsize=32)
def _split_map(today: Question, total: float, steps: int) -> SplitMap:
    shares = triangle(steps)
    channels = split_channels(funnel_of(today.business), total, today.months, today.metric, steps)
    plans = np.concatenate([channels, total * shares[:, 1:]], axis=1)
    unit = smallest_unit(today.business, total)
    return SplitMap(today.levers, total, unit, shares, plans, today.values_of(plans))
