"""Through which points a sound curve goes: for each fact of a curve that does not fit, values near it that do."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from simulator.facts.curves import NEARLY, Family

INSIDE = 0.05
"""Share of the span by which a value is kept off the ends of what is allowed: right on them curves break."""
USUAL = 0.5
"""What doubling adds, as a share of what today's effort adds, where nothing is known."""

Points = Mapping[str, Any]
"""A curve's facts: ``zero``, ``today``, ``double``, ``half_more``, ``ceiling``, each a number or None."""
Step = tuple[str, float | str | None]
"""A fact of the curve, or ``family``, and the value to take for it; None: leave it empty."""


def sound_steps(family: Family, points: Points, fact: str, top: float, falling: bool = False) -> Iterator[Step]:
    """Yield steps, the nearest first, that may make the curve sound where ``fact`` is refused or its top too high."""
    if falling:
        mirrored = {name: None if value is None else -value for name, value in points.items()}
        for step, value in _steps(family, mirrored, fact, -top):
            yield step, value if value is None or isinstance(value, str) else -value
    else:
        yield from _steps(family, points, fact, top)


def _steps(family: Family, points: Points, fact: str, top: float) -> Iterator[Step]:
    zero, today, double = points["zero"], points["today"], points["double"]
    if family == "flat":
        yield fact, today
        return
    if fact == "zero" and zero >= today:
        yield from _zeros(today, double if family != "adbudg" else None)
    elif family == "adbudg":
        yield from _shaped(points, fact, top)
    elif fact == "ceiling":
        yield "ceiling", min(today + INSIDE * (today - zero), top)
    elif fact == "double" and points["ceiling"] is not None:
        yield "double", None
    elif zero < today:
        yield from _doubles(family, points, top)
    yield "family", "flat"


def _zeros(today: float, double: float | None) -> Iterator[Step]:
    if double is not None and double > today:
        yield "zero", today - (double - today) / (1 - INSIDE)
    elif double is not None:
        yield "zero", today - INSIDE * abs(today)
        return
    yield "zero", today - INSIDE * abs(today)


def _doubles(family: Family, points: Points, top: float) -> Iterator[Step]:
    """Yield what doubling may bring: between a twentieth and nineteen twentieths of what today's effort adds."""
    zero, today, double = points["zero"], points["today"], points["double"]
    gain = today - zero
    most = min(1 - INSIDE, _most_added(family, gain, top - zero))
    added = USUAL if double is None else (double - today) / gain
    yield "double", today + gain * max(min(added, most), min(INSIDE, most))
    if most <= NEARLY:
        yield "today", zero + (1 - INSIDE) * (top - zero) / (1 + INSIDE)


def _most_added(family: Family, gain: float, span: float) -> float:
    """Return the most that doubling may add, as a share of ``gain``, for the curve to stay within ``span`` of zero."""
    if not math.isfinite(span):
        return 1.0
    most = (span - gain) / (span + gain) if family == "michaelis-menten" else 1 - gain / span
    return most * (1 - 1e-9)


def _shaped(points: Points, fact: str, top: float) -> Iterator[Step]:
    """Yield steps for ADBUDG: a ceiling above all else, and between it and today what more effort brings."""
    zero, today, ceiling = points["zero"], points["today"], points["ceiling"]
    beyond = max(filter(None, (points["half_more"], points["double"])), default=today)
    highest = max(today, beyond)
    if fact == "ceiling":
        far = today + (today - zero) / (10 * NEARLY)
        stated = math.inf if ceiling is None else ceiling
        yield "ceiling", min(max(min(stated, far), highest + USUAL * (highest - zero)), top)
        yield "ceiling", min(highest + INSIDE * (highest - zero), top)
        return
    if fact == "double" and points["half_more"] is not None:
        yield "double", points["half_more"] + INSIDE * (ceiling - points["half_more"])
        yield "double", points["half_more"] + USUAL * (ceiling - points["half_more"])
    room = ceiling - today
    stated = points[fact]
    if stated is not None:
        yield fact, min(max(stated, today + INSIDE * room), ceiling - INSIDE * room)
    odds = (1.5 if fact == "half_more" else 2.0) * (today - zero) / room
    yield fact, zero + (ceiling - zero) * odds / (1 + odds)
    yield "ceiling", min(highest + USUAL * (highest - zero), top)
