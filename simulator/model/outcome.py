"""What a plan brings: revenue, profit, prospects and customers, month by month and by channel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from simulator.facts.business import Business
from simulator.facts.measures import Metric, check_metric, check_months
from simulator.facts.plan import Plan, channels_in
from simulator.model.arrays import Array, ReadOnly, sealed_property
from simulator.model.coefficients import Funnel
from simulator.model.cohorts import add_up
from simulator.model.funnel import CHUNK, Run, run, spend_array
from simulator.model.parameters import funnel_of

Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Outcome(ReadOnly):
    """Result of one plan. Arrays are (months,); those by channel or by source are (channels, months).

    Money is per month in the company's currency. ``customers`` and ``share_of_wallet`` are those at the
    start of each month, the ones that month's revenue comes from.
    """

    channels: tuple[str, ...]
    run: Run

    @sealed_property
    def prospects_by_channel(self) -> Floats:
        """New prospects."""
        return self._monthly(self.run.prospects)

    @sealed_property
    def qualified_prospects_by_channel(self) -> Floats:
        """New prospects, each counted by its readiness to buy."""
        return self._monthly(self.run.funnel.win_rate_index * self.run.equivalent_prospects)

    @sealed_property
    def wins_by_channel(self) -> Floats:
        """Prospects who decide for us, a sales cycle before they become customers."""
        return self._monthly(
            self.run.win_rate[:, None] * self.run.funnel.win_rate_index * self.run.equivalent_prospects
        )

    @sealed_property
    def new_customers_by_channel(self) -> Floats:
        """Customers won, in the month of their first order."""
        return self._later(self.run.new_customers)

    @sealed_property
    def customers_by_channel(self) -> Floats:
        """Customers at the start of the month, by channel of origin."""
        levels = self.run.customers[:-1]
        return self._earlier(levels) + self._later(levels)

    @sealed_property
    def revenue_by_channel(self) -> Floats:
        """Revenue by channel of origin of the customer."""
        return self._earlier(self._recurring) + self._later(self._recurring) + self._first_orders

    @sealed_property
    def prospects(self) -> Floats:
        """New prospects of all channels."""
        return self._sum(self.prospects_by_channel)

    @sealed_property
    def wins(self) -> Floats:
        """Prospects of all channels who decide for us."""
        return self._sum(self.wins_by_channel)

    @sealed_property
    def new_customers(self) -> Floats:
        """Customers won through all channels."""
        return self._sum(self.new_customers_by_channel)

    @sealed_property
    def customers(self) -> Floats:
        """All customers at the start of the month."""
        return self._sum(self.customers_by_channel)

    @sealed_property
    def customers_at_end(self) -> float:
        """Customers after the last month."""
        return float(add_up(self.run.cohorts.heads, self.run.customers[-1:]).sum())

    @sealed_property
    def customers_at_end_by_channel(self) -> Floats:
        """Customers after the last month, by channel of origin: (channels,)."""
        last = self.run.customers[-1:]
        return (self._earlier(last) + self._later(last))[:, 0]

    @sealed_property
    def share_of_wallet_at_end(self) -> float:
        """Share of wallet after the last month, of the customers there are then; 0 without customers."""
        last = self.run.wallet_won[-1:]
        won = float((self._earlier(last) + self._later(last)).sum())
        return won / self.customers_at_end if self.customers_at_end > 0 else 0.0

    @sealed_property
    def share_of_wallet(self) -> Floats:
        """Share of what customers spend in our category that they spend with us; 0 without customers."""
        won = self._sum(self._earlier(self.run.wallet_won[:-1]) + self._later(self.run.wallet_won[:-1]))
        return np.divide(won, self.customers, out=np.zeros_like(won), where=self.customers > 0)

    @sealed_property
    def revenue(self) -> Floats:
        """Revenue per month."""
        return self.run.revenue[:, 0, 0]

    @sealed_property
    def gross_profit(self) -> Floats:
        """Gross margin less all spend and fixed cost, per month."""
        return self.run.gross_profit[:, 0, 0]

    @property
    def total_revenue(self) -> float:
        """Revenue over the horizon."""
        return float(self.revenue.sum())

    @property
    def total_gross_profit(self) -> float:
        """Gross profit over the horizon."""
        return float(self.gross_profit.sum())

    @sealed_property
    def customer_equity(self) -> float:
        """Discounted gross profit over the horizon and the value of customers and pipeline left at its end."""
        return float(value_of(self.run, "customer_equity")[0, 0])

    def total(self, metric: Metric) -> float:
        """Return the value of that metric over the horizon."""
        return {
            "revenue": self.total_revenue,
            "gross_profit": self.total_gross_profit,
            "customer_equity": self.customer_equity,
        }[metric]

    @sealed_property
    def revenue_of_today(self) -> Floats:
        """Revenue from today's customers had their share of wallet stayed as it is: (months,)."""
        share = np.divide(
            self.run.funnel.wallet_won,
            self.run.funnel.customers,
            out=np.zeros_like(self.run.funnel.wallet_won),
            where=self.run.funnel.customers > 0,
        )
        still_here = self._earlier(self.run.customers[:-1]) * self._worth
        return self._sum(still_here * share[:, :, 0])

    @sealed_property
    def revenue_of_share(self) -> Floats:
        """Further revenue from today's customers since their share of wallet moved (may be negative): (months,)."""
        return self._sum(self._earlier(self._recurring)) - self.revenue_of_today

    @sealed_property
    def revenue_of_new(self) -> Floats:
        """Revenue from customers won since today, by channel: (channels, months)."""
        return self._later(self._recurring) + self._first_orders

    @property
    def _worth(self) -> Floats:
        worth: Floats = (self.run.funnel.wallet * self.run.funnel.value_index)[:, :, 0]
        return worth

    @property
    def _recurring(self) -> Array:
        recurring: Array = self.run.funnel.wallet * self.run.cohorts.worth * self.run.wallet_won[:-1]
        return recurring

    @property
    def _first_orders(self) -> Floats:
        return self.new_customers_by_channel * float(self.run.funnel.first_order)

    def _monthly(self, values: Array) -> Floats:
        return np.broadcast_to(values[:, :, 0, 0], (self.run.months, values.shape[1])).T.astype(float)

    def _earlier(self, values: Array) -> Floats:
        early: Floats = values[:, : len(self.channels), 0, 0].T
        return early

    def _later(self, values: Array) -> Floats:
        late: Floats = values[:, len(self.channels) :, 0, 0].T
        return late

    def _sum(self, values: Floats) -> Floats:
        total: Floats = values.sum(axis=0)
        return total


