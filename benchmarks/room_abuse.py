"""What a script that takes seats and rooms gets, and what a class feels of the work that they cost.

The script has one core for that work, in Python, and as many visits at once as it likes; ROOM_ABUSE_SECONDS changes how
long it goes on.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.measure import Result, p95
from benchmarks.room_client import Client
from rooms import facilitator, reading
from rooms.store import Store
from tests.replicas import replica

SECONDS = float(os.environ.get("ROOM_ABUSE_SECONDS", "60"))
VISITS, NETWORKS = 12, 17
CLASS, WITHIN = 40, 60.0


def measure() -> list[Result]:
    """Return the lines of this part."""
    results = []
    for costs in ("off", "on"):
        with (
            TemporaryDirectory() as folder,
            Path(os.devnull).open("wb") as quiet,
            replica("", quiet, NEXT_DOLLAR_DATABASE=f"{folder}/rooms.sqlite3", NEXT_DOLLAR_COSTS=costs) as running,
        ):
            store = Store(f"{folder}/rooms.sqlite3")
            asyncio.run(_class(running.address, store, 3, 1.0))  # The first visitors wait for what is made once.
            waits = asyncio.run(_class(running.address, store, CLASS, WITHIN))
            felt = f"{median(waits):.2f}, p95 {p95(waits):.2f} s"
            results.append(Result(f"costs {costs}: {CLASS} people join within {WITHIN:g} s, from press to seat", felt))
            seats = asyncio.run(_seats(running.address, store))
            results.append(Result(f"costs {costs}: seats that a script takes in {SECONDS:g} s", str(seats)))
            rooms = asyncio.run(_rooms(running.address, store))
            results.append(Result(f"costs {costs}: rooms that it opens in {SECONDS:g} s", str(rooms)))
            store.close()
    return results


async def _class(address: str, store: Store, people: int, within: float) -> list[float]:
    """Let people join as a class does; return how long each waits."""
    room = facilitator.open_room(store)

    async def join(place: int) -> float:
        await asyncio.sleep(within * place / people)
        client = Client(address, f"room={room.code}")
        await client.open()
        began = time.perf_counter()
        await client.press_and_work("join")
        taken = time.perf_counter() - began
        assert client.seat()
        await client.close()
        return taken

    return list(await asyncio.gather(*(join(place) for place in range(people))))


async def _seats(address: str, store: Store) -> int:
    """Take seats in a room as fast as can be, in another one where it is full; return how many."""
    codes = [facilitator.open_room(store).code]
    taken = 0

    async def take(until: float) -> None:
        nonlocal taken
        while time.monotonic() < until:
            client = Client(address, f"room={codes[-1]}")
            await client.open()
            await client.press_and_work("join")
            if client.seat():
                taken += time.monotonic() < until
            elif client.says("full"):
                codes.append(facilitator.open_room(store).code)
            await client.close()

    await _all_at_once(take)
    return taken


async def _rooms(address: str, store: Store) -> int:
    """Open rooms as fast as can be, from many networks; return how many."""
    before, numbers = reading.counts(store)[0], itertools.count()

    async def take(until: float) -> None:
        while time.monotonic() < until:
            network = f"198.51.100.{next(numbers) % NETWORKS}"
            client = Client(address, "", headers={"X-Forwarded-For": network})
            await client.open()
            await client.press_and_work("open_room")
            await client.close()

    await _all_at_once(take)
    return reading.counts(store)[0] - before


async def _all_at_once(take: Callable[[float], Coroutine[None, None, None]]) -> None:
    """Have so many visits do it until the time is up; what is under way then does not count."""
    until = time.monotonic() + SECONDS
    visits = [asyncio.create_task(take(until)) for _ in range(VISITS)]
    await asyncio.sleep(SECONDS)
    for each in visits:
        each.cancel()
    await asyncio.gather(*visits, return_exceptions=True)
