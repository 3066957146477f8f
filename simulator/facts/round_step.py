"""Round amounts of money to move at once."""

from __future__ import annotations

import math


def nice_step(total: float, unit: float) -> float:
    """Return a round step of about half a per cent of ``total``, at least one ``unit``: what one press of + moves."""
    if total <= 0:
        return 100.0
    size = 10.0 ** math.floor(math.log10(total / 200))
    step = next(size * factor for factor in (1, 2, 5, 10) if size * factor >= total / 200 * 0.7)
    return max(step, unit)
