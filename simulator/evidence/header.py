"""What the columns of a table are called: by no row, by one, or by several that are joined."""

from __future__ import annotations

import re

from simulator.evidence.kinds import COMPARED, DATE, LETTER, Rows, is_typed, named_in, typed_columns

MOST_HEADER_ROWS = 4
YEAR = re.compile(r"(?:19|20)\d\d(?:[-/–]\d\d(?:\d\d)?)?")
NOTHING = {"n/a", "na", "n.a.", "nil", "none", "null", "nan", "unknown", "tbc", "tbd"}
"""What stands in a column of numbers where there is none."""


def lacks_header(rows: Rows) -> bool:
    """Return whether the first row is one of data already: its cells are written as their columns are."""
    first, rest = rows[0], rows[1:]
    columns = [place for place in typed_columns(rest) if place < len(first) and first[place].strip()]
    if not columns or any(not is_typed(first[place]) for place in columns):
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
        for tell in (LETTER.search, DATE.fullmatch)
    )


def header_depth(rows: Rows) -> int:
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
    named = named_in(row)
    if not named or any(is_typed(row[place]) for place in named):
        return False
    known = {place for each in header for place in named_in(each)}
    typed = set(typed_columns(rest))
    if (set(named) - known) & typed:
        return True
    said = {row[place].strip().lower() for place in named}
    return set(named) <= typed & known and len(known) > 1 and not said & NOTHING and all(map(LETTER.search, said))


def joined(rows: Rows) -> list[str]:
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
