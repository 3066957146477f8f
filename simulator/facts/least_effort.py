"""The least effort that works on an S-shaped curve, to be asked for in words in place of its steepness.

An S rises slowly at first: up to one effort each unit of it brings more than the unit before did on average, beyond it
less. Below that effort money is better put elsewhere. For ADBUDG it is half·(power − 1)^(1/power).
"""

from __future__ import annotations

import math

from simulator.facts.curves import STEEPEST, Curve
from simulator.facts.roots import bisected

GENTLEST = 1 + 1e-9
"""Power from which on a curve is an S."""


def least_effort(curve: Curve) -> float | None:
    """Return the effort up to which each unit brings ever more, in the curve's unit; None where it is no S."""
    if curve.family != "adbudg" or float(curve.power) <= 1:
        return None
    power = float(curve.power)
    return float(curve.scale) * float((power - 1) ** (1 / power))


def most_least_effort(zero: float, today: float, ceiling: float) -> float:
    """Return the greatest least effort, in times today's, of any S through these results."""
    odds = (today - zero) / (ceiling - today)
    return _least_of(_turn(odds), odds)


def doubled(zero: float, today: float, ceiling: float, least: float) -> float:
    """Return the result at twice today's effort on the S through these whose least effort is ``least`` times today's.

    Of two such curves the gentler. ``zero < today < ceiling`` and 0 < least < `most_least_effort`.
    """
    odds = (today - zero) / (ceiling - today)
    power = bisected(lambda each: _least_of(each, odds) - least, GENTLEST, _turn(odds))
    times = odds * 2**power
    return zero + (ceiling - zero) * times / (1 + times)


def _least_of(power: float, odds: float) -> float:
    return float(((power - 1) / odds) ** (1 / power))


def _turn(odds: float) -> float:
    """Return the power with the greatest least effort; up to it the one grows with the other."""
    return bisected(lambda power: math.log((power - 1) / odds) - power / (power - 1), GENTLEST, STEEPEST)
