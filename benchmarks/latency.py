"""From the hand to the picture, in Chromium: key, number, release, drag, held key; beside plain Streamlit."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Locator, Page, sync_playwright

from benchmarks.measure import Result, p95
from tests.browser import APP, FLAGS, HINT, find_chromium, served

PROBE = Path(__file__).with_name("probe.js")
PLAIN = Path(__file__).with_name("apps") / "plain.py"
APPS: tuple[tuple[str, Path, Callable[[Page], Locator]], ...] = (
    ("Next Dollar", APP, lambda page: page.get_by_role("slider", name="Sales team", exact=True)),
    ("plain Streamlit + Altair", PLAIN, lambda page: page.locator("[data-testid=stSlider] input[type=range]").nth(2)),
)
QUIET = 0.4
"""Seconds without a change after which a picture counts as finished."""
ROUNDS = 40
RIVALS = (
    ("NiceGUI + ECharts, as recorded", "35, p95 63"),
    ("Panel + Bokeh, as recorded", "99, p95 109"),
    ("Dash clientside; Dash server, as recorded", "67, p95 78; 164, p95 227"),
    ("marimo; Gradio; Shiny, as recorded", "196, p95 243; 291, p95 380; 545, p95 703"),
)
"""Median and p95 of other tools on the same kind of task and machine, from the design's measurements."""


@dataclass
class Seen:
    """Milliseconds from each input to the last chart change, and what the server spent on it."""

    lags: list[float] = field(default_factory=list)
    cpu: float = float("nan")
    rate: float = float("nan")


def measure() -> list[Result]:
    """Return the lines of both apps, ours first, and what was recorded of rivals."""
    results: list[Result] = []
    with chromium() as browser:
        for name, script, thumb_of in APPS:
            with served(script) as (address, pid), opened(browser, address) as page:
                results += _app(name, page, thumb_of(page), pid, ours=script == APP)
    return results + [Result(f"ms, {name}", seen) for name, seen in RIVALS]


def _app(name: str, page: Page, thumb: Locator, pid: int, ours: bool) -> list[Result]:
    key = keys(page, thumb, pid)
    results = [_single(f"{name}: arrow key", key, ours), _processor(f"{name}: arrow key", key, ours)]
    results += _held(name, held(page, thumb), ours)
    if ours:
        entered = typed(page, page.get_by_role("textbox", name="Sales team, exact amount"), pid)
        results.append(_single(f"{name}: typed number", entered, ours))
    moving, released = drag(page, thumb)
    results.append(_single(f"{name}: release of the mouse", released, ours))
    if moving.lags:
        return results + _dragged(name, moving, ours)
    return [*results, Result(f"{name}: drag", "no update before the release")]


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
        settle(page)
    idle = _idle(pid)
    seen, before, began = Seen(), cpu_ms(pid), time.monotonic()
    for turn in range(5, 5 + ROUNDS):
        page.evaluate("probe.clear()")
        act(turn)
        settle(page)
        noted = page.evaluate("({at: probe.inputs.at(-1)?.[1], charts: probe.charts})")
        if noted["charts"] and noted["at"] is not None:
            seen.lags.append(max(noted["charts"]) - noted["at"])
    seen.cpu = (cpu_ms(pid) - before - idle * (time.monotonic() - began)) / ROUNDS
    return seen


def _idle(pid: int, seconds: float = 5.0) -> float:
    """Return what the server spends while nothing happens, ms a second: it is not the moves that cost that."""
    before = cpu_ms(pid)
    time.sleep(seconds)
    return (cpu_ms(pid) - before) / seconds


def drag(page: Page, thumb: Locator) -> tuple[Seen, Seen]:
    """Two seconds of dragging at 60 moves a second, four times; then the release."""
    moving, released, rates = Seen(), Seen(), []
    for turn in range(4):
        ends = (0.3, 0.7) if turn % 2 == 0 else (0.7, 0.3)
        rates.append(_one_drag(page, thumb, ends, moving))
        page.evaluate("probe.clear()")
        page.mouse.up()
        settle(page)
        noted = page.evaluate("({at: probe.inputs.findLast((i) => i[0] === 'pointerup')?.[1], charts: probe.charts})")
        if noted["charts"] and noted["at"] is not None:
            released.lags.append(max(noted["charts"]) - noted["at"])
    moving.rate = median(rates)
    return moving, released


