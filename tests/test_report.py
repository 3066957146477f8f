"""Reports: page, paper and script say what `simulate` says, and no name harms any of them."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from functools import partial
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdf import PdfReader
from reports import HOSTILE, everyone, hostile, reported, stock

from simulator import marginal_returns, simulate
from simulator.facts.business import MAX_CHANNELS
from simulator.facts.names import lever_title
from simulator.link.codec import decode
from simulator.report import tables
from simulator.report.alternatives import FIGURES, Alternative
from simulator.report.contents import Report
from simulator.report.forms import FORMS
from simulator.report.page import page
from simulator.report.paper import MAY_BREAK, paper
from simulator.report.preview import Preview
from simulator.report.script import script
from simulator.report.sentences import answer
from simulator.report.writing import Writing
from simulator.workspace.scenario import MAX_SCENARIOS, Scenario, Workspace
from tests.browser import ROOT
from tests.test_pages import EXTREMES

VOID = frozenset({"meta"})
ALLOWED = frozenset({
    "html", "head", "title", "meta", "style", "body", "main", "header", "footer", "p", "h1", "h2", "h3", "ul", "li",
    "div", "figure", "figcaption", "table", "thead", "tbody", "tr", "th", "td", "bdi", "a", "svg", "text", "line",
    "polyline", "rect", "script",
})  # fmt: skip


def close(found: float | None, expected: float | None, size: float = 0.0) -> bool:
    """Return whether two figures are the same to 1e-9 of the larger, or of a size they are differences of."""
    if found is None or expected is None:
        return found is expected
    return abs(found - expected) <= 1e-9 * max(abs(found), abs(expected), size)


def truth(each: Alternative, months: int) -> dict[str, float]:
    """Return what `simulate` says of a plan."""
    outcome = simulate(each.question.business, each.plan, months)
    return {
        "Budget": sum(each.plan.amounts), "Revenue": float(outcome.revenue.sum()),
        "Gross profit": float(outcome.gross_profit.sum()), "Customer equity": outcome.customer_equity,
        "New customers": float(outcome.new_customers.sum()), "Customers at the end": outcome.customers_at_end,
        "Share of wallet at the end": outcome.share_of_wallet_at_end,
    }  # fmt: skip


@pytest.mark.parametrize("report", everyone(), ids=range(len(everyone())))
def test_every_figure_is_that_of_simulate(report: Report) -> None:
    """The one description that all forms are made of says what `simulate` says, plan by plan."""
    assert {each.name for each in report.alternatives} >= {each.name for each in report.workspace.scenarios}
    for each in report.alternatives:
        expected = truth(each, report.workspace.months)
        found = {figure.title: figure.read(each) for figure in FIGURES}
        assert all(close(found[name], value) for name, value in expected.items())


# The page.
class Reader(HTMLParser):
    """Reads a page: which elements and attributes are in it, and the texts of its tables' cells."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.open: list[str] = []
        self.cells: list[str] = []
        self.words: list[str] = []
        self.scripts = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.scripts += tag == "script"
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]
        if tag not in VOID:
            self.open.append(tag)
        if tag in ("td", "th"):
            self.cells.append("")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words.append(data)
        if "td" in self.open or "th" in self.open:
            self.cells[-1] += data


def read(report: Report) -> Reader:
    reader = Reader()
    reader.feed(page(report))
    reader.close()
    assert not reader.open
    return reader


@pytest.mark.parametrize("report", everyone(), ids=range(len(everyone())))
def test_the_page_holds_every_cell_and_nothing_foreign(report: Report) -> None:
    """All tables stand in it word for word, every element is one of the page's own, and it loads nothing."""
    reader = read(report)
    told = (tables.figures, tables.plans, tables.returns, tables.years, tables.hanging)
    expected = [cell for each in (*(of(report) for of in told), *tables.facts(report)) for cell in _cells(each)]
    assert reader.cells == expected
    assert reader.tags <= ALLOWED
    assert not {name for name in reader.attributes if name.startswith("on")}
    assert reader.links == [report.link]
    assert reader.scripts == 1
    assert answer(report) in "".join(reader.words)


def _cells(table: tables.Table | None) -> list[str]:
    return [] if table is None else [cell for row in (table.header, *table.rows) for cell in row]


_html = page
"""By another name, for tests that a page of the browser is given as ``page``."""


def opened(tab: Page, report: Report, folder: Path) -> Page:
    """Open the page of a report as whoever was sent it does: a file, and nothing else may be loaded."""
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    file = folder / "plan.html"
    file.write_text(_html(report), encoding="utf-8")
    tab.goto(file.as_uri())
    assert asked == [file.as_uri()]
    return tab


