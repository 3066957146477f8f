"""What a first visit loads and how long it takes, on a slow and on a fast line; beside plain Streamlit."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page

from benchmarks.latency import PLAIN, chromium
from benchmarks.measure import Result
from benchmarks.startup import KEEPING
from pages.serving.files import first_files
from tests.browser import APP, served, wait_until_compressed

PROBE = Path(__file__).with_name("weight.js")
SLOW = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8}
"""1.6 Mbit/s down and 150 ms: a phone in the country."""
REST = 2.0
"""Seconds after the picture that still count: what loads then is part of the visit."""
APPS = (("Next Dollar", APP), ("plain Streamlit + Altair", PLAIN))
LINES: tuple[tuple[str, dict[str, Any] | None, int, dict[str, float]], ...] = (
    ("slow line", SLOW, 3, {"MB": 1.3, "s to first words": 3.0, "s to levers": 7.0}),
    ("fast line", None, 5, {"s to levers": 1.2}),
)
"""Name, conditions, rounds and the most allowed of each line."""


@dataclass(frozen=True)
class Visit:
    """What one first visit took: requests, bytes on the wire, seconds."""

    requests: int
    size: int
    words: float
    levers: float
    picture: float


def measure() -> list[Result]:
    """Return the lines of this part; the apps take turns."""
    results: list[Result] = []
    with chromium() as browser, served(APP, **KEEPING) as (ours, _), served(PLAIN) as (plain, _):
        addresses = dict(zip((name for name, _ in APPS), (ours, plain), strict=True))
        wait_until_compressed(ours, first_files())
        for address in addresses.values():
            _visit(browser, address, None)
        for line, conditions, rounds, most in LINES:
            seen: dict[str, list[Visit]] = {name: [] for name in addresses}
            for _ in range(rounds):
                for name, address in addresses.items():
                    seen[name].append(_visit(browser, address, conditions))
            for name, visits in seen.items():
                results += _lines(f"{line}, {name}", visits, most if name == APPS[0][0] else {})
    return results


def _visit(browser: Browser, address: str, conditions: dict[str, Any] | None) -> Visit:
    context = browser.new_context(viewport={"width": 1280, "height": 1400})  # Its cache is empty.
    page = context.new_page()
    page.add_init_script(path=PROBE)
    session = context.new_cdp_session(page)
    sizes = _counted(session)
    if conditions:
        session.send("Network.emulateNetworkConditions", conditions)
    time.sleep(1)  # A browser that has just opened a page is still busy with itself.
    page.goto(address, wait_until="commit")
    page.wait_for_function("'picture' in weight && 'levers' in weight", timeout=90_000)
    page.wait_for_timeout(1000 * REST)
    visit = _seen(page, sizes)
    context.close()
    return visit


def _counted(session: CDPSession) -> dict[str, list[int]]:
    """Count what arrives from now on: files as sent, and messages before compression, so rather too much."""
    sizes: dict[str, list[int]] = {"files": [], "messages": []}
    session.send("Network.enable")
    session.on("Network.loadingFinished", lambda event: sizes["files"].append(int(event["encodedDataLength"])))
    session.on(
        "Network.webSocketFrameReceived",
        lambda event: sizes["messages"].append(len(event["response"]["payloadData"]) * 3 // 4),  # In base 64.
    )
    return sizes


def _seen(page: Page, sizes: dict[str, list[int]]) -> Visit:
    words = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime / 1000")
    loaded = [size for size in sizes["files"] if size]  # The others come from the page itself.
    return Visit(
        len(loaded), sum(loaded) + sum(sizes["messages"]), words, *page.evaluate("[weight.levers, weight.picture]")
    )


def _lines(name: str, visits: list[Visit], most: dict[str, float]) -> list[Result]:
    found = {
        "requests": (median(visit.requests for visit in visits), ".0f"),
        "MB": (median(visit.size for visit in visits) / 1e6, ".2f"),
        "s to first words": (median(visit.words for visit in visits), ".2f"),
        "s to levers": (median(visit.levers for visit in visits), ".2f"),
        "s to picture": (median(visit.picture for visit in visits), ".2f"),
    }
    return [
        Result(
            f"{what}, {name}",
            f"{value:{form}}",
            f"≤ {most[what]:g}" if what in most else "",
            _met(value, most.get(what)),
        )
        for what, (value, form) in found.items()
    ]


def _met(value: float, most: float | None) -> bool | None:
    return None if most is None else value <= most
