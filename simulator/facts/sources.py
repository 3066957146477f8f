"""Where the facts of a company come from, by the path of each: ``churn`` or ``channels.Search.spend``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from simulator.facts.business import Business
from simulator.facts.channel import Channel
from simulator.facts.declaration import declaration
from simulator.facts.origin import ENDS, Kind, Origin
from simulator.facts.paths import owner_at

Ends = tuple[float | None, float | None]
"""The low and the high of a fact, each None where it is not known."""


def origins_of(business: Business) -> dict[str, Origin]:
    """Return each origin by the path of its fact: the company's, then channel by channel; stated ones left out."""
    found = {each.fact: each for each in business.origins}
    for channel in business.channels:
        found |= {f"channels.{channel.name}.{each.fact}": each for each in channel.origins}
    return found


def origin_of(business: Business, path: str) -> Origin:
    """Return where the fact at ``path`` comes from; `KeyError` where there is no such channel."""
    owner, fact = owner_at(business, path)
    return owner.origin(fact)


def ends_of(business: Business, path: str) -> Ends:
    """Return the low and high of the fact at ``path``, wherever they stand; an end on the wrong side counts as none."""
    owner, fact = owner_at(business, path)
    origin, (low_fact, high_fact) = owner.origin(fact), ENDS.get(fact, (None, None))
    low = getattr(owner, low_fact) if low_fact else origin.low
    high = getattr(owner, high_fact) if high_fact else origin.high
    value = getattr(owner, fact)
    return (
        None if low is None or value is None or low > value else low,
        None if high is None or value is None or high < value else high,
    )


def with_origin(
    business: Business, path: str, kind: Kind = "stated", ends: Ends = (None, None), **said: Any
) -> Business:
    """Return the company with another origin, low and high of the fact at ``path``; its value stays.

    ``said``: ``source``, ``rows`` and ``read_on`` of the `Origin`. `InvalidInput` where it does not fit.
    """
    owner, fact = owner_at(business, path)
    of_their_own = ENDS.get(fact, (None, None))
    facts = {field: end for field, end in zip(of_their_own, ends, strict=True) if field}
    low, high = (None if field else end for field, end in zip(of_their_own, ends, strict=True))
    others = [each for each in owner.origins if each.fact != fact]
    origin = Origin(fact=fact, kind=kind, low=low, high=high, **said)
    return _put(business, owner, owner.changed(**facts, origins=[*others, origin]))


def confirmed(business: Business, path: str) -> Business:
    """Return the company whose owner says that the guess at ``path`` is right: it is stated, its low and high stay."""
    owner, fact = owner_at(business, path)
    origins = [each.changed(kind="stated", source="") if each.fact == fact else each for each in owner.origins]
    return _put(business, owner, owner.changed(origins=origins))


def without_origins(business: Business) -> Business:
    """Return the company with the same facts and nothing said of where they come from."""
    if not origins_of(business):
        return business
    channels = tuple(channel.changed(origins=()) for channel in business.channels)
    changed: Business = business.changed(channels=channels, origins=())
    return changed


def with_origins(business: Business, origins: Mapping[str, Origin]) -> Business:
    """Return the company with just these origins, by path."""
    by_owner: dict[str, list[Origin]] = {}
    for path, origin in origins.items():
        by_owner.setdefault(path.rpartition(".")[0], []).append(origin)
    channels = tuple(
        channel.changed(origins=by_owner.get(f"channels.{channel.name}", ())) for channel in business.channels
    )
    changed: Business = business.changed(channels=channels, origins=by_owner.get("", ()))
    return changed


def counted(business: Business) -> dict[Kind, int]:
    """Return how many facts are stated, guessed and read: those that hold a number and are not at their default."""
    kinds: dict[Kind, int] = {"stated": 0, "guessed": 0, "read": 0}
    for owner in (business, *business.channels):
        for fact in type(owner).model_fields:
            declared = declaration(type(owner), fact)
            origin = owner.origin(fact)
            if "low" in declared and (getattr(owner, fact) != declared["default"] or not origin.idle):
                kinds[origin.kind] += 1
    return kinds


def _put(business: Business, before: Business | Channel, after: Business | Channel) -> Business:
    if isinstance(after, Business):
        return after
    channels = tuple(after if channel is before else channel for channel in business.channels)
    changed: Business = business.changed(channels=channels)
    return changed
