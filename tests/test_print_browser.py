"""Every page on paper: whole, without controls, and no wider than the sheet."""

from __future__ import annotations

import io
import math
import re
from typing import Any

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from simulator.cases import load_case
from simulator.link.codec import encode
from simulator.workspace.scenario import Workspace
from tests.screens import OWN, ask, wait_until_ready
from tests.screens import PAGES as ALL
from tests.visitors import Lend

PAGES = {"allocate": "", "diagnose": "Diagnose", "compare": "Compare", "marginal": "Marginal_returns",
         "channels": "Channels", "how": "How_it_works"}  # fmt: skip
CASES = ("northwind.1", "olist.1")
SHEET = {"width": 703, "height": 1025}
"""A4 at 96 pixels an inch, less the margins."""
FEW = 25
"""Words: a sheet with fewer is a waste."""
CONTROLS = "button, select, input[type=range], [role=combobox], [role=slider], [data-testid=stPopover], .fold summary"
VISIBLE = """(selector) => {
  const all = (root) => [...root.querySelectorAll('*')].flatMap((n) => n.shadowRoot ? [n, ...all(n.shadowRoot)] : [n]);
  return all(document.body).filter((n) => n.matches(selector) && n.checkVisibility({ visibilityProperty: true }))
    .map((n) => n.getAttribute('aria-label') ?? (n.textContent || n.className));
}"""
OUTSIDE = """(width) => [...document.querySelectorAll('.stMainBlockContainer :is(th, td, p, h1, h2, dt, dd)')]
  .filter((n) => n.checkVisibility() && n.getBoundingClientRect().right > width + 1).map((n) => n.textContent)"""


@pytest.fixture(params=[(name, case) for name in PAGES for case in CASES], ids="-".join)
def paper(request: Any, page: Page, app_url: str) -> Page:
    """One page of the app with one company, as it is laid out for a sheet of A4."""
    name, case = request.param
    page.goto(f"{app_url}/{PAGES[name]}?{encode(Workspace.of(load_case(case)))}")
    wait_until_ready(page, name)
    page.emulate_media(media="print")
    page.set_viewport_size(SHEET)
    return page


def test_paper_has_no_controls_and_all_of_the_page(paper: Page) -> None:
    """Nothing to press is printed, nothing is wider than the sheet or in a box that scrolls, no sheet is lost."""
    assert paper.evaluate(VISIBLE, CONTROLS) == []
    assert paper.evaluate(OUTSIDE, SHEET["width"]) == []
    boxes = paper.evaluate("""() => [...document.querySelectorAll('body, body :has(h1), .scroll')]
      .filter((n) => /auto|scroll|hidden/.test(getComputedStyle(n).overflow)).map((n) => n.className)""")
    assert boxes == []
    height = paper.evaluate("document.querySelector('.stMainBlockContainer').getBoundingClientRect().height")
    sheets = len(re.findall(rb"/Type\s*/Page\b", paper.pdf(prefer_css_page_size=True, format="A4")))
    least = math.ceil(height / SHEET["height"])
    assert least <= sheets <= least + 2


@pytest.mark.parametrize("name", PAGES)
def test_no_sheet_is_nearly_empty(page: Page, app_url: str, name: str) -> None:
    """No heading, row or note is left over for a sheet of its own."""
    for case in ("nordhafen.1", "northwind.1"):
        page.goto(f"{app_url}/{PAGES[name]}?{encode(Workspace.of(load_case(case)))}")
        wait_until_ready(page, name)
        sheets = PdfReader(io.BytesIO(page.pdf(format="A4"))).pages
        assert [words for sheet in sheets if (words := sheet.extract_text().split()) if len(words) < FEW] == []
        assert all(sheet.extract_text().strip() for sheet in sheets)


@pytest.mark.parametrize("name", ["marginal", "how"])
def test_curves_stand_two_in_a_row_on_paper(page: Page, app_url: str, name: str) -> None:
    """Curves of one kind share the width of the sheet, and their letters are not shrunk by it."""
    page.goto(f"{app_url}/{PAGES[name]}")
    wait_until_ready(page, name)
    page.set_viewport_size(SHEET)
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.wait_for_timeout(500)
    boxes = [each.bounding_box() for each in page.locator('[class*="st-key-in_"] .stColumn').all()]
    tops = [round(box["y"]) for box in boxes if box]
    assert tops[0] == tops[1] < tops[2] == tops[3]
    svg = page.locator('[class*="st-key-in_"] .canvas svg').first
    assert svg.evaluate("(n) => n.getBoundingClientRect().width / n.viewBox.baseVal.width") > 0.9


def test_the_plan_is_a_list_on_paper(page: Page, app_url: str) -> None:
    """In place of levers each lever's name stands with its amount in one row."""
    case = load_case("northwind.1")
    page.goto(f"{app_url}/?{encode(Workspace.of(case))}")
    wait_until_ready(page, "allocate")
    page.emulate_media(media="print")
    page.set_viewport_size(SHEET)
    for row, amount in zip(page.locator(".lever").all(), case.business.plan.amounts, strict=True):
        expect(row.locator(".amount")).to_have_value(f"${amount:,.0f}")
        name, field = row.locator(".name").bounding_box(), row.locator(".amount").bounding_box()
        assert name
        assert field
        assert abs(name["y"] + name["height"] / 2 - field["y"] - field["height"] / 2) < 6


def test_answers_stand_with_their_units_on_paper(page: Page, app_url: str) -> None:
    """What was chosen in a list stands behind its figure as words, on the sheet alone, and nothing to press does."""
    page.goto(f"{app_url}/Your_business?{OWN}")
    wait_until_ready(page, "business")
    unit = page.locator(".st-key-ask_closing .unit")
    expect(unit).to_be_hidden()
    page.emulate_media(media="print")
    page.set_viewport_size(SHEET)
    expect(unit).to_be_visible()
    expect(unit).to_have_text("months")
    expect(page.locator(".st-key-head_spend .unit")).to_have_text("a month")
    assert page.evaluate(VISIBLE, "button, [role=combobox]") == []
    assert page.evaluate(OUTSIDE, SHEET["width"]) == []


@pytest.mark.parametrize("name", [*PAGES, "room"])
def test_a_dark_page_prints_dark_on_white(app_url: str, lend: Lend, name: str) -> None:
    """Paper is white to its edges whatever the screen was, and all that stands on it, in charts too, can be read."""
    size = {"width": 1280, "height": 800}
    page = lend(viewport=size, color_scheme="dark", reduced_motion="reduce").new_page()
    page.goto(f"{app_url}/{ALL[name]}?{encode(Workspace.of(load_case('northwind.1')))}")
    wait_until_ready(page, name)
    page.emulate_media(media="print", color_scheme="dark")
    page.set_viewport_size({**SHEET, "height": 3000})
    assert ask(page, "pale") == []
    picture = np.asarray(Image.open(io.BytesIO(page.screenshot(full_page=True))).convert("L"))
    assert (picture > 200).mean() > 0.8
    assert (picture[-1] == 255).all()
    for edge in (picture[:, 0], picture[:, -1]):  # Where letters begin and bars end.
        assert (edge == 255).mean() > 0.7


def test_what_is_edited_is_not_printed(page: Page, app_url: str) -> None:
    """The fields by which channels are renamed and added stay on the screen."""
    page.goto(f"{app_url}/Channels")
    wait_until_ready(page, "channels")
    expect(page.get_by_text("Add a channel")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.get_by_text("Add a channel")).to_be_hidden()
    expect(page.get_by_text("Rename or remove")).to_be_hidden()
