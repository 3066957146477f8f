"""Rounding as people and browsers do it: a half goes away from zero, by the digits that a number is written with."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal

EXACT = 1e15
"""From here on a number has no decimals to round."""
CLEAR = 1e8
"""Up to so many steps it is plain that a number is no half, and Python's own rounding does, which is far faster."""


def half_up(number: float, decimals: int = 0) -> float:
    """Return a number to so many decimals: 2,400.5 is 2,401, where Python's own rounding takes the even 2,400."""
    number = float(number)
    if not abs(number) < EXACT:
        return number
    steps = abs(number) * 10.0**decimals
    if steps < CLEAR and abs(steps % 1 - 0.5) > 1e-6:
        return round(number, decimals)
    return float(Decimal(repr(number)).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))


def significant(number: float, digits: int) -> float:
    """Return a number to so many significant digits, a half away from zero."""
    number = float(number)
    if not number or not math.isfinite(number):
        return number
    exact = Decimal(repr(number))
    return float(exact.quantize(Decimal(1).scaleb(exact.adjusted() - digits + 1), ROUND_HALF_UP))
