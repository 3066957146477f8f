"""The Training room inside a frame on a page of another site, with all cookies and storage blocked."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, BrowserContext, Frame, Page, expect

from next_dollar.settings import Settings, variable_of
from rooms import facilitator
from rooms.store import Store
from tests.browser import FLAGS, find_chromium
from tests.replicas import replica
from tests.room_store import Session, session_in

BLOCK_ALL = 2
KEEPS = """() => {
    document.cookie = "probe=1";
    try { localStorage.probe = 1; return [document.cookie, ""] } catch (error) { return [document.cookie, error.name] }
}"""
"""What a page can keep: its cookies, and why its storage is closed."""


class Course(BaseHTTPRequestHandler):
    """A course page that shows whatever address it is asked for in a frame."""

    def do_GET(self) -> None:
        """Answer with the page."""
        (inner,) = parse_qs(urlsplit(self.path).query).get("show", [""])
        body = f'<h1>Sales course</h1><iframe src="{inner}" width="360" height="700"></iframe>'.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def course() -> Iterator[int]:
    """The port of a server of course pages: of site localhost, or of 127.0.0.1."""
    serving = ThreadingHTTPServer(("127.0.0.1", 0), Course)
    threading.Thread(target=serving.serve_forever, daemon=True).start()
    yield serving.server_port
    serving.shutdown()


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The database of the app."""
    opened = Store(str(tmp_path_factory.mktemp("rooms") / "rooms.sqlite3"))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def app(store: Store, course: int) -> Iterator[str]:
    """The Training room's address; course pages of localhost alone may show it."""
    settings = {
        "NEXT_DOLLAR_DATABASE": str(store.engine.url.database),
        variable_of("frame_ancestors"): f"http://localhost:{course}",
    }
    with replica(**settings) as running:
        yield f"{running.address}/Training_room"


@pytest.fixture
def strict(browser: Browser, tmp_path: Path) -> Iterator[BrowserContext]:
    """A visitor whose browser blocks all cookies and all storage, everywhere."""
    (tmp_path / "Default").mkdir()
    blocked = {"profile": {"default_content_setting_values": {"cookies": BLOCK_ALL}}}
    (tmp_path / "Default" / "Preferences").write_text(json.dumps(blocked), encoding="utf-8")
    visitor = browser.browser_type.launch_persistent_context(
        tmp_path, executable_path=find_chromium(), args=FLAGS, viewport={"width": 420, "height": 800}
    )
    visitor.set_default_timeout(20_000)
    yield visitor
    visitor.close()


def framed(page: Page, course: int, inner: str, site: str = "localhost") -> Frame:
    """Open a course page and return its frame."""
    page.goto(f"http://{site}:{course}/?show={inner.replace('&', '%26')}")
    (frame,) = page.main_frame.child_frames
    return frame


def test_a_room_is_led_and_joined_inside_frames(strict: BrowserContext, course: int, app: str, store: Store) -> None:
    """Without a single cookie a facilitator opens a room, and a participant joins, moves a lever and submits."""
    lead = framed(strict.new_page(), course, f"{app}?embed=true")
    assert lead.evaluate(KEEPS) == ["", "SecurityError"]
    lead.get_by_role("button", name="Open a room").click()
    code = lead.locator(".joining .code").inner_text().replace("-", "")

    seat = framed(strict.new_page(), course, f"{app}?room={code}&embed=true")
    seat.get_by_role("button", name="Join the room").click()
    expect(seat.get_by_text("You are in")).to_be_visible()
    lead.get_by_role("button", name="Start: ask for predictions").click()
    expect(seat.get_by_role("button", name="Keep my prediction")).to_be_visible()
    lead.get_by_role("button", name="Open the levers").click()
    seat.get_by_role("button", name="Sales team: $100 more").click()
    expect(seat.get_by_label("Sales team, exact amount")).to_have_value("$5,100")
    seat.get_by_role("button", name="Submit this split").click()
    expect(lead.get_by_text("1 of 1 submitted")).to_be_visible()
    secret = parse_qs(urlsplit(lead.url).query)["facilitator"][0]
    (entry,) = facilitator.entries(store, code, secret)
    assert entry.plan
    assert entry.plan.conversion == 5100
    assert strict.cookies() == []


def test_a_page_that_is_not_allowed_cannot_show_the_app(strict: BrowserContext, course: int, app: str) -> None:
    """The browser refuses the frame on a site that the setting does not name."""
    page = strict.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    frame = framed(page, course, f"{app}?embed=true", site="127.0.0.1")
    expect(page.get_by_role("heading", name="Sales course")).to_be_visible()
    assert frame.url.startswith("chrome-error:")
    assert any("frame-ancestors" in line for line in said)


def test_every_answer_carries_the_setting(course: int, app: str) -> None:
    """Pages and assets alike say who may frame them, and unset anyone may."""
    origin = app.removesuffix("/Training_room")
    for path in ("/", "/Training_room", "/_stcore/health", "/nothing-here.js"):
        with urlopen(f"{origin}{path}", timeout=20) as answer:
            assert answer.headers["Content-Security-Policy"] == f"frame-ancestors http://localhost:{course}"
            assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert Settings().frame_ancestors == "*"


def test_secrets_do_not_reach_the_servers_log(store: Store, tmp_path: Path) -> None:
    """What the server writes while pages are opened holds no facilitator's secret and no seat."""
    room: Session = session_in(store, 1)
    log = tmp_path / "log"
    with log.open("wb") as file, replica(log=file, NEXT_DOLLAR_DATABASE=str(store.engine.url.database)) as running:
        for query in (f"facilitator={room.secret}", f"seat={room.seats[0].seat}"):
            urlopen(f"{running.address}/Training_room?room={room.code}&{query}", timeout=20).close()
    text = log.read_text(encoding="utf-8")
    assert "startup complete" in text
    assert room.secret not in text
    assert room.seats[0].seat not in text
