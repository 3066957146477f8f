"""Whatever was walked through before, a page shows what a fresh visit to its address shows."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from simulator.cases import list_cases, load_case
from simulator.facts.business import Business
from simulator.facts.plan import Plan
from simulator.link.codec import encode
from simulator.workspace.scenario import Scenario, Workspace
from tests.walk import Walk

PAGES = ("", "Diagnose", "Compare", "Marginal_returns", "Channels", "Certainty", "How_it_works")
NORTHWIND = load_case("northwind.1").business
BIGGEST, LAST = "olist.1", "elmstreet.1"
WALK_ONLY = re.compile("gave")
READ_AS = re.compile("read as")


@pytest.fixture
def walk(browser: Browser, app_url: str) -> Iterator[Walk]:
    """A visitor, and strangers to compare with."""
    visitor = Walk(browser, app_url)
    yield visitor
    visitor.close()


def case_link(ref: str) -> str:
    """A link to a stock company as it is."""
    return encode(Workspace.of(load_case(ref)))


def scenarios_link(count: int, months: int = 24, current: int = 0) -> str:
    """A link with the first so many of three scenarios, which differ in plan and facts."""
    less, more = (
        Plan.of(NORTHWIND.levers, amounts) for amounts in ((4000, 2000, 8500, 2500), (3000, 6000, 5500, 2500))
    )
    loyal = NORTHWIND.changed(churn=0.02)
    three = (
        Scenario("Plan A", NORTHWIND, NORTHWIND.plan),
        Scenario("Less", NORTHWIND, less),
        Scenario("More", loyal, more),
    )
    return encode(Workspace(three[:count], current=current, months=months, case="northwind.1"))


def channels_link(count: int) -> str:
    """A link to a company with the first so many of five channels."""
    first = NORTHWIND.channels[0]
    names = ("Search ads", "Webinars", "Trade fairs in the north of the country", "Podcasts", "Radio")
    channels = tuple(first.changed(name=name, spend=1000.0 * place) for place, name in enumerate(names[:count], 1))
    business: Business = NORTHWIND.changed(channels=channels)
    return encode(Workspace((Scenario("Plan A", business, business.plan),), case="northwind.1"))


@pytest.mark.parametrize("page", PAGES, ids=[page or "Allocate" for page in PAGES])
def test_no_trace_is_left_of_where_one_came_from(walk: Walk, page: str) -> None:
    """Through companies, horizons, scenarios, channels, back and forward: what is drawn is what a fresh page draws."""
    others = [case.ref for case in list_cases() if case.ref not in (BIGGEST, LAST)]
    walk.open(f"{page}?{case_link('northwind.1')}")
    for ref in (BIGGEST, *others, LAST):
        walk.go(f"{page}?{case_link(ref)}")
        if ref in (BIGGEST, LAST):
            walk.as_fresh()
    walk.go(f"{page}?{channels_link(5)}")
    walk.go(f"{page}?{scenarios_link(3, months=6, current=2)}")
    walk.as_fresh()
    walk.go(f"{page}?{scenarios_link(1, months=60)}")
    walk.go(f"{page}?{channels_link(2)}")
    walk.as_fresh()
    walk.back()
    walk.back()
    walk.as_fresh()
    walk.forward()
    walk.as_fresh()


def test_no_trace_is_left_of_another_company_of_one_s_own(walk: Walk) -> None:
    """One's own companies after each other, typed into, left by the chooser and back: as a fresh page shows each."""
    walk.open(f"Your_business?{case_link(LAST)}")
    for name, case in (("Elm & Sons", LAST), ("Mercado", BIGGEST), ("Tall Boxes", "tallgrass.1")):
        walk.go(f"Your_business?{encode(Workspace.of(load_case(case).business.changed(name=name)))}")
        walk.as_fresh()
    walk.type("What does selling to them cost?", "7.500").press("Enter")
    expect(walk.page).to_have_url(re.compile("conversion_spend=7500"))
    walk.as_fresh(but=READ_AS)
    walk.back()
    walk.as_fresh()
    walk.forward()
    walk.as_fresh(but=READ_AS)
    walk.follow("Allocate")
    walk.as_fresh()
    own = walk.here
    for name in ("Northwind", "Elm & Sons", "Tall Boxes"):
        walk.choose("Company", name)
        walk.as_fresh()
    assert walk.here == own


def test_no_trace_is_left_by_the_hand(walk: Walk) -> None:
    """A click on the map, another company, a page later, and back: what is drawn belongs to what is on show."""
    page = walk.page
    walk.open(f"Compare?{scenarios_link(2)}")
    page.locator(".canvas.clickable").click(position={"x": 150, "y": 300})
    expect(page).not_to_have_url(re.compile("4000~2000~8500~2500.*7500~2000~5000~2500|7500~2000~5000~2500.*&plan=Less"))
    walk.as_fresh()
    for name in ("Olist 2018", "Tallgrass Packaging"):
        walk.choose("Company", name)
        expect(page).to_have_url(re.compile(name.split()[0].lower()))
        walk.as_fresh()
    walk.go(f"?{case_link('northwind.1')}")
    slider = page.get_by_role("slider", name="Sales team", exact=True)
    for _ in range(4):
        slider.press("ArrowRight")
    expect(page).to_have_url(re.compile("~5400~"))
    walk.as_fresh(but=WALK_ONLY)
