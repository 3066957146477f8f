"""What the next money on each lever brings back: its slope, or that of a small step where the slope has no end."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from simulator.facts.business import Business
from simulator.facts.curves import Curve
from simulator.facts.frozen_map import FrozenMap
from simulator.facts.measures import Metric, check_metric, check_months
from simulator.facts.plan import Plan
from simulator.model.arrays import Array
from simulator.model.funnel import Run, run, spend_array
from simulator.model.gradient import gradient
from simulator.model.outcome import value_of
from simulator.model.parameters import funnel_of

STEP = 1 / 200
"""Of a plan's total: about what one press of + moves."""


@lru_cache(maxsize=512, typed=True)
def marginal_returns(
    business: Business, plan: Plan, months: int = 24, metric: Metric = "revenue"
) -> Mapping[str, float]:
    """Return, per lever, d metric / d(monthly spend on it) ÷ months, exactly.

    That is what one more unit of money spent there brings back over the horizon: money per money. A lever without
    money whose curve rises vertically from there (ADBUDG below power 1) brings what a two-hundredth of the plan does.
    Raises `InvalidInput` for unknown channels, months or metric.
    """
    check_months(months)
    check_metric(metric)
    fitted = plan.fitted(business.levers)
    result = run(funnel_of(business), spend_array(business.levers, fitted.amounts), months)
    returns = next_returns(result, metric)[:, 0, 0]
    return FrozenMap(zip(business.levers, map(float, returns), strict=True))


def next_returns(result: Run, metric: Metric) -> Array:
    """Return what the next unit of money on each lever brings back: (levers, plans, draws), money per money.

    On a lever without money whose curve is vertical there, a unit of the next step: `STEP` of the plan, a part and no
    round amount, so that other units of money, as in a private link, change nothing. The run must be of plans that are
    the same every month.
    """
    returns = gradient(result, metric) / result.months
    idle = (result.spend[0, :, :, 0] == 0) & result.funnel.with_curve(_is_vertical)[:, None]
    for lever in np.flatnonzero(idle.any(axis=1)):
        totals = result.spend[0, :, :, 0].sum(axis=0)
        steps = np.where(totals > 0, STEP * totals, 1.0)
        spend = result.spend.copy()
        spend[0, lever, :, 0] += steps
        more = value_of(run(result.funnel, spend, result.months), metric) - value_of(result, metric)
        by_step = more / (steps[:, None] * result.months)
        returns[lever] = np.where(idle[lever][:, None], by_step, returns[lever])
    return returns


def _is_vertical(curve: Curve) -> NDArray[np.bool_]:
    """Return where a curve has an infinite slope at zero."""
    rises = np.asarray(curve.ceiling) > np.asarray(curve.floor)
    return np.asarray((curve.family == "adbudg") & (np.asarray(curve.power) < 1) & rises)
