"""A table to fill in: a row for each month until now, two columns for each channel, and those of all together."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import date

from simulator.facts.spreadsheet_text import as_text

MONTHS = 36


def template(channels: Iterable[str], today: date) -> bytes:
    """Return the table as CSV, UTF-8 with a mark: the last whole months, and blanks, which are unknown and not 0."""
    text = io.StringIO()
    writer = csv.writer(text)
    of_channels = [as_text(f"{name} {what}") for name in channels for what in ("spend", "prospects")]
    header = ["Month", *of_channels, "Sales spend", "Wins", "Upsell spend", "Customers at month end", "Revenue"]
    writer.writerow(header)
    now = 12 * today.year + today.month - 1
    for number in range(now - MONTHS, now):
        writer.writerow([f"{number // 12}-{number % 12 + 1:02d}", *[""] * (len(header) - 1)])
    return text.getvalue().encode("utf-8-sig")
