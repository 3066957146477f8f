"""What axe-core, which course providers and public buyers check with, finds wrong with a page."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser import ROOT

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
HINT = "no axe-core found: npm install"
SERIOUS = {"serious", "critical"}
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN = """async (rules) => {
  const found = await axe.run(document, { runOnly: rules, resultTypes: ["violations"] });
  return found.violations.flatMap(({ id, impact, nodes }) =>
    nodes.map((node) => [impact, `${id}: ${node.html.slice(0, 200)}: ${node.failureSummary}`]));
}"""


def serious_faults(page: Page) -> list[str]:
    """Return what is seriously wrong by WCAG 2.2 AA, as far as a program can tell; skip where there is no axe-core."""
    if not AXE.is_file():
        pytest.skip(HINT)
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[list[Any]] = page.evaluate(RUN, RULES)
    return [said for impact, said in found if impact in SERIOUS]
