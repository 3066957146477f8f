"""The live levers and picture in a real browser."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page

from tests.browser import serving

APP = Path(__file__).with_name("apps") / "live_app.py"
PATIENCE_SECONDS = 15
SLOWNESS_SECONDS = 0.15


@pytest.fixture(scope="module")
def fast_app() -> Iterator[str]:
    with serving(APP) as address:
        yield address


@pytest.fixture(scope="module")
def slow_app() -> Iterator[str]:
    with serving(APP, LIVE_APP_SLOWNESS=str(SLOWNESS_SECONDS)) as address:
        yield address


@pytest.fixture
def live(page: Page, fast_app: str) -> Page:
    """A visitor who sees the levers and the chart."""
    return opened(page, fast_app)


def until(holds: Callable[[], Any]) -> Any:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not (result := holds()):
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.03)
    return result


def opened(page: Page, address: str) -> Page:
    page.goto(address)
    page.locator("svg.marks").wait_for(timeout=PATIENCE_SECONDS * 1000)
    slider(page, "Search ads").wait_for()
    return page


def slider(page: Page, name: str) -> Locator:
    return page.get_by_role("slider", name=name, exact=True)


def field(page: Page, name: str) -> Locator:
    return page.get_by_role("textbox", name=f"{name}, exact amount")


def told(page: Page) -> dict[str, Any]:
    """What Python has received and decided."""
    return json.loads(page.get_by_test_id("stText").inner_text())


def moved(page: Page, **expected: Any) -> dict[str, Any]:
    """The last move Python received, once it is the expected one."""

    def last() -> dict[str, Any] | None:
        moves = told(page)["moves"]
        return moves[-1] if moves and all(moves[-1][name] == value for name, value in expected.items()) else None

    return until(last)


def test_arrow_keys_move_one_step_and_shift_moves_ten(live: Page) -> None:
    """An arrow key is one step, shift ten, Home and End the ends; Python decides what the others become."""
    handle = slider(live, "Sales team")
    handle.press("ArrowRight")
    moved(live, kind="set", lever="team", amount=8100, phase="final")
    handle.press("Shift+ArrowRight")
    moved(live, amount=9100)
    handle.press("PageDown")
    moved(live, amount=8100)
    handle.press("Home")
    moved(live, amount=0)
    until(lambda: handle.get_attribute("aria-valuetext") == "$0, 0\u00a0% of the total")
    until(lambda: field(live, "Search ads").input_value() == "$12,000")


def test_a_move_reruns_the_fragment_alone(live: Page) -> None:
    """The live around the fragment is not run again."""
    before = told(live)["full_runs"]
    slider(live, "Sales team").press("ArrowLeft")
    moved(live, amount=7900)
    assert told(live)["full_runs"] == before


@pytest.mark.parametrize("typed", ["9,500", "$9 500", "9.5k", "9500", "9.500", "=8000+1500", "+1,500", "٩٥٠٠"])
def test_typed_amounts_are_read_as_people_write_them(live: Page, typed: str) -> None:
    """Thousands marks, currency signs and k are understood; the field then shows the company's own format."""
    field(live, "Sales team").fill(typed)
    field(live, "Sales team").press("Enter")
    moved(live, kind="set", lever="team", amount=9500, phase="final")
    until(lambda: field(live, "Sales team").input_value() == "$9,500")


@pytest.mark.parametrize("typed", ["lots", "9,50", "-9000", "99,000", "9500 €", "50%"])
def test_an_unreadable_entry_is_kept_and_explained(live: Page, typed: str) -> None:
    """What was typed stays, the message names field, value and bounds, and the plan is untouched."""
    box = field(live, "Sales team")
    box.fill(typed)
    box.press("Tab")
    message = until(lambda: live.get_by_role("alert").filter(has_text="Sales team").text_content())
    assert typed in message
    assert "$0 to $15,000" in message
    assert box.get_attribute("aria-invalid") == "true"
    assert box.evaluate("box => box.getRootNode().getElementById(box.getAttribute('aria-describedby')).textContent")
    assert box.input_value() == typed
    assert told(live)["moves"] == []
    box.press("Escape")
    until(lambda: box.input_value() == "$8,000")
    until(lambda: box.get_attribute("aria-invalid") == "false")


