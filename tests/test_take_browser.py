"""Any table as a sheet takes it, any chart as a picture: what the page says, and nothing a spreadsheet would run."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, Locator, Page, expect

from pages.ui.live import joined
from pages.ui.text.formats import money_format
from simulator.cases import load_case
from simulator.facts.names import NAME_LIMIT
from simulator.facts.plan import Plan
from simulator.facts.spreadsheet_text import STARTS_FORMULA, as_text
from simulator.insight.channel_economics import channel_economics
from simulator.link.codec import encode
from simulator.workspace.scenario import Scenario, Workspace
from tests.browser import ROOT
from tests.screens import LINK, OWN, wait_until_ready
from tests.without_vega import hide_vega

SHEET = ROOT / "pages" / "ui" / "live" / "assets" / "sheet.js"
COMPANY = '=HYPERLINK("x") & <b>Söhne</b>'[:NAME_LIMIT]
PLAN = "-2+3, <script>"
SVG = "{http://www.w3.org/2000/svg}"
START = Workspace.of(load_case("nordhafen.1"))
HOSTILE = ("=1+1", "+A1", '-cmd|"/c calc"!A0', "@SUM(A1)", " =1", "＝1", "−A$1", "a\tb", 'say "a, b"', "Plan\nB", "'")


def ask(page: Page, code: str, given: object) -> Any:
    """Evaluate code with the module that writes sheets."""
    return page.evaluate(f"(given) => {{ {joined(SHEET)}\n return {code}; }}", given)


def test_no_text_becomes_a_formula(page: Page) -> None:
    """A cell that is no figure is written as in the files of the server: with an apostrophe where it looks like one."""
    cells = [*HOSTILE, *(f"{sign}x(1)" for sign in STARTS_FORMULA), "Search ads", ""]
    expected = [" ".join(as_text(cell).replace(cell, cell.strip()).split()) for cell in cells]
    assert ask(page, "given.map(sheetCell)", cells) == expected


def test_a_figure_is_one_for_the_sheet(page: Page) -> None:
    """Signs and spaces that a sheet cannot read are written as it reads them; the number stays what is shown."""
    shown = {"+$3,500": "$3,500", "−$67.4k": "-$67.4k", "12\u00a0%": "12%", "1\u202f234,5": "1234,5", "$0": "$0",
             "+4.2 months": "4.2 months", "7.500\u00a0€": "7.500 €", "−3": "-3"}  # fmt: skip
    assert ask(page, "given.map(sheetCell)", list(shown)) == list(shown.values())


def test_a_file_of_hostile_names_reads_back_in_its_rows(page: Page) -> None:
    """Whatever stands in the cells, each row keeps as many as it had, in a file and in the clipboard."""
    rows = [["", *HOSTILE], [*HOSTILE, ""]]
    file = ask(page, "commaSeparated(given)", rows)
    read = list(csv.reader(io.StringIO(file.removeprefix("\ufeff"))))
    assert [len(row) for row in read] == [len(row) for row in rows]
    assert not [cell for row in read for cell in row if cell.startswith(STARTS_FORMULA)]
    assert [len(line.split("\t")) for line in ask(page, "tabbed(given)", rows).split("\n")] == [
        len(row) for row in rows
    ]


def hostile_link() -> str:
    """A link to two plans of a company whose names a spreadsheet or a page would run."""
    business = load_case("northwind.1").business.changed(name=COMPANY)
    plan = Plan.of(business.levers, [amount * 1.25 for amount in business.plan.amounts])
    return encode(Workspace((Scenario(PLAN, business, plan),), held=False))


@pytest.fixture
def comparing(page: Page, app_url: str) -> Page:
    """The page Compare with names that would harm."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{app_url}/Compare?{hostile_link()}")
    wait_until_ready(page, "compare")
    return page


def saved(page: Page, button: Locator, folder: Path) -> Path:
    """Press a button and return the file it gives."""
    with page.expect_download() as download:
        button.click()
    place = folder / download.value.suggested_filename
    download.value.save_as(place)
    return place


