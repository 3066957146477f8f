"""The deck: five slides with native charts that hold what `simulate` says, and names that stay names."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from openpyxl import load_workbook
from pptx import Presentation
from reports import HOSTILE, everyone, hostile

from simulator import marginal_returns, simulate
from simulator.report import tables
from simulator.report.contents import Report
from simulator.report.deck import deck
from simulator.report.sentences import answer, reasons
from simulator.report.slides import UNSEEN


def opened(report: Report) -> Any:
    """The deck, read back."""
    return Presentation(io.BytesIO(deck(report)))


def charts(slides: Any) -> list[Any]:
    """Its charts, in order."""
    return [shape.chart for slide in slides.slides for shape in slide.shapes if shape.has_chart]


def texts(slides: Any) -> Iterator[str]:
    """Every text of its slides."""
    for slide in slides.slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                yield from (paragraph.text for paragraph in shape.text_frame.paragraphs)
            if shape.has_table:
                yield from (cell.text for row in shape.table.rows for cell in row.cells)


def close(found: Any, expected: Any) -> bool:
    """Return whether numbers are the same to 1e-9 of the largest."""
    expected = np.asarray(expected, float)
    return bool(np.allclose(np.asarray(found, float), expected, rtol=0, atol=1e-9 * np.abs(expected).max(initial=0)))


@pytest.mark.parametrize("report", everyone(), ids=range(len(everyone())))
def test_the_charts_hold_what_simulate_says(report: Report) -> None:
    """Revenue by month, money by lever and marginal returns are native charts of the very numbers."""
    slides = opened(report)
    assert len(slides.slides) == 5
    revenue, splits, returns = charts(slides)
    for series, each in zip(revenue.plots[0].series, report.main, strict=True):
        assert series.name.removeprefix(UNSEEN) == each.name
        assert close(series.values, simulate(report.business, each.plan, report.workspace.months).revenue)
    amounts = np.array([series.values for series in splits.plots[0].series])
    assert close(amounts.T, [each.plan.amounts for each in reversed(report.main)])
    marginal = marginal_returns(report.business, report.question.plan, report.workspace.months, report.workspace.metric)
    assert close(returns.plots[0].series[0].values, sorted(marginal.values()))


def test_the_words_are_those_of_the_report() -> None:
    """The answer, what stands behind it, and the figures of the main plans are on the slides."""
    report = everyone()[0]
    found = list(texts(opened(report)))
    assert answer(report) in found
    assert set(reasons(report)) <= set(found)
    assert {row[0] for row in tables.figures(report).rows} <= set(found)


def test_no_name_is_run() -> None:
    """Neither on a slide nor in the workbook behind a chart does a name become a formula or a link."""
    slides = opened(hostile())
    assert set(HOSTILE) <= {text.removeprefix(UNSEEN) for chart in charts(slides) for text in _named(chart)}
    for chart in charts(slides):
        book = load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        assert not [cell.value for cell in cells if cell.data_type == "f" or cell.hyperlink]


def _named(chart: Any) -> list[str]:
    return [*chart.plots[0].categories, *(series.name for series in chart.plots[0].series)]