@lru_cache(maxsize=512, typed=True)
def simulate(business: Business, plan: Plan, months: int = 24) -> Outcome:
    """Return what ``plan`` brings over ``months`` (1 to 120).

    Raises `InvalidInput` for a plan with other channels than the company's and for months out of range.
    """
    check_months(months)
    fitted = plan.fitted(business.levers)
    spend = spend_array(business.levers, fitted.amounts)
    return Outcome(channels_in(business.levers), run(funnel_of(business), spend, months, by_cohort=True))


def values(funnel: Funnel, plans: Sequence[Sequence[float]] | Floats, months: int, metric: Metric) -> Floats:
    """Return the metric of many plans (plans, levers) under many draws of the facts: (plans, draws)."""
    check_months(months)
    check_metric(metric)
    amounts = np.atleast_2d(np.asarray(plans, float))
    draws = funnel.count
    result = np.empty((len(amounts), draws))
    step = max(1, CHUNK // min(draws, CHUNK))
    for first in range(0, draws, CHUNK):
        part = funnel if draws <= CHUNK else funnel.draws(slice(first, first + CHUNK))
        for place in range(0, len(amounts), step):
            spend = spend_array(funnel.levers, amounts[place : place + step])
            result[place : place + step, first : first + CHUNK] = value_of(run(part, spend, months), metric)
    return result


def value_of(run: Run, metric: Metric) -> Array:
    """Return the metric of a run: (plans, draws)."""
    if metric == "revenue":
        return np.asarray(run.revenue.sum(axis=0))
    if metric == "gross_profit":
        return np.asarray(run.gross_profit.sum(axis=0))
    discounted: Array = (run.gross_profit * discount(run)[:, None]).sum(axis=0)
    return discounted + value_left(run)


def discount(run: Run) -> Array:
    """Return what money of each month is worth today: (months, draws or 1)."""
    month = np.arange(run.months)[:, None]
    return np.asarray((1 + run.funnel.monthly_discount) ** -month)


def value_left(run: Run) -> Array:
    """Return the present value of customers and open pipeline after the last month: (plans, draws).

    No further spend, the last share of wallet and churn held; sales cycle and discount as in the facts.
    """
    funnel, rate = run.funnel, run.funnel.monthly_discount
    in_pipeline = funnel.share_new * run.pipeline[-1:] / (1 + rate * funnel.sales_cycle_months)
    held = add_up(run.cohorts.worth, run.wallet_won[-1:] + in_pipeline)[0]
    return np.asarray(held * lifetime_factor(run))


def lifetime_factor(run: Run) -> Array:
    """Return the present value of one unit of wallet won, at the end of the horizon: (plans or 1, draws or 1)."""
    funnel, rate = run.funnel, run.funnel.monthly_discount
    churn = 1 - (run.retention[-1] if run.retention.ndim == 3 else run.retention)
    each = funnel.gross_margin * funnel.wallet * (1 + rate) ** (1 - run.months)
    return np.asarray(each / (rate + churn))
