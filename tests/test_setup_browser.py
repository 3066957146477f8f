"""A facilitator saves a set-up, opens it in another room, and removes many seats at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from rooms import facilitator
from rooms.settings import RoomSettings, RoundSettings
from rooms.store import Store
from tests.room_app import Rooms
from tests.room_store import Session, session_in

SETTINGS = RoomSettings(case="tallgrass.1", months=36, rounds=(RoundSettings(news="A rival opens."), RoundSettings()))


@pytest.fixture(scope="module")
def app(room_app: Rooms) -> Rooms:
    """The app's database and the address of the Training room."""
    return room_app


def led(page: Page, app: tuple[Store, str], room: Session) -> None:
    """Open the room as its facilitator."""
    page.goto(f"{app[1]}?room={room.code}&facilitator={room.secret}")
    expect(page.get_by_role("button", name="Start: ask for predictions")).to_be_visible()


def test_a_session_is_run_again(page: Page, app: tuple[Store, str], tmp_path: Path) -> None:
    """What one room saves makes another the same; a broken file is refused with its line and changes nothing."""
    one, other = session_in(app[0], 1, SETTINGS), session_in(app[0], 0)
    led(page, app, one)
    page.get_by_role("button", name="Run it again").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save this set-up").click()
    saved = tmp_path / download.value.suggested_filename
    download.value.save_as(saved)
    led(page, app, other)
    page.get_by_role("button", name="Run it again").click()
    broken = tmp_path / "broken.toml"
    broken.write_text(saved.read_text(encoding="utf-8").replace("months = 36", "months = 3600"), encoding="utf-8")
    field = page.locator("input[type=file]")
    field.set_input_files(broken)
    expect(page.get_by_text("broken.toml was not opened")).to_be_visible()
    expect(page.get_by_text("Horizon")).not_to_have_count(0)
    assert facilitator.room(*other.lead).settings == RoomSettings()
    field.set_input_files(saved)
    expect(page.get_by_label("The news in your words").first).to_have_value("A rival opens.")
    assert facilitator.room(*other.lead).settings == SETTINGS


def test_seats_that_took_no_part_go_together(page: Page, app: tuple[Store, str]) -> None:
    """Two presses take all idle seats out of a room."""
    room = session_in(app[0], 5)
    led(page, app, room)
    page.get_by_role("button", name="Remove someone").click()
    page.get_by_role("button", name="Choose all 5 seats").click()
    page.get_by_role("button", name="Remove from the room").click()
    expect(page.get_by_text("Nobody has joined yet.")).to_be_visible()
    assert facilitator.roster(*room.lead) == {}
