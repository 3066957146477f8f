"""What stands in a row of cells: which columns it names, and which of them hold numbers or dates."""

from __future__ import annotations

import re
from collections.abc import Sequence

COMPARED = 300
"""Rows by which it is told what a column holds."""
OF_ONE_KIND = 0.8
"""The share of a column's cells from which on it is one of numbers or dates."""
NUMBER = re.compile(
    r"[-+(]?\s*[^\W\d_]{0,3}[$£€¥₹]?\s*[-+]?\d[\d.,'’\s\u00a0\u202f]*(?:e[-+]?\d+)?\s*[%$£€¥₹]?\s*[^\W\d_]{0,3}\)?",
    re.I,
)
DATE = re.compile(
    r"\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}(?:[ T]+\d{1,2}:\d{2}.*)?|\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:\s*[AP]M)?|"
    r"(?:\d{1,2}[\s.-]+)?[^\W\d_]{3,9}\.?[\s-]+(?:\d{1,2},?\s+)?\d{2,4}",
    re.I,
)
LETTER = re.compile(r"[^\W\d_]")

Rows = list[list[str]]


def filled_in(row: Sequence[str]) -> int:
    """Return in how many columns a row says anything."""
    return sum(1 for cell in row if cell.strip())


def named_in(row: Sequence[str]) -> list[int]:
    """Return the columns in which a row says anything."""
    return [place for place, cell in enumerate(row) if cell.strip()]


def is_typed(cell: str) -> bool:
    """Return whether a cell holds a number, an amount, a date or a time."""
    text = cell.strip()
    return bool(NUMBER.fullmatch(text) or DATE.fullmatch(text))


def typed_columns(rows: Rows) -> list[int]:
    """Return the columns that hold numbers or dates."""
    found = []
    for place in range(max(map(len, rows), default=0)):
        cells = [row[place] for row in rows[:COMPARED] if place < len(row) and row[place].strip()]
        if cells and sum(map(is_typed, cells)) >= OF_ONE_KIND * len(cells):
            found.append(place)
    return found
