"""The monthly funnel: it does what the model sheet says, month by month and channel by channel."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sheet import by_the_sheet
from strategies import businesses, plans

from simulator import Business, Channel, Plan, list_cases, load_case, simulate
from simulator.facts.measures import METRICS
from simulator.model.funnel import run, spend_array
from simulator.model.outcome import value_of, values
from simulator.model.parameters import funnel_of, funnel_with


def close(actual: Any, expected: Any, size: float = 0.0) -> None:
    """Assert agreement to 1e-10 of the largest number at hand."""
    expected = np.asarray(expected)
    np.testing.assert_allclose(actual, expected, rtol=1e-10, atol=1e-10 * max(np.abs(expected).max(), size, 1e-12))


@given(data=st.data(), months=st.integers(1, 40))
def test_the_kernel_agrees_with_the_sheet(data: st.DataObject, months: int) -> None:
    """Every monthly result by channel is that of the sheet's steps in plain loops, to 1e-10."""
    business = data.draw(businesses())
    plan = data.draw(plans(business))
    expected, totals = by_the_sheet(business, [plan.amounts] * months)
    outcome = simulate(business, plan, months)
    for name in ("prospects", "wins", "new_customers", "customers", "revenue"):
        close(getattr(outcome, f"{name}_by_channel").T, [month[name] for month in expected])
        close(getattr(outcome, name), [sum(month[name]) for month in expected])
    heads = np.array([sum(month["customers"]) for month in expected])
    close(outcome.share_of_wallet * heads, [month["wallet_won"] for month in expected])
    cost = plan.total + business.fixed_cost
    close(outcome.gross_profit, [month["gross_profit"] for month in expected], cost)
    assert outcome.total_revenue == pytest.approx(totals["revenue"], rel=1e-10)
    close(outcome.total_gross_profit, totals["gross_profit"], cost * months)
    close(outcome.customer_equity, totals["customer_equity"], cost * months)


@given(data=st.data(), months=st.integers(2, 15))
def test_budgets_per_month_agree_with_the_sheet(data: st.DataObject, months: int) -> None:
    """The same holds for sums only, under budgets that differ from month to month."""
    business = data.draw(businesses())
    budgets = np.array([data.draw(plans(business)).amounts for _ in range(months)])
    expected, totals = by_the_sheet(business, budgets.tolist())
    result = run(funnel_of(business), budgets[:, :, None, None], months)
    close(result.revenue[:, 0, 0], [sum(month["revenue"]) for month in expected])
    spent = float(budgets.sum()) + months * business.fixed_cost
    for metric in METRICS:
        close(value_of(result, metric), totals[metric], spent)


DRAWN = ("churn", "wallet", "gross_margin", "sales_cycle_months", "share_new", "first_order", "discount_rate")
DRAWN += ("conversion_ramp_months", "upsell_ramp_months")


@given(data=st.data())
def test_draws_of_the_facts_are_companies_with_those_facts(data: st.DataObject) -> None:
    """Each draw of the facts gives what a company with those facts gives, to 1e-10."""
    business = data.draw(businesses())
    plan, months, count = data.draw(plans(business)), 9, 3
    fields = data.draw(st.sets(st.sampled_from(DRAWN[business.churn_at_zero is not None :]), min_size=1))
    factors = {field: np.array([1.0, *(data.draw(st.floats(0.5, 1)) for _ in range(count - 1))]) for field in fields}
    draws = {field: getattr(business, field) * factor for field, factor in factors.items()}
    if "sales_cycle_months" in draws:
        draws["sales_cycle_months"] = np.maximum(draws["sales_cycle_months"], 1)
    funnel = funnel_with(business, draws)
    assert funnel.count == count
    for metric in METRICS:
        found = values(funnel, [plan.amounts], months, metric)[0]
        for draw in range(count):
            changed = {**dict(business), **{field: float(drawn[draw]) for field, drawn in draws.items()}}
            totals = by_the_sheet(Business.model_construct(**changed), [plan.amounts] * months)[1]
            close(found[draw], totals[metric], months * (plan.total + business.fixed_cost))


