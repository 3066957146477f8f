"""How benchmarks print what they saw beside what is aimed at."""

from __future__ import annotations

import statistics
from collections.abc import Sequence


def median(values: Sequence[float]) -> float:
    """Return the median, or not-a-number of nothing."""
    return statistics.median(values) if values else float("nan")


def p95(values: Sequence[float]) -> float:
    """Return the value that 95 of 100 stay below, or not-a-number of nothing."""
    ordered = sorted(values)
    return ordered[round(0.95 * (len(ordered) - 1))] if ordered else float("nan")


def table(title: str, header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return an aligned table."""
    lines = [list(header), *map(list, rows)]
    widths = [max(len(line[place]) for line in lines) for place in range(len(header))]
    drawn = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines]
    return "\n".join([title, drawn[0], "  ".join("-" * width for width in widths), *drawn[1:], ""])
