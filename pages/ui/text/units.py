"""What the figures of the page at hand are where they are no currency: an index, said wherever one stands."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal

from simulator.facts.business import INDEX

Kind = Literal["money", "people", "both", "ratio"]
"""What a picture or a table shows beside per cents; ratios are the company's own, index or not."""
NOTES: Mapping[Kind, str] = {
    "money": "index: today's budget = 100",
    "people": "index: today's customers = 100",
    "both": "index: today's budget = 100, today's customers = 100",
    "ratio": "",
}

Source = Callable[[], str | None]
_SOURCES: list[Source] = []


def follow(source: Source) -> None:
    """Let ``source`` say, whenever it is asked, in which currency the page at hand writes; None where nobody knows."""
    _SOURCES[:] = [source]


def note(kind: Kind) -> str:
    """Return what stands beside figures of that kind; nothing where they are in a currency."""
    return NOTES[kind] if _SOURCES and _SOURCES[0]() == INDEX else ""
