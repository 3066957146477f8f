"""A trainer with a projector and two phones on a slow line: one round to its debrief, the export, and the next."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from rooms.downloads import BEST
from tests.walk import RESTS, choose, differences, settled, slow_line

PHONE = {"viewport": {"width": 360, "height": 780}, "has_touch": True, "is_mobile": True, "reduced_motion": "reduce"}
WALK_ONLY = re.compile(" gave | got |read as")
SUBMITTED = "Submitted. You may revise it until the freeze."


@pytest.fixture
def phones(browser: Browser) -> Iterator[list[Page]]:
    """Two participants' phones."""
    visitors = [browser.new_context(**PHONE) for _ in range(2)]  # type: ignore[arg-type]
    pages = []
    for visitor in visitors:
        visitor.set_default_timeout(40_000)
        pages.append(visitor.new_page())
        slow_line(pages[-1])
    yield pages
    for visitor in visitors:
        visitor.close()


def press(page: Page, name: str) -> None:
    """Press a button."""
    page.get_by_role("button", name=name, exact=True).click()


def typed(page: Page, name: str, text: str) -> None:
    """Type over what stands in a field; the hand stays in it."""
    field = page.get_by_role("textbox", name=re.compile(name))
    field.tap()
    field.press("Control+a")
    field.press_sequentially(text)


def joined(page: Page, address: str, code: str) -> None:
    """Join by the code as one types it from a wall."""
    page.goto(address)
    typed(page, "Room code", code.lower().replace("-", " "))
    page.get_by_role("button", name="Go to the room").tap()
    page.get_by_role("button", name="Join the room").tap()
    expect(page.get_by_text("You are in")).to_be_visible()


def as_fresh(page: Page) -> None:
    """The page shows what it shows after a reload, as soon as that has drawn all."""
    walked = settled(page, RESTS)
    page.reload()
    found = differences(walked, settled(page, RESTS), WALK_ONLY)
    for _ in range(20):
        if not found:
            return
        page.wait_for_timeout(250)
        found = differences(walked, settled(page, RESTS), WALK_ONLY)
    raise AssertionError("\n".join(found))


def test_a_trainer_leads_two_rounds(app_url: str, page: Page, phones: list[Page]) -> None:
    """Open, choose the company, gather, predict, decide, freeze, show, explain, export, and the next round."""
    one, two = phones
    page.goto(f"{app_url}/Training_room")
    press(page, "Open a room")
    for company in ("Olist", "Tallgrass"):
        choose(page.get_by_role("combobox", name="Case"), company)
        expect(page.get_by_role("combobox", name="Case")).to_have_value(re.compile(company))
        settled(page, RESTS)
    press(page, "Add a round")
    expect(page.get_by_text("Round 2", exact=True)).to_be_visible()
    settled(page, RESTS)
    choose(page.get_by_role("combobox", name="What happens").last, "A rival undercuts us")
    settled(page, RESTS)
    for phone in phones:
        joined(phone, f"{app_url}/Training_room", page.locator(".joining .code").inner_text())
    expect(page.get_by_text("2 participants in the room")).to_be_visible()
    as_fresh(one)

    press(page, "Start: ask for predictions")
    for phone, bottleneck, sum_ in ((one, "Converting", "7.100.000"), (two, "Selling more", "6,9m")):
        phone.get_by_text(re.compile(f"^{bottleneck}")).tap()
        expect(phone.get_by_role("button", name="Keep my prediction")).to_be_enabled()
        typed(phone, "under the split you will choose", sum_)
        phone.get_by_role("button", name="Keep my prediction").tap()
        expect(phone.get_by_text("Your prediction is kept.")).to_be_visible()
    press(page, "Open the levers")
    for phone, lever, text in ((one, "Account care", "9000"), (two, "Search ads", "10.000")):
        expect(phone.get_by_role("button", name="Submit this split")).to_be_visible()
        typed(phone, f"{lever}, exact amount", text)
        phone.get_by_role("button", name="Submit this split").tap()
        expect(phone.get_by_text(SUBMITTED)).to_be_visible()
        as_fresh(phone)
    expect(page.get_by_text("2 of 2 submitted")).to_be_visible()

    press(page, "Freeze submissions")
    for phone in phones:
        expect(phone.get_by_text("Your split is in.")).to_be_visible()
    press(page, "Show everyone's splits")
    expect(one.get_by_text("Yours is the large dot")).to_be_visible()
    press(page, "Show the best split and why")
    for phone in phones:
        expect(phone.get_by_text(re.compile("Your split leaves .* on the table"))).to_be_visible()
        as_fresh(phone)
    as_fresh(page)
    with page.expect_download() as download:
        press(page, "Download CSV")
    rows = list(csv.DictReader(Path(download.value.path()).read_text(encoding="utf-8-sig").splitlines()))
    theirs = [row for row in rows if row["Nickname"] != BEST]
    splits = sorted(
        (float(row["Search ads (USD a month)"]), float(row["Account care (USD a month)"])) for row in theirs
    )
    assert splits == [(4571, 9000), (10000, 3158)]
    assert sorted(float(row["Predicted (revenue, 24 months, USD)"]) for row in theirs) == [6_900_000, 7_100_000]

    press(page, "Start round 2")
    for phone in phones:
        expect(phone.get_by_text("A rival undercuts us.")).to_be_visible()
        as_fresh(phone)
    expect(page.get_by_text("0 of 2 predicted")).to_be_visible()
    as_fresh(page)
