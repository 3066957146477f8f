"""Homework in a real browser: a facilitator who opens, moves and ends it, people who come and go on any device."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, ViewportSize, expect

from rooms import facilitator, homework, participant
from rooms.settings import RoomSettings, RoundSettings
from tests.browser import FLAGS, find_chromium
from tests.course import course
from tests.room_app import Rooms
from tests.room_store import Session, more_sales, session_in
from tests.test_room_browser import PHONE, Running, press
from tests.visitors import Lend

DAY = 86_400
ASKED = {
    "teams": ("North", "South"), "question": "Which of our regions would you bet on?",
    "answers": ("The coast", "The hills"), "why": "split",
}  # fmt: skip
"""Of the settings of a homework that asks for more than a split."""
Device = Callable[..., Page]


@pytest.fixture(scope="module")
def app(room_app: Rooms) -> Running:
    """The app as it is deployed, on a database of its own."""
    store, url = room_app
    return Running(url, store)


@pytest.fixture
def device(lend: Lend) -> Device:
    """A phone of its own each time, or what else the options say."""

    def new(**options: object) -> Page:
        return lend(**{**PHONE, **options}).new_page()

    return new


def running(app: Running, people: int, *rounds: RoundSettings, **more: Any) -> Session:
    """Return a homework that has begun and runs for three days; ``more`` is of its settings."""
    settings = RoomSettings(pace="homework", ends=int(time.time()) + 3 * DAY, rounds=rounds, **more)
    room = session_in(app.store, people, settings)
    facilitator.begin_round(*room.lead)
    return room


def has_changed(look: Callable[[], float | None], before: float) -> float | None:
    """Return what is kept once it is no longer as before, or after a while."""
    for _ in range(50):
        if look() != before:
            break
        time.sleep(0.1)
    return look()


def predicts(page: Page | FrameLocator, amount: str = "2500000") -> None:
    """Predict and open the levers."""
    page.get_by_role("radiogroup").get_by_text("Converting prospects into customers").click()
    page.get_by_label("under the split you will choose").fill(amount)
    press(page, "Keep it and open the levers")
    expect(page.get_by_role("button", name="Submit this split")).to_be_visible()


def submits(page: Page | FrameLocator) -> None:
    """Move a lever and submit."""
    press(page, "Sales team: $100 more")
    press(page, "Submit this split")
    expect(page.get_by_text("is in.").first).to_be_visible()


def test_a_homework_from_its_opening_to_the_debrief(app: Running, page: Page, device: Device) -> None:
    """One goes through round 1, leaves, and does round 2 on another device; another does round 1; all see the end."""
    page.goto(app.url)
    press(page, "Open one for homework")
    expect(page.get_by_role("radio", name="Homework")).to_be_checked()
    press(page, "Add a round")
    expect(page.get_by_text("Round 2", exact=True)).to_be_visible()
    link = page.get_by_role("link", name="this link").get_attribute("href")
    assert link
    press(page, "Open the homework")
    expect(page.get_by_role("button", name="1 more day")).to_be_visible()

    phone, other = device(), device()
    for each in (phone, other):
        each.goto(link)
        expect(each.get_by_text(re.compile("Homework until .*: 2 rounds, at your own pace"))).to_be_visible()
        press(each, "Join the room")
        predicts(each)
        submits(each)
        expect(each.get_by_text("Your split of round 1 is in.")).to_be_visible()
        expect(each.get_by_text("best possible")).to_have_count(0)
    expect(page.get_by_role("row", name="Round 1 2 2 2")).to_be_visible()
    own = phone.url
    phone.close()

    desk = device(viewport={"width": 1100, "height": 800}, is_mobile=False, has_touch=False)
    desk.goto(own)
    expect(desk.get_by_text("Your split of round 1 is in.")).to_be_visible()
    press(desk, "Go on to round 2")
    expect(desk.get_by_text("Round 2 of 2")).to_be_visible()
    predicts(desk)
    submits(desk)
    expect(desk.get_by_text("You have been through all rounds.")).to_be_visible()
    expect(page.get_by_text("1 of 2 participants finished")).to_be_visible()

    press(page, "End it now")
    press(page, "End the homework")
    expect(desk.get_by_text("The homework is over.")).to_be_visible()
    expect(other.get_by_text("The homework is over.")).to_be_visible()
    for step, said in (
        ("Show everyone's splits", "Yours is the large dot"),
        ("Show the best split and why", "on the table"),
    ):
        press(page, step)
        for each in (desk, other):
            expect(each.get_by_text(said).first).to_be_visible()
    press(page, "Go on to round 2")
    expect(desk.get_by_text("1 split of").first).to_be_visible()
    expect(other.get_by_text("1 split of").first).to_be_visible()
    press(page, "Show the best split and why")
    expect(other.get_by_text("The room over the rounds").first).to_be_visible()
    expect(page.get_by_text("That was the last round.")).to_be_visible()


@pytest.fixture(params=["kept", "blocked"])
def reader(request: pytest.FixtureRequest, browser: Browser, tmp_path: Path) -> Iterator[tuple[Page, bool]]:
    """Someone who reads a course page, and whether their browser keeps anything for what is framed there.

    Chromium keeps nothing for a frame of another site in a visit that leaves no trace, as tests have them otherwise.
    """
    size: ViewportSize = {"width": 420, "height": 800}
    if request.param == "kept":
        (tmp_path / "Default").mkdir()
        (tmp_path / "Default" / "Preferences").write_text('{"profile": {"cookie_controls_mode": 0}}', encoding="utf-8")
        visitor = browser.browser_type.launch_persistent_context(
            tmp_path, executable_path=find_chromium(), args=FLAGS, viewport=size, reduced_motion="reduce"
        )
    else:
        visitor = browser.new_context(viewport=size, reduced_motion="reduce")
    visitor.set_default_timeout(20_000)
    yield visitor.new_page(), request.param == "kept"
    visitor.close()


def test_a_homework_in_a_frame_of_another_site(app: Running, reader: tuple[Page, bool]) -> None:
    """With teams and an own question in a course page: after a reload, or by one's own link where the browser keeps
    nothing, the seat is there with all that was given, and so is the debrief."""
    page, keeps = reader
    room = running(app, 1, RoundSettings(), RoundSettings(), **ASKED)
    with course() as site:
        page.goto(site.put("unit", framed(f"{app.url}?room={room.code}")))
        frame = page.frame_locator("iframe")
        press(frame, "Join North")
        own = frame.get_by_role("link", name="your own link")
        expect(frame.get_by_role("button", name="Keep it and open the levers")).to_be_visible()
        link = "" if keeps else own.get_attribute("href") or ""
        expect(own).to_have_count(0 if keeps else 1)
        frame.get_by_role("radiogroup", name=ASKED["question"]).get_by_text("The coast").click()
        predicts(frame)
        frame.get_by_role("textbox", name="Why? In one line").fill("Nobody knows the coast.")
        submits(frame)
        expect(frame.get_by_text("Your split of round 1 is in.")).to_be_visible()
        page.reload()
        if keeps:
            press(frame, "Go on")
        else:
            expect(frame.get_by_text("Your own link leads back to your seat")).to_be_visible()
            page.goto(site.put("elsewhere", framed(link)))
        expect(frame.get_by_text("Your split of round 1 is in.")).to_be_visible()
        assert facilitator.room(*room.lead).participants == 2
        for verb in (facilitator.end_homework, facilitator.show_splits):
            verb(*room.lead)
        expect(frame.get_by_text("Yours is the large dot")).to_be_visible()
        expect(frame.get_by_role("heading", name=ASKED["question"])).to_be_visible()
        expect(frame.get_by_role("listitem").filter(has_text="Nobody knows the coast.")).to_be_visible()
        facilitator.reveal(*room.lead)
        expect(frame.get_by_role("table", name="The teams").get_by_role("row")).to_have_count(3)
        with page.expect_popup() as paper:
            frame.get_by_role("link", name="Your page to take home").click()
        expect(paper.value.get_by_text("Nobody knows the coast.")).to_be_visible()


def test_who_is_asked_why_is_asked_before_it_is_too_late(app: Running, device: Device) -> None:
    """On a phone the line stands below what is seen: the first press without one shows it beside the button, and the
    second half of a double click does not submit; after that it may stay blank."""
    room = running(app, 2, RoundSettings(), why="split")
    for place, reason in enumerate(("We are stretched.", "")):
        phone = device()
        phone.goto(app.seat(room, place))
        predicts(phone)
        submit, why = phone.get_by_role("button", name="Submit this split"), phone.get_by_label("Why? In one line")
        press(phone, "Sales team: $100 more")
        expect(why).not_to_be_in_viewport()
        submit.dblclick(delay=40)
        expect(phone.get_by_text("You are asked why, in one line; it may stay blank.")).to_be_visible()
        expect(why).to_be_in_viewport()
        assert participant.sit(*room.at(place)).submitted is None
        why.fill(reason)
        phone.wait_for_timeout(1000)
        submit.click()
        expect(phone.get_by_text("is in.").first).to_be_visible()
        assert participant.sit(*room.at(place)).reason == reason


def framed(address: str) -> str:
    """Return a course page with that address of the app in a frame."""
    source = f"{address}&embed=true".replace("&", "&amp;")
    return f'<h1>Week 3</h1><iframe title="Homework" width="380" height="700" src="{source}"></iframe>'


def test_the_best_split_at_once_and_a_split_that_may_be_changed(app: Running, device: Device) -> None:
    """What is final shows the best and why at once; what may be changed is changed, and does not show it yet."""
    room = running(app, 1, RoundSettings(), RoundSettings(revise=True), best_at_once=True)
    phone = device()
    phone.goto(app.seat(room))
    predicts(phone)
    submits(phone)
    expect(phone.get_by_text("best possible", exact=True)).to_be_visible()
    expect(phone.get_by_text(re.compile("The best split brings .* more. The bottleneck was"))).to_be_visible()
    press(phone, "Go on to round 2")
    predicts(phone)
    submits(phone)
    expect(phone.get_by_text("Your split of round 2 is in.")).to_be_visible()
    expect(phone.get_by_text("best possible", exact=True)).to_have_count(0)
    expect(phone.get_by_role("row", name="Round 2")).to_contain_text("in the debrief")
    first = participant.sit(*room.at(0)).submitted
    press(phone, "Change my split of round 2")
    expect(phone.get_by_text("This is the split you submitted.")).to_be_visible()
    press(phone, "Sales team: $100 more")
    expect(phone.get_by_text("Not the split you submitted.")).to_be_visible()
    press(phone, "Submit this split")
    expect(phone.get_by_text("Your split of round 2 is in.")).to_be_visible()
    assert participant.sit(*room.at(0)).submitted != first


def test_at_zero_of_ones_own_clock_the_split_is_in(app: Running, device: Device) -> None:
    """A round's timer runs for whoever opened the levers, and at zero their page says what became of their split."""
    room = running(app, 2, RoundSettings(seconds=12), RoundSettings())
    phone = device()
    phone.goto(app.seat(room))
    expect(phone.get_by_text("you have 0.2 min to decide")).to_be_visible()
    predicts(phone)
    expect(phone.get_by_role("timer")).to_have_text(re.compile(r"0:\d\d left"))
    press(phone, "Sales team: $100 more")
    expect(phone.get_by_text("The time was up: your split of round 1 is in, as it stood.")).to_be_visible(
        timeout=30_000
    )
    assert participant.sit(*room.at(1)).room.step == ("predict", 1)


