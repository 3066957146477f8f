"""Own questions, teams, rounds that carry over and a second facilitator in a real browser: a trainer and two phones."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, Page, expect

from rooms import facilitator, participant
from rooms.limits import NEWS_LINES
from rooms.settings import RoomSettings, RoundSettings
from rooms.store import Store
from tests.room_app import Rooms
from tests.room_store import Session, more_sales, session_in
from tests.visitors import Lend
from tests.walk import choose

PHONE = {"viewport": {"width": 320, "height": 700}, "has_touch": True, "is_mobile": True, "reduced_motion": "reduce"}
HOSTILE = "<img src=x onerror=alert(1)> ![x](https://example.org/x.png) *bold* =1+1"


@pytest.fixture(scope="module")
def app(room_app: Rooms) -> Rooms:
    """The app's database and the address of the Training room."""
    return room_app


@pytest.fixture
def phones(lend: Lend) -> list[Page]:
    """Two participants' phones."""
    return [lend(**PHONE).new_page() for _ in range(2)]


def lead(app: tuple[Store, str], room: Session, secret: str = "") -> str:
    """Return the facilitator's address."""
    return f"{app[1]}?room={room.code}&facilitator={secret or room.secret}"


def seat(app: tuple[Store, str], room: Session, place: int) -> str:
    """Return a participant's address."""
    return f"{app[1]}?room={room.code}&seat={room.seats[place].seat}"


def press(page: Page, name: str) -> None:
    """Press a button."""
    page.get_by_role("button", name=name, exact=True).click()


def typed(page: Page, name: str, text: str) -> None:
    """Type into a field and leave it."""
    field = page.get_by_role("textbox", name=re.compile(name))
    field.fill(text)
    field.blur()


def kept(page: Page, room: Session, **wanted: object) -> None:
    """Wait until the room's settings hold these values."""
    for _ in range(150):
        settings = facilitator.room(*room.lead).settings
        if all(getattr(settings, name) == value for name, value in wanted.items()):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"kept is {settings}")


def test_reasons_are_asked_told_and_hidden(app: tuple[Store, str], page: Page, phones: list[Page]) -> None:
    """An own question and why are asked on phones; the wall shows them as typed, by answer, and one is hidden."""
    room = session_in(app[0], 2)
    page.goto(lead(app, room))
    typed(page, "A question of your own", "What would you *cut*?")
    kept(page, room, question="What would you *cut*?")
    typed(page, "Its answers", "Fairs")
    expect(page.get_by_role("alert")).to_contain_text("2 to 6 are allowed")
    typed(page, "Its answers", "Fairs; $Nothing$")
    kept(page, room, answers=("Fairs", "$Nothing$"))
    choose(page.get_by_role("combobox", name="Why, in one line"), "with the split")
    kept(page, room, why="split")
    press(page, "Start: ask for predictions")
    for place, (phone, answer) in enumerate(zip(phones, ("Fairs", "$Nothing$"), strict=True)):
        phone.goto(seat(app, room, place))
        phone.get_by_text("Selling more to customers").tap()
        phone.get_by_label("under the split you will choose").fill("2500000")
        phone.get_by_role("button", name="Keep my prediction").tap()
        expect(phone.get_by_text("Answer what is asked")).to_be_visible()
        expect(phone.get_by_text("What would you *cut*?")).to_be_visible()
        phone.get_by_text(answer, exact=True).tap()
        phone.get_by_role("button", name="Keep my prediction").tap()
        expect(phone.get_by_text("Your prediction is kept.")).to_be_visible()
    press(page, "Open the levers")
    for phone, line in zip(phones, (HOSTILE, "x" * 141), strict=True):
        phone.get_by_role("textbox", name="Why? In one line").fill(line)
        phone.get_by_role("textbox", name="Why? In one line").press("Enter")
        if len(line) > 140:
            expect(phone.get_by_role("alert")).to_contain_text("141 characters; up to 140")
            phone.get_by_role("textbox", name="Why? In one line").fill("We are stretched.")
            phone.get_by_role("textbox", name="Why? In one line").press("Enter")
        expect(phone.get_by_text("Kept. The room reads it")).to_be_visible()
        phone.get_by_role("button", name="Submit this split").tap()
        expect(phone.get_by_text("Submitted. You may revise it until the freeze.")).to_be_visible()
        assert phone.evaluate("document.querySelector('.stMain').scrollWidth") <= 320
    press(page, "Freeze submissions")
    wall = page.context.new_page()
    wall.goto(f"{app[1]}?room={room.code}&view=reasons")
    expect(wall.get_by_text("Submissions are closed.")).to_be_visible()
    assert "stretched" not in wall.content()
    press(page, "Show everyone's splits")
    expect(wall.get_by_text(HOSTILE, exact=True)).to_be_visible()
    expect(wall.get_by_role("heading", name="Fairs 1")).to_be_visible()
    assert wall.locator(".wall_reasons img").count() == 0
    shown = wall.content()
    assert not [name for name in facilitator.roster(*room.lead).values() if name in shown]
    expect(page.locator(".reasons li")).to_have_text([HOSTILE, "We are stretched."])
    press(page, "Hide a line")
    choose(page.get_by_role("combobox", name="Lines that the room does not see"), "1. ")
    expect(wall.get_by_text("We are stretched.")).to_be_visible()
    expect(wall.get_by_text(HOSTILE, exact=True)).to_have_count(0)
    expect(page.locator(".reasons li")).to_have_text(["We are stretched."])
    page.keyboard.press("Escape")
    with page.expect_download() as download:
        press(page, "Download XLSX")
    sheet = load_workbook(BytesIO(Path(download.value.path()).read_bytes())).worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    at = rows[0].index("Why")
    assert [row[at - 1 : at + 1] for row in rows[1:3]] == [["Fairs", HOSTILE], ["$Nothing$", "We are stretched."]]


