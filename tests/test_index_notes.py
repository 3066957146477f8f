"""Private links: wherever a figure stands, it is said that it is an index; real figures carry no such note."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from streamlit.testing.v1 import AppTest

from pages.ui.frame.registry import FACTS
from pages.ui.text.units import NOTES
from simulator.cases import load_case
from simulator.link.codec import encode
from simulator.link.private import indexed
from simulator.workspace.operations import duplicated
from simulator.workspace.scenario import Workspace
from tests.screens import wait_until_ready
from tests.test_pages import ROOM, SCRIPTS, opened

START = duplicated(Workspace.of(load_case("northwind.1")))
HOW = "pages/How_it_works.py"
"""The one page about the model and not about a scenario: it has no picture of one."""
RATIOS = {"function_returns", "ranking", "channel_returns", "levers"}
"""Charts of what one unit brings back, or of shares, which are the same for an index."""


def parts(test: AppTest) -> list[dict[str, Any]]:
    found = [json.loads(element.proto.json or "[]") for element in test.get("bidi_component")]
    return [part for each in found for part in (each if isinstance(each, list) else [each])]


@pytest.mark.parametrize("script", [each for each in SCRIPTS if each not in (ROOM, FACTS.script, HOW)])
def test_every_picture_and_table_of_a_private_link_says_what_100_is(script: str) -> None:
    """Each chart of money or people, each table and each row of figures carries the note; with real figures none."""
    private, real = (opened(script, encode(each)) for each in (indexed(START), START))
    for test, wanted in ((private, True), (real, False)):
        assert not test.exception
        shown = parts(test)
        charts = [chart for part in shown for chart in part.get("charts") or []]
        assert charts
        noted = {chart["name"] for chart in charts if chart["note"] in filter(None, NOTES.values())}
        assert noted == ({chart["name"] for chart in charts} - RATIOS if wanted else set())
        captions = re.findall(r"<caption.*?</caption>", " ".join(str(each.proto.body) for each in test.get("html")))
        assert all(("= 100" in caption) is wanted for caption in captions)
        rows = [part["blocks"] for part in shown if any("figures" in block for block in part.get("blocks") or [])]
        assert all(("= 100" in json.dumps(blocks)) is wanted for blocks in rows)


def test_the_note_is_seen_behind_the_title_and_in_the_table(page: Page, app_url: str) -> None:
    """A chart's title is followed by the note, and the table under it is headed by it."""
    page.goto(f"{app_url}/?{encode(indexed(START))}")
    wait_until_ready(page, "allocate")
    seen = page.evaluate("""() => [...document.querySelectorAll('*')].flatMap((n) => n.shadowRoot
      ? [...n.shadowRoot.querySelectorAll('figcaption')] : [])
      .map((n) => getComputedStyle(n, '::after').content)""")
    assert len(seen) == 3
    assert all("today's budget = 100" in content for content in seen)
    page.get_by_text("Show as table").first.click()
    expect(page.locator("caption").first).to_have_text("index: today's budget = 100")
