"""What is taken away: how long each form takes, and other visitors' moves while ten people take files at once."""

from __future__ import annotations

import asyncio
import random
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from statistics import median

from playwright.sync_api import Download, Page, sync_playwright

from benchmarks import load
from benchmarks.load import Person
from benchmarks.measure import Result, p95
from simulator.cases import ORDER
from simulator.report.forms import FORMS, Form
from tests.browser import FLAGS, HINT, ROOT, find_chromium, served

PEOPLE, THINK, QUIET = 10, 0.5, 8.0
"""Visitors who move a lever about so often, and seconds without a report to compare with."""
TAKERS = 10
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


def measure() -> list[Result]:
    """Return the lines of this part."""
    first = [_first(form) for form in FORMS]
    with served() as (address, _):
        return [*first, *asyncio.run(_measured(address))]


def _first(form: Form) -> Result:
    took = []
    for case in ORDER:
        command = [sys.executable, "-c", FIRST, case, form.ending]
        took.append(float(subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout))
    said = f"{median(took):.2f}, most {max(took):.2f} of {len(took)} companies"
    return Result(f"s for the first {form.title}, imports and all", said, "≤ 3", max(took) <= 3)


async def _measured(address: str) -> list[Result]:
    people = [Person(address) for _ in range(PEOPLE)]
    for person in people:
        await person.open()
    load.THINK, random_ = THINK, random.Random(7)
    alone = await _moves(people, time.monotonic() + QUIET, random_)
    with ThreadPoolExecutor() as aside:
        ready, go = asyncio.Event(), asyncio.get_running_loop()
        taking = go.run_in_executor(aside, _taken, address, lambda: go.call_soon_threadsafe(ready.set))
        await ready.wait()
        meanwhile: list[float] = []
        while not taking.done():
            meanwhile += await _moves(people, time.monotonic() + 1.0, random_)
        waits = await taking
    return [
        Result(f"ms to answer, {PEOPLE} people, no report", _said(alone)),
        Result(f"ms to answer while {TAKERS} people take {len(FORMS)} files each", _said(meanwhile), "p95 ≤ 100",
               p95(meanwhile) <= 100),
        Result("s from the press to the file, all at once", f"{median(waits):.1f}, most {max(waits):.1f}"),
    ]  # fmt: skip


async def _moves(people: list[Person], until: float, random_: random.Random) -> list[float]:
    for person in people:
        person.lags.clear()
    await asyncio.gather(*(person.live(until, random_) for person in people))
    return [lag for person in people for lag in person.lags]


def _taken(address: str, ready: Callable[[], object]) -> list[float]:
    """Let all open Share, then press the same button at once, form by form; return the seconds each waited."""
    path = find_chromium()
    if path is None:
        raise RuntimeError(HINT)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        pages = [_shared(browser.new_page(), address, place) for place in range(TAKERS)]
        time.sleep(2)
        ready()
        return [wait for form in FORMS for wait in _pressed(pages, form)]


def _shared(page: Page, address: str, place: int) -> Page:
    case = ORDER[place % len(ORDER)]
    page.goto(f"{address}/How_it_works?v=1&case={case}.1&churn={0.01 + place / 1000}&total=held")
    page.get_by_role("button", name="Share", exact=True).click()
    page.get_by_text("Take it away", exact=True).wait_for()
    return page


def _pressed(pages: list[Page], form: Form) -> list[float]:
    waits: list[float] = []
    hearers = []
    for page in pages:

        def hear(_: Download, began: float = time.monotonic()) -> None:
            waits.append(time.monotonic() - began)

        hearers.append((page, hear))
        page.on("download", hear)
        page.get_by_role("button", name=form.title, exact=True).click(no_wait_after=True)
    until = time.monotonic() + 60
    while len(waits) < len(pages) and time.monotonic() < until:
        pages[0].wait_for_timeout(20)
    for page, hear in hearers:
        page.remove_listener("download", hear)
    return waits


def _said(lags: list[float]) -> str:
    return f"{median(lags):.0f}, p95 {p95(lags):.0f}, most {max(lags):.0f} of {len(lags)} moves"
