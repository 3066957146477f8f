"""Where a rising function reaches 0: one way to find it, however many places it can be asked for at once."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def root(
    rising: Callable[[Floats], Floats], start: float, end: float, *, tolerance: float = 0.0, at_once: int = 1
) -> float:
    """Return where ``rising`` first reaches 0 on the way from ``start`` to ``end``, by when it does.

    It is asked for ``at_once`` places between the two, again and again between the two around the first at which it
    has reached 0, until these are no more than ``tolerance`` apart or no number lies between them. Of the two, the one
    at which it has is returned. One place at once is bisection.
    """
    while abs(end - start) > tolerance:
        places = np.linspace(start, end, at_once + 2)
        first = int(np.append(rising(places[1:-1]) >= 0, True).argmax())
        nearer = float(places[first]), float(places[first + 1])
        if nearer == (start, end) or nearer[0] == nearer[1]:
            break
        start, end = nearer
    return end


def bisected(rising: Callable[[float], float], start: float, end: float) -> float:
    """Return the `root` of a function that takes one number at a time."""
    return root(lambda places: np.array([rising(float(place)) for place in places]), start, end)
