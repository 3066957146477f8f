"""Months and weeks as people write them: a day within it, or the month itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from simulator.evidence.dates import MONTHS, Order, dates_of
from simulator.evidence.words import words_in

YEAR_MONTH = re.compile(r"(\d{4})\s*[-/.]\s*(\d{1,2})")
MONTH_YEAR = re.compile(r"(\d{1,2})\s*[-/.]\s*(\d{4})")
NAMED = re.compile(r"([^\W\d_]{3,})\.?[\s,/-]*(?:de\s+)?(\d{4}|\d{2})|(\d{4})[\s,/-]*([^\W\d_]{3,})\.?")
ISO_WEEK = re.compile(r"(\d{4})\s*-?\s*[WK]W?\s*(\d{1,2})|[WK]W?\s*(\d{1,2})\s*[-/ ]\s*(\d{4})", re.IGNORECASE)


@dataclass(frozen=True)
class Steps:
    """A day within each cell's month or week, None where there is none; see `simulator.evidence.dates.Dates`."""

    values: tuple[date | None, ...]
    undecided: tuple[Order, ...]
    """By which order days and months were read that no row proves; empty where none had to be."""


def steps_in(cells: Sequence[str], usual: Order = "day first") -> Steps:
    """Return a day for each cell; ``usual`` orders day and month where no row proves it."""
    dates = dates_of(cells, usual)
    values = tuple(day or _of_text(cell.strip()) for day, cell in zip(dates.values, cells, strict=True))
    undecided = tuple(order for sign, order in dates.orders.items() if sign not in dates.proved)
    return Steps(values, undecided[:1])


def _of_text(text: str) -> date | None:
    if found := YEAR_MONTH.fullmatch(text):
        return _month(int(found[1]), int(found[2]))
    if found := MONTH_YEAR.fullmatch(text):
        return _month(int(found[2]), int(found[1]))
    if found := ISO_WEEK.fullmatch(text):
        year, week = (found[1], found[2]) if found[1] else (found[4], found[3])
        return _week(int(year), int(week))
    if found := NAMED.fullmatch(text):
        year, name = (found[2], found[1]) if found[1] else (found[3], found[4])
        month = MONTHS.get("".join(words_in(name)), 0)
        return _month(int(year) + (2000 if len(year) == 2 else 0), month)
    return None


def _month(year: int, month: int) -> date | None:
    return date(year, month, 1) if 1 <= month <= 12 and 1 <= year <= 9999 else None


def _week(year: int, week: int) -> date | None:
    try:
        return date.fromisocalendar(year, week, 1)
    except ValueError:
        return None


def monday(day: date) -> date:
    """Return the first day of a day's week."""
    return day - timedelta(days=day.weekday())
