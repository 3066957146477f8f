"""A homework by WCAG 2.2 AA in each of its phases, for the one who does it and the one who leads, in every look."""

from __future__ import annotations

import time
from typing import Literal
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from rooms import facilitator, homework, participant
from rooms.news import FactNews
from rooms.settings import RoomSettings, RoundSettings
from tests.axe import serious_faults
from tests.room_app import Rooms
from tests.room_store import Session, more_sales, session_in
from tests.screens import ask, wait_until_still
from tests.test_room_browser import Running
from tests.visitors import Lend

LOOKS: tuple[tuple[int, Literal["light", "dark"]], ...] = (
    (1280, "light"), (1280, "dark"), (320, "dark"), (320, "light"),
)  # fmt: skip
STAGES = ("lobby", "predict", "decide", "submitted", "over", "spread", "revealed", "second")
WIDTHS = (820, 640, 360)
"""A tablet; 1280 pixels with everything at twice its size, as 1.4.4 asks for; a phone."""


@pytest.fixture(scope="module")
def app(room_app: Rooms) -> Running:
    """The app as it is deployed, on a database of its own."""
    store, url = room_app
    return Running(url, store)


@pytest.fixture
def visitor(lend: Lend) -> Page:
    """Someone who looks at a page in one look after the other."""
    return lend(viewport={"width": 1280, "height": 3000}, reduced_motion="reduce", locale="en-US").new_page()


def at_stage(app: Running, stage: str) -> Session:
    """Return a homework with all that can be asked for, led to a stage; one person of two has come along."""
    rounds = (RoundSettings(facts=(FactNews(fact="churn", times=1.5),)), RoundSettings(seconds=900, revise=True))
    settings = RoomSettings(
        pace="homework", ends=int(time.time()) + 86_400, best_at_once=True, rounds=rounds, teams=("North", "South"),
        question="Which of our regions would you bet on?", answers=("The coast", "The hills"), why="split",
    )  # fmt: skip
    room = session_in(app.store, 0, settings)
    room.seats = [participant.join(app.store, room.code, team=team) for team in range(2)]
    if stage == "lobby":
        return room
    facilitator.begin_round(*room.lead)
    if stage == "predict":
        return room
    for number in (1, 2) if STAGES.index(stage) >= STAGES.index("over") else (1,):
        if number == 2:
            homework.go_on(*room.at(0), 1)
        participant.predict(*room.at(0), "upsell", 2e6, answer="The coast")
        homework.open_levers(*room.at(0), number)
        if stage == "decide":
            return room
        participant.explain(*room.at(0), "We are stretched.")
        participant.submit(*room.at(0), more_sales(participant.sit(*room.at(0)).room.start, 500.0 * number))
    if stage == "submitted":
        return room
    facilitator.end_homework(*room.lead)
    steps = [facilitator.show_splits, facilitator.reveal, facilitator.begin_round, facilitator.reveal]
    for verb in steps[: {"over": 0, "spread": 1, "revealed": 2, "second": 4}[stage]]:
        verb(*room.lead)
    return room


@pytest.mark.parametrize("role", ["facilitator", "participant"])
@pytest.mark.parametrize("stage", STAGES)
def test_everyone_can_do_it_in_every_look(app: Running, visitor: Page, stage: str, role: str) -> None:
    """No serious finding wide and narrow, light and dark, targets of 24 pixels among them, and all text stands out."""
    address, before = address_of(app, at_stage(app, stage), role), ""
    for width, scheme in LOOKS:
        visitor.emulate_media(color_scheme=scheme)
        visitor.set_viewport_size({"width": width, "height": 3000 if width > 700 else 6000})
        if scheme != before:
            visitor.goto(address)
            expect(visitor.get_by_role("heading").first).to_be_visible(timeout=40_000)
        before = scheme
        wait_until_still(visitor)
        assert serious_faults(visitor) == [], (width, scheme)
        assert ask(visitor, "pale") == [], (width, scheme)


@pytest.mark.parametrize("role", ["facilitator", "participant"])
@pytest.mark.parametrize("stage", STAGES)
def test_it_fits_tablets_phones_and_text_of_twice_the_size(app: Running, visitor: Page, stage: str, role: str) -> None:
    """Nothing must be scrolled for sideways, is cut, or lies on something else."""
    visitor.goto(address_of(app, at_stage(app, stage), role))
    expect(visitor.get_by_role("heading").first).to_be_visible(timeout=40_000)
    for width in WIDTHS:
        visitor.set_viewport_size({"width": width, "height": 4000})
        wait_until_still(visitor)
        assert ask(visitor, "sideways") <= 0, width
        assert ask(visitor, "stickingOut") == [], width
        assert ask(visitor, "overlapping") == [], width


def address_of(app: Running, room: Session, role: str) -> str:
    """Return the address of the facilitator, or of the one who has come along."""
    who = {"facilitator": room.secret} if role == "facilitator" else {"seat": room.seats[0].seat}
    return f"{app.url}?{urlencode({'room': room.code, **who})}"
