"""Problems to measure and test the optimiser on, and an independent answer to those with separate channels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from simulator import Business, Channel
from simulator.facts.curves import Curve

Floats = NDArray[np.float64]
FLAT = {"curve": "flat", "prospects_at_double": None}


@dataclass(frozen=True)
class Separate:
    """A budget over channels that do not touch each other: maximise the sum of curves(spend)."""

    curves: Curve
    """Coefficients (channels,)."""
    total: float

    def values(self, plans: Floats) -> Floats:
        """Return the sum of results of plans (plans, channels)."""
        return np.asarray(self.curves.at(plans).sum(axis=-1))

    def __call__(self, plans: Floats) -> tuple[Floats, Floats]:
        """Return values and gradients."""
        return self.values(plans), np.asarray(self.curves.slope(plans))


def s_shaped(seed: int) -> Separate:
    """Return three to six ADBUDG channels with powers of 1.5 to 4 and a budget too small to saturate all."""
    rng = np.random.default_rng(seed)
    count = int(rng.integers(3, 7))
    half = rng.uniform(200, 2000, count)
    curves = Curve("adbudg", np.zeros(count), rng.uniform(20, 200, count), half, rng.uniform(1.5, 4, count))
    return Separate(curves, float(half.sum() * rng.uniform(0.3, 1.5)))


def concave(channels: int, seed: int = 0) -> Separate:
    """Return modified exponential channels with a budget that saturates none."""
    rng = np.random.default_rng(seed)
    scale = rng.uniform(500, 5000, channels)
    curves = Curve("exponential", np.zeros(channels), rng.uniform(20, 200, channels), scale, np.ones(channels))
    return Separate(curves, float(scale.sum() * 0.7))


def best_known(problem: Separate, points: int = 2001) -> tuple[Floats, float]:
    """Return the best plan and value of separate channels: a dynamic programme on a grid, then a polish."""
    grid = np.linspace(0, problem.total, points)
    tables = problem.curves.at(grid[:, None]).T
    places = np.arange(points)
    left = places[:, None] - places
    best, choices = tables[0], []
    for table in tables[1:]:
        totals = np.where(left >= 0, best[np.maximum(left, 0)] + table, -np.inf)
        choices.append(totals.argmax(axis=1))
        best = totals.max(axis=1)
    plan, rest = np.zeros(len(tables)), points - 1
    for channel in range(len(tables) - 1, 0, -1):
        plan[channel] = grid[choices[channel - 1][rest]]
        rest -= choices[channel - 1][rest]
    plan[0] = grid[rest]
    return _polished(problem, plan)


def _polished(problem: Separate, plan: Floats) -> tuple[Floats, float]:
    polish = minimize(  # type: ignore[call-overload]
        lambda x: -float(problem.values(x)),
        plan,
        jac=lambda x: -np.asarray(problem.curves.slope(x)),
        method="SLSQP",
        bounds=[(0, problem.total)] * len(plan),
        constraints={"type": "eq", "fun": lambda x: x.sum() - problem.total, "jac": np.ones_like},
        options={"ftol": 1e-15, "maxiter": 200},
    )
    feasible = abs(polish.x.sum() - problem.total) < 1e-9 * problem.total
    found = [plan] + ([polish.x] if feasible else [])
    best = max(found, key=lambda each: float(problem.values(each)))
    return best, float(problem.values(best))


def company_of(problem: Separate) -> Business:
    """Return a company with these channels, whose sales and upsell spend change nothing."""
    channels = tuple(_channel(f"Channel {place}", problem, place) for place in range(np.size(problem.curves.scale)))
    return Business(
        name="Channels alone", currency="index", channels=channels, conversion_spend=0, win_rate=0.1,
        win_rate_at_zero=0.1, win_rate_curve="flat", sales_cycle_months=1, upsell_spend=0, share_of_wallet=0.5,
        share_at_zero=0.5, share_curve="flat", share_new=0.5, share_adjustment=0.1, customers=0, churn=0.02,
        wallet=100, gross_margin=0.5,
    )  # fmt: skip


def _channel(name: str, problem: Separate, place: int) -> Channel:
    curves = problem.curves
    one = Curve(curves.family, curves.floor[place], curves.ceiling[place], curves.scale[place], curves.power[place])
    spend = float(one.scale)
    facts = {
        "prospects": float(one.at(spend)),
        "prospects_at_zero": 0.0,
        "prospects_at_double": float(one.at(2 * spend)),
    }
    if one.family == "adbudg":
        facts["prospects_ceiling"] = float(one.ceiling)
    return Channel(name=name, spend=spend, curve=one.one_family, **facts)
