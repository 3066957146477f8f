"""Certainty for companies and plans at the edge: nobody there, no budget, curves of churn, names that are markup."""

from __future__ import annotations

import pytest

from simulator.facts.business import Business
from simulator.facts.plan import Plan
from simulator.link.codec import encode
from simulator.workspace.scenario import Scenario, Workspace
from tests.test_certainty_page import charts
from tests.test_diagnose_page import ODD
from tests.test_pages import html_of, opened

EDGES = ("nobody at all", "no budget", "no prospects", "churn curve", "odd names")


@pytest.mark.parametrize("business", [ODD[name] for name in EDGES], ids=EDGES)
@pytest.mark.filterwarnings("error::RuntimeWarning")
def test_every_company_has_a_page_with_figures_that_can_be_drawn(business: Business) -> None:
    """Today's plan of any company has an answer and whole pictures, without an error or a figure that is none."""
    test = opened("pages/Certainty.py", encode(Workspace((Scenario("Plan A", business, business.plan),))))
    assert not test.exception
    assert '"kind": "headline"' in html_of(test)
    drawn = charts(test)
    assert "plans" in drawn
    assert "NaN" not in str(drawn)
    assert "nan" not in [cell for chart in drawn.values() for row in chart["table"]["rows"] for cell in row]


@pytest.mark.filterwarnings("error::RuntimeWarning")
def test_a_plan_that_spends_nothing_can_be_held_against_today() -> None:
    """With no money at all there is nothing to split anew, and today's plan is said to be the better one."""
    business = ODD["one channel"]
    nothing = Plan.of(business.levers, [0.0] * len(business.levers))
    test = opened("pages/Certainty.py", encode(Workspace((Scenario("Plan A", business, nothing),))))
    assert not test.exception
    assert "Today's plan beats this plan in every future" in html_of(test).replace("&#x27;", "'")
