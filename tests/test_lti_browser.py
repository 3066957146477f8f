"""LTI in a browser: out of a course's page into a frame of the app, and back as a result; without a cookie."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, BrowserContext, FrameLocator, Page, expect

from rooms import facilitator
from rooms.store import Store
from tests.axe import serious_faults
from tests.browser import FLAGS, find_chromium, free_port
from tests.lms import PERSON, Lms, form, lms
from tests.replicas import replica
from tests.room_store import session_in
from tests.screens import LINK

ADDRESS = "next-dollar"
"""The path of the app, so that nothing rests on its being the root."""


@dataclass(frozen=True)
class Course:
    """A platform that knows the running app, and the app's database."""

    platform: Lms
    store: Store

    def open(self, page: Page, below: str = "", kind: str = "", person: str = PERSON) -> FrameLocator:
        """Open an activity in the course's page; return the frame that the app stands in."""
        self.platform.claims = {"sub": person}
        self.platform.scores.clear()
        # The frame goes from site to site and back; only where it has come to rest can it be looked into safely.
        with page.expect_event("framenavigated", lambda frame: re.search("lti/(show|choose)#", frame.url) is not None):
            page.goto(self.platform.page(f"{self.platform.tool}{below}", kind))
        return page.frame_locator("#activity")


@pytest.fixture(scope="module")
def together(browser: Browser) -> Iterator[Browser]:
    """A Chromium that keeps a course's page and the frames in it in one process.

    In processes of their own Playwright now and then loses a frame that goes from site to site and back within moments.
    """
    with browser.browser_type.launch(
        executable_path=find_chromium(), args=[*FLAGS, "--disable-site-isolation-trials"]
    ) as launched:
        yield launched


@pytest.fixture
def context(together: Browser) -> Iterator[BrowserContext]:
    """A fresh visitor there."""
    visitor = together.new_context(viewport={"width": 1280, "height": 1000}, reduced_motion="reduce")
    visitor.set_default_timeout(20_000)
    yield visitor
    visitor.close()


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Course]:
    """The app, which lets this platform alone show it in a frame."""
    folder = tmp_path_factory.mktemp("lti")
    database, settings, port = folder / "rooms.sqlite3", folder / "lti.toml", free_port()
    with lms() as platform:
        platform.tool = f"http://127.0.0.1:{port}/{ADDRESS}/"
        settings.write_text(platform.settings, encoding="utf-8")
        with replica(
            ADDRESS, port=port, NEXT_DOLLAR_LTI=str(settings), NEXT_DOLLAR_DATABASE=str(database),
            NEXT_DOLLAR_FRAME_ANCESTORS=platform.address,
        ):  # fmt: skip
            store = Store(database)
            yield Course(platform, store)
            store.close()


def test_a_course_learns_that_a_split_was_tried(page: Page, course: Course) -> None:
    """The levers stand in the course, one is moved, the result arrives and that is said; no cookie was set."""
    activity = course.open(page, f"?show=levers&{LINK}")
    shown = activity.frame_locator("iframe")
    expect(shown.get_by_label("Sales team, exact amount")).to_have_value("$8,500")
    expect(activity.get_by_role("status")).to_have_text(
        "Counts as done in your course once you have tried another split."
    )
    assert course.platform.scores == []
    shown.get_by_role("button", name="Sales team: $100 more").click()
    expect(activity.get_by_role("status")).to_have_text("Done. Your course has it.")
    assert [(score["userId"], score["scoreGiven"]) for score in course.platform.scores] == [(PERSON, 100)]
    assert page.context.cookies() == []


def test_in_a_tab_of_its_own_it_still_counts(page: Page, course: Course) -> None:
    """The one way to a tab, in the page in the frame, leads to the activity there: a split tried in it arrives."""
    activity = course.open(page, f"?show=levers&{LINK}", person="person-18")
    ways = activity.frame_locator("iframe").get_by_role("link", name="Open in a new tab")
    with page.context.expect_page() as opened:
        ways.click()
    expect(activity.get_by_role("link", name="Open in a new tab")).to_have_count(0)
    opened.value.frame_locator("iframe").get_by_role("button", name="Sales team: $100 more").click()
    expect(opened.value.get_by_role("status")).to_have_text("Done. Your course has it.")
    assert [score["userId"] for score in course.platform.scores] == ["person-18"]


