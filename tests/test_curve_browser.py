"""A curve's points under a mouse, a finger and the keys, in a real browser."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser import serving

APP = Path(__file__).with_name("apps") / "curve_app.py"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serving(APP) as found:
        yield found


@pytest.fixture
def curve(page: Page, address: str) -> Page:
    """A visitor who sees the curve."""
    page.goto(address)
    expect(point(page, "today")).to_be_visible()
    return page


def point(page: Page, name: str) -> Locator:
    return page.get_by_role("slider", name=name, exact=True)


def told(page: Page, holds: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """What Python was told, once that holds."""
    text = page.locator("[data-testid=stText]")
    for _ in range(150):
        found: dict[str, Any] = json.loads(text.inner_text())
        if holds(found):
            return found
        page.wait_for_timeout(100)
    raise AssertionError(found)


def drawn(page: Page) -> list[str | None]:
    return [line.get_attribute("d") for line in page.locator(".field path.line").all()]


def grab(page: Page, name: str) -> tuple[float, float]:
    point(page, name).hover()  # Waits until nothing moves any more.
    box = point(page, name).bounding_box()
    assert box is not None
    middle = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(*middle)
    page.mouse.down()
    return middle


def test_a_dragged_point_bends_the_curve_at_once_and_is_told_at_release(curve: Page) -> None:
    """Under the mouse the line changes with nothing said to Python; letting go tells one value, which stays."""
    before = drawn(curve)
    x, y = grab(curve, "if you doubled")
    curve.mouse.move(x, y - 8, steps=4)
    assert drawn(curve) != before
    assert told(curve, bool)["drags"] == []
    held = float(point(curve, "if you doubled").get_attribute("aria-valuenow") or 0)
    assert held > 38
    curve.mouse.up()
    found = told(curve, lambda found: len(found["drags"]) == 1)
    assert found["drags"] == [["double", held]]
    assert found["facts"]["double"] == held
    expect(point(curve, "if you doubled")).to_have_attribute("aria-valuenow", re.compile(f"^{held:g}$"))


def test_a_point_stops_at_the_nearest_sound_value_with_a_sentence(curve: Page) -> None:
    """Pulled too far, it stays at the last step that fits, and one sentence says why even after it is let go."""
    x, y = grab(curve, "if you doubled")
    curve.mouse.move(x, y - 150, steps=4)
    said = curve.get_by_role("status").filter(has_text="if you doubled")
    expect(said).to_have_text("if you doubled: no more than that")
    curve.mouse.up()
    assert told(curve, lambda found: bool(found["drags"]))["drags"] == [["double", 45]]
    expect(said).to_have_text("if you doubled: no more than that")


def test_escape_takes_a_drag_back(curve: Page) -> None:
    """Escape while the mouse holds a point puts it where it was, and nothing is told."""
    before = drawn(curve)
    x, y = grab(curve, "today")
    curve.mouse.move(x, y - 12, steps=3)
    curve.keyboard.press("Escape")
    assert drawn(curve) == before
    curve.mouse.up()
    curve.wait_for_timeout(500)
    assert told(curve, bool)["drags"] == []


def test_keys_move_a_point_and_are_told_once_they_rest(curve: Page) -> None:
    """Arrows move one step each, Page Up ten, End to the stop; what is told is where they rested."""
    today = point(curve, "today")
    today.focus()
    for _ in range(3):
        curve.keyboard.press("ArrowUp")
    expect(today).to_have_attribute("aria-valuenow", "29.5")
    expect(today).to_have_attribute("aria-valuetext", "29.5\u00a0%")
    assert told(curve, lambda found: bool(found["drags"]))["drags"] == [["today", 29.5]]
    expect(today).to_be_focused()
    curve.keyboard.press("End")
    expect(today).to_have_attribute("aria-valuenow", "36")
    curve.keyboard.press("Tab")  # Leaving says it at once.
    assert told(curve, lambda found: len(found["drags"]) == 2)["drags"][1] == ["today", 36]


def test_each_point_says_what_it_is(curve: Page) -> None:
    """A screen reader hears name, bounds and value of each point, which is a guess, and finds all as a table."""
    guess = point(curve, "if you doubled")
    expect(guess).to_have_attribute("aria-valuetext", "38.0\u00a0%, a guess")
    expect(guess).to_have_attribute("aria-valuemin", "29")
    expect(guess).to_have_attribute("aria-valuemax", "45")
    curve.get_by_text("as a table").click()
    expect(curve.get_by_role("rowheader", name="if you stopped")).to_be_visible()
    expect(curve.get_by_role("cell", name="9 %")).to_be_visible()
    expect(point(curve, "if you stopped").locator("circle.stated")).to_have_count(1)
    expect(point(curve, "today").locator("rect.read")).to_have_count(1)
    expect(guess.locator("circle.guessed")).to_have_count(1)


def test_a_finger_drags_a_point_without_scrolling_the_page(browser: Browser, address: str) -> None:
    """A touch that starts on a point moves it; the page stays where it is."""
    visitor = browser.new_context(viewport={"width": 320, "height": 500}, has_touch=True, is_mobile=True)
    page = visitor.new_page()
    page.goto(address)
    expect(point(page, "if you stopped")).to_be_visible()
    box = point(page, "if you stopped").bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    touch = visitor.new_cdp_session(page)
    for kind, at in (("touchStart", y), ("touchMove", y - 6), ("touchMove", y - 15), ("touchEnd", None)):
        spots = [] if at is None else [{"x": x, "y": at}]
        touch.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": spots})
    drags = told(page, lambda found: bool(found["drags"]))["drags"]
    assert drags[0][0] == "zero"
    assert drags[0][1] > 9
    assert page.evaluate("scrollY") == 0
    visitor.close()
