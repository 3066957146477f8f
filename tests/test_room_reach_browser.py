"""What a hand needs next in the Training room is in reach, and nothing lies over it."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from rooms import facilitator, participant
from rooms.settings import RoomSettings, RoundSettings
from tests.room_app import Rooms
from tests.room_store import Session, session_in
from tests.walk import choose

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True, "reduced_motion": "reduce"}
COVERED = """(button) => {
  const box = button.getBoundingClientRect();
  const top = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
  return !button.contains(top);
}"""
UNDER_SIGN = """() => {
  const sign = document.querySelector('.stCode button').getBoundingClientRect();
  const text = document.createRange();
  text.selectNodeContents(document.querySelector('.stCode code'));
  return [...text.getClientRects()].some((line) => line.right > sign.left && line.bottom > sign.top
    && line.top < sign.bottom);
}"""
"""Whether a line of what is copied lies under the sign that copies it."""


@pytest.fixture(scope="module")
def app(room_app: Rooms) -> Rooms:
    """The app's database and the address of the Training room."""
    return room_app


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A participant's phone."""
    visitor = browser.new_context(**PHONE)  # type: ignore[arg-type]
    visitor.set_default_timeout(20_000)
    yield visitor.new_page()
    visitor.close()


def seat(app: Rooms, room: Session) -> str:
    """Return the address of the first seat."""
    return f"{app[1]}?room={room.code}&seat={room.seats[0].seat}"


@pytest.mark.parametrize("case", ["northwind.1", "olist.1"])
def test_the_questions_of_a_round_are_in_reach_on_a_phone(app: Rooms, phone: Page, case: str) -> None:
    """Whatever the case, a phone shows the first question at once, and the button that keeps it while one answers."""
    room = session_in(app[0], 1, RoomSettings(case=case)).to("predict")
    phone.goto(seat(app, room))
    keep = phone.get_by_role("button", name="Keep my prediction")
    expect(keep).to_be_visible()
    expect(phone.get_by_text("Selling more to customers", exact=True)).to_be_in_viewport()
    expect(keep).to_be_in_viewport()
    facts = phone.get_by_role("table", name="Facts of ")
    expect(facts).to_be_hidden()
    phone.locator("details.case summary").tap()
    expect(facts).to_be_visible()
    phone.set_viewport_size({"width": 1280, "height": 900})
    phone.reload()
    expect(facts).to_be_visible()
    expect(phone.locator("details.case summary")).to_be_hidden()


def test_what_a_move_brings_is_said_beside_the_button(app: Rooms, phone: Page) -> None:
    """On a phone the bar follows the lever in the hand; wide enough, the figures alone stand beside the levers."""
    room = session_in(app[0], 1).to("decide")
    phone.goto(seat(app, room))
    brings = phone.locator(".in_hand")
    expect(brings).to_be_in_viewport()
    before = brings.inner_text()
    phone.get_by_role("button", name="Sales team: $100 more").tap()
    expect(brings).not_to_have_text(before)
    expect(brings).to_contain_text("+$")
    phone.set_viewport_size({"width": 1280, "height": 900})
    expect(brings).to_be_hidden()


def test_nobody_is_offered_to_clear_what_may_not_be_blank(app: Rooms, page: Page) -> None:
    """Without a timer the time to decide is a choice like the others; chosen, it comes back to none."""
    room = session_in(app[0], 0, RoomSettings(rounds=(RoundSettings(seconds=120),)))
    page.goto(f"{app[1]}?room={room.code}&facilitator={room.secret}")
    chosen = page.get_by_role("combobox", name="Time to decide")
    expect(chosen).to_have_value("2 min")
    choose(chosen, "until I freeze")
    expect(chosen).to_have_value("until I freeze")
    for _ in range(100):
        if facilitator.room(*room.lead).settings.rounds[0].seconds is None:
            break
        page.wait_for_timeout(100)
    assert facilitator.room(*room.lead).settings.rounds[0].seconds is None
    page.reload()
    expect(chosen).to_have_value("until I freeze")
    expect(page.get_by_role("button", name="Clear value")).to_have_count(0)


@pytest.mark.parametrize("width", [1280, 820])
def test_the_calendar_leaves_the_button_that_keeps_it(app: Rooms, page: Page, width: int) -> None:
    """With the calendar of a homework's end open, the button that moves the end is seen and can be pressed."""
    room = session_in(app[0], 1, RoomSettings(pace="homework", ends=int(time.time()) + 7 * 86_400))
    facilitator.begin_round(*room.lead)
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{app[1]}?room={room.code}&facilitator={room.secret}")
    page.get_by_role("button", name="Change the end").click()
    page.get_by_role("group", name="Ends on").click()
    expect(page.get_by_role("grid")).to_be_visible()
    assert not page.get_by_role("button", name="Move the end").evaluate(COVERED)


def test_a_link_is_read_beside_the_sign_that_copies_it(app: Rooms, phone: Page) -> None:
    """One's own link under one's nickname is whole while a finger or the mouse is on it."""
    room = session_in(app[0], 1)
    phone.goto(seat(app, room))
    phone.locator(".st-key-who button").tap()
    link = phone.locator(".stCode")
    expect(link).to_be_visible()
    link.hover()
    expect(phone.get_by_role("button", name="Copy to clipboard")).to_be_visible()
    assert not phone.evaluate(UNDER_SIGN)


def test_a_reason_without_an_answer_stands_under_no_other(app: Rooms, page: Page) -> None:
    """Who came late and gave a reason alone is read apart from those who gave the last answer, on page and wall."""
    asked = RoomSettings(question="Where to?", answers=("North", "South"), why="split")
    room = session_in(app[0], 2, asked).to("predict")
    participant.predict(*room.at(0), "upsell", 1e6, answer="South")
    facilitator.open_decisions(*room.lead)
    for place, why in enumerate(("It is warm there.", "Neither.")):
        participant.explain(*room.at(place), why)
        participant.submit(*room.at(place), participant.sit(*room.at(place)).start)
    facilitator.freeze(*room.lead)
    facilitator.show_splits(*room.lead)
    for query, part in (
        (f"facilitator={room.secret}", ".reasons section"), ("view=reasons", ".wall_reasons > div"),
    ):  # fmt: skip
        page.goto(f"{app[1]}?room={room.code}&{query}")
        expect(page.get_by_text("Neither.")).to_be_visible()
        texts = page.locator(part).all_inner_texts()
        said = " ".join(" ".join(texts).split())
        assert said.index("South 1 It is warm there.") < said.index("Without an answer 1 Neither.")
