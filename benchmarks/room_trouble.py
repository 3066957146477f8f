"""What people in a running room see when a replica dies, when the database is away, and when its disk is full.

Two replicas behind nginx on PostgreSQL, and some tens of people who move a lever and submit all the while; for the full
disk also one process on SQLite. A page counts as wrong that shows an error, that stays without an answer, or that says
"Submitted" of a split that the database does not have.
"""

from __future__ import annotations

import asyncio
import os
import random
import subprocess
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg

from benchmarks.measure import Result
from benchmarks.room_client import Client
from rooms import facilitator, participant
from rooms.store import Store
from simulator.facts.plan import Plan
from tests.postgres import Cluster, cluster, find_postgres
from tests.replicas import PATHS, Replica, behind_nginx, find_nginx, replica, replicas

PEOPLE = int(os.environ.get("ROOM_TROUBLE_PEOPLE", "24"))
SECONDS = float(os.environ.get("ROOM_TROUBLE_SECONDS", "20"))
"""How long the database is away, and a disk full."""
PAUSE = 2.0
KEPT, REFUSED = "Submitted. You may revise it", "could not be kept just now"
AWAY = "The room cannot be reached at the moment"


@dataclass
class Seen:
    """What one person saw."""

    client: Client
    waits: list[float] = field(default_factory=list)
    refused: int = 0
    away: int = 0
    kept: int = 0
    kept_since: float = 0.0
    """When a page said last that a split was kept."""


def measure() -> list[Result]:
    """Return the lines of this part."""
    binaries = find_postgres()
    if binaries is None or find_nginx() is None:
        return [Result("trouble", "left out: PostgreSQL and nginx are needed")]
    results = []
    with cluster(binaries) as database:
        results += _deployed(database, "replica killed", lambda running: running[0].kill(), lambda: None, 0.0)
    with cluster(binaries) as database:
        results += _deployed(database, f"database away for {SECONDS:g} s", lambda _: database.stop(), database.start)
    with small_disk(160) as disk:
        if disk is None:
            return [*results, Result("full disk", "left out: only root may make a small one")]
        with cluster(binaries, disk) as database:
            results += _deployed(
                database,
                "PostgreSQL's disk full",
                lambda _: _used_up(disk, database),
                lambda: _emptied(disk, database),
            )
    with small_disk(4) as disk, Path(os.devnull).open("wb") as quiet:
        assert disk is not None
        place = f"{disk}/rooms.sqlite3"
        with replica("", quiet, NEXT_DOLLAR_DATABASE=place, NEXT_DOLLAR_COSTS="off") as running:
            trouble = _play(
                place, [running.address], [running], "SQLite's disk full", lambda _: fill(disk), lambda: empty(disk),
                SECONDS,
            )  # fmt: skip
            results += asyncio.run(trouble)
    return results


def _deployed(
    database: Cluster, name: str, break_it: Callable[[list[Replica]], None], mend: Callable[[], None],
    seconds: float = SECONDS,
) -> list[Result]:  # fmt: skip
    settings = {
        "NEXT_DOLLAR_DATABASE": database.url, "NEXT_DOLLAR_SHARED_PATH": "/", "NEXT_DOLLAR_COSTS": "off"
    }  # fmt: skip
    with (
        Path(os.devnull).open("wb") as quiet,
        replicas(2, quiet, **settings) as running,
        behind_nginx(running) as site,
    ):
        addresses = [f"{site}/{path}" for path in PATHS]
        return asyncio.run(_play(database.url, addresses, running, name, break_it, mend, seconds))


async def _play(
    place: str, addresses: list[str], running: list[Replica], name: str,
    break_it: Callable[[list[Replica]], None], mend: Callable[[], None], seconds: float,
) -> list[Result]:  # fmt: skip
    """Run a room, break something in the middle of it, mend it, and say what people saw."""
    store = Store(place)
    opened = facilitator.open_room(store)
    lead = (store, opened.code, opened.secret)
    people = [Seen(Client(addresses[n % len(addresses)], f"room={opened.code}")) for n in range(PEOPLE)]
    for each in people:
        await each.client.open()
        await each.client.press_and_work("join")
    facilitator.begin_round(*lead)
    facilitator.open_decisions(*lead)
    await asyncio.gather(*(each.client.until_button("submit") for each in people))
    async with _busy(people):
        await asyncio.sleep(6)
        await asyncio.to_thread(break_it, running)
        told = await _come(addresses, opened.code, time.monotonic() + seconds)
        await asyncio.to_thread(mend)
        mended = time.monotonic()
        while any(each.kept_since < mended for each in people) and time.monotonic() < mended + 90:
            await asyncio.sleep(0.2)
        back = [max(each.kept_since - mended, 0.0) for each in people]
        whole = all(each.kept_since >= mended for each in people)
    # What the last word of each page was, beside what the database has.
    wrong = sum(each.client.says(KEPT) and _plan(each.client) != _stored(lead, each.client) for each in people)
    errors = [error for each in people for error in each.client.errors]
    for each in people:
        await each.client.close()
    store.close()
    return [
        Result(f"{name}: longest wait for an answer", f"{max(max(each.waits) for each in people):.1f} s", "≤ 15 s",
               max(max(each.waits) for each in people) <= 15),
        Result(f"{name}: told that it could not be kept / that the room cannot be reached",
               f"{sum(each.refused for each in people)} / {sum(each.away for each in people)} times"),
        Result(f"{name}: pages opened meanwhile, of which say that the room cannot be reached",
               f"{len(told)}, {sum(told)}"),
        Result(f"{name}: all {PEOPLE} submit again, after it is mended", f"{max(back):.1f} s" if whole else "not all",
               "by themselves", whole),
        Result(f"{name}: said to be submitted and not so", str(wrong), "0", wrong == 0),
        Result(f"{name}: errors shown on pages", str(len(errors)), "0", not errors),
    ]  # fmt: skip


