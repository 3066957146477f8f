"""Scenarios side by side: the figures of each, and how long its plan takes to pay for itself."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from simulator.facts.plan import UPSELL
from simulator.model.arrays import ReadOnly
from simulator.model.outcome import Floats, Outcome
from simulator.model.question import Question


@dataclass(frozen=True, eq=False)
class CumulativeProfit(ReadOnly):
    """Gross profit summed up month by month, beside that of today's plan on the same facts."""

    total: Floats
    """Gross profit from month 1 to each month: (months,)."""
    ahead: Floats
    """The same less that of today's plan: (months,)."""

    @property
    def deepest_shortfall(self) -> float:
        """The most the plan is behind today's at any month's end; 0 where it never is."""
        return min(float(self.ahead.min()), 0.0)

    @property
    def deepest_month(self) -> int:
        """The month, from 1, at whose end it is furthest behind."""
        return int(np.argmin(self.ahead)) + 1

    @property
    def payback(self) -> int | None:
        """The month, from 1, from whose end the plan stays ahead of today's; 0: never behind; None: not yet."""
        behind = np.flatnonzero(self.ahead < -self._nearly)
        if not len(behind):
            return 0
        last = int(behind[-1]) + 1
        return last + 1 if last < len(self.ahead) else None

    @property
    def _nearly(self) -> float:
        return 1e-9 * float(np.abs(self.total).max(initial=0.0))


@lru_cache(maxsize=512)
def cumulative_profit(question: Question) -> CumulativeProfit:
    """Return how the plan's gross profit adds up beside that of today's plan; it counts as cash when earned."""
    now, then = (each.outcome.gross_profit.cumsum() for each in (question, question.today))
    return CumulativeProfit(now, now - then)


@dataclass(frozen=True, eq=False)
class ScenarioFigures:
    """One scenario's figures over the horizon; money in the company's currency."""

    outcome: Outcome
    budget: float
    """The plan's total, money per month."""
    cost_per_new_customer: float | None
    """Spend on prospecting and conversion per customer won, over the horizon; None where none is."""
    payback: int | None
    deepest_shortfall: float


def per_extra_unit(one: Question, other: Question, gain: float) -> float | None:
    """Return what each unit of money that ``other`` spends beyond ``one`` adds; None where neither spends more.

    ``gain``: what the difference of the plans brings, over the horizon; both negative where ``other`` spends less.
    """
    extra = other.plan.total - one.plan.total
    return gain / (extra * other.months) if abs(extra) > min(one.unit, other.unit) / 2 else None


def scenario_figures(question: Question) -> ScenarioFigures:
    """Return the figures by which scenarios are compared."""
    outcome, plan = question.outcome, question.plan
    won = float(outcome.new_customers.sum())
    winning = (plan.total - plan[UPSELL]) * question.months
    flow = cumulative_profit(question)
    return ScenarioFigures(
        outcome=outcome,
        budget=plan.total,
        cost_per_new_customer=winning / won if won > 1e-9 else None,
        payback=flow.payback,
        deepest_shortfall=flow.deepest_shortfall,
    )
