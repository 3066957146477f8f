"""How far one fact may go while the others stay as they are: for a point that is dragged."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from simulator.facts.business import Business
from simulator.facts.contradictions import contradictions
from simulator.facts.sound_points import INSIDE

ROUNDS = 20


@dataclass(frozen=True)
class Stop:
    """The last sound value on the way to an end, and why it goes no further; nothing where the end itself is sound."""

    value: float
    sentence: str = ""


@lru_cache(maxsize=1024)
def stops(business: Business, path: str, value: float, low: float, high: float) -> tuple[Stop, Stop]:
    """Return how far the fact at ``path``, now ``value``, may go towards ``low`` and ``high``, in its own unit.

    Where an end is not sound, the nearest sound value to it is the one `contradictions` offers; where it offers none
    of this fact, the last one found by halves, kept as far off as the offers are, because right at the end curves break.
    """
    return _stop(business, path, value, min(low, value)), _stop(business, path, value, max(high, value))


def _stop(business: Business, path: str, value: float, end: float) -> Stop:
    found = contradictions(business, {path: end}) if end != value else ()
    if not found:
        return Stop(end)
    offered = found[0].nearest
    if found[0].field == path and isinstance(offered, float) and offered != value:
        if not min(value, end) <= offered <= max(value, end):
            return Stop(value, found[0].sentence)
        if not contradictions(business, {path: offered}):
            return Stop(offered, found[0].sentence)
    return _by_halves(business, path, value, end)


def _by_halves(business: Business, path: str, value: float, end: float) -> Stop:
    good, bad, sentence = value, end, ""
    for _ in range(ROUNDS):
        middle = (good + bad) / 2
        if found := contradictions(business, {path: middle}):
            bad, sentence = middle, found[0].sentence
        else:
            good = middle
    return Stop(good + INSIDE * (value - good), sentence or contradictions(business, {path: end})[0].sentence)