def test_teams_from_the_door_to_the_wall(app: tuple[Store, str], page: Page, phones: list[Page]) -> None:
    """A number makes teams; phones join one with a press; a seat without one is asked; the wall tells who did best."""
    room = session_in(app[0], 1)
    page.goto(lead(app, room))
    typed(page, "Teams, by name", "1")
    expect(page.get_by_role("alert")).to_contain_text("2 to 12 are allowed")
    typed(page, "Teams, by name", "2")
    kept(page, room, teams=("Team 1", "Team 2"))
    for phone in phones[:1]:
        phone.goto(f"{app[1]}?room={room.code}")
        phone.get_by_role("button", name="Join Team 2").tap()
        expect(phone.get_by_text("You are in, ")).to_be_visible()
        expect(phone.get_by_text("Team 2")).to_be_visible()
    phones[1].goto(seat(app, room, 0))
    expect(phones[1].get_by_text("You are in no team yet.")).to_be_visible()
    expect(page.get_by_role("list", name="In no team")).to_be_visible()
    phones[1].get_by_role("button", name="Join Team 2").tap()
    expect(phones[1].get_by_text("You are in no team yet.")).to_have_count(0)
    expect(page.get_by_role("list", name="Team 2").get_by_role("listitem")).to_have_count(2)
    press(page, "Move someone")
    choose(page.get_by_role("combobox", name="Participants to move"), room.seats[0].nickname)
    page.keyboard.press("Escape")
    press(page, "Move")
    expect(page.get_by_role("list", name="Team 1").get_by_role("listitem")).to_have_count(1)
    page.keyboard.press("Escape")
    facilitator.begin_round(*room.lead)
    facilitator.open_decisions(*room.lead)
    for phone in phones:
        phone.get_by_role("button", name="Submit this split").tap()
        expect(phone.get_by_text("Submitted. You may revise it until the freeze.")).to_be_visible()
    facilitator.freeze(*room.lead)
    facilitator.show_splits(*room.lead)
    wall = page.context.new_page()
    wall.goto(f"{app[1]}?room={room.code}&view=teams")
    expect(wall.get_by_text("goes to")).to_be_visible()
    expect(wall.get_by_role("link", name="Teams")).to_have_count(0)
    facilitator.reveal(*room.lead)
    expect(wall.get_by_role("heading", name=re.compile("Team 1 leaves least on the table"))).to_be_visible()
    for each in (page, phones[0]):
        expect(each.get_by_role("rowheader", name="Team 1")).to_be_visible()


