"""From starting the server to the first picture, and the same for the second visitor."""

from __future__ import annotations

import time

from benchmarks.latency import chromium
from benchmarks.tables import median, table
from tests.browser import served

ROUNDS = 5


def run() -> str:
    """Measure and return the table."""
    first, second = [], []
    with chromium() as browser:
        for _ in range(ROUNDS):
            began = time.monotonic()
            with served() as (address, _):
                for seconds in (first, second):
                    visitor = browser.new_context()
                    page = visitor.new_page()
                    page.goto(address)
                    page.wait_for_selector("svg.marks", timeout=60_000)
                    seconds.append(time.monotonic() - began)
                    visitor.close()
                    began = time.monotonic()
    rows = [
        ["cold start to first picture", f"{median(first):.2f}", "2.2", "yes" if median(first) <= 2.2 else "no"],
        ["second visitor to first picture", f"{median(second):.2f}", "1.5", "yes" if median(second) <= 1.5 else "no"],
    ]
    return table("Start-up, s", ["what", "median", "target", "met"], rows)
