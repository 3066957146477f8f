"""The room's screen for the wall: legible from the last row, whole on one screen, and one idea at a time."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from rooms import facilitator, participant
from rooms.limits import (
    ANSWER_LIMIT,
    MAX_FACTS,
    NEWS_LIMIT,
    NEWS_LINES,
    QUESTION_LIMIT,
    STORY_LIMIT,
    STORY_LINES,
)
from rooms.news import FactNews
from rooms.settings import RoomSettings, RoundSettings
from simulator.cases import load_case
from simulator.facts.plan import Plan
from simulator.link.codec import encode
from simulator.workspace.scenario import Workspace
from tests.room_app import Rooms
from tests.room_store import Session, session_in
from tests.screens import ask

LINES = ("W" * 140, "word " * 28, "一" * 140, "Short.", f"{'x' * 17} " * 7)
LEAST = 28
"""Pixels of the smallest letters on a projector of 1920 by 1080."""
SMALL = """(least) => {
  const all = (root) => [...root.querySelectorAll('*')].flatMap((n) => n.shadowRoot ? [n, ...all(n.shadowRoot)] : [n]);
  const wall = document.querySelector('.st-key-projector'), zoom = +getComputedStyle(wall).zoom;
  return all(wall).filter((n) => n.getClientRects().length && !n.closest('.unseen, style, details:not([open])'))
    .flatMap((n) => [...n.childNodes].filter((c) => c.nodeType === 3 && c.textContent.trim())
      .map((c) => [c.textContent.trim(), parseFloat(getComputedStyle(n).fontSize) * zoom]))
    .filter(([, size]) => size < least);
}"""
"""Texts on the wall that are smaller."""
OUT = """() => {
  const all = (root) => [...root.querySelectorAll('*')].flatMap((n) => n.shadowRoot ? [n, ...all(n.shadowRoot)] : [n]);
  return all(document.querySelector('.st-key-projector'))
    .filter((n) => n.matches('h1, h3, p, th, td, img, svg.marks, output'))
    .map((n) => [n.textContent, n.getBoundingClientRect()])
    .filter(([, box]) => box.height && (box.bottom > innerHeight + 1 || box.right > innerWidth + 1 || box.left < -1))
    .map(([text]) => text.slice(0, 40));
}"""
"""What reaches beyond the screen."""


@pytest.fixture(scope="module")
def room(room_app: Rooms) -> tuple[Session, str]:
    """A room of two rounds with twelve people, and its address on the wall."""
    store, url = room_app
    settings = RoomSettings(
        rounds=(RoundSettings(seconds=600), RoundSettings()),
        question="Which part of the company would you bet next year's growth on, if you could change one alone?",
        answers=tuple(f"{place} {'w' * 17} {'i' * 19}" for place in range(1, 7)), why="split",
        teams=tuple(f"Team {place} of the evening" for place in range(1, 13)),
    )  # fmt: skip
    opened = session_in(store, 0, settings)
    opened.seats = [participant.join(store, opened.code, team=place) for place in range(12)]
    return opened, f"{url}?room={opened.code}&view=projector"


def legible(page: Page) -> None:
    """Check that nothing is small and that all of it is on the screen."""
    assert page.evaluate(SMALL, LEAST) == []
    assert page.evaluate(OUT) == []


def played(room: Session, shift: float) -> None:
    """Let everyone predict and submit, each another split, the further from today the greater ``shift``."""
    facilitator.begin_round(*room.lead)
    for place in range(len(room.seats)):
        answer = facilitator.room(*room.lead).settings.answers[place % 5]
        participant.predict(*room.at(place), "conversion" if place % 3 else "upsell", 2.5e6, answer=answer)
    facilitator.open_decisions(*room.lead)
    for place in range(len(room.seats)):
        start = participant.sit(*room.at(place)).room.start
        amounts = list(start.amounts)
        by = min(shift * (place + 1), amounts[0])
        amounts[0], amounts[-2] = amounts[0] - by, amounts[-2] + by
        participant.submit(*room.at(place), Plan.of(start.levers, amounts))
        participant.explain(*room.at(place), LINES[place % len(LINES)])
    facilitator.freeze(*room.lead)


def test_a_whole_session_is_legible_from_the_last_row(page: Page, room: tuple[Session, str]) -> None:
    """While people join, decide and look, and over the rounds, nothing is under 28 pixels or beyond the screen."""
    session, wall = room
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.goto(wall)
    expect(page.get_by_role("heading", name="Join with your phone")).to_be_visible()
    expect(page.get_by_role("status")).to_have_text("12 in the room")
    expect(page.locator(".wall_dots i")).to_have_count(12)
    legible(page)
    assert (page.get_by_alt_text("QR code of the link").bounding_box() or {})["height"] > 700
    facilitator.begin_round(*session.lead)
    expect(page.get_by_text("what do you expect?")).to_be_visible()
    legible(page)
    facilitator.open_decisions(*session.lead)
    expect(page.get_by_role("timer")).to_contain_text("left")
    legible(page)
    facilitator.take_back(*session.lead)
    facilitator.take_back(*session.lead)
    played(session, 100)
    facilitator.show_splits(*session.lead)
    expect(page.locator("svg.marks")).to_have_count(1)
    expect(page.get_by_text("best possible")).to_have_count(0)
    expect(page.get_by_role("link", name="Teams")).to_have_count(0)
    page.get_by_role("link", name="Reasons", exact=True).click()
    read = 0
    for number in range(1, 10):
        expect(page.get_by_text(re.compile(rf"12 reasons, {number} of \d"))).to_be_visible()
        read += page.locator(".wall_reasons p").count()
        legible(page)
        if page.get_by_text(re.compile(rf", {number} of {number}$")).count():
            break
        page.get_by_role("link", name="More reasons").click()
    assert read == 12
    page.get_by_role("link", name="This round").click()
    expect(page.locator("svg.marks")).to_have_count(1)
    spread = page.locator("svg.marks").bounding_box()
    legible(page)
    facilitator.reveal(*session.lead)
    expect(page.get_by_text("on the table")).to_be_visible()
    expect(page.locator("svg.marks")).to_have_count(2)
    legible(page)
    assert page.locator("svg.marks").first.bounding_box() == spread
    page.get_by_role("link", name="Teams").click()
    expect(page.get_by_role("row")).to_have_count(13)
    legible(page)
    page.get_by_role("link", name="This round").click()
    played(session, 400)
    facilitator.reveal(*session.lead)
    page.get_by_role("link", name="Over the rounds").click()
    expect(page.locator("svg.marks").get_by_text("Round 2", exact=True)).to_be_visible()
    legible(page)
    page.get_by_role("link", name="This round").click()
    expect(page.get_by_text("Where the round began")).to_be_visible()
    shown = page.content()
    assert not [name for name in facilitator.roster(*session.lead).values() if name in shown]


def test_nothing_is_cut_where_amounts_are_long(browser: Browser, room: tuple[Session, str]) -> None:
    """Results over the rounds are whole on the wall of whoever writes the company's currency with more signs."""
    context = browser.new_context(viewport={"width": 1920, "height": 1080}, locale="en-GB", reduced_motion="reduce")
    page = context.new_page()
    page.goto(room[1].replace("view=projector", "view=rounds"))
    expect(page.locator("svg.marks").get_by_text("of US$").first).to_be_visible(timeout=40_000)
    legible(page)
    assert ask(page, "stickingOut") == []
    context.close()


