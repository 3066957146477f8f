"""One question to the model: what a plan brings a company, over which horizon and in which measure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from simulator.facts.business import Business
from simulator.facts.measures import DEFAULT_MONTHS, Metric, check_metric, check_months
from simulator.facts.plan import Plan
from simulator.facts.unit import smallest_unit
from simulator.model.next_return import marginal_returns
from simulator.model.outcome import Floats, Outcome, simulate, values
from simulator.model.parameters import funnel_of


@dataclass(frozen=True)
class Question:
    """A company, a plan of its budget, the horizon in months and the measure: what every answer is kept by.

    The plan is kept in the order of the company's levers. Raises `InvalidInput` for a plan that does not fund
    exactly those, and for a horizon or a measure there is none of.
    """

    business: Business
    plan: Plan
    months: int = DEFAULT_MONTHS
    metric: Metric = "revenue"

    def __post_init__(self) -> None:
        check_months(self.months)
        check_metric(self.metric)
        object.__setattr__(self, "plan", self.plan.fitted(self.business.levers))

    @classmethod
    def of(cls, business: Business, months: int = DEFAULT_MONTHS, metric: Metric = "revenue") -> Question:
        """Return the question about a company's plan of today."""
        return cls(business, business.plan, months, metric)

    @property
    def today(self) -> Question:
        """The same question about today's plan: what answers that hold for any plan are kept by."""
        return self.about(self.business.plan)

    def about(self, plan: Plan) -> Question:
        """Return the same question about another plan."""
        return self if plan is self.plan else replace(self, plan=plan)

    def under(self, business: Business) -> Question:
        """Return the same question under other facts, which have the same levers."""
        return self if business is self.business else replace(self, business=business)

    @property
    def levers(self) -> tuple[str, ...]:
        """Each channel's name, then conversion and upsell."""
        return self.business.levers

    @property
    def unit(self) -> float:
        """The smallest step of the plan's amounts, in the company's money: see `smallest_unit`."""
        return smallest_unit(self.business, self.plan.total)

    @property
    def outcome(self) -> Outcome:
        """What the plan brings, month by month."""
        return simulate(self.business, self.plan, self.months)

    @property
    def value(self) -> float:
        """What the plan brings in the measure, over the horizon."""
        return self.outcome.total(self.metric)

    @property
    def marginal(self) -> Mapping[str, float]:
        """Per lever, what its next unit of money brings back over the horizon: money per money."""
        return marginal_returns(self.business, self.plan, self.months, self.metric)

    def values_of(self, plans: Sequence[Sequence[float]] | Floats) -> Floats:
        """Return what many plans (plans, levers) bring in the measure: (plans,), all of them one run of the kernel."""
        return values(funnel_of(self.business), plans, self.months, self.metric)[:, 0]
