"""A hundred people at once: each session moves a lever every five seconds, over the app's own WebSocket protocol."""

from __future__ import annotations

import asyncio
import json
import random
import time
from pathlib import Path
from statistics import median

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.latency import cpu_ms
from benchmarks.measure import Result, p95
from tests.browser import served

PEOPLE = 100
THINK = 5.0
SECONDS = 40.0
LEVERS = "levers"


class Person:
    """One open session, moving the sales team's lever."""

    def __init__(self, address: str) -> None:
        self.address = address.replace("http", "ws", 1) + "/_stcore/stream"
        self.lags: list[float] = []
        self.errors: list[str] = []
        self.component = self.fragment = self.page = ""
        self.moves = self.answered = 0

    async def open(self) -> None:
        """Connect and run the page once."""
        self.socket = await websockets.connect(
            self.address, subprotocols=[websockets.Subprotocol("streamlit")], max_size=None, compression=None
        )
        message = BackMsg()
        message.rerun_script.query_string = ""
        await self.socket.send(message.SerializeToString())
        while await self._next() != "script_finished":
            pass

    async def live(self, until: float, random_: random.Random) -> None:
        """Move the lever now and then until the time is up."""
        await asyncio.sleep(random_.random() * THINK)
        while time.monotonic() < until:
            began = time.perf_counter()
            await self._move(5000 + 100 * (self.moves % 40))
            self.lags.append((time.perf_counter() - began) * 1000)
            await asyncio.sleep(random_.expovariate(1 / THINK))

    async def _move(self, amount: int) -> None:
        self.moves += 1
        move = {
            "seq": self.moves,
            "kind": "set",
            "lever": "conversion",
            "amount": amount,
            "phase": "final",
            "revision": 0,
        }
        message = BackMsg()
        rerun = message.rerun_script
        rerun.page_script_hash, rerun.fragment_id = self.page, self.fragment
        widget = rerun.widget_states.widgets.add()
        widget.id, widget.json_value = self.component, json.dumps({"move": move})
        await self.socket.send(message.SerializeToString())
        while self.answered < self.moves:
            await self._next()

    async def _next(self) -> str:
        """Take in the next message and return its kind."""
        message = ForwardMsg.FromString(await asyncio.wait_for(self.socket.recv(), 120))  # type: ignore[arg-type]
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self.page = message.new_session.page_script_hash
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            self._learn(message)
        return kind or ""

    def _learn(self, message: ForwardMsg) -> None:
        element = message.delta.new_element
        kind = element.WhichOneof("type")
        if kind == "bidi_component" and element.bidi_component.component_name:
            self.component, self.fragment = element.bidi_component.id, message.delta.fragment_id
            (shown,) = json.loads(element.bidi_component.json)
            self.answered = shown["seq"] or 0
        elif kind == "exception":
            self.errors.append(element.exception.message)


def measure() -> list[Result]:
    """Return the lines of this part."""
    with served() as (address, pid):
        return asyncio.run(_crowd(address, pid))


async def _crowd(address: str, pid: int) -> list[Result]:
    people = [Person(address) for _ in range(PEOPLE)]
    await people[0].open()
    before = _megabytes(pid)
    for place in range(1, PEOPLE, 10):
        await asyncio.gather(*(person.open() for person in people[place : place + 10]))
    random_ = random.Random(7)
    spent, until = cpu_ms(pid), time.monotonic() + SECONDS
    await asyncio.gather(*(person.live(until, random_) for person in people))
    spent = cpu_ms(pid) - spent
    after = _megabytes(pid)
    lags = [lag for person in people for lag in person.lags]
    errors = [error for person in people for error in person.errors]
    await asyncio.gather(*(person.socket.close() for person in people))
    each = (after - before) / (PEOPLE - 1)
    answered = f"{median(lags):.0f}, p95 {p95(lags):.0f} of {len(lags)} moves"
    return [
        Result(f"ms to answer, {PEOPLE} people, a move every {THINK:g} s", answered, "p95 ≤ 100", p95(lags) <= 100),
        Result("ms of server CPU per move", f"{spent / len(lags):.1f}", "≤ 10", spent / len(lags) <= 10),
        Result("MB per session", f"{each:.2f}", "≤ 1", each <= 1),
        Result("errors", str(len(errors)), "0", not errors),
    ]


def _megabytes(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))
