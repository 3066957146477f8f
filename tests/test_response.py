"""Each lever's response, the others held."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator import Plan, list_cases, load_case, marginal_returns, optimize, simulate
from simulator.facts.measures import METRICS
from simulator.insight.response import known_until, leaning, responses
from simulator.model.question import Question
from tests.strategies import businesses, plans

CASES = [case.id for case in list_cases()]


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("metric", METRICS)
def test_curves_pass_through_todays_point(case: str, metric: str) -> None:
    """On today's plan every curve goes through today's spend and result, with today's marginal return."""
    business = load_case(case).business
    today = simulate(business, business.plan).total(metric)  # type: ignore[arg-type]
    returns = marginal_returns(business, business.plan, 24, metric)  # type: ignore[arg-type]
    for each in responses(Question.of(business, 24, metric)):  # type: ignore[arg-type]
        place = int(np.flatnonzero(each.spends == business.plan[each.lever])[0])
        assert each.values[place] == pytest.approx(today, rel=1e-12)
        assert each.returns[place] == pytest.approx(returns[each.lever], rel=1e-9, abs=1e-12)


@given(st.data())
def test_every_point_is_a_single_simulation(data: st.DataObject) -> None:
    """Any point of any curve is what simulating that plan alone brings, for companies of every kind."""
    business = data.draw(businesses())
    plan = data.draw(plans(business))
    each = data.draw(st.sampled_from(responses(Question(business, plan, 9))))
    place = data.draw(st.integers(0, len(each.spends) - 1))
    moved = {**dict(zip(plan.levers, plan.amounts, strict=True)), each.lever: float(each.spends[place])}
    alone = simulate(business, Plan.of(plan.levers, moved.values()), 9).total_revenue
    assert each.values[place] == pytest.approx(alone, rel=1e-9, abs=1e-9)


def test_marked_plans_lie_on_the_curves() -> None:
    """The spends of today and of the best split are points of every curve."""
    business = load_case("olist").business
    best = optimize(business, business.plan.total).plan
    for each in responses(Question.of(business), (best,)):
        assert best[each.lever] in each.spends
        assert (np.diff(each.spends) >= 0).all()


def test_twice_todays_effort_is_per_prospect_and_per_customer() -> None:
    """Today it is twice today's spend; with more prospects the same effort per prospect takes more spend."""
    business = load_case("elmstreet").business
    today = known_until(Question.of(business))
    assert today["conversion"] == pytest.approx(2 * business.conversion_spend)
    assert today["upsell"] == pytest.approx(2 * business.upsell_spend)
    more = Plan.of(business.levers, [1.5 * amount for amount in business.plan.amounts])
    assert known_until(Question(business, more))["conversion"] > today["conversion"]


def test_only_plans_beyond_twice_todays_effort_lean_on_the_shape() -> None:
    """Today's plan leans on nothing; three times today's spend on a channel does."""
    business = load_case("northwind").business
    first = business.channels[0].name
    assert leaning(Question.of(business)) == ()
    amounts = {**dict(zip(business.levers, business.plan.amounts, strict=True)), first: 3 * business.plan[first]}
    assert leaning(Question(business, Plan.of(business.levers, amounts.values()))) == (first,)


def test_what_brings_the_same_at_any_spend_leans_on_no_shape() -> None:
    """Elm Street's referrals come whatever is spent: any amount on them is as well known, in any currency."""
    business = load_case("elmstreet").business
    assert business.flat == {"Referrals"}
    everything = Plan.of(business.levers, [business.plan.total, 0, 0, 0])
    assert "Referrals" not in leaning(Question(business, everything))
    referrals = next(each for each in responses(Question.of(business)) if each.lever == "Referrals")
    assert referrals.spends.max() == business.plan.total
    assert (referrals.returns == 0).all()