def test_text_being_typed_is_not_overwritten(live: Page) -> None:
    """An answer that arrives while a field is edited leaves its text alone."""
    slider(live, "Sales team").press("ArrowRight")
    field(live, "Search ads").fill("12")
    moved(live, amount=8100)
    assert field(live, "Search ads").input_value() == "12"


def test_step_buttons_move_one_step_and_repeat_while_held(live: Page) -> None:
    """A click is one final step; holding repeats and ends in one final move."""
    more = live.get_by_role("button", name="Sales team: $100 more")
    more.click()
    moved(live, amount=8100, phase="final")
    more.hover()
    live.mouse.down()
    time.sleep(1)
    live.mouse.up()
    last = until(lambda: (move := told(live)["moves"][-1])["phase"] == "final" and move["amount"] > 8100 and move)
    assert last["amount"] > 8200
    until(lambda: field(live, "Sales team").input_value() == f"${last['amount']:,.0f}")


def test_a_locked_lever_cannot_be_moved(live: Page) -> None:
    """The lock is a named toggle; its lever's controls say why they are off, and do nothing."""
    lock = live.get_by_role("button", name="Lock Sales team")
    assert lock.get_attribute("aria-pressed") == "false"
    lock.click()
    moved(live, kind="lock", lever="team", locked=True)
    until(lambda: lock.get_attribute("aria-pressed") == "true")
    handle = slider(live, "Sales team")
    assert handle.get_attribute("aria-disabled") == "true"
    assert "locked" in handle.get_attribute("title")
    handle.press("ArrowRight")
    live.get_by_role("button", name="Sales team: $100 more").click(force=True)
    assert not field(live, "Sales team").is_editable()
    slider(live, "Search ads").press("ArrowRight")
    moved(live, lever="search", amount=4100)
    assert [move["kind"] for move in told(live)["moves"]] == ["lock", "set"]
    assert told(live)["plan"] == {"search": 4100, "team": 8000, "care": 2900}


def test_a_divider_moves_money_between_its_neighbours_only(live: Page) -> None:
    """Keys and pointer move a divider; the third lever keeps its amount."""
    divider = slider(live, "Divide between Search ads and Sales team")
    divider.press("ArrowRight")
    moved(live, kind="shift", lever="search", other="team", amount=4100)
    box = divider.bounding_box()
    live.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    live.mouse.down()
    live.mouse.move(box["x"] + box["width"] / 2 + 60, box["y"] + box["height"] / 2, steps=5)
    live.mouse.up()
    last = moved(live, kind="shift", phase="final")
    until(lambda: told(live)["moves"][-1]["amount"] > 4100)
    last = moved(live, phase="final")
    assert told(live)["plan"]["care"] == 3000
    assert told(live)["plan"]["search"] == last["amount"]
    assert "Sales team" in divider.get_attribute("aria-valuetext")


def test_one_move_in_flight_and_the_last_position_always_arrives(page: Page, slow_app: str) -> None:
    """With a slow server most positions of a drag are dropped, never two wait at once, and the release arrives."""
    count = """() => {
      window.sent = 0;
      const send = WebSocket.prototype.send;
      WebSocket.prototype.send = function (data) { window.sent += 1; return send.call(this, data); };
    }"""
    opened(page, slow_app)
    page.evaluate(count)
    track = slider(page, "Search ads").bounding_box()
    middle = track["y"] + track["height"] / 2
    page.mouse.move(track["x"] + 9 + (track["width"] - 18) * 4 / 15, middle)
    page.mouse.down()
    start = time.monotonic()
    for step in range(60):
        page.mouse.move(track["x"] + track["width"] * (0.27 + 0.4 * step / 59), middle)
        time.sleep(0.016)
    held = field(page, "Search ads").input_value()
    page.mouse.up()
    seconds = time.monotonic() - start
    last = moved(page, lever="search", phase="final")
    sent = page.evaluate("window.sent")
    moves = told(page)["moves"]
    assert f"${last['amount']:,.0f}" == held
    assert sent == len(moves)
    assert len(moves) <= seconds / SLOWNESS_SECONDS + 3
    assert [move["seq"] for move in moves] == list(range(1, len(moves) + 1))
    assert {move["phase"] for move in moves[:-1]} == {"drag"}
    until(lambda: field(page, "Search ads").input_value() == held)


