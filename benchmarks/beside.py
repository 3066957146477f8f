"""How other visitors' moves are answered while something that takes long goes on beside them."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from statistics import median
from typing import Generic, NamedTuple, TypeVar

from benchmarks import load
from benchmarks.load import Person
from benchmarks.measure import Result, p95

PEOPLE, THINK, QUIET = 10, 0.5, 8.0
"""Visitors who move a lever about so often, and seconds without the work to compare with."""

Done = TypeVar("Done")
Work = Callable[[Callable[[], object]], Done]
"""Takes long; calls what it is given once moves are to be timed."""


class Beside(NamedTuple, Generic[Done]):
    """Milliseconds from a move to its answer, and what the work returned."""

    alone: list[float]
    meanwhile: list[float]
    done: Done

    def lines(self, without: str, work: str) -> list[Result]:
        """Return the lines of both, named by what is not there and by what goes on."""
        return [
            Result(f"ms to answer, {PEOPLE} people, {without}", _said(self.alone)),
            Result(f"ms to answer while {work}", _said(self.meanwhile), "p95 ≤ 100", p95(self.meanwhile) <= 100),
        ]


async def beside(address: str, work: Work[Done]) -> Beside[Done]:
    """Time moves without the work, then while it goes on in a thread of its own."""
    people = [Person(address) for _ in range(PEOPLE)]
    for person in people:
        await person.open()
    load.THINK, random_ = THINK, random.Random(7)
    alone = await _moves(people, time.monotonic() + QUIET, random_)
    with ThreadPoolExecutor() as aside:
        ready, loop = asyncio.Event(), asyncio.get_running_loop()
        working = loop.run_in_executor(aside, work, lambda: loop.call_soon_threadsafe(ready.set))
        begun = asyncio.ensure_future(ready.wait())
        await asyncio.wait((begun, working), return_when=asyncio.FIRST_COMPLETED)
        meanwhile: list[float] = []
        while not working.done():
            meanwhile += await _moves(people, time.monotonic() + 1.0, random_)
        begun.cancel()
        return Beside(alone, meanwhile, await working)


async def _moves(people: list[Person], until: float, random_: random.Random) -> list[float]:
    for person in people:
        person.lags.clear()
    await asyncio.gather(*(person.live(until, random_) for person in people))
    return [lag for person in people for lag in person.lags]


def _said(lags: list[float]) -> str:
    return f"{median(lags):.0f}, p95 {p95(lags):.0f}, most {max(lags):.0f} of {len(lags)} moves"
