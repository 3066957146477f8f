"""What each column of an export means, from its name and from what stands in it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from simulator.evidence.amounts import amounts_of
from simulator.evidence.dates import dates_of
from simulator.evidence.words import HEADERS, MISLEADING, OLD_BUSINESS, OPEN, Role, outcome_of, words_in

LOOKED_AT = 2000
"""Rows by which a column is judged."""
MOST_STAGES, MOST_CHANNELS = 40, 200
LEAST = 0.6
"""The share of a column's cells that must be of the kind its meaning needs."""


@dataclass(frozen=True)
class Column:
    """One column: where it stands, what it is called, what it is taken to mean, and three of its values to tell by."""

    place: int
    name: str
    role: Role | None
    samples: tuple[str, ...]


def columns_of(table: Sequence[Sequence[str]]) -> tuple[Column, ...]:
    """Return the columns of a table, the header first; no meaning is given twice."""
    header, rows = table[0], table[1 : LOOKED_AT + 1]
    cells = [[row[place] if place < len(row) else "" for row in rows] for place in range(len(header))]
    scores = {
        (role, place): points
        for place, name in enumerate(header)
        for role in HEADERS
        if (points := _named(role, name) * _holds(role, cells[place])) > 0
    }
    roles: dict[int, Role] = {}
    for role, place in sorted(scores, key=lambda each: (-scores[each], each[1])):
        if role not in roles.values() and place not in roles:
            roles[place] = role
    return tuple(
        Column(place, name, roles.get(place), tuple(dict.fromkeys(cell for cell in cells[place] if cell))[:3])
        for place, name in enumerate(header)
    )


def _named(role: Role, name: str) -> float:
    """Return how far a name is one for that meaning: 1 for one of its names, less for one among other words."""
    words = words_in(name)
    if set(words) & MISLEADING:
        return 0.0
    plain = " ".join(words)
    if plain in HEADERS[role]:
        return 1.0
    best = 0.0
    for known in HEADERS[role]:
        parts = tuple(known.split())
        if any(words[at : at + len(parts)] == parts for at in range(len(words))):
            best = max(best, 0.4 + 0.5 * len(parts) / len(words))
    return best


def _holds(role: Role, cells: Sequence[str]) -> float:
    """Return how far what stands in a column is what its meaning needs, from 0 to 1 and a little beyond."""
    filled = [cell for cell in cells if cell.strip()]
    if not filled:
        return 0.0
    if role in ("created", "closed", "planned"):
        return _share(dates_of(filled).values)
    if role == "amount":
        return _share(amounts_of(filled))
    kinds = Counter(filled)
    if role == "status":
        return _stages(kinds) if len(kinds) <= MOST_STAGES else 0.0
    if role == "channel":
        return float(len(kinds) <= min(MOST_CHANNELS, max(2, len(filled) / 2)))
    if role == "currency":
        return float(all(len(cell.strip()) <= 3 for cell in kinds))
    if role == "kind":
        return float(any(set(words_in(cell)) & (OLD_BUSINESS | {"new", "newbusiness"}) for cell in kinds))
    return float(len(kinds) > 0.5 * len(filled))


def _share(values: Sequence[object]) -> float:
    share = sum(value is not None for value in values) / len(values)
    return share if share >= LEAST else 0.0


def _stages(kinds: Mapping[str, int]) -> float:
    """Return how well a column tells won and lost deals; one that tells both goes before one that tells neither."""
    outcomes = {outcome_of(cell) for cell in kinds}
    if {"won", "lost"} <= outcomes:
        return 1.5
    if outcomes & {"won", "lost"}:
        return 1.2
    return 0.5 if any(set(words_in(cell)) & OPEN for cell in kinds) else 0.2
