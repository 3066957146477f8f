"""What the best split leans on stands beside it on Allocate, follows the total, and can be stayed within."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from pages.ui.text.formats import money_format
from pages.ui.text.outlook import within_line
from simulator.cases import load_case
from simulator.facts.plan import Plan
from simulator.insight.reach import reach
from simulator.model.question import Question
from tests.test_allocate_browser import expect_plan, opened, slider

NORTHWIND = load_case("northwind.1").business
MONEY = money_format("USD")


def within(total: float = 17_000) -> tuple[Plan, str]:
    """The best split of a total within twice today's effort, and what is said of it."""
    scaled = Plan.of(NORTHWIND.levers, [amount * total / 17_000 for amount in NORTHWIND.plan.amounts])
    found = reach(Question(NORTHWIND, scaled))
    assert found.within is not None
    return found.within, within_line(found, MONEY)


def test_the_best_split_within_can_be_taken_and_undone(page: Page, app_url: str) -> None:
    """The panel says what staying within twice today's effort costs; its button moves there as one step."""
    opened(page, app_url)
    plan, said = within()
    panel = page.locator(".st-key-best")
    expect(panel).to_contain_text("the sales team would get 2.2 × today's effort")
    expect(panel).to_contain_text(said)
    page.get_by_role("button", name="Use the best within twice today's effort").click()
    expect_plan(page, lambda shown: shown == plan)
    page.get_by_role("button", name="Undo", exact=True).click()
    expect_plan(page, lambda shown: shown == NORTHWIND.plan)


def test_it_follows_levers_and_the_total(page: Page, app_url: str) -> None:
    """A moved lever leaves it standing; let free, a lever moves the total, and what is said is that total's."""
    opened(page, f"{app_url}/?v=1&case=northwind.1&total=free")
    panel = page.locator(".st-key-best")
    expect(panel).to_contain_text(within()[1])
    slider(page, "Sales team").focus()
    for _ in range(10):
        page.keyboard.press("ArrowRight")
    expect(page).to_have_url(re.compile("~6000~"))
    expect(panel).to_contain_text(within(18_000)[1])


def test_what_pays_for_itself_stands_on_every_board(page: Page, app_url: str) -> None:
    """At a margin of 40 per cent, 2.50 of revenue for a dollar, 60,000 for a thousand a month over two years."""
    opened(page, app_url)
    expect(page.get_by_text("revenue over 24 months ($60.0k pays for itself)")).to_be_visible()
    for name in ("Diagnose", "Channels", "Marginal_returns"):
        opened(page, f"{app_url}/{name}?v=1&case=northwind.1&total=held")
        expect(page.get_by_text("in revenue over 24 months ($2.50 pays for itself)").first).to_be_visible()
