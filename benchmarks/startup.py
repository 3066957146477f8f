"""From starting the server to the first picture, and the same for the second visitor."""

from __future__ import annotations

import time
from statistics import median

from benchmarks.latency import chromium
from benchmarks.measure import Result
from tests.browser import served

ROUNDS = 5


def measure() -> list[Result]:
    """Return the lines of this part."""
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
    cold, warm = median(first), median(second)
    return [
        Result("s from cold start to first picture", f"{cold:.2f}", "≤ 2.2", cold <= 2.2),
        Result("s for the second visitor", f"{warm:.2f}", "≤ 1.5", warm <= 1.5),
    ]
