"""The plans that a report sets side by side, and the figures by which."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from simulator.facts.measures import Metric
from simulator.facts.names import PLAN_TITLES
from simulator.facts.plan import Plan
from simulator.insight.comparison import ScenarioFigures, scenario_figures
from simulator.model.outcome import Outcome
from simulator.model.question import Question

Role = Literal["today", "scenario", "best"]
TODAY, BEST = PLAN_TITLES
MEASURES: Mapping[Metric, str] = {
    "revenue": "revenue", "gross_profit": "gross profit", "customer_equity": "customer equity"
}  # fmt: skip


@dataclass(frozen=True)
class Alternative:
    """One plan under the facts of one scenario, with what it brings."""

    name: str
    role: Role
    question: Question

    @property
    def plan(self) -> Plan:
        """Money per month on each lever."""
        return self.question.plan

    @property
    def outcome(self) -> Outcome:
        """What the plan brings month by month, and by channel."""
        return self.question.outcome

    @property
    def figures(self) -> ScenarioFigures:
        """The figures by which plans are compared."""
        return scenario_figures(self.question)

    @property
    def marginal(self) -> Mapping[str, float]:
        """Per lever, what its next unit of money brings back over the horizon: money per money."""
        return self.question.marginal


@dataclass(frozen=True)
class Figure:
    """One figure of a plan over the horizon: its name, its unit as facts declare it, and where it is read."""

    title: str
    unit: str
    read: Callable[[Alternative], float | None]


def _payback(each: Alternative) -> float | None:
    """Return the month from which a plan stays ahead of today's; None for today's own, and where it does not."""
    return None if each.question == each.question.today else each.figures.payback


FIGURES = (
    Figure("Budget", "money per month", lambda each: each.figures.budget),
    Figure("Revenue", "money", lambda each: each.outcome.total_revenue),
    Figure("Gross profit", "money", lambda each: each.outcome.total_gross_profit),
    Figure("Customer equity", "money", lambda each: each.outcome.customer_equity),
    Figure("New customers", "customers", lambda each: float(each.outcome.new_customers.sum())),
    Figure("Customers at the end", "customers", lambda each: each.outcome.customers_at_end),
    Figure("Share of wallet at the end", "share", lambda each: each.outcome.share_of_wallet_at_end),
    Figure("Cost per new customer", "money", lambda each: each.figures.cost_per_new_customer),
    Figure("Paid for itself by month", "month", _payback),
    Figure("Deepest cash point against today", "money", lambda each: each.figures.deepest_shortfall),
)
