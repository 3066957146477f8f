"""A fact's low and high under a mouse and the keys, and the pictures that follow, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from simulator.cases import load_case
from simulator.facts.sources import ends_of
from simulator.link.codec import decode, encode
from simulator.workspace.scenario import Workspace

START = Workspace.of(load_case("northwind.1"))
DOTS = ".st-key-futures_picture .canvas"
FEW = 4
"""Different pictures that a slow drag shows at least."""


def handle(page: Page, name: str) -> Locator:
    return page.get_by_role("slider", name=name, exact=True)


@pytest.fixture
def certainty(page: Page, app_url: str) -> Page:
    """A visitor who sees how sure one can be."""
    page.goto(f"{app_url}/Certainty?{encode(START)}")
    expect(handle(page, "High")).to_be_visible(timeout=30_000)
    expect(page.locator(f"{DOTS} svg").first).to_be_visible(timeout=30_000)
    expect(page.get_by_text("is regretted least").or_(page.get_by_text("regretted least:")).first).to_be_visible()
    return page


def ends_in(page: Page) -> tuple[float | None, float | None]:
    """The low and high of the first fact that the address holds."""
    business = decode(page.url.partition("?")[2]).workspace.scenario.business
    return ends_of(business, f"channels.{business.channels[0].name}.prospects")


def test_pictures_follow_a_dragged_range_and_settle(certainty: Page) -> None:
    """While an end is dragged dots and sentence follow and nothing is a step yet; let go, the range is in the link."""
    page, high = certainty, handle(certainty, "High")
    high.hover()
    box = high.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.down()
    seen, said, answer = set(), set(), page.get_by_role("heading", level=1)
    expect(page.get_by_text("No single fact is worth finding out for this choice")).to_be_visible()
    for place in range(1, 13):
        page.mouse.move(x + 12 * place, y)
        page.wait_for_timeout(150)
        seen.add(page.locator(DOTS).first.get_attribute("aria-label"))
        said.add(answer.text_content())
    assert len(seen) >= FEW
    assert len(said) > 1
    expect(page.get_by_text("256 futures while you drag")).to_be_visible()
    assert ends_in(page) == (None, None)
    wanted = float(high.get_attribute("aria-valuenow") or 0)
    page.mouse.up()
    expect(page.get_by_role("textbox", name="High", exact=True)).to_have_value(f"{wanted:g}")
    expect(page.get_by_text("No single fact is worth finding out for this choice")).to_be_visible()
    page.wait_for_function("() => location.search.includes('range=')")
    assert ends_in(page) == (None, wanted)


def test_the_keys_move_an_end_as_a_hand_does(certainty: Page) -> None:
    """Arrow keys move low by its steps, stop at the likely value, and what they leave is kept."""
    page, low = certainty, handle(certainty, "Low")
    before = float(low.get_attribute("aria-valuenow") or 0)
    low.focus()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    wanted = float(low.get_attribute("aria-valuenow") or 0)
    assert wanted < before
    page.wait_for_function("() => location.search.includes('range=')")
    assert ends_in(page) == (wanted, None)
    low.focus()
    page.keyboard.press("End")
    expect(low).to_have_attribute("aria-valuenow", handle(page, "Likely").get_attribute("aria-valuenow") or "")


def test_escape_leaves_the_range_as_it_was(certainty: Page) -> None:
    """An end that is held and called off stays where it was, and no range is stated."""
    page, high = certainty, handle(certainty, "High")
    before = high.get_attribute("aria-valuenow")
    high.hover()
    box = high.bounding_box()
    assert box is not None
    page.mouse.down()
    page.mouse.move(box["x"] + 60, box["y"] + 20)
    expect(high).not_to_have_attribute("aria-valuenow", before or "")
    page.keyboard.press("Escape")
    page.mouse.up()
    expect(high).to_have_attribute("aria-valuenow", before or "")
    page.wait_for_timeout(800)
    assert handle(page, "High").get_attribute("aria-valuenow") == before
    assert page.get_by_role("button", name="Back to the default range").count() == 0
