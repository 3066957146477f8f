"""Where the table stands in what a report prints around it: titles, blank rows, a header of several rows, a footer."""

from __future__ import annotations

from statistics import median

from simulator.evidence.header import MOST_HEADER_ROWS, header_depth, joined, lacks_header
from simulator.evidence.kinds import COMPARED, Rows, filled_in, is_typed, named_in

SCANNED = 60
"""Rows at the top in which the header is looked for."""


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
    if lacks_header(rows):
        return [[f"Column {place + 1}" for place in range(max(map(len, rows)))], *rows]
    depth = header_depth(rows)
    header, said = joined(rows[:depth]), rows[:depth]
    return [header, *(row for row in rows[depth:] if row not in said)]


def _begins(rows: Rows) -> int:
    """Return where the header begins: the first row that fills enough columns to be no title, and what spans it."""
    if max(filled_in(row) for row in rows[: SCANNED + COMPARED]) < 2:
        return 0
    usual = median(filled_in(row) for row in rows[: SCANNED + COMPARED] if filled_in(row) > 1)
    enough = max(2.0, usual / 2)
    first = next((place for place, row in enumerate(rows[:SCANNED]) if filled_in(row) >= enough), 0)
    return _with_spans(rows, _below_facts(rows, first))


def _below_facts(rows: Rows, first: int) -> int:
    """Return the row below lines of a name and its value, where they stand above a header that fills more columns."""
    place = first
    while place < min(first + SCANNED, len(rows) - 1) and named_in(rows[place]) == [0, 1]:
        place += 1
    names = filled_in(rows[place]) > 2 and not any(map(is_typed, rows[place]))
    return place if names and any(is_typed(cell) for row in rows[place + 1 : place + 3] for cell in row) else first


def _with_spans(rows: Rows, first: int) -> int:
    """Return where a header begins whose upper rows have few cells, each over several columns.

    They are told from titles by naming a column that all rows below them leave blank.
    """
    begins, known = first, set(named_in(rows[first]))
    for place in range(first - 1, max(first - MOST_HEADER_ROWS, -1), -1):
        named = named_in(rows[place])
        apart = len(named) > 1 and named[-1] - named[0] >= len(named)
        if not apart or any(is_typed(rows[place][column]) for column in named):
            break
        if set(named) - known:
            begins = place
        known.update(named)
    return begins


def _without_footer(rows: Rows) -> Rows:
    """Return the rows without the lines of prose at the end: one cell where the table has three and more."""
    usual = median(filled_in(row) for row in rows[:COMPARED])
    end = len(rows)
    while usual >= 3 and end > 1 and filled_in(rows[end - 1]) == 1 and rows[end - 1][0].strip():
        end -= 1
    return rows[:end]
