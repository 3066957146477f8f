"""Histories as people write them: wide, long, and of customers."""

from __future__ import annotations

import csv
import io

from tests.histories import OfCustomers, Simulated


def _names(made: Simulated) -> list[str]:
    return list(made.truths)


def wide(made: Simulated) -> list[list[str]]:
    """Return a history as a table with a row for each month."""
    flows = made.history.flows
    header = ["Month", *(f"{name} {what}" for name in _names(made) for what in ("spend", "prospects"))]
    months = [f"{day.year}-{day.month:02d}" for day in made.history.starts]
    rows = [
        [cell for flow in flows for name in _names(made) if name in flow.spends
         for cell in (f"{flow.spends[name][n]:.2f}", f"{flow.results[n]:.0f}")]
        for n in range(len(months))
    ]  # fmt: skip
    return [header, *([month, *row] for month, row in zip(months, rows, strict=True))]


def long(made: Simulated) -> list[list[str]]:
    """Return the same with a row for each month and channel."""
    rows = [
        [f"{day.month:02d}/{day.year}", name, f"{flow.spends[name][n]:.2f}", f"{flow.results[n]:.0f}"]
        for n, day in enumerate(made.history.starts) for flow in made.history.flows for name in flow.spends
    ]  # fmt: skip
    return [["mes_referencia", "canal", "investimento_reais", "leads"], *rows]


def as_file(rows: list[list[str]]) -> bytes:
    """Return a table as a file."""
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def of_customers(made: OfCustomers) -> list[list[str]]:
    """Return a history of customers as a table with a row for each month."""
    columns = made.columns
    rows = [
        [f"{day:%Y-%m}", *(f"{columns[role][n]:.2f}" for role in ("upsell", "wins", "customers", "revenue"))]
        for n, day in enumerate(made.history.starts)
    ]
    return [["Month", "Upsell spend", "New customers", "Customers", "Revenue"], *rows]
