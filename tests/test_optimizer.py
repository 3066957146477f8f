"""The best split of a company's budget: certificate, prices, limits, locks, and never worse than the start."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import businesses

from benchmarks.problems import best_known, company_of, s_shaped
from simulator import Business, Plan, list_cases, load_case, marginal_returns, optimize, simulate
from simulator.facts.declaration import InvalidInput
from simulator.facts.limits import SpendLimit
from simulator.facts.measures import METRICS, Metric
from simulator.model.question import Question
from simulator.optimise.recommendation import recommend

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
    advice = recommend(Question.of(NORTHWIND), locked)
    assert advice.optimum.plan["Search ads"] == 7500
    freed = recommend(Question.of(NORTHWIND), locked - {"Search ads"})
    assert advice.unlocking["Search ads"] == pytest.approx(freed.optimum.value - advice.optimum.value)
    assert advice.unlocking["Search ads"] > 0
    everything = recommend(Question.of(NORTHWIND), frozenset(NORTHWIND.levers))
    assert everything.optimum.plan == NORTHWIND.plan
    assert everything.gain == pytest.approx(0, abs=1e-6)
    unlocked = recommend(Question.of(NORTHWIND))
    assert everything.unlocking_all == pytest.approx(unlocked.gain)
    assert all(worth == 0 for worth in everything.unlocking.values())


def test_advice_keeps_to_limits() -> None:
    """The best split stays within each limit, or where the plan already stands; levers of other plans do not matter."""
    limits = (SpendLimit("conversion", most=6000), SpendLimit("Trade fairs", least=2500), SpendLimit("Radio", 5))
    advice = recommend(Question.of(NORTHWIND), frozenset({"Radio", "Search ads"}), limits)
    assert advice.optimum.plan["Search ads"] == 7500
    assert advice.optimum.plan.conversion <= 6000
    assert advice.optimum.plan["Trade fairs"] >= NORTHWIND.plan["Trade fairs"]
    assert list(advice.unlocking) == ["Search ads"]
    bounds = {"conversion": (0.0, 6000.0), "Trade fairs": (2000.0, math.inf), "Search ads": (7500.0, 7500.0)}
    reference = optimize(NORTHWIND, NORTHWIND.plan.total, bounds=bounds)
    assert advice.optimum.value == pytest.approx(reference.value, rel=1e-5)


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


@given(data=st.data(), metric=st.sampled_from(METRICS))
@settings(max_examples=15)
def test_any_bounds_and_locks(data: st.DataObject, metric: Metric) -> None:
    """For every company limits are kept to the cent, and the sum is the total."""
    business = data.draw(businesses())
    levers, total = business.levers, business.plan.total + 100
    share, bounds = total / len(business.levers), {}
    for lever in data.draw(st.sets(st.sampled_from(levers), max_size=len(levers) - 1)):
        low, high = share * data.draw(st.floats(0, 1)), share * data.draw(st.floats(1, 3))
        bounds[lever] = (low, low) if data.draw(st.booleans()) else (low, high)
    best = optimize(business, total, 12, metric, bounds)
    assert all(low <= best.plan[lever] <= high for lever, (low, high) in bounds.items())
    assert best.plan.total == pytest.approx(total, rel=1e-12)
    assert min(best.plan.amounts) >= 0


@given(data=st.data())
@settings(max_examples=12)
def test_whole_units_within_any_limits(data: st.DataObject) -> None:
    """All free amounts but one are whole units, limits and total are kept, and a whole start is never beaten down."""
    business = data.draw(businesses())
    levers, unit = business.levers, data.draw(st.sampled_from([1.0, 5.0, 0.01]))
    total = float(math.ceil(business.plan.total) + 10 * len(levers))
    ceiling = total / len(levers) * data.draw(st.floats(1, 2))
    locked = data.draw(st.floats(0, total / len(levers)))
    best = optimize(business, total, 12, bounds={levers[0]: (0.0, ceiling), "upsell": (locked, locked)}, unit=unit)
    assert best.plan[levers[0]] <= ceiling
    assert best.plan["upsell"] == locked
    assert best.plan.total == pytest.approx(total, rel=1e-12)
    units = [best.plan[lever] / unit for lever in levers[:-1]]
    assert sum(abs(count - round(count)) > 1e-6 for count in units) <= 1
    assert best.value >= best.start_value * (1 - 1e-12)
    assert best.gap is None or best.gap >= 0


@given(data=st.data())
@settings(max_examples=25)
def test_any_start_is_the_least_one_gets(data: st.DataObject) -> None:
    """For every company, from any start of that total, the result is no worse."""
    business = data.draw(businesses())
    shares = np.array([data.draw(st.integers(0, 10)) for _ in business.levers], float) + 1e-3
    total = float(round(business.plan.total + 1000))
    start = Plan.of(business.levers, total * shares / shares.sum())
    best = optimize(business, total, 12, start=start)
    assert best.start_value == pytest.approx(simulate(business, start, 12).total_revenue, rel=1e-9)
    assert best.value >= best.start_value * (1 - 1e-12)


@pytest.mark.parametrize("seed", range(0, 200, 10))
def test_s_shaped_companies(seed: int) -> None:
    """Companies of S-shaped channels, other levers held: within 1e-4 of the best known."""
    problem = s_shaped(seed)
    best = optimize(company_of(problem), problem.total, bounds={"conversion": (0, 0), "upsell": (0, 0)})
    plan = np.array(best.plan.amounts[:-2])
    assert float(problem.values(plan)) >= best_known(problem, points=501)[1] * (1 - 1e-4)


def test_nothing_to_spend_has_a_price() -> None:
    """With a total of 0 the first unit goes where the marginal return is best."""
    best = optimize(NORTHWIND, 0)
    assert best.shadow_price == pytest.approx(max(marginal_returns(NORTHWIND, best.plan).values()))


def test_everything_on_one_lever_is_no_limit() -> None:
    """Where all money goes to one lever, that lever sets the price and only the others are held."""
    business = CASES["elmstreet"]
    best = optimize(business, 100, bounds={"conversion": (0.0, 0.0), "upsell": (0.0, 0.0)})
    assert best.plan["Search ads"] == pytest.approx(100)
    assert best.shadow_price == pytest.approx(marginal_returns(business, best.plan)["Search ads"])
    assert "Search ads" not in {binding.lever for binding in best.binding}


def test_locks_on_all_levers_leave_one_plan() -> None:
    """Where every lever is locked the only plan is returned, and nothing is left open."""
    locks = {lever: (NORTHWIND.plan[lever], NORTHWIND.plan[lever]) for lever in NORTHWIND.levers}
    best = optimize(NORTHWIND, NORTHWIND.plan.total, bounds=locks)
    assert best.plan == NORTHWIND.plan
    assert best.gap == pytest.approx(0, abs=1e-6)
