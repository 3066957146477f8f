"""From the hand to the picture, in Chromium: key, number, release, drag, held key; beside plain Streamlit."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, sync_playwright

from benchmarks.tables import median, p95, table
from tests.browser import FLAGS, HINT, find_chromium, served

PROBE = Path(__file__).with_name("probe.js")
PLAIN = Path(__file__).with_name("apps") / "plain.py"
APPS: tuple[tuple[str, Path | None, Callable[[Page], Locator]], ...] = (
    ("Next Dollar", None, lambda page: page.get_by_role("slider", name="Sales team", exact=True)),
    ("plain Streamlit + Altair", PLAIN, lambda page: page.locator("[data-testid=stSlider] input[type=range]").nth(2)),
)
QUIET = 0.4
"""Seconds without a change after which a picture counts as finished."""
ROUNDS = 40
RIVALS = (
    ("NiceGUI + ECharts, as recorded", "35", "63"),
    ("Dash clientside / server, as recorded", "67 / 164", "78 / 227"),
    ("Panel + Bokeh, as recorded", "99", "109"),
    ("marimo / Gradio / Shiny, as recorded", "196 / 291 / 545", "243 / 380 / 703"),
)
"""Median and p95 of other tools on the same kind of task and machine, from the design's measurements."""


@dataclass
class Seen:
    """Milliseconds from each input to the last chart change, and what the server spent on it."""

    lags: list[float] = field(default_factory=list)
    cpu: float = float("nan")
    rate: float = float("nan")


def run() -> str:
    """Measure both apps and return the tables."""
    rows, drags = [], []
    with chromium() as browser:
        for name, script, thumb_of in APPS:
            with served(script) if script else served() as (address, pid), opened(browser, address) as page:
                thumb = thumb_of(page)
                rows.append(_row(f"{name}: arrow key", keys(page, thumb, pid), "72", "100"))
                drags.append(_held(name, held(page, thumb)))
                if script is None:
                    box = page.get_by_role("textbox", name="Sales team, exact amount")
                    rows.append(_row(f"{name}: typed number", typed(page, box, pid), "72", "100"))
                dragged, released = drag(page, thumb)
                rows.append(_row(f"{name}: release of the mouse", released, "72", "100"))
                drags.append(_dragged(name, dragged))
    rows += [[name, middle, high, "", ""] for name, middle, high in RIVALS]
    first = table(
        "Input to last chart changed, ms (targets: ≤ 72 median, ≤ 100 p95; server CPU ≤ 10)",
        ["what", "median", "p95", "server CPU", "targets met"], rows,
    )  # fmt: skip
    second = table(
        "While the hand moves (targets: ≥ 20 updates a second; ≤ 40 ms median, ≤ 50 p95)",
        ["what", "updates/s", "median ms", "p95 ms", "targets met"], drags,
    )  # fmt: skip
    return first + "\n" + second


@contextmanager
def chromium() -> Iterator[Browser]:
    """A headless Chromium."""
    path = find_chromium()
    if path is None:
        raise SystemExit(HINT)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def opened(browser: Browser, address: str) -> Iterator[Page]:
    """The app with the probe in it, settled."""
    page = browser.new_page(viewport={"width": 1280, "height": 1400})
    page.add_init_script(path=PROBE)
    page.goto(address)
    page.wait_for_selector("svg.marks", timeout=60_000)
    time.sleep(3)
    yield page
    page.close()


