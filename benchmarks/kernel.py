"""The kernel against the same model written month by month in plain NumPy, and what is asked of it at once."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.measure import Result, milliseconds
from simulator import Business, load_case
from simulator.model.funnel import CHUNK, run, spend_array
from simulator.model.gradient import gradient
from simulator.model.outcome import value_of, values
from simulator.model.parameters import Funnel, funnel_of, funnel_with

Floats = NDArray[np.float64]
DRAWS, MONTHS = 10_000, 36


def five_channels() -> Business:
    """Return the stock case with most channels, cut down to five that all have a price."""
    business = load_case("olist").business
    priced = tuple(channel for channel in business.channels if channel.spend)
    changed: Business = business.changed(channels=priced[:5])
    return changed


def uncertain(business: Business, draws: int = DRAWS) -> Funnel:
    """Return the company with draws of nearly all its facts."""
    rng = np.random.default_rng(1)

    def around(value: float, width: float = 0.1) -> Floats:
        return value * rng.uniform(1 - width, 1 + width, draws)

    facts: dict[str, Floats] = {}
    for channel in business.channels:
        scale = around(1)
        for fact in ("prospects", "prospects_at_zero", "prospects_at_double"):
            facts[f"{channel.name}.{fact}"] = getattr(channel, fact) * scale
        facts[f"{channel.name}.carryover"] = around(channel.carryover)
    for stem, today in (("win_rate", "win_rate"), ("share", "share_of_wallet")):
        scale = around(1)
        for fact in (today, f"{stem}_at_zero", f"{stem}_at_double"):
            facts[fact] = getattr(business, fact) * scale
    for fact in ("churn", "wallet", "share_new", "share_adjustment", "gross_margin"):
        facts[fact] = around(getattr(business, fact))
    facts["sales_cycle_months"] = business.sales_cycle_months + rng.uniform(0, 1, draws)
    return funnel_with(business, facts)


def plain_numpy(funnel: Funnel, budgets: Floats) -> tuple[Floats, Floats]:
    """Return revenue and gross profit (months, draws) by the sheet's steps, channel by channel, one month at a time."""
    (_, curve), *_ = funnel.prospects.families
    floor, ceiling, scale, theta, kappa, omega = (
        fact[:, 0]
        for fact in (
            curve.floor, curve.ceiling, curve.scale, funnel.carryover, funnel.win_rate_index, funnel.value_index
        )
    )  # fmt: skip
    working, pipeline = funnel.spend_today[:, 0], funnel.pipeline[:, 0]
    customers, wallet_won = funnel.customers[:, 0], funnel.wallet_won[:, 0]
    win_rate, share = funnel.win_rate, funnel.share
    revenues, profits = [], []
    for budget in budgets:
        media, sales, upsell = budget[:-2, None], budget[-2], budget[-1]
        working = theta * working + (1 - theta) * media
        prospects = floor + (ceiling - floor) * (1 - np.exp(-working / scale))
        effort = sales / (kappa * prospects).sum(axis=0)
        rate = win_rate.floor + (win_rate.ceiling - win_rate.floor) * (1 - np.exp(-effort / win_rate.scale))
        wins = kappa * prospects * rate
        new = pipeline / funnel.sales_cycle_months
        pipeline = pipeline + wins - new
        revenue = (omega * funnel.wallet * wallet_won).sum(axis=0) + funnel.first_order * new.sum(axis=0)
        care = upsell / customers.sum(axis=0)
        settled = share.floor + (share.ceiling - share.floor) * (1 - np.exp(-care / share.scale))
        adjusted = (1 - funnel.share_adjustment) * wallet_won + funnel.share_adjustment * customers * settled
        wallet_won = (1 - funnel.churn) * adjusted + new * funnel.share_new
        customers = (1 - funnel.churn) * customers + new
        revenues.append(revenue)
        profits.append(funnel.gross_margin * revenue - budget.sum() - funnel.fixed_cost)
    return np.array(revenues), np.array(profits)


def kernel(funnel: Funnel, budgets: Floats) -> tuple[Floats, Floats]:
    """Return the same from the kernel, in chunks of draws."""
    constant = bool(np.all(budgets == budgets[0]))
    spend = (budgets[:1] if constant else budgets)[:, :, None, None]
    revenue, profit = np.empty((2, len(budgets), DRAWS))
    for first in range(0, DRAWS, CHUNK):
        part = slice(first, first + CHUNK)
        result = run(funnel.draws(part), spend, len(budgets))
        revenue[:, part], profit[:, part] = result.revenue[:, 0], result.gross_profit[:, 0]
    return revenue, profit


