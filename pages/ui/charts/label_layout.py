"""From rows of figures to what a chart is given: columns, and labels that keep clear of each other.

Apart from the grammar, so that figures can be on their way before Altair is imported.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

BAR_STEP = 30
"""Pixels from one bar to the next."""


def apart(values: Sequence[float], least: float) -> list[float]:
    """Return positions for labels of two values, moved away from each other to be ``least`` apart."""
    first, second = values
    close = least - abs(first - second)
    if close <= 0:
        return [first, second]
    up = close / 2 if first >= second else -close / 2
    return [first + up, second - up]


def spread(values: Sequence[float], least: float, within: tuple[float, float] | None = None) -> list[float]:
    """Return positions for labels of many values, in their order, each ``least`` or more from the next.

    They stay ``within`` two ends, where those leave room for all.
    """
    groups: list[list[int]] = []
    for place in sorted(range(len(values)), key=lambda place: values[place]):
        groups.append([place])
        while len(groups) > 1 and _foot(groups[-1], values, least) < _foot(groups[-2], values, least) + least * len(
            groups[-2]
        ):
            above = groups.pop()
            groups[-1] += above
    feet = [_foot(group, values, least) for group in groups]
    placed = {
        place: foot + step * least for foot, group in zip(feet, groups, strict=True) for step, place in enumerate(group)
    }
    found = [placed[place] for place in range(len(values))]
    return found if within is None else _kept_within(found, least, *within)


def _kept_within(places: Sequence[float], least: float, low: float, high: float) -> list[float]:
    """Return places that are ``least`` apart moved no further than it takes to have them between two ends."""
    order = sorted(range(len(places)), key=lambda place: places[place])
    kept = list(places)
    for step, place in enumerate(order):
        kept[place] = max(kept[place], low + step * least)
    for step, place in enumerate(reversed(order)):
        kept[place] = min(kept[place], high - step * least)
    return kept


def _foot(group: Sequence[int], values: Sequence[float], least: float) -> float:
    """Return where the lowest label of a group stands whose labels are ``least`` apart around their mean."""
    return sum(values[place] for place in group) / len(group) - least * (len(group) - 1) / 2


def clear_of(line: Sequence[float], above: bool) -> float:
    """Return the height from which a label above or below a line's last third, where it ends, clears the line."""
    end = line[-max(len(line) // 3, 1) :]
    return max(end) if above else min(end)


def isolated(name: str) -> str:
    """Return a name that is safe beside other words: one written from right to left does not turn them around."""
    turning = any(unicodedata.bidirectional(letter) in ("R", "AL", "AN") for letter in name)
    return f"\u2068{name}\u2069" if turning else name


def columns(rows: Sequence[Mapping[str, object]]) -> dict[str, list[object]]:
    """Return rows as columns, the form in which datasets travel."""
    return {name: [row[name] for row in rows] for name in rows[0]} if rows else {}
