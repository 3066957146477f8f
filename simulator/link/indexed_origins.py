"""Where facts come from, in a private link: ends as indices, no names of files and no words of one's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from simulator.facts.declaration import declaration
from simulator.facts.guesses import REASONS
from simulator.facts.origin import Origin, Sourced

Index = Callable[[float, str], float]
"""Returns a figure in a unit as an index."""


def indexed_origins(owner: Sourced, facts: Mapping[str, Any], index: Index) -> list[Origin]:
    """Return the origins of ``owner`` as they stand beside ``facts``, those of its facts that are indices."""
    return [_indexed(origin, owner, facts, index) for origin in owner.origins]


def _indexed(origin: Origin, owner: Sourced, facts: Mapping[str, Any], index: Index) -> Origin:
    declared = declaration(type(owner), origin.fact)
    source = origin.source if origin.source in REASONS and origin.kind == "guessed" else ""
    unnamed = Origin(fact=origin.fact, kind=origin.kind, source=source)
    if origin.low is None and origin.high is None:
        return unnamed
    low, high = (None if end is None else index(end, declared["unit"]) for end in (origin.low, origin.high))
    # What rounding left over is put on one fact of many, so that it may lie a little beyond its own ends.
    return unnamed.between(low, high, facts.get(origin.fact, getattr(owner, origin.fact)), declared)