def test_a_table_is_taken_with_one_press(comparing: Page, tmp_path: Path) -> None:
    """What is pasted, and what the file holds, is the table's rows, and below them whose they are."""
    table = comparing.locator(".tabled").last
    rows = table.locator("tr")
    table.hover()
    table.get_by_role("button", name="Copy").click()
    expect(table.get_by_role("status")).to_have_text("Copied")
    pasted = [line.split("\t") for line in comparing.evaluate("navigator.clipboard.readText()").split("\n")]
    assert len(pasted) == rows.count() + 2
    assert pasted[0] == ["", *(as_text(each) for each in table.locator("thead th").all_text_contents()[1:])]
    assert pasted[-1][0].startswith("Figures side by side")
    assert COMPANY in pasted[-1][0]
    assert pasted[-1][0].endswith("Next Dollar")
    file = saved(comparing, table.get_by_role("button", name="CSV"), tmp_path)
    with file.open(encoding="utf-8-sig", newline="") as text:
        assert [row for row in csv.reader(text) if row] == [row for row in pasted if row != [""]]
    assert re.fullmatch(r"[\w-]+\.csv", file.name)


def taken(part: Locator) -> list[list[str]]:
    """The rows that a press on Copy puts into the clipboard."""
    part.hover()
    part.get_by_role("button", name="Copy the table").click()
    expect(part.get_by_role("status").first).to_have_text("Copied")
    return [line.split("\t") for line in part.page.evaluate("navigator.clipboard.readText()").split("\n")]


def test_an_amount_written_short_is_taken_whole(page: Page, app_url: str) -> None:
    """Where table or chart says $1.19M the sheet gets the amount to the hundredth, as `simulate` gives it."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{app_url}/Channels?{encode(START)}")
    wait_until_ready(page, "channels")
    found = channel_economics(START.question).channels
    whole = {each.name: money_format("EUR", "en").exact(each.customer_value) for each in found}
    table = page.locator(".tabled").last
    assert re.search(r"\d[kM]\b", table.text_content() or "")
    rows = {row[0]: row for row in taken(table)}
    assert [name for name, amount in whole.items() if amount not in rows[name]] == []
    chart = page.locator("figure:has(.canvas)").filter(has_text="Best customers")
    rows = {row[0]: row for row in taken(chart)}
    assert [name for name, amount in whole.items() if amount not in rows[name]] == []


def test_a_chart_is_taken_as_it_is_drawn(comparing: Page, tmp_path: Path) -> None:
    """The picture has the chart's title above, names no harm below, and leans on nothing of the page."""
    chart = comparing.locator("figure:has(.canvas)").filter(has_text="Revenue").last
    chart.hover()
    file = saved(comparing, chart.get_by_role("button", name="SVG"), tmp_path)
    text = file.read_text(encoding="utf-8")
    drawn = ElementTree.fromstring(text)
    words = [each.text or "" for each in drawn.iter(f"{SVG}text")]
    assert (chart.locator("figcaption").text_content() or "") in " ".join(words)
    assert COMPANY in " ".join(words)
    assert words[-1].endswith("Next Dollar")
    assert {*chart.locator(".canvas svg text").all_text_contents()} <= {*words}
    assert not [each.tag for each in drawn.iter() if not each.tag.startswith(SVG) or each.tag == f"{SVG}script"]
    assert "var(" not in text
    picture = Image.open(saved(comparing, chart.get_by_role("button", name="PNG"), tmp_path))
    assert picture.size == (round(2 * float(drawn.attrib["width"])), round(2 * float(drawn.attrib["height"])))


