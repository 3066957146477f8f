"""The monthly funnel: from spend to prospects, wins, customers, wallet won and revenue.

The one kernel. Every other result is this one run with other axes. Axes inside, in this order:
months, channels or cohorts, plans, draws of the facts. A length of 1 broadcasts.

    spend on channels ──► adstock ──► prospects ──► qualified prospects ─┐
    spend on conversion ───────────────► sales spend per prospect ──► win rate ──► wins ──► pipeline ──► new customers
                                                                                                            │
    spend on upsell ──► account spend per customer ──► share of wallet, churn ◄───────── customers ◄────────┘
                                                              └──► wallet won ──► revenue ──► gross profit
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import repeat
from typing import Any

import numpy as np

from simulator.facts.plural import plural
from simulator.model.arrays import Array, positive, sealed_property
from simulator.model.coefficients import Funnel
from simulator.model.cohorts import Cohorts, add_up

FEW = 256
"""Numbers per month up to which a step costs more in calls than in arithmetic."""
IN_CACHE = 65536
"""Numbers of one kind, several kinds of which fit the processor's cache."""
CHUNK = 1024
"""Plans or draws computed at once: few enough for one chunk's months to stay in the processor's cache."""


@dataclass(frozen=True)
class Run:
    """All quantities of one run. Shapes: (months, plans, draws) where nothing else is said, 1 for months all alike.

    Levels (pipeline, customers, wallet won) are those at the start of each month, and after the last.
    """

    funnel: Funnel
    months: int
    cohorts: Cohorts
    spend: Array
    """Money per month: (months or 1, levers, plans, 1)."""
    qualified_by_cohort: Array
    """Qualified prospects per month: (months or 1, cohorts, plans, draws)."""
    qualified_prospects: Array
    """Prospects per month, each counted by its readiness to buy."""
    sales_spend_per_prospect: Array
    """Money per qualified prospect."""
    win_rate: Array
    """Share of qualified prospects won, 0 to 1."""
    pipeline: Array
    """Deals won whose first revenue is still to come, in customers: (months + 1, cohorts, plans, draws)."""
    new_customers: Array
    """Customers per month: (months, cohorts, plans, draws)."""
    customers: Array
    """Customers: (months + 1, cohorts, plans, draws)."""
    retention: Array
    """Share of customers kept per month, 0 to 1; without a churn curve (draws,) or ()."""
    customers_at_start: Array
    """Customers of all cohorts at the start of the month, never quite zero."""
    account_spend_per_customer: Array
    """Money per customer and month."""
    share: Array
    """Share of wallet that would settle at that spend, 0 to 1."""
    wallet_won: Array
    """Customers times their share of wallet, in customers that spend their whole wallet with us: as `customers`."""

    @sealed_property
    def adstocked_spend(self) -> Array:
        """Each channel's spend at work, money per month: (months or 1, channels, plans, draws)."""
        prospecting, _, _ = by_function(self.spend)
        return np.concatenate([working for _, working in adstock(self.funnel, prospecting, self.months, self.months)])

    @sealed_property
    def prospects(self) -> Array:
        """New prospects by channel, people per month: (months or 1, channels, plans, draws)."""
        return self.funnel.prospects.at(self.adstocked_spend)

    @sealed_property
    def equivalent_prospects(self) -> Array:
        """The same, counted in prospects of today's quality."""
        if self.funnel.equivalent_prospects is self.funnel.prospects:
            return self.prospects
        return self.funnel.equivalent_prospects.at(self.adstocked_spend)

    @sealed_property
    def revenue(self) -> Array:
        """Money per month."""
        recurring: Array = self.funnel.wallet * add_up(self.cohorts.worth, self.wallet_won[:-1])
        if not self.funnel.has_first_orders:
            return recurring
        first: Array = self.funnel.first_order * add_up(self.cohorts.heads, self.new_customers)
        return recurring + first

    @sealed_property
    def gross_profit(self) -> Array:
        """Gross margin less all spend and fixed cost: money per month."""
        margin: Array = self.funnel.gross_margin * self.revenue
        return np.asarray(margin - (self.spend.sum(axis=1) + self.funnel.fixed_cost))