def _one_drag(page: Page, thumb: Locator, ends: tuple[float, float], moving: Seen) -> float:
    thumb.scroll_into_view_if_needed()
    box = thumb.bounding_box()
    assert box is not None
    start, end = (box["x"] + box["width"] * share for share in ends)
    seconds = drag_along(page, start, end, box["y"] + box["height"] / 2)
    time.sleep(0.3)
    noted = page.evaluate("({sends: probe.sends, charts: probe.charts})")
    drawn = bursts(noted["charts"])
    moving.lags += _answered(noted["sends"], drawn)
    return len(drawn) / seconds


def drag_along(page: Page, start: float, end: float, level: float) -> float:
    """Press at ``start`` and drag to ``end`` at 60 moves a second, without letting go; return how long it took."""
    page.mouse.move(start, level)
    page.mouse.down()
    time.sleep(0.6)
    page.evaluate("probe.clear()")
    began = time.monotonic()
    for step in range(1, 121):
        page.mouse.move(start + (end - start) * step / 120, level)
        time.sleep(max(0.0, began + step / 60 - time.monotonic()))
    return time.monotonic() - began


def bursts(times: list[float], apart: float = 6.0) -> list[float]:
    """Return the end of each run of chart changes less than ``apart`` ms from one another."""
    ends: list[float] = []
    for moment in times:
        if ends and moment - ends[-1] < apart:
            ends[-1] = moment
        else:
            ends.append(moment)
    return ends


def _answered(sends: list[list[float]], ends: list[float]) -> list[float]:
    """Return, per message sent, ms from the input behind it to the last chart change before the next message's."""
    lags = []
    for place, (moved, sent) in enumerate(sends):
        until = sends[place + 1][1] if place + 1 < len(sends) else float("inf")
        drawn = [end for end in ends if sent < end <= until + 4]
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
        during = len(bursts(page.evaluate("probe.charts")))
        settle(page)
        noted = page.evaluate("({at: probe.inputs.at(-1)[1], charts: probe.charts})")
        rates.append(during / seconds)
        behind.append(max(noted["charts"], default=float("nan")) - noted["at"])
    return median(rates), median(behind)


def settle(page: Page, most: float = 8.0) -> None:
    """Wait until the charts have changed and then rested."""
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


def _single(name: str, seen: Seen, judged: bool) -> Result:
    middle, high = median(seen.lags), p95(seen.lags)
    met = middle <= 72 and high <= 100 if judged else None
    return Result(
        f"ms to the picture, {name}", f"{middle:.0f}, p95 {high:.0f}", "≤ 72, p95 ≤ 100" if judged else "", met
    )


def _processor(name: str, seen: Seen, judged: bool) -> Result:
    met = seen.cpu <= 10 if judged else None
    return Result(f"ms of server CPU, {name}", f"{seen.cpu:.1f}", "≤ 10" if judged else "", met)


def _dragged(name: str, seen: Seen, judged: bool) -> list[Result]:
    middle, high = median(seen.lags), p95(seen.lags)
    quick = middle <= 40 and high <= 50 if judged else None
    return [
        Result(f"updates a second, {name}: drag", f"{seen.rate:.1f}", "≥ 20" if judged else "", seen.rate >= 20),
        Result(f"ms to the picture, {name}: drag", f"{middle:.0f}, p95 {high:.0f}", "≤ 40, p95 ≤ 50", quick),
    ]


def _held(name: str, seen: tuple[float, float], judged: bool) -> list[Result]:
    rate, behind = seen
    met = rate >= 20 if judged else None
    return [
        Result(f"updates a second, {name}: held key", f"{rate:.1f}", "≥ 20" if judged else "", met),
        Result(f"ms behind at the end, {name}: held key", f"{behind:.0f}"),
    ]
