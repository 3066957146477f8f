"""From starting the server to the finished first picture, and to the second visitor's; beside plain Streamlit."""

from __future__ import annotations

import time
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page

from benchmarks.latency import PLAIN, PROBE, chromium, settle
from benchmarks.measure import Result
from tests.browser import APP, served

ROUNDS = 7
KEEPING = {"PYTHONDONTWRITEBYTECODE": ""}
"""Bytecode and chart specs are kept from the first start on, which is not counted."""
APPS = (("Next Dollar", APP), ("plain Streamlit + Altair", PLAIN))


def measure() -> list[Result]:
    """Return the lines of this part; the apps take turns."""
    found: dict[str, list[tuple[float, float]]] = {name: [] for name, _ in APPS}
    with chromium() as browser:
        for turn in range(ROUNDS + 1):
            for name, script in APPS:
                visits = _visits(browser, script)
                if turn:
                    found[name].append(visits)
    lines = []
    for name, times in found.items():
        cold, warm = (median(each) for each in zip(*times, strict=True))
        ours = name == APPS[0][0]
        lines += [
            Result(f"s from start to picture, {name}", f"{cold:.2f}", *_judged(cold, 2.2, ours)),
            Result(f"s to picture for the second visitor, {name}", f"{warm:.2f}", *_judged(warm, 1.5, ours)),
        ]
    return lines


def _judged(seconds: float, most: float, ours: bool) -> tuple[str, bool | None]:
    return (f"≤ {most:g}", seconds <= most) if ours else ("", None)


def _visits(browser: Browser, script: Path) -> tuple[float, float]:
    """Start the app; return seconds to the first visitor's picture from then, and to the second's from the call."""
    first = _visitor(browser)
    began = time.time()
    with served(script, **KEEPING) as (address, _):
        return _visit(first, address, began), _visit(_visitor(browser), address, None)


def _visitor(browser: Browser) -> Page:
    page = browser.new_context(viewport={"width": 1280, "height": 1400}).new_page()
    page.add_init_script(path=PROBE)
    time.sleep(1)  # A browser that has just opened a page is still busy with itself.
    return page


def _visit(page: Page, address: str, began: float | None) -> float:
    began = began or time.time()
    page.goto(address)
    settle(page, 20.0)
    drawn: float = page.evaluate("performance.timeOrigin + Math.max(...probe.charts)")
    page.context.close()
    return drawn / 1000 - began