def ratio(what: str, naive: float, ours: float, target: float) -> Result:
    """Return the line for how many times faster ours is."""
    shown = f"{naive / ours:.2f}x ({ours:.1f} against {naive:.1f} ms)"
    return Result(what, shown, f">= {target:g}x", naive / ours >= target)


def against_plain_numpy() -> list[Result]:
    """Compare with the naive form, and check that it gives the same numbers."""
    business = five_channels()
    funnel = uncertain(business)
    today = np.array(business.plan.amounts)
    swing = 1 + 0.3 * np.sin(np.arange(MONTHS))[:, None]
    lines = []
    for what, budgets, target in (
        ("today's plan throughout", np.tile(today, (MONTHS, 1)), 3.0),
        ("another constant plan", np.tile(1.2 * today, (MONTHS, 1)), 3.0),
        ("a budget per month", today * swing, 2.0),
    ):
        expected, found = plain_numpy(funnel, budgets), kernel(funnel, budgets)
        np.testing.assert_allclose(found, expected, rtol=1e-9)
        naive, ours = milliseconds(partial(plain_numpy, funnel, budgets), partial(kernel, funnel, budgets))
        lines.append(ratio(f"10,000 draws, 36 months, {what}", naive, ours, target))
    return lines


def with_gradient() -> list[Result]:
    """Compare values alone with values and gradients of all levers, for many draws and for one."""
    business = five_channels()
    lines = []
    for what, funnel in (("10,000 draws", uncertain(business)), ("one set of facts", funnel_of(business))):
        spend = spend_array(business.levers, 1.2 * np.array(business.plan.amounts))
        parts = [funnel.draws(slice(first, first + CHUNK)) for first in range(0, funnel.count, CHUNK)]

        def value(parts: list[Funnel] = parts, spend: Any = spend) -> None:
            for part in parts:
                value_of(run(part, spend, MONTHS), "customer_equity")

        def both(parts: list[Funnel] = parts, spend: Any = spend) -> None:
            for part in parts:
                result = run(part, spend, MONTHS)
                value_of(result, "customer_equity")
                gradient(result, "customer_equity")

        repetitions = 15 if len(parts) > 1 else 500
        alone, together = milliseconds(value, both, repetitions=repetitions)
        shown = f"{together / alone:.2f}x ({together:.2f} against {alone:.2f} ms)"
        lines.append(Result(f"value and gradient of 7 levers, {what}", shown, "<= 2.3x", together / alone <= 2.3))
    return lines


def at_once() -> list[Result]:
    """Time a map of many plans, and the comparison of two plans under many draws."""
    business = five_channels()
    funnel, drawn = funnel_of(business), uncertain(business)
    rng = np.random.default_rng(2)
    splits = business.plan.total * rng.dirichlet(np.ones(len(business.levers)), 5000)
    other = np.array(business.plan.amounts) * np.linspace(0.7, 1.3, len(business.levers))

    def compare() -> Floats:
        now, then = kernel_months(drawn, np.array([business.plan.amounts, other]), 24)
        return quantiles(then - now)

    mapped, compared = milliseconds(lambda: values(funnel, splits, 24, "revenue"), compare)
    return [
        Result("map of 5,000 splits, 24 months", f"{mapped:.1f} ms", "< 60 ms", mapped < 60),
        Result("two plans, 10,000 draws, 24 months, quantiles", f"{compared:.1f} ms", "< 60 ms", compared < 60),
    ]


def kernel_months(funnel: Funnel, plans: Floats, months: int) -> Floats:
    """Return cumulative revenue of plans (plans, months, draws)."""
    result = np.empty((len(plans), months, DRAWS))
    for first in range(0, DRAWS, CHUNK):
        part = funnel.draws(slice(first, first + CHUNK))
        for place, plan in enumerate(plans):
            revenue = run(part, spend_array(funnel.levers, plan), months).revenue[:, 0]
            np.cumsum(revenue, axis=0, out=result[place, :, first : first + CHUNK])
    return result


def quantiles(differences: Floats) -> Floats:
    """Return the 5 %, 50 % and 95 % quantiles per month (3, months), with one sort."""
    ranked = np.sort(differences, axis=-1)
    places = (np.array([0.05, 0.5, 0.95]) * (DRAWS - 1)).round().astype(int)
    return ranked[:, places].T


def measure() -> list[Result]:
    """Return all lines of this part."""
    return against_plain_numpy() + with_gradient() + at_once()
