"""The moment of work before a seat or a room, in a real browser and in a script that skips it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from playwright.sync_api import Page, expect

from benchmarks.room_client import Client
from rooms import facilitator, limits, participant, reading
from rooms.costs import Puzzle
from rooms.store import Store
from tests.browser import serving
from tests.room_store import session_in


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Where rooms are kept."""
    return str(tmp_path_factory.mktemp("work") / "rooms.sqlite3")


@pytest.fixture(scope="module")
def app(place: str) -> Iterator[str]:
    """The address of an app in which a seat and a room cost something."""
    with serving(NEXT_DOLLAR_DATABASE=place) as address:
        yield address


@pytest.fixture
def store(app: str, place: str) -> Iterator[Store]:  # noqa: ARG001
    """The same rooms, from outside."""
    opened = Store(place)
    yield opened
    opened.close()


def run(work: Coroutine[None, None, None]) -> None:
    """Run it in a thread of its own: Playwright has this one's event loop."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result()


@pytest.mark.parametrize("secure", [True, False])
def test_one_press_is_all_that_is_asked(page: Page, app: str, store: Store, secure: bool) -> None:
    """The work goes on unasked after the press, also where a page has no cryptography, as over plain HTTP."""
    if not secure:
        page.add_init_script(
            "for (const name of ['subtle', 'randomUUID'])"
            " Object.defineProperty(Crypto.prototype, name, { value: undefined });"
        )
    room = session_in(store, 0)
    page.goto(f"{app}/Training_room?room={room.code}")
    page.get_by_role("button", name="Join the room").click()
    expect(page.get_by_text("You are in")).to_be_visible()
    assert facilitator.room(*room.lead).participants == 1


def test_a_room_is_opened_with_one_press(page: Page, app: str) -> None:
    """Whoever leads presses once."""
    page.goto(f"{app}/Training_room")
    page.get_by_role("button", name="Open a room").click()
    expect(page.get_by_role("img", name="QR code of the link")).to_be_visible()


def test_while_it_works_the_page_says_so(page: Page, app: str, store: Store) -> None:
    """A browser that takes long says that it takes a moment, and the button cannot be pressed again."""
    page.add_init_script(
        "const post = MessagePort.prototype.postMessage;"
        "MessagePort.prototype.postMessage = function (said) { if (said !== 'on') post.call(this, said); };"
    )
    room = session_in(store, 0)
    page.goto(f"{app}/Training_room?room={room.code}")
    page.get_by_role("button", name="Join the room").click()
    expect(page.get_by_role("status").filter(has_text="One moment")).to_be_visible()
    expect(page.get_by_role("button", name="Join the room")).to_be_disabled()
    assert facilitator.room(*room.lead).participants == 0


class Cheat(Client):
    """A script that answers without having worked."""

    async def solve(self, puzzle: Puzzle) -> list[int]:
        """Return numbers that came to mind."""
        return list(range(puzzle.parts))


class Hoarder(Client):
    """A script that does the work and waits with the answer until others have filled the room."""

    rush: Callable[[], None]
    asked: tuple[Puzzle, ...] = ()

    async def solve(self, puzzle: Puzzle) -> list[int]:
        """Work, and let the rush begin meanwhile."""
        self.asked = (*self.asked, puzzle)
        found = await super().solve(puzzle)
        if len(self.asked) == 1:
            await asyncio.to_thread(self.rush)
        return found


def test_who_did_not_work_gets_no_seat_and_no_room(app: str, store: Store) -> None:
    """An answer that is none is refused in words, and the next honest press is taken."""
    room, rooms = session_in(store, 0), reading.counts(store)[0]

    async def cheat() -> None:
        for query, button in ((f"room={room.code}", "join"), ("", "open_room")):
            client = Cheat(app, query)
            await client.open()
            await client.press_and_work(button)
            assert client.says("Please try again")
            assert not client.errors
            await client.close()
        honest = Client(app, f"room={room.code}")
        await honest.open()
        await honest.press_and_work("join")
        assert honest.seat()
        await honest.close()

    run(cheat())
    assert facilitator.room(*room.lead).participants == 1
    assert reading.counts(store)[0] == rooms


def test_cheap_work_kept_for_a_rush_is_not_enough_in_it(app: str, store: Store) -> None:
    """Whoever answers when the room has begun to fill fast works again, for what it costs by then."""
    room = session_in(store, 0)

    async def hoard() -> None:
        client = Hoarder(app, f"room={room.code}")
        client.rush = lambda: _join(store, room.code, 2 * limits.JOIN_RUSH)
        await client.open()
        await client.press_and_work("join")
        assert [each.bits for each in client.asked] == [limits.JOIN_BITS, limits.JOIN_BITS + 2]
        assert client.seat()
        await client.close()

    run(hoard())


def _join(store: Store, code: str, people: int) -> None:
    for _ in range(people):
        participant.join(store, code)


def test_whose_seat_is_gone_stands_at_the_door_of_the_room(page: Page, app: str, store: Store) -> None:
    """The link of a seat that was taken away leads to the room all the same: one press and they are in again."""
    room = session_in(store, 1)
    facilitator.remove_participants(*room.lead, list(facilitator.roster(*room.lead)))
    page.goto(f"{app}/Training_room?room={room.code}&seat={room.seats[0].seat}")
    expect(page.get_by_text("This seat is not one of the room")).to_be_visible()
    page.get_by_role("button", name="Join the room").click()
    expect(page.get_by_text("You are in")).to_be_visible()
