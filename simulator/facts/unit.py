"""The smallest unit of money: what amounts of a plan are whole multiples of."""

from __future__ import annotations

import math

from simulator.facts.business import INDEX, Business

WHOLE, HUNDREDTH = 1.0, 0.01
WHOLE_FROM = 1000.0
"""Least budget in whole units: below it one of them would be more than a thousandth, as where money is in thousands."""


def smallest_unit(business: Business, total: float) -> float:
    """Return the smallest step of the amounts of a plan of ``total`` per month, in the company's money.

    1, but a hundredth of an index, of a total that is not whole, and where the company spends so little that a
    whole unit would be coarse. A plan's own small total does not make its amounts finer: they stay as they are stated.
    """
    stated = math.fsum(business.efforts)
    coarse = business.currency == INDEX or max(stated, total) < WHOLE_FROM
    return HUNDREDTH if coarse or not float(total).is_integer() else WHOLE