@pytest.mark.parametrize("report", [stock()[0], hostile()], ids=["stock", "hostile"])
def test_the_picture_says_what_each_month_brings(browser: Browser, report: Report, tmp_path: Path) -> None:
    """Under a pointer, a finger and the arrow keys, each month's revenue of every plan is said as in the workbook."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, has_touch=True)
    errors: list[str] = []
    told = opened(context.new_page(), report, tmp_path)
    told.on("pageerror", lambda error: errors.append(str(error)))
    chart, tip = told.locator("figure[data-months] svg"), told.locator(".tip")
    months = report.workspace.months

    def lines(month: int) -> list[str]:
        return [f"Month {month}", *(f"{each.name}: {report.write.money(float(each.outcome.revenue[month - 1]))}"
                                    for each in report.main)]  # fmt: skip

    chart.focus()
    expect(tip.locator("div")).to_have_text(lines(months))
    for key, month in (("Home", 1), ("ArrowRight", 2), ("End", months), ("ArrowLeft", months - 1)):
        told.keyboard.press(key)
        expect(tip.locator("div")).to_have_text(lines(month))
    told.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    box = chart.bounding_box()
    assert box
    chart.tap(position={"x": box["width"] - 1, "y": 40})
    expect(tip.locator("div")).to_have_text(lines(months))
    told.emulate_media(media="print")
    expect(tip).to_be_hidden()
    assert errors == []
    context.close()


def test_each_bar_says_what_it_is(page: Page, tmp_path: Path) -> None:
    """A part of a plan and a marginal return name their lever and figure, those too narrow for a label as well."""
    report = stock()[0]
    page.set_viewport_size({"width": 1000, "height": 4000})  # Nothing has to scroll, which puts a tip away.
    told = opened(page, report, tmp_path)
    for bar in told.locator("figure").last.locator("rect").all():
        bar.hover()
        expect(told.locator(".tip")).to_be_visible()
    last = min(report.shown.marginal.items(), key=lambda each: each[1])
    expect(told.locator(".tip")).to_have_text(f"{lever_title(last[0])}: {report.write.money(round(last[1], 2))}")


def test_without_its_script_the_page_says_the_same(browser: Browser, tmp_path: Path) -> None:
    """Where no script may run, all pictures and tables stand there, and bars have the browser's own tips."""
    context = browser.new_context(java_script_enabled=False)
    told = opened(context.new_page(), stock()[0], tmp_path)
    expect(told.locator("figure svg")).to_have_count(3)
    expect(told.locator("figure rect title").first).to_be_attached()
    expect(told.locator("table").first).to_be_visible()
    context.close()


def test_the_browser_runs_no_other_script(page: Page, tmp_path: Path) -> None:
    """The page's policy names its one script: what a name might bring in is not run."""
    file = tmp_path / "plan.html"
    file.write_text(
        _html(hostile()).replace("</main>", "<script>document.title = 'run'</script></main>"), encoding="utf-8"
    )
    page.goto(file.as_uri())
    assert page.title() != "run"


def test_a_link_that_is_no_address_is_not_one_to_click() -> None:
    """Only addresses of the web are links; anything else stands as text."""
    assert read(replace(hostile(), link="javascript:alert(1)")).links == []


# Paper.
def words_of(made: bytes) -> str:
    """Return the text of a PDF without its spaces: where a line breaks is of no interest."""
    text = "".join(each.extract_text() for each in PdfReader(io.BytesIO(made)).pages)
    return re.sub(r"[\s\u200b\u00a0\u202f]", "", text)


@pytest.mark.parametrize("report", stock(), ids=lambda report: report.business.name)
def test_paper_has_every_figure_on_two_to_four_pages(report: Report) -> None:
    """The PDF of each stock case holds the answer and all figures of all plans as text."""
    made = paper(report)
    assert 2 <= len(PdfReader(io.BytesIO(made)).pages) <= 4
    words = words_of(made)
    told = (tables.figures, tables.plans, tables.returns, tables.years, partial(tables.hanging, most=6))
    for table in (of(report) for of in told):
        for cell in _cells(table):
            assert re.sub(r"[\s\u00a0\u202f]", "", cell) in words, cell


@pytest.mark.parametrize("report", everyone()[len(stock()) :], ids=lambda report: str(report.workspace.months))
def test_paper_stays_short_for_any_company(report: Report) -> None:
    """Random companies and one of hostile names, six plans and twelve channels, still make two to four pages."""
    assert 2 <= len(PdfReader(io.BytesIO(paper(report))).pages) <= 4


