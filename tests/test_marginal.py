"""Marginal returns: exact derivatives of what a plan brings."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import businesses, plans

from simulator import Channel, Plan, list_cases, load_case, marginal_returns, simulate
from simulator.facts.business import Business
from simulator.facts.declaration import InvalidInput
from simulator.facts.measures import METRICS, Metric
from simulator.model.funnel import run, spend_array
from simulator.model.gradient import gradient
from simulator.model.next_return import STEP
from simulator.model.outcome import value_of
from simulator.model.parameters import Funnel, funnel_of, funnel_with

every_metric = pytest.mark.parametrize("metric", METRICS)


def by_complex_step(funnel: Funnel, amounts: np.ndarray, months: int, metric: Metric) -> np.ndarray:
    """Return d metric / d spend from one run with plans that each hold an imaginary hair of one lever more."""
    plans_ = amounts + 1e-30j * np.eye(len(amounts))
    return np.asarray(value_of(run(funnel, spend_array(funnel.levers, plans_), months), metric).imag / 1e-30)


def some_of_everything(business: Business, plan: Plan) -> np.ndarray:
    """Return the plan's amounts with a little on each lever: at zero an ADBUDG curve has no slope of its own."""
    amounts = np.array(plan.amounts)
    efforts = [channel.effort for channel in business.channels]
    efforts += [business.conversion_spend or 10.0, business.upsell_spend or 10.0]
    return np.maximum(amounts, 1e-3 * np.array(efforts))


@every_metric
@given(data=st.data(), months=st.integers(1, 30))
def test_derivatives_agree_with_a_complex_step(metric: Metric, data: st.DataObject, months: int) -> None:
    """All levers, all kinds of companies: within 1e-9 of the complex step."""
    business = data.draw(businesses())
    amounts = some_of_everything(business, data.draw(plans(business)))
    funnel = funnel_of(business)
    exact = gradient(run(funnel, spend_array(business.levers, amounts), months), metric)[:, 0, 0]
    stepped = by_complex_step(funnel, amounts, months, metric)[:, 0]
    np.testing.assert_allclose(exact, stepped, rtol=1e-9, atol=1e-9 * max(1.0, float(np.abs(stepped).max()) * 1e-3))


@every_metric
def test_derivatives_hold_for_many_plans_and_draws_at_once(metric: Metric) -> None:
    """A batch of plans under draws of the facts has the derivatives of each plan under each draw."""
    business = load_case("nordhafen").business
    churn, index = np.array([0.01, 0.018, 0.03]), np.array([0.5, 1.0, 1.5])
    funnel = funnel_with(business, {"churn": churn, "Dealers.value_index": index})
    amounts = np.array(business.plan.amounts) * np.array([[0.5], [1.0]])
    check_many(funnel, amounts, metric)


@every_metric
@pytest.mark.parametrize("factor", [1.0, 1.2])
def test_derivatives_hold_for_more_draws_than_fit_the_cache(metric: Metric, factor: float) -> None:
    """So many draws that months are taken a few at a time, under today's plan and another."""
    business = load_case("olist").business
    rng = np.random.default_rng(4)
    draws = {"churn": rng.uniform(0.02, 0.06, 1000), "Social.carryover": rng.uniform(0, 0.9, 1000)}
    check_many(funnel_with(business, draws), factor * np.array([business.plan.amounts]), metric)


FACTS = ("churn", "wallet", "gross_margin", "sales_cycle_months", "share_new", "share_adjustment", "first_order")
FACTS += ("discount_rate", "customers", "win_rate", "share_of_wallet", "fixed_cost", "pipeline", "share_won")
FACTS += ("conversion_ramp_months", "upsell_ramp_months")
OF_CHANNEL = (
    "prospects",
    "prospects_at_zero",
    "carryover",
    "win_rate_index",
    "value_index",
    "added_quality",
    "pipeline",
)


@pytest.mark.parametrize("fact", [*FACTS, *(f"Trade fairs.{fact}" for fact in OF_CHANNEL)])
@pytest.mark.parametrize("case", ["northwind", "nordhafen"])
def test_any_one_fact_can_be_drawn(case: str, fact: str) -> None:
    """Whichever fact is drawn alone, with constant churn or churn that care lowers: the derivatives of each draw."""
    business = load_case(case).business
    owner, name = (business.channel("Trade fairs"), fact.split(".")[1]) if "." in fact else (business, fact)
    draws = {fact: (getattr(owner, name) or 10.0) * np.array([1.0, 0.97, 0.99])}
    caring = business.changed(churn_at_zero=business.churn * 1.2, churn_at_double=business.churn * 0.9)
    for company in (business, caring):
        check_many(funnel_with(company, draws), 1.1 * np.array([company.plan.amounts]), "customer_equity")


