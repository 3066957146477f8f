"""Charts in a real browser: names of any length and script fit, axes follow the hand, and paper gets whole charts."""

from __future__ import annotations

import itertools
from collections import Counter
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from pages.ui.live import joined
from simulator.cases import load_case
from simulator.facts.names import NAME_LIMIT
from simulator.facts.plan import Plan
from simulator.link.codec import encode
from simulator.workspace.scenario import Scenario, Workspace
from tests.browser import ROOT
from tests.screens import ask
from tests.walk import settled

NAMES = (
    "Trade fairs and exhibitions in the north", "Trade fairs and exhibitions in the south",
    "שיווק דיגיטלי ברשתות חברתיות וחיפוש ממומן"[:NAME_LIMIT], "🚀🔥 " + "W" * 35 + " 🎯",
)  # fmt: skip
PLANS = (
    "Trade fairs first, with care for everyone"[:NAME_LIMIT], "Trade fairs first, with care for no one!",
    "תוכנית חלופית עם דגש על צוות המכירות שלנו"[:NAME_LIMIT],
)  # fmt: skip
WIDTHS = (1280, 820, 360, 320)
TEXTS = """() => {
  const all = (root) => [...root.querySelectorAll('*')].flatMap((n) => n.shadowRoot ? [n, ...all(n.shadowRoot)] : [n]);
  return all(document).filter((n) => n.matches('.canvas')).map((canvas) =>
    [...canvas.querySelectorAll('svg.marks text')].map((n) => n.textContent).filter(Boolean));
}"""
SCALE = """() => {
  const all = (root) => [...root.querySelectorAll('*')].flatMap((n) => n.shadowRoot ? [n, ...all(n.shadowRoot)] : [n]);
  const canvas = all(document).find((n) => n.matches('.canvas') && n.querySelector('.mark-line path'));
  const tops = [...canvas.querySelectorAll('.role-axis-grid line')].map((n) => n.getBoundingClientRect().top);
  const lines = [...canvas.querySelectorAll('.mark-line path')].map((n) => n.getBoundingClientRect());
  return {
    high: Math.min(...tops) - Math.min(...lines.map((box) => box.top)),
    low: Math.max(...lines.map((box) => box.bottom)) - Math.max(...tops),
    labels: [...canvas.querySelectorAll('.role-axis-label text')].map((n) => n.textContent).join(' '),
  };
}"""
PAPER = """() => {
  const all = (root) => [...root.querySelectorAll('*')].flatMap((n) => n.shadowRoot ? [n, ...all(n.shadowRoot)] : [n]);
  const shown = all(document).filter((n) => n.getClientRects().length), box = (n) => n.getBoundingClientRect();
  const inside = (n, frame) => box(n).left >= box(frame).left - 1 && box(n).right <= box(frame).right + 1
    && box(n).top >= box(frame).top - 5 && box(n).bottom <= box(frame).bottom + 5;
  const charts = shown.filter((n) => n.matches('.canvas svg.marks'));
  const of = (what) => charts.flatMap((svg) => [...svg.querySelectorAll(what)]);
  const tables = shown.filter((n) => n.matches('.picture table'));
  return {
    charts: charts.length,
    wide: charts.map((svg) => svg.viewBox.baseVal.width),
    cut: of('text').filter((n) => n.textContent && !inside(n, n.closest('.canvas'))).map((n) => n.textContent),
    beyond: [...charts, ...tables, ...tables.flatMap((n) => [...n.rows].flatMap((row) => [...row.cells]))]
      .filter((n) => box(n).right > document.documentElement.clientWidth).length,
    rows: tables.map((n) => [n.rows.length, Math.round(n.parentElement.scrollHeight - n.parentElement.clientHeight)]),
    controls: shown.filter((n) => n.matches('.picture summary')).length,
    ink: [...new Set(of('text').map((n) => getComputedStyle(n).fill))],
  };
}"""


def named_link() -> str:
    """A link to a company whose channels and scenarios have names as long as names may be, in any script."""
    business = load_case("nordhafen.1").business
    channels = tuple(channel.changed(name=name) for channel, name in zip(business.channels, NAMES, strict=True))
    named = business.changed(channels=channels)
    factors = ((1, 1, 1, 1, 1, 1), (0.5, 0.8, 1.1, 1.2, 1.3, 1), (1.5, 0.8, 0.4, 1.2, 0.7, 1.5))
    plans = [Plan.of(named.levers, [a * b for a, b in zip(named.plan.amounts, each, strict=True)]) for each in factors]
    scenarios = tuple(Scenario(name, named, plan) for name, plan in zip(PLANS, plans, strict=True))
    return encode(Workspace(scenarios, current=1))


