"""Round amounts: to move at once, and at the ends and ticks of an axis."""

from __future__ import annotations

import math


def nice_step(total: float, unit: float) -> float:
    """Return a round step of about half a per cent of ``total``, at least one ``unit``: what one press of + moves."""
    if total <= 0:
        return 100.0
    size = 10.0 ** math.floor(math.log10(total / 200))
    step = next(size * factor for factor in (1, 2, 5, 10) if size * factor >= total / 200 * 0.7)
    return max(step, unit)


def axis_ends(low: float, high: float, ticks: int = 4) -> tuple[float, float, list[float]]:
    """Return round ends that hold ``low`` and ``high``, and the round ticks between them."""
    spread = (high - low) or abs(high) or 1.0
    size = 10.0 ** math.floor(math.log10(spread / ticks))
    step = next(size * factor for factor in (1, 2, 2.5, 5, 10) if size * factor >= spread / ticks)
    first, last = math.floor(low / step), math.ceil(high / step)
    return first * step, last * step, [place * step for place in range(first, last + 1)]
