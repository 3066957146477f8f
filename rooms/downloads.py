"""All submissions as CSV and XLSX, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from io import BytesIO, StringIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from rooms.debrief import debrief
from rooms.settings import RoomSettings
from rooms.views import Entry
from simulator.facts.names import lever_title
from simulator.facts.plan import Function
from simulator.facts.plural import plural

Cell = str | float | int | None
STARTS_FORMULA = tuple("=+-@\t\r\n|%")
"""First signs of a text that some spreadsheet would run as a formula."""


def rows(
    settings: RoomSettings, entries: Sequence[Entry], functions: Mapping[Function, str], measure: str
) -> list[list[Cell]]:
    """Return a header and one row for each participant and round, in the words of the screen.

    ``functions`` are the names of what can be the bottleneck, ``measure`` is that of what the room is judged by.
    """
    levers = settings.start(1).levers
    about = f"{measure}, {plural(str(settings.months), 'month')}"
    titles = map(lever_title, levers)
    head = ["Round", "Practice", "Nickname", "Predicted bottleneck", f"Predicted ({about})", *titles]
    found: list[list[Cell]] = [[*head, f"Brings ({about})", "Regret", "Submitted (UTC)", "Revised"]]
    for number in sorted({entry.round for entry in entries}):
        judged = {each.entry.participant: each for each in debrief(settings, number, entries).judged}
        practice = "yes" if settings.rounds[number - 1].practice else "no"
        for entry in (entry for entry in entries if entry.round == number):
            known = judged.get(entry.participant)
            amounts = known.plan.amounts if known else (None,) * len(levers)
            called = functions[entry.bottleneck] if entry.bottleneck else None
            brings = (round(known.value, 2), round(known.regret, 2)) if known else (None, None)
            found.append([number, practice, entry.nickname, called, entry.expected, *amounts, *brings,
                          _moment(entry.submitted_at), entry.revisions])  # fmt: skip
    return found


def as_csv(table: Iterable[Sequence[Cell]]) -> bytes:
    """Return the rows as CSV in UTF-8 with a mark that spreadsheets know it by."""
    text = StringIO()
    csv.writer(text).writerows([safe(cell) for cell in row] for row in table)
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(table: Iterable[Sequence[Cell]]) -> bytes:
    """Return the rows as a workbook whose texts are marked as texts."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Submissions")
    for row in table:
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, value=safe(value))
            if isinstance(value, str):
                cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def safe(cell: Cell) -> Cell:
    """Return a cell that no spreadsheet takes for a formula: texts that look like one get an apostrophe."""
    return f"'{cell}" if isinstance(cell, str) and cell.lstrip().startswith(STARTS_FORMULA) else cell


def _moment(seconds: float | None) -> str | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d %H:%M:%S")
