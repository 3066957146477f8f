"""Facts of a round in a real browser: chosen, typed as people write numbers, asked about, and taken back."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress

import pytest
from playwright.sync_api import Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from rooms import facilitator, participant
from rooms.news import FactNews
from rooms.settings import RoomSettings, RoundSettings
from rooms.store import Store
from tests.room_app import Rooms
from tests.room_store import Session, more_sales, session_in
from tests.visitors import Lend
from tests.walk import choose

NARROW = {"width": 320, "height": 800}


@pytest.fixture(scope="module")
def app(room_app: Rooms) -> Rooms:
    """The app's database and the address of the Training room."""
    return room_app


@pytest.fixture
def german(lend: Lend) -> Page:
    """A page of someone who writes 2,2 for two point two."""
    return lend(locale="de-DE", viewport={"width": 1280, "height": 1400}, reduced_motion="reduce").new_page()


def lead(page: Page, app: tuple[Store, str], room: Session) -> None:
    """Open the facilitator's page."""
    page.goto(f"{app[1]}?room={room.code}&facilitator={room.secret}")


def typed(page: Page, name: str, text: str) -> None:
    """Type into a field and leave it by Enter."""
    field = page.get_by_role("textbox", name=name, exact=True)
    field.fill(text)
    field.press("Enter")


def kept(page: Page, room: Session, wanted: Callable[[RoomSettings], bool]) -> RoomSettings:
    """Return the room's settings once they are as wanted."""
    for _ in range(150):
        settings = facilitator.room(*room.lead).settings
        if wanted(settings):
            return settings
        page.wait_for_timeout(100)
    raise AssertionError(f"kept is {settings}")


def test_a_fact_is_chosen_typed_and_taken_back(app: tuple[Store, str], german: Page) -> None:
    """A new value and a change in per cent are read as they are written there; what cannot be is refused in words."""
    page, room = german, session_in(app[0], 0)
    lead(page, app, room)
    offered = page.get_by_role("option", name="Win rate", exact=True)
    for _ in range(5):  # An answer that arrives meanwhile closes the list.
        page.get_by_role("combobox", name="A fact that differs").click()
        with suppress(PlaywrightTimeout):
            offered.click(timeout=4000)
            break
    kept(page, room, lambda settings: settings.rounds[0].facts != ())
    typed(page, "Win rate", "2,2 %")
    kept(page, room, lambda settings: settings.rounds[0].facts == (FactNews(fact="win_rate", value=0.022),))
    expect(page.get_by_text("3 % → 2,2 %", exact=True).first).to_be_visible()
    typed(page, "Win rate, changed by", "+10 %")
    kept(page, room, lambda settings: settings.rounds[0].facts == (FactNews(fact="win_rate", times=1.1),))
    expect(page.get_by_role("textbox", name="Win rate", exact=True)).to_have_value(re.compile(r"^3,3"))
    typed(page, "Win rate, changed by", "-40 %")
    kept(page, room, lambda settings: settings.rounds[0].facts == (FactNews(fact="win_rate", times=0.6),))
    typed(page, "Win rate", "130 %")
    expect(page.get_by_role("alert")).to_contain_text("Win rate: 130 % is out of range")
    page.get_by_role("button", name="Undo the last change", exact=True).click()
    kept(page, room, lambda settings: settings.rounds[0].facts == (FactNews(fact="win_rate", times=1.1),))
    page.get_by_role("button", name="As it was", exact=True).click()
    kept(page, room, lambda settings: settings.rounds[0].facts == ())
    page.get_by_role("button", name="Undo the last change", exact=True).click()
    kept(page, room, lambda settings: settings.rounds[0].facts == (FactNews(fact="win_rate", times=1.1),))


