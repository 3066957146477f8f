"""What a process holds once a crowd has left: two crowds of visits, half of them to Allocate and half to a room.

A visit that is over can come back for two minutes; its memory is looked for after that. ROOM_LEFT changes how many
visits a crowd is.
"""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.load import Person, megabytes
from benchmarks.measure import Result
from benchmarks.room_client import Client
from rooms import facilitator
from rooms.limits import MAX_PARTICIPANTS
from rooms.store import Store
from tests.replicas import Replica, replica

VISITS = int(os.environ.get("ROOM_LEFT", "500"))
CROWDS = 2
AT_ONCE = 10
OVER_SECONDS = 180.0
"""The two minutes in which a visit can come back, and the time until it is looked for."""


def measure() -> list[Result]:
    """Return the lines of this part."""
    with (
        TemporaryDirectory() as folder,
        Path(os.devnull).open("wb") as quiet,
        replica(
            "", quiet, NEXT_DOLLAR_DATABASE=f"{folder}/rooms.sqlite3", NEXT_DOLLAR_COSTS="off", MALLOC_ARENA_MAX="2"
        ) as running,
    ):
        store = Store(f"{folder}/rooms.sqlite3")
        found = asyncio.run(_crowds(store, running))
        store.close()
    return [Result(f"memory of {VISITS} visits: {each.what}", each.measured) for each in found]


async def _crowds(store: Store, running: Replica) -> list[Result]:
    await _visit(store, running, 2)
    results = [Result("before anyone came", f"{megabytes(running.process.pid):.0f} MB")]
    for number in range(1, CROWDS + 1):
        full = await _visit(store, running, VISITS)
        await asyncio.sleep(OVER_SECONDS)
        left = megabytes(running.process.pid)
        results.append(Result(f"crowd {number}, all there, and after they left", f"{full:.0f}, {left:.0f} MB"))
    return results


async def _visit(store: Store, running: Replica, visits: int) -> float:
    """Let so many in and out again; return how much the process holds with all of them there."""
    leads = [facilitator.open_room(store) for _ in range(-(-visits // MAX_PARTICIPANTS))]
    people = [Person(running.address) for _ in range(visits // 2)]
    seats = [Client(running.address, f"room={leads[n % len(leads)].code}") for n in range(visits - visits // 2)]
    places = asyncio.Semaphore(AT_ONCE)

    async def come(person: Person) -> None:
        async with places:
            await person.open()

    async def join(seat: Client) -> None:
        async with places:
            await seat.open()
            await seat.press_and_work("join")

    await asyncio.gather(*map(come, people), *map(join, seats))
    full = megabytes(running.process.pid)
    await asyncio.gather(*(person.socket.close() for person in people), *(seat.close() for seat in seats))
    return full
