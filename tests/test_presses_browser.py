"""A press right behind an edit, as a finger does it: what was typed or moved counts before what is pressed."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from simulator.cases import load_case
from simulator.link.codec import encode
from simulator.workspace.scenario import Workspace
from tests.walk import settled

START = encode(Workspace.of(load_case("northwind.1")))
EDITS = {
    "": ("Sales team, exact amount", "8000", "~8000~"),
    "Diagnose": ("Prospects, a month", "280", "acceptable_prospects=280"),
    "Channels": ("Name of Trade fairs", "Messen", "Messen~2000"),
}


def typed(page: Page, name: str, text: str) -> None:
    """Type into a field over what stood there, and stay in it."""
    field = page.get_by_role("textbox", name=re.compile(name))
    field.click()
    field.press("Control+a")
    field.press_sequentially(text)


@pytest.mark.parametrize("path", EDITS, ids=[path or "Allocate" for path in EDITS])
def test_an_edit_survives_the_way_to_another_page(page: Page, app_url: str, path: str) -> None:
    """A page's link pressed with the hand still in a field: the other page is drawn, with what was typed."""
    name, text, link = EDITS[path]
    page.goto(f"{app_url}/{path}?{START}")
    settled(page)
    typed(page, name, text)
    page.get_by_role("link", name="Compare", exact=True).click()
    page.wait_for_url(re.compile(f"/Compare.*{re.escape(link)}"))
    settled(page)
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_undo_takes_back_what_was_typed_last(page: Page, app_url: str) -> None:
    """Undo pressed with the hand still in a field takes back that amount, not the step before."""
    page.goto(f"{app_url}/?{START}")
    settled(page)
    for _ in range(2):
        page.get_by_role("button", name="Trade fairs: $100 more").click()
    page.wait_for_function("location.search.includes('~2200~')")
    typed(page, "Sales team, exact amount", "8000")
    page.get_by_role("button", name="Undo", exact=True).click()
    settled(page)
    expect(page.get_by_role("textbox", name="Trade fairs, exact amount")).to_have_value("$2,200")
    expect(page.get_by_role("button", name="Redo", exact=True)).to_be_enabled()
    page.get_by_role("button", name="Redo", exact=True).click()
    page.wait_for_function("location.search.includes('~8000~')")


def test_presses_behind_no_edit_are_not_kept_waiting(page: Page, app_url: str) -> None:
    """A press goes out at once where nothing was typed before it."""
    page.goto(f"{app_url}/Diagnose?{START}")
    settled(page)
    page.get_by_role("textbox", name="Prospects, a month").click()
    page.evaluate("() => addEventListener('click', (event) => (window.firstHand = event.isTrusted))")
    page.get_by_role("button", name="Share", exact=True).click()
    page.wait_for_function("window.firstHand === true")