def half_done(app: Running) -> Session:
    """Return a homework of three rounds, over: one did all of it, another one round and a prediction."""
    room = running(app, 2, RoundSettings(), RoundSettings(shock="dry_channel"), RoundSettings())
    for place, many in ((0, 3), (1, 1)):
        for number in range(1, many + 1):
            if number > 1:
                homework.go_on(*room.at(place), number - 1)
            participant.predict(*room.at(place), "conversion", 2.4e6)
            homework.open_levers(*room.at(place), number)
            participant.submit(
                *room.at(place), more_sales(participant.sit(*room.at(place)).room.start, 100), drawn=number
            )
    homework.go_on(*room.at(1), 1)
    participant.predict(*room.at(1), "upsell", 2.1e6)
    facilitator.end_homework(*room.lead)
    return room


def test_who_did_half_is_told_so_in_the_debrief(app: Running, device: Device) -> None:
    """After the end how many rounds one has a split in, on a phone with nothing cut, and in each that one has none."""
    room = half_done(app)
    half, full = device(viewport={"width": 360, "height": 800}), device()
    half.goto(app.seat(room, 1))
    full.goto(app.seat(room, 0))
    expect(half.get_by_text("You submitted a split in 1 of 3 rounds.")).to_be_visible()
    expect(half.get_by_role("row", name="Round 2 none")).to_be_visible()
    assert (
        half.get_by_role("table").evaluate("table => table.parentElement.scrollWidth - table.parentElement.clientWidth")
        <= 0
    )
    for verb in (facilitator.show_splits, facilitator.reveal, facilitator.begin_round):
        verb(*room.lead)
    expect(half.get_by_text("You submitted no split in this round.")).to_be_visible()
    facilitator.reveal(*room.lead)
    expect(half.get_by_text("The one split submitted leaves")).to_be_visible()
    expect(half.get_by_text("You submitted no split in this round.")).to_be_visible()
    expect(half.get_by_text("Nothing on Search ads: best possible.")).to_be_visible()
    expect(full.get_by_text("Your split leaves").first).to_be_visible()
    expect(full.get_by_text("You submitted no split")).to_have_count(0)