@given(data=st.data())
def test_draws_of_a_channel_are_companies_with_that_channel(data: st.DataObject) -> None:
    """Draws of one channel's facts give what companies with such a channel give."""
    business = data.draw(businesses())
    place = data.draw(st.integers(0, len(business.channels) - 1))
    channel = business.channels[place]
    factors = {
        name: data.draw(st.lists(st.floats(0.5, 1), min_size=2, max_size=2))
        for name in ("carryover", "value_index", "win_rate_index", "added_quality")
    }
    draws = {f"{channel.name}.{name}": getattr(channel, name) * np.array(pair) for name, pair in factors.items()}
    funnel = funnel_with(business, draws)
    found = values(funnel, [business.plan.amounts], 7, "revenue")[0]
    for draw in range(2):
        changed = {name: getattr(channel, name) * pair[draw] for name, pair in factors.items()}
        other = Channel.model_construct(**{**dict(channel), **changed})
        channels = (*business.channels[:place], other, *business.channels[place + 1 :])
        company = Business.model_construct(**{**dict(business), "channels": channels})
        close(found[draw], by_the_sheet(company, [business.plan.amounts] * 7)[1]["revenue"])


@given(data=st.data())
def test_cohorts_sum_to_totals(data: st.DataObject) -> None:
    """Keeping channels of origin apart or only their sums gives the same totals."""
    business = data.draw(businesses())
    spend = spend_array(business.levers, data.draw(plans(business)).amounts)
    apart, summed = (run(funnel_of(business), spend, 18, by_cohort=each) for each in (True, False))
    close(apart.revenue, summed.revenue)
    close(apart.customers.sum(axis=1), summed.customers[:, 0])
    close(apart.new_customers.sum(axis=1), summed.new_customers[:, 0])
    close(apart.wallet_won.sum(axis=1), summed.wallet_won[:, 0])
    for metric in METRICS:
        close(value_of(apart, metric), value_of(summed, metric), float(spend.sum()) * 18)


@given(data=st.data())
def test_revenue_comes_from_someone(data: st.DataObject) -> None:
    """Revenue of today's customers, of their changed share and of new customers add up to revenue."""
    business = data.draw(businesses())
    outcome = simulate(business, data.draw(plans(business)), 12)
    parts = outcome.revenue_of_today + outcome.revenue_of_share + outcome.revenue_of_new.sum(axis=0)
    close(parts, outcome.revenue)
    close(outcome.revenue_by_channel.sum(axis=0), outcome.revenue)


@given(data=st.data(), count=st.integers(2, 5))
def test_many_plans_at_once_are_plans_one_by_one(data: st.DataObject, count: int) -> None:
    """A batch of plans brings what each of them brings alone."""
    business = data.draw(businesses())
    each = [data.draw(plans(business)) for _ in range(count)]
    for metric in METRICS:
        together = values(funnel_of(business), [plan.amounts for plan in each], 12, metric)[:, 0]
        alone = [simulate(business, plan, 12).total(metric) for plan in each]
        close(together, alone, 12 * max(plan.total + business.fixed_cost for plan in each))


def test_many_draws_cross_chunks() -> None:
    """More draws and plans than are computed at once give the same values as a few at a time."""
    business = load_case("nordhafen").business
    churn = np.linspace(0.01, 0.03, 2500)
    plans_ = np.array(business.plan.amounts) * np.linspace(0.5, 1.5, 3)[:, None]
    found = values(funnel_with(business, {"churn": churn}), plans_, 6, "revenue")
    for place in (0, 1023, 1024, 2499):
        few = values(funnel_with(business, {"churn": churn[place : place + 1]}), plans_, 6, "revenue")
        np.testing.assert_allclose(found[:, place], few[:, 0], rtol=1e-13)


