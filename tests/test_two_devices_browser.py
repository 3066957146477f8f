"""One seat on two devices shows one truth, whichever of them was touched last."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from rooms import facilitator, participant
from tests.room_app import Rooms
from tests.room_store import Session, session_in


@pytest.fixture
def seated(room_app: Rooms) -> tuple[Session, str]:
    """A room with one participant, and the address of that seat."""
    store, url = room_app
    room = session_in(store, 1)
    return room, f"{url}?room={room.code}&seat={room.seats[0].seat}"


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """The other device."""
    visitor = browser.new_context(viewport={"width": 360, "height": 700}, reduced_motion="reduce")
    visitor.set_default_timeout(20_000)
    yield visitor.new_page()
    visitor.close()


def test_what_is_done_on_one_device_is_so_on_the_other(page: Page, phone: Page, seated: tuple[Session, str]) -> None:
    """A prediction, a moved lever and a submission are seen on the other device, in both directions."""
    room, address = seated
    facilitator.begin_round(*room.lead)
    for each in (page, phone):
        each.goto(address)
        expect(each.get_by_role("button", name="Keep my prediction")).to_be_visible()
    page.get_by_text("Selling more to customers").click()
    page.get_by_label("under the split you will choose").fill("2500000")
    page.get_by_role("button", name="Keep my prediction").click()
    expect(phone.get_by_role("radio", name="Selling more to customers")).to_be_checked()
    expect(phone.get_by_label("under the split you will choose")).to_have_value("$2,500,000")
    facilitator.open_decisions(*room.lead)
    for each in (page, phone):
        expect(each.get_by_label("Sales team, exact amount")).to_have_value("$5,000")
    page.get_by_role("button", name="Sales team: $100 more").click()
    expect(phone.get_by_label("Sales team, exact amount")).to_have_value("$5,100")
    expect(phone.get_by_text("as you left them on your other device")).to_be_visible()
    phone.get_by_role("button", name="Sales team: $100 more").click()
    expect(phone.get_by_text("as you left them on your other device")).to_have_count(0)
    expect(page.get_by_label("Sales team, exact amount")).to_have_value("$5,200")
    page.get_by_role("button", name="Submit this split").click()
    expect(phone.get_by_text("Submitted. You may revise it until the freeze.")).to_be_visible()
    held = participant.sit(*room.at(0))
    assert held.submitted == held.draft
    assert held.submitted is not None
    assert held.submitted.conversion == 5200
