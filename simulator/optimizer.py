"""The best split of a budget, with its certificate, its price and the limits that bind it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from simulator.allocation import Floats, Limits, Objective, Split, best_split, free_levers, gap
from simulator.business import Business
from simulator.coefficients import Funnel, funnel_of
from simulator.funnel import run, spend_array
from simulator.marginal import gradient
from simulator.metrics import Metric, check_metric, check_months
from simulator.outcome import value_of, values
from simulator.plan import PLAN_LIMIT, Plan
from simulator.rebalance import whole
from simulator.validation import InvalidInput, Problem

Bounds = Mapping[str, tuple[float, float]]


@dataclass(frozen=True)
class Binding:
    """A limit that keeps the best split from being better."""

    lever: str
    limit: Literal["floor", "ceiling"]
    amount: float
    price: float
    """Marginal return there less the shadow price: what moving the limit by one unit brings, per unit and month."""


@dataclass(frozen=True)
class Optimum:
    """The best split found. Money is per month in ``plan``, over the horizon in ``value`` and ``gap``."""

    plan: Plan
    value: float
    shadow_price: float
    """What one more unit of total budget brings: money per money over the horizon, like a marginal return."""
    binding: tuple[Binding, ...]
    gap: float | None
    """No split allowed can bring more than this beyond ``value``; None where that cannot be proved."""
    start_value: float


def optimize(
    business: Business,
    total: float,
    months: int = 24,
    metric: Metric = "revenue",
    bounds: Bounds | None = None,
    *,
    start: Plan | None = None,
    unit: float | None = None,
) -> Optimum:
    """Return the best split of ``total`` per month, never worse than ``start`` where that is allowed.

    ``bounds`` gives (lowest, highest) spend per lever; equal ends lock it. ``start`` defaults to
    today's plan, scaled to the total. With ``unit`` amounts are whole multiples of it, and value, gap
    and price are those of that plan. Raises `InvalidInput` for limits that no split meets.

    Source of the certificate: Frank & Wolfe (1956).
    """
    check_months(months)
    check_metric(metric)
    limits = _limits(business, total, bounds or {})
    funnel = funnel_of(business)
    first = np.array((start or business.plan).fitted(business.levers).amounts)
    given = limits.fit(first if start else _scaled(first, total))
    objective = objective_of(funnel, months, metric)
    split = best_split(objective, limits, given[None], funnel.concave)
    if unit is not None:
        split = _whole_split(objective, limits, split, unit)
    split = _not_worse(objective, split, given)
    price = _price(split, limits)
    return Optimum(
        plan=Plan.of(business.levers, split.plan),
        value=split.value,
        shadow_price=price / months,
        binding=_binding(business, split, limits, price, months),
        gap=gap(split, limits) if funnel.concave else None,
        start_value=float(values(funnel, given, months, metric)[0, 0]),
    )


def objective_of(funnel: Funnel, months: int, metric: Metric) -> Objective:
    """Return the metric as a function of many plans: their values and gradients, means over the draws."""

    def objective(plans: Floats) -> tuple[Floats, Floats]:
        result = run(funnel, spend_array(funnel.levers, plans), months)
        return value_of(result, metric).mean(axis=-1), gradient(result, metric).mean(axis=-1).T

    return objective


def _limits(business: Business, total: float, bounds: Bounds) -> Limits:
    if not (isinstance(total, (int, float)) and 0 <= total <= PLAN_LIMIT):
        raise InvalidInput(Problem("total", "Total", total, f"a number from 0 to {PLAN_LIMIT:g} is allowed"))
    lower, upper = np.zeros(len(business.levers)), np.full(len(business.levers), float(total))
    for lever, (low, high) in bounds.items():
        if lever not in business.levers:
            raise InvalidInput(Problem("bounds", "Lever", lever, f"one of {', '.join(business.levers)} is allowed"))
        if not 0 <= low <= high:
            raise InvalidInput(Problem(f"bounds.{lever}", f"Limits of {lever}", (low, high), "0 ≤ lowest ≤ highest"))
        place = business.levers.index(lever)
        lower[place], upper[place] = low, min(high, max(total, low))
    slack = 1e-9 * max(total, 1.0)
    if lower.sum() > total + slack or upper.sum() < total - slack:
        reach = f"the limits on the levers leave {lower.sum():,.10g} to {upper.sum():,.10g}"
        raise InvalidInput(Problem("total", "Total", total, reach))
    return Limits(float(total), lower, upper)


def _scaled(plan: Floats, total: float) -> Floats:
    return plan * (total / plan.sum()) if plan.sum() > 0 else np.full(len(plan), total / len(plan))


def _at(objective: Objective, plan: Floats) -> Split:
    found, slopes = objective(plan[None])
    return Split(plan, float(found[0]), slopes[0])


def _whole_split(objective: Objective, limits: Limits, split: Split, unit: float) -> Split:
    held = limits.upper - limits.lower <= 0
    return _at(objective, np.array(whole(tuple(split.plan), limits.total, unit, tuple(held))))


def _not_worse(objective: Objective, split: Split, given: Floats) -> Split:
    start = _at(objective, given)
    return start if start.value > split.value else split


def _price(split: Split, limits: Limits) -> float:
    free = free_levers(split, limits)
    if free.any():
        return float(split.gradient[free].mean())
    open_ = split.plan < limits.upper
    return float(split.gradient[open_].max()) if open_.any() else 0.0


def _binding(business: Business, split: Split, limits: Limits, price: float, months: int) -> tuple[Binding, ...]:
    held = ~free_levers(split, limits)
    slack = 1e-9 * max(limits.total, 1e-9)
    found = []
    for lever, amount, slope, low, on in zip(
        business.levers, split.plan, split.gradient, limits.lower, held, strict=True
    ):
        extra = (slope - price) / months
        if on and abs(extra) > 1e-12 * abs(price / months):
            at_floor = amount <= low + slack and extra < 0
            found.append(Binding(lever, "floor" if at_floor else "ceiling", float(amount), float(extra)))
    return tuple(found)
