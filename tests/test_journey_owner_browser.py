"""An owner on a phone over a slow line: sales or marketing, what to change, and the answer to the partner on paper."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.walk import Walk

PHONE = {"has_touch": True, "is_mobile": True, "permissions": ["clipboard-read", "clipboard-write"]}
WALK_ONLY = re.compile(" gave | got |read as")


@pytest.fixture
def owner(browser: Browser, app_url: str) -> Iterator[Walk]:
    """An owner with a phone, whose first visit this is."""
    visitor = Walk(browser, app_url, 360, 780, slow=True, **PHONE)
    yield visitor
    visitor.close()


def test_an_owner_finds_what_to_change_and_sends_it(owner: Walk, browser: Browser) -> None:
    """From a cold start to the best split, a last amount, and a link that the partner opens and prints."""
    page = owner.page
    owner.open("")
    owner.choose("Company", "Harbour Lane")
    page.wait_for_url(re.compile("harbourlane"))
    owner.follow("Diagnose")
    owner.as_fresh()
    owner.choose("Company", "Northwind")
    page.wait_for_url(re.compile("northwind"))
    owner.as_fresh()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Sales")

    owner.press("Try it")
    expect(page.get_by_text("This is the best split")).to_be_visible()
    owner.as_fresh(but=WALK_ONLY)
    owner.type("Account care", "2.000")
    owner.press("Share")
    page.get_by_role("button", name="Copy link", exact=True).click()
    expect(page.get_by_text("Copied.")).to_be_visible()
    link = page.evaluate("navigator.clipboard.readText()")
    assert link == page.evaluate("location.href")
    assert re.search(r"~2000&", link)
    page.keyboard.press("Escape")
    answer = page.get_by_role("heading", level=1).inner_text()

    for name in ("Compare", "Marginal returns", "Channels"):
        owner.follow(name)
        owner.as_fresh()
    owner.back()
    owner.as_fresh()
    owner.forward()
    owner.as_fresh()
    owner.press("Undo")
    page.wait_for_function("!location.search.includes('~2000&')")
    owner.follow("Allocate")
    expect(page.get_by_text("This is the best split")).to_be_visible()

    partner = Walk(browser, "", **PHONE)
    partner.page.goto(link)
    said = partner.page.get_by_role("heading", level=1)
    expect(said).to_have_text(re.compile(r"\s+".join(map(re.escape, answer.split()))), timeout=40_000)
    partner.page.emulate_media(media="print")
    expect(said).to_be_visible()
    expect(partner.page.get_by_role("textbox", name="Account care, exact amount")).to_have_value("$2,000")
    expect(partner.page.get_by_role("button", name="Share", exact=True)).to_be_hidden()
    partner.close()