def test_a_seat_out_of_a_course_is_there_again(page: Page, course: Course) -> None:
    """From the course into a room, where the same person finds their seat; a submission is the result."""
    room = session_in(course.store, people=0)
    below = f"Training_room?room={room.code}"
    seated = course.open(page, below, person="person-19").frame_locator("iframe")
    expect(seated.get_by_text("You are in,")).to_be_visible()
    nickname = re.findall(r"You are in, ([^.]+)\.", seated.locator("body").inner_text())
    room.to("decide")
    activity = course.open(page, below, person="person-19")
    seated = activity.frame_locator("iframe")
    seated.get_by_role("button", name="Submit this split").click()
    expect(seated.get_by_text("Submitted. You may revise it until the freeze.")).to_be_visible()
    course.platform.wait_for(1, seconds=40)
    expect(activity.get_by_role("status")).to_have_text("Done. Your course has it.")
    assert facilitator.room(*room.lead).participants == 1
    assert list(facilitator.roster(*room.lead).values()) == nickname


def test_what_stands_in_a_course_is_chosen_there(page: Page, course: Course) -> None:
    """A company and its levers are chosen by an author, come back signed, and open as they were chosen."""
    chooser = course.open(page, kind="choice")
    chooser.get_by_role("combobox", name="Company").select_option("tallgrass.1")
    chooser.get_by_role("combobox", name="What is shown").select_option(label="The levers alone")
    chooser.get_by_label("Title").fill("Lesson 3")
    chooser.get_by_role("button", name="Put it into the course").click()
    expect(chooser.get_by_role("heading", name="Taken")).to_be_visible()
    (item,) = course.platform.chosen[-1]["https://purl.imsglobal.org/spec/lti-dl/claim/content_items"]
    assert item["title"] == "Lesson 3"
    assert "case=tallgrass.1" in item["url"]
    shown = course.open(page, item["url"].removeprefix(course.platform.tool)).frame_locator("iframe")
    expect(shown.get_by_label("exact amount").first).to_be_visible()
    expect(shown.get_by_role("link", name="Diagnose")).to_have_count(0)


def test_what_an_author_fills_in_is_what_is_meant(page: Page, course: Course) -> None:
    """Typing a room's code chooses the room; a wrong one keeps all that was typed, and says what is allowed."""
    chooser = course.open(page, kind="choice")
    chooser.get_by_label("Code").fill("12")
    expect(chooser.get_by_role("radio", name="This room")).to_be_checked()
    chooser.get_by_role("button", name="Put it into the course").click()
    expect(chooser.get_by_role("alert")).to_contain_text("a code of 8 letters and digits is allowed")
    expect(chooser.get_by_label("Code")).to_have_value("12")
    chooser.get_by_label("Code").fill("BCDF-GHJK")
    chooser.get_by_role("button", name="Put it into the course").click()
    expect(chooser.get_by_role("heading", name="Taken")).to_be_visible()


def test_nobody_is_put_into_another_s_seat(page: Page, browser: Browser, course: Course) -> None:
    """A launch that began in one browser and is sent on into another's is not gone on with there."""
    thief = browser.new_page()
    thief.route(re.compile("/auth"), lambda route: route.abort())
    with thief.expect_request(re.compile("/auth")) as begun:
        thief.goto(course.platform.page(course.platform.tool))
    question = form(begun.value.url.partition("?")[2].encode())
    thief.close()
    sent = {"id_token": course.platform.signed(course.platform.told(question)), "state": question["state"]}
    fields = "".join(f'<input name="{name}" value="{value}">' for name, value in sent.items())
    page.goto(f"{course.platform.tool}lti/keys")
    page.set_content(f'<form method="post" action="launch">{fields}</form>')
    page.evaluate("document.forms[0].submit()")
    expect(page.get_by_role("heading", name="This launch began in another window.")).to_be_visible()
    assert page.url.endswith("/lti/launch")


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (320, "dark")])
def test_everyone_can_use_what_stands_in_a_course(browser: Browser, course: Course, width: int, scheme: str) -> None:
    """The form, a refusal, and an activity: no serious finding, and nothing is cut off on a narrow screen."""
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    target = f"{course.platform.tool}?show=levers&{LINK}"
    strange = f"{course.platform.tool}lti/login?{urlencode({'iss': 'https://other.example'})}"
    for address, seen in (
        (course.platform.login(target, "choice"), "What should the course show?"),
        (strange, "This course is not known here."),
    ):
        page.goto(address)
        expect(page.get_by_role("heading", name=seen)).to_be_visible()
        assert serious_faults(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.goto(course.platform.login(target))
    expect(page.frame_locator("iframe").get_by_label("exact amount").first).to_be_visible()
    assert serious_faults(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    context.close()
