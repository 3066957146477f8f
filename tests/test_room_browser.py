"""The Training room in a real browser: a facilitator at a desk, participants on phones at 320 px."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect

from rooms import facilitator, participant
from rooms.limits import NEWS_LINES, STORY_LINES
from rooms.settings import RoomSettings, RoundSettings
from rooms.store import Store
from simulator.cases import list_cases, load_case
from simulator.link.codec import encode
from simulator.workspace.scenario import Workspace
from tests import walk
from tests.room_app import Rooms
from tests.room_store import Session, more_sales, session_in
from tests.visitors import Lend

PHONE = {"viewport": {"width": 320, "height": 640}, "has_touch": True, "is_mobile": True, "reduced_motion": "reduce"}
HOSTILE = "<b>Eve</b> *x* $1$"


@dataclass(frozen=True)
class Running:
    """A running app and its database."""

    url: str
    """Of the Training room."""
    store: Store

    def seat(self, room: Session, place: int = 0) -> str:
        """Return a participant's address."""
        return f"{self.url}?room={room.code}&seat={room.seats[place].seat}"

    def lead(self, room: Session) -> str:
        """Return the facilitator's address."""
        return f"{self.url}?room={room.code}&facilitator={room.secret}"

    def view(self, room: Session, name: str) -> str:
        """Return the address of the projector or the sheet."""
        return f"{self.url}?room={room.code}&view={name}"


@pytest.fixture(scope="module")
def app(room_app: Rooms) -> Running:
    """The app as it is deployed, on a database of its own."""
    store, url = room_app
    return Running(url, store)


@pytest.fixture
def phone(lend: Lend) -> Page:
    """A participant's phone."""
    return lend(**PHONE).new_page()


def press(page: Page | FrameLocator, name: str) -> None:
    """Press a button."""
    page.get_by_role("button", name=name, exact=True).click()


def test_a_session_from_one_click_to_the_debrief(app: Running, page: Page, phone: Page, browser: Browser) -> None:
    """One click opens a room; a phone joins by code, predicts, tries, submits, revises; both see each step live."""
    page.goto(app.url)
    press(page, "Open a room")
    code = page.locator(".joining .code").inner_text()
    expect(page.get_by_role("img", name="QR code of the link")).to_be_visible()
    expect(page.get_by_role("link", name="this link")).to_have_attribute("href", re.compile(r"\?room=\w{8}$"))
    private = page.url

    phone.goto(app.url)
    phone.get_by_label("Room code").fill(code.lower())
    phone.get_by_role("button", name="Go to the room").tap()
    phone.get_by_role("button", name="Join the room").tap()
    expect(phone.get_by_text("You are in")).to_be_visible()
    expect(page.get_by_text("1 participant in the room")).to_be_visible()

    press(page, "Start: ask for predictions")
    phone.get_by_text("Converting prospects into customers").tap()
    phone.get_by_label("under the split you will choose").fill("3000000")
    phone.get_by_role("button", name="Keep my prediction").tap()
    expect(phone.get_by_text("Your prediction is kept.")).to_be_visible()
    expect(page.get_by_text("1 of 1 predicted")).to_be_visible()

    press(page, "Open the levers")
    amount = phone.get_by_label("Sales team, exact amount")
    phone.get_by_role("button", name="Sales team: $100 more").tap()
    expect(amount).to_have_value("$5,100")
    phone.get_by_role("button", name="Submit this split").tap()
    expect(phone.get_by_text("Submitted. You may revise it until the freeze.")).to_be_visible()
    expect(page.get_by_text("1 of 1 submitted")).to_be_visible()
    amount.fill("8000")
    amount.press("Enter")
    expect(phone.get_by_text("Not the split you submitted.")).to_be_visible()
    phone.get_by_role("button", name="Submit this split").tap()
    expect(phone.get_by_text("Submitted. You may revise it until the freeze.")).to_be_visible()

    # Control is restored on another machine by the private link alone.
    other = browser.new_context()
    elsewhere = other.new_page()
    elsewhere.goto(private)
    press(elsewhere, "Freeze submissions")
    expect(elsewhere.get_by_role("button", name="Show everyone's splits")).to_be_visible()
    other.close()
    expect(phone.get_by_text("Your split is in.")).to_be_visible()
    press(page, "Show everyone's splits")
    expect(phone.get_by_text("Yours is the large dot")).to_be_visible()
    expect(phone.get_by_text("best possible")).to_have_count(0)
    press(page, "Show the best split and why")
    expect(phone.get_by_text(re.compile("Your split leaves .* on the table"))).to_be_visible()
    expect(
        page.get_by_text("The bottleneck was converting prospects into customers. 1 of 1 participant called it.")
    ).to_be_visible()
    with page.expect_download() as download:
        press(page, "Download CSV")
    assert "8000" in Path(download.value.path()).read_text(encoding="utf-8-sig")


