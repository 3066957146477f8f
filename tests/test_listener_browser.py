"""The three journeys by ear: each control by its role, name and value, each answer as a heading, each change told."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from rooms import facilitator
from tests.listening import faults, told
from tests.room_app import Rooms
from tests.room_store import session_in
from tests.screens import LINK, OWN, wait_until_ready, wait_until_still
from tests.test_room_browser import Running, press

LIVE = "[aria-live=polite], [role=status], [role=alert]"


@pytest.fixture(scope="module")
def app(room_app: Rooms) -> Running:
    """The app as it is deployed, on a database of its own."""
    store, url = room_app
    return Running(url, store)


def announced(page: Page, text: str) -> Locator:
    """Return what is told without being looked for, with that text in it."""
    return page.locator(LIVE).filter(has_text=text)


def sound(page: Page) -> None:
    """Check that nothing is without a name, and that headings lead through the page."""
    wait_until_still(page)
    assert faults(page) == [], page.url


def heard(page: Page, role: str) -> list[str]:
    """Return the names of all that is told in a role."""
    return [each.name for each in told(page) if each.role == role]


def test_an_owner_by_ear(page: Page, app_url: str) -> None:
    """What a lever stands at and what became of a move; the verdict and what its picture shows; facts; the link."""
    page.goto(f"{app_url}/?{LINK}")
    wait_until_ready(page, "allocate")
    sound(page)
    lever = page.get_by_role("slider", name="Sales team", exact=True)
    expect(lever).to_have_attribute("aria-valuetext", re.compile(r"^\$8,500, 50\s% of the total$"))
    lever.press("ArrowRight")
    expect(lever).to_have_attribute("aria-valuetext", re.compile(r"^\$8,[56]\d\d, "))
    expect(announced(page, "revenue over 24 months").first).to_be_attached()
    assert any(
        name.startswith("Revenue per month over 24 months: this plan ends at $") for name in heard(page, "image")
    )
    page.get_by_role("button", name="Share", exact=True).press("Enter")
    expect(page.get_by_role("textbox", name="Link to this scenario")).to_have_value(re.compile("case=northwind"))
    sound(page)
    page.get_by_role("button", name="Copy link", exact=True).press("Enter")
    expect(announced(page, "Copied").or_(announced(page, "copy")).first).to_be_attached()

    page.goto(f"{app_url}/Diagnose?{LINK}")
    wait_until_ready(page, "diagnose")
    sound(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Sales")
    assert any(name.startswith("today: 300 prospects a month") for name in heard(page, "image"))
    assert any(re.match("Opportunities ?, revenue over 24 months", name) for name in heard(page, "heading"))

    page.goto(f"{app_url}/Your_business?{OWN}")
    wait_until_ready(page, "business")
    sound(page)
    cost = page.get_by_role("textbox", name="What does selling to them cost?")
    cost.fill("about five")
    cost.press("Enter")
    expect(page.get_by_role("alert").first).to_be_visible()


def test_a_sales_leader_by_ear(page: Page, app_url: str) -> None:
    """Which two plans are compared and how they differ, as tables with named rows and columns and in the pictures'
    words; a goal; how sure one can be, with the range of a fact as sliders that say what they stand at."""
    page.goto(f"{app_url}/Compare?{LINK}")
    wait_until_ready(page, "compare")
    sound(page)
    for name, chosen in (("From", "Today"), ("To", "Plan A")):
        expect(page.get_by_role("combobox", name=name, exact=True)).to_have_value(chosen)
    table = page.get_by_role("table", name="Figures side by side")
    expect(table.get_by_role("columnheader", name="Plan A")).to_be_attached()
    expect(table.get_by_role("rowheader", name="Revenue, 24 months")).to_be_attached()
    assert any(name.startswith("From Today to Plan A, revenue: Sales team +$") for name in heard(page, "image"))

    for path, name, picture in (
        ("Marginal_returns", "marginal", "What the next $1 spent brings back"),
        ("Channels", "channels", "Trade fairs $"),
        ("Certainty", "certainty", "50 of 50 dots above nothing"),
    ):  # fmt: skip
        page.goto(f"{app_url}/{path}?{LINK}")
        wait_until_ready(page, name)
        sound(page)
        assert any(each.startswith(picture) for each in heard(page, "image")), path
    for end in ("Low", "High"):
        expect(page.get_by_role("slider", name=end, exact=True)).to_have_attribute("aria-valuetext", re.compile(r"\d"))


def test_a_trainer_and_a_room_by_ear(app: Running, page: Page, browser: Browser) -> None:
    """Which step it is and how many are in; what is asked, what was kept and what was submitted; what came of it."""
    room = session_in(app.store, 2)
    page.goto(app.lead(room))
    expect(page.get_by_text("2 participants in the room")).to_be_visible(timeout=40_000)
    sound(page)
    step = page.get_by_role("listitem").filter(has=page.locator("xpath=self::*[@aria-current='step']"))
    expect(step).to_have_text("Gather")
    visitor = browser.new_context(viewport={"width": 360, "height": 780}, reduced_motion="reduce")
    visitor.set_default_timeout(20_000)
    phone = visitor.new_page()
    phone.goto(app.seat(room))
    expect(phone.get_by_role("heading", name="You are in")).to_be_visible()
    sound(phone)

    press(page, "Start: ask for predictions")
    expect(step).to_have_text("Predict")
    press(phone, "Keep my prediction")
    expect(announced(phone, "then it can be kept")).to_be_visible()
    phone.get_by_role("radiogroup", name=re.compile("Which function is the bottleneck")).get_by_text("Selling").click()
    phone.get_by_role("textbox", name=re.compile("Revenue over 24 months")).fill("2500000")
    press(phone, "Keep my prediction")
    expect(announced(phone, "Your prediction is kept.")).to_be_visible()
    sound(phone)

    press(page, "Open the levers")
    expect(phone.get_by_role("slider", name="Sales team", exact=True)).to_have_attribute(
        "aria-valuetext", re.compile(r"^\$5,000, 29\s% of the total$")
    )
    press(phone, "Submit this split")
    expect(announced(phone, "Submitted. You may revise it until the freeze.")).to_be_visible()
    sound(phone)
    expect(page.get_by_role("heading", name="1 of 2 submitted")).to_be_visible()
    names = page.get_by_role("list", name="Participants")
    expect(names.get_by_role("listitem").filter(has_text=", submitted")).to_have_count(1)
    sound(page)

    for verb in (facilitator.freeze, facilitator.reveal):
        verb(*room.lead)
    expect(phone.get_by_role("heading", level=1)).to_contain_text("on the table")
    expect(page.get_by_role("heading", name=re.compile("on the table")).first).to_be_visible()
    for each in (phone, page):
        expect(each.locator("svg.marks").nth(3)).to_be_visible()
        sound(each)
        assert any(name.startswith("Prediction against outcome of 1 participant") for name in heard(each, "image"))
    page.goto(app.view(room, "projector"))
    expect(page.get_by_text("on the table").first).to_be_visible()
    sound(page)
    visitor.close()
