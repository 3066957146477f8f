"""What to do next with a plan: the best split it can still move to, and what its locks cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from simulator.facts.business import Business
from simulator.facts.frozen_map import FrozenMap
from simulator.facts.limits import SpendLimit, bounds_of
from simulator.facts.measures import Metric
from simulator.facts.plan import Plan
from simulator.model.outcome import simulate
from simulator.optimise.optimizer import Optimum, optimize
from simulator.optimise.rebalance import unit_of


@dataclass(frozen=True)
class Advice:
    """The best split of a plan's total with its locks and limits kept. Money over the horizon, in the chosen metric."""

    optimum: Optimum
    gain: float
    """What the best split brings beyond the plan; never negative."""
    unlocking: Mapping[str, float]
    """What the best split would bring beyond that if this locked lever were free."""
    unlocking_all: float
    """What it would bring beyond that if no lever were locked; limits stay."""


Ends = tuple[tuple[str, tuple[float, float]], ...]


def advise(
    business: Business,
    plan: Plan,
    months: int,
    metric: Metric,
    locked: frozenset[str],
    limits: tuple[SpendLimit, ...] = (),
) -> Advice:
    """Return the best split in whole units of money, never worse than ``plan``, and the price of each lock.

    It keeps to locks and limits as `bounds_of` gives them.
    """

    def best_without(free: frozenset[str]) -> Optimum:
        return _best(business, plan.total, months, metric, tuple(bounds_of(plan, limits, locked - free).items()))

    locks = [lever for lever in plan.levers if lever in locked]
    best = best_without(frozenset())
    now = simulate(business, plan, months).total(metric)
    if best.value < now:
        bounds = bounds_of(plan, limits, locked)
        unit = unit_of(plan.total, business.currency)
        best = optimize(business, plan.total, months, metric, bounds, start=plan, unit=unit)
    worth = {lever: max(best_without(frozenset({lever})).value - best.value, 0.0) for lever in locks}
    whole_worth = max(best_without(locked).value - best.value, *worth.values()) if locks else 0.0
    return Advice(best, max(best.value - now, 0.0), FrozenMap(worth), whole_worth)


@lru_cache(maxsize=1024)
def _best(business: Business, total: float, months: int, metric: Metric, ends: Ends) -> Optimum:
    return optimize(business, total, months, metric, dict(ends), unit=unit_of(total, business.currency))