def test_whose_split_the_end_took_is_told_so(app: Running, device: Device) -> None:
    """Who had begun and not submitted reads that the split is in as it stood, and in which round."""
    room = running(app, 1, RoundSettings(), RoundSettings())
    participant.predict(*room.at(0), "upsell", 2e6)
    homework.open_levers(*room.at(0), 1)
    participant.save_draft(*room.at(0), more_sales(participant.sit(*room.at(0)).room.start, 100))
    facilitator.end_homework(*room.lead)
    page = device()
    page.goto(app.seat(room))
    expect(page.get_by_text("The time was up: your split of round 1 is in, as it stood. "
                            "You submitted a split in 1 of 2 rounds.")).to_be_visible()  # fmt: skip


def test_who_did_half_takes_home_what_they_did(app: Running, device: Device) -> None:
    """The page names the round of the one split, and keeps what was predicted where no split followed."""
    room = half_done(app)
    for verb in (facilitator.show_splits, facilitator.reveal, *[facilitator.begin_round, facilitator.reveal] * 2):
        verb(*room.lead)
    page = device()
    page.goto(f"{app.seat(room, 1)}&view=takehome")
    expect(page.get_by_role("heading", name="in round 1, the one you submitted a split in.")).to_be_visible()
    expect(page.get_by_text("You called selling more to customers the bottleneck. You expected $2.10M. "
                            "You submitted no split.")).to_have_count(1)  # fmt: skip
    expect(page.get_by_text("You submitted no split.")).to_have_count(2)


