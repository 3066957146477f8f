"""Every page opened cold on generated companies: how long until its pictures are sent, and whether one breaks."""

from __future__ import annotations

from statistics import median
from time import perf_counter
from types import SimpleNamespace
from unittest.mock import patch

from streamlit.testing.v1 import AppTest

from benchmarks.companies import concave_task
from benchmarks.measure import Result, p95
from pages.ui import live
from pages.ui.frame import frame
from pages.ui.frame.registry import PAGES
from pages.ui.live.delivery import Source
from simulator import list_cases
from simulator.facts.business import Business
from simulator.link.codec import encode_params
from simulator.workspace.scenario import Workspace
from tests.browser import ROOT

COMPANIES = 300
MOST_SECONDS = 1.5
ROOM = "pages/Training_room.py"
"""Works on a room, not on a company of the visitor's own."""


def measure() -> list[Result]:
    """Return the lines of this part: of each page, half of the openings, 95 of 100 and the worst, in milliseconds."""
    companies = [concave_task(seed).business for seed in range(COMPANIES)]
    scripts = {page.name: page.script for page in PAGES if page.script != ROOM}
    for script in scripts.values():  # The first opening imports what the page needs.
        _seconds(script, list_cases()[0].business)
    lines: list[Result] = []
    broken = 0
    for name, script in scripts.items():
        found = [_seconds(script, business) for business in companies]
        broken += sum(raised for *_, raised in found)
        times = [seconds for seconds, *_ in found]
        measured = " / ".join(f"{1000 * each:.0f}" for each in (median(times), p95(times), max(times)))
        lines.append(
            Result(f"ms, {name}, {COMPANIES} companies: median / p95 / worst", measured, "worst ≤ 1500",
                   max(times) <= MOST_SECONDS)
        )  # fmt: skip
        lines.append(Result(f"ms, {name}, all below them: worst", f"{1000 * max(all_ for _, all_, _ in found):.0f}"))
    return [*lines, Result("pages with a traceback", str(broken), "0", broken == 0)]


def _seconds(script: str, business: Business) -> tuple[float, float, bool]:
    """Return how long the page takes, of the visitor's own company, and whether it raised anything.

    First until its pictures are sent, then with what it draws below them afterwards.
    """
    test = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    if script != "app.py":
        test.switch_page(script)
    for name, values in encode_params(Workspace.of(business)).items():
        test.query_params[name] = values
    sent: list[float] = []

    def ship(source: Source) -> None:
        live.ship(source)
        sent.append(perf_counter())

    with patch.object(frame, "live", SimpleNamespace(**{**vars(live), "ship": ship})):
        start = perf_counter()
        test.run()
    end = perf_counter()
    return (sent or [end])[0] - start, end - start, bool(test.exception)
