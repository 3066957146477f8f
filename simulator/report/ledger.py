"""A sheet of formulas written line by line: a title, its unit, and a value for the company or for each channel."""

from __future__ import annotations

from collections.abc import Sequence

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from simulator.report.sheets import HEAD, SMALL, formula, put

FIRST = 3
"""The column of the first value; titles and units stand before it."""


class Ledger:
    """Writes formulas and tells where they stand. Titles are found again within one block."""

    def __init__(self, sheet: Worksheet, at: int) -> None:
        self.sheet, self.at = sheet, at
        self._rows: dict[str, int] = {}

    def heading(self, title: str, names: Sequence[str] = ()) -> None:
        """Begin a block; ``names`` stand above its columns."""
        self.at += 1
        self._rows = {}
        put(self.sheet.cell(self.at, 1), title, font=HEAD)
        for column, name in enumerate(names, FIRST):
            put(self.sheet.cell(self.at, column), name, font=HEAD)
        self.at += 1

    def put(self, title: str, column: int, text: str, unit: str = "") -> str:
        """Write a formula in a column (from 0) of the line of that title; return its address."""
        row = self._row(title, unit)
        formula(self.sheet.cell(row, FIRST + column), text, unit)
        return f"${get_column_letter(FIRST + column)}${row}"

    def number(self, title: str, column: int, value: float, unit: str = "") -> str:
        """Write a plain number there."""
        row = self._row(title, unit)
        put(self.sheet.cell(row, FIRST + column), value, unit)
        return f"${get_column_letter(FIRST + column)}${row}"

    def row(self, title: str, formulas: Sequence[str], unit: str = "") -> list[str]:
        """Write a line of formulas; return their addresses."""
        return [self.put(title, column, text, unit) for column, text in enumerate(formulas)]

    def numbers(self, title: str, values: Sequence[float], unit: str = "") -> list[str]:
        """Write a line of plain numbers; return their addresses."""
        return [self.number(title, column, value, unit) for column, value in enumerate(values)]

    def _row(self, title: str, unit: str) -> int:
        if title not in self._rows:
            self._rows[title] = self.at
            put(self.sheet.cell(self.at, 1), title)
            put(self.sheet.cell(self.at, 2), unit, font=SMALL)
            self.at += 1
        return self._rows[title]


def across(cells: Sequence[str]) -> str:
    """Return the range of cells that stand side by side in one row."""
    return f"{cells[0]}:{cells[-1]}"
