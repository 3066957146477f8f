"""The rows of an export that no fact rests on, as a file that spreadsheets open without calculating anything."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

from simulator.evidence.deals import Deals
from simulator.facts.spreadsheet_text import as_text

PLAIN_NUMBER = re.compile(r"[-+]?\d[\d.,]*")


def left_rows(table: Sequence[Sequence[str]], found: Deals) -> bytes:
    """Return the rows left out and unreadable as CSV: row, whether left out or unreadable, reason, and their cells.

    UTF-8 with a mark, by which spreadsheets know it. A cell that would be a formula stands behind an apostrophe.
    """
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["Row", "", "Reason", *map(_shown, table[0])])
    marked = [("left out", each) for each in found.left_out] + [("unreadable", each) for each in found.unreadable]
    for kind, left in sorted(marked, key=lambda pair: pair[1].line):
        writer.writerow([left.line, kind, as_text(left.reason), *map(_shown, table[left.line - 1])])
    return text.getvalue().encode("utf-8-sig")


def _shown(cell: str) -> str:
    """Return a cell as a spreadsheet shows it, never as a formula; a number, its sign before it, stays one."""
    return cell if PLAIN_NUMBER.fullmatch(cell) else as_text(cell)
