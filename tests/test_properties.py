"""Relations that hold for every company: scale, order, names, cohorts, and more money never hurting."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from strategies import businesses, plans

from simulator import Business, Channel, Plan, marginal_returns, optimize, simulate
from simulator.facts.declaration import Declared, InvalidInput, declaration
from simulator.facts.measures import METRICS
from simulator.model.outcome import values
from simulator.model.parameters import funnel_of

MONTHS = 18
FLAT = {"curve": "flat", "prospects_at_double": None, "prospects_at_half_more": None, "prospects_ceiling": None}


def scaled(owner: Declared, units: tuple[str, ...], factor: float) -> dict[str, Any]:
    """Return the facts whose unit starts with one of ``units``, times ``factor``."""
    facts = {}
    for name in type(owner).model_fields:
        value = getattr(owner, name)
        if value is not None and str(declaration(type(owner), name).get("unit", "")).startswith(units):
            facts[name] = value * factor
    return facts


def company_scaled(business: Business, units: tuple[str, ...], factor: float) -> Business:
    """Return the company with all facts of these units, its channels' too, times ``factor``."""
    channels = tuple(channel.changed(**scaled(channel, units, factor)) for channel in business.channels)
    changed: Business = business.changed(**scaled(business, units, factor), channels=channels)
    return changed


def plan_scaled(business: Business, plan: Plan, factor: float) -> Plan:
    """Return the plan with every amount times ``factor``."""
    return Plan.of(business.levers, np.array(plan.fitted(business.levers).amounts) * factor)


@given(data=st.data(), factor=st.floats(0.01, 100))
def test_money_scaled_by_one_factor_scales_revenue_by_it(data: st.DataObject, factor: float) -> None:
    """Another currency changes the numbers, not the answer."""
    business = data.draw(businesses())
    plan = data.draw(plans(business))
    now = simulate(business, plan, MONTHS)
    other = company_scaled(business, ("money",), factor)
    moved = plan_scaled(business, plan, factor)
    then = simulate(other, moved, MONTHS)
    np.testing.assert_allclose(then.revenue, factor * now.revenue, rtol=1e-9)
    np.testing.assert_allclose(then.prospects, now.prospects, rtol=1e-9)
    size = abs(now.total_revenue) + plan.total + business.fixed_cost
    assert then.customer_equity == pytest.approx(factor * now.customer_equity, rel=1e-8, abs=1e-8 * factor * size)
    before, after = (marginal_returns(*pair, MONTHS) for pair in ((business, plan), (other, moved)))
    assert after == pytest.approx(dict(before), rel=1e-7, abs=1e-9)


@given(data=st.data(), factor=st.floats(0.01, 100))
def test_counts_scaled_by_one_factor_scale_revenue_by_it(data: st.DataObject, factor: float) -> None:
    """With as many times the prospects and customers for the same money, revenue is as many times higher."""
    business = data.draw(businesses())
    plan = data.draw(plans(business))
    try:
        other = company_scaled(business, ("people", "customers"), factor)
    except InvalidInput:
        assume(False)
    now, then = (simulate(each, plan, MONTHS) for each in (business, other))
    np.testing.assert_allclose(then.revenue, factor * now.revenue, rtol=1e-9)
    np.testing.assert_allclose(then.customers, factor * now.customers, rtol=1e-9)


@given(data=st.data())
def test_more_spend_never_lowers_revenue(data: st.DataObject) -> None:
    """Where returns diminish and customers are alike, more money on any lever never lowers a month's revenue."""
    business = diminishing(data.draw(businesses()))
    assert funnel_of(business).concave
    plan = data.draw(plans(business))
    now = simulate(business, plan, MONTHS)
    for place in range(len(business.levers)):
        more = np.array(plan.amounts)
        more[place] = more[place] * data.draw(st.floats(1, 3)) + data.draw(st.floats(0, 1e4))
        then = simulate(business, Plan.of(business.levers, more), MONTHS)
        assert np.all(then.revenue >= now.revenue * (1 - 1e-12))
    assert min(marginal_returns(business, plan, MONTHS).values()) >= -1e-9