async def _come(addresses: list[str], code: str, until: float) -> list[bool]:
    """Open the door of the room again and again; return of each page whether it says that there is no way in now."""
    told: list[bool] = []
    while time.monotonic() < until:
        late = Client(addresses[len(told) % len(addresses)], f"room={code}")
        await late.open()
        told.append(late.says(AWAY))
        assert told[-1] or late.says("You get a made-up nickname")
        assert not late.errors
        await late.close()
        await asyncio.sleep(2)
    return told


@asynccontextmanager
async def _busy(people: list[Seen]) -> AsyncIterator[None]:
    """Let everyone move a lever and submit, again and again, until the block ends and the last answer is there."""
    over = asyncio.Event()
    at_it = [asyncio.create_task(_live(each, over)) for each in people]
    try:
        yield
    finally:
        over.set()
        await asyncio.gather(*at_it)


async def _live(seen: Seen, over: asyncio.Event) -> None:
    client = seen.client
    while not over.is_set():
        began = time.perf_counter()
        try:
            await client.move("conversion", 1000.0 + 100 * random.randrange(80))
            await client.press("submit")
        except (ConnectionError, OSError, KeyError, TimeoutError):
            await _come_back(seen, over)
            continue
        seen.waits.append(time.perf_counter() - began)
        if client.says(REFUSED):
            seen.refused += 1
        elif client.says(KEPT):
            seen.kept, seen.kept_since = seen.kept + 1, time.monotonic()
        await asyncio.sleep(PAUSE * random.uniform(0.5, 1.5))


async def _come_back(seen: Seen, over: asyncio.Event) -> None:
    """Connect again, as a browser does whose connection is gone, until the page has its levers."""
    client = seen.client
    while not over.is_set():
        with suppress(Exception):  # Whatever it is, a browser tries again.
            await client.close()
            await client.open()
            if client.says(AWAY):
                seen.away += 1
            await client.until_button("submit", 5)
            return
        await asyncio.sleep(1)


def _plan(client: Client) -> Plan:
    return Plan.of(tuple(client.lever_data), client.lever_data.values())


def _stored(lead: tuple[Store, str, str], client: Client) -> Plan | None:
    return participant.sit(lead[0], lead[1], client.seat()).submitted


@contextmanager
def small_disk(megabytes: int) -> Iterator[Path | None]:
    """Yield the folder of a disk of that size, in memory; None where this user may make none."""
    with TemporaryDirectory() as folder:
        mounted = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=777", "tmpfs", folder], check=False,
            capture_output=True,
        )  # fmt: skip
        if mounted.returncode:
            yield None
            return
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", "--lazy", folder], check=True)


def fill(disk: Path) -> None:
    """Leave no room on a disk."""
    with suppress(OSError), (disk / "filling").open("wb", buffering=0) as file:
        while True:
            file.write(bytes(4096))


def empty(disk: Path) -> None:
    """Take away what filled it."""
    (disk / "filling").unlink()


def _used_up(disk: Path, database: Cluster) -> None:
    """Fill the disk, and use up what PostgreSQL has set aside on it."""
    fill(disk)
    with suppress(psycopg.Error), psycopg.connect(database.url, autocommit=True) as connection:
        connection.execute("CREATE TABLE filling AS SELECT repeat('x', 1000) FROM generate_series(1, 100000)")
    with suppress(psycopg.Error), psycopg.connect(database.url, autocommit=True) as connection:
        for _ in range(20):
            connection.execute("SELECT pg_switch_wal(), txid_current()")


def _emptied(disk: Path, database: Cluster) -> None:
    """Make room, and start the database where it has given up, as its service would."""
    empty(disk)
    with suppress(RuntimeError):
        database.start()
