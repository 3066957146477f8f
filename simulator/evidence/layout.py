"""Where the table stands in what a report prints around it: titles, blank rows, a header of several rows, a footer."""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median

SCANNED = 60
"""Rows at the top in which the header is looked for."""
COMPARED = 300
"""Rows by which it is told what a column holds."""
MOST_HEADER_ROWS = 4
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
WORD = re.compile(r"[^\W\d_]")
NOTHING = {"n/a", "na", "n.a.", "nil", "none", "null", "nan", "unknown", "tbc", "tbd"}
"""What stands in a column of numbers where there is none."""
YEAR = re.compile(r"(?:19|20)\d\d(?:[-/–]\d\d(?:\d\d)?)?")

Rows = list[list[str]]


def table_in(rows: Rows) -> Rows:
    """Return the header and the rows of data; what stands above, between and below the table is left out.

    Blank rows go, and rows that say the header again. A header of several rows is one, joined column by column. Where
    there is none, columns are numbered. A row keeps its own width.
    """
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    if not rows:
        return []
    first = _begins(rows)
    rows = _without_footer(rows[first:])
    if _lacks_header(rows):
        return [[f"Column {place + 1}" for place in range(max(map(len, rows)))], *rows]
    depth = _header_depth(rows)
    header, said = _joined(rows[:depth]), rows[:depth]
    return [header, *(row for row in rows[depth:] if row not in said)]


def _filled(row: Sequence[str]) -> int:
    return sum(1 for cell in row if cell.strip())


def _named(row: Sequence[str]) -> list[int]:
    """Return the columns in which a row says anything."""
    return [place for place, cell in enumerate(row) if cell.strip()]


def _begins(rows: Rows) -> int:
    """Return where the header begins: the first row that fills enough columns to be no title, and what spans it."""
    if max(_filled(row) for row in rows[: SCANNED + COMPARED]) < 2:
        return 0
    usual = median(_filled(row) for row in rows[: SCANNED + COMPARED] if _filled(row) > 1)
    enough = max(2.0, usual / 2)
    first = next((place for place, row in enumerate(rows[:SCANNED]) if _filled(row) >= enough), 0)
    return _with_spans(rows, _below_facts(rows, first))


def _below_facts(rows: Rows, first: int) -> int:
    """Return the row below lines of a name and its value, where they stand above a header that fills more columns."""
    place = first
    while place < min(first + SCANNED, len(rows) - 1) and _named(rows[place]) == [0, 1]:
        place += 1
    named = _filled(rows[place]) > 2 and not any(map(_typed, rows[place]))
    return place if named and any(_typed(cell) for row in rows[place + 1 : place + 3] for cell in row) else first


def _with_spans(rows: Rows, first: int) -> int:
    """Return where a header begins whose upper rows have few cells, each over several columns.

    They are told from titles by naming a column that all rows below them leave blank.
    """
    begins, known = first, set(_named(rows[first]))
    for place in range(first - 1, max(first - MOST_HEADER_ROWS, -1), -1):
        named = _named(rows[place])
        apart = len(named) > 1 and named[-1] - named[0] >= len(named)
        if not apart or any(_typed(rows[place][column]) for column in named):
            break
        if set(named) - known:
            begins = place
        known.update(named)
    return begins


def _without_footer(rows: Rows) -> Rows:
    """Return the rows without the lines of prose at the end: one cell where the table has three and more."""
    usual = median(_filled(row) for row in rows[:COMPARED])
    end = len(rows)
    while usual >= 3 and end > 1 and _filled(rows[end - 1]) == 1 and rows[end - 1][0].strip():
        end -= 1
    return rows[:end]


def _typed(cell: str) -> bool:
    """Return whether a cell holds a number, an amount, a date or a time."""
    text = cell.strip()
    return bool(NUMBER.fullmatch(text) or DATE.fullmatch(text))


def _typed_columns(rows: Rows) -> list[int]:
    """Return the columns that hold numbers or dates."""
    found = []
    for place in range(max(map(len, rows), default=0)):
        cells = [row[place] for row in rows[:COMPARED] if place < len(row) and row[place].strip()]
        if cells and sum(map(_typed, cells)) >= OF_ONE_KIND * len(cells):
            found.append(place)
    return found


def _lacks_header(rows: Rows) -> bool:
    """Return whether the first row is one of data already: its cells are written as their columns are."""
    first, rest = rows[0], rows[1:]
    columns = [place for place in _typed_columns(rest) if place < len(first) and first[place].strip()]
    if not columns or any(not _typed(first[place]) for place in columns):
        return False
    if any(not cell.strip() for cell in first) and len(columns) < 2:
        return False
    if 2 * sum(_unlike(first[place], rest, place) for place in columns) > len(columns):
        return False
    years = [first[place].strip() for place in columns]
    return not all(YEAR.fullmatch(year) for year in years) or len(set(years)) < len(years)


def _unlike(name: str, rows: Rows, place: int) -> bool:
    """Return whether a cell is written unlike those below it: V1 above numbers, or January 2026, or a whole date."""
    cells = [row[place].strip() for row in rows[:COMPARED] if place < len(row) and row[place].strip()]
    return any(
        bool(tell(name.strip())) and 2 * sum(bool(tell(cell)) for cell in cells) < len(cells)
        for tell in (WORD.search, DATE.fullmatch)
    )


def _header_depth(rows: Rows) -> int:
    """Return how many rows the header has: further ones repeat it, or name columns that it leaves blank."""
    depth = 1
    while depth < min(MOST_HEADER_ROWS, len(rows) - 1):
        row = rows[depth]
        if row != rows[0] and not _completes(rows[:depth], row, rows[depth + 1 :]):
            break
        depth += 1
    return depth


def _completes(header: Rows, row: list[str], rest: Rows) -> bool:
    """Return whether a row goes on with a header: all text, over columns of numbers.

    Either the header is blank there, or the row says nothing over other columns, as one of units does.
    """
    named = _named(row)
    if not named or any(_typed(row[place]) for place in named):
        return False
    known = {place for each in header for place in _named(each)}
    typed = set(_typed_columns(rest))
    if (set(named) - known) & typed:
        return True
    said = {row[place].strip().lower() for place in named}
    return set(named) <= typed & known and len(known) > 1 and not said & NOTHING and all(map(WORD.search, said))


def _joined(rows: Rows) -> list[str]:
    """Return a header of several rows as one; what spans columns is said of each that it spans.

    A cell spans the blank ones after it that have words below them, up to where a row above begins another.
    """
    if len(rows) == 1:
        return rows[0]
    width = max(map(len, rows))
    parts: list[list[str]] = [[] for _ in range(width)]
    for depth, row in enumerate(rows):
        spanning = ""
        for place in range(width):
            cell = row[place].strip() if place < len(row) else ""
            below = any(place < len(other) and other[place].strip() for other in rows[depth + 1 :])
            begun = any(place < len(other) and other[place].strip() for other in rows[:depth])
            spanning = cell or (spanning if below and not begun else "")
            if spanning:
                parts[place].append(spanning)
    return [" ".join(part) for part in parts]
