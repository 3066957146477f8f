"""The workbook: numbers as numbers, texts as texts, and live formulas that come to what `simulate` says."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from office import recalculated
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from reports import HOSTILE, everyone, hostile, stock

from simulator import marginal_returns, simulate
from simulator.report.alternatives import FIGURES
from simulator.report.trace import CHECKS, MONTHLY, NAME
from simulator.report.workbook import workbook

REPORTS = everyone()


@cache
def made(place: int) -> bytes:
    """The workbook of one report."""
    return workbook(REPORTS[place])


def opened(place: int) -> Workbook:
    """The same, read back."""
    return load_workbook(io.BytesIO(made(place)))


def rows(sheet: Worksheet, first: str) -> list[list[Any]]:
    """The header and rows of the table whose header begins with ``first``."""
    every = [list(row) for row in sheet.iter_rows(values_only=True)]
    start = next(place for place, row in enumerate(every) if row[0] == first)
    return every[start:]


def close(found: Any, expected: Any, size: float = 0.0) -> bool:
    """Return whether numbers are the same to 1e-9 of the largest, or of what they are differences of."""
    expected = np.asarray(expected, float)
    size = max(size, float(np.abs(expected).max(initial=0.0)))
    return bool(np.all(np.abs(np.asarray(found, float) - expected) <= 1e-9 * size))


@pytest.mark.parametrize("place", range(len(REPORTS)))
def test_every_number_is_that_of_simulate(place: int) -> None:
    """Comparison, months, channels and marginal returns are numbers, and agree with `simulate` to 1e-9."""
    report, book = REPORTS[place], opened(place)
    months, plans = report.workspace.months, report.alternatives
    compared = rows(book["Comparison"], "Figure")[1:]
    for figure, (title, _, *values) in zip(FIGURES, compared, strict=True):
        assert title == figure.title
        assert all(value is None or isinstance(value, (int, float)) for value in values)
        expected = [figure.read(each) for each in plans]
        assert [value is None for value in values[: len(plans)]] == [value is None for value in expected]
        assert all(close(value, other) for value, other in zip(values, expected, strict=False) if other is not None)
    monthly = np.array([row[1:] for row in rows(book["Monthly"], "Month")[1 : months + 1]], float)
    outcomes = [simulate(each.question.business, each.plan, months) for each in plans]
    assert close(monthly[:, : len(plans)].T, [each.revenue for each in outcomes])
    assert close(monthly[:, len(plans) :].T, [each.gross_profit for each in outcomes])
    channels = np.array([row[1:] for row in rows(book["By channel"], "Month")[1 : months + 1]], float)
    shown = simulate(report.business, report.question.plan, months)
    assert close(channels[:, -len(report.business.channels) :].T, shown.revenue_by_channel)
    if report.sure is not None:
        for row, swing in zip(rows(book["Ranges"], "Fact")[1:], report.sure.tornado.swings, strict=True):
            assert close(row[2:5], [swing.fact.low, swing.fact.likely, swing.fact.high])
            assert close(row[6:8], [swing.at_low, swing.at_high])
    returns = rows(book["Marginal returns"], "Lever")
    column = returns[0].index(report.shown.name)
    marginal = marginal_returns(report.business, report.question.plan, months, report.workspace.metric)
    assert close([row[column] for row in returns[1:]], list(marginal.values()))


@pytest.fixture(scope="module")
def calculated(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """All workbooks as LibreOffice recalculates them."""
    folder = tmp_path_factory.mktemp("workbooks")
    files = [folder / f"{place}.xlsx" for place in range(len(REPORTS))]
    for place, file in enumerate(files):
        file.write_bytes(made(place))
    return recalculated(files, folder)


@pytest.mark.parametrize("place", range(len(REPORTS)))
def test_the_formulas_come_to_what_simulate_says(calculated: list[Path], place: int) -> None:
    """Recalculated by a spreadsheet, revenue is that of `simulate` in sum and in every month, to 1e-9."""
    report = REPORTS[place]
    book = load_workbook(calculated[place], data_only=True)
    sheet = book[NAME]
    expected = simulate(report.business, report.question.plan, report.workspace.months)
    found = {row[0]: row[2] for row in sheet.iter_rows(values_only=True)}
    assert close(found[CHECKS[0]], expected.total_revenue)
    table = rows(sheet, "Month")
    column = table[0].index(MONTHLY["revenue"][0])
    months = table[2 : 2 + report.workspace.months]
    assert close([row[column] for row in months], expected.revenue, float(expected.revenue.max()))
    texts = [cell for each in book for row in each.iter_rows(values_only=True) for cell in row if isinstance(cell, str)]
    assert not [text for text in texts if text in ("#REF!", "#NAME?", "#VALUE!", "#DIV/0!", "#NUM!", "Err:502")]


def test_a_fact_that_is_changed_changes_the_revenue(tmp_path: Path) -> None:
    """The formulas hang on the sheets Facts and Plans alone: another churn and spend give what `simulate` gives."""
    report = stock()[0]
    book = load_workbook(io.BytesIO(workbook(report)))
    facts, plans = book["Facts"], book["Plans"]
    for row in facts.iter_rows():
        if row[0].value == "Churn":
            row[3].value = 0.05
    header = next(row for row in plans.iter_rows() if row[0].value == "Lever")
    column = next(cell.column for cell in header if cell.value == report.shown.name)
    for row in plans.iter_rows():
        if row[0].value == "Sales team":
            plans.cell(row[0].row, column).value = 1234.5
    book.save(tmp_path / "changed.xlsx")
    (made_anew,) = recalculated([tmp_path / "changed.xlsx"], tmp_path)
    found = {row[0]: row[2] for row in load_workbook(made_anew, data_only=True)[NAME].iter_rows(values_only=True)}
    business = report.business.changed(churn=0.05)
    plan = report.question.plan.changed(conversion=1234.5)
    expected = simulate(business, plan, report.workspace.months).total_revenue
    assert close(found[CHECKS[0]], expected)
    assert not close(found[CHECKS[0]], report.shown.outcome.total_revenue)


def texts(book: Workbook) -> Iterator[Any]:
    """Every cell of a workbook that holds something."""
    for sheet in book:
        yield from (cell for row in sheet.iter_rows() for cell in row if cell.value is not None)


def test_no_name_is_a_formula() -> None:
    """Names that begin like a formula are texts, marked so that editing the cell does not run them either."""
    book = load_workbook(io.BytesIO(workbook(hostile())))
    cells = list(texts(book))
    named = [cell for cell in cells if cell.value in HOSTILE]
    assert {cell.value for cell in named} == set(HOSTILE)
    assert all(cell.data_type == "s" for cell in named)
    assert all(cell.quotePrefix for cell in named if cell.value[0] in "=+-@")
    formulas = [cell.value for cell in cells if cell.data_type == "f"]
    assert formulas
    assert not [text for text in formulas for name in HOSTILE if name in text]


def test_there_are_native_charts_and_units() -> None:
    """Months and marginal returns come with charts of the spreadsheet's own; money names its currency."""
    book = opened(0)
    assert {sheet.title: len(sheet._charts) for sheet in book if sheet._charts} == {
        "Monthly": 2, "By channel": 1, "Marginal returns": 1,
    }  # fmt: skip
    assert all("USD" in title for title in rows(book["Monthly"], "Month")[0][1:] if title)
