"""Marginal returns: what one more unit of money brings on each lever.

Exact derivatives by the adjoint method: the run's months are walked backwards once, whatever the
number of levers. The credit of a quantity is what one unit more of it would add to the metric:

    metric ─► wallet won ─► customers ─► new customers ─► pipeline ─► wins ─► sales spend per prospect ─► conversion
                  │             │                                       └───► qualified prospects ─► channels
                  └── share ────┴── churn ─► account spend per customer ─► upsell
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from simulator.facts.measures import Metric
from simulator.model.arrays import Array, positive
from simulator.model.cohorts import for_each
from simulator.model.funnel import Run, accumulate, adstock, by_function, months_at_once
from simulator.model.outcome import discount, lifetime_factor, value_left


def gradient(run: Run, metric: Metric) -> Array:
    """Return d metric / d spend of a run with constant plans: (levers, plans, draws).

    The run must hold sums, not cohorts.
    """
    if len(run.spend) > 1:
        raise ValueError("the gradient is that of a plan which is the same every month")
    funnel = run.funnel
    per_revenue = _per_revenue(run, metric)
    at_end = _at_the_end(run, metric)
    wallet_won = _through_share(run, (per_revenue * funnel.wallet)[:, None] * run.cohorts.worth, at_end)
    customers, upsell = _through_customers(run, wallet_won[1:], at_end)
    new_customers = customers[1:] + wallet_won[1:] * funnel.share_new
    if funnel.has_first_orders:
        new_customers = new_customers + for_each(run.cohorts.heads, per_revenue * funnel.first_order)
    cycle = funnel.sales_cycle_months
    pipeline = _backwards(1 - 1 / cycle, new_customers / cycle, at_end.pipeline)
    prospecting, conversion = _through_wins(run, pipeline[1:])
    sales = _while_felt(conversion, funnel.conversion_carryover)
    accounts = _while_felt(upsell, funnel.upsell_carryover)
    slopes = np.stack(np.broadcast_arrays(*prospecting, sales, accounts))
    return slopes if metric == "revenue" else slopes - _cost(run, metric)


@dataclass(frozen=True)
class _End:
    """What one unit more of each quantity after the last month would add to the metric."""

    wallet_won: Array
    pipeline: Array
    retention: Array


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
    wallet_won = run.cohorts.worth * lifetime_factor(run)
    pipeline = wallet_won * funnel.share_new / (1 + rate * funnel.sales_cycle_months)
    retention = value_left(run) / (rate + 1 - run.retention[-1]) if run.retention.ndim == 3 else nothing
    return _End(wallet_won, pipeline, retention)


def _backwards(decay: Array, flow: Array, at_end: Array) -> Array:
    """Return the credit of a level from what later months owe to it: the recursion, walked backwards."""
    reverse = decay[::-1] if decay.ndim == flow.ndim else decay
    return accumulate(reverse, flow[::-1], at_end, len(flow))[::-1]


def _through_share(run: Run, flow: Array, at_end: _End) -> Array:
    """Return the credit of wallet won per month: (months + 1, cohorts, plans or 1, draws)."""
    decay = run.retention * (1 - run.funnel.share_adjustment)
    return _backwards(decay[:, None] if decay.ndim == 3 else decay, flow, at_end.wallet_won)


def _through_customers(run: Run, later: Array, at_end: _End) -> tuple[Array, Array]:
    """Return the credit of customers per month (months + 1, cohorts, …) and that of upsell spend (months, …).

    ``later`` is the credit of the wallet won a month later.
    """
    adjust, retention, each = run.funnel.share_adjustment, run.retention, run.account_spend_per_customer
    owed = np.einsum("tcpd,tcpd->tpd", later, run.customers[:-1])
    per_spend = (retention * adjust) * owed * run.funnel.share.slope(each) / run.customers_at_start
    diluted = for_each(run.cohorts.heads, per_spend * each)
    flow = later * ((retention * adjust) * run.share)[:, None] - diluted
    if retention.ndim < 3:
        return _backwards(retention, flow, np.zeros((1, 1, 1))), per_spend
    renewed = (1 - adjust) * run.wallet_won[:-1] + adjust * run.customers[:-1] * run.share[:, None]
    per_retention = (later * renewed).sum(axis=1)
    per_retention[-1] += at_end.retention[0]
    return _through_churn(run, flow, per_retention, per_spend)


def _through_churn(run: Run, flow: Array, per_retention: Array, per_spend: Array) -> tuple[Array, Array]:
    """Return the same where account spend lowers churn: ``flow`` and the others are the credit so far."""
    assert run.funnel.churn_curve is not None
    each = run.account_spend_per_customer
    slope = run.funnel.churn_curve.slope(each) / run.customers_at_start
    row = np.broadcast_shapes(flow.shape[1:], per_retention.shape[1:], slope.shape[1:])
    level, through_churn = np.zeros((len(flow) + 1, *row)), np.empty((len(flow), *row[1:]))
    for month in reversed(range(run.months)):
        owed = per_retention[month] + (level[month + 1] * run.customers[month]).sum(axis=0)
        through_churn[month] = -owed * slope[month]
        diluted = through_churn[month] * each[month] * run.cohorts.heads
        level[month] = flow[month] - diluted + run.retention[month] * level[month + 1]
    return level, per_spend + through_churn


def _through_wins(run: Run, wins: Array) -> tuple[Array, Array]:
    """Return the credit of spend on each channel, and of that felt on conversion each month (months, …).

    ``wins`` is the credit of wins per month: (months, cohorts, …).
    """
    each = run.sales_spend_per_prospect
    owed = np.einsum("tcpd,tcpd->tpd", wins, run.qualified_by_cohort)
    per_spend = owed * run.funnel.win_rate.slope(each) / positive(run.qualified_prospects)
    diluted = for_each(run.cohorts.heads, per_spend * each)
    per_prospect = _through_adstock(run, wins * run.win_rate[:, None] - diluted)
    return (run.cohorts.readiness * per_prospect).sum(axis=0), per_spend


def _through_adstock(run: Run, per_qualified: Array) -> Array:
    """Return what one unit of monthly spend on each channel adds, by cohort, while it works: (cohorts, channels, …)."""
    funnel, (media, _, _) = run.funnel, by_function(run.spend)
    step = months_at_once(funnel, media, run.months)
    total: Any = 0.0
    of_one = adstock(funnel, np.ones((1, 1, 1, 1)), run.months, step, before=0.0)
    for (part, working), (_, share) in zip(adstock(funnel, media, run.months, step), of_one, strict=True):
        slope = funnel.equivalent_prospects.slope(working)
        total = total + np.einsum("tcpd,tjpd->cjpd", per_qualified[part], slope * share if funnel.remembers else slope)
    return np.asarray(total)


def _while_felt(per_month: Array, carryover: Array) -> Array:
    """Return what one unit of spend a month adds over the horizon: of it 1 − carryover^t is felt in month t."""
    if np.any(carryover):
        per_month = per_month * (1 - carryover ** np.arange(1, len(per_month) + 1)[:, None, None])
    return np.asarray(per_month.sum(axis=0))


def _cost(run: Run, metric: Metric) -> Array:
    """Return what one unit of monthly spend costs over the horizon."""
    if metric == "gross_profit":
        return np.asarray(float(run.months))
    return np.asarray(discount(run).sum(axis=0))