@given(data=st.data())
def test_more_prospects_and_more_care_never_shrink_the_base(data: st.DataObject) -> None:
    """For every company more spend on a channel brings no fewer prospects, and more on upsell no smaller base."""
    business = data.draw(businesses())
    plan = data.draw(plans(business))
    now = simulate(business, plan, MONTHS)
    for place in (0, len(business.levers) - 1):
        more = np.array(plan.amounts)
        more[place] = more[place] * 1.5 + 100
        then = simulate(business, Plan.of(business.levers, more), MONTHS)
        assert np.all(then.prospects >= now.prospects * (1 - 1e-12))
        if place:
            assert np.all(then.customers >= now.customers * (1 - 1e-12))


@given(data=st.data())
def test_relabelled_channels_change_nothing(data: st.DataObject) -> None:
    """Other names and another order give the same results, channel by channel."""
    business = data.draw(businesses())
    plan = data.draw(plans(business))
    order = data.draw(st.permutations(range(len(business.channels))))
    renamed = [channel.changed(name=f"Renamed {place}") for place, channel in enumerate(business.channels)]
    other = business.changed(channels=tuple(renamed[place] for place in order))
    moved = Plan.of(tuple(f"Renamed {place}" for place in range(len(renamed))) + business.levers[-2:], plan.amounts)
    now, then = simulate(business, plan, MONTHS), simulate(other, moved, MONTHS)
    np.testing.assert_allclose(then.revenue, now.revenue, rtol=1e-11)
    np.testing.assert_allclose(then.revenue_by_channel, now.revenue_by_channel[list(order)], rtol=1e-10, atol=1e-9)
    for metric in METRICS:
        before, after = marginal_returns(business, plan, MONTHS, metric), marginal_returns(other, moved, MONTHS, metric)
        for place, channel in enumerate(business.channels):
            assert after[f"Renamed {place}"] == pytest.approx(before[channel.name], rel=1e-8, abs=1e-8)


@given(data=st.data())
def test_a_channel_is_two_halves_of_itself(data: st.DataObject) -> None:
    """A channel split in two, each with half the spend and half of each count, gives the same totals."""
    business = data.draw(businesses())
    assume(len(business.channels) < 12 and any(channel.prospects for channel in business.channels))
    plan = data.draw(plans(business))
    place = data.draw(st.integers(0, len(business.channels) - 1))
    whole = business.channels[place]
    half = scaled(whole, ("money", "people", "customers"), 0.5)
    halves = tuple(whole.changed(name=f"Half {number}", **half) for number in (1, 2))
    other = business.changed(channels=(*business.channels[:place], *halves, *business.channels[place + 1 :]))
    amounts = plan.fitted(business.levers).amounts
    moved = Plan.of(other.levers, (*amounts[:place], *[amounts[place] / 2] * 2, *amounts[place + 1 :]))
    now, then = simulate(business, plan, MONTHS), simulate(other, moved, MONTHS)
    for name in ("prospects", "wins", "new_customers", "customers", "share_of_wallet", "revenue"):
        np.testing.assert_allclose(getattr(then, name), getattr(now, name), rtol=1e-9, atol=1e-12)
    if whole.curve != "adbudg" or amounts[place] > 0:  # at zero spend such a curve has no slope of its own
        returns, halved = marginal_returns(business, plan, MONTHS), marginal_returns(other, moved, MONTHS)
        assert halved["Half 1"] == pytest.approx(returns[whole.name], rel=1e-8, abs=1e-8)


