"""The Marginal returns page in a real browser, and the pure parts of it."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect
from streamlit.testing.v1 import AppTest

from pages.marginal.pictures import response
from pages.marginal.sentences import answer, equal_marginals, last_dollar
from pages.ui.text.formats import money_format
from pages.ui.text.words import spoken
from simulator.cases import list_cases, load_case
from simulator.insight.response import responses
from simulator.link.codec import decode, encode, encode_params
from simulator.model.next_return import marginal_returns
from simulator.model.outcome import simulate
from simulator.model.question import Question
from simulator.optimise.frontier import frontier
from simulator.optimise.goal_seek import least_budget
from simulator.optimise.recommendation import recommend
from simulator.workspace.scenario import Scenario, Workspace
from tests.browser import ROOT

CASE = load_case("northwind.1")
BUSINESS = CASE.business
MONEY = money_format("USD")


def opened(page: Page, app_url: str) -> Page:
    """Open the page cold and wait for its pictures."""
    page.goto(f"{app_url}/Marginal_returns?{encode(Workspace.of(CASE))}")
    expect(page.locator(".canvas").first.locator("svg, canvas").first).to_be_visible(timeout=40_000)
    return page


def test_the_answer_is_the_lever_with_the_highest_return(page: Page, app_url: str) -> None:
    """The sentence names the lever and the return that `marginal_returns` gives; the board lists all."""
    opened(page, app_url)
    returns = marginal_returns(BUSINESS, BUSINESS.plan)
    best = max(returns, key=lambda lever: returns[lever])
    expect(page.locator("h1.answer")).to_contain_text(f"furthest on {spoken(best)}")
    expect(page.locator("h1.answer")).to_contain_text(MONEY.short(returns[best]))
    page.get_by_text("Show as table").first.click()
    rows = page.locator("details[open] table").first.get_by_role("row")
    for amount in returns.values():
        expect(rows.filter(has_text=MONEY.short(amount))).not_to_have_count(0)


def test_a_goal_is_reached_and_its_plan_adopted(page: Page, app_url: str) -> None:
    """The least budget for a typed goal is shown, and its plan can be used and undone."""
    opened(page, app_url)
    field = page.get_by_role("textbox", name="At least")
    field.fill("3200000")
    field.press("Enter")
    wanted = least_budget(BUSINESS, "revenue", 3_200_000.0, 24).plan
    assert wanted is not None
    expect(page.get_by_text(f"{MONEY.exact(wanted.total)} a month reaches $3.20M")).to_be_visible()
    page.get_by_role("button", name="Use the goal's plan").click()
    expect(page.get_by_text("as much as this plan")).to_be_visible()
    page.wait_for_url(lambda url: decode(urlsplit(url).query).workspace.scenario.plan == wanted)
    page.get_by_role("button", name="Undo").click()
    expect(page).to_have_url(re.compile("7500"))


def test_a_goal_out_of_reach_names_the_ceiling(page: Page, app_url: str) -> None:
    """Beyond what unlimited money could bring, the ceiling is said instead of a plan."""
    opened(page, app_url)
    field = page.get_by_role("textbox", name="At least")
    field.fill("99000000")
    field.press("Enter")
    ceiling = least_budget(BUSINESS, "revenue", 99e6, 24).ceiling
    expect(page.get_by_text(f"out of reach: the ceiling is {MONEY.short(ceiling)}")).to_be_visible()


def test_marks_lie_on_their_curves() -> None:
    """In the charts' data today, the plan and the best split are points of the curve drawn."""
    best = recommend(Question.of(BUSINESS)).optimum.plan
    plans = {"today": BUSINESS.plan, "best": best, "this plan": BUSINESS.plan}
    found = responses(Question.of(BUSINESS), tuple(plans.values()))
    total = simulate(BUSINESS, BUSINESS.plan).total_revenue
    for each in found:
        upper, lower = response(each, found, plans, ("revenue", 24), MONEY)
        marks = upper.datasets["marks"]
        assert isinstance(marks, dict)
        assert marks["x"] == [plan[each.lever] for plan in plans.values()]
        assert abs(marks["y"][0] - total) < 1e-6 * total
        assert upper.signals["lo"] <= min(upper.datasets["curve"]["y"])  # type: ignore[call-overload]
        assert lower.datasets["names"] == {}


def test_levers_share_their_axes() -> None:
    """All levers' charts have the same upright axis, so that steepness can be compared by eye."""
    found = responses(Question.of(BUSINESS))
    axes = {
        tuple((chart.signals["lo"], chart.signals["hi"]) for chart in response(each, found, {}, ("revenue", 24), MONEY))
        for each in found
    }
    assert len(axes) == 1


def test_sentences_carry_live_figures() -> None:
    """The equal-marginals sentence and the frontier's lines hold the figures of the model."""
    returns = marginal_returns(BUSINESS, BUSINESS.plan)
    advice = recommend(Question.of(BUSINESS))
    optimum = advice.optimum
    said = equal_marginals(returns, BUSINESS.plan, advice, MONEY)
    assert MONEY.short(optimum.shadow_price) in said
    assert MONEY.short(min(returns.values())) in said
    at_best = marginal_returns(BUSINESS, optimum.plan)
    there = recommend(Question(BUSINESS, optimum.plan))
    assert "the best split of a total" in equal_marginals(at_best, optimum.plan, there, MONEY)
    assert MONEY.short(max(returns.values())) in answer(returns, BUSINESS.plan, "revenue", 24, MONEY)
    edge = frontier(Question.of(BUSINESS), 40_000.0)
    assert edge.pays_until is not None
    assert MONEY.short(edge.pays_until) in " ".join(last_dollar(edge, 17_000, 0.0, ("revenue", 24), MONEY))


@pytest.mark.parametrize("case", [case.ref for case in list_cases()])
def test_no_lever_is_named_first_where_all_bring_the_same(case: str) -> None:
    """At a best split inside its bounds the headline names no lever, and no fact is said to turn their order."""
    business = load_case(case).business
    plan = recommend(Question.of(business)).optimum.plan
    levers = "every lever" if all(plan.amounts) else "every lever that gets money"
    assert f"brings back the same on {levers}" in told(Workspace((Scenario("Best", business, plan),)))
    assert "no longer first" not in told(Workspace((Scenario("Best", business, plan),)))
    assert "no longer first" in told(Workspace.of(business))


def told(workspace: Workspace) -> str:
    """Return what the page says of a workspace."""
    test = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60).switch_page("pages/Marginal_returns.py")
    for key, value in encode_params(workspace).items():
        test.query_params[key] = value
    test.run()
    assert not test.exception
    return " ".join(str(block.proto.body) for block in test.get("html"))
