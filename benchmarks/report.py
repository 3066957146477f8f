"""What is taken away: how long each form takes, and other visitors' moves while ten people take files at once."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from functools import partial
from statistics import median

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks.beside import beside
from benchmarks.load import Person
from benchmarks.measure import Result
from simulator.cases import ORDER
from simulator.report.forms import FORMS, Form
from tests.browser import ROOT, served

TAKERS, TIMES = 10, 2
"""People who press at once, and how often each takes every form."""
FIRST = """
import sys, time
began = time.perf_counter()
from datetime import date
from simulator.report.contents import Report
from simulator.report.forms import FORMS
from simulator.cases import load_case
from simulator.workspace.scenario import Workspace
report = Report(Workspace.of(load_case(sys.argv[1])), "v=1", "1", date(2026, 3, 31))
next(form for form in FORMS if form.ending == sys.argv[2]).make(report)
print(time.perf_counter() - began)
"""
"""Makes one form in a process that has made none before: nobody waits longer."""


class Taker(Person):
    """Someone with a company nobody else has, who opens Share and takes files; no browser, which would be the load."""

    def __init__(self, address: str, case: str, place: int) -> None:
        super().__init__(address)
        self.query = f"v=1&case={case}.1&churn={0.01 + place / 1000}&total=held"
        self.popover = self.session = ""
        self.files: dict[str, str] = {}

    async def share(self) -> None:
        """Open the popover, which draws the buttons."""
        message = BackMsg()
        message.rerun_script.page_script_hash = self.page
        message.rerun_script.query_string = self.query
        widget = message.rerun_script.widget_states.widgets.add()
        widget.id, widget.bool_value = self.popover, True
        await self.socket.send(message.SerializeToString())
        while len(self.files) < len(FORMS):
            await self.next()

    async def take(self, form: Form) -> float:
        """Press a form's button; return the seconds until all of the file is there."""
        began = time.monotonic()
        message = BackMsg()
        request = message.backend_operation_request
        request.session_id = self.session
        request.request_id, request.deferred_file.file_id = form.ending, self.files[form.title]
        await self.socket.send(message.SerializeToString())
        while (answer := await self.next()).WhichOneof("type") != "backend_operation_response":
            pass
        path = answer.backend_operation_response.deferred_file.url
        assert path, answer.backend_operation_response
        data = await asyncio.to_thread(lambda: urllib.request.urlopen(f"{self.server}{path}").read())
        assert data
        return time.monotonic() - began

    def take_in(self, message: ForwardMsg) -> None:
        """Find the popover and its buttons."""
        super().take_in(message)
        if message.WhichOneof("type") == "new_session":
            self.session = message.new_session.initialize.session_id
        if message.delta.add_block.popover.label == "Share":
            self.popover = message.delta.add_block.popover.id
        button = message.delta.new_element.download_button
        if button.deferred_file_id:
            self.files[button.label] = button.deferred_file_id


def measure() -> list[Result]:
    """Return the lines of this part."""
    first = [_first(form) for form in FORMS]
    with served() as (address, _):
        return [*first, *_others(address)]


def _first(form: Form) -> Result:
    took = []
    for case in ORDER:
        command = [sys.executable, "-c", FIRST, case, form.ending]
        took.append(float(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout))
    said = f"{median(took):.2f}, most {max(took):.2f} of {len(took)} companies"
    return Result(f"s for the first {form.title}, imports and all", said, "≤ 3", max(took) <= 3)


def _others(address: str) -> list[Result]:
    found = asyncio.run(beside(address, partial(_taken, address)))
    waits = found.done
    return [
        *found.lines("no report", f"{TAKERS} people take {TIMES * len(FORMS)} files each"),
        Result("s from the press to the file, all at once", f"{median(waits):.1f}, most {max(waits):.1f}"),
    ]


async def _all_take(address: str, ready: Callable[[], object]) -> list[float]:
    people = [Taker(address, ORDER[place % len(ORDER)], place) for place in range(TAKERS)]
    for person in people:
        await person.open()
        await person.share()
    ready()
    waits = []
    for form in FORMS * TIMES:
        waits += await asyncio.gather(*(person.take(form) for person in people))
    for person in people:
        await person.socket.close()
    return waits


def _taken(address: str, ready: Callable[[], object]) -> list[float]:
    """Let all open Share, then press the same button at once, form by form; return the seconds each waited."""
    return asyncio.run(_all_take(address, ready))
