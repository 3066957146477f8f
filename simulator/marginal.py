"""Marginal returns: what one more unit of money brings on each lever.

Exact derivatives by the adjoint method: the run's months are walked backwards once, whatever the
number of levers.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

import numpy as np

from simulator.business import Business
from simulator.coefficients import Array, funnel_of, positive
from simulator.funnel import Run, accumulate, add_up, run, spend_array
from simulator.metrics import Metric, check_metric, check_months
from simulator.outcome import discount, lifetime_factor, value_left
from simulator.plan import Plan


@lru_cache(maxsize=512)
def marginal_returns(
    business: Business, plan: Plan, months: int = 24, metric: Metric = "revenue"
) -> MappingProxyType[str, float]:
    """Return, per lever, d metric / d(monthly spend on it) ÷ months, exactly.

    That is what one more unit of money spent there brings back over the horizon: money per money.
    Raises `InvalidInput` for unknown channels, months or metric.
    """
    check_months(months)
    check_metric(metric)
    fitted = plan.fitted(business.levers)
    result = run(funnel_of(business), spend_array(business.levers, fitted.amounts), months)
    slopes = gradient(result, metric)[:, 0, 0] / months
    return MappingProxyType(dict(zip(business.levers, map(float, slopes), strict=True)))


@dataclass
class _Credit:
    """What one unit more of each quantity would add to the metric; names as in `Run`."""

    revenue: Array
    wallet_won: Array
    customers: Array
    pipeline_at_end: Array
    kept: Array
    upsell: Array


def gradient(run: Run, metric: Metric) -> Array:
    """Return d metric / d spend of a run with constant plans: (levers, plans, draws).

    The run must hold sums, not cohorts.
    """
    if len(run.spend) > 1:
        raise ValueError("the gradient is that of a plan which is the same every month")
    credit = _at_the_end(run, metric)
    _through_share(run, credit)
    new_customers = credit.wallet_won[1:] * run.funnel.share_new
    if np.any(run.funnel.first_order):
        new_customers = new_customers + (credit.revenue * run.funnel.first_order)[:, None] * run.plain
    customers = _through_customers(run, credit)
    pipeline = _backwards(
        1 - 1 / run.funnel.sales_cycle_months,
        (new_customers + customers[1:]) / run.funnel.sales_cycle_months,
        credit.pipeline_at_end,
    )
    prospecting, conversion = _through_wins(run, pipeline[1:])
    slopes = np.concatenate([prospecting, conversion[None], credit.upsell[None]])
    return slopes - _cost(run, metric)


def _at_the_end(run: Run, metric: Metric) -> _Credit:
    funnel = run.funnel
    plans = run.win_rate.shape[1:]
    if metric == "revenue":
        each = np.ones((run.months, 1, 1))
    elif metric == "gross_profit":
        each = np.broadcast_to(funnel.gross_margin, (run.months, 1, np.size(funnel.gross_margin)))
    else:
        each = (discount(run) * funnel.gross_margin)[:, None]
    wallet_won = np.zeros((run.months + 1, *run.wallet_won.shape[1:]))
    wallet_won[:-1] = (each * funnel.wallet)[:, None] * run.worth
    pipeline = np.zeros_like(run.pipeline[-1])
    kept = np.zeros((run.months, *plans)) if run.kept.ndim == 3 else np.zeros(())
    if metric == "customer_equity":
        factor = run.worth * lifetime_factor(run)
        wallet_won[-1] = factor
        pipeline = factor * funnel.share_new / (1 + funnel.monthly_discount * funnel.sales_cycle_months) + pipeline
        if kept.ndim:
            kept[-1] = value_left(run) / (funnel.monthly_discount + 1 - run.kept[-1])
    nothing = np.zeros(())
    return _Credit(each, wallet_won, np.zeros_like(run.customers), pipeline, kept, nothing)


def _backwards(decay: Array, flow: Array, at_end: Array) -> Array:
    """Return the credit of a level from what later months owe to it: the recursion, walked backwards."""
    reverse = decay[::-1] if decay.ndim == flow.ndim else decay
    return accumulate(reverse, flow[::-1], at_end, len(flow))[::-1]


def _through_share(run: Run, credit: _Credit) -> None:
    """Add what upsell, customers and the share kept are worth through wallet won."""
    adjust = run.funnel.share_adjustment
    monthly = run.kept.ndim == 3
    kept = run.kept[:, None] if monthly else run.kept
    credit.wallet_won = _backwards(kept * (1 - adjust), credit.wallet_won[:-1], credit.wallet_won[-1])
    later = credit.wallet_won[1:]
    credit.customers[:-1] = kept * adjust * run.share[:, None] * later
    owed = add_up(np.ones_like(run.plain), later * run.customers[:-1])
    per_care = (run.kept * adjust) * owed * run.funnel.share.slope(run.care) / run.base
    credit.upsell = per_care.sum(axis=0)
    credit.customers[:-1] -= (per_care * run.care)[:, None] * run.plain
    if monthly:
        renewed = (1 - adjust) * run.wallet_won[:-1] + adjust * run.customers[:-1] * run.share[:, None]
        credit.kept = credit.kept + (later * renewed).sum(axis=1)


def _through_customers(run: Run, credit: _Credit) -> Array:
    """Return the credit of customers per month: (months + 1, cohorts, plans, draws)."""
    if run.funnel.churn_curve is None:
        return _backwards(run.kept, credit.customers[:-1], credit.customers[-1])
    slope = run.funnel.churn_curve.slope(run.care) / run.base
    level = [credit.customers[-1]]
    for month in reversed(range(run.months)):
        owed = credit.kept[month] + (level[-1] * run.customers[month]).sum(axis=0)
        per_care = -owed * slope[month]
        credit.upsell = credit.upsell + per_care
        mine = credit.customers[month] - (per_care * run.care[month])[None] * run.plain
        level.append(mine + run.kept[month] * level[-1])
    return np.stack(level[::-1])


def _through_wins(run: Run, wins: Array) -> tuple[Array, Array]:
    """Return the credit of spend on each channel and on conversion, from that of wins (months, cohorts, …)."""
    funnel = run.funnel
    heads = add_up(run.plain, wins) if len(run.plain) == 1 else wins[:, 0]
    each = heads[:, None]
    if len(run.plain) == 2:
        each = each + wins[:, 1:2] * funnel.value_index
    by_channel = funnel.win_rate_index * run.prospects
    owed = (each * by_channel).sum(axis=1)
    per_effort = owed * funnel.win_rate.slope(run.effort) / positive(run.ready)
    per_prospect = run.win_rate[:, None] * each - (per_effort * run.effort)[:, None]
    per_prospect = per_prospect * funnel.win_rate_index
    if not funnel.remembers:
        return (per_prospect.sum(axis=0) * funnel.prospects.slope(run.spend_working)[0]), per_effort.sum(axis=0)
    per_working = per_prospect * funnel.prospects.slope(run.spend_working)
    memory = np.cumprod(np.broadcast_to(funnel.carryover, (run.months, *funnel.carryover.shape)), axis=0)
    return (per_working * (1 - memory)).sum(axis=0), per_effort.sum(axis=0)


def _cost(run: Run, metric: Metric) -> Array:
    """Return what one unit of monthly spend costs over the horizon."""
    if metric == "revenue":
        return np.zeros(())
    if metric == "gross_profit":
        return np.asarray(float(run.months))
    return np.asarray(discount(run).sum(axis=0))
