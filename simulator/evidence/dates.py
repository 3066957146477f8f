"""Dates of a column: its order of day and month is decided from all its rows, never row by row."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from simulator.evidence.words import words_in

Order = Literal["day first", "month first"]

_CLOCK = r"(?:[T\s,]+\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:[ap]\.?m\.?)?\s*(?:Z|UTC|[+-]\d{2}:?\d{2})?)?"
YEAR_FIRST = re.compile(rf"(\d{{4}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){_CLOCK}", re.IGNORECASE)
YEAR_LAST = re.compile(rf"(\d{{1,2}})([-/.])(\d{{1,2}})\2(\d{{4}}|\d{{2}})\.?{_CLOCK}", re.IGNORECASE)
NAMED = re.compile(
    r"(?:[^\W\d_]+,?\s+)?(?:(\d{1,2})(?:st|nd|rd|th|\.|er|º)?[\s-]+(?:de\s+)?([^\W\d_]{3,})\.?[\s,-]+"
    r"(?:de\s+)?(\d{4}|\d{2})"
    rf"|([^\W\d_]{{3,}})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})){_CLOCK}",
    re.IGNORECASE,
)
MONTHS = {
    name: place + 1
    for place, names in enumerate(
        (
            "jan january januar janvier janv enero ene janeiro",
            "feb february februar fevrier fevr febrero fevereiro fev",
            "mar march marz maerz mrz mars marzo marco", "apr april avril avr abril abr", "may mai mayo maio",
            "jun june juni juin junio junho", "jul july juli juillet juil julio julho",
            "aug august aout agosto ago", "sep sept september septembre septiembre setembro set",
            "oct october oktober okt octobre octubre outubro out", "nov november novembre noviembre novembro",
            "dec december dezember dez decembre diciembre dic dezembro",
        )
    )
    for name in names.split()
}  # fmt: skip
"""The number of each month by its name or short name, in five languages, without accents."""


@dataclass(frozen=True)
class Dates:
    """The dates of a column, None where a cell is blank or none; ``orders`` tells by which order each sign was read."""

    values: tuple[date | None, ...]
    orders: dict[str, Order]
    proved: frozenset[str]
    """The signs between numbers whose order a number above 12 proves; the others were read by the locale."""


def dates_of(cells: Sequence[str], usual: Order = "day first") -> Dates:
    """Return the dates; ``usual`` orders day and month where no row proves it. Impossible dates are none."""
    texts = Counter(cell.strip() for cell in cells)
    orders, proved = _orders(texts, usual)
    known = {text: _date(text, orders) for text in texts}
    return Dates(tuple(known[cell.strip()] for cell in cells), orders, proved)


def _orders(texts: Mapping[str, int], usual: Order) -> tuple[dict[str, Order], frozenset[str]]:
    """Return the order behind each sign between numbers, and for which signs a number above 12 proves it."""
    votes: dict[str, Counter[Order]] = {}
    for text, times in texts.items():
        if match := YEAR_LAST.fullmatch(text):
            first, second = int(match[1]), int(match[3])
            told = votes.setdefault(match[2], Counter())
            told["day first"] += times * (first > 12 >= second)
            told["month first"] += times * (second > 12 >= first)
    orders: dict[str, Order] = dict.fromkeys(votes, usual)
    proved = {sign for sign, told in votes.items() if told["day first"] != told["month first"]}
    for sign in proved:
        orders[sign] = "day first" if votes[sign]["day first"] > votes[sign]["month first"] else "month first"
    return orders, frozenset(proved)


def _date(text: str, orders: dict[str, Order]) -> date | None:
    if match := YEAR_FIRST.fullmatch(text):
        return _of(int(match[1]), int(match[3]), int(match[4]))
    if match := YEAR_LAST.fullmatch(text):
        first, second, year = int(match[1]), int(match[3]), _year(match[4])
        day, month = (first, second) if orders[match[2]] == "day first" else (second, first)
        return _of(year, month, day)
    if match := NAMED.fullmatch(text):
        name = "".join(words_in(match[2] or match[4]))
        month = MONTHS.get(name, 0)
        return _of(_year(match[3] or match[6]), month, int(match[1] or match[5]))
    return None


def _of(year: int, month: int, day: int) -> date | None:
    """Return the date, or None where the calendar has no such day: nothing is rolled over."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _year(text: str) -> int:
    """Return the year; of two digits those within the next twenty years are of this century."""
    return int(text) if len(text) == 4 else 2000 + int(text) - (100 if int(text) > date.today().year % 100 + 20 else 0)
