"""A response curve from a published elasticity: what nothing and what double the effort would bring.

The curve is the modified exponential y = y0 + (C − y0)(1 − e^(−kx)) with today's effort as x = 1. With u = 1 − y0/y1,
what today's effort brings as a share of today's result y1, and as (C − y0)(1 − e^(−k)) = y1·u,

    elasticity today       x·y'/y  =  u·k / (e^k − 1)
    gain of doubling       y2/y1 − 1  =  u·e^(−k)

A study gives one number, the elasticity ε, and means it about today's effort. Two facts are wanted, so it is taken at
its word twice: the local elasticity today equals ε exactly, and doubling brings what a constant elasticity brings,
2^ε − 1. Dividing one by the other leaves (1 − e^(−k))/k = (2^ε − 1)/ε, which has one root k; then u = ε(e^k − 1)/k.
What is left at zero effort, y1(1 − u), is not assumed but follows: 83 % of today's result for ε = .12, 56 % for .34.

A share (of prospects won, of a wallet) cannot grow without end. There ε is what it would be far below its top T: as in
attraction models (Nakanishi & Cooper 1974) the odds y/(T − y) have the constant elasticity ε, so the local elasticity
is ε(1 − y/T). For a small share this is ε, and the curve's ceiling never passes T.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from simulator.facts.roots import bisected

LEAST_ADDED, MOST_ADDED = 0.05, 0.95
"""Bounds on what doubling adds as a share of what today's effort adds, where an owner's own point is drawn through."""


def points_from(
    today: float, elasticity: float, *, top: float = math.inf, zero: float | None = None, double: float | None = None
) -> tuple[float, float]:
    """Return the results at zero and at double effort; ``today`` is above 0 and below ``top``, in the same unit.

    An owner's own ``zero`` or ``double`` stands, and the other still gives the elasticity, or comes as near to it as
    doubling that adds between `LEAST_ADDED` and `MOST_ADDED` of today's gain can.
    """
    if zero is not None and double is not None:
        return zero, double
    local, growth = local_elasticity(today, elasticity, top), _growth(today, elasticity, top)
    if zero is not None:
        return zero, today + (today - zero) * _added(local, 1 - zero / today, today / top)
    if double is not None:
        return today * (1 - _reached(local, double / today - 1, today / top)), double
    rate = _where(lambda k: -math.expm1(-k) / k, (growth - 1) / local, local / (growth - 1))
    gained = local * math.expm1(rate) / rate
    return today * (1 - gained), today * (1 + gained * math.exp(-rate))


def guessed_points(today: float, elasticity: float, *, top: float = math.inf) -> tuple[float, float]:
    """Return the results at zero and at double effort with no more digits than a guess has."""
    zero, double = points_from(today, elasticity, top=top)
    return rounded(zero, today - zero), rounded(double, double - today)


def rounded(value: float, span: float = math.inf) -> float:
    """Return a guess to four significant digits; to more, where it would be off by a thousandth of ``span``."""
    for digits in (4, 6, 8, 12):
        short = float(f"{value:.{digits}g}")
        if abs(short - value) <= span / 1000:
            return short
    return value


def local_elasticity(today: float, elasticity: float, top: float = math.inf) -> float:
    """Return the percentage change of the result for one per cent more effort, today."""
    return elasticity * (1 - today / top)


def most_added(today: float, zero: float, top: float) -> float:
    """Return the most that doubling may add, as a share of today's gain, for the ceiling to stay within ``top``."""
    return MOST_ADDED if math.isinf(top) else min(MOST_ADDED, (1 - (today - zero) / (top - zero)) * (1 - 1e-9))


def _growth(today: float, elasticity: float, top: float) -> float:
    """Return what doubling multiplies the result by where its odds have that constant elasticity."""
    times, share = math.pow(2.0, elasticity), today / top
    return times / (1 - share + share * times)


def _added(local: float, gained: float, share: float) -> float:
    """Return e^(−k) where u is ``gained``, as a share of today's result that is itself ``share`` of the top."""
    bound = most_added(share, share * (1 - gained), 1.0) if share else MOST_ADDED
    if local >= gained:
        return bound
    ratio = local / gained
    added = math.exp(-_where(lambda k: k / math.expm1(k), ratio, 2 * (1 / ratio - 1)))
    return min(max(added, LEAST_ADDED), bound)


def _reached(local: float, growth: float, share: float) -> float:
    """Return u where doubling adds ``growth`` as a share of today's result, itself ``share`` of the top; at most 1."""
    added = min(MOST_ADDED, (1 - growth * share / (1 - share)) * (1 - 1e-9))
    least, most = growth / added, min(growth / LEAST_ADDED, 1.0)
    if growth >= local:
        return min(least, 1.0)
    rate = _where(lambda k: -math.expm1(-k) / k, growth / local, local / growth)
    return min(max(growth * math.exp(min(rate, 700.0)), least), most)


def _where(falling: Callable[[float], float], value: float, high: float) -> float:
    """Return where a function that falls from 1 at zero comes down to ``value``, at or before ``high``."""
    return bisected(lambda k: value - falling(min(k, 700.0)), 0.0, high)
