"""A full room: 300 people join, move levers, submit, lose the network and come back; on both databases.

``python -m benchmarks rooms``; ROOM_PARTS names what is measured: ``session``, ``line`` (the same over a long line on
which packets are lost), ``trouble``, ``abuse``, ``crowd``, ``left``. ROOM_PEOPLE, ROOM_SECONDS, ROOM_CUT,
ROOM_REPLICAS and ROOM_DATABASES change the size of a session. Everything stays on the loopback address, and the driver
shares the machine with what it measures: the work that a seat costs a browser is left out, but where it is what is
measured.
"""

from __future__ import annotations

import asyncio
import os
import random
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.measure import Result
from benchmarks.room_client import Client
from rooms import facilitator, participant
from rooms.store import Store
from simulator.facts.plan import Plan
from tests.far_away import far_away
from tests.postgres import find_postgres, postgres
from tests.replicas import PATHS, behind_nginx, find_nginx, replicas

PEOPLE = int(os.environ.get("ROOM_PEOPLE", "300"))
SECONDS = float(os.environ.get("ROOM_SECONDS", "60"))
REPLICAS = int(os.environ.get("ROOM_REPLICAS", "2"))
CUT = float(os.environ.get("ROOM_CUT", "60"))
DATABASES = os.environ.get("ROOM_DATABASES", "SQLite PostgreSQL").split()
PARTS = os.environ.get("ROOM_PARTS", "session line trouble abuse crowd left").split()
DELAY, LOSS = 0.15, 0.02
"""Of the long line: seconds each way, and the share of packets lost."""
THINK, SUBMIT_WITHIN, JOIN_WITHIN = 5.0, 10.0, PEOPLE / 10


def measure() -> list[Result]:
    """Return the lines of the parts that ROOM_PARTS names."""
    from benchmarks import room_abuse, room_crowd, room_left, room_trouble

    parts = {
        "session": _sessions, "line": _over_a_line, "trouble": room_trouble.measure, "abuse": room_abuse.measure,
        "crowd": room_crowd.measure, "left": room_left.measure,
    }  # fmt: skip
    return [result for part in PARTS for result in parts[part]()]


def _sessions() -> list[Result]:
    """Measure on SQLite, and on PostgreSQL where it is installed."""
    results = []
    if "SQLite" in DATABASES:
        with TemporaryDirectory() as folder:
            results += _on("SQLite", f"{folder}/rooms.sqlite3")
    binaries = find_postgres()
    if binaries and "PostgreSQL" in DATABASES:
        with postgres(binaries) as url:
            results += _on("PostgreSQL", url)
    return results


def _on(name: str, database: str) -> list[Result]:
    store = Store(database)
    found = _submits(store)
    with (
        Path(os.devnull).open("wb") as quiet,
        replicas(REPLICAS, quiet, NEXT_DOLLAR_DATABASE=database, NEXT_DOLLAR_COSTS="off") as running,
    ):
        found += asyncio.run(_session(store, [each.address for each in running]))
    store.close()
    return named(name, found)


def _over_a_line() -> list[Result]:
    """Measure two replicas behind nginx on PostgreSQL, everyone far away on a line that loses packets."""
    binaries = find_postgres()
    if binaries is None or find_nginx() is None:
        return [Result("over a long line", "left out: PostgreSQL and nginx are needed")]
    with (
        postgres(binaries) as url,
        Path(os.devnull).open("wb") as quiet,
        replicas(2, quiet, NEXT_DOLLAR_DATABASE=url, NEXT_DOLLAR_SHARED_PATH="/", NEXT_DOLLAR_COSTS="off") as running,
        behind_nginx(running) as site,
        far_away(site, DELAY, LOSS) as address,
    ):
        store = Store(url)
        found = asyncio.run(_session(store, [f"{address}/{path}" for path in PATHS], more=4 * DELAY + 1))
        store.close()
    return named(f"{2 * DELAY * 1000:.0f} ms there and back, {LOSS:.0%} lost", found)


def named(of: str, results: list[Result]) -> list[Result]:
    """Return the lines with what they are of before each."""
    return [Result(f"{of}: {each.what}", each.measured, each.target, each.met) for each in results]


def _submits(store: Store) -> list[Result]:
    """Let everyone submit at once, straight to the store: how long the last one waits."""
    opened = facilitator.open_room(store)
    lead = (store, opened.code, opened.secret)
    with ThreadPoolExecutor(32) as pool:
        seats = list(pool.map(lambda _: participant.join(store, opened.code).seat, range(PEOPLE)))
        facilitator.begin_round(*lead)
        facilitator.open_decisions(*lead)
        start = facilitator.room(*lead).start

        def submit(seat: str) -> None:
            participant.submit(store, opened.code, seat, start)

        began = time.perf_counter()
        list(pool.map(submit, seats))
        taken = time.perf_counter() - began
    kept = facilitator.room(*lead).submitted
    return [Result(f"{PEOPLE} submits at once, {kept} kept", f"{taken:.1f} s", "10 s, no error",
                   taken <= 10 and kept == PEOPLE)]  # fmt: skip


