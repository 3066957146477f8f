"""Scenarios side by side: the figures of each, and how long its plan takes to pay for itself."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from simulator.facts.business import Business
from simulator.facts.plan import UPSELL, Plan
from simulator.model.outcome import Floats, simulate
from simulator.workspace.scenario import Scenario


@dataclass(frozen=True, eq=False)
class Cash:
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


@dataclass(frozen=True)
class Standing:
    """One scenario's figures over the horizon; money in the company's currency."""

    revenue: float
    gross_profit: float
    customer_equity: float
    new_customers: float
    cost_per_new_customer: float | None
    """Spend on prospecting and conversion per customer won; None where none is."""
    share_of_wallet: float
    """In the last month."""
    payback: int | None
    dip: float


def standing(scenario: Scenario, months: int) -> Standing:
    """Return the figures by which scenarios are compared."""
    outcome = simulate(scenario.business, scenario.plan, months)
    won = float(outcome.new_customers.sum())
    winning = (scenario.plan.total - scenario.plan[UPSELL]) * months
    flow = cash(scenario.business, scenario.plan, months)
    return Standing(
        revenue=outcome.total_revenue,
        gross_profit=outcome.total_gross_profit,
        customer_equity=outcome.customer_equity,
        new_customers=won,
        cost_per_new_customer=winning / won if won > 1e-9 else None,
        share_of_wallet=float(outcome.share_of_wallet[-1]),
        payback=flow.payback,
        dip=flow.dip,
    )
