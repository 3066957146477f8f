"""Marginal returns: what one more unit of money brings on each lever.

Exact derivatives by the adjoint method: the run's months are walked backwards once, whatever the
number of levers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from simulator.facts.measures import Metric
from simulator.model.funnel import Run, accumulate, at_work, by_heads, months_at_once
from simulator.model.outcome import discount, lifetime_factor, value_left
from simulator.model.parameters import Array, positive


def gradient(run: Run, metric: Metric) -> Array:
    """Return d metric / d spend of a run with constant plans: (levers, plans, draws).

    The run must hold sums, not cohorts.
    """
    if len(run.spend) > 1:
        raise ValueError("the gradient is that of a plan which is the same every month")
    funnel = run.funnel
    per_revenue = _per_revenue(run, metric)
    at_end = _at_the_end(run, metric)
    wallet_won = _through_share(run, (per_revenue * funnel.wallet)[:, None] * run.worth, at_end)
    customers, per_care = _through_customers(run, wallet_won[1:], at_end)
    new_customers = customers[1:] + wallet_won[1:] * funnel.share_new
    if funnel.has_first_orders:
        new_customers = new_customers + by_heads(run.plain, per_revenue * funnel.first_order)
    cycle = funnel.sales_cycle_months
    pipeline = _backwards(1 - 1 / cycle, new_customers / cycle, at_end.pipeline)
    prospecting, conversion = _through_wins(run, pipeline[1:])
    each = [*prospecting, conversion, per_care.sum(axis=0)]
    slopes = np.stack(np.broadcast_arrays(*each))
    return slopes if metric == "revenue" else slopes - _cost(run, metric)


@dataclass(frozen=True)
class _End:
    """What one unit more of each quantity after the last month would add to the metric."""

    wallet_won: Array
    pipeline: Array
    kept: Array


def _per_revenue(run: Run, metric: Metric) -> Array:
    """Return what one unit of a month's revenue adds to the metric: (months, 1, draws or 1)."""
    each = np.ones((run.months, 1, 1))
    if metric == "revenue":
        return each
    each = each if metric == "gross_profit" else discount(run)[:, None]
    return np.asarray(each * run.funnel.gross_margin)


def _at_the_end(run: Run, metric: Metric) -> _End:
    nothing = np.zeros((1, 1, 1))
    if metric != "customer_equity":
        return _End(nothing, nothing, nothing)
    funnel, rate = run.funnel, run.funnel.monthly_discount
    wallet_won = run.worth * lifetime_factor(run)
    pipeline = wallet_won * funnel.share_new / (1 + rate * funnel.sales_cycle_months)
    kept = value_left(run) / (rate + 1 - run.kept[-1]) if run.kept.ndim == 3 else nothing
    return _End(wallet_won, pipeline, kept)


def _backwards(decay: Array, flow: Array, at_end: Array) -> Array:
    """Return the credit of a level from what later months owe to it: the recursion, walked backwards."""
    reverse = decay[::-1] if decay.ndim == flow.ndim else decay
    return accumulate(reverse, flow[::-1], at_end, len(flow))[::-1]


def _through_share(run: Run, flow: Array, at_end: _End) -> Array:
    """Return the credit of wallet won per month: (months + 1, cohorts, plans or 1, draws)."""
    decay = run.kept * (1 - run.funnel.share_adjustment)
    return _backwards(decay[:, None] if decay.ndim == 3 else decay, flow, at_end.wallet_won)


def _through_customers(run: Run, later: Array, at_end: _End) -> tuple[Array, Array]:
    """Return the credit of customers per month (months + 1, cohorts, …) and that of upsell spend (months, …).

    ``later`` is the credit of the wallet won a month later.
    """
    adjust, monthly = run.funnel.share_adjustment, run.kept.ndim == 3
    nothing = np.zeros((1, 1, 1))
    owed = np.einsum("tcpd,tcpd->tpd", later, run.customers[:-1])
    per_care = (run.kept * adjust) * owed * run.funnel.share.slope(run.care) / run.base
    flow = later * ((run.kept * adjust) * run.share)[:, None] - by_heads(run.plain, per_care * run.care)
    if not monthly:
        return _backwards(run.kept, flow, nothing), per_care
    renewed = (1 - adjust) * run.wallet_won[:-1] + adjust * run.customers[:-1] * run.share[:, None]
    kept = (later * renewed).sum(axis=1)
    kept[-1] += at_end.kept[0]
    return _through_churn(run, flow, kept, per_care)


def _through_churn(run: Run, flow: Array, kept: Array, per_care: Array) -> tuple[Array, Array]:
    """Return the same where care keeps customers: ``flow`` and ``kept`` are the credit so far."""
    assert run.funnel.churn_curve is not None
    slope = run.funnel.churn_curve.slope(run.care) / run.base
    row = np.broadcast_shapes(flow.shape[1:], kept.shape[1:], slope.shape[1:])
    level, through_kept = np.zeros((len(flow) + 1, *row)), np.empty((len(flow), *row[1:]))
    for month in reversed(range(run.months)):
        owed = kept[month] + (level[month + 1] * run.customers[month]).sum(axis=0)
        through_kept[month] = -owed * slope[month]
        diluted = through_kept[month] * run.care[month] * run.plain
        level[month] = flow[month] - diluted + run.kept[month] * level[month + 1]
    return level, per_care + through_kept


def _through_wins(run: Run, wins: Array) -> tuple[Array, Array]:
    """Return the credit of spend on each channel and on conversion, from that of wins (months, cohorts, …)."""
    funnel = run.funnel
    owed = np.einsum("tcpd,tcpd->tpd", wins, run.ready_by_cohort)
    per_effort = owed * funnel.win_rate.slope(run.effort) / positive(run.ready)
    per_ready = wins * run.win_rate[:, None] - by_heads(run.plain, per_effort * run.effort)
    per_prospect = _while_at_work(run, per_ready)
    return (funnel.ready * per_prospect).sum(axis=0), per_effort.sum(axis=0)


def _while_at_work(run: Run, per_ready: Array) -> Array:
    """Return what one unit of monthly spend on each channel adds, by cohort, while it works: (cohorts, channels, …)."""
    funnel, media = run.funnel, run.spend[:, :-2]
    step = months_at_once(funnel, media, run.months)
    total: Any = 0.0
    of_one = at_work(funnel, np.ones((1, 1, 1, 1)), run.months, step, before=0.0)
    for (part, working), (_, share) in zip(at_work(funnel, media, run.months, step), of_one, strict=True):
        slope = funnel.prospects.slope(working)
        total = total + np.einsum("tcpd,tjpd->cjpd", per_ready[part], slope * share if funnel.remembers else slope)
    return np.asarray(total)


def _cost(run: Run, metric: Metric) -> Array:
    """Return what one unit of monthly spend costs over the horizon."""
    if metric == "gross_profit":
        return np.asarray(float(run.months))
    return np.asarray(discount(run).sum(axis=0))
