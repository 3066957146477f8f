"""The table of channels as it is typed: rows without a name, rows still blank, and whether anything was said at all."""

from __future__ import annotations

from dataclasses import replace

from simulator.facts.names import looks
from simulator.guided.answers import QUESTIONS, Answers, Row

UNNAMED = "Channel"


def blank(row: Row) -> bool:
    """Return whether nothing stands in a row."""
    return not row.name.strip() and (row.spend, row.prospects, row.stopped, row.doubled) == (None,) * 4


def tidied(answers: Answers) -> Answers:
    """Return the answers without blank rows, and with names for rows that have none yet."""
    rows = [row for row in answers.channels if not blank(row)]
    taken = {looks(row.name) for row in rows}
    named = []
    for place, row in enumerate(rows, 1):
        name = row.name
        if not name.strip():
            name = next(free for free in _numbered(place) if looks(free) not in taken)
            taken.add(looks(name))
        named.append(replace(row, name=name))
    return replace(answers, channels=tuple(named))


def begun(answers: Answers) -> bool:
    """Return whether any figure was given."""
    said = [answers.answered(ask.field) for ask in QUESTIONS[1:]]
    rows = [(row.spend, row.prospects) for row in answers.channels]
    return any(each is not None for each in (*said, *(figure for row in rows for figure in row)))


def _numbered(place: int) -> list[str]:
    return [f"{UNNAMED} {number}" for number in range(place, place + 40)]
