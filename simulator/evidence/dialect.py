"""How a text separates and quotes its cells."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass

from clevercsv import Detector

SAMPLE_LINES = 150
LONGEST_SAMPLE = 60_000
"""Signs in which the dialect is recognised: the time it takes grows faster than they do."""
STATED = re.compile(r'\A"?sep=(.)"?[ ,;\t]*(?:\r\n|\r|\n)', re.IGNORECASE)
"""The first line by which a spreadsheet is told the delimiter."""


@dataclass(frozen=True)
class Dialect:
    """The signs around cells.

    ``escape`` is blank where a quote within a cell is doubled; ``spaced`` tells that a blank follows each delimiter.
    """

    delimiter: str
    quote: str = '"'
    escape: str = ""
    spaced: bool = False

    def strictly(self, lines: Iterable[str]) -> list[list[str]] | None:
        """Return the records of the lines, or None where a quote stands where it may not."""
        try:
            return list(
                csv.reader(
                    lines, delimiter=self.delimiter, quotechar=self.quote or None, escapechar=self.escape or None,
                    skipinitialspace=self.spaced, strict=True,
                    quoting=csv.QUOTE_MINIMAL if self.quote else csv.QUOTE_NONE,
                )
            )  # fmt: skip
        except csv.Error:
            return None


def detected(text: str) -> tuple[Dialect, str]:
    """Return the dialect, and the text without what states it.

    Source: van den Burg, Nazábal & Sutton, "Wrangling messy CSV files by detecting row and type patterns" (2019).
    """
    if stated := STATED.match(text):
        rest = text[stated.end() :]
        return Dialect(stated[1], spaced=_spaced(_sample(rest), stated[1])), rest
    sample = _sample(text)
    try:
        found = Detector().detect(sample)
    except Exception:
        # The library promises nothing about odd texts; one column is a table too.
        found = None
    if found is None:
        delimiter = _likely(sample)
        return Dialect(delimiter, spaced=_spaced(sample, delimiter)), text
    delimiter = found.delimiter or _likely(sample)
    quote = "'" if _in_apostrophes(sample, delimiter) else found.quotechar or '"'
    return Dialect(delimiter, quote, found.escapechar or "", _spaced(sample, delimiter)), text


def _sample(text: str) -> str:
    """Return the first lines, without a part of a line at the end."""
    sample = "".join(text[:LONGEST_SAMPLE].splitlines(keepends=True)[:SAMPLE_LINES])
    return sample if len(sample) == len(text) else sample[: max(sample.rfind("\n"), sample.rfind("\r")) + 1] or sample


def _likely(sample: str) -> str:
    """Return the usual delimiter that stands most often in the first line; the comma where there is none."""
    first = sample.lstrip().splitlines()[:1] or [""]
    return max(",;\t|", key=first[0].count)


def _in_apostrophes(sample: str, delimiter: str) -> bool:
    """Return whether apostrophes stand around cells of nearly every line, and quotes around none.

    Where apostrophes within such cells are not doubled, no reader takes the first ones for what they are.
    """
    lines = [line.split(delimiter) for line in sample.splitlines() if line.strip()]
    if any(cell.startswith('"') for cells in lines for cell in cells):
        return False
    around = sum(
        any(cell.startswith("'") for cell in cells) and any(cell.endswith("'") and len(cell) > 1 for cell in cells)
        for cells in lines
    )
    return around >= 0.9 * max(len(lines), 1)


def _spaced(sample: str, delimiter: str) -> bool:
    """Return whether a blank follows nearly every delimiter: then it belongs to no cell."""
    return delimiter not in " \t" and sample.count(delimiter + " ") >= 0.95 * max(sample.count(delimiter), 1)