def test_a_closed_tab_loses_nothing(app: Running, phone: Page, browser: Browser) -> None:
    """The address alone, or the code on the same device, brings back nickname, levers and the split submitted."""
    room = session_in(app.store, 1, RoomSettings(rounds=(RoundSettings(seconds=60),))).to("decide")
    phone.goto(app.seat(room))
    phone.get_by_role("button", name="Submit this split").tap()
    expect(phone.get_by_text("Submitted. You may revise it until the freeze.")).to_be_visible()
    phone.get_by_role("button", name="Sales team: $100 more").tap()
    expect(phone.get_by_text("Not the split you submitted.")).to_be_visible()
    address = phone.url
    phone.close()
    facilitator.extend(*room.lead, 600)
    visitor = browser.new_context(**PHONE)  # type: ignore[arg-type]
    back = visitor.new_page()
    back.goto(address)
    expect(back.get_by_label("Sales team, exact amount")).to_have_value("$5,100")
    expect(back.get_by_text("Not the split you submitted.")).to_be_visible()
    expect(back.get_by_role("button", name=room.seats[0].nickname)).to_be_visible()
    expect(back.get_by_role("timer")).to_have_text(re.compile(r"1[01]:\d\d left"))
    back.goto(f"{app.url}?room={room.code}")
    back.get_by_role("button", name="Go on").tap()
    expect(back.get_by_label("Sales team, exact amount")).to_have_value("$5,100")
    assert facilitator.room(*room.lead).participants == 1
    visitor.close()


def test_names_are_text_and_not_on_the_projector(app: Running, page: Page, phone: Page) -> None:
    """A nickname that looks like HTML, Markdown or a formula is shown as typed, and never on the wall."""
    room = session_in(app.store, 2).to("decide")
    phone.goto(app.seat(room))
    phone.get_by_role("button", name=room.seats[0].nickname).tap()
    phone.get_by_label("Your nickname in this room").fill(HOSTILE)
    phone.get_by_label("Your nickname in this room").press("Enter")
    expect(phone.get_by_role("button", name=HOSTILE)).to_be_visible()
    page.goto(app.lead(room))
    expect(page.get_by_role("listitem").filter(has_text=HOSTILE)).to_be_visible()
    participant.submit(*room.at(0), participant.sit(*room.at(0)).room.start)
    facilitator.freeze(*room.lead)
    facilitator.reveal(*room.lead)
    facilitator.set_leaderboard(*room.lead, True)
    expect(page.get_by_role("rowheader", name="1", exact=True)).to_be_visible()
    expect(page.get_by_role("cell", name=HOSTILE)).to_be_visible()
    page.goto(app.view(room, "projector"))
    expect(page.get_by_text("on the table").first).to_be_visible()
    expect(page.get_by_role("button", name="End the room")).to_have_count(0)
    shown = page.content()
    assert not [name for name in facilitator.roster(*room.lead).values() if name in shown or name[:9] in shown]


def test_a_second_round_brings_news_and_a_reset_forgets(app: Running, page: Page, phone: Page) -> None:
    """After the debrief the facilitator starts a round with a shock; a reset asks for predictions anew."""
    settings = RoomSettings(rounds=(RoundSettings(practice=True), RoundSettings(shock="dry_channel", total=20_000.0)))
    room = session_in(app.store, 1, settings).to("decide")
    participant.submit(*room.at(0), more_sales(participant.sit(*room.at(0)).room.start, 900))
    facilitator.freeze(*room.lead)
    facilitator.reveal(*room.lead)
    page.goto(app.lead(room))
    phone.goto(app.seat(room))
    press(page, "Start round 2")
    expect(phone.get_by_text("The largest channel dried up.")).to_be_visible()
    expect(phone.get_by_text("The budget of this round is $20,000 a month")).to_be_visible()
    facilitator.open_decisions(*room.lead)
    expect(phone.get_by_text("$20,000 a month", exact=False).first).to_be_visible()
    expect(phone.get_by_text("Nothing submitted yet.")).to_be_visible()
    phone.get_by_role("button", name="Submit this split").tap()
    expect(page.get_by_text("1 of 1 submitted")).to_be_visible()
    press(page, "Reset this round")
    press(page, "Reset the round")
    expect(page.get_by_text("0 of 1 predicted")).to_be_visible()
    expect(phone.get_by_role("button", name="Keep my prediction")).to_be_visible()