def spend_array(levers: Sequence[str], amounts: Any) -> Array:
    """Return plans (plans, levers) as the kernel takes them: (1, levers, plans, 1)."""
    plans = np.atleast_2d(np.asarray(amounts))
    if plans.shape[-1] != len(levers):
        raise ValueError(f"a plan has {plural(str(len(levers)), 'amount')}, not {plans.shape[-1]}")
    return plans.T[None, :, :, None]


def by_function(spend: Array) -> tuple[Array, Array, Array]:
    """Return what is spent on channels (…, channels, plans, draws), on conversion and upsell (…, plans, draws)."""
    return spend[:, :-2], spend[:, -2], spend[:, -1]


def run(funnel: Funnel, spend: Array, months: int, by_cohort: bool = False) -> Run:
    """Run the funnel.

    ``spend``: (1 or months, levers, plans, 1 or draws): constant, or a budget per month, the same in every draw or one
    of its own. With ``by_cohort``
    customers are kept apart by channel of origin, today's and new ones; without, only sums are kept.
    """
    cohorts = funnel.by_origin if by_cohort else funnel.summed
    media, conversion, upsell = by_function(spend)
    sales = ramped(conversion, funnel.conversion_carryover, funnel.conversion_today, months)
    accounts = ramped(upsell, funnel.upsell_carryover, funnel.upsell_today, months)
    qualified_by_cohort = _qualified_prospects(funnel, cohorts, media, months)
    qualified_prospects = add_up(cohorts.heads, qualified_by_cohort)
    sales_spend_per_prospect = sales / positive(qualified_prospects)
    win_rate = funnel.win_rate.at(sales_spend_per_prospect)
    wins = win_rate[:, None] * qualified_by_cohort
    pipeline = accumulate(1 - 1 / funnel.sales_cycle_months, wins, cohorts.pipeline, months)
    new_customers = pipeline[:-1] / funnel.sales_cycle_months
    customers, retention = _customers(funnel, cohorts, accounts, new_customers, months)
    customers_at_start = positive(add_up(cohorts.heads, customers[:-1]))
    account_spend_per_customer = accounts / customers_at_start
    share = funnel.share.at(account_spend_per_customer)
    won = wallet_won(
        cohorts.wallet_won, customers, new_customers, retention, share, funnel.share_adjustment, funnel.share_new
    )
    return Run(
        funnel, months, cohorts, spend, qualified_by_cohort, qualified_prospects, sales_spend_per_prospect, win_rate,
        pipeline, new_customers, customers, retention, customers_at_start, account_spend_per_customer, share, won,
    )  # fmt: skip


def accumulate(decay: Array, inflow: Array, start: Array, months: int) -> Array:
    """Return the level with level[0] = start, level[t+1] = decay·level[t] + inflow[t]: (months + 1, …).

    ``decay`` has a month axis only where it has as many axes as ``inflow``.
    """
    monthly = decay.ndim == inflow.ndim
    row = np.broadcast_shapes(decay.shape[1:] if monthly else decay.shape, inflow.shape[1:], start.shape)
    level = np.empty((months + 1, *row), np.result_type(decay, inflow, start))
    level[0] = start
    if not monthly and level[0].size <= FEW and (decay.ndim == 0 or decay.shape[1:] == (1, 1)):
        level[1:] = inflow
        return _weighed(level, decay)
    flows = inflow if len(inflow) > 1 else np.broadcast_to(inflow, (months, *inflow.shape[1:]))
    for now, then, flow, left in zip(level, level[1:], flows, decay if monthly else repeat(decay), strict=False):
        np.multiply(now, left, out=then)
        then += flow
    return level


def _weighed(flows: Array, decay: Array) -> Array:
    """Return the same levels from start and inflows by one product with the weights of what came earlier."""
    weights = _weights(decay.tobytes(), len(flows))
    columns = flows.reshape(len(flows), len(weights), -1).swapaxes(0, 1)
    return np.asarray((weights @ columns).swapaxes(0, 1).reshape(flows.shape))


@lru_cache(maxsize=64)
def _weights(decays: bytes, months: int) -> Array:
    """Return decay^(month − earlier month), 0 for later months, per decay: (decays, months, months)."""
    age = np.arange(months)[:, None] - np.arange(months)
    decay = np.frombuffer(decays)[:, None, None]
    return np.where(age < 0, 0.0, decay ** np.maximum(age, 0))