def test_paper_of_the_largest_company_is_whole() -> None:
    """With all channels and plans there may be, every name of a plan and of a channel stands in it."""
    business = hostile().business
    assert len(business.channels) == MAX_CHANNELS
    plans = tuple(Scenario(f"Plan {letter}", business, business.plan) for letter in "ABCDEF")
    assert len(plans) == MAX_SCENARIOS
    report = reported(Workspace(plans, months=120))
    words = words_of(paper(report))
    for name in (*(each.name for each in report.alternatives), *(name for name in HOSTILE if name.isascii())):
        assert re.sub(r"\s", "", name) in words, name


def test_nothing_is_set_as_markup_on_paper() -> None:
    """A name of 200 signs, or one that Typst would run, is set as it stands."""
    long = "x" * 200 + " #panic()"
    report = hostile()
    business = report.business.model_copy(update={"name": long})
    first = replace(report.workspace.scenarios[0], business=business)
    other = replace(report, workspace=replace(report.workspace, scenarios=(first,)), link="#panic()")
    assert re.sub(r"\s", "", long) in words_of(paper(other))
    assert MAY_BREAK not in page(other)


# The script.
def run(scripts: list[Path], folder: Path) -> list[dict[str, Any]]:
    """Run scripts in a clean process that finds only the package, and return what each printed."""
    code = (
        "import contextlib, io, json, runpy, sys\n"
        "found = []\n"
        "for path in sys.argv[1:]:\n"
        "    with contextlib.redirect_stdout(io.StringIO()) as said:\n"
        "        runpy.run_path(path, run_name='__main__')\n"
        "    found.append(json.loads(said.getvalue()))\n"
        "assert not {'streamlit', 'altair', 'pages', 'simulator.report'} & set(sys.modules)\n"
        "print(json.dumps(found))"
    )
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)}
    said = subprocess.run([sys.executable, "-c", code, *map(str, scripts)], cwd=folder, env=environment, check=True,
                          capture_output=True, text=True)  # fmt: skip
    found: list[dict[str, Any]] = json.loads(said.stdout)
    return found


def test_scripts_reproduce_every_figure_in_a_clean_process(tmp_path: Path) -> None:
    """Figures, months by channel and marginal returns of every company agree to 1e-9 with the report's."""
    reports = everyone()
    files = [tmp_path / f"{place}.py" for place in range(len(reports))]
    for file, report in zip(files, reports, strict=True):
        file.write_text(script(report), encoding="utf-8")
    for report, printed in zip(reports, run(files, tmp_path), strict=True):
        assert [each["name"] for each in printed["plans"]] == [each.name for each in report.alternatives]
        for each, found in zip(report.alternatives, printed["plans"], strict=True):
            _same(report, each, found)
        if report.sure is not None:
            assert close(printed["chance of a lead over today"], report.sure.chance.better)


def _same(report: Report, each: Alternative, found: dict[str, Any]) -> None:
    months, business = report.workspace.months, each.question.business
    outcome = simulate(business, each.plan, months)
    size = float(abs(outcome.gross_profit).sum())
    for figure in FIGURES:
        assert close(found["figures"][figure.title], figure.read(each), size), figure.title
    assert all(map(close, found["plan"].values(), each.plan.amounts))
    assert all(map(close, found["revenue"], outcome.revenue.tolist()))
    for name, series in zip(outcome.channels, outcome.revenue_by_channel.tolist(), strict=True):
        assert all(map(close, found["revenue by channel"][name], series))
    expected = marginal_returns(business, each.plan, months, report.workspace.metric)
    assert all(close(found["marginal returns"][lever], value) for lever, value in expected.items())


# Words.
@pytest.mark.parametrize(("locale", "amount", "text"), [
    ("en_US", 1234567.0, "$1,234,567"), ("de_DE", 1234567.0, "1.234.567 $"), ("en_US", 12.5, "$12.50"),
    ("en_US", -1200.4, "−$1,200"), ("ar_EG", 1200.0, "1,200 US$"), ("fr_FR", 0.0, "0 $US"),
])  # fmt: skip
def test_money_follows_the_reader(locale: str, amount: float, text: str) -> None:
    """Amounts are written in the reader's separators, in Latin digits, with no mark of direction."""
    assert re.sub(r"[\u00a0\u202f]", " ", Writing("USD", locale).money(amount)) == text


@pytest.mark.parametrize("facts", EXTREMES)
def test_what_is_legal_breaks_no_form(facts: str) -> None:
    """Amounts, counts and horizons at their limits, and none at all, make every form, and no figure is not a number."""
    report = reported(decode(f"v=1&case=northwind.1&{facts}&total=held").workspace)
    for form in FORMS:
        assert form.make(report)
    assert not re.search(r">[−\W]*(?:nan|inf)\b", page(report), re.IGNORECASE)
    assert Preview(report.workspace, "de_DE").picture()