@given(data=st.data())
def test_results_are_finite_and_never_negative(data: st.DataObject) -> None:
    """Any company under any plan over the longest horizon: no result overflows or falls below zero."""
    business = data.draw(businesses())
    outcome = simulate(business, data.draw(plans(business)), 120)
    for name in ("prospects", "wins", "new_customers", "customers", "share_of_wallet", "revenue"):
        series = getattr(outcome, name)
        assert np.all(np.isfinite(series))
        assert np.all(series >= 0)
    assert np.all(outcome.share_of_wallet <= 1 + 1e-12)
    assert np.all(outcome.wins <= outcome.prospects * (1 + 1e-12))
    assert all(np.isfinite(outcome.total(metric)) for metric in METRICS)


def diminishing(business: Business) -> Business:
    """Return the company with customers alike, constant churn and no S-shaped curve."""
    channels = []
    for channel in business.channels:
        flat = {} if channel.curve != "adbudg" else dict(FLAT, prospects_at_zero=channel.prospects)
        channels.append(channel.changed(value_index=1.0, **flat))
    facts: dict[str, Any] = {"channels": tuple(channels), "churn_at_zero": None, "churn_at_double": None}
    for stem, today in (("win_rate", "win_rate"), ("share", "share_of_wallet")):
        if getattr(business, f"{stem}_curve") == "adbudg":
            ends = ("curve", "at_zero", "at_double", "at_half_more", "ceiling")
            facts |= dict(
                zip([f"{stem}_{end}" for end in ends], ("flat", getattr(business, today), *[None] * 3), strict=True)
            )
    changed: Business = business.changed(**facts)
    return changed


def random_plans(levers: int, total: float, count: int) -> np.ndarray:
    """Return plans all over the simplex, many of them with little on some levers."""
    rng = np.random.default_rng(7)
    spread = [rng.dirichlet(np.full(levers, alpha), count // 2) for alpha in (1.0, 0.3)]
    return total * np.concatenate(spread)


@given(data=st.data(), metric=st.sampled_from(METRICS))
def test_the_best_split_is_at_least_as_good_as_random_plans(data: st.DataObject, metric: Any) -> None:
    """No one of 1,000 random plans beats the best split, nor does any exceed its certificate, nor today's plan."""
    business = data.draw(businesses())
    total = business.plan.total * data.draw(st.floats(0.3, 2))
    best = optimize(business, total, 12, metric)
    rivals = values(funnel_of(business), random_plans(len(business.levers), total, 1000), 12, metric)[:, 0]
    slack = 1e-9 * max(abs(best.value), float(np.abs(rivals).max()))
    assert best.value >= rivals.max() - slack
    assert best.value >= best.start_value - slack
    assert sum(best.plan.amounts) == pytest.approx(total, rel=1e-12)
    assert (best.gap is None) == (not funnel_of(business).concave)
    assert best.gap is None or best.gap <= 1e-6 * abs(best.value) + 1e-9 * total * 12


def dense_grid(total: float, points: int) -> np.ndarray:
    """Return all plans of three levers in steps of total / points."""
    first, second = np.meshgrid(np.arange(points + 1), np.arange(points + 1), indexing="ij")
    kept = first + second <= points
    first, second = first[kept], second[kept]
    return np.stack([first, second, points - first - second], axis=1) * (total / points)


@given(data=st.data(), metric=st.sampled_from(METRICS))
def test_the_best_split_is_within_its_certificate_of_a_dense_grid(data: st.DataObject, metric: Any) -> None:
    """On one channel, conversion and upsell no plan of a grid of 5,151 exceeds the best by more than its gap."""
    business = data.draw(businesses())
    one: Channel = business.channels[0].changed(customers=None)
    try:
        business = business.changed(channels=(one,))
    except InvalidInput:
        assume(False)
    total = business.plan.total or 1000.0
    best = optimize(business, total, 12, metric)
    top = float(values(funnel_of(business), dense_grid(total, 100), 12, metric).max())
    assert top <= best.value + (best.gap or 0.0) + 1e-9 * max(abs(best.value), total * 12)
