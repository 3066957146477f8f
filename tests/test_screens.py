"""Every page in every view: it looks as it did, nothing sticks out, overlaps or jumps, and all text can be read.

The pictures to compare with are in `tests/data/screens`. After a change that is meant, look at the pictures in
`tests/output/screens` and draw them anew with

    UPDATE_SCREENS=1 .venv/bin/pytest tests/test_screens.py
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.axe import serious_faults
from tests.screens import KEPT, SHOWN, VIEWS, Screen, Tour, ask, updating, wait_until_ready

SCREENS = list(itertools.product(SHOWN, VIEWS))


@pytest.fixture(scope="module")
def tour(browser: Browser, app_url: str) -> Iterator[Tour]:
    """Visitors with screens of all kinds; an uncaught script error fails the last test they were in."""
    visitors = Tour(browser, app_url)
    yield visitors
    visitors.close()
    assert not visitors.errors, visitors.errors


@pytest.fixture(scope="module", params=SCREENS, ids=["-".join(each) for each in SCREENS])
def screen(request: Any, tour: Tour) -> Screen:
    """Each page in each view."""
    return tour.at(*request.param)


def test_looks_as_it_did(screen: Screen) -> None:
    """The page looks like the picture that is kept of it, embedded or by itself."""
    if updating():
        screen.keep()
    else:
        screen.check()


def test_one_way_to_scroll(screen: Screen) -> None:
    """Nothing scrolls sideways, and there is one scroll bar at most."""
    assert screen.ask("sideways") <= 0
    assert len(screen.ask("scrollers")) <= 1


def test_it_can_be_used_by_everyone(screen: Screen) -> None:
    """No serious finding by WCAG 2.2 AA, as far as a program can tell."""
    assert serious_faults(screen.page) == []


def test_nothing_is_cut(screen: Screen) -> None:
    """No text is cut by its box, no label by the edge of its chart."""
    assert screen.ask("stickingOut") == []


def test_no_number_is_torn(screen: Screen) -> None:
    """No line can end between a number and its sign: ±, × and % stand at it."""
    assert screen.ask("torn") == []


def test_nothing_overlaps(screen: Screen) -> None:
    """No control lies on another, no label of a chart on another."""
    assert screen.ask("overlapping") == []


def test_text_can_be_read(screen: Screen) -> None:
    """All text stands out from what is behind it, by the 4.5 to 1 that WCAG 2.2 asks for (1.4.3)."""
    assert screen.ask("pale") == []


@pytest.mark.skipif(updating(), reason="pictures are drawn anew")
def test_it_follows_the_theme_at_once(screen: Screen) -> None:
    """Where the machine turns dark in the middle of a visit the page is as one that was opened dark, and back again."""
    other = {"light": "dark", "dark": "light"}[screen.view.scheme]
    if screen.view.embedded or screen.view.width < 1280:
        pytest.skip("a width is enough")
    try:
        screen.page.emulate_media(color_scheme=other)
        screen.check(other)
    finally:
        screen.page.emulate_media(color_scheme=screen.view.scheme)
    screen.check()


def test_nothing_stands_around_the_page(screen: Screen) -> None:
    """Embedded or not, nothing of Streamlit's own is seen beside the page."""
    for name in ("stDecoration", "stStatusWidget", "stSidebar", "stMainMenu", "stAppDeployButton"):
        expect(screen.page.locator(f"[data-testid={name}]:visible")).to_have_count(0)


@pytest.mark.skipif(updating(), reason="pictures are drawn anew")
def test_no_picture_is_left_over() -> None:
    """Each kept picture is of a page and a view that exist."""
    known = {f"{name}-{view}" for name, view in SCREENS if not VIEWS[view].like}
    assert {path.stem for path in KEPT.glob("*")} == known


@pytest.fixture(params=[1280, 320])
def levers(request: Any, page: Page, app_url: str) -> Page:
    """Allocate on today's plan, on a wide and a narrow screen."""
    page.set_viewport_size({"width": request.param, "height": 700})
    page.goto(app_url)
    wait_until_ready(page, "allocate")
    return page


def test_nothing_jumps_when_a_value_changes(levers: Page) -> None:
    """A press of an arrow key moves no part of the page, though figures, charts and sentence change."""
    slider = levers.get_by_role("slider", name="Sales team", exact=True)
    slider.focus()
    slider.press("ArrowRight")
    expect(levers.locator("h1")).to_contain_text("Moving")
    wait_until_ready(levers, "allocate")
    before = ask(levers, "places")
    assert len(before) > 8
    for _ in range(3):
        slider.press("ArrowRight")
    levers.wait_for_url("**~5400~**")
    wait_until_ready(levers, "allocate")
    assert ask(levers, "places") == before


def test_the_answer_stays_in_sight_on_a_phone(page: Page, app_url: str) -> None:
    """At 320 pixels levers come first, charts last, and the sentence stays on screen while any lever is moved."""
    page.set_viewport_size({"width": 320, "height": 568})
    page.goto(app_url)
    wait_until_ready(page, "allocate")
    tops = [page.locator(part).first.bounding_box() for part in (".st-key-answer", ".lever", ".figures", ".canvas")]
    heights = [box["y"] for box in tops if box]
    assert len(heights) == 4
    assert heights == sorted(heights)
    for name in ("Search ads", "Account care"):
        slider = page.get_by_role("slider", name=name, exact=True)
        slider.scroll_into_view_if_needed()
        slider.press("ArrowRight")
        assert ask(page, "answerInSight"), name