def check_many(funnel: Funnel, amounts: np.ndarray, metric: Metric) -> None:
    """Assert that the derivatives of plans (plans, levers) are those of a complex step, plan by plan."""
    together = gradient(run(funnel, spend_array(funnel.levers, amounts), 24), metric)
    together = np.broadcast_to(together, (len(funnel.levers), len(amounts), funnel.count))
    for place, plan in enumerate(amounts):
        stepped = by_complex_step(funnel, plan, 24, metric)
        np.testing.assert_allclose(together[:, place], stepped, rtol=1e-9, atol=1e-7)


@every_metric
@pytest.mark.parametrize("case", ["northwind", "elmstreet"])
def test_one_more_unit_brings_its_marginal_return(case: str, metric: Metric) -> None:
    """A marginal return times months is what one more unit a month on that lever really brings."""
    business = load_case(case).business
    returns = marginal_returns(business, business.plan, 24, metric)
    now = np.array(business.plan.amounts)
    for lever, more in zip(business.levers, 0.01 * np.eye(len(now)), strict=True):
        less = more if business.plan[lever] > 0 else 0 * more
        high, low = (Plan.of(business.levers, amounts) for amounts in (now + more, now - less))
        brought = simulate(business, high, 24).total(metric) - simulate(business, low, 24).total(metric)
        assert returns[lever] * 24 == pytest.approx(brought / (more + less).sum(), rel=1e-4, abs=1e-5)


@pytest.mark.parametrize("case", list_cases(), ids=lambda case: case.id)
def test_profit_counts_the_cost(case: object) -> None:
    """With a constant margin, the marginal gross profit is margin times the marginal revenue less the unit spent."""
    business: Business = case.business  # type: ignore[attr-defined]
    revenue = marginal_returns(business, business.plan)
    profit = marginal_returns(business, business.plan, metric="gross_profit")
    for lever in business.levers:
        assert profit[lever] == pytest.approx(business.gross_margin * revenue[lever] - 1)


def test_a_lever_that_changes_nothing_returns_nothing() -> None:
    """Money on a flat channel has a marginal return of exactly zero."""
    business = load_case("elmstreet").business
    assert marginal_returns(business, business.plan)["Referrals"] == 0


def test_a_plan_per_month_has_no_single_derivative() -> None:
    """The derivative is that of a constant plan; budgets per month are refused, not answered wrongly."""
    business = load_case("northwind").business
    spend = np.repeat(spend_array(business.levers, business.plan.amounts), 6, axis=0)
    with pytest.raises(ValueError, match="same every month"):
        gradient(run(funnel_of(business), spend, 6), "revenue")


def test_bad_arguments_are_named() -> None:
    """Months, metric and unknown channels are refused with the field to change."""
    business = load_case("northwind").business
    with pytest.raises(InvalidInput, match="Horizon is 0"):
        marginal_returns(business, business.plan, 0)
    with pytest.raises(InvalidInput, match="Measure is 'sales'"):
        marginal_returns(business, business.plan, 24, "sales")  # type: ignore[arg-type]
    with pytest.raises(InvalidInput, match="Channel of the plan is 'Radio'"):
        marginal_returns(business, Plan(prospecting={"Radio": 1}, conversion=1, upsell=1))


@every_metric
@pytest.mark.parametrize("lever", ["Radio", "conversion", "upsell"])
def test_an_idle_lever_with_a_vertical_curve_returns_its_next_round_step(lever: str, metric: Metric) -> None:
    """Where the slope at zero is infinite, the return is what half a per cent of the plan brings there."""
    adbudg = {"spend": 0, "reference_spend": 3000, "prospects": 2, "prospects_at_zero": 0, "curve": "adbudg"}
    radio = Channel(name="Radio", **adbudg, prospects_at_double=2.2, prospects_ceiling=20)  # type: ignore[arg-type]
    northwind = load_case("northwind").business
    business = northwind.changed(
        channels=(*northwind.channels, radio), win_rate_curve="adbudg", win_rate_ceiling=0.5, share_curve="adbudg",
        share_ceiling=0.95,
    )  # fmt: skip
    amounts = dict(zip(business.levers, business.plan.amounts, strict=True))
    plan = Plan.of(business.levers, [0 if name == lever else amounts[name] for name in business.levers])
    step = STEP * plan.total
    more = Plan.of(business.levers, [plan[name] + step * (name == lever) for name in business.levers])
    brings = simulate(business, more).total(metric) - simulate(business, plan).total(metric)
    assert marginal_returns(business, plan, metric=metric)[lever] == pytest.approx(brings / step / 24, rel=1e-9)
    assert abs(marginal_returns(business, plan, metric=metric)[lever]) < 50
