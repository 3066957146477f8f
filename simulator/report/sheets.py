"""Cells of a workbook: texts that no spreadsheet runs, numbers as numbers, plain tables and native charts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl.cell import Cell, MergedCell
from openpyxl.chart import BarChart, LineChart, Reference, Series
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from simulator.facts.spreadsheet_text import STARTS_FORMULA
from simulator.report.palette import LINE, QUIET

Value = float | int | str | None
Row = Sequence[Value]
Place = Cell | MergedCell
"""What openpyxl says a cell may be; no sheet here merges any."""

FORMATS = {
    "money": "#,##0",
    "share": "0.00%",
    "people": "#,##0.0",
    "customers": "#,##0.0",
    "month": "0",
    "months": "0.##",
    "per unit": "0.00",
}
PLAIN = "Calibri"
HEAD, NAME = Font(name=PLAIN, size=11, bold=True), Font(name=PLAIN, size=14, bold=True)
SMALL = Font(name=PLAIN, size=11, color=QUIET.removeprefix("#"))
HEAD_HEIGHT = 48
"""Of a header whose texts take several lines: no spreadsheet works it out by itself when a file is opened."""
WIDTHS = (34, 16)
"""Of the first column and of the others, in signs."""


def put(cell: Place, value: Value, unit: str = "", font: Font | None = None) -> Place:
    """Write a value into a cell: a number with the format of its unit, a text that is never taken for a formula."""
    cell.value = value
    if isinstance(value, str):
        # Whatever the text begins with: of itself openpyxl makes a formula of one, and an error of "#N/A".
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(STARTS_FORMULA)
        cell.alignment = Alignment(wrap_text=False, vertical="top")
    else:
        cell.number_format = format_of(unit)
    if font is not None:
        cell.font = font
    return cell


def formula(cell: Place, text: str, unit: str = "") -> Place:
    """Write a formula, without its leading sign, that only this program composed of addresses and numbers."""
    cell.value = f"={text}"
    cell.number_format = format_of(unit)
    return cell


def format_of(unit: str) -> str:
    """Return how a spreadsheet shows a number of that unit."""
    exact = FORMATS.get(unit)
    return exact or next((shape for start, shape in FORMATS.items() if unit.startswith(start)), "General")


def table(sheet: Worksheet, at: int, header: Sequence[str], rows: Iterable[Row], units: Sequence[str] = ()) -> int:
    """Write a table with its header in row ``at``; return the row below it. ``units``: of each column."""
    if max(map(len, header)) > WIDTHS[1]:
        sheet.row_dimensions[at].height = HEAD_HEIGHT
    for column, title in enumerate(header, 1):
        put(sheet.cell(at, column), title, font=HEAD).alignment = Alignment(wrap_text=True, vertical="top")
    for row in rows:
        at += 1
        for column, value in enumerate(row, 1):
            if value is not None:
                put(sheet.cell(at, column), value, units[column - 1] if column <= len(units) else "")
    return at + 1


def widths(sheet: Worksheet, columns: int, first: int = WIDTHS[0], others: int = WIDTHS[1]) -> None:
    """Give the columns room, and on paper the sheet one page's width."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    for column in range(1, columns + 1):
        sheet.column_dimensions[get_column_letter(column)].width = first if column == 1 else others


def title(sheet: Worksheet, text: str, *lines: str) -> int:
    """Write a sheet's title and the lines under it; return the row where what it is about begins."""
    put(sheet.cell(1, 1), text, font=NAME)
    for row, line in enumerate(lines, 2):
        put(sheet.cell(row, 1), line, font=SMALL)
    return len(lines) + 3


def line_chart(
    sheet: Worksheet, anchor: str, named: str, axes: tuple[str, str], columns: range, rows: range,
    colours: Sequence[str] = (),
) -> None:  # fmt: skip
    """Draw columns of a table, with their headers in the row above ``rows``, over its first column."""
    chart = LineChart()
    _dressed(chart, named, axes)
    for place, column in enumerate(columns):
        values = Reference(sheet, min_col=column, min_row=rows.start - 1, max_row=rows.stop - 1)
        series = Series(values, title_from_data=True)
        series.smooth = False
        if place < len(colours):
            series.graphicalProperties.line.solidFill = colours[place].removeprefix("#")
        chart.append(series)
    chart.set_categories(Reference(sheet, min_col=1, min_row=rows.start, max_row=rows.stop - 1))
    sheet.add_chart(chart, anchor)


def bar_chart(sheet: Worksheet, anchor: str, named: str, axes: tuple[str, str], columns: range, rows: range) -> None:
    """Draw columns of a table as groups of bars, one group for each of its rows."""
    chart = BarChart()
    chart.type = "bar"
    _dressed(chart, named, axes)
    values = Reference(
        sheet, min_col=columns.start, max_col=columns.stop - 1, min_row=rows.start - 1, max_row=rows.stop - 1
    )
    chart.add_data(values, titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=1, min_row=rows.start, max_row=rows.stop - 1))
    chart.y_axis.number_format = "0.00"
    sheet.add_chart(chart, anchor)


def _dressed(chart: Any, named: str, axes: tuple[str, str]) -> None:
    chart.title, chart.height, chart.width = named, 8.5, 18
    chart.x_axis.title, chart.y_axis.title = axes
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.legend.position = "b"
    chart.y_axis.number_format = FORMATS["money"]
    chart.y_axis.majorGridlines.spPr = GraphicalProperties(ln=LineProperties(solidFill=LINE.removeprefix("#")))
