"""The records of a text, also where a quote or a delimiter stands in the wrong place.

A strict reader goes over it first. Where that fails or rows differ in width, each physical line is read by itself,
and a line that strict reading refuses is taken by what gives it the width of the others: joined with the lines after
it, with a quote taken as a plain sign, or cut at another delimiter.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter

from simulator.evidence.dialect import Dialect
from simulator.evidence.limits import MOST_ROWS, check_extent

ENDS = re.compile(r"\r\n|\r|\n")
MOST_JOINED = 120
"""Lines that one cell may run over."""
OTHERS = ",;\t| "
"""Delimiters tried on a line that does not have the width of the others."""

Record = list[str]

csv.field_size_limit(10_000_000)


def records(text: str, dialect: Dialect) -> list[Record]:
    """Return the cells of each record that is not blank; widths may differ."""
    if "\0" in text:
        # Some exports escape a quote by a sign that is nothing.
        text = text.replace("\0" + dialect.quote, 2 * dialect.quote).replace("\0", "")
    read = dialect.strictly(io.StringIO(text, newline=""))
    if read is not None and len({len(each) for each in read if each}) <= 1:
        return _checked([each for each in read if each])
    return _checked(_Mender(text, dialect).records())


def _checked(found: list[Record]) -> list[Record]:
    check_extent(len(found), max(map(len, found), default=0))
    return found


class _Mender:
    """Reads line by line, knowing how wide most lines are."""

    def __init__(self, text: str, dialect: Dialect) -> None:
        self.lines = ENDS.split(text)
        self.dialect = dialect
        self.read = [self._strict(line) for line in self.lines]
        widths = Counter(len(each) for each in self.read if each and len(each) > 1)
        self.width = widths.most_common(1)[0][0] if widths else 1
        others = [sign for sign in OTHERS if sign != dialect.delimiter]
        self.others = [Dialect(sign, dialect.quote, dialect.escape) for sign in others]

    def records(self) -> list[Record]:
        """Return the records."""
        found: list[Record] = []
        place = 0
        while place < len(self.lines) and len(found) <= MOST_ROWS + 1:  # One more tells that there is more.
            if not self.lines[place].strip():  # Only within a cell does a blank line say anything.
                place += 1
                continue
            cells, used = self._record(place)
            found.append(cells)
            place += used
        return found

    def _strict(self, line: str) -> Record | None:
        if self.dialect.quote not in line and not self.dialect.spaced and not self.dialect.escape:
            return line.split(self.dialect.delimiter)
        read = self.dialect.strictly([line])
        return read[0] if read and len(read) == 1 else None

    def _record(self, place: int) -> tuple[Record, int]:
        """Return the record that begins at a line, and how many lines it takes."""
        strict = self.read[place]
        if strict is not None:
            return (strict if len(strict) == self.width else self._cut_otherwise(place) or strict), 1
        joined = self._joined(place)
        if joined and len(joined[0]) == self.width:
            return joined
        plain = split(self.lines[place], self.dialect, self.width)
        if plain is not None:
            return plain, 1
        return joined or (loosely(self.lines[place], self.dialect), 1)

    def _joined(self, place: int) -> tuple[Record, int] | None:
        """Return the shortest run of lines that strict reading takes as one record, and how many lines it has."""
        for used in range(2, min(MOST_JOINED, len(self.lines) - place) + 1):
            last = self.read[place + used - 1]
            if last is not None and len(last) == self.width > 1:
                return None
            if self.dialect.quote in self.lines[place + used - 1]:
                read = self.dialect.strictly([line + "\n" for line in self.lines[place : place + used]])
                if read and len(read) == 1:
                    return read[0], used
        return None

    def _cut_otherwise(self, place: int) -> Record | None:
        """Return the line cut at another delimiter, where that alone gives it the width of the others.

        A blank stands within cells too: it is tried only where the line's own delimiter hardly cuts it.
        """
        if self.width < 3:
            return None
        whole = len(self.read[place] or []) > self.width / 2
        for dialect in self.others:
            if whole and dialect.delimiter == " ":
                continue
            read = dialect.strictly([self.lines[place]])
            if read and len(read) == 1 and len(read[0]) == self.width:
                return read[0]
        return None


def loosely(line: str, dialect: Dialect) -> Record:
    """Return the cells of a line by a reader that refuses nothing."""
    return split(line, dialect, None) or line.split(dialect.delimiter)


def split(line: str, dialect: Dialect, width: int | None) -> Record | None:
    """Return the cells of a line, of that many if given, with as few stray quotes as possible; None where none are."""
    known: dict[tuple[int, int], tuple[int, Record] | None] = {}

    def best_from(place: int, count: int) -> tuple[int, Record] | None:
        """Return the fewest stray quotes from a cell on, and the cells."""
        if (place, count) not in known:
            options = []
            for cell, end, stray in _cells_at(line, place, dialect):
                if end == len(line):
                    rest: tuple[int, Record] | None = (0, []) if width in (None, count + 1) else None
                else:
                    rest = best_from(end + 1, count + 1) if width is None or count + 1 < width else None
                if rest is not None:
                    options.append((stray + rest[0], [cell, *rest[1]]))
            known[place, count] = min(options, key=lambda option: option[0], default=None)
        return known[place, count]

    # Longer lines would go deeper than Python calls go.
    found = best_from(0, 0) if line.count(dialect.delimiter) < 400 else None
    return found and found[1]


def _cells_at(line: str, place: int, dialect: Dialect) -> list[tuple[str, int, int]]:
    """Return what the cell at a place can be, quoted or plain: its text, its end and how many stray quotes it has."""
    found = []
    quoted = line[place : place + 1] == dialect.quote
    if quoted and (end := _closing(line, place, dialect)) is not None:
        inside = line[place + 1 : end]
        stray = inside.replace(2 * dialect.quote, "").count(dialect.quote)
        found.append((_unquoted(inside, dialect), end + 1, stray))
    end = line.find(dialect.delimiter, place)
    end = len(line) if end < 0 else end
    return [*found, (line[place:end], end, int(quoted))]


def _closing(line: str, place: int, dialect: Dialect) -> int | None:
    """Return where the quote opened at a place closes: at the first one before a delimiter or the end, none doubled."""
    at = place + 1
    while (at := line.find(dialect.quote, at)) >= 0:
        if line[at + 1 : at + 2] == dialect.quote and at + 2 <= len(line):
            at += 2
        elif at + 1 == len(line) or line[at + 1] == dialect.delimiter:
            return at
        else:
            at += 1
    return None


def _unquoted(cell: str, dialect: Dialect) -> str:
    return cell.replace(dialect.escape + dialect.quote, dialect.quote).replace(2 * dialect.quote, dialect.quote)