@pytest.mark.parametrize("case", list_cases(), ids=lambda case: case.id)
def test_today_stays_as_stated(case: Any) -> None:
    """In the first month of today's plan the stated facts come out: prospects, win rate, customers and share."""
    outcome = simulate(case.business, case.business.plan)
    stated = [channel.prospects for channel in case.business.channels]
    assert outcome.prospects_by_channel[:, 0] == pytest.approx(stated)
    assert outcome.wins[0] / outcome.prospects[0] == pytest.approx(case.business.win_rate)
    assert outcome.new_customers[0] == pytest.approx(outcome.wins[0])
    assert outcome.customers[0] == pytest.approx(case.business.customers)
    assert outcome.share_of_wallet[0] == pytest.approx(case.business.share_of_wallet)


def simple(**facts: Any) -> Business:
    """A company with one channel and round figures."""
    given_facts: dict[str, Any] = {
        "name": "Simple", "currency": "EUR", "conversion_spend": 1000, "win_rate": 0.1, "win_rate_at_zero": 0.02,
        "win_rate_at_double": 0.14, "sales_cycle_months": 2, "upsell_spend": 500, "share_of_wallet": 0.4,
        "share_at_zero": 0.3, "share_at_double": 0.45, "share_new": 0.3, "share_adjustment": 0.1, "customers": 200,
        "churn": 0.03, "wallet": 100, "gross_margin": 0.5,
        "channels": (Channel(name="Search", spend=1000, prospects=100, prospects_at_zero=0, prospects_at_double=150),),
    }  # fmt: skip
    return Business(**{**given_facts, **facts})


def test_more_prospects_on_the_same_sales_spend_dilute_it() -> None:
    """Twice the spend on a channel brings half as many prospects again, but fewer wins per prospect."""
    business = simple()
    now = simulate(business, business.plan)
    more = simulate(business, Plan(prospecting={"Search": 2000}, conversion=1000, upsell=500))
    assert more.prospects[0] == pytest.approx(150)
    assert more.wins[0] / more.prospects[0] < now.wins[0] / now.prospects[0]
    assert more.wins[0] > now.wins[0]


def test_no_money_is_a_plan() -> None:
    """With nothing spent, results are those stated at zero, not an error."""
    business = simple()
    outcome = simulate(business, Plan(prospecting={"Search": 0}, conversion=0, upsell=0), 24)
    np.testing.assert_array_equal(outcome.prospects, 0)
    np.testing.assert_array_equal(outcome.wins, 0)
    assert outcome.customers[-1] < business.customers
    assert np.isfinite(outcome.customer_equity)


def test_a_company_without_customers_can_start() -> None:
    """Zero customers today give zero revenue at first and new customers' revenue after that."""
    outcome = simulate(simple(customers=0), simple().plan)
    assert outcome.customers[0] == outcome.revenue[0] == outcome.share_of_wallet[0] == 0
    assert np.all(np.diff(outcome.revenue) > 0)
    assert np.all(np.isfinite(outcome.share_of_wallet))


def test_a_company_without_prospects_loses_its_customers() -> None:
    """Without prospects, today or ever, customers shrink by churn alone."""
    nobody = Channel(name="Nobody", spend=0, prospects=0, prospects_at_zero=0, curve="flat")
    business = simple(channels=(nobody,))
    outcome = simulate(business, business.plan, 12)
    assert outcome.customers == pytest.approx(200 * 0.97 ** np.arange(12))
    np.testing.assert_array_equal(outcome.new_customers, 0)


def test_a_plan_of_the_wrong_length_is_refused() -> None:
    """The kernel takes one amount per lever."""
    with pytest.raises(ValueError, match="3 amounts, not 2"):
        spend_array(("Search", "conversion", "upsell"), [1.0, 2.0])
