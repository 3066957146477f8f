"""What to do next with a plan: the best split it can still move to, and what its locks cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from simulator.facts.frozen_map import FrozenMap
from simulator.facts.limits import SpendLimit, bounds_of
from simulator.model.question import Question
from simulator.optimise.optimizer import Optimum, optimize

WORTH_SAYING = 0.0005
"""Share of the best result below which a gain, or what a lock costs, is passed over."""


@dataclass(frozen=True)
class Recommendation:
    """The best split of a plan's total with its locks and limits kept. Money over the horizon, in the chosen metric."""

    optimum: Optimum
    gain: float
    """What the best split brings beyond the plan; never negative."""
    unlocking: Mapping[str, float]
    """What the best split would bring beyond that if this locked lever were free."""
    unlocking_all: float
    """What it would bring beyond that if no lever were locked; limits stay."""

    @property
    def least(self) -> float:
        """The smallest gain or cost worth a word: money over the horizon."""
        return WORTH_SAYING * abs(self.optimum.value)

    @property
    def gains(self) -> bool:
        """Whether the best split brings enough beyond the plan to be worth a word."""
        return self.gain > self.least


Ends = tuple[tuple[str, tuple[float, float]], ...]


def recommend(
    question: Question, locked: frozenset[str] = frozenset(), limits: tuple[SpendLimit, ...] = ()
) -> Recommendation:
    """Return the best split in whole units of money, never worse than the plan, and the price of each lock.

    It keeps to locks and limits as `bounds_of` gives them.
    """

    plan, start = question.plan, question.today

    def best_without(free: frozenset[str]) -> Optimum:
        return _best(start, plan.total, tuple(bounds_of(plan, limits, locked - free).items()), question.unit)

    locks = [lever for lever in plan.levers if lever in locked]
    best = best_without(frozenset())
    now = question.value
    if best.value <= now and best.plan != plan:  # What brings no more is no reason to move.
        bounds = bounds_of(plan, limits, locked)
        best = optimize(start.business, plan.total, start.months, start.metric, bounds, start=plan, unit=question.unit)
    worth = {lever: max(best_without(frozenset({lever})).value - best.value, 0.0) for lever in locks}
    whole_worth = max(best_without(locked).value - best.value, *worth.values()) if locks else 0.0
    return Recommendation(best, max(best.value - now, 0.0), FrozenMap(worth), whole_worth)


@lru_cache(maxsize=1024)
def _best(today: Question, total: float, ends: Ends, unit: float) -> Optimum:
    return optimize(today.business, total, today.months, today.metric, dict(ends), unit=unit)
