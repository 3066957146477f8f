"""A CRM export on Your business, walked through as people do: a file, what it means, what it says, taken and undone."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from simulator.cases import load_case
from simulator.facts.sources import origin_of
from simulator.link.codec import decode, encode
from simulator.workspace.scenario import Workspace
from tests.deal_table import DealTable
from tests.screens import OWN

WAIT = 90_000
OPENS = "Read my facts from a CRM export"
COMPANY = OWN.replace("channel=Ads", "channel=search").replace("&plan=Plan+A", "&plan=Plan+A")
"""A company whose one channel is called as one of the file's, but for its case."""


def opened(page: Page, app_url: str, link: str = COMPANY, width: int = 1280) -> Page:
    page.set_viewport_size({"width": width, "height": 1000})
    page.goto(f"{app_url}/Your_business?{link}")
    expect(page.get_by_label("Your company", exact=True)).to_be_visible()
    page.get_by_text(OPENS).click()
    expect(page.locator(".st-key-crm_export input[type=file]")).to_be_attached()
    return page


def give(page: Page, name: str, data: bytes, said: str = "rows read: |{name} was not read") -> None:
    """Give a file and wait for what is ``said`` of it: it is read in a process of its own, after other visitors'."""
    chooser = page.locator(".st-key-crm_export input[type=file]")
    chooser.set_input_files({"name": name, "mimeType": "application/octet-stream", "buffer": data})
    expect(page.get_by_text(re.compile(said.format(name=re.escape(name)))).first).to_be_visible(timeout=WAIT)


def as_csv(rows: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def row(page: Page, fact: str) -> Locator:
    return page.locator("[class*=st-key-crm_row_]").filter(has_text=re.compile(f"^{re.escape(fact)}"))


def choose(page: Page, title: str, text: str) -> None:
    """Choose by keyboard: go to the list, type, and take what is found."""
    # A list closes again where an answer is drawn under it.
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    page.get_by_role("combobox", name=re.compile(f"{re.escape(title)}")).click()
    page.keyboard.type(text)
    expect(page.get_by_role("option", name=text)).to_be_visible()
    page.keyboard.press("Enter")


@pytest.mark.parametrize(("width", "kind"), [(1280, "csv"), (320, "xlsx")])
def test_from_a_file_to_a_fact_and_back(page: Page, app_url: str, width: int, kind: str) -> None:
    """A file is read, a meaning changed, a fact taken with its origin in the link, and undo brings back what stood."""
    table = DealTable(300)
    opened(page, app_url, width=width)
    give(page, f"deals.{kind}", table.csv() if kind == "csv" else table.xlsx())
    expect(page.get_by_text("300 rows read: 300 used, 0 left out and 0 unreadable")).to_be_visible()
    before = row(page, "Win rate").inner_text()
    choose(page, "Open, ", "does not count")
    expect(page.get_by_text(re.compile(r"300 rows read: \d+ used, 8\d left out"))).to_be_visible(timeout=WAIT)
    expect(row(page, "Win rate")).not_to_have_text(before)
    row(page, "Win rate").get_by_role("button", name=re.compile("^Take")).click()
    expect(row(page, "Win rate")).to_contain_text("taken")
    page.wait_for_url(re.compile("read="))
    origin = origin_of(decode(page.url.partition("?")[2]).workspace.scenario.business, "win_rate")
    assert (origin.kind, origin.source) == ("read", f"deals.{kind}")
    assert origin.rows
    page.get_by_role("button", name="Undo").click()
    expect(row(page, "Win rate").get_by_role("button", name=re.compile("^Take"))).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_all_that_fit_are_taken_at_once(page: Page, app_url: str) -> None:
    """One press takes every fact that contradicts nothing, one undo gives all back, and a new channel is one more."""
    opened(page, app_url)
    give(page, "deals.csv", DealTable(300).csv())
    page.get_by_role("button", name=re.compile(r"Take all \d+ that fit")).click()
    expect(page.get_by_text("taken", exact=True).first).to_be_visible()
    expect(row(page, "First order")).to_contain_text("taken")
    expect(row(page, "search: Prospects")).to_contain_text("taken")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("taken", exact=True)).to_have_count(0)
    page.get_by_role("button", name="Add Fairs").click()
    expect(row(page, "Fairs: Prospects")).to_contain_text("taken")


def test_a_win_rate_below_what_zero_brings_is_explained_and_offered(page: Page, app_url: str) -> None:
    """Where zero and double were stated, the reason stands there, and both ways out can be taken."""
    stated = {"at_zero=0.09": "at_zero=0.2", "at_double=0.38": "at_double=0.33", "~win_rate_at_double": ""}
    link = COMPANY
    for before, now in stated.items():
        link = link.replace(before, now)
    opened(page, app_url, link)
    rows = [
        each if place == 0 or each[5] != "Won" or place % 3 else [*each[:5], "Lost"]
        for place, each in enumerate(DealTable(300).rows)
    ]
    give(page, "deals.csv", as_csv(rows))
    reason = page.get_by_role("alert").filter(has_text="must be below today's 19.4")
    expect(reason).to_be_visible()
    page.get_by_role("button", name=re.compile(r"^Take 19\.4\s%, with win rate at zero spend")).click()
    expect(row(page, "Win rate")).to_contain_text("taken")
    page.get_by_role("button", name="Undo").click()
    expect(reason).to_be_visible()
    page.get_by_role("button", name="Move its whole curve with it").click()
    expect(row(page, "Win rate")).to_contain_text("taken")
    expect(page).to_have_url(re.compile("win_rate_at_double=0.2"))


