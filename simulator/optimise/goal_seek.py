"""Goal-seek: the least budget, with its split, that reaches a goal."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal, get_args

import numpy as np

from simulator.facts.business import Business
from simulator.facts.curves import Curve
from simulator.facts.declaration import InvalidInput, Problem
from simulator.facts.measures import check_months
from simulator.facts.plan import Plan
from simulator.facts.unit import smallest_unit
from simulator.model.parameters import Funnel, funnel_of
from simulator.optimise.frontier import BestSplits, limits_of, price, root
from simulator.optimise.optimizer import objective_of
from simulator.optimise.rebalance import whole
from simulator.optimise.solver import Floats, Objective

Target = Literal["revenue", "gross_profit", "customers"]
"""Revenue or gross profit over the horizon, or customers at its end."""
TARGETS: tuple[Target, ...] = get_args(Target)

UNLIMITED = 1e6
"""Times the effort the facts are stated for: as good as unlimited."""


@dataclass(frozen=True)
class Reached:
    """The least budget found for a goal. ``plan`` is None where the goal is out of reach."""

    plan: Plan | None
    value: float
    """What the plan brings of what is sought; out of reach: nothing."""
    ceiling: float
    """The most any budget can bring."""
    ceiling_budget: float | None
    """The budget per month that brings it; None where only unlimited money would."""


@lru_cache(maxsize=128)
def least_budget(business: Business, target: Target, goal: float, months: int) -> Reached:
    """Return the least whole budget per month whose best split brings ``goal``, or the ceiling it exceeds."""
    check_months(months)
    if target not in TARGETS:
        raise InvalidInput(Problem("target", "Goal", target, f"one of {', '.join(TARGETS)} is allowed"))
    funnel = funnel_of(business)
    best = BestSplits(target_objective(funnel, target, months), funnel.concave, np.array(business.plan.amounts))
    ceiling, peak = _ceiling(business, best, target)
    if goal > ceiling:
        return Reached(None, 0.0, ceiling, peak)
    scale = _scale(business)
    unit = smallest_unit(business, 0.0)
    total = _reaching(best, goal, _bracket(best, goal, scale, peak), unit / 4)
    plan, value = _in_whole_units(business, best, goal, total, unit)
    return Reached(plan, value, ceiling, peak)


def target_objective(funnel: Funnel, target: Target, months: int) -> Objective:
    """Return what is sought as a function of many plans: values and exact gradients."""
    if target != "customers":
        return objective_of(funnel, months, target)
    longer, shorter = (objective_of(counting_customers(funnel), last, "revenue") for last in (months + 1, months))

    def customers_at_end(plans: Floats) -> tuple[Floats, Floats]:
        (more, more_slope), (less, less_slope) = longer(plans), shorter(plans)
        return more - less, more_slope - less_slope

    return customers_at_end


def counting_customers(funnel: Funnel) -> Funnel:
    """Return the funnel in which each customer brings one unit of revenue a month: revenue counts customers."""
    one, nothing = np.ones(()), np.zeros(())
    return replace(
        funnel,
        value_index=np.ones_like(funnel.value_index),
        share=Curve("flat", one, one, one),
        share_new=one,
        share_adjustment=nothing,
        wallet=one,
        first_order=nothing,
        wallet_won=funnel.customers,
    )


def _scale(business: Business) -> float:
    return sum(business.efforts) or 1.0


def _ceiling(business: Business, best: BestSplits, target: Target) -> tuple[float, float | None]:
    """Return the most any budget brings and, where that is a finite one, the budget."""
    if target != "gross_profit":
        unlimited = np.full((1, len(best.start)), UNLIMITED * _scale(business))
        return float(best.objective(unlimited)[0][0]), None
    low, high = 0.0, _scale(business)
    while _price(best, high) > 0 and high < UNLIMITED * _scale(business):
        low, high = high, 2 * high
    peak = root(lambda total: -_price(best, total), low, high, 1e-6 * high)
    return best.at(peak).value, peak


def _bracket(best: BestSplits, goal: float, scale: float, peak: float | None) -> tuple[float, float]:
    low, high = 0.0, scale if peak is None else min(scale, peak)
    while best.at(high).value < goal and high < UNLIMITED * scale and high != peak:
        low, high = high, 2 * high if peak is None else min(2 * high, peak)
    return low, high


def _reaching(best: BestSplits, goal: float, ends: tuple[float, float], tolerance: float) -> float:
    if best.at(ends[0]).value >= goal:
        return ends[0]
    return root(lambda total: best.at(total).value - goal, *ends, tolerance)


def _price(best: BestSplits, total: float) -> float:
    return price(best.at(total), limits_of(total, len(best.start)))


def _in_whole_units(business: Business, best: BestSplits, goal: float, total: float, unit: float) -> tuple[Plan, float]:
    free = [False] * len(best.start)
    first = float(np.ceil(total / unit - 0.3))
    for extra in range(5):
        budget = round((first + extra) * unit, 10)
        amounts = whole(tuple(best.at(budget).plan), budget, unit, free)
        value = float(best.objective(np.array([amounts]))[0][0])
        if value >= goal:
            break
    return Plan.of(business.levers, amounts), value
