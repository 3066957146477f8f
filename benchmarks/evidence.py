"""Other visitors' moves while an export of 500,000 rows, or a long history, is read for one, in the app as served."""

from __future__ import annotations

import asyncio
import io
import time
from collections.abc import Callable
from functools import partial

from benchmarks.beside import beside
from benchmarks.latency import chromium
from benchmarks.measure import Result
from simulator.link.codec import encode
from simulator.workspace.scenario import Workspace
from tests.browser import served
from tests.histories import company, simulated
from tests.history_files import as_file, wide

ROWS = 500_000
MONTHS = 900
"""As long as a fit takes: 75 years."""
OWN = (
    "v=1&name=Heating&currency=EUR&conversion_spend=5500&win_rate=0.28&win_rate_at_zero=0.09&win_rate_at_double=0.38"
    "&sales_cycle_months=2&upsell_spend=900&share_of_wallet=0.56&share_at_zero=0.44&share_at_double=0.63&share_new=0.56"
    "&share_adjustment=0.1&customers=1450&churn=0.00514&wallet=36&gross_margin=0.34&channel=Ads~3200~85~9~104"
)
STAGES = ("Won", "Lost", "Lost", "Open")


def measure() -> list[Result]:
    """Return the lines of this part."""
    with served() as (address, _):
        return [*_others(address), *_beside_a_history(address)]


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


def _others(address: str) -> list[Result]:
    found = asyncio.run(beside(address, partial(_import, address)))
    return [
        *found.lines("no export", f"{ROWS:,} rows are uploaded and read"),
        Result("s from the file to what was found", f"{found.done:.1f}", "≤ 60", found.done <= 60),
    ]


def _beside_a_history(address: str) -> list[Result]:
    found = asyncio.run(beside(address, partial(_fit, address)))
    return [
        *found.lines("no history", f"a history of {MONTHS:,} months is read and fitted"),
        Result("s from the history to what it says", f"{found.done:.1f}", "≤ 60", found.done <= 60),
    ]


def _fit(address: str, ready: Callable[[], object]) -> float:
    history = as_file(wide(simulated("pulsed", 1, months=MONTHS)))
    section = "Correct my judgement by a monthly or weekly history", "monthly_history"
    return _told(f"{address}/Your_business?{encode(Workspace.of(company()))}", section, history, MONTHS, ready)


def _import(address: str, ready: Callable[[], object]) -> float:
    section = "Read my facts from a CRM export", "crm_export"
    return _told(f"{address}/Your_business?{OWN}", section, export(ROWS), ROWS, ready)


def _told(address: str, section: tuple[str, str], data: bytes, rows: int, ready: Callable[[], object]) -> float:
    """Upload a file as a visitor does; return the seconds until it is told what was found in so many rows.

    ``section``: what opens it, and its key.
    """
    title, key = section
    ready()
    with chromium() as browser:
        page = browser.new_page()
        page.goto(address)
        page.get_by_text(title).click()
        chooser = page.locator(f".st-key-{key} input[type=file]")
        chooser.wait_for(state="attached")
        began = time.monotonic()
        chooser.set_input_files({"name": "rows.csv", "mimeType": "text/csv", "buffer": data})
        page.get_by_text(f"{rows:,} rows read").wait_for(timeout=240_000)
        return time.monotonic() - began