def test_at_zero_the_split_is_submitted_as_it_stands(app: Running, phone: Page) -> None:
    """Said before, done, said after; and the button to submit is in reach all the time, wherever one has scrolled."""
    room = session_in(app.store, 1, RoomSettings(rounds=(RoundSettings(seconds=15),))).to("decide")
    phone.goto(app.seat(room))
    submit = phone.get_by_role("button", name="Submit this split")
    expect(submit).to_be_in_viewport()
    expect(phone.get_by_text("Once you have moved a lever")).to_be_visible()
    phone.get_by_role("slider").first.press("ArrowRight")
    expect(phone.get_by_text("At zero your split is submitted as it stands.")).to_be_visible()
    phone.mouse.wheel(0, 600)
    expect(submit).to_be_in_viewport()
    expect(phone.get_by_text("The time was up: your split is in, as it stood.")).to_be_visible(timeout=30_000)
    assert facilitator.room(*room.lead).submitted == 1


def test_a_closed_door_and_the_end(app: Running, page: Page, phone: Page) -> None:
    """A closed door lets nobody in and says so; ending the room tells whoever was inside, and deletes it."""
    room = session_in(app.store, 1)
    page.goto(app.lead(room))
    page.get_by_text("Let people join").click()
    expect(page.get_by_role("switch", name="Let people join")).not_to_be_checked()
    phone.goto(f"{app.url}?room={room.code}")
    expect(phone.get_by_text("The facilitator has closed the door.")).to_be_visible()
    expect(phone.get_by_role("button", name="Join the room")).to_be_disabled()
    phone.goto(app.seat(room))
    expect(phone.get_by_text("You are in")).to_be_visible()
    press(page, "End the room")
    press(page, "Delete everything")
    expect(page.get_by_role("button", name="Open a room")).to_be_visible()
    expect(phone.get_by_text("There is no such room, or it has ended.")).to_be_visible()


def test_the_facilitator_chooses(app: Running, page: Page) -> None:
    """Case, what is shown, a round's total, shock, locks and timer are kept as they are chosen."""
    room = session_in(app.store, 0)
    page.goto(app.lead(room))
    choose(page, "Case", "Tallgrass")
    expect(page.get_by_label("Case").first).to_have_value(re.compile("Tallgrass"))
    press(page, "Add a round")
    expect(page.get_by_text("Round 2", exact=True)).to_be_visible()
    choose(page, "Time to decide", "3 min")
    page.get_by_label("Total a month").first.fill("12000")
    page.get_by_label("Total a month").first.press("Enter")
    settings = facilitator.room(*room.lead).settings
    for _ in range(100):
        if settings.rounds[0].total:
            break
        page.wait_for_timeout(100)
        settings = facilitator.room(*room.lead).settings
    assert settings.case.startswith("tallgrass")
    assert (len(settings.rounds), settings.rounds[0].seconds, settings.rounds[0].total) == (2, 180, 12_000)
    assert settings.rounds[1].shock != "none"


