"""Scenarios side by side: the figures of each, and how long its plan takes to pay for itself."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from simulator.facts.business import Business
from simulator.facts.plan import UPSELL, Plan
from simulator.model.arrays import ReadOnly
from simulator.model.outcome import Floats, Outcome, simulate
from simulator.workspace.scenario import Scenario


@dataclass(frozen=True, eq=False)
class Cash(ReadOnly):
    """Gross profit summed up month by month, beside that of today's plan on the same facts."""

    total: Floats
    """Gross profit from month 1 to each month: (months,)."""
    ahead: Floats
    """The same less that of today's plan: (months,)."""

    @property
    def dip(self) -> float:
        """The most the plan is behind today's at any month's end; 0 where it never is."""
        return min(float(self.ahead.min()), 0.0)

    @property
    def dip_month(self) -> int:
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
def cash(business: Business, plan: Plan, months: int) -> Cash:
    """Return how the plan's gross profit adds up beside that of today's plan; it counts as cash when earned."""
    now, then = (simulate(business, each, months).gross_profit.cumsum() for each in (plan, business.plan))
    return Cash(now, now - then)


@dataclass(frozen=True, eq=False)
class Standing:
    """One scenario's figures over the horizon; money in the company's currency."""

    outcome: Outcome
    budget: float
    """The plan's total, money per month."""
    cost_per_new_customer: float | None
    """Spend on prospecting and conversion per customer won, over the horizon; None where none is."""
    payback: int | None
    dip: float


def per_extra_unit(one: Scenario, other: Scenario, gain: float, months: int) -> float | None:
    """Return what each unit of money that ``other`` spends beyond ``one`` adds; None where neither spends more.

    ``gain``: what the difference of the plans brings, over the horizon; both negative where ``other`` spends less.
    """
    extra = (other.plan.total - one.plan.total) * months
    return gain / extra if abs(extra) > 0.005 * months else None


def standing(scenario: Scenario, months: int) -> Standing:
    """Return the figures by which scenarios are compared."""
    outcome = simulate(scenario.business, scenario.plan, months)
    won = float(outcome.new_customers.sum())
    winning = (scenario.plan.total - scenario.plan[UPSELL]) * months
    flow = cash(scenario.business, scenario.plan, months)
    return Standing(
        outcome=outcome,
        budget=scenario.plan.total,
        cost_per_new_customer=winning / won if won > 1e-9 else None,
        payback=flow.payback,
        dip=flow.dip,
    )
