"""The training room's shocks: the same news costs the same in a room as on Diagnose."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from rooms.shocks import SHOCKS
from simulator import Business, list_cases, load_case, simulate
from simulator.insight.dangers import dangers
from simulator.model.parameters import funnel_of
from simulator.model.question import Question
from simulator.whatif.what_if import MOST_CHURN

CASES = [case.id for case in list_cases()]


def stating(business: Business, shock: str) -> tuple[str, Business]:
    """The danger that is the same news, and the company that states the shock's extent as what it may come to."""
    low, high = 0.6 * business.win_rate, min(2 * business.churn, MOST_CHURN)
    stated: dict[str, tuple[str, dict[str, Any]]] = {
        "dry_channel": ("dry channel", {}),
        "rival": ("win rate", {"win_rate_low": low}),
        "churn": ("churn", {"churn_high": high}),
        "slow_deals": ("sales cycle", {}),
    }
    kind, facts = stated[shock]
    return kind, business.changed(**facts)


@pytest.mark.parametrize("shock", ["dry_channel", "rival", "churn", "slow_deals"])
@pytest.mark.parametrize("case", CASES)
def test_a_shock_costs_what_diagnose_says_of_the_same_danger(case: str, shock: str) -> None:
    """Month by month the company after the shock brings what it brings under the danger, and so loses the same."""
    business = load_case(case).business
    kind, asking = stating(business, shock)
    danger = next(each for each in dangers(Question.of(asking)) if each.kind == kind)
    shocked = simulate(SHOCKS[shock].applied(business), business.plan)
    np.testing.assert_allclose(shocked.revenue, simulate(danger.business, business.plan).revenue, rtol=1e-9)
    assert simulate(business, business.plan).total_revenue - shocked.total_revenue == pytest.approx(danger.loss)


@pytest.mark.parametrize("shock", SHOCKS)
@pytest.mark.parametrize("case", CASES)
def test_deals_under_way_close_after_any_shock(case: str, shock: str) -> None:
    """What was won before the news is no part of it: in the first month as many deals as were under way still are."""
    business = load_case(case).business
    before, after = funnel_of(business), funnel_of(SHOCKS[shock].applied(business))
    np.testing.assert_allclose(after.pipeline, before.pipeline, rtol=1e-9)


@pytest.mark.parametrize("case", CASES)
def test_half_the_customers_bring_half_of_what_all_brought_and_get_twice_the_care(case: str) -> None:
    """At once, half the customers are worth half; what care does for one of them is what it did, at twice the care."""
    business = load_case(case).business
    halved = SHOCKS["lost_customers"].applied(business)
    now, then = funnel_of(business), funnel_of(halved)
    np.testing.assert_allclose(then.wallet_won, now.wallet_won / 2, rtol=1e-9)
    np.testing.assert_allclose(then.customers, now.customers / 2, rtol=1e-9)
    for care in (0.0, 1.0, 30.0, 200.0):
        assert float(then.share.at(care)) == pytest.approx(float(now.share.at(care)), rel=1e-6)
