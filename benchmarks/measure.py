"""Timing, and the tables the measurements are printed in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median
from time import perf_counter
from typing import Any


def milliseconds(*works: Callable[[], Any], repetitions: int = 15) -> list[float]:
    """Return the median time of each, run in turn so that a busy machine slows all alike."""
    times: list[list[float]] = [[] for _ in works]
    for round_ in range(repetitions + 1):
        for work, taken in zip(works, times, strict=True):
            start = perf_counter()
            work()
            if round_:
                taken.append(1000 * (perf_counter() - start))
    return [median(taken) for taken in times]


def p95(values: Sequence[float]) -> float:
    """Return the value that 95 of 100 stay below."""
    ordered = sorted(values)
    return ordered[round(0.95 * (len(ordered) - 1))]


@dataclass(frozen=True)
class Result:
    """One line of a table."""

    what: str
    measured: str
    target: str = ""
    met: bool | None = None


def table(title: str, results: Sequence[Result]) -> str:
    """Return the lines as a table to print."""
    rows = [("", "measured", "target", ""), *((r.what, r.measured, r.target, _mark(r.met)) for r in results)]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    return "\n".join([title, "-" * len(title), *lines, ""])


def _mark(met: bool | None) -> str:
    return "" if met is None else "ok" if met else "MISSED"
