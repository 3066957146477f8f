"""Random companies of every kind, with budgets and limits to split within."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from simulator import Business, Channel
from simulator.facts.curve_facts import CHANNEL_CURVE, SHARE_CURVE, WIN_RATE_CURVE, CurveFacts
from simulator.facts.curves import Family, calibrate
from simulator.facts.measures import METRICS, Metric

CONCAVE: tuple[Family, ...] = ("exponential", "exponential", "michaelis-menten", "adbudg", "flat")


@dataclass(frozen=True)
class Task:
    """A budget to split."""

    business: Business
    total: float
    bounds: dict[str, tuple[float, float]]
    metric: Metric
    months: int


def concave_task(seed: int) -> Task:
    """Return a company of diminishing returns, from one channel to twelve, with idle and flat levers, locks and limits.

    Money, prospects and customers are of any size; a third of the companies have no customers yet.
    """
    rng = np.random.default_rng(seed)
    business = _company(rng)
    total = float(max(business.plan.total, business.channels[0].effort) * rng.choice([0.3, 1, 1, 2.5]))
    metric, months = METRICS[rng.integers(3)], int(rng.choice([12, 24, 36]))
    return Task(business, total, _bounds(rng, business, total), metric, months)


def mixed_company(channels: int, seed: int) -> Business:
    """Return a company whose channels are exponential, Michaelis–Menten and S-shaped in turn."""
    rng = np.random.default_rng(seed)
    roster = [_mixed_channel(rng, place) for place in range(channels)]
    return Business(
        name="Mixed curves", currency="USD", channels=tuple(roster), conversion_spend=5000, win_rate=0.09,
        win_rate_at_zero=0.02, win_rate_at_double=0.12, sales_cycle_months=3, upsell_spend=2500, share_of_wallet=0.3,
        share_at_zero=0.2, share_at_double=0.36, share_new=0.1, share_adjustment=0.15, customers=600, churn=0.02,
        wallet=900, gross_margin=0.45,
    )  # fmt: skip


def _mixed_channel(rng: np.random.Generator, place: int) -> Channel:
    today, power = float(rng.uniform(20, 300)), rng.uniform(1.5, 4)
    facts: dict[str, Any] = {"prospects_at_double": today * rng.uniform(1.2, 1.8)}
    if place % 3 == 1:
        facts |= {"curve": "michaelis-menten"}
    if place % 3 == 2:
        ceiling = today * rng.uniform(1.3, 2.5)
        odds = today / (ceiling - today) * 2**power
        facts = {"curve": "adbudg", "prospects_ceiling": ceiling, "prospects_at_double": ceiling * odds / (1 + odds)}
    return Channel(
        name=f"Channel {place}", spend=float(rng.uniform(500, 5000)), prospects=today, prospects_at_zero=0,
        carryover=float(rng.choice([0, 0.5])), **facts,
    )  # fmt: skip


def _company(rng: np.random.Generator) -> Business:
    money = 10 ** rng.uniform(0, 6)
    channels = tuple(_channel(rng, f"Channel {place}", money) for place in range(rng.choice([1, 2, 2, 3, 4, 6, 12])))
    prospects = sum(channel.prospects for channel in channels)
    conversion, upsell = (rng.choice([0, 1, 1]) * money * 10 ** rng.uniform(-1, 0.7) for _ in range(2))
    return Business(
        name="Any", currency="USD", channels=channels, conversion_spend=conversion,
        conversion_reference_spend=None if conversion else money, upsell_spend=upsell,
        upsell_reference_spend=None if upsell else money, **_curve(rng, WIN_RATE_CURVE, 0.45 * rng.uniform(0.05, 1)),
        **_curve(rng, SHARE_CURVE, rng.uniform(0.05, 0.95)), share_new=rng.uniform(0, 0.5),
        share_adjustment=rng.uniform(0.02, 0.5), sales_cycle_months=rng.uniform(1, 12),
        customers=rng.choice([0, 1, 1]) * prospects * rng.uniform(0.1, 10), churn=rng.uniform(0, 0.1),
        wallet=20 * 10 ** rng.uniform(-1, 1) * money / prospects, gross_margin=rng.uniform(0.2, 0.9),
        first_order=rng.choice([0, 1]) * money / prospects, discount_rate=rng.uniform(0.02, 0.3),
    )  # fmt: skip


def _channel(rng: np.random.Generator, name: str, money: float) -> Channel:
    spend = rng.choice([0, 1, 1]) * money * 10 ** rng.uniform(-1, 0.5)
    return Channel(
        name=name, spend=spend, reference_spend=None if spend else money * 10 ** rng.uniform(-1, 0.5),
        carryover=rng.choice([0, 0, rng.uniform(0, 0.9)]), win_rate_index=rng.uniform(0.7, 1.4),
        **_curve(rng, CHANNEL_CURVE, 10 ** rng.uniform(0, 4)),
    )  # fmt: skip


def _curve(rng: np.random.Generator, spec: CurveFacts, top: float) -> dict[str, Any]:
    """Return the facts of a curve of diminishing returns that comes to ``top`` at most."""
    family: Family = CONCAVE[rng.integers(len(CONCAVE))]
    zero = float(rng.choice([0, 0, rng.uniform(0, 0.9)]))
    facts: dict[str, float | None] = {"zero": zero, "today": 1.0}
    if family == "flat":
        facts, most = {"zero": 1.0, "today": 1.0, "double": None}, 1.0
    elif family == "adbudg":
        most = 1 + (1 - zero) * rng.uniform(0.2, 5)
        odds = (1 - zero) / (most - 1) * 2 ** rng.uniform(0.15, 1)
        facts |= {"ceiling": most, "double": zero + (most - zero) * odds / (1 + odds)}
    else:
        facts["double"] = zero + (1 - zero) * rng.uniform(1.05, 1.95)
        most = float(calibrate(family, 1.0, **facts).ceiling)
    size = top / most
    named = {spec.fields[fact]: None if value is None else value * size for fact, value in facts.items()}  # type: ignore[index]
    return {**named, str(spec.family): family}


def _bounds(rng: np.random.Generator, business: Business, total: float) -> dict[str, tuple[float, float]]:
    even, bounds = total / len(business.levers), {}
    for lever in business.levers:
        kind = rng.random()
        if kind < 0.15:
            locked = even * rng.choice([0, rng.uniform(0, 0.9)])
            bounds[lever] = (locked, locked)
        elif kind < 0.35:
            bounds[lever] = (even * rng.choice([0, rng.uniform(0, 0.8)]), even * rng.uniform(1, 4))
    while sum(bounds.get(lever, (0, np.inf))[1] for lever in business.levers) < total:
        bounds.popitem()
    return bounds
