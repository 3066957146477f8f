"""WCAG 2.2 AA as far as a program can tell: what buttons open, and every view of a room in every phase.

Pages as they open are looked at in `test_screens.py`, in all their views; a homework in
`test_homework_looks_browser.py`.
"""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from playwright.sync_api import Page, expect

from rooms import facilitator, participant
from rooms.settings import RoomSettings, RoundSettings
from rooms.store import Store
from tests.axe import serious_faults
from tests.room_app import Rooms
from tests.room_store import more_sales, session_in
from tests.screens import LINK, LINKS, PAGES, wait_until_ready, wait_until_still
from tests.visitors import Lend

LOOKS = [(1280, "light"), (320, "dark")]
OPENING = {
    "allocate": ["Changes from today", "24 months, revenue", "Plan A", "Share", "Its story, facts and assumptions"],
    "business": ["Open a file", "Share"],
    "channels": ["Share"],
}
"""Buttons that open something, by page."""


@pytest.fixture(params=LOOKS, ids=["1280-light", "320-dark"])
def look(request: pytest.FixtureRequest, lend: Lend) -> Page:
    """A visitor with a wide light screen or a small dark one."""
    width, scheme = request.param
    size = {"width": width, "height": 900}
    return lend(viewport=size, color_scheme=scheme, reduced_motion="reduce", locale="en-US").new_page()


@pytest.mark.parametrize(("name", "button"), [(name, each) for name, buttons in OPENING.items() for each in buttons])
def test_what_a_button_opens(look: Page, app_url: str, name: str, button: str) -> None:
    """No serious finding with it open."""
    look.goto(f"{app_url}/{PAGES[name]}?{LINKS.get(name, LINK)}")
    wait_until_ready(look, name)
    opener = look.get_by_role("button", name=button, exact=True).first
    if not opener.is_visible():
        pytest.skip("not there at this width")
    opener.hover()
    opener.click()
    expect(look.locator("[data-testid=stPopoverBody]")).to_be_visible()
    wait_until_still(look)  # It grows once its content has come.
    wait_until_ready(look, name)
    assert serious_faults(look) == []


@pytest.fixture
def rooms(room_app: Rooms) -> tuple[str, Store]:
    """The app with a database of its own."""
    store, url = room_app
    return url, store


@pytest.mark.parametrize("phase", ["lobby", "predict", "decide", "frozen", "revealed"])
def test_a_room(look: Page, rooms: tuple[str, Store], phase: str) -> None:
    """No serious finding for the facilitator, a participant and the projector, in any phase."""
    address, store = rooms
    settings = RoomSettings(
        rounds=(RoundSettings(seconds=600), RoundSettings()), question="Which?", answers=("This", "That"), why="split",
        teams=("North", "South"),
    )  # fmt: skip
    room = session_in(store, 2, settings)
    if phase in ("frozen", "revealed"):
        room.to("decide")
        participant.submit(*room.at(0), more_sales(participant.sit(*room.at(0)).room.start, 500))
        participant.explain(*room.at(0), "We are stretched.")
        facilitator.freeze(*room.lead)
        if phase == "revealed":
            facilitator.reveal(*room.lead)
    elif phase != "lobby":
        room.to(phase)
    for part in (
        {"room": room.code, "facilitator": room.secret}, {"room": room.code, "seat": room.seats[0].seat},
        {"room": room.code, "view": "projector"},
        *([{"room": room.code, "view": "reasons"}, {"room": room.code, "view": "teams"},
           {"room": room.code, "seat": room.seats[0].seat, "view": "takehome"}] if phase == "revealed" else []),
    ):  # fmt: skip
        look.goto(f"{address}?{urlencode(part)}")
        expect(look.get_by_role("heading").first).to_be_visible(timeout=40_000)
        # High enough that nothing lies under what is pinned to its lower end.
        look.set_viewport_size({"width": (look.viewport_size or {})["width"], "height": 3000})
        wait_until_still(look)
        assert serious_faults(look) == [], part


@pytest.mark.parametrize("view", ["guide", "sheet", "door", "landing", "links"])
def test_what_stands_around_a_room(look: Page, rooms: tuple[str, Store], view: str) -> None:
    """No serious finding in the guide, on the sheet, at the door, before a room, and among a facilitator's links."""
    address, store = rooms
    room = session_in(store, 1)
    query = {
        "guide": {"view": "guide"}, "sheet": {"room": room.code, "view": "sheet"}, "door": {"room": room.code},
        "landing": {}, "links": {"room": room.code, "facilitator": room.secret},
    }[view]  # fmt: skip
    look.goto(f"{address}?{urlencode(query)}")
    expect(look.get_by_role("heading").first).to_be_visible(timeout=40_000)
    if view == "links":
        look.get_by_role("button", name="Links", exact=True).click()
        expect(look.get_by_text("Your own private link")).to_be_visible()
    wait_until_still(look)
    assert serious_faults(look) == []


def test_the_dialog_to_embed(look: Page, app_url: str) -> None:
    """No serious finding in the dialog that gives the lines for a page of one's own, nor in its preview."""
    look.goto(app_url)
    look.get_by_role("button", name="Share", exact=True).click(timeout=40_000)
    look.get_by_role("button", name="Embed…").click()
    expect(look.get_by_role("dialog").get_by_text("What readers will see")).to_be_visible()
    wait_until_still(look)
    assert serious_faults(look) == []