@pytest.mark.parametrize("path", ["", "Compare", "Channels", "Certainty", "Diagnose", "Marginal_returns"])
def test_names_fit_at_every_width(page: Page, app_url: str, path: str) -> None:
    """Names of forty letters, right-to-left and emoji: none sticks out, none lies on another, none becomes another."""
    page.goto(f"{app_url}/{path}?{named_link()}")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        settled(page)
        assert [line for line in ask(page, "stickingOut") if line.startswith("text.")] == [], width
        assert ask(page, "overlapping", True) == [], width
        for texts in page.evaluate(TEXTS):
            times = Counter(text for text in texts if "…" in text)
            assert len(set(times.values())) <= 1, (width, times)  # A label may have a halo, which says the same.
            assert all(len(text) > 5 for text in times), (width, times)


def test_facts_are_named_whole_beside_what_knowing_them_is_worth(page: Page, app_url: str) -> None:
    """On a wide screen and on a phone no name of a fact of a stock company is cut on Certainty."""
    page.goto(f"{app_url}/Certainty?v=1&case=nordhafen.1")
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 900})
        settled(page)
        drawn = [text for texts in page.evaluate(TEXTS) for text in texts]
        assert "Dealers: Prospects at double spend" in drawn
        assert [text for text in drawn if "…" in text] == [], width


def test_cut_names_stay_apart(page: Page, app_url: str) -> None:
    """Names that differ at their ends, in their middle or at their start alone are still different when cut."""
    page.goto(app_url)
    settled(page)
    code = "([names, room]) => { %s return fitted(names, names.map(() => room), '14px sans-serif'); }"
    fit = code % joined(ROOT / "pages" / "ui" / "live" / "assets" / "fit.js")
    head, tail = "Search ads for ", " in the whole of the country"
    for room, names in itertools.product(
        (80, 110, 150),
        (
            [head + x + tail for x in ("north", "south", "souls")],
            ["A" * 39 + x for x in "123"],
            ["x" + "B" * 39, "y" + "B" * 39],
        ),
    ):
        short: list[str] = page.evaluate(fit, [names, room])
        assert len(set(short)) == len(names), short
        assert all("…" in text for text in short)
    assert page.evaluate(fit, [["👩‍🚀" * 13, "Short"], 60])[1] == "Short"
    assert "\ufffd" not in page.evaluate(fit, [["👩‍🚀" * 13], 60])[0]


def test_axes_follow_the_hand(page: Page, app_url: str) -> None:
    """While a lever is dragged to its end no line leaves the plot, and the axis grows now and then, not each move."""
    page.goto(f"{app_url}/?v=1&case=northwind.1")
    settled(page)
    track = page.get_by_role("slider", name="Sales team", exact=True).bounding_box()
    assert track
    level = track["y"] + track["height"] / 2
    page.mouse.move(track["x"] + 0.3 * track["width"], level)
    page.mouse.down()
    seen: list[str] = []
    for step in range(15):
        page.mouse.move(track["x"] + (0.3 + 0.7 * step / 14) * track["width"], level, steps=2)
        page.wait_for_timeout(250)
        scale: dict[str, Any] = page.evaluate(SCALE)
        assert scale["high"] <= 3, scale
        assert scale["low"] <= 3, scale
        seen.append(scale["labels"])
    page.mouse.up()
    assert 2 <= len(set(seen)) <= 6


@pytest.mark.parametrize(("width", "scheme"), [(1280, "dark"), (360, "light")])
def test_paper_gets_whole_charts(browser: Browser, app_url: str, width: int, scheme: Any) -> None:
    """Printed from any screen, charts have one width, fit the paper with all their text, and are in ink."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    page.goto(f"{app_url}/Compare?{named_link()}")
    settled(page)
    page.get_by_text("Show as table").nth(1).click()
    page.set_viewport_size({"width": 718, "height": 1000})
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.wait_for_timeout(500)
    paper = page.evaluate(PAPER)
    assert paper["charts"] >= 4
    wide = Counter(paper["wide"])
    assert sorted(wide.values()) == [1, paper["charts"] - 1]  # The map of splits, which is as high as wide, is smaller.
    assert paper["cut"] == []
    assert paper["beyond"] == 0
    assert paper["rows"] == [[25, 0]]
    assert paper["controls"] == 0
    assert set(paper["ink"]) <= {"rgb(17, 24, 39)", "rgb(75, 85, 99)"}
    page.emulate_media(media="screen")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.wait_for_timeout(500)
    assert not set(wide) & set(page.evaluate(PAPER)["wide"])
    context.close()