def adstock(funnel: Funnel, media: Array, months: int, step: int, before: Any = None) -> Iterator[tuple[slice, Array]]:
    """Yield which months, and each channel's adstocked spend in them: (months, channels, …), ``step`` at a time.

    Where nothing changes from month to month one month stands for all. ``before`` is the adstock until
    now: today's spend unless given.
    """
    before = funnel.spend_today if before is None else np.asarray(before)
    if _steady(funnel, media, before):
        yield slice(0, months), media
        return
    for first in range(0, months, step):
        part = slice(first, min(first + step, months))
        working = media[part] if len(media) > 1 else media
        if funnel.remembers:
            working = accumulate(funnel.carryover, (1 - funnel.carryover) * working, before, part.stop - first)[1:]
            before = working[-1]
        yield part, working


def months_at_once(funnel: Funnel, media: Array, months: int) -> int:
    """Return how many months of all channels, plans and draws fit the processor's cache, or stand for one."""
    if _steady(funnel, media, funnel.spend_today):
        return months
    draws = 1 if media.shape[-1] > 1 else funnel.count
    return min(months, max(1, IN_CACHE // int(media[0].size * draws)))


def _steady(funnel: Funnel, media: Array, before: Array) -> bool:
    return len(media) == 1 and bool(not funnel.remembers or np.all(media == before))


def ramped(spend: Array, carryover: Array, today: Array, months: int) -> Array:
    """Return the spend on a function that is felt: (months or 1, plans, draws). Until now that of today was.

    It follows spend (months or 1, plans, 1) as adstock does.
    """
    if not np.any(carryover) or (len(spend) == 1 and np.all(spend == today)):
        return spend
    return accumulate(carryover, (1 - carryover) * spend, today, months)[1:]


def _qualified_prospects(funnel: Funnel, cohorts: Cohorts, media: Array, months: int) -> Array:
    """Return qualified prospects by cohort: (months or 1, cohorts, plans, draws)."""
    step = months_at_once(funnel, media, months)
    by_part = (funnel.equivalent_prospects.at(working) for _, working in adstock(funnel, media, months, step))
    return np.concatenate([np.einsum("cjpd,tjpd->tcpd", cohorts.readiness, prospects) for prospects in by_part])


def _customers(
    funnel: Funnel, cohorts: Cohorts, accounts: Array, new_customers: Array, months: int
) -> tuple[Array, Array]:
    """Return customers (months + 1, …) and retention per month, constant or (months, plans, draws)."""
    start = cohorts.customers
    if funnel.churn_curve is None:
        retention = 1 - funnel.churn
        return accumulate(retention, new_customers, start, months), retention
    facts = np.shape(funnel.churn_curve.floor)
    row = np.broadcast_shapes(start.shape, new_customers.shape[1:], accounts.shape[1:], facts)
    level = np.empty((months + 1, *row), np.result_type(start, new_customers, accounts))
    level[0] = start
    retention = np.empty((months, *level.shape[2:]), level.dtype)
    for month in range(months):
        heads = positive(add_up(cohorts.heads, level[month : month + 1])[0])
        retention[month] = 1 - funnel.churn_curve.at(accounts[month if len(accounts) > 1 else 0] / heads)
        np.multiply(retention[month], level[month], out=level[month + 1])
        level[month + 1] += new_customers[month]
    return level, retention


def wallet_won(
    start: Array, customers: Array, new_customers: Array, retention: Array, share: Array, adjustment: Array, new: Array
) -> Array:
    """Return wallet won (months + 1, cohorts, plans, draws): those who stay move towards the settled share, new ones
    start at theirs.

    ``start``: (cohorts, plans, draws); ``customers``: (months + 1, …) and ``new_customers``: (months, …) as in `Run`;
    ``retention``: (draws,) or (months, plans, draws); ``share``: the settled one, (months or 1, plans, draws);
    ``adjustment`` and ``new``, a new customer's share: (draws,) or ().
    """
    moved = ((adjustment * retention) * share)[:, None] * customers[:-1]
    settled = moved + new_customers * new
    decay = retention * (1 - adjustment)
    return accumulate(decay[:, None] if decay.ndim == 3 else decay, settled, start, len(settled))