def test_pictures_are_for_paper_whatever_the_screen(browser: Browser, app_url: str, tmp_path: Path) -> None:
    """On a dark page the picture is on white, in ink; the page itself stays dark."""
    context = browser.new_context(color_scheme="dark", viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{app_url}/Compare?{LINK}")
    wait_until_ready(page, "compare")
    chart = page.locator("figure:has(.canvas)").last
    chart.hover()
    before = chart.evaluate("(n) => getComputedStyle(n).color")
    pixels = np.asarray(Image.open(saved(page, chart.get_by_role("button", name="PNG"), tmp_path)).convert("L"))
    assert min(pixels[0].min(), pixels[-1].min(), pixels[:, 0].min(), pixels[:, -1].min()) > 240
    assert pixels.min() < 60
    assert chart.evaluate("(n) => getComputedStyle(n).color") == before
    context.close()


def test_the_list_of_changes_is_taken(page: Page, app_url: str) -> None:
    """What differs from today is copied with what its columns are, and without the arrows between them."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{app_url}/?{LINK}")
    wait_until_ready(page, "allocate")
    page.get_by_role("button", name="Changes from today").click()
    pasted = taken(page.locator(".tabled").filter(has_text="Search ads"))
    assert pasted[:3] == [
        ["Lever", "Today", "Plan A", "Change"],
        ["Search ads", "$7,500", "$4,000", "-$3,500"],
        ["Sales team", "$5,000", "$8,500", "$3,500"],
    ]
    assert pasted[-1][0].startswith("Changes from today")


def test_a_chart_of_streamlit_s_own_is_taken_too(browser: Browser, app_url: str, tmp_path: Path) -> None:
    """Where Streamlit's element draws the charts each has its table and pictures, on white though the page is dark."""
    context = browser.new_context(color_scheme="dark", viewport={"width": 1280, "height": 900})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    hide_vega(page)
    page.goto(f"{app_url}/?{LINK}")
    chart = page.locator('[class*="st-key-still_"]').filter(has_text="Revenue per month")
    expect(chart.locator("svg.marks")).to_be_visible(timeout=40_000)
    rows = taken(chart)
    assert rows[0][0] == "Month"
    assert len(rows) == 24 + 3
    text = saved(page, chart.get_by_role("button", name="SVG picture"), tmp_path).read_text(encoding="utf-8")
    words = [each.text for each in ElementTree.fromstring(text).iter(f"{SVG}text")]
    assert words[0] == "Revenue per month"
    assert "var(" not in text
    pixels = np.asarray(Image.open(saved(page, chart.get_by_role("button", name="PNG picture"), tmp_path)).convert("L"))
    assert min(pixels[0].min(), pixels[-1].min(), pixels[:, 0].min(), pixels[:, -1].min()) > 240
    assert pixels.min() < 60
    line = chart.locator("svg.marks text").first
    before = line.evaluate("(n) => getComputedStyle(n).fill")
    page.emulate_media(color_scheme="light")
    expect(line).not_to_have_css("fill", before)
    context.close()


def test_a_curve_is_taken_with_its_points(page: Page, app_url: str, tmp_path: Path) -> None:
    """The curve of a fact has its points and the words below them in the picture too."""
    page.goto(f"{app_url}/Your_business?{OWN}")
    wait_until_ready(page, "business")
    curve = page.locator(".curve").first
    curve.hover()
    text = saved(page, curve.get_by_role("button", name="SVG"), tmp_path).read_text(encoding="utf-8")
    words = [each.text for each in ElementTree.fromstring(text).iter(f"{SVG}text")]
    assert {"if you stopped", "today", "if you doubled"} <= {*words}
    assert text.count("<circle") >= curve.locator(".point").count()


def test_the_buttons_show_for_the_keyboard_and_a_finger(browser: Browser, page: Page, app_url: str) -> None:
    """They are seen once the focus is on them, at once where nothing can hover, and never on paper."""
    page.goto(f"{app_url}/Compare?{LINK}")
    wait_until_ready(page, "compare")
    row = page.locator(".tabled .take").first
    expect(row).to_have_css("opacity", "0")
    row.get_by_role("button").first.focus()
    expect(row).to_have_css("opacity", "1")
    page.emulate_media(media="print")
    expect(row).to_be_hidden()
    phone = browser.new_context(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    small = phone.new_page()
    small.goto(f"{app_url}/Compare?{LINK}")
    wait_until_ready(small, "compare")
    for each in small.locator(".take").all():
        if each.is_visible():
            expect(each).to_have_css("opacity", "1")
            box = each.get_by_role("button").last.bounding_box()
            assert box
            assert box["height"] >= 40
            assert box["x"] + box["width"] <= 360
    phone.close()
