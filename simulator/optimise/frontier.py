"""What each total budget brings at its best split, and where its last unit of money stops paying for itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from simulator.facts.business import Business
from simulator.facts.measures import Metric
from simulator.facts.plan import check_total
from simulator.facts.roots import root
from simulator.model.arrays import ReadOnly
from simulator.model.parameters import funnel_of
from simulator.model.question import Question
from simulator.optimise.search import Search
from simulator.optimise.splits import Floats, Limits, Split, price

BETWEEN = 8
"""Budgets tried at once where the price falls to its threshold."""


@dataclass(frozen=True, eq=False)
class BestSplits:
    """The best split of any budget, no lever held: one search per budget, or one for many."""

    search: Search
    start: Floats
    """Any plan (levers,) to start from."""

    def at(self, total: float) -> Split:
        """Return the best split of ``total`` per month; without a proof, the best found."""
        return self.search.best(Limits.none(total, len(self.start)), self._scaled(np.array([total], float)))

    def of_each(self, totals: Floats) -> list[Split]:
        """Return the best split of each of ``totals`` (totals,)."""
        return self.search.best_of_each(Limits.none(totals, len(self.start)), self._scaled(totals)[:, None])

    def near(self, totals: Floats, splits: Sequence[Split]) -> list[Split]:
        """Return the same for budgets near those of ``splits``, climbing from these where there is no proof."""
        if self.search.proves:
            return self.of_each(totals)
        starts = np.array([self._scaled(totals, split.plan) for split in splits]).swapaxes(0, 1)
        return self.search.tops(Limits.none(totals, len(self.start)), starts)

    def price(self, split: Split) -> float:
        """Return what one more unit of a budget per month brings over the horizon."""
        return price(split, Limits.none(float(split.plan.sum()), len(self.start)))

    def _scaled(self, totals: Floats, plan: Floats | None = None) -> Floats:
        plan = self.start if plan is None or plan.sum() <= 0 else plan
        shares = plan / plan.sum() if plan.sum() > 0 else np.full(len(plan), 1 / len(plan))
        return np.asarray(totals[:, None] * shares)


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
    search = Search.by(funnel_of(question.business), question.months, question.metric)
    return BestSplits(search, np.array(question.today.plan.amounts))


def frontier(question: Question, top: float, points: int = 25) -> Frontier:
    """Return the best of ``points`` budgets from 0 to ``top`` money per month.

    With curves of diminishing returns its values are concave in the budget (and never fall, for revenue),
    and the price is their slope. It is the same for every plan. Raises `InvalidInput` for a ``top`` that is no amount
    of money.
    """
    check_total(top)
    return _frontier(question.today, top, points)


@lru_cache(maxsize=64)
def _frontier(today: Question, top: float, points: int) -> Frontier:
    best, months = searcher(today), today.months
    budgets = top * np.linspace(0.0, 1.0, points) ** 1.5  # closer where the best changes fastest
    # Nothing at all has no slope of its own: prospects without sales effort, or it without them, win nobody.
    almost_none, *splits = best.of_each(np.append(1e-3 * budgets[1], budgets))
    prices = np.array([best.price(split) for split in (almost_none, *splits[1:])]) / months
    threshold = worth_its_cost(today.business, today.metric)
    return Frontier(
        budgets=budgets,
        plans=np.array([split.plan for split in splits]),
        values=np.array([split.value for split in splits]),
        prices=prices,
        gaps=np.array([split.gap for split in splits]) if best.search.proves else None,
        pays_until=_crossing(best, budgets, prices * months, threshold * months),
        threshold=threshold,
    )


def worth_its_cost(business: Business, metric: Metric) -> float:
    """Return the shadow price at which a unit of money just comes back: as revenue it takes 1 / gross margin."""
    if metric != "revenue":
        return 0.0
    return 1 / business.gross_margin if business.gross_margin else float("inf")


def _crossing(best: BestSplits, budgets: Floats, prices: Floats, threshold: float) -> float | None:
    """Return where the price falls to ``threshold``, between the last budget above it and the one behind."""
    above = np.flatnonzero(prices > threshold)
    if not len(above):
        return 0.0
    last = int(above[-1])
    if last == len(budgets) - 1:
        return None

    def short(totals: Floats) -> Floats:
        return threshold - np.array([best.price(split) for split in best.of_each(totals)])

    below, behind = float(budgets[last]), float(budgets[last + 1])
    return root(short, below, behind, tolerance=1e-4 * behind, at_once=BETWEEN)