def test_the_held_thumb_is_not_moved_by_answers(page: Page, slow_app: str) -> None:
    """Late answers to earlier positions leave the thumb under the hand."""
    opened(page, slow_app)
    track = slider(page, "Search ads").bounding_box()
    middle = track["y"] + track["height"] / 2
    page.mouse.move(track["x"] + track["width"] * 0.3, middle)
    page.mouse.down()
    page.mouse.move(track["x"] + track["width"] * 0.5, middle, steps=4)
    held = field(page, "Search ads").input_value()
    for _ in range(20):
        time.sleep(0.03)
        assert field(page, "Search ads").input_value() == held
    page.mouse.up()


def test_the_picture_changes_in_place(live: Page) -> None:
    """New data move the line; its node, the height and the layout stay."""
    live.evaluate(
        """() => {
          const inside = (node) => (node.shadowRoot ? all(node.shadowRoot) : []);
          const all = (root) => [root, ...[...root.querySelectorAll('*')].flatMap(inside)];
          window.find = (what) => all(document).map((root) => root.querySelector(what)).find(Boolean);
          window.svg = find('svg.marks');
          window.line = find('.mark-line path');
        }"""
    )
    image = live.get_by_role("img", name="Revenue rises to 80.")
    before, height = live.evaluate("line.getAttribute('d')"), image.bounding_box()["height"]
    slider(live, "Sales team").press("Shift+ArrowRight")
    until(lambda: live.evaluate("line.getAttribute('d')") != before)
    assert live.evaluate("find('svg.marks') === svg && find('.mark-line path') === line && line.isConnected")
    image = live.get_by_role("img", name="Revenue rises to 90.")
    assert image.bounding_box()["height"] == height == 160


def test_the_table_shows_the_figures_of_the_moment(live: Page) -> None:
    """The table is filled when opened and follows while open."""
    assert live.locator("details td").count() == 0
    live.get_by_text("Show as table").click()
    until(lambda: live.locator("details td").last.text_content() == "80")
    slider(live, "Sales team").press("ArrowRight")
    until(lambda: live.locator("details td").last.text_content() == "81")


def test_everything_has_a_name_and_a_value(live: Page) -> None:
    """Groups, sliders, fields, buttons and the picture are named; sliders speak amounts."""
    assert live.get_by_role("group", name="Budget split").count() == 1
    for name in ("Search ads", "Sales team", "Account care"):
        assert live.get_by_role("group", name=name, exact=True).count() == 1
        assert field(live, name).count() == 1
        for action in (f"{name}: $100 less", f"{name}: $100 more", f"Lock {name}"):
            assert live.get_by_role("button", name=action).count() == 1
    assert slider(live, "Search ads").get_attribute("aria-valuetext") == "$4,000, 27\u00a0% of the total"
    assert slider(live, "Divide between Sales team and Account care").get_attribute("aria-valuenow") == "8000"
    assert live.get_by_role("heading", level=1).inner_text() == "Sales team 8000"


def test_a_phone_of_320_pixels_needs_no_sideways_scroll(browser: Browser, fast_app: str) -> None:
    """At 320 px nothing overflows and every control is at least 44 px high and wide."""
    phone = browser.new_context(viewport={"width": 320, "height": 800}, has_touch=True, is_mobile=True)
    page = opened(phone.new_page(), fast_app)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for control in (*page.get_by_role("button", name="Lock").all(), *page.get_by_role("button", name="$100").all()):
        box = control.bounding_box()
        assert box["height"] >= 44
        assert box["width"] >= 44
        assert box["x"] + box["width"] <= 320
    phone.close()


def test_a_chart_that_cannot_be_built_is_tried_once(page: Page) -> None:
    """A spec that Vega refuses is named in the console and left; levers and table go on."""
    refused: list[str] = []
    page.on("console", lambda line: refused.append(line.text) if "chart revenue" in line.text else None)
    with serving(APP, LIVE_APP_TOP="top +") as address:
        with page.expect_console_message(lambda line: "chart revenue" in line.text):
            page.goto(address)
        slider(page, "Sales team").press("ArrowRight")
        moved(page, lever="team", amount=8100)
        page.get_by_text("Show as table").click()
        until(lambda: page.locator("details td").last.text_content() == "81")
        assert len(refused) == 1
