"""Take it away, behind Share: nothing is made until it is asked for, and then it is what the page shows."""

from __future__ import annotations

import re
import urllib.request
from html import escape
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect
from pypdf import PdfReader
from streamlit.testing.v1 import AppTest

from simulator import simulate
from simulator.cases import load_case
from simulator.facts.plan import Plan
from simulator.link.codec import encode
from simulator.report.contents import Report
from simulator.report.forms import FORMS, Form, file_name
from simulator.workspace.scenario import Scenario, Workspace

BUSINESS = load_case("elmstreet").business
PLAN = Plan.of(BUSINESS.levers, [amount * 1.25 for amount in BUSINESS.plan.amounts])
LINK = encode(Workspace((Scenario("A quarter more", BUSINESS, PLAN),), case="elmstreet.1"))


@pytest.fixture
def shared(page: Page, app_url: str, request: pytest.FixtureRequest) -> Page:
    """The page Compare with Share open, on a screen of some width."""
    page.set_viewport_size({"width": getattr(request, "param", 1280), "height": 900})
    page.goto(f"{app_url}/Compare?{LINK}")
    page.get_by_role("button", name="Share", exact=True).click()
    expect(page.get_by_text("Take it away", exact=True)).to_be_visible()
    return page


def taken(page: Page, form: Form, folder: Path) -> Path:
    """Press the button of a form and return the file it gave."""
    with page.expect_download() as download:
        page.get_by_role("button", name=form.title, exact=True).click()
    place = folder / download.value.suggested_filename
    download.value.save_as(place)
    return place


@pytest.mark.parametrize("shared", [1280, 320], indirect=True)
def test_each_form_is_one_press_away(shared: Page, tmp_path: Path) -> None:
    """On a desk and on a phone every button gives the file of its form, of the plan and the link on show."""
    files = {form.ending: taken(shared, form, tmp_path) for form in FORMS}
    assert {file.name for file in files.values()} == {file_name(BUSINESS.name, form.ending) for form in FORMS}
    assert "A quarter more" in re.sub(r"\s+", " ", PdfReader(files["pdf"]).pages[0].extract_text())
    assert f"Compare?{LINK.replace('&', '&amp;')}" in files["html"].read_text(encoding="utf-8")
    compared = {row[0]: row for row in load_workbook(files["xlsx"])["Comparison"].iter_rows(values_only=True)}
    assert simulate(BUSINESS, PLAN).total_revenue == pytest.approx(compared["Revenue"][3], rel=1e-9)
    assert "A quarter more" in files["py"].read_text(encoding="utf-8")


def test_what_is_taken_is_what_the_address_says(page: Page, app_url: str, tmp_path: Path) -> None:
    """Once the plan has changed, the file is of the new one; the button is pressed by keyboard."""
    page.goto(f"{app_url}/?{LINK}")
    page.get_by_role("button", name="Use the best split").click()
    page.wait_for_function("before => location.search !== before", arg=f"?{LINK}")
    page.get_by_role("button", name="Share", exact=True).click()
    page.get_by_role("button", name="Report as a page", exact=True).focus()
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    download.value.save_as(tmp_path / "plan.html")
    link = escape(page.evaluate("location.search"))
    assert link in (tmp_path / "plan.html").read_text(encoding="utf-8")


def test_a_file_waits_for_a_slow_line_while_others_move(shared: Page, app_url: str) -> None:
    """A file is still there for a line that has not fetched it, however often others' pages have run in between."""
    other = shared.context.new_page()
    other.goto(f"{app_url}/?{LINK}")
    lever = other.get_by_role("slider", name="Sales team", exact=True)
    expect(lever).to_be_visible(timeout=30_000)
    with shared.expect_download() as download:
        shared.get_by_role("button", name="Python script", exact=True).click()
    for _ in range(4):
        before = lever.get_attribute("aria-valuetext")
        lever.press("ArrowRight")
        expect(lever).not_to_have_attribute("aria-valuetext", before or "")
        other.wait_for_timeout(700)
    with urllib.request.urlopen(download.value.url) as answer:
        assert b"A quarter more" in answer.read()


def section() -> None:
    """What is drawn alone: the section with its buttons."""
    from pages.ui.controls.take_away import take_away
    from pages.ui.state.session import open_session

    take_away(open_session())


def test_drawing_makes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """However often the page reruns, no report is made before a button is pressed."""

    def made(_: Report) -> None:
        raise AssertionError("a report was made")

    monkeypatch.setattr(Report, "__post_init__", made)
    test = AppTest.from_function(section).run().run()
    assert not test.exception
    assert len(test.get("download_button")) == len(FORMS)


@pytest.mark.parametrize(("name", "file"), [
    ("Elm Street Heating", "elm-street-heating.pdf"), ("Ünal & Söhne", "unal-sohne.pdf"), ("日本の会社", "company.pdf"),
    ('../../etc/"x"', "etc-x.pdf"),
])  # fmt: skip
def test_a_file_is_named_after_its_company(name: str, file: str) -> None:
    """Whatever the company is called, its file has a name that every system takes."""
    assert file_name(name, "pdf") == file