def test_the_end_of_a_homework_is_told_as_one(page: Page, room: tuple[Session, str]) -> None:
    """Once it is over nobody is told that submissions of a round are closed."""
    settings = RoomSettings(pace="homework", ends=int(time.time()) + 86_400, rounds=(RoundSettings(), RoundSettings()))
    homework = session_in(room[0].store, 1, settings)
    for verb in (facilitator.begin_round, facilitator.end_homework):
        verb(*homework.lead)
    page.goto(room[1].replace(room[0].code, homework.code))
    expect(page.get_by_role("heading", name="The homework is over.")).to_be_visible(timeout=40_000)
    expect(page.get_by_role("status")).to_have_text("0 of 1 submitted in round 1")
    page.goto(f"{room[1].split('?')[0]}?room={homework.code}&facilitator={homework.secret}")
    expect(page.get_by_role("button", name="Reopen the homework")).to_be_visible()
    expect(page.get_by_role("switch", name="Let people join")).to_have_count(0)
    for name, view in (("Projector view", "projector"), ("Case sheet to print", "sheet")):
        expect(page.get_by_role("link", name=name)).to_have_attribute("href", re.compile(f"view={view}$"))


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1024, 768), (360, 700)])
def test_other_screens_show_all_of_it(page: Page, room: tuple[Session, str], width: int, height: int) -> None:
    """On a smaller or squarer projector all is on the screen; on a phone nothing scrolls sideways."""
    page.set_viewport_size({"width": width, "height": height})
    page.goto(room[1])
    expect(page.locator(".wall_head")).to_be_visible()
    expect(page.locator("svg.marks").first).to_be_visible()
    if width > 1000:
        assert page.evaluate(OUT) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def longest(letters: str) -> RoomSettings:
    """Return all that two rounds may tell, as long as it may be, in such letters, the second in many lines."""

    def text(length: int) -> str:
        return (letters * length)[:length].strip()

    plain = load_case("plainbook.1").business
    channels = tuple(each.changed(name=text(38) + f" {place}") for place, each in enumerate(plain.channels, 1))
    business = plain.changed(name=text(40), channels=channels)
    told = ("prospects", "added_quality", "customers")
    paths = [f"channels.{each.name}.{fact}" for each in channels for fact in told][:MAX_FACTS]
    facts = tuple(FactNews(fact=path, times=0.9) for path in paths)
    news = RoundSettings(shock="rival", news=text(NEWS_LIMIT), facts=facts, total=31_234.0, seconds=600)
    lines = news.changed(news=in_lines(text, NEWS_LIMIT, NEWS_LINES))
    return RoomSettings(
        company=encode(Workspace.of(business)), story=in_lines(text, STORY_LIMIT, STORY_LINES), goes_on="best",
        why="prediction", question=text(QUESTION_LIMIT),
        answers=tuple(f"{text(ANSWER_LIMIT - 2)} {place}" for place in range(6)), rounds=(news, lines),
    )  # fmt: skip