def test_a_company_begins_with_its_export(page: Page, app_url: str) -> None:
    """With an example on show the file starts a company of one's own; the example stays, one undo away."""
    opened(page, app_url, encode(Workspace.of(load_case("northwind.1"))))
    give(page, "deals.csv", DealTable(300).csv())
    page.get_by_role("button", name="Start my company with these").click()
    expect(row(page, "Win rate")).to_contain_text("taken")
    page.wait_for_url(re.compile("read="))
    business = decode(page.url.partition("?")[2]).workspace.scenario.business
    assert [channel.name for channel in business.channels] == ["Search", "Fairs"]
    assert origin_of(business, "channels.Fairs.prospects").kind == "read"


def test_what_cannot_be_read_is_refused_in_words(page: Page, app_url: str) -> None:
    """The reason is one sentence, nothing is changed, and the next file is read."""
    opened(page, app_url)
    before = page.url
    for name, data, said in (
        ("empty.csv", b"", "it is empty, or has no more than a header"),
        ("photo.csv", b"\xff\xd8\xff\xe0" + bytes(range(256)), "The file is no table"),
        ("broken.xlsx", b"PK\x03\x04" + bytes(99), "packed and cannot be unpacked"),
    ):
        give(page, name, data)
        expect(page.get_by_role("alert").filter(has_text=re.compile(f"{name} was not read.*{said}"))).to_be_visible()
        expect(page.get_by_text("rows read")).to_have_count(0)
    give(page, "secret-client-list.csv", DealTable(300).csv())
    expect(page.get_by_text("300 rows read")).to_be_visible(timeout=WAIT)
    expect(page).to_have_url(before)


def test_what_a_file_does_not_say_is_told(page: Page, app_url: str) -> None:
    """Won deals alone say no win rate, two currencies no order value; another currency is shown and not taken."""
    opened(page, app_url)
    won = [each for place, each in enumerate(DealTable(300, signs=("€", "£")).rows) if place == 0 or each[5] == "Won"]
    give(page, "won.csv", as_csv(won))
    expect(page.get_by_text("Its decided deals are all won, so the file says no win rate")).to_be_visible()
    expect(page.get_by_text("Amounts are in 2 currencies")).to_be_visible()
    expect(row(page, "search: Prospects")).to_be_visible()
    for fact in ("Win rate", "First order"):
        expect(row(page, fact)).to_have_count(0)
    give(page, "pounds.csv", DealTable(300, signs=("£",)).csv())
    expect(row(page, "First order")).to_contain_text("The file counts in GBP, your company in EUR", timeout=WAIT)
    expect(row(page, "First order").get_by_role("button")).to_have_count(0)


def test_rows_left_out_are_listed_and_downloaded(page: Page, app_url: str, tmp_path: Path) -> None:
    """Each has its line and reason, and no cell of the file calculates anything."""
    opened(page, app_url)
    picture = "<img src=x onerror=alert(1)> ![x](http://127.0.0.1/x.png)"
    more = [[picture, "2026-01-31", picture, "", "5", picture], ["=1+1", "31/02/2026", "Search", "", "5", "Won"]]
    rows = [*DealTable(60).rows, *more, ["Total", "", "", "", "99", ""]]
    give(page, "deals.csv", as_csv(rows))
    expect(page.get_by_text("63 rows read: 61 used, 1 left out and 1 unreadable")).to_be_visible()
    page.get_by_text("Which rows, and why").click()
    expect(page.get_by_text("'31/02/2026', which is no date")).to_be_visible()
    expect(page.locator(".st-key-crm_export img")).to_have_count(0)
    with page.expect_download() as download:
        page.get_by_role("button", name="Download these rows").click()
    download.value.save_as(tmp_path / "left.csv")
    read = list(csv.reader(io.StringIO((tmp_path / "left.csv").read_text(encoding="utf-8-sig"))))
    assert [(line[0], line[1], line[3]) for line in read[1:]] == [
        ("63", "unreadable", "'=1+1"),
        ("64", "left out", "Total"),
    ]


def test_a_long_reading_shows_progress_and_can_be_stopped(page: Page, app_url: str) -> None:
    """What takes its time says so, the page goes on meanwhile, and a press ends it; nothing is changed."""
    opened(page, app_url)
    give(page, "many.csv", DealTable(150_000).csv(), "{name} is being read")
    page.get_by_role("button", name="Stop").click()
    expect(page.get_by_role("alert").filter(has_text="many.csv was not read, and nothing is changed")).to_be_visible()
    page.get_by_role("button", name="Read it again").click()
    expect(page.get_by_text("many.csv is being read")).to_be_visible(timeout=WAIT)
    expect(page.get_by_text("150,000 rows read")).to_be_visible(timeout=WAIT)
