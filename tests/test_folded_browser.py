"""How the charts of many levers are folded into rows."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from simulator.cases import load_case
from simulator.link.codec import encode
from simulator.workspace.scenario import Workspace
from tests.screens import wait_until_ready

ROWS = """() => {
  const boxes = [...document.querySelectorAll('[class*="st-key-in_"] .stColumn')].map((n) => n.getBoundingClientRect());
  const rows = Map.groupBy(boxes, (box) => Math.round(box.top));
  return [...rows.values()].map((row) => [Math.min(...row.map((b) => b.left)), Math.max(...row.map((b) => b.right))]);
}"""


@pytest.mark.parametrize("width", [1280, 820, 360])
@pytest.mark.parametrize("case", ["elmstreet.1", "plainbook.1", "nordhafen.1", "olist.1"])
def test_no_row_of_curves_leaves_a_hole(page: Page, app_url: str, case: str, width: int) -> None:
    """However many levers a company has, every row of their curves begins and ends where the page does."""
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(f"{app_url}/Marginal_returns?{encode(Workspace.of(load_case(case)))}")
    wait_until_ready(page, "marginal")
    rows = page.evaluate(ROWS)
    assert rows
    page_begins, page_ends = min(left for left, _ in rows), max(right for _, right in rows)
    assert page_ends - page_begins > 0.85 * width
    for left, right in rows:
        assert left - page_begins < 2
        assert page_ends - right < 2
