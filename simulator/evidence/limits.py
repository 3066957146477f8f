"""How much of a file is read, and what is said of one that is not."""

from __future__ import annotations

from simulator.facts.declaration import InvalidInput, Problem

MOST_BYTES = 50_000_000
MOST_ROWS = 500_000
MOST_COLUMNS = 20_000
MOST_CELLS = 20_000_000
MOST_UNPACKED = 600_000_000
"""Bytes that a workbook may unpack to, and"""
MOST_RATIO = 200
"""how many times its own size: what swells more is made to exhaust who opens it."""


MOST_MEMORY = 2_000_000_000
"""Bytes that reading one large file may take, and"""
MOST_SECONDS = 60
"""seconds of the processor, which it leaves to others first; so of the clock there may be more:"""
LONGEST_WAIT = 180


class Unreadable(InvalidInput):
    """Raised for a file that cannot be read as a table; the sentence says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(Problem("file", "File", None, "", sentence))


def check_size(data: bytes) -> None:
    """Refuse a file that is too large."""
    if len(data) > MOST_BYTES:
        raise Unreadable(
            f"The file has more than {MOST_BYTES / 1e6:,.0f} MB, which is the most that is read: "
            "leave out columns or earlier years."
        )


def check_extent(rows: int, columns: int) -> None:
    """Refuse a table with too many rows, columns or cells."""
    if rows > MOST_ROWS + 1:  # The header is none of them.
        raise Unreadable(f"The table has more than {MOST_ROWS:,} rows, which is the most that is read.")
    if columns > MOST_COLUMNS:
        raise Unreadable(f"The table has {columns:,} columns; up to {MOST_COLUMNS:,} are read.")
    if rows * columns > MOST_CELLS:
        raise Unreadable(f"The table has {rows * columns:,} cells; up to {MOST_CELLS:,} are read.")
