"""The same company later: months go on from its facts as if nobody had looked."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from simulator import Business, Plan, list_cases, load_case, simulate
from simulator.model.question import Question
from simulator.optimise.optimizer import optimize
from simulator.whatif.later import after
from tests.strategies import businesses

CASES = [case.id for case in list_cases()]


def split(business: Business, weights: list[float]) -> Plan:
    """Return today's total by those weights, as many as the levers, the first one empty where the last is small."""
    total, parts = business.plan.total, np.resize(weights, len(business.levers))
    return Plan.of(business.levers, tuple(float(each) for each in total * parts / parts.sum()))


def felt(business: Business, plan: Plan, months: int) -> list[float]:
    """Return the spend at work after so many months: what was spent before fades."""
    ramps = [each / (1 + each) for each in (business.conversion_ramp_months, business.upsell_ramp_months)]
    lasting = [*(channel.carryover for channel in business.channels), *ramps]
    return [now + left**months * (before - now)
            for now, before, left in zip(plan.amounts, business.plan.amounts, lasting, strict=True)]  # fmt: skip


def goes_on(business: Business, plan: Plan, months: int, rtol: float) -> None:
    """Assert that the months after ``months`` are those of the company as it stands then."""
    whole, rest = simulate(business, plan, 2 * months), simulate(after(business, plan, months), plan, months)
    for figure in ("revenue", "customers", "gross_profit", "wins", "prospects", "new_customers"):
        then = getattr(whole, figure)[months:]
        slack = rtol * float(np.abs(then).max() or 1.0)
        np.testing.assert_allclose(getattr(rest, figure), then, rtol=rtol, atol=slack)


@pytest.mark.parametrize("months", [1, 6, 24])
@pytest.mark.parametrize("weights", [[1.0, 2.0, 5.0, 1.0, 3.0], [0.0, 1.0], [0.01, 9.0, 1.0]])
@pytest.mark.parametrize("case", CASES)
def test_a_stock_case_goes_on_as_if_nobody_had_looked(case: str, weights: list[float], months: int) -> None:
    """Twice the months under one split are those months, and then as many from the company as it stood by then."""
    business = load_case(case).business
    goes_on(business, split(business, weights), months, 1e-9)


@settings(max_examples=60, deadline=None, suppress_health_check=[*HealthCheck])
@given(businesses(), st.lists(st.floats(0.2, 3.0), min_size=3, max_size=3), st.sampled_from([1, 5, 24]))
def test_any_company_goes_on_as_if_nobody_had_looked(business: Business, times: list[float], months: int) -> None:
    """So it is wherever facts can tell it: with memory, ramps, S-shaped curves, churn that care lowers, any values."""
    assume(all(each.added_quality == 1 or each.prospects_at_zero == 0 for each in business.channels))
    plan = Plan.of(business.levers, map(float, np.array(business.efforts) * np.resize(times, len(business.levers))))
    assume(np.allclose(after(business, plan, months).plan.amounts, felt(business, plan, months), rtol=1e-9, atol=1e-3))
    goes_on(business, plan, months, 1e-6)


def test_what_still_works_of_earlier_spend_is_carried() -> None:
    """A change of spend that takes a year to be felt is felt on: the second half is no fresh start."""
    business = load_case("northwind").business.changed(conversion_ramp_months=12.0)
    plan = split(business, [1.0, 1.0, 4.0])
    goes_on(business, plan, 6, 1e-9)
    later = after(business, plan, 6)
    fresh = later.changed(conversion_spend=plan.conversion)
    assert business.conversion_spend < later.conversion_spend < plan.conversion
    assert simulate(fresh, plan, 6).total_revenue != pytest.approx(simulate(later, plan, 6).total_revenue, rel=1e-4)


def test_the_later_company_is_asked_like_any_other() -> None:
    """Its best split can be sought, and it has the customers that there were."""
    business = load_case("tallgrass").business
    best = optimize(business, business.plan.total, 12)
    later = after(business, best.plan, 12)
    asked = Question(later, best.plan, 12)
    assert optimize(later, best.plan.total, 12).value >= asked.value * (1 - 1e-9)
    assert later.customers == pytest.approx(simulate(business, best.plan, 12).customers_at_end)


def test_a_share_that_differs_by_channel_is_one_share_that_brings_the_same() -> None:
    """Where customers of one channel spend more, their share is not told apart, and revenue goes on from just there."""
    business = load_case("nordhafen").business
    plan = split(business, [1.0, 4.0, 2.0])
    later, whole = after(business, plan, 24), simulate(business, plan, 25)
    assert simulate(later, plan, 1).revenue[0] == pytest.approx(whole.revenue[24], rel=1e-12)
    assert later.share_won == pytest.approx(whole.share_of_wallet[24], rel=1e-2)
    assert later.share_won != whole.share_of_wallet[24]