def test_the_client_s_own_company_is_played(app: Running, page: Page, phone: Page) -> None:
    """A trainer brings the company by its link and tells its story; the phones see it and no other."""
    room = session_in(app.store, 1)
    own = "Elm & *Sons*"
    business = load_case("elmstreet.1").business.changed(name=own)
    page.goto(app.lead(room))
    press(page, "Own company")
    field = page.get_by_role("textbox", name="Link of a scenario, as Share gives it")
    field.fill("our company")
    field.press("Enter")
    expect(page.get_by_role("alert").filter(has_text="paste the whole link of a scenario")).to_be_visible()
    field.fill(f"{app.url.removesuffix('Training_room')}?{encode(Workspace.of(business))}")
    field.press("Enter")
    expect(page.get_by_label("Case").first).to_have_value(own)
    page.keyboard.press("Escape")
    told = page.get_by_role("textbox", name=re.compile("What you tell of it"))
    told.fill("Third generation,\none van too few.")
    told.blur()
    news = page.get_by_role("textbox", name="The news in your words")
    news.fill("A big builder calls.\n![pixel](https://example.org/p.png)\n" + "\n".join("abcdef"))
    news.blur()
    expect(page.get_by_text("More than 6 lines: what stands in further ones follows in the last.")).to_be_visible()
    expect(news).to_have_value("A big builder calls.\n![pixel](https://example.org/p.png)\na\nb\nc\nd e f")
    assert news.evaluate("(field) => field.scrollHeight <= field.clientHeight + 1"), "some of the news is not seen"
    phone.goto(app.seat(room))
    expect(phone.get_by_text("Third generation, one van too few.")).to_be_visible()
    said = phone.get_by_text("A big builder calls.")
    assert said.evaluate("(told) => told.innerText.split('\\n').length") == 6
    expect(phone.locator("img")).to_have_count(0)
    expect(phone.get_by_text(f"{business.customers:,.0f}", exact=True)).to_be_visible()
    choose(page, "Case", "Tallgrass")
    expect(phone.get_by_text("Third generation, one van too few.")).to_have_count(0)
    assert not facilitator.room(*room.lead).settings.company


def test_the_facilitator_extends_and_reopens(app: Running, page: Page, phone: Page) -> None:
    """One press starts a timer or adds a minute, another reopens a frozen round; the phone's levers follow each."""
    room = session_in(app.store, 1).to("decide")
    page.goto(app.lead(room))
    phone.goto(app.seat(room))
    expect(phone.get_by_role("button", name="Submit this split")).to_be_visible()
    expect(phone.get_by_role("timer")).to_have_count(0)
    press(page, "Close in 1 minute")
    expect(phone.get_by_role("timer")).to_have_text(re.compile(r"(1:00|0:\d\d) left"))
    press(page, "1 more minute")
    expect(phone.get_by_role("timer")).to_have_text(re.compile(r"(2:00|1:\d\d) left"))
    expect(page.get_by_role("timer")).to_have_text(re.compile(r"(2:00|1:\d\d) left"))
    press(page, "Freeze submissions")
    expect(phone.get_by_text("Submissions are closed.")).to_be_visible()
    press(page, "Reopen for 2 minutes")
    phone.get_by_role("button", name="Submit this split").tap()
    expect(page.get_by_text("1 of 1 submitted")).to_be_visible()
    expect(phone.get_by_role("timer")).to_have_text(re.compile(r"(2:00|1:\d\d) left"))


def choose(page: Page, label: str, option: str) -> None:
    """Choose from a list by its name."""
    walk.choose(page.get_by_label(label, exact=True).first, option)


def test_the_facts_are_taken_as_any_table(app: Running, page: Page, phone: Page) -> None:
    """A seat and the facilitator take a round's facts, named by company and round; the wall has no such buttons."""
    room = session_in(app.store, 1, RoomSettings(case="tallgrass.1", rounds=(RoundSettings(), RoundSettings())))
    facilitator.begin_round(*room.lead)
    page.goto(app.lead(room))
    page.get_by_text("The case as participants see it").click()
    phone.goto(app.seat(room))
    phone.locator("details.case summary").tap()
    for there in (page, phone):
        facts = there.locator(".tabled", has=there.get_by_role("table", name=re.compile("^Facts of .*, Round 1 of 2$")))
        facts.hover()
        expect(facts.get_by_role("button", name=re.compile("^Copy the table: Facts of "))).to_be_visible()
        with there.expect_download() as saved:
            facts.get_by_role("button", name=re.compile("^CSV file of the table: Facts of ")).click()
        head, first, *_, last = csv.reader(saved.value.path().read_text("utf-8-sig").splitlines())
        assert (head, len(first)) == (["Fact", "Figure"], 2)
        assert re.fullmatch(r"Facts of .*, Round 1 of 2 · Next Dollar", last[0])
    page.goto(app.view(room, "projector"))
    expect(page.locator(".wall_head")).to_be_visible()
    expect(page.locator(".take")).to_have_count(0)


