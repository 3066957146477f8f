"""One participant's browser as the server sees it: the app's own WebSocket protocol, and the question for news."""

from __future__ import annotations

import asyncio
import json
import os
import random
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import cache
from multiprocessing import get_context
from typing import Any
from urllib.parse import parse_qs, urlsplit

import websockets
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.BidiComponent_pb2 import BidiComponent
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from rooms.costs import Puzzle
from tests.puzzles import solution

PAGE = "Training_room"
LEVERS, FOLLOW, WORK, MARKUP = (f"next_dollar_{name}" for name in ("levers", "follow", "work", "markup"))
PATIENCE, LONGEST = 90.0, 10.0


@cache
def _solvers() -> ProcessPoolExecutor:
    # Forked they would hold the connections of this process open.
    return ProcessPoolExecutor(1, get_context("spawn"), os.nice, (10,))


@dataclass
class Client:
    """An open page of the Training room."""

    address: str
    """Of the app, such as ``http://127.0.0.1:8501/a``."""
    query: str
    headers: dict[str, str] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)
    received: int = 0
    polls: int = 0
    session: str = ""

    def __post_init__(self) -> None:
        self._page = ""
        self._buttons: dict[str, tuple[str, str]] = {}
        self._levers = ("", "")
        self._running: tuple[str, ...] = ()
        self._waiting: list[tuple[str | None, asyncio.Future[None]]] = []
        self._polling: dict[str, asyncio.Task[None]] = {}
        self._reader: asyncio.Task[None] | None = None
        self._moves = 0
        self._work: tuple[BidiComponent, str] | None = None
        self.digests = 0
        self.lever_data: dict[str, float] = {}
        self.html: list[str] = []
        self.changing: dict[str, str] = {}
        """What stands in pieces of the page that change in place, by the id of each."""

    async def open(self) -> None:
        """Connect, or connect again as the same session, and wait until the page is drawn."""
        protocols = ["streamlit", *(["x", self.session] if self.session else [])]
        self._socket = await websockets.connect(
            self.address.replace("http", "ws", 1) + "/_stcore/stream",
            subprotocols=[websockets.Subprotocol(name) for name in protocols],
            max_size=None, compression=None, open_timeout=PATIENCE, additional_headers=self.headers,
        )  # fmt: skip
        self._reader = asyncio.create_task(self._read())
        message = BackMsg()
        message.rerun_script.query_string = self.query
        message.rerun_script.page_name = PAGE
        await self._ask(message, None)

    async def press(self, key: str) -> None:
        """Press a button and wait until the page is drawn anew."""
        widget, fragment = self._buttons[key]
        message = self._rerun(fragment)
        state = message.rerun_script.widget_states.widgets.add()
        state.id, state.trigger_value = widget, True
        await self._ask(message, fragment or None)

    async def press_and_work(self, key: str) -> None:
        """Press a button that costs a moment of work, do it, and wait until what it was for is drawn."""
        await self.press(key)
        while (work := self._work) is not None:
            self._work = None
            element, fragment = work
            (asked,) = json.loads(element.json)
            numbers = await self.solve(Puzzle(**asked))
            await self._tell(element.id, fragment, "answer", {"text": asked["text"], "numbers": numbers})

    async def solve(self, puzzle: Puzzle) -> list[int]:
        """Return what a puzzle wants; beside everything else, as a browser does it on a machine of its own."""
        self.digests += puzzle.digests
        return await asyncio.get_running_loop().run_in_executor(_solvers(), solution, puzzle)

    async def move(self, lever: str, amount: float) -> None:
        """Let go of a lever at an amount and wait until the page shows it."""
        widget, fragment = self._levers
        self._moves += 1
        move = {"seq": self._moves, "kind": "set", "lever": lever, "amount": amount, "phase": "final", "revision": 0}
        message = self._rerun(fragment)
        state = message.rerun_script.widget_states.widgets.add()
        state.id, state.json_value = widget, json.dumps({"move": move})
        await self._ask(message, fragment)

    async def until_button(self, key: str, seconds: float = PATIENCE) -> None:
        """Wait until the page has that button."""
        give_up = time.monotonic() + seconds
        while key not in self._buttons:
            if time.monotonic() > give_up:
                raise TimeoutError(f"no button {key!r} within {seconds:g} s")
            await asyncio.sleep(0.05)

    async def until_said(self, words: str, seconds: float = PATIENCE) -> None:
        """Wait until the page says so."""
        give_up = time.monotonic() + seconds
        while not self.says(words):
            if time.monotonic() > give_up:
                raise TimeoutError(f"nothing says {words!r} within {seconds:g} s")
            await asyncio.sleep(0.05)

    def says(self, words: str) -> bool:
        """Return whether the page says so now."""
        return any(words in text for text in (*self.html, *self.changing.values()))

    async def close(self) -> None:
        """Drop the connection as a lost network does."""
        for task in [*self._polling.values(), *([self._reader] if self._reader else [])]:
            task.cancel()
        self._polling.clear()
        self._socket.transport.abort()

    async def _tell(self, widget: str, fragment: str, event: str, value: object) -> None:
        """Send what a component has to say once, and wait until the page is drawn anew."""
        await self._ask(self._event(widget, fragment, event, value), fragment or None)

    def _event(self, widget: str, fragment: str, event: str, value: object) -> BackMsg:
        message = self._rerun(fragment)
        state = message.rerun_script.widget_states.widgets.add()
        state.id = f"$$STREAMLIT_INTERNAL_KEY_{widget}__events"
        state.json_trigger_value = json.dumps([{"event": event, "value": value}])
        return message

    def _rerun(self, fragment: str) -> BackMsg:
        message = BackMsg()
        message.rerun_script.query_string = self.query
        message.rerun_script.page_script_hash = self._page
        message.rerun_script.fragment_id = fragment
        return message

    async def _ask(self, message: BackMsg, fragment: str | None) -> None:
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((fragment, done))
        try:
            await self._socket.send(message.SerializeToString())
        except websockets.ConnectionClosed:
            raise ConnectionResetError("the connection was lost") from None
        await asyncio.wait_for(done, PATIENCE)

    async def _read(self) -> None:
        try:
            async for data in self._socket:
                self.received += len(data)
                self._take(ForwardMsg.FromString(data))
        except websockets.ConnectionClosed:
            pass
        finally:
            # Whatever ended the reading, nobody may wait for an answer that cannot come.
            for _, done in self._waiting:
                if not done.done():
                    done.set_exception(ConnectionResetError("the connection was lost"))
            self._waiting.clear()

    def _take(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        if kind == "new_session":
            self.session = message.new_session.initialize.session_id
            self._running = tuple(message.metadata.run.fragment_ids)
            if not self._running:
                self._buttons.clear()
                self.html.clear()
                self.changing.clear()
                self._work = None
        elif kind == "navigation":
            self._page = message.navigation.page_script_hash
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind == "delta" and message.delta.WhichOneof("type") == "new_element":
            self._learn(message)
        elif kind == "script_finished":
            self._finished()

    def _learn(self, message: ForwardMsg) -> None:
        element, fragment = message.delta.new_element, message.delta.fragment_id
        kind = element.WhichOneof("type")
        if kind == "button":
            self._buttons[element.button.id.rsplit("-", 1)[-1]] = (element.button.id, fragment)
        elif kind == "bidi_component" and element.bidi_component.component_name.endswith(LEVERS):
            self._levers = (element.bidi_component.id, fragment)
            (shown,) = json.loads(element.bidi_component.json)
            self.lever_data = {lever["key"]: lever["amount"] for lever in shown["levers"]}
        elif kind == "bidi_component" and element.bidi_component.component_name.endswith(FOLLOW):
            self._follow(element.bidi_component, fragment)
        elif kind == "bidi_component" and element.bidi_component.component_name.endswith(WORK):
            self._work = element.bidi_component, fragment
        elif kind == "bidi_component" and element.bidi_component.component_name.endswith(MARKUP):
            self.changing[element.bidi_component.id] = element.bidi_component.json
        elif kind == "html":
            self.html.append(element.html.body)
        elif kind == "exception":
            self.errors.append(element.exception.message)

    def _finished(self) -> None:
        for fragment, done in list(self._waiting):
            # A full run answers what was asked of a fragment too.
            if not self._running or fragment in self._running or done.done():
                self._waiting.remove((fragment, done))
                if not done.done():
                    done.set_result(None)

    def _follow(self, element: BidiComponent, fragment: str) -> None:
        (wanted,) = json.loads(element.json)
        if task := self._polling.pop(element.id, None):
            task.cancel()
        self._polling[element.id] = asyncio.create_task(self._asking(element.id, fragment, wanted))

    async def _asking(self, widget: str, fragment: str, wanted: dict[str, Any]) -> None:
        """Ask for news as the page's own script does, and let the page be drawn anew where there is any."""
        where, seen = urlsplit(self.address), "-".join(map(str, wanted["seen"]))
        request = (f"GET {where.path}/room-pulse/{wanted['key']}?seen={seen} HTTP/1.1\r\nHost: {where.netloc}\r\n"
                   "Connection: close\r\n\r\n")  # fmt: skip
        patience = 6.0
        while True:
            await asyncio.sleep(wanted["seconds"] * random.uniform(0.85, 1.15))
            try:
                async with asyncio.timeout(LONGEST):
                    reader, writer = await asyncio.open_connection(where.hostname, where.port)
                    writer.write(request.encode())
                    head, _, body = (await reader.read()).partition(b"\r\n\r\n")
                    writer.close()
                news = b" 410 " in head[:20] or (b" 200 " in head[:20] and json.loads(body) > wanted["seen"])
            except (OSError, ValueError):  # Too late, refused or cut short.
                continue
            self.polls += 1
            if news:
                try:
                    await self._socket.send(self._event(widget, fragment, "news", 1).SerializeToString())
                except websockets.ConnectionClosed:
                    return
                await asyncio.sleep(min(patience, 96))
                patience *= 2

    def seat(self) -> str:
        """Return the seat in the address."""
        return parse_qs(self.query).get("seat", [""])[0]
