"""The monthly funnel: from spend to prospects, wins, customers, wallet won and revenue.

The one kernel. Every other result is this one run with other axes. Axes inside, in this order:
months, channels or cohorts, plans, draws of the facts. A length of 1 broadcasts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import repeat
from typing import Any

import numpy as np

from simulator.model.parameters import Array, Funnel, positive

FEW = 256
"""Numbers per month up to which a step costs more in calls than in arithmetic."""
IN_CACHE = 65536
"""Numbers of one kind, several kinds of which fit the processor's cache."""
CHUNK = 1024
"""Plans or draws computed at once: few enough for one chunk's months to stay in the processor's cache."""

ONE = np.ones((1, 1, 1))
FIRST, SECOND = np.array([[1.0], [0.0]])[:, :, None], np.array([[0.0], [1.0]])[:, :, None]
"""Weights of a single sum, and of each of two."""


@dataclass(frozen=True)
class Run:
    """All quantities of one run; levels (pipeline, customers, wallet won) have one month more than flows.

    Shapes: (months, cohorts, plans, draws) for new customers and levels, with months or 1 for
    ready_by_cohort, (months, plans, draws) for the rest. `plain` and `worth` (cohorts, 1, draws) add the
    cohorts up by heads and by what their customers are worth.
    """

    funnel: Funnel
    months: int
    spend: Array
    ready_by_cohort: Array
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
    base: Array
    """Customers at the start of each month, all cohorts, never quite zero."""

    @cached_property
    def spend_working(self) -> Array:
        """Each channel's spend at work: (months or 1, channels, plans, draws)."""
        media = self.spend[:, : len(self.funnel.levers) - 2]
        return np.concatenate([working for _, working in at_work(self.funnel, media, self.months, self.months)])

    @cached_property
    def prospects(self) -> Array:
        """New prospects by channel: (months or 1, channels, plans, draws)."""
        return self.funnel.prospects.at(self.spend_working)

    @cached_property
    def revenue(self) -> Array:
        """Revenue per month: (months, plans, draws)."""
        recurring: Array = self.funnel.wallet * add_up(self.worth, self.wallet_won[:-1])
        if not self.funnel.has_first_orders:
            return recurring
        first: Array = self.funnel.first_order * add_up(self.plain, self.new_customers)
        return recurring + first

    @cached_property
    def gross_profit(self) -> Array:
        """Gross margin less all spend and fixed cost, per month: (months, plans, draws)."""
        margin: Array = self.funnel.gross_margin * self.revenue
        return np.asarray(margin - (self.spend.sum(axis=1) + self.funnel.fixed_cost))


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
    plain, worth, starts = _cohorts(funnel, by_cohort)
    ready_by_cohort = _ready(funnel, spend[:, :channels], months, by_cohort)
    ready = add_up(plain, ready_by_cohort)
    effort = spend[:, channels] / positive(ready)
    win_rate = funnel.win_rate.at(effort)
    pipeline = accumulate(1 - 1 / funnel.sales_cycle_months, win_rate[:, None] * ready_by_cohort, starts[0], months)
    new_customers = pipeline[:-1] / funnel.sales_cycle_months
    customers, kept = _customers(funnel, spend[:, channels + 1], new_customers, starts[1], plain, months)
    base = positive(add_up(plain, customers[:-1]))
    care = spend[:, channels + 1] / base
    share = funnel.share.at(care)
    moved = ((funnel.share_adjustment * kept) * share)[:, None] * customers[:-1]
    decay = kept * (1 - funnel.share_adjustment)
    settled = moved + new_customers * funnel.share_new
    wallet_won = accumulate(decay[:, None] if decay.ndim == 3 else decay, settled, starts[2], months)
    return Run(
        funnel, months, spend, ready_by_cohort, ready, effort, win_rate, pipeline,
        new_customers, customers, kept, care, share, wallet_won, plain, worth, base,
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


def add_up(weights: Array, cohorts: Array) -> Array:
    """Return the weighted sum over the cohort axis: (months, plans, draws)."""
    if weights is ONE:
        return cohorts[:, 0]
    return np.asarray(np.einsum("cpd,tcpd->tpd", weights, cohorts))


def by_heads(weights: Array, each: Array) -> Array:
    """Return what is so for every customer (months, plans, draws), by cohort: the other way round than `add_up`."""
    return each[:, None] if weights is ONE else each[:, None] * weights


def at_work(funnel: Funnel, media: Array, months: int, step: int, before: Any = None) -> Iterator[tuple[slice, Array]]:
    """Yield which months, and each channel's spend at work in them: (months, channels, …), ``step`` at a time.

    Where nothing changes from month to month one month stands for all. ``before`` was at work until
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
    return min(months, max(1, IN_CACHE // int(media[0].size * funnel.count)))


def _steady(funnel: Funnel, media: Array, before: Array) -> bool:
    return len(media) == 1 and bool(not funnel.remembers or np.all(media == before))


def _ready(funnel: Funnel, media: Array, months: int, by_cohort: bool) -> Array:
    """Return the prospects ready to buy, by cohort: (months or 1, cohorts, plans, draws)."""
    step = months_at_once(funnel, media, months)
    by_part = (funnel.prospects.at(working) for _, working in at_work(funnel, media, months, step))
    if not by_cohort:
        return np.concatenate([np.einsum("cjpd,tjpd->tcpd", funnel.ready, prospects) for prospects in by_part])
    by_channel = np.concatenate([funnel.win_rate_index * prospects for prospects in by_part])
    return np.concatenate([np.zeros_like(by_channel), by_channel], axis=1)


def _cohorts(funnel: Funnel, by_cohort: bool) -> tuple[Array, Array, tuple[Array, Array, Array]]:
    """Return `Run.plain`, `Run.worth` and today's pipeline, customers and wallet won."""
    if not by_cohort:
        return (ONE, ONE, funnel.starts) if funnel.equal_values else (FIRST, SECOND, funnel.starts)
    values = np.concatenate([funnel.value_index] * 2)
    nothing = np.zeros_like(funnel.customers)
    pipeline = np.concatenate([np.zeros_like(funnel.pipeline), funnel.pipeline])
    customers, wallet_won = (np.concatenate([level, nothing]) for level in (funnel.customers, funnel.wallet_won))
    return np.ones_like(values), values, (pipeline, customers, wallet_won)


def _customers(
    funnel: Funnel, upsell: Array, new: Array, start: Array, plain: Array, months: int
) -> tuple[Array, Array]:
    """Return customers (months + 1, …) and the share kept per month, constant or (months, plans, draws)."""
    if funnel.churn_curve is None:
        kept = 1 - funnel.churn
        return accumulate(kept, new, start, months), kept
    row = np.broadcast_shapes(start.shape, new.shape[1:], np.shape(funnel.churn_curve.floor))
    level = np.empty((months + 1, *row), np.result_type(start, new, upsell))
    level[0] = start
    kept = np.empty((months, *level.shape[2:]), level.dtype)
    for month in range(months):
        care = upsell[month if len(upsell) > 1 else 0] / positive(add_up(plain, level[month : month + 1])[0])
        kept[month] = 1 - funnel.churn_curve.at(care)
        np.multiply(kept[month], level[month], out=level[month + 1])
        level[month + 1] += new[month]
    return level, kept