@pytest.mark.parametrize("case", [case.ref for case in list_cases()])
def test_the_case_sheet_prints_on_one_page(app: Running, page: Page, case: str) -> None:
    """Story, facts, an own question and the lines to write on fit one page, on A4 and on Letter."""
    asked = {
        "question": "What would you change first? " * 4,
        "answers": tuple(each * 40 for each in "abcdef"),
        "why": "split",
    }
    room = session_in(app.store, 0, RoomSettings(case=case, **asked))  # type: ignore[arg-type]
    page.goto(app.view(room, "sheet"))
    expect(page.get_by_role("img", name="QR code of the link")).to_be_visible()
    for paper in ("A4", "Letter"):
        assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format=paper))) == 1


def test_the_sheet_of_a_long_case_prints_on_one_page(app: Running, page: Page) -> None:
    """An own company's story and news in as many lines as there may be fit one page with all that is asked."""
    own = encode(Workspace.of(load_case("elmstreet.1").business))
    news = RoundSettings(shock="rival", news="\n".join(["A line of the news " * 2] * NEWS_LINES))
    story = "\n".join(["A line of the story, which is told " * 2] * STORY_LINES)
    asked = {"question": "What would you change first? " * 4, "answers": tuple(each * 40 for each in "abcdef")}
    settings = RoomSettings(company=own, story=story, rounds=(news,), why="split", **asked)  # type: ignore[arg-type]
    room = session_in(app.store, 0, settings)
    page.goto(app.view(room, "sheet"))
    expect(page.get_by_role("img", name="QR code of the link")).to_be_visible()
    for paper in ("A4", "Letter"):
        assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(format=paper))) == 1


def test_every_view_fits_a_phone_in_every_phase(app: Running, browser: Browser) -> None:
    """On a phone of 320 px and on a tablet nothing must be scrolled for sideways, from the lobby to the debrief."""
    room = session_in(app.store, 3)
    visitor = browser.new_context(**PHONE)  # type: ignore[arg-type]
    pages = [visitor.new_page() for _ in range(3)]
    for each, address in zip(pages, (app.lead(room), app.seat(room), app.view(room, "projector")), strict=True):
        each.goto(address)
    steps = (
        (None, ("Start: ask for predictions", "You are in", "Join with your phone")),
        (facilitator.begin_round, ("Open the levers", "Keep my prediction", "of 3 predicted")),
        (facilitator.open_decisions, ("Freeze submissions", "Submit this split", "of 3 submitted")),
        (facilitator.freeze, ("Show everyone's splits", "Your split is in.", "Submissions are closed.")),
        (facilitator.show_splits, ("Show the best split", "Yours is the large dot", "1 split of")),
        (facilitator.reveal, ("That was the last round", "on the table", "on the table")),
    )
    for verb, said in steps:
        if verb is facilitator.freeze:
            participant.submit(*room.at(0), participant.sit(*room.at(0)).room.start)
        if verb:
            verb(*room.lead)
        for each, words in zip(pages, said, strict=True):
            expect(each.get_by_text(words).first).to_be_visible()
            for width in (820, 320):
                each.set_viewport_size({"width": width, "height": 640})
                wide = each.evaluate("() => document.querySelector('.stMain').scrollWidth")
                assert wide <= width, words
    visitor.close()


def test_what_a_room_refuses_stays_in_its_field(app: Running, page: Page, phone: Page) -> None:
    """A code, a nickname and a total that cannot be taken stay as typed, each with its reason beside it."""
    page.goto(app.url)
    page.get_by_label("Room code").fill("my own room, please")
    press(page, "Go to the room")
    expect(page.get_by_role("alert")).to_contain_text("no such room")
    expect(page.get_by_label("Room code")).to_have_value("my own room, please")

    room = session_in(app.store, people=1)
    phone.goto(app.seat(room))
    phone.locator(".st-key-who button").tap()
    name = phone.get_by_role("textbox", name="Your nickname in this room")
    name.fill("A nickname that is far too long for any room")
    name.press("Enter")
    expect(phone.get_by_role("alert")).to_contain_text("A nickname has 1 to")
    expect(name).to_have_value("A nickname that is far too long for any room")

    page.goto(app.lead(room))
    page.get_by_role("button", name="Search ads").click()
    expect(page.get_by_role("button", name="Search ads")).to_have_attribute("aria-pressed", "true")
    total = page.get_by_role("textbox", name="Total a month")
    total.fill("5000")
    total.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("Total a month is 5,000: the locks")
    expect(total).to_have_value("5000")
