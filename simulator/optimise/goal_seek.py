"""Goal-seek: the least budget, with its split, that reaches a goal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import Literal, get_args

import numpy as np

from simulator.facts.business import Business
from simulator.facts.curves import Curve
from simulator.facts.declaration import InvalidInput, Problem
from simulator.facts.measures import check_months
from simulator.facts.plan import Plan
from simulator.facts.unit import smallest_unit
from simulator.model.parameters import Funnel, funnel_of
from simulator.optimise.frontier import BestSplits
from simulator.optimise.peak import highest_of_any_budget
from simulator.optimise.rounding import round_to_total
from simulator.optimise.search import MetricOf, Search
from simulator.optimise.splits import Floats, Objective, Split

Target = Literal["revenue", "gross_profit", "customers"]
"""Revenue or gross profit over the horizon, or customers at its end."""
TARGETS: tuple[Target, ...] = get_args(Target)

UNLIMITED = 1e6
"""Times the effort the facts are stated for: as good as unlimited."""
RUNGS = np.append(0.0, 2.0 ** np.arange(-6, 20))
"""Budgets tried first, in times that effort: each twice the one before."""
ABREAST = 5
"""How many of these are searched at once."""
INSIDE = 7
"""Budgets tried at once between two others."""
SURE = 1e-4
"""Share of the least budget found by which it is tried once more whether less would do, without a proof."""


@dataclass(frozen=True)
class GoalSeekResult:
    """The least budget found for a goal. ``plan`` is None where the goal is out of reach."""

    plan: Plan | None
    value: float
    """What the plan brings of what is sought; out of reach: nothing."""
    ceiling: float
    """The most any budget can bring."""
    ceiling_budget: float | None
    """The budget per month that brings it; None where only unlimited money would."""


@lru_cache(maxsize=128, typed=True)
def least_budget(business: Business, target: Target, goal: float, months: int) -> GoalSeekResult:
    """Return the least whole budget per month whose best split brings ``goal``, or the ceiling it exceeds.

    Raises `InvalidInput` for a goal that is no number of 0 or more.
    """
    check_months(months)
    if target not in TARGETS:
        raise InvalidInput(Problem("target", "Goal", target, f"one of {', '.join(TARGETS)} is allowed"))
    if not (isinstance(goal, (int, float)) and not isinstance(goal, bool) and 0 <= goal < float("inf")):
        raise InvalidInput(Problem("goal", "At least", goal, "a number of 0 or more is allowed"))
    funnel = funnel_of(business)
    best = BestSplits(Search(funnel, target_objective(funnel, target, months)), np.array(business.plan.amounts))
    scale = _scale(business)
    rungs = _Rungs(best, scale * RUNGS)
    unlimited = np.full(len(best.start), UNLIMITED * scale)
    ceiling, peak = float(best.search.objective(unlimited[None])[0][0]), None
    if target == "gross_profit":
        peak = highest_of_any_budget(best, rungs, ceiling / months + unlimited.sum(), months)
        ceiling = peak.value
    if goal > ceiling:
        return GoalSeekResult(None, 0.0, ceiling, _total(peak))
    unit = smallest_unit(business, 0.0)
    split = _reaching(best, _bracket(rungs, goal, peak), goal, unit / 4)
    plan, value = _in_whole_units(business, best, goal, split, unit)
    return GoalSeekResult(plan, value, ceiling, _total(peak))


def target_objective(funnel: Funnel, target: Target, months: int) -> Objective:
    """Return what is sought as a function of many plans: values and exact gradients."""
    if target != "customers":
        return MetricOf(funnel, months, target)
    return _CustomersAtEnd(*(MetricOf(counting_customers(funnel), last, "revenue") for last in (months + 1, months)))


@dataclass(frozen=True, eq=False)
class _CustomersAtEnd:
    """Customers at the end of the horizon: what one month more counts beyond it."""

    longer: MetricOf
    shorter: MetricOf

    def __call__(self, plans: Floats) -> tuple[Floats, Floats]:
        (more, more_slope), (less, less_slope) = self.longer(plans), self.shorter(plans)
        return more - less, more_slope - less_slope

    def values(self, plans: Floats) -> Floats:
        return self.longer.values(plans) - self.shorter.values(plans)


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


def _total(split: Split | None) -> float | None:
    return None if split is None else float(split.plan.sum())


class _Rungs:
    """The best splits of ever greater budgets, searched for some at a time and only as far as is asked for."""

    def __init__(self, best: BestSplits, budgets: Floats) -> None:
        self.best, self.budgets = best, budgets
        self.splits: list[Split] = []

    def __iter__(self) -> Iterator[Split]:
        for place in range(len(self.budgets)):
            if place == len(self.splits):
                self.splits += self.best.of_each(self.budgets[place : place + ABREAST])
            yield self.splits[place]


def _bracket(rungs: _Rungs, goal: float, peak: Split | None) -> tuple[Split, Split]:
    """Return the best split of a budget short of the goal, and one that reaches it: twice nothing if that does."""
    below: Split | None = None
    for split in rungs:
        if peak is not None and split.plan.sum() >= peak.plan.sum():
            split = peak
        if split.value >= goal:
            return below or split, split
        below = split
    assert below is not None
    return below, rungs.best.at(len(rungs.best.start) * UNLIMITED * float(rungs.budgets[-1]))


def _reaching(best: BestSplits, ends: tuple[Split, Split], goal: float, tolerance: float) -> Split:
    """Return the best split of the least budget that reaches the goal, to the tolerance."""
    low, high = ends
    search = best.of_each
    while high.plan.sum() - low.plan.sum() > tolerance:
        between = np.linspace(low.plan.sum(), high.plan.sum(), INSIDE + 2)[1:-1]
        row = [low, *search(between), high]
        first = next(place for place, split in enumerate(row) if split.value >= goal)
        low, high = row[first - 1], row[first]
        search = partial(best.near, splits=[low, high])
    if best.search.proves or not high.plan.sum():
        return high
    less = best.at((1 - SURE) * float(high.plan.sum()))
    return high if less.value < goal else _reaching(best, (ends[0], less), goal, tolerance)


def _in_whole_units(business: Business, best: BestSplits, goal: float, split: Split, unit: float) -> tuple[Plan, float]:
    """Return the least plan in whole units near ``split`` that reaches the goal, and what it brings."""
    free = [False] * len(best.start)
    first = float(np.ceil(split.plan.sum() / unit - 0.3))
    budgets = np.round((first + np.arange(INSIDE)) * unit, 10)
    for budget, near in zip(budgets, best.near(budgets, [split]), strict=True):
        amounts = round_to_total(tuple(near.plan), float(budget), unit, free)
        value = float(best.search.objective(np.array([amounts]))[0][0])
        if value >= goal:
            break
    return Plan.of(business.levers, amounts), value
