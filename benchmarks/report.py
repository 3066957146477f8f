"""What is taken away: how long each form takes, and other visitors' moves while ten people take files at once."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from statistics import median

from playwright.sync_api import Download, Page

from benchmarks.beside import beside
from benchmarks.latency import chromium
from benchmarks.measure import Result
from simulator.cases import ORDER
from simulator.report.forms import FORMS, Form
from tests.browser import ROOT, served

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
        *found.lines("no report", f"{TAKERS} people take {len(FORMS)} files each"),
        Result("s from the press to the file, all at once", f"{median(waits):.1f}, most {max(waits):.1f}"),
    ]


def _taken(address: str, ready: Callable[[], object]) -> list[float]:
    """Let all open Share, then press the same button at once, form by form; return the seconds each waited."""
    with chromium() as browser:
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
