"""The facilitator's hand in a real browser: quick, far away, or in two tabs at once."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from pages.room.words import PHASES
from rooms import facilitator, participant
from rooms.store import Store
from rooms.views import RoomView
from tests.far_away import far_away
from tests.room_app import Rooms
from tests.room_store import Session, more_sales, session_in
from tests.walk import choose


@pytest.fixture(scope="module")
def app(room_app: Rooms) -> tuple[str, Store]:
    """The app as it is deployed, and its database."""
    store, url = room_app
    return url.removesuffix("/Training_room"), store


@pytest.fixture
def room(app: tuple[str, Store]) -> Session:
    """A room with three people in it, before its first round."""
    return session_in(app[1], 3)


def lead(address: str, room: Session) -> str:
    """Return the facilitator's address."""
    return f"{address}/Training_room?room={room.code}&facilitator={room.secret}"


def stored(room: Session) -> RoomView:
    """Return the room as it is kept."""
    return facilitator.room(*room.lead)


def kept(page: Page, room: Session, holds: Callable[[RoomView], bool]) -> RoomView:
    """Return the room as it is kept, once that holds of it."""
    for _ in range(200):
        if holds(stored(room)):
            break
        page.wait_for_timeout(100)
    return stored(room)


def settled(page: Page) -> None:
    """Wait until the page has said all it had to say."""
    page.wait_for_timeout(1500)
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")


def test_two_settings_within_one_round_trip_turn_no_switch(app: tuple[str, Store], room: Session, page: Page) -> None:
    """Far away, settings changed faster than the page answers are kept, and what was not touched stays as it was."""
    with far_away(app[0], 0.3) as address:
        page.goto(lead(address, room))
        expect(page.get_by_text("Leaderboard with nicknames")).to_be_visible(timeout=40_000)
        settled(page)
        page.get_by_role("button", name="Customers and churn").click()
        page.get_by_role("button", name="Gross profit", exact=True).click()
        settled(page)
        page.get_by_role("button", name="Add a round").click()
        page.get_by_text("Practice: left out").first.click()
        settled(page)
        now = kept(page, room, lambda view: len(view.settings.rounds) >= 2)
    assert (now.admits, now.leaderboard) == (True, False)
    assert len(now.settings.rounds) >= 2


def test_both_switches_within_one_round_trip_are_kept(app: tuple[str, Store], room: Session, page: Page) -> None:
    """Far away, two switches pressed one after the other both go where they were sent."""
    with far_away(app[0], 0.3) as address:
        page.goto(lead(address, room))
        expect(page.get_by_text("Leaderboard with nicknames")).to_be_visible(timeout=40_000)
        settled(page)
        page.get_by_text("Let people join").click()
        page.get_by_text("Leaderboard with nicknames").click()
        settled(page)
        now = kept(page, room, lambda view: view.leaderboard and not view.admits)
        assert (now.admits, now.leaderboard) == (False, True)
        expect(page.get_by_label("Let people join")).not_to_be_checked()
        expect(page.get_by_label("Leaderboard with nicknames")).to_be_checked()


def test_a_second_tab_shows_what_is_stored(app: tuple[str, Store], room: Session, page: Page) -> None:
    """A switch turned in one tab is turned in the other, and turning it back there turns it back."""
    other = page.context.new_page()
    for tab in (page, other):
        tab.goto(lead(app[0], room))
        expect(tab.get_by_label("Let people join")).to_be_checked(timeout=40_000)
    page.get_by_text("Let people join").click()
    expect(other.get_by_label("Let people join")).not_to_be_checked()
    other.get_by_text("Let people join").click()
    expect(page.get_by_label("Let people join")).to_be_checked()
    assert stored(room).admits
    other.close()


def test_a_choice_keeps_its_place_and_reaches_the_other_tab(app: tuple[str, Store], room: Session, page: Page) -> None:
    """The list that the company was chosen in stays under the hand; another tab shows what was chosen."""
    other = page.context.new_page()
    for tab in (page, other):
        tab.goto(lead(app[0], room))
        expect(tab.get_by_role("combobox", name="Case")).to_be_visible(timeout=40_000)
    before = page.get_by_role("combobox", name="Case").element_handle()
    choose(page.get_by_role("combobox", name="Case"), "Tallgrass")
    expect(page.get_by_role("combobox", name="Case")).to_have_value(re.compile("Tallgrass"))
    expect(other.get_by_role("combobox", name="Case")).to_have_value(re.compile("Tallgrass"))
    settled(page)
    assert before.evaluate("node => node.isConnected")
    other.close()


STEPS = [
    ("Start: ask for predictions", "predict"), ("Open the levers", "decide"), ("Freeze submissions", "frozen"),
    ("Show everyone's splits", "spread"), ("Show the best split and why", "revealed"),
]  # fmt: skip


@pytest.mark.parametrize("delay", [0.0, 0.2])
def test_a_double_click_takes_one_step(app: tuple[str, Store], room: Session, page: Page, delay: float) -> None:
    """Pressed twice in a row, a step button takes its own step and not the next one, near or far."""
    with far_away(app[0], delay) as address:
        page.goto(lead(address, room))
        for name, phase in STEPS:
            button = page.get_by_role("button", name=name, exact=True)
            expect(button).to_be_visible(timeout=40_000)
            button.dblclick(delay=40)
            settled(page)
            assert kept(page, room, lambda view, phase=phase: view.phase == phase).phase == phase


def test_every_step_can_be_taken_back(app: tuple[str, Store], room: Session, page: Page) -> None:
    """From the results back to the lobby, step by step, and nobody's split is lost."""
    room.to("decide")
    for place in range(3):
        participant.submit(*room.at(place), more_sales(stored(room).start, 100.0 * place))
    for step in (facilitator.freeze, facilitator.show_splits, facilitator.reveal):
        step(*room.lead)
    page.goto(lead(app[0], room))
    for before, phase in reversed(facilitator.BEFORE.items()):
        back = page.locator(f".st-key-back_{before} button")
        expect(back).to_have_count(1)
        back.click()
        expect(page.locator(".stepper [aria-current]")).to_have_text(PHASES[phase])
        assert stored(room).phase == phase
    assert stored(room).submitted == 3
