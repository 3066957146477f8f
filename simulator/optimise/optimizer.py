"""The best split of a budget, with its certificate, its price and the limits that bind it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from simulator.facts.business import Business
from simulator.facts.declaration import InvalidInput, Problem
from simulator.facts.measures import Metric, check_metric, check_months
from simulator.facts.plan import PLAN_LIMIT, Plan, check_total
from simulator.model.next_return import marginal_returns
from simulator.model.parameters import funnel_of
from simulator.optimise.rounding import round_to_total
from simulator.optimise.search import Search
from simulator.optimise.splits import Floats, Limits, Split, at, at_limits, price

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
    """No split allowed, whole units or not, brings more than this beyond ``value``; None where that is not proved."""
    start_value: float

    @property
    def beyond(self) -> float | None:
        """The gap in whole units of money, rounded up so that it still is proved, at least 1; None without a proof."""
        return None if self.gap is None else max(float(math.ceil(self.gap)), 1.0)


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
    today's plan, scaled to the total. With ``unit`` amounts, those of the start too, are whole multiples
    of it (what the total leaves over goes to the largest), and value, gap and price are those of that
    plan. Raises `InvalidInput` for limits that no split meets.

    Source of the certificate: Frank & Wolfe (1956).
    """
    check_months(months)
    check_metric(metric)
    _check_unit(unit)
    limits = _limits(business, total, bounds or {})
    first = np.array((start or business.plan).fitted(business.levers).amounts)
    given = limits.fit(first if start else _scaled(first, total))
    search = Search.by(funnel_of(business), months, metric)
    split = search.best(limits, given[None])
    ceiling = split.ceiling
    if unit is not None:
        split, given = at(search.objective, _whole(limits, split.plan, unit)), _whole(limits, given, unit)
    begun = at(search.objective, given)
    split = max(begun, split, key=lambda each: each.value)  # The first of two alike.
    worth = price(split, limits)
    return Optimum(
        plan=Plan.of(business.levers, split.plan),
        value=split.value,
        shadow_price=worth / months,
        binding=_binding(_returns(business, split, months, metric), split, limits, worth / months),
        gap=max(ceiling - split.value, 0.0) if search.proves else None,
        start_value=begun.value,
    )


def _check_unit(unit: object) -> None:
    if unit is not None and not (isinstance(unit, (int, float)) and 1e-9 <= unit <= PLAN_LIMIT):
        raise InvalidInput(Problem("unit", "Unit", unit, "an amount of money above 0 is allowed"))


def _limits(business: Business, total: float, bounds: Bounds) -> Limits:
    check_total(total)
    lower, upper = np.zeros(len(business.levers)), np.full(len(business.levers), np.inf)
    for lever, ends in bounds.items():
        if lever not in business.levers:
            raise InvalidInput(Problem("bounds", "Lever", lever, f"one of {', '.join(business.levers)} is allowed"))
        if not _is_range(ends):
            allowed = "a pair of amounts is needed, the lowest and the highest, 0 ≤ lowest ≤ highest"
            raise InvalidInput(Problem(f"bounds.{lever}", f"Limits of {lever}", ends, allowed))
        place = business.levers.index(lever)
        lower[place], upper[place] = ends
    slack = 1e-9 * max(total, 1.0)
    if lower.sum() > total + slack or upper.sum() < total - slack:
        most = "more" if np.isinf(upper.sum()) else f"{upper.sum():,.10g}"
        raise InvalidInput(
            Problem("total", "Total", total, f"the limits on the levers leave {lower.sum():,.10g} to {most}")
        )
    return Limits(float(total), lower, upper)


def _is_range(ends: object) -> bool:
    if not isinstance(ends, Sequence) or isinstance(ends, str) or len(ends) != 2:
        return False
    return all(isinstance(end, (int, float)) for end in ends) and bool(0 <= ends[0] <= ends[1])


def _scaled(plan: Floats, total: float) -> Floats:
    return plan * (total / plan.sum()) if plan.sum() > 0 else np.full(len(plan), total / len(plan))


def _whole(limits: Limits, plan: Floats, unit: float) -> Floats:
    held = tuple(limits.upper <= limits.lower)
    return limits.fit(
        np.array(round_to_total(tuple(plan), limits.total, unit, held, tuple(limits.lower), tuple(limits.upper)))
    )


def _returns(business: Business, split: Split, months: int, metric: Metric) -> dict[str, float]:
    """Return marginal returns by lever, as `marginal_returns` gives them."""
    if (split.plan > 0).all():
        return dict(zip(business.levers, (split.gradient / months).tolist(), strict=True))
    return dict(marginal_returns(business, Plan.of(business.levers, split.plan), months, metric))


def _binding(returns: Mapping[str, float], split: Split, limits: Limits, worth: float) -> tuple[Binding, ...]:
    found = []
    for (lever, brings), amount, low, high in zip(returns.items(), split.plan, *at_limits(split, limits), strict=True):
        extra = brings - worth
        if abs(extra) <= 1e-9 * abs(worth):
            continue
        if (low and extra < 0) or (high and extra > 0):
            found.append(Binding(lever, "floor" if extra < 0 else "ceiling", float(amount), extra))
    return tuple(found)
