"""Other visitors' moves while one visitor's export of 500,000 rows is uploaded and read, in the app as it is served."""

from __future__ import annotations

import asyncio
import io
import random
import time
from concurrent.futures import ThreadPoolExecutor
from statistics import median

from playwright.sync_api import sync_playwright

from benchmarks import load
from benchmarks.load import Person
from benchmarks.measure import Result, p95
from tests.browser import FLAGS, HINT, find_chromium, served

ROWS = 500_000
PEOPLE, THINK, QUIET = 10, 0.5, 8.0
"""Visitors who move a lever about so often, and seconds without an export to compare with."""
OWN = (
    "v=1&name=Heating&currency=EUR&conversion_spend=5500&win_rate=0.28&win_rate_at_zero=0.09&win_rate_at_double=0.38"
    "&sales_cycle_months=2&upsell_spend=900&share_of_wallet=0.56&share_at_zero=0.44&share_at_double=0.63&share_new=0.56"
    "&share_adjustment=0.1&customers=1450&churn=0.00514&wallet=36&gross_margin=0.34&channel=Ads~3200~85~9~104"
)
STAGES = ("Won", "Lost", "Lost", "Open")


def measure() -> list[Result]:
    """Return the lines of this part."""
    with served() as (address, _):
        return asyncio.run(_measured(address))


def export(rows: int) -> bytes:
    """Return an export of so many deals, as a text file."""
    text = io.StringIO()
    text.write("Deal ID,Created,Lead source,Closed,Amount,Status\n")
    for n in range(rows):
        month, day = 1 + n % 12, 1 + n % 28
        stage = STAGES[n % 4]
        closed = "" if stage == "Open" else f"{day:02d}.{month:02d}.2026"
        text.write(f"D{n},{day:02d}.{month:02d}.2025,Source {n % 6},{closed},{n % 9000 + 0.5},{stage}\n")
    return text.getvalue().encode()


async def _measured(address: str) -> list[Result]:
    people = [Person(address) for _ in range(PEOPLE)]
    for person in people:
        await person.open()
    load.THINK, random_ = THINK, random.Random(7)
    alone = await _moves(people, time.monotonic() + QUIET, random_)
    with ThreadPoolExecutor() as aside:
        reading = asyncio.get_running_loop().run_in_executor(aside, _import, address)
        meanwhile = []
        while not reading.done():
            meanwhile += await _moves(people, time.monotonic() + 1.0, random_)
        seconds = await reading
    return [
        Result(f"ms to answer, {PEOPLE} people, no export", _said(alone)),
        Result(f"ms to answer while {ROWS:,} rows are uploaded and read", _said(meanwhile), "p95 ≤ 100",
               p95(meanwhile) <= 100),
        Result("s from the file to what was found", f"{seconds:.1f}", "≤ 60", seconds <= 60),
    ]  # fmt: skip


async def _moves(people: list[Person], until: float, random_: random.Random) -> list[float]:
    for person in people:
        person.lags.clear()
    await asyncio.gather(*(person.live(until, random_) for person in people))
    return [lag for person in people for lag in person.lags]


def _import(address: str) -> float:
    """Upload the export as a visitor does; return the seconds until it is told what was found."""
    path = find_chromium()
    if path is None:
        raise RuntimeError(HINT)
    with sync_playwright() as playwright:
        page = playwright.chromium.launch(executable_path=path, args=FLAGS).new_page()
        page.goto(f"{address}/Your_business?{OWN}")
        page.get_by_text("Read my facts from a CRM export").click()
        chooser = page.locator(".st-key-crm_export input[type=file]")
        chooser.wait_for(state="attached")
        data, began = export(ROWS), time.monotonic()
        chooser.set_input_files({"name": "deals.csv", "mimeType": "text/csv", "buffer": data})
        page.get_by_text(f"{ROWS:,} rows read").wait_for(timeout=240_000)
        return time.monotonic() - began


def _said(lags: list[float]) -> str:
    return f"{median(lags):.0f}, p95 {p95(lags):.0f}, most {max(lags):.0f} of {len(lags)} moves"
