"""The monthly funnel: from spend to prospects, wins, customers, wallet won and revenue.

The one kernel. Every other result is this one run with other axes. Axes inside, in this order:
months, channels or cohorts, plans, draws of the facts. A length of 1 broadcasts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from simulator.coefficients import Array, Funnel, positive

CHUNK = 1024
"""Plans or draws computed at once: few enough for one chunk's months to stay in the processor's cache."""


@dataclass(frozen=True)
class Run:
    """All quantities of one run; levels (pipeline, customers, wallet won) have one month more than flows.

    Shapes: (months or 1, channels, plans, draws) for spend_working and prospects, (months, cohorts,
    plans, draws) for wins, new customers and levels, (months, plans, draws) for the rest. `plain` and
    `worth` (cohorts, 1, draws) add the cohorts up by heads and by what their customers are worth.
    """

    funnel: Funnel
    months: int
    spend: Array
    spend_working: Array
    prospects: Array
    ready: Array
    effort: Array
    win_rate: Array
    pipeline: Array
    new_customers: Array
    customers: Array
    kept: Array
    care: Array
    share: Array
    wallet_won: Array
    plain: Array
    worth: Array

    @property
    def base(self) -> Array:
        """Customers at the start of each month, all cohorts, never quite zero."""
        return positive(add_up(self.plain, self.customers[:-1]))

    @property
    def revenue(self) -> Array:
        """Revenue per month: (months, plans, draws)."""
        recurring: Array = self.funnel.wallet * add_up(self.worth, self.wallet_won[:-1])
        if not np.any(self.funnel.first_order):
            return recurring
        first: Array = self.funnel.first_order * add_up(self.plain, self.new_customers)
        return recurring + first

    @property
    def gross_profit(self) -> Array:
        """Gross margin less all spend and fixed cost, per month: (months, plans, draws)."""
        profit: Array = self.funnel.gross_margin * self.revenue - self.spend.sum(axis=1) - self.funnel.fixed_cost
        return profit


def spend_array(levers: Sequence[str], amounts: Any) -> Array:
    """Return plans (plans, levers) as the kernel takes them: (1, levers, plans, 1)."""
    plans = np.atleast_2d(np.asarray(amounts))
    if plans.shape[-1] != len(levers):
        raise ValueError(f"a plan has {len(levers)} amounts, not {plans.shape[-1]}")
    return plans.T[None, :, :, None]


def run(funnel: Funnel, spend: Array, months: int, by_cohort: bool = False) -> Run:
    """Run the funnel.

    ``spend``: (1 or months, levers, plans, 1): constant, or a budget per month. With ``by_cohort``
    the cohorts are today's customers of each channel, then the new ones of each channel; without, only
    sums are kept (customers by heads and, where channels differ in value, by worth).
    """
    channels = len(funnel.levers) - 2
    working = _working_spend(funnel, spend[:, :channels], months)
    prospects = funnel.prospects.at(working)
    by_channel = funnel.win_rate_index * prospects
    ready = by_channel.sum(axis=1)
    effort = spend[:, channels] / positive(ready)
    win_rate = funnel.win_rate.at(effort)
    plain, worth, starts, inflow = _cohorts(funnel, by_channel, ready, by_cohort)
    wins = win_rate[:, None] * inflow
    pipeline = accumulate(1 - 1 / funnel.sales_cycle_months, wins, starts[0], months)
    new_customers = pipeline[:-1] / funnel.sales_cycle_months
    customers, kept = _customers(funnel, spend[:, channels + 1], new_customers, starts[1], plain, months)
    care = spend[:, channels + 1] / positive(add_up(plain, customers[:-1]))
    share = funnel.share.at(care)
    adjust = funnel.share_adjustment
    settled = customers[:-1] * (adjust * kept * share)[:, None]
    settled = settled + new_customers * funnel.share_new
    decay = kept * (1 - adjust)
    wallet_won = accumulate(decay[:, None] if decay.ndim == 3 else decay, settled, starts[2], months)
    return Run(
        funnel, months, spend, working, prospects, ready, effort, win_rate, pipeline, new_customers,
        customers, kept, care, share, wallet_won, plain, worth,
    )  # fmt: skip


def accumulate(decay: Array, inflow: Array, start: Array, months: int) -> Array:
    """Return the level with level[0] = start, level[t+1] = decay·level[t] + inflow[t]: (months + 1, …).

    ``decay`` has a month axis only where it has as many axes as ``inflow``.
    """
    monthly = decay.ndim == inflow.ndim
    row = np.broadcast_shapes(decay.shape[1:] if monthly else decay.shape, inflow.shape[1:], start.shape)
    level = np.empty((months + 1, *row), np.result_type(decay, inflow, start))
    level[0] = start
    if not monthly and level[0].size <= 64:
        level[1:] = inflow
        reach = 1
        while reach <= months:
            level[reach:] += decay**reach * level[:-reach]
            reach *= 2
        return level
    for month in range(months):
        np.multiply(level[month], decay[month] if monthly else decay, out=level[month + 1])
        level[month + 1] += inflow[month if len(inflow) > 1 else 0]
    return level


def add_up(weights: Array, cohorts: Array) -> Array:
    """Return the weighted sum over the cohort axis: (months, plans, draws)."""
    if len(weights) == 1:
        return np.asarray(cohorts[:, 0] * weights[0])
    return np.asarray((weights * cohorts).sum(axis=1))


def _working_spend(funnel: Funnel, spend: Array, months: int) -> Array:
    if not funnel.remembers:
        return spend
    if len(spend) == 1:
        memory = np.cumprod(np.broadcast_to(funnel.carryover, (months, *funnel.carryover.shape)), axis=0)
        return np.asarray(spend + memory * (funnel.spend_today - spend))
    fresh = (1 - funnel.carryover) * spend
    return accumulate(funnel.carryover, fresh, funnel.spend_today, months)[1:]


def _cohorts(
    funnel: Funnel, by_channel: Array, ready: Array, by_cohort: bool
) -> tuple[Array, Array, tuple[Array, Array, Array], Array]:
    levels = (funnel.pipeline, funnel.customers, funnel.wallet_won)
    values = funnel.value_index
    if by_cohort:
        values = np.concatenate([values, values])
        inflow = np.concatenate([np.zeros_like(by_channel), by_channel], axis=1)
        nothing = np.zeros_like(funnel.customers)
        pipeline = np.concatenate([nothing, funnel.pipeline])
        customers, wallet_won = (np.concatenate([level, nothing]) for level in levels[1:])
        return np.ones_like(values), values, (pipeline, customers, wallet_won), inflow
    if funnel.equal_values:
        one = np.ones((1, 1, 1))
        heads = [level.sum(axis=0, keepdims=True) for level in levels]
        return one, one, (heads[0], heads[1], heads[2]), ready[:, None]
    both = [_pair(level.sum(axis=0), (values * level).sum(axis=0), 0) for level in levels]
    inflow = _pair(ready, (values * by_channel).sum(axis=1), 1)
    first, second = np.array([1.0, 0.0])[:, None, None], np.array([0.0, 1.0])[:, None, None]
    return first, second, (both[0], both[1], both[2]), inflow


def _pair(heads: Array, worth: Array, axis: int) -> Array:
    return np.stack(np.broadcast_arrays(heads, worth), axis=axis)


def _customers(
    funnel: Funnel, upsell: Array, new: Array, start: Array, plain: Array, months: int
) -> tuple[Array, Array]:
    """Return customers (months + 1, …) and the share kept per month, constant or (months, plans, draws)."""
    if funnel.churn_curve is None:
        kept = 1 - funnel.churn
        return accumulate(kept, new, start, months), kept
    level = [np.broadcast_to(start, np.broadcast_shapes(start.shape, new.shape[1:]))]
    kept_each = []
    for month in range(months):
        care = upsell[month if len(upsell) > 1 else 0] / positive(add_up(plain, level[-1][None])[0])
        kept_each.append(1 - funnel.churn_curve.at(care))
        level.append(kept_each[-1] * level[-1] + new[month])
    return np.stack(level), np.stack(kept_each)
