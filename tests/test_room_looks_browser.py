"""A class and its forms by WCAG 2.2 AA, for the one who leads and the one who takes part, in every look."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page, expect

from rooms import facilitator, participant
from rooms.news import FactNews
from rooms.settings import RoomSettings, RoundSettings
from rooms.store import Store
from tests.axe import serious_faults
from tests.room_app import Rooms
from tests.room_store import Session, session_in
from tests.screens import ask

LOOKS: tuple[tuple[int, Literal["light", "dark"]], ...] = (
    (1280, "light"), (1280, "dark"), (320, "dark"), (320, "light"),
)  # fmt: skip
STAGES = ("lobby", "predict", "decide", "revealed")


@pytest.fixture(scope="module")
def app(room_app: Rooms) -> Rooms:
    """The app's database and the address of the Training room."""
    return room_app


@pytest.fixture
def visitor(browser: Browser) -> Iterator[Page]:
    """Someone who looks at a page in one look after the other."""
    context = browser.new_context(viewport={"width": 1280, "height": 3000}, reduced_motion="reduce", locale="en-US")
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


def at_stage(store: Store, stage: str) -> Session:
    """Return a class with all that can be asked for, led to a stage; one person of two came late and did not answer."""
    facts = (FactNews(fact="churn", times=1.5), FactNews(fact="win_rate", value=0.02))
    settings = RoomSettings(
        rounds=(RoundSettings(facts=facts, news="Two rivals merge."), RoundSettings(facts=facts, seconds=900)),
        teams=("North", "South"), question="Which of our regions would you bet on?", answers=("The coast", "The hills"),
        why="split", carry=True, goes_on="middle",
    )  # fmt: skip
    room = session_in(store, 0, settings)
    room.seats = [participant.join(store, room.code, team=team) for team in range(2)]
    if stage != "revealed":
        return room if stage == "lobby" else room.to(stage)
    room.to("predict")
    participant.predict(*room.at(0), "upsell", 2e6, answer="The coast")
    facilitator.open_decisions(*room.lead)
    for place in range(2):
        participant.explain(*room.at(place), "We are stretched.")
        participant.submit(*room.at(place), participant.sit(*room.at(place)).start)
    facilitator.freeze(*room.lead)
    facilitator.reveal(*room.lead)
    return room


@pytest.mark.parametrize("role", ["facilitator", "participant"])
@pytest.mark.parametrize("stage", STAGES)
def test_everyone_can_take_part_in_every_look(app: Rooms, visitor: Page, stage: str, role: str) -> None:
    """No serious finding wide and narrow, light and dark, all text stands out, and nothing is wider than the screen."""
    room, before = at_stage(app[0], stage), ""
    who = {"facilitator": room.secret} if role == "facilitator" else {"seat": room.seats[1].seat}
    for width, scheme in LOOKS:
        visitor.emulate_media(color_scheme=scheme)
        visitor.set_viewport_size({"width": width, "height": 3000 if width > 700 else 6000})
        if scheme != before:
            visitor.goto(f"{app[1]}?{urlencode({'room': room.code, **who})}")
            expect(visitor.get_by_role("heading").first).to_be_visible(timeout=40_000)
            if (role, stage) == ("facilitator", "revealed"):
                visitor.get_by_text("Settings", exact=True).click()
                expect(visitor.get_by_text("Round 2", exact=True).first).to_be_visible()
        before = scheme
        visitor.wait_for_timeout(1500)
        assert serious_faults(visitor) == [], (width, scheme)
        assert ask(visitor, "pale") == [], (width, scheme)
        assert ask(visitor, "sideways") <= 0, width
