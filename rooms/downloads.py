"""All submissions as CSV and XLSX, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from io import BytesIO, StringIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from rooms.debrief import Judged, debrief
from rooms.shocks import SHOCKS
from rooms.views import Entry, RoomView
from simulator.facts.names import lever_title
from simulator.facts.plan import Function
from simulator.facts.plural import plural
from simulator.facts.spreadsheet_text import as_text

Cell = str | float | int | datetime | None
BEST = "Best split"


def rows(
    room: RoomView,
    entries: Sequence[Entry],
    people: Mapping[int, str],
    functions: Mapping[Function, str],
    measure: str,
) -> list[list[Cell]]:
    """Return a header and, for each round so far, one row for each who was there and one for the best split.

    ``people`` are nicknames by number, ``functions`` the names of what can be the bottleneck, ``measure`` is that of
    what the room is judged by: all in the words of the screen.
    """
    settings, currency = room.settings, room.business.currency
    about = f"{measure}, {plural(str(settings.months), 'month')}, {currency}"
    head = ["Round", "What happened", "Practice", "Nickname", "Predicted bottleneck", f"Predicted ({about})"]
    levers = [f"{lever_title(lever)} ({currency} a month)" for lever in room.business.levers]
    found: list[list[Cell]] = [
        [*head, *levers, f"Brings ({about})", f"Regret ({currency})", "Submitted (UTC)", "Revised"]
    ]
    for number in range(1, room.round + 1):
        theirs = {entry.participant: entry for entry in entries if entry.round == number}
        round_of = debrief(settings, number, list(theirs.values()))
        judged = {each.entry.participant: each for each in round_of.judged}
        told = settings.rounds[number - 1]
        first: list[Cell] = [number, told.news or SHOCKS[told.shock].title, "yes" if told.practice else "no"]
        for who, nickname in people.items():
            found.append([*first, nickname, *_part(theirs.get(who), judged.get(who), functions, len(levers))])
        best = round_of.optimum
        found.append([*first, BEST, None, None, *best.plan.amounts, round(best.value, 2), 0.0, None, None])
    return found


def _part(entry: Entry | None, judged: Judged | None, functions: Mapping[Function, str], levers: int) -> Iterator[Cell]:
    """Yield what one of them predicted, submitted and reached; blank cells for what they did not do."""
    yield functions[entry.bottleneck] if entry and entry.bottleneck else None
    yield entry.expected if entry else None
    yield from judged.plan.amounts if judged else (None,) * levers
    yield from (round(judged.value, 2), round(judged.regret, 2)) if judged else (None, None)
    yield _moment(entry.submitted_at) if entry else None
    yield entry.revisions if entry and judged else None


def as_csv(table: Iterable[Sequence[Cell]]) -> bytes:
    """Return the rows as CSV in UTF-8 with a mark that spreadsheets know it by."""
    text = StringIO()
    csv.writer(text).writerows([_safe(cell) for cell in row] for row in table)
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(table: Iterable[Sequence[Cell]]) -> bytes:
    """Return the rows as a workbook whose texts are marked as texts."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Submissions")
    for row in table:
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, value=_safe(value))
            if isinstance(value, str):
                cell.data_type = "s"
            elif isinstance(value, datetime):
                cell.number_format = "yyyy-mm-dd hh:mm:ss"
            cells.append(cell)
        sheet.append(cells)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _safe(cell: Cell) -> Cell:
    return as_text(cell) if isinstance(cell, str) else cell


def _moment(seconds: float | None) -> datetime | None:
    """Return a moment as spreadsheets know it: to the second, and without a zone, which the header names."""
    return None if seconds is None else datetime.fromtimestamp(int(seconds), UTC).replace(tzinfo=None)
