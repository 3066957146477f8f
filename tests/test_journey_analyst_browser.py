"""An analyst at a desk in Germany: a colleague's link, amounts typed, four scenarios, a goal, other companies."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from simulator.cases import load_case
from simulator.facts.plan import Plan
from simulator.link.codec import encode
from simulator.workspace.scenario import Scenario, Workspace
from tests.walk import Walk

WALK_ONLY = re.compile(" gave | got |read as")
FAIRS, CARE = (25000, 12000, 9000, 3000, 30000, 21000), (20000, 8000, 4000, 3000, 30000, 35000)


@pytest.fixture
def analyst(browser: Browser, app_url: str) -> Iterator[Walk]:
    """An analyst whose browser speaks German."""
    visitor = Walk(browser, app_url, 1280, 800, locale="de-DE")
    yield visitor
    visitor.close()


def colleagues_link() -> str:
    """Return a link to three scenarios of another company than the first; the last differs in a fact too."""
    facts = load_case("nordhafen.1").business
    plans = [Plan.of(facts.levers, amounts) for amounts in (FAIRS, (15000, 12000, 4000, 3000, 45000, 21000), CARE)]
    scenarios = (
        Scenario("Messen", facts, plans[0]),
        Scenario("Mehr Vertrieb", facts, plans[1]),
        Scenario("Bestand", facts.changed(churn=0.0234), plans[2]),
    )
    return encode(Workspace(scenarios, current=1, case="nordhafen.1"))


def cell(page: Page, table: str, row: str, column: str) -> str:
    """Return the figure in the row and column of those names of a table, without the mark of the best."""
    found = page.get_by_role("table", name=table)
    names = found.get_by_role("columnheader").all_inner_texts()
    place = next(place for place, name in enumerate(names) if name.strip().startswith(column))
    line = found.get_by_role("row").filter(has=page.get_by_role("rowheader", name=row, exact=True))
    return re.sub(r"^[^\d−]+", "", line.locator("th, td").nth(place).inner_text())


def test_an_analyst_takes_a_link_further(analyst: Walk) -> None:
    """Types amounts, adds a fourth scenario, finds each figure again elsewhere, reaches a goal, takes it all back."""
    page = analyst.page
    analyst.open(f"Compare?{colleagues_link()}")
    analyst.follow("Allocate")
    for lever, text, stands in (
        ("Trade fairs", "20.000", "20.000"),
        ("Sales team", "40 000", "40.000"),
        ("Cold outreach", "2,5k", "2.500"),
    ):
        box = analyst.type(lever, text)
        box.press("Enter")
        expect(box).to_have_value(re.compile(rf"^{re.escape(stands)}\s€$"))
    analyst.as_fresh(but=WALK_ONLY)

    analyst.press("Mehr Vertrieb")
    analyst.press("Duplicate")
    page.wait_for_url(re.compile("at=3"))
    analyst.type("Name", "Alles neu").press("Enter")
    page.wait_for_url(re.compile("Alles"))
    page.keyboard.press("Escape")
    analyst.press(re.compile("^Use the best split"))
    expect(page.get_by_text("This is the best split")).to_be_visible()
    revenue = page.get_by_text(re.compile("^Revenue, 24 months")).locator("xpath=..").inner_text()
    next_one = page.get_by_text(re.compile(r"^next 1\s€ → ")).first.inner_text().split("→ ")[1]

    analyst.follow("Compare")
    analyst.as_fresh()
    expect(page.get_by_text("Alles neu is the best split")).to_be_visible()
    assert cell(page, "Figures side by side", "Revenue, 24 months", "Alles neu") in revenue
    assert all(page.get_by_role("columnheader", name=name).count() for name in ("Messen", "Mehr Vertrieb", "Bestand"))
    analyst.follow("Channels")
    assert cell(page, "Channels", "Trade fairs", "Next") == next_one
    analyst.follow("Marginal returns")
    expect(page.get_by_role("heading", level=1)).to_contain_text(next_one)
    analyst.type("At least", "36,5 Mio").press("Enter")
    expect(page.get_by_role("textbox", name="At least").first).to_have_value(re.compile(r"^36\.500\.000\s€$"))
    expect(page.get_by_text(re.compile(r"reaches 36,5M"))).to_be_visible()
    before = page.evaluate("location.href")
    analyst.press("Use the goal's plan")
    page.wait_for_function("before => location.href != before", arg=before)
    expect(page.get_by_text("as much as this plan")).to_be_visible()
    for name in ("Diagnose", "Compare"):
        analyst.follow(name)
        analyst.as_fresh()
    analyst.back()
    analyst.back()
    expect(page.get_by_text("as much as this plan")).to_be_visible()
    analyst.press("Undo")
    expect(page.get_by_role("button", name="Use the goal's plan")).to_be_enabled()


def test_an_analyst_walks_through_companies(analyst: Walk) -> None:
    """Eight levers after six, another currency, zero after plenty, another page each: no page shows an earlier one."""
    page = analyst.page
    analyst.open(f"?{colleagues_link()}")
    for name, ref, then in (("Olist", "olist", "Marginal returns"), ("Elm Street", "elmstreet", "Compare"),
                            ("Harbour Lane", "harbourlane", "Channels")):  # fmt: skip
        analyst.choose("Company", name)
        page.wait_for_url(re.compile(ref))
        analyst.follow(then)
        analyst.as_fresh()
    for ref in ("elmstreet", "olist", "nordhafen"):
        analyst.press("Undo")
        page.wait_for_url(re.compile(ref))
    analyst.as_fresh()
    expect(page.get_by_role("button", name="Mehr Vertrieb")).to_be_visible()
    analyst.back()
    page.wait_for_url(re.compile("olist"))
    analyst.as_fresh()