def in_lines(text: Callable[[int], str], length: int, most: int) -> str:
    """Return as long a text in as many lines as there may be."""
    return "\n".join(text(length // most - 1) for _ in range(most))


LETTERS = {"words": "word and ", "capitals": "W", "Chinese": "一"}


@pytest.mark.parametrize("letters", LETTERS.values(), ids=LETTERS)
def test_all_that_is_new_fits_wall_desk_and_phone(page: Page, room: tuple[Session, str], letters: str) -> None:
    """The longest news, eight facts and what the company brings along stand whole on the wall; nothing is too wide."""
    session = session_in(room[0].store, 1, longest(letters))
    address = room[1].split("?")[0]
    page.set_viewport_size({"width": 1920, "height": 1080})
    page.goto(f"{address}?room={session.code}&view=projector")
    for number in (1, 2):
        for verb, said in (
            (facilitator.begin_round, "what do you expect?"), (facilitator.open_decisions, "Where do "),
            (facilitator.freeze, "Submissions are closed."),
        ):  # fmt: skip
            verb(*session.lead)
            expect(page.get_by_role("heading", name=said)).to_be_visible()
            expect(page.locator(".wall_head")).to_contain_text(f"Round {number}")
            expect(page.get_by_text("From now on.")).to_be_visible()
            page.evaluate("document.fonts.ready")
            legible(page)
        facilitator.reveal(*session.lead)
    expect(page.get_by_text("Nobody submitted a split")).to_be_visible()
    for _ in range(4):
        facilitator.take_back(*session.lead)
    for width, query, said in ((1280, f"facilitator={session.secret}", "of 1 predicted"),
                               (360, f"seat={session.seats[0].seat}", "From now on.")):  # fmt: skip
        page.set_viewport_size({"width": width, "height": 780})
        page.goto(f"{address}?room={session.code}&{query}")
        expect(page.get_by_text(said).first).to_be_visible()
        assert page.evaluate("document.querySelector('.stMain').scrollWidth") <= width
