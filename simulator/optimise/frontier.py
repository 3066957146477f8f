"""What each total budget brings at its best split, and where its last unit of money stops paying for itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from simulator.facts.business import Business
from simulator.facts.measures import Metric
from simulator.model.arrays import ReadOnly
from simulator.model.parameters import funnel_of
from simulator.model.question import Question
from simulator.optimise.optimizer import objective_of
from simulator.optimise.solver import Floats, Limits, Objective, Split, best_split, climb, free_levers, gap

FAR = 4.0
"""Without a proof, a budget this many times smaller or greater than all searched ones is searched anew."""


@dataclass
class BestSplits:
    """The best split of one budget after another, each climb starting from those found before."""

    objective: Objective
    concave: bool
    start: Floats
    """Any plan (levers,) to start from."""
    found: list[Split] = field(default_factory=list)
    searched: list[float] = field(default_factory=list)

    def at(self, total: float) -> Split:
        """Return the best split of ``total`` per month; without `concave`, the best found."""
        limits = limits_of(total, len(self.start))
        starts = [self.start, *(split.plan for split in self._nearest(total))]
        scaled = np.array([_scaled(plan, total) for plan in starts])
        if not self.concave and not any(total / FAR <= each <= total * FAR for each in self.searched):
            self.searched.append(total)
            split = best_split(self.objective, limits, scaled, concave=False)
        elif self.concave:
            split = climb(self.objective, limits, scaled[-1])
        else:
            split = max((climb(self.objective, limits, each) for each in scaled[1:]), key=lambda each: each.value)
        self.found.append(split)
        return split

    def _nearest(self, total: float) -> list[Split]:
        """Return the closest split above and the closest below, the closer one last."""
        sides = [[split for split in self.found if (split.plan.sum() > total) == above] for above in (True, False)]
        ends = [min(side, key=lambda split: abs(split.plan.sum() - total)) for side in sides if side]
        return sorted(ends, key=lambda split: -abs(split.plan.sum() - total))


@dataclass(frozen=True, eq=False)
class Frontier(ReadOnly):
    """The best of each budget. Money is per month in ``budgets`` and ``plans``, over the horizon in ``values``."""

    budgets: Floats
    plans: Floats
    """(budgets, levers)."""
    values: Floats
    prices: Floats
    """Shadow price: what one more unit of total budget brings over the horizon, per unit spent."""
    gaps: Floats | None
    """No split of that budget brings more than this beyond its value; None where that cannot be proved."""
    pays_until: float | None
    """The budget whose last unit just pays for itself in gross margin; None beyond the greatest budget."""
    threshold: float
    """The shadow price there."""


def searcher(question: Question) -> BestSplits:
    """Return the search for best splits of a company's budgets, from today's plan."""
    funnel = funnel_of(question.business)
    objective = objective_of(funnel, question.months, question.metric)
    return BestSplits(objective, funnel.concave, np.array(question.today.plan.amounts))


def frontier(question: Question, top: float, points: int = 25) -> Frontier:
    """Return the best of ``points`` budgets from 0 to ``top`` money per month.

    With curves of diminishing returns its values are concave in the budget (and never fall, for revenue),
    and the price is their slope. It is the same for every plan.
    """
    return _frontier(question.today, top, points)


@lru_cache(maxsize=64)
def _frontier(today: Question, top: float, points: int) -> Frontier:
    best, months = searcher(today), today.months
    budgets = top * np.linspace(0.0, 1.0, points) ** 1.5  # closer where the best changes fastest
    splits = _sweep(best, budgets)
    levers = len(best.start)
    # Nothing at all has no slope of its own: prospects without sales effort, or it without them, win nobody.
    priced = [best.at(1e-3 * float(budgets[1])), *splits[1:]]
    prices = np.array([price(split, limits_of(split.plan.sum(), levers)) for split in priced]) / months
    gaps = [gap(split, limits_of(budget, levers)) for split, budget in zip(splits, budgets, strict=True)]
    threshold = worth_its_cost(today.business, today.metric)
    return Frontier(
        budgets=budgets,
        plans=np.array([split.plan for split in splits]),
        values=np.array([split.value for split in splits]),
        prices=prices,
        gaps=np.array(gaps) if best.concave else None,
        pays_until=_crossing(best, budgets, prices, threshold, months),
        threshold=threshold,
    )


def _sweep(best: BestSplits, budgets: Floats) -> list[Split]:
    """Return the best split of each budget, from the middle outwards; without a proof, the better of two passes."""
    middle = len(budgets) // 2
    order = [*range(middle, len(budgets)), *reversed(range(middle))]
    found = {place: best.at(float(budgets[place])) for place in order}
    if not best.concave:
        found |= {place: max(split, best.at(float(budgets[place])), key=_value) for place, split in found.items()}
    return [found[place] for place in range(len(budgets))]


def worth_its_cost(business: Business, metric: Metric) -> float:
    """Return the shadow price at which a unit of money just comes back: as revenue it takes 1 / gross margin."""
    if metric != "revenue":
        return 0.0
    return 1 / business.gross_margin if business.gross_margin else float("inf")


def limits_of(total: float, levers: int) -> Limits:
    """Return the limits of a plan of ``total`` in which every lever is free."""
    return Limits(float(total), np.zeros(levers), np.full(levers, np.inf))


def price(split: Split, limits: Limits) -> float:
    """Return what one more unit of total per month brings over the horizon."""
    free = free_levers(split, limits)
    return float(split.gradient[free].mean() if free.any() else split.gradient.max())


def _value(split: Split) -> float:
    return split.value


def _crossing(best: BestSplits, budgets: Floats, prices: Floats, threshold: float, months: int) -> float | None:
    """Return where the price falls to ``threshold``, between the last budget above it and the one behind."""
    above = np.flatnonzero(prices > threshold)
    if not len(above):
        return 0.0
    last = int(above[-1])
    if last == len(budgets) - 1:
        return None
    low, high = float(budgets[last]), float(budgets[last + 1])

    def short(total: float) -> float:
        return threshold - price(best.at(total), limits_of(total, len(best.start))) / months

    return root(short, low, high, 1e-4 * high)


def root(rising: Callable[[float], float], low: float, high: float, tolerance: float) -> float:
    """Return where ``rising`` reaches 0, from above and within ``tolerance``: false position, Illinois form."""
    at_low, at_high = rising(low), rising(high)
    for _ in range(80):
        if high - low <= tolerance or at_high == 0:
            break
        part = at_low / (at_low - at_high) if at_low < 0 < at_high else 0.5
        middle = low + min(max(part, 0.01), 0.99) * (high - low)
        now = rising(middle)
        if now >= 0:
            high, at_high, at_low = middle, now, at_low / 2
        else:
            low, at_low, at_high = middle, now, at_high / 2
    return high


def _scaled(plan: Floats, total: float) -> Floats:
    return plan * (total / plan.sum()) if plan.sum() > 0 else np.full(len(plan), total / len(plan))
