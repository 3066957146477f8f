"""A thousand people at one server's rooms: what each of them takes, and so what gives way first.

A room holds 400, so they sit in three. ROOM_CROWD changes how many there are.
"""

from __future__ import annotations

import asyncio
import os
import time
from pathlib import Path
from statistics import median

from benchmarks.latency import cpu_ms
from benchmarks.load import megabytes
from benchmarks.measure import Result, p95
from benchmarks.room_client import Client
from benchmarks.room_trouble import REFUSED
from rooms import facilitator
from rooms.limits import MAX_PARTICIPANTS
from rooms.store import Store
from tests.postgres import find_postgres, postgres
from tests.replicas import Replica, replicas

PEOPLE = int(os.environ.get("ROOM_CROWD", "1000"))
AT_ONCE = 20
SECONDS = 30.0


def measure() -> list[Result]:
    """Return the lines of this part."""
    binaries = find_postgres()
    if binaries is None:
        return [Result("a crowd", "left out: PostgreSQL is needed")]
    with (
        postgres(binaries) as url,
        Path(os.devnull).open("wb") as quiet,
        replicas(2, quiet, NEXT_DOLLAR_DATABASE=url, NEXT_DOLLAR_COSTS="off") as running,
    ):
        store = Store(url)
        found = asyncio.run(_crowd(store, running))
        store.close()
    return [Result(f"{PEOPLE} people: {each.what}", each.measured) for each in found]


async def _crowd(store: Store, running: list[Replica]) -> list[Result]:
    leads = [facilitator.open_room(store) for _ in range(-(-PEOPLE // MAX_PARTICIPANTS))]
    people = [
        Client(running[n % len(running)].address, f"room={leads[n % len(leads)].code}") for n in range(PEOPLE)
    ]  # fmt: skip
    await asyncio.gather(people[0].open(), people[1].open())
    before, began, spent = _memory(running), time.perf_counter(), _cpu(running)
    places = asyncio.Semaphore(AT_ONCE)

    async def join(client: Client) -> None:
        async with places:
            if not client.session:
                await client.open()
            await client.press_and_work("join")

    await asyncio.gather(*(join(each) for each in people))
    joined, joining = time.perf_counter() - began, _cpu(running) - spent
    for each in leads:
        facilitator.begin_round(store, each.code, each.secret)
        facilitator.open_decisions(store, each.code, each.secret)
    began, opened = time.perf_counter(), []

    async def levers(client: Client) -> None:
        await client.until_button("submit", 600)
        opened.append(time.perf_counter() - began)

    await asyncio.gather(*(levers(each) for each in people))
    await asyncio.sleep(5)
    after, polls, spent = _memory(running), sum(each.polls for each in people), _cpu(running)
    await asyncio.sleep(SECONDS)
    polls, polling = sum(each.polls for each in people) - polls, _cpu(running) - spent
    spent, lags = _cpu(running), []

    async def submit(client: Client) -> None:
        began = time.perf_counter()
        await client.press("submit")
        lags.append(time.perf_counter() - began)

    began = time.perf_counter()
    await asyncio.gather(*(submit(each) for each in people))
    taken, submitting = time.perf_counter() - began, _cpu(running) - spent
    kept = sum(facilitator.room(store, each.code, each.secret).submitted for each in leads)
    connections = [len(list(Path(f"/proc/{each.process.pid}/fd").iterdir())) for each in running]
    told = sum(each.says(REFUSED) for each in people)
    errors = sum(len(each.errors) for each in people)
    for client in people:
        await client.close()
    return [
        Result("join, as fast as two replicas take them", f"{joined:.0f} s, {joining / PEOPLE:.0f} ms of CPU each"),
        Result("levers opened: until a page has them",
               f"{median(opened):.0f}, p95 {p95(opened):.0f}, most {max(opened):.0f} s"),
        Result("memory a seat", f"{(after - before) / PEOPLE:.2f} MB"),
        Result("files and connections open in each replica", ", ".join(map(str, connections))),
        Result("CPU of asking for news",
               f"{polling / SECONDS / 10:.0f} % of a core, {polling / max(polls, 1):.2f} ms each"),
        Result("all submit in one moment",
               f"{kept} kept, {told} told that theirs was not; "
               f"{median(lags):.1f}, p95 {p95(lags):.1f}, most {taken:.1f} s; "
               f"{submitting / PEOPLE:.0f} ms of CPU each"),
        Result("errors shown on pages", str(errors)),
    ]  # fmt: skip


def _memory(running: list[Replica]) -> float:
    return sum(megabytes(each.process.pid) for each in running)


def _cpu(running: list[Replica]) -> float:
    return sum(cpu_ms(each.process.pid) for each in running)
