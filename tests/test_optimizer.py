"""The best split of a company's budget: certificate, prices, limits, locks, and never worse than the start."""

from __future__ import annotations

import numpy as np
import pytest

from simulator import Business, Plan, list_cases, load_case, marginal_returns, optimize, simulate
from simulator.advice import advise
from simulator.metrics import METRICS, Metric
from simulator.validation import InvalidInput

CASES = {case.id: case.business for case in list_cases()}
PROVED = {name: business for name, business in CASES.items() if name != "nordhafen"}
NORTHWIND = CASES["northwind"]


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("case", PROVED)
def test_proved_cases(case: str, metric: Metric) -> None:
    """A concave case is solved to a millionth, beats today, and equal returns show the best split."""
    business = CASES[case]
    best = optimize(business, business.plan.total, metric=metric)
    assert best.gap is not None
    assert 0 <= best.gap <= 1e-6 * abs(best.value)
    assert best.value >= best.start_value
    assert best.value == pytest.approx(simulate(business, best.plan).total(metric), rel=1e-12)
    assert best.plan.total == pytest.approx(business.plan.total, rel=1e-12)
    returns = marginal_returns(business, best.plan, metric=metric)
    bound = {limit.lever: limit.price for limit in best.binding}
    for lever, value in returns.items():
        assert value - bound.get(lever, 0.0) == pytest.approx(best.shadow_price, rel=1e-4, abs=1e-6)


def test_no_proof_without_concavity() -> None:
    """Customers of unequal value, churn that upsell lowers, and S-shapes each leave no certificate."""
    business = NORTHWIND
    first, second = business.channels
    unequal = business.changed(channels=(first, second.changed(value_index=2.0)))
    churning = business.changed(churn_at_zero=0.04, churn_at_double=0.025)
    s_shape = first.changed(
        curve="adbudg",
        prospects_at_zero=10.0,
        prospects_at_double=None,
        prospects_at_half_more=330.0,
        prospects_ceiling=420.0,
    )
    for other in (unequal, churning, business.changed(channels=(s_shape, second))):
        best = optimize(other, other.plan.total)
        assert best.gap is None
        assert best.value >= best.start_value
    assert optimize(business, business.plan.total).gap is not None


def test_shadow_price_is_the_slope_of_the_best_value() -> None:
    """The shadow price is what one more unit of total budget brings, per unit and month."""
    less, more = (optimize(NORTHWIND, 17_000 + by).value for by in (-5, 5))
    assert optimize(NORTHWIND, 17_000).shadow_price == pytest.approx((more - less) / 10 / 24, rel=1e-5)


def test_bounds_and_locks() -> None:
    """Limits are kept, those that bind are named with their price, and freeing one brings about that price."""
    bounds = {"upsell": (2500.0, 2500.0), "Search ads": (4000.0, 9000.0), "conversion": (0.0, 8000.0)}
    best = optimize(NORTHWIND, 17_000, bounds=bounds)
    assert best.plan["upsell"] == 2500
    assert 4000 <= best.plan["Search ads"] <= 9000
    named = {limit.lever: limit for limit in best.binding}
    assert (named["Search ads"].limit, named["conversion"].limit) == ("floor", "ceiling")
    assert named["conversion"].price > 0 > named["Search ads"].price
    wider = optimize(NORTHWIND, 17_000, bounds={**bounds, "conversion": (0.0, 8010.0)})
    assert (wider.value - best.value) / 10 / 24 == pytest.approx(named["conversion"].price, rel=0.02)


def test_whole_units() -> None:
    """In whole units amounts are whole and sum exactly, and value and certificate are those of that very plan."""
    best = optimize(NORTHWIND, 17_000, unit=1.0)
    assert all(amount.is_integer() for amount in best.plan.amounts)
    assert sum(best.plan.amounts) == 17_000
    assert best.value == pytest.approx(simulate(NORTHWIND, best.plan).total_revenue, rel=1e-12)
    free = optimize(NORTHWIND, 17_000)
    assert best.gap is not None
    assert free.value - best.value <= best.gap
    assert best.gap <= 1e-4 * best.value


@pytest.mark.parametrize("case", CASES)
def test_never_worse_than_its_start(case: str) -> None:
    """Started from the best split itself, or from any plan, the result is no worse."""
    business = CASES[case]
    total = business.plan.total
    best = optimize(business, total, unit=1.0)
    again = optimize(business, total, start=best.plan, unit=1.0)
    assert again.value >= best.value
    for amounts in np.random.default_rng(5).dirichlet(np.ones(len(business.levers)), 5) * total:
        plan = Plan.of(business.levers, amounts)
        assert optimize(business, total, start=plan).value >= simulate(business, plan).total_revenue


def test_advice_prices_locks() -> None:
    """A lock's price is what the best split without it brings beyond the one with it."""
    locked = frozenset({"upsell", "Search ads"})
    advice = advise(NORTHWIND, NORTHWIND.plan, 24, "revenue", locked)
    assert advice.optimum.plan["Search ads"] == 7500
    freed = advise(NORTHWIND, NORTHWIND.plan, 24, "revenue", locked - {"Search ads"})
    assert advice.unlocking["Search ads"] == pytest.approx(freed.optimum.value - advice.optimum.value)
    assert advice.unlocking["Search ads"] > 0
    everything = advise(NORTHWIND, NORTHWIND.plan, 24, "revenue", frozenset(NORTHWIND.levers))
    assert everything.optimum.plan == NORTHWIND.plan
    assert everything.gain == pytest.approx(0, abs=1e-6)


@pytest.mark.parametrize(
    ("total", "bounds", "field"),
    [
        (-1.0, {}, "total"),
        (float("nan"), {}, "total"),
        (17_000.0, {"Radio": (0.0, 1.0)}, "bounds"),
        (17_000.0, {"upsell": (5.0, 1.0)}, "bounds.upsell"),
        (17_000.0, {"upsell": (20_000.0, 30_000.0)}, "total"),
        (17_000.0, dict.fromkeys(NORTHWIND.levers, (0.0, 10.0)), "total"),
    ],
)
def test_impossible_limits(total: float, bounds: dict[str, tuple[float, float]], field: str) -> None:
    """A total or limits that no split meets are refused, the field named."""
    with pytest.raises(InvalidInput) as error:
        optimize(NORTHWIND, total, bounds=bounds)
    assert error.value.problems[0].field == field


def one_channel() -> Business:
    """Return Northwind with search ads alone."""
    return load_case("northwind").business.changed(channels=(NORTHWIND.channels[0],))


@pytest.mark.parametrize("business", [one_channel(), NORTHWIND])
def test_zero_budget(business: Business) -> None:
    """Nothing to spend is split into nothings."""
    best = optimize(business, 0)
    assert best.plan.total == 0
    assert best.value == pytest.approx(simulate(business, best.plan).total_revenue)