def keys(page: Page, thumb: Locator, pid: int) -> Seen:
    """One arrow key at a time."""
    thumb.focus()
    return _each(page, pid, lambda turn: page.keyboard.press("ArrowRight" if turn // 20 % 2 == 0 else "ArrowLeft"))


def typed(page: Page, box: Locator, pid: int) -> Seen:
    """One number typed and entered at a time; the time runs from Enter."""

    def act(turn: int) -> None:
        box.fill(str(5000 + 50 * turn))
        page.evaluate("probe.clear()")
        box.press("Enter")

    return _each(page, pid, act)


def _each(page: Page, pid: int, act: Callable[[int], None]) -> Seen:
    for turn in range(5):
        act(turn)
        _settle(page)
    seen, before = Seen(), cpu_ms(pid)
    for turn in range(5, 5 + ROUNDS):
        page.evaluate("probe.clear()")
        act(turn)
        _settle(page)
        noted = page.evaluate("({at: probe.inputs.at(-1)?.[1], charts: probe.charts})")
        if noted["charts"] and noted["at"] is not None:
            seen.lags.append(max(noted["charts"]) - noted["at"])
    seen.cpu = (cpu_ms(pid) - before) / ROUNDS
    return seen


def drag(page: Page, thumb: Locator) -> tuple[Seen, Seen]:
    """Two seconds of dragging at 60 moves a second, four times; then the release."""
    moving, released, rates = Seen(), Seen(), []
    for turn in range(4):
        ends = (0.3, 0.7) if turn % 2 == 0 else (0.7, 0.3)
        rates.append(_one_drag(page, thumb, ends, moving))
        page.evaluate("probe.clear()")
        page.mouse.up()
        _settle(page)
        noted = page.evaluate("({at: probe.inputs.findLast((i) => i[0] === 'pointerup')?.[1], charts: probe.charts})")
        if noted["charts"] and noted["at"] is not None:
            released.lags.append(max(noted["charts"]) - noted["at"])
    moving.rate = median(rates)
    return moving, released


def _one_drag(page: Page, thumb: Locator, ends: tuple[float, float], moving: Seen) -> float:
    thumb.scroll_into_view_if_needed()
    box = thumb.bounding_box()
    assert box is not None
    level = box["y"] + box["height"] / 2
    page.mouse.move(box["x"] + box["width"] * ends[0], level)
    page.mouse.down()
    time.sleep(0.6)
    page.evaluate("probe.clear()")
    began = time.monotonic()
    for step in range(1, 121):
        page.mouse.move(box["x"] + box["width"] * (ends[0] + (ends[1] - ends[0]) * step / 120), level)
        time.sleep(max(0.0, began + step / 60 - time.monotonic()))
    seconds = time.monotonic() - began
    time.sleep(0.3)
    noted = page.evaluate("({sends: probe.sends, charts: probe.charts})")
    bursts = _bursts(noted["charts"])
    moving.lags += _answered(noted["sends"], bursts)
    return len(bursts) / seconds


def _bursts(times: list[float], apart: float = 6.0) -> list[float]:
    """Return the end of each run of chart changes less than ``apart`` ms from one another."""
    ends: list[float] = []
    for moment in times:
        if ends and moment - ends[-1] < apart:
            ends[-1] = moment
        else:
            ends.append(moment)
    return ends


def _answered(sends: list[list[float]], bursts: list[float]) -> list[float]:
    """Return, per message sent, ms from the input behind it to the last chart change before the next message's."""
    lags = []
    for place, (moved, sent) in enumerate(sends):
        until = sends[place + 1][1] if place + 1 < len(sends) else float("inf")
        drawn = [end for end in bursts if sent < end <= until + 4]
        if drawn:
            lags.append(drawn[-1] - moved)
    return lags


def held(page: Page, thumb: Locator) -> tuple[float, float]:
    """An arrow key held for two seconds at 30 a second: updates a second, and ms the last picture is behind."""
    thumb.focus()
    rates, behind = [], []
    for turn in range(4):
        page.evaluate("probe.clear()")
        began = time.monotonic()
        for step in range(1, 61):
            page.keyboard.press("ArrowRight" if turn % 2 == 0 else "ArrowLeft")
            time.sleep(max(0.0, began + step / 30 - time.monotonic()))
        seconds = time.monotonic() - began
        during = len(_bursts(page.evaluate("probe.charts")))
        _settle(page)
        noted = page.evaluate("({at: probe.inputs.at(-1)[1], charts: probe.charts})")
        rates.append(during / seconds)
        behind.append(max(noted["charts"], default=float("nan")) - noted["at"])
    return median(rates), median(behind)


def _settle(page: Page, most: float = 8.0) -> None:
    give_up = time.monotonic() + most
    count, since = -1, time.monotonic()
    while time.monotonic() < give_up:
        now = page.evaluate("probe.charts.length")
        if now != count:
            count, since = now, time.monotonic()
        elif time.monotonic() - since > QUIET and count:
            return
        time.sleep(0.05)


def cpu_ms(pid: int) -> float:
    """Return the processor time of a process so far, ms."""
    spent = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
    return (int(spent[11]) + int(spent[12])) / os.sysconf("SC_CLK_TCK") * 1000


def _row(name: str, seen: Seen, middle: str, high: str) -> list[str]:
    fine = median(seen.lags) <= float(middle) and p95(seen.lags) <= float(high)
    return [name, f"{median(seen.lags):.0f}", f"{p95(seen.lags):.0f}", f"{seen.cpu:.1f}", "yes" if fine else "no"]


def _dragged(name: str, seen: Seen) -> list[str]:
    fine = seen.rate >= 20 and median(seen.lags) <= 40 and p95(seen.lags) <= 50
    return [
        f"{name}: drag",
        f"{seen.rate:.1f}",
        f"{median(seen.lags):.0f}",
        f"{p95(seen.lags):.0f}",
        "yes" if fine else "no",
    ]


def _held(name: str, seen: tuple[float, float]) -> list[str]:
    rate, behind = seen
    return [
        f"{name}: held arrow key",
        f"{rate:.1f}",
        f"{behind:.0f} behind at the end",
        "",
        "yes" if rate >= 20 else "no",
    ]
