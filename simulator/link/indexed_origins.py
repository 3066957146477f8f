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
    unit = declaration(type(owner), origin.fact).get("unit", "")
    value = facts.get(origin.fact, getattr(owner, origin.fact))
    # What rounding left over is put on one fact of many, so that it may lie a little beyond its own ends.
    return Origin(
        fact=origin.fact,
        kind=origin.kind,
        source=origin.source if origin.source in REASONS and origin.kind == "guessed" else "",
        low=None if origin.low is None else min(index(origin.low, unit), value),
        high=None if origin.high is None else max(index(origin.high, unit), value),
    )