def test_the_next_round_begins_where_one_stood(app: tuple[Store, str], page: Page, phones: list[Page]) -> None:
    """Where rounds carry over each phone has its own levers of the round before, says so, and can be submitted."""
    room = session_in(app[0], 2, RoomSettings(rounds=(RoundSettings(), RoundSettings(shock="rival"))))
    page.goto(lead(app, room))
    page.get_by_text("Each later round begins at").click()
    kept(page, room, carry=True)
    room.to("decide")
    for place, by in enumerate((500, 1500)):
        participant.submit(*room.at(place), more_sales(participant.sit(*room.at(place)).start, by))
    for verb in (facilitator.freeze, facilitator.reveal, facilitator.begin_round):
        verb(*room.lead)
    for place, phone in enumerate(phones):
        phone.goto(seat(app, room, place))
        expect(phone.get_by_text("Left where your split of round 1 stood")).to_be_visible()
    facilitator.open_decisions(*room.lead)
    for place, phone in enumerate(phones):
        expect(phone.get_by_text("The levers begin where your split of round 1 stood.")).to_be_visible()
        wanted = participant.sit(*room.at(place)).start.conversion
        expect(phone.get_by_label("Sales team, exact amount")).to_have_value(f"${wanted:,.0f}")
        phone.get_by_role("button", name="Submit this split").tap()
        expect(phone.get_by_text("Submitted. You may revise it until the freeze.")).to_be_visible()
    facilitator.freeze(*room.lead)
    facilitator.reveal(*room.lead)
    expect(page.get_by_text("With the money spread as today the next").first).to_be_visible()


def test_a_second_facilitator_leads_until_withdrawn(app: tuple[Store, str], page: Page, browser: Browser) -> None:
    """The link made by one press leads the room elsewhere, cannot end it, and opens nothing once withdrawn."""
    room = session_in(app[0], 1)
    page.goto(lead(app, room))
    press(page, "Links")
    press(page, "Make the link")
    made = page.locator("[data-testid=stCode]").filter(has_text="facilitator=").filter(has_not_text=room.secret)
    expect(made).to_have_count(1)
    address = made.inner_text().strip()
    page.goto(lead(app, room))
    press(page, "Links")
    expect(made).to_have_text(address)
    visitor = browser.new_context()
    other = visitor.new_page()
    other.goto(address)
    press(other, "Start: ask for predictions")
    expect(other.get_by_role("button", name="Open the levers")).to_be_visible()
    expect(other.get_by_role("button", name="End the room")).to_have_count(0)
    expect(page.get_by_role("button", name="End the room")).to_have_count(1)
    press(page, "Withdraw it")
    expect(other.get_by_text("This facilitator link is not one of an open room.")).to_be_visible()
    visitor.close()
    expect(page.get_by_role("button", name="Open the levers")).to_be_visible()


@pytest.mark.parametrize("rounds", [3, 6])
def test_the_page_to_take_home_prints_on_one_page(app: tuple[Store, str], page: Page, rounds: int) -> None:
    """Rounds with long reasons and news in many lines fit one page, which tells one's own part once best is shown."""
    news = RoundSettings(news="\n".join(["What is new, in a line " * 2] * NEWS_LINES))
    settings = RoomSettings(rounds=(*[news] * (rounds - 1), RoundSettings()), question="Where would you begin?",
                            answers=("Here", "There"), why="split")  # fmt: skip
    room = session_in(app[0], 2, settings)
    for number in range(rounds):
        facilitator.begin_round(*room.lead)
        for place, answer in enumerate(settings.answers):
            participant.predict(*room.at(place), "upsell", 2.5e6, answer=answer)
        facilitator.open_decisions(*room.lead)
        for place in range(2):
            participant.explain(*room.at(place), f"{place}{number} because " * 11)
            participant.submit(
                *room.at(place), more_sales(participant.sit(*room.at(place)).start, 300 * number + place)
            )
        facilitator.freeze(*room.lead)
        if number == 0:
            page.goto(f"{seat(app, room, 0)}&view=takehome")
            expect(page.get_by_text("There is nothing to take home yet")).to_be_visible()
        facilitator.reveal(*room.lead)
    page.goto(seat(app, room, 0))
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Your page to take home").click()
    mine = opened.value
    expect(mine.get_by_role("heading", name=f"Round {rounds}: Nothing new")).to_be_visible()
    assert room.seats[1].nickname not in mine.content()
    assert "15 because" not in mine.content()
    for paper in ("A4", "Letter"):
        assert len(re.findall(rb"/Type\s*/Page\b", mine.pdf(format=paper))) == 1
