"""A table of judgement as it is typed or pasted from a sheet: efforts and what each would bring, a row a line."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pages.ui.text.amounts import Manner, read

_CELLS = re.compile(r"\t+|\s*[;|]\s*|[ \u00a0]{2,}|(?<=%)\s*[:=]?\s+|\s*[:=]\s+")
MOST_TIMES = 10.0
"""Efforts without a sign that go no higher than this are times today's; else they are per cent of it."""


@dataclass(frozen=True)
class Pasted:
    """What was read of a text: efforts in times today's, results as they are typed, and what could not be read."""

    rows: tuple[tuple[float, float], ...] = ()
    problems: tuple[str, ...] = ()
    note: str = ""


def pasted(text: str, manner: Manner, near: float | None = None) -> Pasted:
    """Return the rows of a text; never raises.

    A line without a result, and a first line of headings, is passed over. ``manner`` and ``near`` are of the results.
    """
    found: list[tuple[float, float]] = []
    problems: list[str] = []
    signed = False
    lines = [line for line in text.splitlines() if line.strip()]
    for number, line in enumerate(lines):
        cells = _cells(line)
        if len(cells) < 2:
            problems += [] if _number(cells[0], PERCENT) is not None else [_unread(number, line)]
            continue
        effort, result = _number(cells[0], PERCENT), _number(cells[1], manner, near)
        if effort is None and result is None and number == 0:
            continue
        if effort is None or result is None or len(cells) > 2:
            problems.append(_unread(number, line))
            continue
        signed = signed or "%" in cells[0]
        found.append((effort, result))
    times = not signed and bool(found) and max(effort for effort, _ in found) <= MOST_TIMES
    rows = tuple((effort if times else effort / 100, result) for effort, result in found)
    note = f"Read as {len(rows)} rows; efforts as {'times' if times else 'per cent of'} today's." if rows else ""
    return Pasted(rows, tuple(problems), note)


PERCENT = Manner(percent=True)


def _cells(line: str) -> list[str]:
    """Return the cells of a line; where nothing else parts them, the first space does."""
    cells = [cell.strip() for cell in _CELLS.split(line.strip()) if cell.strip()]
    first, _, rest = cells[0].partition(" ")
    return [first, rest] if len(cells) == 1 and rest not in ("", "%") else cells


def _number(cell: str, manner: Manner, near: float | None = None) -> float | None:
    amount = read(cell, manner, None, near).amount
    if amount is None and not manner.percent:  # A count with a word behind it: 85 enquiries.
        amount = read(re.sub(r"\s*[^\W\d_]+\.?$", "", cell), manner, None, near).amount
    return None if amount is None or amount < 0 else amount


def _unread(number: int, line: str) -> str:
    short = line.strip().replace("\t", "  ")
    return f"Line {number + 1}, “{short[:40]}”, is not an effort and a result."
