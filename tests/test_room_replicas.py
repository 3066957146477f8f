"""Two replicas, nginx and PostgreSQL: one room for all, and nothing lost when a replica dies in mid-round."""

from __future__ import annotations

import asyncio
import os
import re
import time
import urllib.error
import urllib.request
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from benchmarks.room_client import Client
from pages.room.single_flight import single_flight
from rooms import facilitator, participant
from rooms.store import Store
from simulator.facts.plan import Plan
from tests.browser import ROOT
from tests.replicas import CONF, HINT, Replica, behind_nginx, find_nginx, replicas
from tests.room_store import Session, schema_of, session_in

PEOPLE = 16
LEVER = "conversion"


@dataclass
class Deployment:
    """What the trainer deployed: the address of nginx, the replicas behind it, and their database."""

    address: str
    replicas: list[Replica]
    store: Store


@pytest.fixture
def deployed(postgres_server: str) -> Iterator[Deployment]:
    """Two replicas behind nginx on one PostgreSQL; without nginx skipped, and failed in CI."""
    if find_nginx() is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(HINT)
    with schema_of(postgres_server) as url:
        store = Store(url)
        with (
            replicas(NEXT_DOLLAR_DATABASE=url, NEXT_DOLLAR_SHARED_PATH="/") as running,
            behind_nginx(running) as address,
        ):
            yield Deployment(address, running, store)
        store.close()


