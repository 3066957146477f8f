"""What to do next with a plan: the best split it can still move to, and what its locks cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from simulator.facts.business import Business
from simulator.facts.measures import Metric
from simulator.facts.plan import Plan
from simulator.model.outcome import simulate
from simulator.optimise.optimizer import Optimum, optimize
from simulator.optimise.rebalance import unit_of


@dataclass(frozen=True)
class Advice:
    """The best split of a plan's total with its locks kept. Money over the horizon, in the chosen metric."""

    optimum: Optimum
    gain: float
    """What the best split brings beyond the plan; never negative."""
    unlocking: Mapping[str, float]
    """What the best split would bring beyond that if this locked lever were free."""


def advise(business: Business, plan: Plan, months: int, metric: Metric, locked: frozenset[str]) -> Advice:
    """Return the best split in whole units of money, never worse than ``plan``, and the price of each lock."""
    locks = tuple((lever, plan[lever]) for lever in sorted(locked))
    best = _best(business, plan.total, months, metric, locks)
    now = simulate(business, plan, months).total(metric)
    if best.value < now:
        best = _better(business, plan, months, metric, locks)
    unlocking = {
        lever: max(_best(business, plan.total, months, metric, _without(locks, lever)).value - best.value, 0.0)
        for lever, _ in locks
    }
    return Advice(best, max(best.value - now, 0.0), MappingProxyType(unlocking))


Locks = tuple[tuple[str, float], ...]


@lru_cache(maxsize=1024)
def _best(business: Business, total: float, months: int, metric: Metric, locks: Locks) -> Optimum:
    return optimize(business, total, months, metric, _bounds(locks), unit=unit_of(total, business.currency))


def _better(business: Business, plan: Plan, months: int, metric: Metric, locks: Locks) -> Optimum:
    unit = unit_of(plan.total, business.currency)
    return optimize(business, plan.total, months, metric, _bounds(locks), start=plan, unit=unit)


def _bounds(locks: Locks) -> dict[str, tuple[float, float]]:
    return {lever: (amount, amount) for lever, amount in locks}


def _without(locks: Locks, lever: str) -> Locks:
    return tuple(lock for lock in locks if lock[0] != lever)