def test_what_the_end_does_with_a_split_is_said_at_the_levers(app: Running, device: Device) -> None:
    """Days before it, when no clock runs yet: a split that was begun and left counts as it stands."""
    page = device()
    page.goto(app.seat(running(app, 1, RoundSettings())))
    predicts(page)
    expect(
        page.get_by_text("When the homework ends a split that you have begun is submitted as it stands.")
    ).to_be_visible()


def test_no_team_can_be_joined_once_the_homework_is_over(app: Running, device: Device) -> None:
    """The door says that it is over and offers no team."""
    room = running(app, 1, RoundSettings(), teams=("North", "South"))
    facilitator.end_homework(*room.lead)
    page = device()
    page.goto(f"{app.url}?room={room.code}")
    expect(page.get_by_text("This homework is over; nobody can join it any more.")).to_be_visible()
    expect(page.get_by_role("button", name="Join the room")).to_be_disabled()
    expect(page.get_by_role("button", name="Join North")).to_have_count(0)


def test_each_reads_the_end_in_their_own_time_zone(app: Running, device: Device) -> None:
    """The same moment is another day for the facilitator in Auckland than for who joins in New York."""
    settings = RoomSettings(pace="homework", ends=(int(time.time()) // DAY + 3) * DAY + 12 * 3600)
    room = session_in(app.store, 0, settings)
    lead = device(timezone_id="Pacific/Kiritimati", locale="en-GB", viewport={"width": 900, "height": 900})
    lead.goto(app.lead(room))
    day = time.strftime("%d", time.gmtime((settings.ends or 0) + 14 * 3600))
    expect(lead.get_by_role("group", name="Ends on").locator("[data-type=day]")).to_have_text(day)
    expect(lead.get_by_text("In your time zone, Pacific/Kiritimati")).to_be_visible()
    facilitator.begin_round(*room.lead)
    guest = device(timezone_id="America/Bogota", locale="en-GB")
    guest.goto(f"{app.url}?room={room.code}")
    expect(guest.get_by_text("07:00")).to_be_visible()


def test_the_facilitator_moves_the_end_and_reopens(app: Running, page: Page) -> None:
    """One press gives a day more, and what was ended by mistake goes on."""
    room = running(app, 1, RoundSettings())
    ends = facilitator.room(*room.lead).closes_at or 0
    page.goto(app.lead(room))
    press(page, "1 more day")
    expect(page.get_by_text("until").first).to_be_visible()
    assert has_changed(lambda: facilitator.room(*room.lead).closes_at, ends) == ends + DAY
    press(page, "Change the end")
    day = page.get_by_role("group", name="Ends on").locator("[data-type=day]")
    expect(day).to_have_text(time.strftime("%d", time.localtime(ends + DAY)))
    by = -1 if int(day.inner_text()) > 27 else 1
    day.press("ArrowUp" if by > 0 else "ArrowDown")
    for _ in range(2):
        page.keyboard.press("Tab")
    expect(page.get_by_role("grid")).to_have_count(0)
    assert facilitator.room(*room.lead).closes_at == ends + DAY
    press(page, "Move the end")
    kept = has_changed(lambda: facilitator.room(*room.lead).closes_at, ends + DAY)
    assert kept == pytest.approx(ends + DAY + by * DAY, abs=60)
    page.keyboard.press("Escape")
    press(page, "End it now")
    press(page, "End the homework")
    press(page, "Reopen the homework")
    press(page, "For a day")
    expect(page.get_by_role("button", name="1 more day")).to_be_visible()
    assert participant.sit(*room.at(0)).room.step == ("predict", 1)


def test_taking_a_homework_back_asks_first(app: Running, page: Page, device: Device) -> None:
    """It stops everyone at work: one press says so and a second one does it, and what they did is there again."""
    room = running(app, 1, RoundSettings())
    phone = device()
    phone.goto(app.seat(room))
    predicts(phone)
    page.goto(app.lead(room))
    press(page, "Take this step back")
    expect(page.get_by_text("Closes the homework for everyone")).to_be_visible()
    assert facilitator.room(*room.lead).phase == "homework"
    press(page, "Close it for everyone")
    expect(phone.get_by_text("The homework begins when the facilitator opens it.")).to_be_visible()
    press(page, "Open the homework")
    expect(phone.get_by_role("button", name="Submit this split")).to_be_visible()


def test_a_set_up_of_homework_opens_with_an_end_to_come(app: Running, page: Page) -> None:
    """A file whose end is long over is opened with one a week from now, and says so."""
    room = session_in(app.store, 0)
    head = 'format = "next-dollar-room"\nversion = 1\ncase = "tallgrass.1"'
    text = f'{head}\npace = "homework"\nends = 2020-05-01T17:00:00Z'
    page.goto(app.lead(room))
    press(page, "Run it again")
    page.locator("input[type=file]").set_input_files([{"name": "room.toml", "mimeType": "application/toml",
                                                       "buffer": text.encode()}])  # fmt: skip
    expect(page.get_by_text("The end of its homework is over or missing: it is now open until")).to_be_visible()
    settings = facilitator.room(*room.lead).settings
    assert (settings.pace, settings.case) == ("homework", "tallgrass.1")
    assert 6 * DAY < (settings.ends or 0) - time.time() < 8 * DAY


def test_every_step_of_a_homework_fits_a_phone(app: Running, device: Device) -> None:
    """At 320 px nothing must be scrolled for sideways, for the one who does it and the one who leads."""
    room = running(app, 1, RoundSettings(seconds=600, revise=True), RoundSettings())
    phone, lead = device(), device()
    phone.goto(app.seat(room))
    lead.goto(app.lead(room))

    def fits(page: Page, said: str) -> None:
        expect(page.get_by_text(said).first).to_be_visible()
        assert page.evaluate("() => document.querySelector('.stMain').scrollWidth") <= 320, said

    fits(phone, "Keep it and open the levers")
    fits(lead, "1 more day")
    participant.predict(*room.at(0), "upsell", 2e6)
    homework.open_levers(*room.at(0), 1)
    fits(phone, "Submit this split")
    participant.submit(*room.at(0), participant.sit(*room.at(0)).room.start)
    fits(phone, "Go on to round 2")
    fits(lead, "0 of 1 participant finished")
    facilitator.end_homework(*room.lead)
    fits(phone, "The homework is over.")
    fits(lead, "Reopen the homework")