async def _session(store: Store, addresses: list[str], more: float = 0.0) -> list[Result]:
    """Play a session; ``more`` are the seconds that the line takes in which an answer may come later."""
    opened = await asyncio.to_thread(facilitator.open_room, store)
    lead = (store, opened.code, opened.secret)
    watchers = [Client(addresses[0], f"room={opened.code}&facilitator={opened.secret}"),
                Client(addresses[-1], f"room={opened.code}&view=projector")]  # fmt: skip
    people = [Client(addresses[place % len(addresses)], f"room={opened.code}") for place in range(PEOPLE)]
    await asyncio.gather(*(each.open() for each in watchers))
    joins = await asyncio.gather(*(_join(each, place) for place, each in enumerate(people)))
    await asyncio.to_thread(facilitator.begin_round, *lead)
    await asyncio.sleep(6)
    await asyncio.to_thread(facilitator.open_decisions, *lead)
    began = time.perf_counter()
    await asyncio.gather(*(each.until_button("submit") for each in people))
    opening = time.perf_counter() - began
    await asyncio.sleep(3)
    spent = time.process_time()
    until = time.monotonic() + SECONDS
    lags = [lag for found in await asyncio.gather(*(_live(each, until) for each in people)) for lag in found]
    own = (time.process_time() - spent) / SECONDS
    polls = sum(each.polls for each in people)
    submits = await asyncio.gather(*(_submit(each) for each in people))
    kept, same = await asyncio.to_thread(_kept, lead, people)
    back = await _cut(people)
    resumed = await asyncio.to_thread(_resumed, lead, people)
    await asyncio.sleep(3)
    revealing = await _reveal(lead, people)
    errors = [error for each in [*people, *watchers] for error in each.errors]
    for each in [*people, *watchers]:
        await each.close()
    return [
        _result(f"join, {PEOPLE} people within {JOIN_WITHIN:g} s", joins, 3.0 + 2 * more),
        Result("levers opened: until the last page has them", f"{opening:.1f} s"),
        _result(f"a lever moved each {THINK:g} s, {len(lags)} moves, {polls} polls", lags, 1.0 + more),
        _result(f"submit, all within {SUBMIT_WITHIN:g} s", submits, 1.0 + more),
        Result("submissions kept, each as last seen", f"{same} of {PEOPLE}", f"{PEOPLE}", kept == same == PEOPLE),
        Result(f"back after a cut of {CUT:g} s, with their split", f"{resumed} of {PEOPLE}", f"{PEOPLE}",
               resumed == PEOPLE),
        _result("coming back", back, 10.0 + more),
        _result("best split shown: until a page has it", revealing, 10.0 + more),
        Result("errors shown on pages", str(len(errors)), "0", not errors),
        Result("CPU of this driver, share of one core", f"{own:.2f}"),
    ]  # fmt: skip


async def _join(client: Client, place: int) -> float:
    await asyncio.sleep(JOIN_WITHIN * place / PEOPLE)
    began = time.perf_counter()
    await client.open()
    await client.press_and_work("join")
    return time.perf_counter() - began


async def _live(client: Client, until: float) -> list[float]:
    lags = []
    await asyncio.sleep(random.random() * THINK)
    while time.monotonic() < until:
        began = time.perf_counter()
        await client.move("conversion", float(random.randint(1000, 12000)))
        lags.append(time.perf_counter() - began)
        await asyncio.sleep(random.expovariate(1 / THINK))
    return lags


async def _submit(client: Client) -> float:
    await asyncio.sleep(random.random() * SUBMIT_WITHIN)
    began = time.perf_counter()
    await client.press("submit")
    return time.perf_counter() - began


async def _cut(people: list[Client]) -> list[float]:
    """Drop every connection, wait, and let all come back within a few seconds as browsers do."""
    for each in people:
        await each.close()
        each.lever_data = {}
    await asyncio.sleep(CUT)

    async def back(client: Client) -> float:
        await asyncio.sleep(random.random() * 5)
        began = time.perf_counter()
        await client.open()
        return time.perf_counter() - began

    return list(await asyncio.gather(*(back(each) for each in people)))


async def _reveal(lead: tuple[Store, str, str], people: list[Client]) -> list[float]:
    """Freeze and show the best split; return how long each page takes to have it."""
    await asyncio.to_thread(facilitator.freeze, *lead)
    await asyncio.sleep(6)
    await asyncio.to_thread(facilitator.reveal, *lead)
    began = time.perf_counter()

    async def seen(client: Client) -> float:
        await client.until_said("on the table")
        return time.perf_counter() - began

    return list(await asyncio.gather(*(seen(each) for each in people)))


def _kept(lead: tuple[Store, str, str], people: list[Client]) -> tuple[int, int]:
    same = sum(_submitted(lead, each) == _seen(each) for each in people)
    return facilitator.room(*lead).submitted, same


def _resumed(lead: tuple[Store, str, str], people: list[Client]) -> int:
    return sum(bool(each.lever_data) and _submitted(lead, each) == _seen(each) for each in people)


def _submitted(lead: tuple[Store, str, str], client: Client) -> Plan | None:
    return participant.sit(lead[0], lead[1], client.seat()).submitted


def _seen(client: Client) -> Plan:
    return Plan.of(tuple(client.lever_data), client.lever_data.values())


def _result(what: str, times: list[float], most: float) -> Result:
    """Return a line whose target is for 95 of 100."""
    last = _at(times, 0.95)
    measured = f"{_at(times, 0.5) * 1000:.0f}, p95 {last * 1000:.0f}, most {max(times) * 1000:.0f} ms"
    return Result(what, measured, f"p95 ≤ {most * 1000:.0f} ms", last <= most)


def _at(times: list[float], share: float) -> float:
    ordered = sorted(times)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]
