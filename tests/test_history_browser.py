"""A history on Your business, walked through as people do: a file, what it says, a fact taken, what is not told."""

from __future__ import annotations

import csv
import io
import re

import pytest
from playwright.sync_api import Page, expect

from simulator.facts.sources import origin_of
from simulator.link.codec import decode, encode
from simulator.workspace.scenario import Workspace
from tests.histories import Kind, company, simulated, simulated_customers
from tests.history_files import as_file, of_customers, wide
from tests.walk import choose

OPENS = "Correct my judgement by a monthly or weekly history"
CHOOSER = ".st-key-monthly_history input[type=file]"
WAIT = 90_000


def given(page: Page, app_url: str, data: bytes, width: int = 1280) -> Page:
    """Open the section for a company of one's own, and give it a history."""
    page.set_viewport_size({"width": width, "height": 1000})
    page.goto(f"{app_url}/Your_business?{encode(Workspace.of(company()))}")
    page.get_by_text(OPENS).click()
    expect(page.locator(CHOOSER)).to_be_attached()
    page.locator(CHOOSER).set_input_files({"name": "history.csv", "mimeType": "text/csv", "buffer": data})
    return page


def table(kind: Kind) -> bytes:
    """Return a history of that kind as a file."""
    return as_file(wide(simulated(kind, 3)))


@pytest.mark.parametrize("width", [1280, 320])
def test_from_a_history_to_a_fact(page: Page, app_url: str, width: int) -> None:
    """A history narrows facts and draws its picture, and a fact taken says where it was read."""
    given(page, app_url, table("pulsed"), width)
    expect(page.get_by_text("36 months, from January 2022 to December 2024")).to_be_visible(timeout=WAIT)
    expect(page.get_by_text("Search: the history narrows")).to_be_visible()
    expect(page.get_by_text("“same as last year” is off by")).to_be_visible()
    expect(page.locator(".st-key-history_picture canvas, .st-key-history_picture svg").first).to_be_visible()
    row = page.locator("[class*=st-key-crm_row_history]").filter(has_text=re.compile("^Fairs: Carry-over"))
    row.get_by_role("button", name=re.compile("^Take")).click()
    expect(row).to_contain_text("taken")
    page.wait_for_url(re.compile("read="))
    origin = origin_of(decode(page.url.partition("?")[2]).workspace.scenario.business, "channels.Fairs.carryover")
    assert (origin.kind, origin.source, origin.rows) == ("read", "history.csv", 36)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("width", [1280, 320])
def test_customers_are_held_against_churn_and_the_wallet(page: Page, app_url: str, width: int) -> None:
    """A table of customers and revenue narrows churn, which is taken, and draws the share of wallet."""
    given(page, app_url, as_file(of_customers(simulated_customers("pulsed", 3))), width)
    expect(page.get_by_text("Customers who leave: the history narrows churn by")).to_be_visible(timeout=WAIT)
    expect(page.get_by_text("the history expects their revenue, given the customers there were")).to_be_visible()
    expect(page.get_by_text("Share of wallet, by the spend at work per customer and month")).to_be_visible()
    row = page.locator("[class*=st-key-crm_row_history]").filter(has_text=re.compile("^Churn"))
    row.get_by_role("button", name=re.compile("^Take")).click()
    expect(row).to_contain_text("taken")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_what_cannot_be_told_leaves_the_judgement(page: Page, app_url: str) -> None:
    """Steady spend is named as what tells nothing, and no fact is offered."""
    given(page, app_url, table("steady"))
    expect(page.get_by_text("Search: the history cannot tell, and your judgement stands")).to_be_visible(timeout=WAIT)
    expect(page.locator("[class*=st-key-crm_row_history]")).to_have_count(0)


def test_a_column_is_chosen(page: Page, app_url: str) -> None:
    """A column that says nothing by its name is given its meaning, and the history is read anew."""
    rows = wide(simulated("steady", 5))
    rows[0][2] = "came"
    given(page, app_url, as_file([row[:3] for row in rows]))
    expect(page.get_by_text("No column says how many prospects came")).to_be_visible(timeout=WAIT)
    choose(page.get_by_role("combobox", name=re.compile("came")), "prospects of Search")
    expect(page.get_by_text("Search: the history cannot tell")).to_be_visible(timeout=WAIT)


def test_the_template_has_a_column_for_each_channel(page: Page, app_url: str) -> None:
    """The template names every channel of the company."""
    page.goto(f"{app_url}/Your_business?{encode(Workspace.of(company()))}")
    page.get_by_text(OPENS).click()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download a template").click()
    header = next(csv.reader(io.StringIO(download.value.path().read_text(encoding="utf-8-sig"))))
    assert header == [
        "Month",
        "Search spend",
        "Search prospects",
        "Fairs spend",
        "Fairs prospects",
        "Sales spend",
        "Wins",
        "Upsell spend",
        "Customers at month end",
        "Revenue",
    ]


def test_a_fit_can_be_stopped(page: Page, app_url: str) -> None:
    """What takes its time says so and can be stopped, and then be begun again."""
    rows = wide(simulated("pulsed", 5, months=900))
    given(page, app_url, as_file(rows))
    expect(page.get_by_text("history.csv is being read")).to_be_visible(timeout=WAIT)
    page.get_by_role("button", name="Stop", exact=True).click()
    expect(page.get_by_text("nothing is changed: you stopped it")).to_be_visible()
    page.get_by_role("button", name="Read it again").click()
    expect(page.get_by_text("history.csv is being read")).to_be_visible(timeout=WAIT)
    page.get_by_role("button", name="Stop", exact=True).click()
    expect(page.get_by_role("button", name="Read it again")).to_be_visible()
