"""Hypothesis strategies for where facts come from: any origins that fit a company's values."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from hypothesis import strategies as st

from simulator.facts.business import Business
from simulator.facts.channel import Channel
from simulator.facts.declaration import declaration
from simulator.facts.origin import ENDS, WITHOUT, Origin
from simulator.facts.sources import origins_of, with_origins

Draw = Callable[[st.SearchStrategy[Any]], Any]

SOURCES = ("", "advertising", "selling", "start", "what our accountant says", "Umsätze & mehr.csv", "50 % = half")
PARTS = st.sampled_from([0.0, 0.25, 0.9, 1 / 3, 1.0])


@st.composite
def origins(draw: Draw, owner: Business | Channel, fact: str) -> Origin:
    """An origin of one stated fact, some with low and high."""
    kind = draw(st.sampled_from(["stated", "guessed", "read"]))
    said: dict[str, Any] = {"source": draw(st.sampled_from(SOURCES))} if kind != "stated" else {}
    if kind == "read":
        said |= {
            "rows": draw(st.none() | st.integers(0, 10**6)),
            "read_on": draw(st.none() | st.just(date(2025, 3, 31))),
        }
    return Origin(fact=fact, kind=kind, **said, **draw(ends(owner, fact)))


@st.composite
def ends(draw: Draw, owner: Business | Channel, fact: str) -> dict[str, float]:
    """A low and a high about the fact's value, where it can have them."""
    value, declared = getattr(owner, fact), declaration(type(owner), fact)
    if not isinstance(value, float):
        return {}
    bounds = {"low": declared["low"], "high": min(declared["high"], 3 * value + 1)}
    free = [
        end
        for end, taken in zip(bounds, ENDS.get(fact, (None, None)), strict=True)
        if not taken and draw(st.booleans())
    ]
    reached = {end: value + (bounds[end] - value) * draw(PARTS) for end in free}
    return {end: min(max(number, bounds["low"]), bounds["high"]) for end, number in reached.items()}


@st.composite
def with_some_origins(draw: Draw, business: Business) -> Business:
    """The company with origins of up to eight of its facts."""
    owners = {"": business} | {f"channels.{channel.name}.": channel for channel in business.channels}
    paths = [
        (prefix, fact)
        for prefix, owner in owners.items()
        for fact in type(owner).model_fields
        if fact not in WITHOUT and getattr(owner, fact) is not None
    ]
    chosen = draw(st.lists(st.sampled_from(paths), max_size=8, unique=True))
    kept = {prefix + fact: draw(origins(owners[prefix], fact)) for prefix, fact in chosen}
    changed = with_origins(business, kept)
    assert origins_of(changed).keys() <= kept.keys()
    return changed