def run(work: Coroutine[None, None, None]) -> None:
    """Run it in a thread of its own: Playwright has this one's event loop."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, work).result()


def test_a_room_survives_the_death_of_a_replica(deployed: Deployment, page: Page) -> None:
    """Who joined through either replica decides on; submissions made before, during and after its death all count."""
    opened = facilitator.open_room(deployed.store)
    room = Session(deployed.store, opened.code, opened.secret)
    # One real browser on the replica that will die.
    page.goto(f"{deployed.address}/a/Training_room?room={room.code}")
    page.get_by_role("button", name="Join the room").click()
    expect(page.get_by_text("You are in")).to_be_visible()
    run(_decide_while_one_dies(deployed, room))
    page.get_by_role("button", name="Submit this split").click()
    expect(page.get_by_text("Submitted. You may revise it until the freeze.")).to_be_visible()
    assert "/a/" in page.url
    facilitator.freeze(*room.lead)
    expect(page.get_by_text("Your split is in.")).to_be_visible()
    view = facilitator.room(*room.lead)
    assert (view.participants, view.submitted) == (PEOPLE + 1, PEOPLE + 1)


async def _decide_while_one_dies(deployed: Deployment, room: Session) -> None:
    people = [Client(f"{deployed.address}/{'ab'[place % 2]}", f"room={room.code}") for place in range(PEOPLE)]
    for each in people:
        await each.open()
        await each.press_and_work("join")
    facilitator.begin_round(*room.lead)
    facilitator.open_decisions(*room.lead)
    await asyncio.gather(*(each.until_button("submit") for each in people))
    for place, each in enumerate(people):
        await each.move(LEVER, 3000.0 + 100 * place)
    early, late = people[: PEOPLE // 2], people[PEOPLE // 2 :]
    await asyncio.gather(*(each.press("submit") for each in early))
    told = [_seen(each) for each in early]
    # The others submit at the very moment: what is lost with the connection is done again after coming back.
    during = [asyncio.create_task(each.press("submit")) for each in late]
    await asyncio.to_thread(deployed.replicas[0].kill)
    ended = await asyncio.gather(*during, return_exceptions=True)
    for each, result in zip(late, ended, strict=True):
        assert result is None or (isinstance(result, ConnectionError) and "/a" in each.address)
    moved = [_seen(each) for each in people]
    for each in people[::2]:
        each.lever_data = {}
        await each.close()
        await each.open()
    assert [_seen(each) for each in people] == moved
    assert [_kept(room, each) for each in early] == told
    for each in late:
        if _kept(room, each) != _seen(each):
            await each.press("submit")
    assert [_kept(room, each) for each in people] == moved
    assert not [error for each in people for error in each.errors]
    for each in people:
        await each.close()


def test_a_crowd_may_arrive_at_a_cold_server(deployed: Deployment) -> None:
    """Everyone who opens the room in the same moment, as its first visitors, gets the door and no error."""
    room = session_in(deployed.store, 0)
    crowd = [Client(f"{deployed.address}/{'ab'[place % 2]}", f"room={room.code}") for place in range(30)]

    async def arrive() -> None:
        await asyncio.gather(*(each.open() for each in crowd))
        await asyncio.gather(*(each.press_and_work("join") for each in crowd))
        for each in crowd:
            await each.close()

    run(arrive())
    assert not [error for each in crowd for error in each.errors]
    assert facilitator.room(*room.lead).participants == len(crowd)


def test_what_all_ask_for_at_once_is_done_once() -> None:
    """Threads that ask for the same while it is worked out wait for it rather than work it out too."""
    worked = []

    @single_flight
    def slowly(number: int) -> int:
        worked.append(number)
        time.sleep(0.05)
        return number * number

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(slowly, [3] * 8)) == [9] * 8
    assert worked == [3]


def test_visitors_are_spread_over_the_replicas_and_kept_there(deployed: Deployment) -> None:
    """An address without a replica's path leads to either, with its query, and each replica's pages stay under it."""
    reached = {_landed(f"{deployed.address}/Training_room?room=BCDF2345") for _ in range(40)}
    assert reached == {f"{deployed.address}/{path}/Training_room?room=BCDF2345" for path in "ab"}


def _landed(address: str) -> str:
    with urllib.request.urlopen(address, timeout=20) as answer:
        assert answer.status == 200
        landed: str = answer.url
        return landed


def _seen(client: Client) -> Plan:
    return Plan.of(tuple(client.lever_data), client.lever_data.values())


def _kept(room: Session, client: Client) -> Plan | None:
    return participant.sit(room.store, room.code, client.seat()).submitted


def test_the_link_into_a_room_leads_to_no_replica_in_particular(deployed: Deployment, page: Page) -> None:
    """Those who follow the link or the QR code of one facilitator are spread over all replicas."""
    page.goto(f"{deployed.address}/a/Training_room")
    page.get_by_role("button", name="Open a room").click()
    link = page.get_by_role("link", name="this link")
    expect(link).to_have_attribute("href", re.compile(rf"^{re.escape(deployed.address)}/Training_room\?room="))
    address = link.get_attribute("href") or ""
    reached = {_led_to(address) for _ in range(40)}
    assert reached == {"/a/Training_room", "/b/Training_room"}


def _led_to(address: str) -> str:
    """Return the path that the proxy sends whoever asks for an address on to."""
    asked = urlsplit(address)
    connection = HTTPConnection(asked.netloc, timeout=20)
    connection.request("GET", f"{asked.path}?{asked.query}")
    location = connection.getresponse().headers["Location"]
    connection.close()
    return urlsplit(location).path


def test_a_second_visit_costs_little_whichever_replica_answers(deployed: Deployment, page: Page) -> None:
    """What a browser has from one replica it does not load again from the other, and has it also when one is gone."""
    seen = "performance.getEntries().reduce((sum, { transferSize = 0 }) => sum + transferSize, 0)"
    page.goto(f"{deployed.address}/a/Training_room")
    expect(page.get_by_role("button", name="Open a room")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert page.evaluate(seen) > 500_000
    for path in "ba":
        page.goto(f"{deployed.address}/{path}/Training_room?again")
        expect(page.get_by_role("button", name="Open a room")).to_be_visible()
        page.wait_for_load_state("networkidle")
        assert page.evaluate(seen) < 10_000
    names = [each["name"] for each in page.evaluate("performance.getEntriesByType('resource')")]
    script = next(name for name in names if "/static/js/index." in name)
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(f"{deployed.address}/static/js/none.js", timeout=20)
    deployed.replicas[0].kill()
    for _ in range(10):
        with urllib.request.urlopen(script, timeout=20) as answer:
            assert answer.status == 200


def test_the_site_stands_beside_a_distribution_s_own_configuration(deployed: Deployment) -> None:
    """The recipe writes a site's file alone: what is around it is the distribution's, and nginx runs with both."""
    recipe = (ROOT / "deploy" / "README.md").read_text(encoding="utf-8")
    commands = [line for block in recipe.split("```sh")[1:] for line in block.split("```")[0].splitlines()]
    writing = [line for line in commands if "/etc/nginx" in line]
    assert writing
    assert not [line for line in writing if "nginx.conf" in line.replace("nginx-site.conf", "")]
    assert not re.search(r"^\s*(?:http|events)\b", CONF.read_text(encoding="utf-8"), re.M)
    assert _landed(f"{deployed.address}/") in {f"{deployed.address}/{path}/" for path in "ab"}
