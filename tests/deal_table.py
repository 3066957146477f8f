"""A made-up export of deals, as tests of importers need it."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date, timedelta

import openpyxl

HEADER = ["Deal ID", "Created", "Lead source", "Closed", "Amount", "Status"]
CHANNELS = ("Search", "Search", "Fairs")
OUTCOMES = ("Won", "Lost", "Lost", "Open", "Won", "Lost", "Open")


@dataclass(frozen=True)
class DealTable:
    """So many deals from January 2026 on, two a day, of two channels, won, lost and open; ``signs`` of currencies."""

    number: int
    signs: tuple[str, ...] = ("",)

    @property
    def rows(self) -> list[list[str]]:
        """The table, the header first."""
        return [HEADER, *map(self._row, range(self.number))]

    def csv(self) -> bytes:
        """The table as a text file."""
        text = io.StringIO()
        csv.writer(text).writerows(self.rows)
        return text.getvalue().encode()

    def xlsx(self) -> bytes:
        """The table as a workbook, behind a sheet with a title alone."""
        book = openpyxl.Workbook()
        book.active.append(["Our deals"])  # type: ignore[union-attr]
        sheet = book.create_sheet("Deals")
        for row in self.rows:
            sheet.append(row)
        data = io.BytesIO()
        book.save(data)
        return data.getvalue()

    def _row(self, place: int) -> list[str]:
        created = date(2026, 1, 1) + timedelta(place % 170)
        outcome = OUTCOMES[place % len(OUTCOMES)]
        closed = "" if outcome == "Open" else (created + timedelta(3 + place * 7 % 60)).isoformat()
        amount = f"{self.signs[place % len(self.signs)]}{400 + place * 37 % 900}"
        return [f"D-{place}", created.isoformat(), CHANNELS[place % 3], closed, amount, outcome]
