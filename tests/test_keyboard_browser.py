"""The keyboard goes where the eye goes: through the header row by row, and into what a button opens."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.screens import wait_until_ready

FOCUSED = """() => {
  let node = document.activeElement;
  while (node?.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
  const { x, y, height } = node.getBoundingClientRect();
  const popover = document.querySelector('[data-testid=stPopoverBody]');
  const host = node.getRootNode().host ?? node;
  return { name: node.getAttribute('aria-label') ?? node.textContent ?? '', x, middle: y + height / 2,
           header: Boolean(host.closest('.st-key-header')), popover: Boolean(popover?.contains(host)) };
}"""


def tab(page: Page, back: bool = False) -> dict[str, Any]:
    """Press Tab; return what has the focus now."""
    page.keyboard.press("Shift+Tab" if back else "Tab")
    found: dict[str, Any] = page.evaluate(FOCUSED)
    return found


@pytest.mark.parametrize("width", [1280, 820, 360, 320])
def test_tab_follows_the_header_as_it_is_seen(page: Page, app_url: str, width: int) -> None:
    """Forwards and backwards the focus goes row by row from left to right, and misses nothing on its way out and in."""
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{app_url}/?v=1&case=northwind.1&plan=Plan+A~4000~2000~8500~2500&total=held")
    wait_until_ready(page, "allocate")
    page.get_by_role("button", name="Changes from today").focus()
    back = []
    while (stop := tab(page, back=True))["header"]:
        back.append(stop)
    forth = []
    while (stop := tab(page))["header"]:
        forth.append(stop)
    assert stop["name"].startswith("Changes from today")
    assert [stop["name"] for stop in forth] == [stop["name"] for stop in reversed(back)]
    assert any(stop["name"].startswith("Share") for stop in forth)
    rows = [(round(stop["middle"] / 24), stop["x"]) for stop in forth]
    assert rows == sorted(rows)


@pytest.mark.parametrize("width", [1280, 360])
def test_what_a_button_opens_comes_next(page: Page, app_url: str, width: int) -> None:
    """Opened by a key, a popover has the focus; Tab goes through it and on behind its button, Escape back to it."""
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(app_url)
    wait_until_ready(page, "allocate")
    share = page.locator(".st-key-share button").first
    share.focus()
    share.press("Enter")
    link = page.get_by_role("textbox", name="Link to this scenario")
    expect(link).to_be_visible()
    expect(page.get_by_role("textbox", name="Private link")).to_be_visible()
    expect(page.get_by_test_id("stPopoverBody")).to_be_focused()
    assert tab(page)["name"] == "Link to this scenario"
    assert tab(page, back=True)["name"].startswith("Share")
    names = []
    while (stop := tab(page))["popover"]:
        names.append(stop["name"])
    assert names[:2] == ["Link to this scenario", "Copy link"]
    assert "Copy private link" in names
    assert not stop["name"].startswith("Share")
    tab(page, back=True)
    page.keyboard.press("Escape")
    expect(page.get_by_test_id("stPopoverBody")).to_have_count(0)
    expect(share).to_be_focused()
