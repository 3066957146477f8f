"""Bands of equal worth on the map of all splits, as areas a chart can draw."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from simulator.model.outcome import Floats
from simulator.optimise.split_map import SplitMap

ZONE = 0.02
LOSSES = (0.05, 0.1, 0.2, 0.4)
"""Shares of the best that splits at the rim of each band bring less."""


@dataclass(frozen=True)
class Band:
    """The splits that bring at least ``threshold``: per share of prospecting, the span of conversion."""

    threshold: float
    text: str
    spans: tuple[tuple[float, float, float, int], ...]
    """(prospecting, lowest conversion, highest conversion, number of the coherent part)."""


def bands(chart: SplitMap, best: float) -> list[Band]:
    """Return the bands from the widest to the zone within 2 % of the best, which comes last."""
    table = _table(chart)
    size = abs(best) or 1.0
    losses = [loss for loss in LOSSES if best - loss * size > np.nanmin(table)]
    found = [Band(best - loss * size, f"−{loss:.0%}".replace("%", "\u00a0%"), ()) for loss in reversed(losses)]
    found.append(Band(best - ZONE * size, "", ()))
    return [Band(band.threshold, band.text, tuple(_spans(table, band.threshold))) for band in found]


def _table(chart: SplitMap) -> Floats:
    """Return values by prospecting (rows) and conversion (columns), NaN beyond the triangle."""
    steps = round(1 / (chart.shares[1, 1] - chart.shares[0, 1]))
    table = np.full((steps + 1, steps + 1), np.nan)
    rows, columns = np.rint(chart.shares[:, :2] * steps).astype(int).T
    table[rows, columns] = chart.values
    return table


def _spans(table: Floats, threshold: float) -> Iterator[tuple[float, float, float, int]]:
    """Yield the spans of each row above ``threshold``; spans that touch from row to row are one part.

    A part begins and ends in a tip between two rows, where its highest value crosses the threshold.
    """
    steps = len(table) - 1
    open_parts: list[tuple[float, float, int]] = []
    parts = 0
    for place, row in enumerate([*table, np.full(steps + 1, np.nan)]):
        now: list[tuple[float, float, int]] = []
        for low, high in _runs(row[: max(steps - place + 1, 0)], threshold):
            touching = [part for lo, hi, part in open_parts if low <= hi and lo <= high]
            taken = {part for _, _, part in now}
            part = next((each for each in touching if each not in taken), parts)
            if part == parts:
                parts += 1
                yield from _tip(table, place, place - 1, (low, high), threshold, part)
            now.append((low, high, part))
            yield place / steps, low / steps, high / steps, part
        kept = {part for _, _, part in now}
        for low, high, part in open_parts:
            if part not in kept:
                yield from _tip(table, place - 1, place, (low, high), threshold, part)
        open_parts = now


def _tip(
    table: Floats, inside: int, outside: int, span: tuple[float, float], threshold: float, part: int
) -> Iterator[tuple[float, float, float, int]]:
    """Yield the point between two rows in which a part begins or ends; none at the rim of the triangle."""
    steps = len(table) - 1
    columns = np.arange(int(np.ceil(span[0] - 1e-9)), int(span[1] + 1e-9) + 1)
    top = int(columns[np.argmax(table[inside, columns])]) if len(columns) else 0
    if not (len(columns) and 0 <= outside <= steps and top + outside <= steps):
        return
    high, low = float(table[inside, top]), float(table[outside, top])
    if low < threshold <= high:
        place = inside + (outside - inside) * (high - threshold) / max(high - low, 1e-300)
        yield place / steps, top / steps, top / steps, part


def _runs(row: Floats, threshold: float) -> Iterator[tuple[float, float]]:
    """Yield the ends of each run of the row that is above ``threshold``, between points where it crosses."""
    above = np.concatenate([[False], row >= threshold, [False]])
    turns = np.flatnonzero(above[1:] != above[:-1])
    for start, end in turns.reshape(-1, 2):
        yield _crossing(row, start, start - 1, threshold), _crossing(row, end - 1, end, threshold)


def _crossing(row: Floats, inside: int, outside: int, threshold: float) -> float:
    if not 0 <= outside < len(row):
        return float(inside)
    part = (row[inside] - threshold) / max(row[inside] - row[outside], 1e-300)
    return float(inside + (outside - inside) * part)
