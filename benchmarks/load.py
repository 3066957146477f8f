"""A hundred people at once: each session moves a lever every five seconds, over the app's own WebSocket protocol.

Beside it the same question asked of plain Streamlit with Altair.
"""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

from benchmarks.latency import PLAIN, cpu_ms
from benchmarks.measure import Result, p95
from tests.browser import served

PEOPLE = 100
THINK = 5.0
SECONDS = 40.0
RECORDED = "p50 5,400 with 50 people, a move every 1.5 s"
"""Of plain Streamlit with Altair, from the design's measurements."""


class Person:
    """One open session, moving the sales team's lever."""

    def __init__(self, address: str) -> None:
        self.server = address
        self.query = ""
        self.lags: list[float] = []
        self.errors: list[str] = []
        self.widget = self.fragment = self.page = ""
        self.moves = self.answered = 0

    async def open(self) -> None:
        """Connect and run the page once."""
        self.socket = await websockets.connect(
            self.server.replace("http", "ws", 1) + "/_stcore/stream",
            subprotocols=[websockets.Subprotocol("streamlit")], max_size=None, compression=None,
        )  # fmt: skip
        message = BackMsg()
        message.rerun_script.query_string = self.query
        await self.socket.send(message.SerializeToString())
        while (await self.next()).WhichOneof("type") != "script_finished":
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
        message = BackMsg()
        rerun = message.rerun_script
        rerun.page_script_hash, rerun.fragment_id = self.page, self.fragment
        widget = rerun.widget_states.widgets.add()
        widget.id = self.widget
        self.put(widget, amount)
        await self.socket.send(message.SerializeToString())
        while self.answered < self.moves:
            await self.next()

    async def next(self) -> ForwardMsg:
        """Take in the next message and return it."""
        message: ForwardMsg = ForwardMsg.FromString(await asyncio.wait_for(self.socket.recv(), 120))
        self.take_in(message)
        return message

    def take_in(self, message: ForwardMsg) -> None:
        """Learn from a message what there is to press, and what has gone wrong."""
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self.page = message.new_session.page_script_hash
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            element = message.delta.new_element
            if element.WhichOneof("type") == "exception":
                self.errors.append(element.exception.message)
            self.learn(element, message.delta.fragment_id)
        elif kind == "script_finished":
            self.finished()

    def put(self, widget: WidgetState, amount: int) -> None:
        """Let go of the lever at an amount."""
        move = {"seq": self.moves, "kind": "set", "lever": "conversion", "amount": amount, "phase": "final"}
        widget.json_value = json.dumps({"move": {**move, "revision": 0}})

    def learn(self, element: Element, fragment: str) -> None:
        """Find the levers, and see which move they answer."""
        if element.bidi_component.component_name.endswith("levers"):
            self.widget, self.fragment = element.bidi_component.id, fragment
            (shown,) = json.loads(element.bidi_component.json)
            self.answered = shown["seq"] or 0

    def finished(self) -> None:
        """Nothing: the levers have said which move was answered."""


class PlainPerson(Person):
    """The same with a native slider, whose move is answered when the script has run."""

    def put(self, widget: WidgetState, amount: int) -> None:
        """Let go of the slider at an amount."""
        widget.double_array_value.data.append(amount)

    def learn(self, element: Element, fragment: str) -> None:
        """Find the sales team's slider."""
        if element.slider.label == "conversion":
            self.widget, self.fragment = element.slider.id, fragment

    def finished(self) -> None:
        """Every move so far is answered."""
        self.answered = self.moves


def measure() -> list[Result]:
    """Return the lines of this part."""
    with served() as (address, pid):
        ours = asyncio.run(_crowd([Person(address) for _ in range(PEOPLE)], pid, "Next Dollar"))
    with served(PLAIN) as (address, pid):
        plain = [PlainPerson(address) for _ in range(PEOPLE)]
        beside = asyncio.run(_crowd(plain, pid, "plain Streamlit + Altair"))
    unjudged = [Result(each.what, each.measured) for each in beside]
    return [*ours, *unjudged, Result("ms to answer, plain Streamlit + Altair, as recorded", RECORDED)]


async def _crowd(people: Sequence[Person], pid: int, name: str) -> list[Result]:
    await people[0].open()
    before = megabytes(pid)
    for place in range(1, len(people), 10):
        await asyncio.gather(*(person.open() for person in people[place : place + 10]))
    random_ = random.Random(7)
    spent, until = cpu_ms(pid), time.monotonic() + SECONDS
    await asyncio.gather(*(person.live(until, random_) for person in people))
    spent = cpu_ms(pid) - spent
    after = megabytes(pid)
    lags = [lag for person in people for lag in person.lags]
    errors = [error for person in people for error in person.errors]
    await asyncio.gather(*(person.socket.close() for person in people))
    each = (after - before) / (len(people) - 1)
    answered = f"{median(lags):.0f}, p95 {p95(lags):.0f} of {len(lags)} moves"
    return [
        Result(f"ms to answer, {name}, {len(people)} people, a move every {THINK:g} s", answered, "p95 ≤ 100",
               p95(lags) <= 100),
        Result(f"ms of server CPU per move, {name}", f"{spent / len(lags):.1f}", "≤ 10", spent / len(lags) <= 10),
        Result(f"MB per session, {name}", f"{each:.2f}", "≤ 1", each <= 1),
        Result(f"errors, {name}", str(len(errors)), "0", not errors),
    ]  # fmt: skip


def megabytes(pid: int) -> float:
    """Return how much memory a process holds."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))
