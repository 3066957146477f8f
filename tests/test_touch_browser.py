"""Levers under a finger: what scrolls changes nothing, what goes sideways moves."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Browser, CDPSession, Locator, Page, expect

from simulator.cases import load_case
from tests.screens import wait_until_ready
from tests.visitors import Lend

TODAY = load_case("northwind.1").business.plan


@pytest.fixture
def phone(lend: Lend, app_url: str) -> Page:
    """Allocate on a phone, ready to be touched."""
    page = lend(viewport={"width": 360, "height": 640}, has_touch=True, is_mobile=True).new_page()
    page.goto(app_url)
    wait_until_ready(page, "allocate")
    return page


def swipe(page: Page, start: tuple[float, float], by: tuple[float, float], steps: int = 12) -> None:
    """Put a finger down, move it and lift it, as a touch screen reports it."""
    fingers: CDPSession = page.context.new_cdp_session(page)

    def touch(kind: str, *points: tuple[float, float]) -> None:
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": [{"x": x, "y": y} for x, y in points]})

    touch("touchStart", start)
    for step in range(1, steps + 1):
        touch("touchMove", (start[0] + by[0] * step / steps, start[1] + by[1] * step / steps))
        page.wait_for_timeout(16)
    touch("touchEnd")


def middle(part: Locator) -> tuple[float, float, dict[str, Any]]:
    """Scroll to a part; return its middle and its box."""
    part.evaluate("part => part.scrollIntoView({block: 'center'})")
    box = part.bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, dict(box)


def amounts(page: Page) -> list[str]:
    """Return the amounts in the levers' fields."""
    return [field.input_value() for field in page.locator(".amount").all()]


def scrolled(page: Page) -> float:
    """Return how far the page is scrolled down."""
    return float(page.locator("[data-testid=stMain]").evaluate("part => part.scrollTop"))


@pytest.mark.parametrize("lean", [-14, 0, 14])
@pytest.mark.parametrize("where", ["track", "thumb", "divider"])
def test_a_scroll_that_starts_on_a_lever_moves_nothing(phone: Page, where: str, lean: int) -> None:
    """A vertical swipe scrolls the page from wherever it starts, even a little askew, and the plan stays."""
    before = amounts(phone)
    part = phone.locator(".divider").nth(1) if where == "divider" else phone.locator(".track").nth(1)
    x, y, box = middle(part)
    if where == "thumb":
        x = box["x"] + 13 + TODAY["Trade fairs"] / TODAY.total * (box["width"] - 26)
    place = scrolled(phone)
    swipe(phone, (x, y), (lean, -160))
    expect(phone.locator(".lever.held")).to_have_count(0)
    phone.wait_for_timeout(500)
    assert scrolled(phone) > place + 60
    assert amounts(phone) == before
    expect(phone.locator("h1")).to_contain_text("Today's split")
    expect(phone.get_by_role("button", name="Undo", exact=True)).to_be_disabled()


def test_a_finger_that_goes_sideways_moves_the_lever(phone: Page) -> None:
    """A swipe along the track takes the thumb with it and does not scroll."""
    x, y, box = middle(phone.locator(".track").nth(2))
    place = scrolled(phone)
    swipe(phone, (x, y), (box["width"] / 4, 6))
    expect(phone.locator("h1")).to_contain_text("to the sales team")
    assert scrolled(phone) == place
    share = float(phone.get_by_role("slider", name="Sales team", exact=True).input_value()) / TODAY.total
    assert share == pytest.approx(0.75, abs=0.05)


def test_a_tap_on_the_track_is_a_choice(phone: Page) -> None:
    """A finger that touches the track and stays puts the thumb there."""
    x, y, _ = middle(phone.locator(".track").nth(2))
    swipe(phone, (x, y), (0, 0), steps=1)
    expect(phone.locator("h1")).to_contain_text("to the sales team")
    share = float(phone.get_by_role("slider", name="Sales team", exact=True).input_value()) / TODAY.total
    assert share == pytest.approx(0.5, abs=0.03)


def test_a_finger_drags_the_divider(phone: Page) -> None:
    """Between two shares of the bar a sideways swipe moves money from one to the other."""
    x, y, _ = middle(phone.locator(".divider").nth(1))
    swipe(phone, (x, y), (40, 2))
    expect(phone.locator("h1")).to_contain_text("from the sales team to Trade fairs")


@pytest.mark.parametrize("size", [(360, 640), (320, 568)])
def test_the_best_split_is_one_press_away_on_a_phone(browser: Browser, app_url: str, size: tuple[int, int]) -> None:
    """The button that brings most is on the first screen, covers nothing that has the focus, and takes the split."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, has_touch=True, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(f"{app_url}/?v=1&case=elmstreet.1")
    best = page.get_by_role("button", name=re.compile("Use the best split"))
    expect(best).to_be_in_viewport(ratio=1)
    for field in page.get_by_role("textbox", name=re.compile("exact amount")).all():
        field.focus()
        expect(field).to_be_in_viewport(ratio=1)
        below = best.bounding_box()
        own = field.bounding_box()
        assert below
        assert own
        assert own["y"] + own["height"] <= below["y"] or own["y"] >= below["y"] + below["height"]
    best.tap()
    expect(page.get_by_role("button", name="This is the best split")).to_be_attached()
    context.close()
