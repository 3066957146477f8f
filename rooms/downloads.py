"""All submissions as CSV and XLSX, safe to open in a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from io import BytesIO, StringIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter

from rooms.debrief import Judged, debrief
from rooms.settings import RoomSettings
from rooms.shocks import SHOCKS
from rooms.teams import by_team
from rooms.views import NO_TEAM, Entry, RoomView
from simulator.facts.names import lever_title
from simulator.facts.plan import Function
from simulator.facts.plural import plural
from simulator.facts.spreadsheet_text import as_text

Cell = str | float | int | datetime | None
BEST = "Best split"
LINES_WIDTH = 80
"""Of a column with texts of several lines, in signs."""


def rows(
    room: RoomView,
    entries: Sequence[Entry],
    people: Mapping[int, str],
    functions: Mapping[Function, str],
    measure: str,
    teams: Mapping[int, int] | None = None,
    news: Mapping[int, str] | None = None,
) -> list[list[Cell]]:
    """Return a header and, for each round so far, one row for each who was there and one for the best split.

    ``people`` are nicknames by number, ``functions`` the names of what can be the bottleneck, ``measure`` is that of
    what the room is judged by: all in the words of the screen. ``teams`` are places among the teams by number,
    ``news`` is what happened by round, where more is to be said than its title. What a room did not ask for has no
    column.
    """
    settings, currency = room.settings, room.business.currency
    about = f"{measure}, {plural(str(settings.months), 'month')}, {currency}"
    head = ["Round", "What happened", "Practice", "Nickname", *_asked(settings, about)]
    levers = [f"{lever_title(lever)} ({currency} a month)" for lever in room.business.levers]
    found: list[list[Cell]] = [
        [*head, *levers, f"Brings ({about})", f"Regret ({currency})", "Submitted (UTC)", "Revised"]
    ]
    for number in range(1, room.round + 1):
        theirs = {entry.participant: entry for entry in entries if entry.round == number}
        round_of = debrief(settings, number, list(theirs.values()))
        judged = {each.entry.participant: each for each in round_of.judged}
        told = settings.rounds[number - 1]
        happened = (news or {}).get(number) or told.news or SHOCKS[told.shock].title
        first: list[Cell] = [number, happened, "yes" if told.practice else "no"]
        for who, nickname in people.items():
            entry, team = theirs.get(who), (teams or {}).get(who, NO_TEAM)
            said = _said(settings, entry, team, functions)
            found.append([*first, nickname, *said, *_part(entry, judged.get(who), len(levers))])
        best, blank = round_of.optimum, [None] * len(_asked(settings, about))
        found.append([*first, BEST, *blank, *best.plan.amounts, round(best.value, 2), 0.0, None, None])
    return found


def team_rows(room: RoomView, entries: Sequence[Entry], measure: str) -> list[list[Cell]]:
    """Return a header and, for each round so far, one row for each team; nothing where there are none."""
    if not room.teams:
        return []
    currency = room.business.currency
    about = f"{measure}, {plural(str(room.settings.months), 'month')}, {currency}"
    found: list[list[Cell]] = [
        ["Round", "Team", "Splits", f"Median regret ({currency})", f"Best split brings ({about})", "Its regret"]
    ]
    for number in range(1, room.round + 1):
        played = debrief(room.settings, number, entries)
        for each in by_team(played, len(room.teams)):
            best = (round(each.best.value, 2), round(each.best.regret, 2)) if each.best else (None, None)
            middle = None if each.median_regret is None else round(each.median_regret, 2)
            found.append([number, room.teams[each.team], len(each.judged), middle, *best])
    return found


def _asked(settings: RoomSettings, about: str) -> list[Cell]:
    """Return the header of what is known of each person and what the room was asked, in the order of `_said`."""
    return [
        *(["Team"] if settings.teams else []),
        *(["Predicted bottleneck"] if settings.bottleneck else []),
        f"Predicted ({about})",
        *([settings.question] if settings.choices else []),
        *(
            [settings.question if settings.question and not settings.answers else "Why"]
            if settings.line != "no"
            else []
        ),
    ]


def _said(settings: RoomSettings, entry: Entry | None, team: int, functions: Mapping[Function, str]) -> Iterator[Cell]:
    """Yield one's team, and what one answered; blank cells for what was left open."""
    if settings.teams:
        yield settings.teams[team] if 0 <= team < len(settings.teams) else None
    if settings.bottleneck:
        yield functions[entry.bottleneck] if entry and entry.bottleneck else None
    yield entry.expected if entry else None
    if settings.choices:
        yield (entry.answer or None) if entry else None
    if settings.line != "no":
        yield (entry.reason or None) if entry else None


def _part(entry: Entry | None, judged: Judged | None, levers: int) -> Iterator[Cell]:
    """Yield what one of them submitted and reached; blank cells for what they did not do."""
    yield from judged.plan.amounts if judged else (None,) * levers
    yield from (round(judged.value, 2), round(judged.regret, 2)) if judged else (None, None)
    yield _moment(entry.submitted_at) if entry else None
    yield entry.revisions if entry and judged else None


def as_csv(table: Iterable[Sequence[Cell]]) -> bytes:
    """Return the rows as CSV in UTF-8 with a mark that spreadsheets know it by."""
    text = StringIO()
    csv.writer(text).writerows([_safe(cell) for cell in row] for row in table)
    return text.getvalue().encode("utf-8-sig")


def as_xlsx(table: Iterable[Sequence[Cell]], teams: Sequence[Sequence[Cell]] = ()) -> bytes:
    """Return the rows as a workbook whose texts are marked as texts, with a sheet of its own for ``teams``."""
    book = Workbook(write_only=True)
    _fill(book.create_sheet("Submissions"), table)
    if teams:
        _fill(book.create_sheet("Teams"), teams)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _fill(sheet: Any, table: Iterable[Sequence[Cell]]) -> None:
    lines = list(table)
    for column in {place for row in lines for place, value in enumerate(row, 1) if _in_lines(value)}:
        sheet.column_dimensions[get_column_letter(column)].width = LINES_WIDTH
    for row in lines:
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, value=_safe(value))
            if isinstance(value, str):
                cell.data_type = "s"
                if _in_lines(value):
                    cell.alignment = Alignment(wrap_text=True, vertical="top")
            elif isinstance(value, datetime):
                cell.number_format = "yyyy-mm-dd hh:mm:ss"
            cells.append(cell)
        sheet.append(cells)


def _in_lines(cell: Cell) -> bool:
    return isinstance(cell, str) and "\n" in cell


def _safe(cell: Cell) -> Cell:
    return as_text(cell) if isinstance(cell, str) else cell


def _moment(seconds: float | None) -> datetime | None:
    """Return a moment as spreadsheets know it: to the second, and without a zone, which the header names."""
    return None if seconds is None else datetime.fromtimestamp(int(seconds), UTC).replace(tzinfo=None)