def test_ready_news_is_written_out_and_another_case_asks_first(app: tuple[Store, str], page: Page) -> None:
    """The rival's two fifths become one's own third; a case without the channel names what would be dropped."""
    fairs = FactNews(fact="channels.Trade fairs.prospects", times=0.5)
    room = session_in(app[0], 0, RoomSettings(rounds=(RoundSettings(shock="rival", facts=(fairs,)),)))
    lead(page, app, room)
    page.get_by_role("button", name="Write the news out as facts").click()
    settings = kept(page, room, lambda settings: settings.rounds[0].shock == "none")
    assert settings.rounds[0].facts == (FactNews(fact="win_rate", times=0.6), fairs)
    assert settings.rounds[0].news.startswith("A rival sells below our price")
    typed(page, "Win rate, changed by", "-33")
    kept(page, room, lambda settings: settings.rounds[0].facts[0] == FactNews(fact="win_rate", times=0.67))
    case = page.get_by_role("combobox", name="Case", exact=True)
    choose(case, "Plainbook")
    expect(page.get_by_text("Round 1: Trade fairs: Prospects")).to_be_visible()
    assert facilitator.room(*room.lead).settings.case == "northwind.1"
    page.get_by_role("button", name="Keep Northwind Supply").click()
    expect(page.get_by_text("Round 1: Trade fairs: Prospects")).to_have_count(0)
    choose(case, "Plainbook")
    page.get_by_role("button", name="Drop them and play Plainbook").click()
    settings = kept(page, room, lambda settings: settings.case == "plainbook.1")
    assert settings.rounds[0].facts == (FactNews(fact="win_rate", times=0.67),)
    page.get_by_role("button", name="Undo the last change", exact=True).click()
    kept(page, room, lambda settings: settings.case == "northwind.1" and settings.rounds[0].facts[1] == fairs)


def test_a_company_goes_on_from_choice_to_the_second_round(app: tuple[Store, str], page: Page) -> None:
    """Chosen in the settings, told in the debrief, found by everyone in round two; nothing is wider than a phone."""
    room = session_in(app[0], 2, RoomSettings(rounds=(RoundSettings(), RoundSettings())))
    page.set_viewport_size(NARROW)
    lead(page, app, room)
    choose(page.get_by_role("combobox", name="The company", exact=True), "goes on as the room's middle ran it")
    kept(page, room, lambda settings: settings.goes_on == "middle")
    expect(page.get_by_text("Not carried is how the share of wallet differs")).to_be_visible()
    assert page.evaluate("document.querySelector('.stMain').scrollWidth") <= NARROW["width"]
    room.to("decide")
    for place in range(2):
        participant.submit(*room.at(place), more_sales(participant.sit(*room.at(place)).start, 400.0))
    facilitator.freeze(*room.lead)
    facilitator.reveal(*room.lead)
    expect(page.get_by_text("Together you won")).to_be_visible()
    page.get_by_role("button", name="Start round 2", exact=True).click()
    customers = kept(page, room, lambda settings: bool(settings.rounds[1].ran)).begins(2).customers
    page.goto(f"{app[1]}?room={room.code}&seat={room.seats[0].seat}")
    expect(page.get_by_text(f"the company now has {customers:.0f} customers, and had 160")).to_be_visible()
    assert page.evaluate("document.querySelector('.stMain').scrollWidth") <= NARROW["width"]


def test_in_homework_it_is_said_why_the_company_does_not_go_on(app: tuple[Store, str], page: Page) -> None:
    """Changed to homework, a room forgets that the company was to go on, and says why it cannot."""
    room = session_in(app[0], 0, RoomSettings(goes_on="best", rounds=(RoundSettings(), RoundSettings())))
    lead(page, app, room)
    page.get_by_text("Homework", exact=True).click()
    kept(page, room, lambda settings: (settings.pace, settings.goes_on) == ("homework", "no"))
    expect(page.get_by_text("everyone is at their own pace")).to_be_visible()
    expect(page.get_by_role("combobox", name="The company", exact=True)).to_have_count(0)
