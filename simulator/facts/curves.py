"""Response curves: what a result is at a given effort, from facts an owner can state.

All functions take floats or arrays of any matching shapes. Sources: modified exponential, Mantrala,
Sinha & Zoltners (1992), Blattberg & Deighton (1996); ADBUDG, Little (1970).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

Family = Literal["exponential", "michaelis-menten", "adbudg", "flat"]
SHAPES: tuple[Family, Family] = ("exponential", "michaelis-menten")
"""The two that go through the same results at zero, today's and double effort; the place of each is its number where
curves of both are drawn."""

NEARLY = 1e-9
"""Share of the gain by which results must differ for a curve to tell them apart."""
NEXT_TO_NOTHING = 1e-18
"""Share of a curve's scale below which effort has no slope of its own."""
LEAST_EFFORT = 1e-100
"""Effort that a curve is calibrated at where its own is even less: no amount of money, but one to divide by."""
STEEPEST = 100.0
"""Largest exponent of an ADBUDG curve, and most tens by which its half-way effort differs from today's."""
GENTLING = 3
"""Rounds in which the exponent of a curve that is all but flat is raised until `STEEPEST` holds."""


class CurveError(ValueError):
    """Facts that no curve of the family goes through; ``fact`` names the one to change."""

    def __init__(self, fact: Literal["zero", "today", "half_more", "double", "ceiling"], allowed: str) -> None:
        self.fact = fact
        self.allowed = allowed
        super().__init__(f"{fact}: {allowed}")


def _modified_exponential(effort: Any, ceiling: Any, drop: Any, fall: Any) -> Any:
    """Return floor + (ceiling − floor)·(1 − e^(−effort / scale)), the fast way: ceiling + drop·e^(fall·effort).

    ``drop`` is floor − ceiling and ``fall`` −1 / scale, both worked out once per curve.

    ``drop`` and ``ceiling`` have no axis that ``effort`` and ``fall`` have not: all is written over one array.
    """
    result = _exponential(fall * effort)
    result *= drop
    result += ceiling
    return result


def michaelis_menten(effort: Any, floor: Any, ceiling: Any, half: Any) -> Any:
    """Return floor + (ceiling − floor)·effort / (half + effort); half the rise is won at ``half``."""
    return floor + (ceiling - floor) * effort / (half + effort)


def adbudg(effort: Any, floor: Any, ceiling: Any, half: Any, power: Any) -> Any:
    """Return floor + (ceiling − floor)·x^power / (1 + x^power) with x = effort / half; S-shaped above power 1."""
    risen = _risen(effort, half, power)
    return floor + (ceiling - floor) * risen / (1 + risen)


def _either(effort: Any, fall: Any, lift: Any) -> tuple[Any, Any]:
    """Return e^(fall·effort) and 1 + lift·effort: what is left of the rise is the one divided by the other.

    Of an exponential curve ``lift`` is 0, of a Michaelis–Menten one ``fall``: choosing between the two draw by draw
    would take longer than working out both.
    """
    beyond = lift * effort
    beyond += 1.0
    return _exponential(fall * effort), beyond


def _exponential(fresh: Any) -> Any:
    """Return e^fresh, written over ``fresh`` where it is an array: one that nothing else refers to."""
    return np.exp(fresh, out=fresh) if isinstance(fresh, np.ndarray) else np.exp(fresh)


def _risen(effort: Any, half: Any, power: Any) -> Any:
    """Return (effort / half)^power, held where more of it changes nothing and a square would overflow."""
    return np.minimum(effort / half, 10 ** np.minimum(150 / power, 300)) ** power


@dataclass(frozen=True)
class Curve:
    """One calibrated response curve. Coefficients that are arrays have the same shape.

    ``floor`` and ``ceiling`` are in units of the result. ``scale`` is in units of effort: 1/rate of the
    exponential, the half-way effort of the other two. ``power`` is ADBUDG's exponent, 1 otherwise.

    A curve of family ``either`` is many of them, by draw: exponential where ``power`` is infinite, Michaelis–Menten
    where it is 1.
    """

    family: Family | Literal["either"]
    floor: Any
    ceiling: Any
    scale: Any
    power: Any = 1.0

    @property
    def one_family(self) -> Family:
        """The family of a curve that is of one in every draw."""
        assert self.family != "either"
        return self.family

    def at(self, effort: Any) -> Any:
        """Return the result at ``effort`` (same shape)."""
        if self.family == "adbudg":
            return adbudg(effort, self.floor, self.ceiling, self.scale, self.power)
        if self.family == "michaelis-menten":
            return michaelis_menten(effort, self.floor, self.ceiling, self.scale)
        if self.family == "either":
            left, beyond = _either(effort, self._fall, self._lift)
            left /= beyond
            left *= -self._span
            left += self.ceiling
            return left
        return _modified_exponential(effort, self.ceiling, -self._span, self._fall)

    def slope(self, effort: Any) -> Any:
        """Return d result / d effort (same shape). An ADBUDG curve below power 1 is vertical at zero:
        there the slope at next to nothing is given."""
        span = self._span
        if self.family == "michaelis-menten":
            return span * self.scale / (self.scale + effort) ** 2
        if self.family == "either":
            left, beyond = _either(effort, self._fall, self._lift)
            beyond *= beyond
            left /= beyond
            left *= self._steepest
            return left
        if self.family != "adbudg":
            steep = _exponential(self._fall * effort)
            steep *= self._steepest
            return steep
        effort = np.maximum(effort, NEXT_TO_NOTHING * self.scale)
        risen = _risen(effort, self.scale, self.power)
        return span * self.power * risen / (1 + risen) ** 2 / effort

    def elasticity(self, effort: Any) -> Any:
        """Return the percentage change of the result for one per cent more effort."""
        return self.slope(effort) * effort / self.at(effort)

    @cached_property
    def _span(self) -> Any:
        return self.ceiling - self.floor

    @cached_property
    def _fall(self) -> Any:
        return -1 / self.scale if self.family != "either" else np.where(np.equal(self.power, 1), 0.0, -1 / self.scale)

    @cached_property
    def _lift(self) -> Any:
        return np.where(np.equal(self.power, 1), 1 / self.scale, 0.0)

    @cached_property
    def _steepest(self) -> Any:
        return self._span / self.scale

    @cached_property
    def concave(self) -> bool:
        """Whether each further unit of effort brings less than the one before, everywhere."""
        rising = bool(np.all(np.asarray(self.ceiling) >= np.asarray(self.floor)))
        return rising and (self.family != "adbudg" or bool(np.all(np.asarray(self.power) <= 1)))


def calibrate(
    family: Family | NDArray[Any],
    effort: Any,
    *,
    zero: Any,
    today: Any,
    double: Any = None,
    half_more: Any = None,
    ceiling: Any = None,
) -> Curve:
    """Return the curve through the result at ``zero`` effort and ``today`` (at ``effort`` > 0), and
    through one more fact: at ``double`` the effort, or at ``half_more`` (+50 %), or a ``ceiling``.

    The exponential takes double or ceiling, Michaelis–Menten double, ADBUDG a ceiling and double or
    half_more; flat needs none. ``family`` may be an array of places in `SHAPES`, for a curve that is of either.
    Shapes broadcast. The facts are taken as they are: `check` tells
    whether they make sense.
    """
    if isinstance(family, np.ndarray):
        curved, risen = (calibrate(shape, effort, zero=zero, today=today, double=double) for shape in SHAPES)
        chosen = family == 1
        ceiling, scale = (
            np.where(chosen, *both) for both in ((risen.ceiling, curved.ceiling), (risen.scale, curved.scale))
        )
        return Curve("either", zero, ceiling, scale, np.where(chosen, 1.0, np.inf))
    effort = np.maximum(effort, LEAST_EFFORT)
    if family == "flat":
        return Curve("flat", today, today, effort * np.ones_like(today) if np.ndim(today) else effort)
    if family == "adbudg":
        odds = (today - zero) / (ceiling - today)
        beyond = double if half_more is None else half_more
        ratio = 2.0 if half_more is None else 1.5
        power = np.log((beyond - zero) / (ceiling - beyond) / odds) / np.log(ratio)
        return Curve(family, zero, ceiling, effort * odds ** (-1 / power), power)
    if family == "exponential" and ceiling is not None:
        return Curve(family, zero, ceiling, -effort / np.log1p(-(today - zero) / (ceiling - zero)))
    gain = (double - zero) / (today - zero)
    if family == "michaelis-menten":
        half = effort * (2 * gain - 2) / (2 - gain)
        return Curve(family, zero, zero + (today - zero) * (1 + half / effort), half)
    top = zero + (today - zero) / (2 - gain)
    return Curve("exponential", zero, top, -effort / np.log(gain - 1))


def thinned(curve: Curve, effort: Any, today: Any, quality: Any) -> Curve:
    """Return the curve of what counts where further results are worth only ``quality`` (0 to 1) of today's.

    It is of the same family through the result at zero and ``today`` (at ``effort``), and at double effort it lies
    at today + quality·(double − today); an ADBUDG curve keeps its exponent, unless half of its rise
    would then be won at next to nothing: see `STEEPEST`. Shapes as in `calibrate`.
    """
    if curve.family == "flat" or np.all(quality == 1):
        return curve
    gain = today - curve.floor
    reached = gain + quality * (curve.at(2 * effort) - today)
    if curve.family == "adbudg":
        power, span, left = curve.power, *_thinned_span(gain, reached, curve.power)
        for _ in range(GENTLING):
            power = np.maximum(power, np.abs(np.log(left)) / (STEEPEST * math.log(10)))
            span, left = _thinned_span(gain, reached, power)
        found = Curve(curve.family, curve.floor, curve.floor + span, effort * left ** (1 / power), power)
    else:
        family = np.asarray(curve.power == 1, float) if curve.family == "either" else curve.family
        found = calibrate(family, effort, zero=curve.floor, today=today, double=curve.floor + reached)
    pairs = (curve.ceiling, found.ceiling), (curve.scale, found.scale), (curve.power, found.power)
    ceiling, scale, power = (np.where(quality == 1, old, new) for old, new in pairs)
    return Curve(curve.family, curve.floor, ceiling, scale, power)


def _thinned_span(gain: Any, reached: Any, power: Any) -> tuple[Any, Any]:
    """Return ceiling − floor of an ADBUDG curve that gains that much today and at double, and how many times today's
    gain is left above today."""
    times, ratio = 2**power, reached / gain
    span = reached * (times - 1) / (times - ratio)
    return span, span / gain - 1


def aligned(curve: Curve) -> Curve:
    """Return the curve with coefficients broadcast to the same shape."""
    return Curve(curve.family, *np.broadcast_arrays(curve.floor, curve.ceiling, curve.scale, curve.power))


def check(
    family: Family,
    *,
    zero: float,
    today: float,
    double: float | None = None,
    half_more: float | None = None,
    ceiling: float | None = None,
    falling: bool = False,
) -> None:
    """Raise `CurveError`, naming the fact to change, unless `calibrate` gives a sound curve.

    ``falling`` is for results that effort lowers, such as churn.
    """
    if family == "flat":
        return _check_flat(zero, today, double)
    sign = -1.0 if falling else 1.0
    better, worse = ("below", "above") if falling else ("above", "below")
    if sign * (today - zero) <= 0:
        raise CurveError("zero", f"it must be {worse} today's {today:g}, or the curve be 'flat'")
    if family == "adbudg":
        return _check_adbudg(zero, today, double, half_more, ceiling)
    if family != "exponential" or ceiling is None:
        return _check_doubling(zero, today, double, better, worse)
    if double is not None:
        raise CurveError("double", "leave it out where a ceiling is stated")
    if sign * (ceiling - today) <= NEARLY * abs(today - zero):
        raise CurveError("ceiling", f"it must be {better} today's {today:g}")
    return None


def _check_doubling(zero: float, today: float, double: float | None, better: str, worse: str) -> None:
    """Raise unless doubling adds something, and less than the first effort added: ``better`` than today, within it."""
    if double is None:
        raise CurveError("double", "state what twice today's effort would bring")
    limit, gain = 2 * today - zero, (double - zero) / (today - zero)
    if gain <= 1 + NEARLY:
        raise CurveError(
            "double",
            f"it must be {better} today's {today:g} (and {worse} {limit:g}); "
            "if more effort changes nothing, say that the curve is 'flat'",
        )
    if gain >= 2 - NEARLY:
        raise CurveError(
            "double",
            f"it must be {worse} {limit:g} (and {better} today's {today:g}); "
            "if doubling more than doubles the gain, state a ceiling and choose the curve 'adbudg'",
        )


def _check_flat(zero: float, today: float, double: float | None) -> None:
    if zero != today:
        raise CurveError("zero", f"on a flat curve it equals today's {today:g}")
    if double is not None and double != today:
        raise CurveError("double", f"on a flat curve it equals today's {today:g}")


def _check_adbudg(
    zero: float, today: float, double: float | None, half_more: float | None, ceiling: float | None
) -> None:
    if ceiling is None or ceiling - today <= NEARLY * (today - zero):
        raise CurveError("ceiling", f"the curve 'adbudg' needs a ceiling above today's {today:g}")
    if today - zero <= NEARLY * (ceiling - zero):
        raise CurveError("ceiling", f"it is out of all proportion to today's {today:g}")
    which: Literal["half_more", "double"] = "double" if half_more is None else "half_more"
    beyond = double if half_more is None else half_more
    if beyond is None:
        raise CurveError("double", "state what half as much again, or twice today's effort, would bring")
    refusal = CurveError(which, f"it must be clearly above today's {today:g} and below the ceiling {ceiling:g}")
    if not today + NEARLY * (ceiling - today) < beyond < ceiling - NEARLY * (ceiling - today):
        raise refusal
    odds = math.log((today - zero) / (ceiling - today))
    power = (math.log((beyond - zero) / (ceiling - beyond)) - odds) / math.log(2 if which == "double" else 1.5)
    if power > STEEPEST or abs(odds) > power * STEEPEST * math.log(10):
        raise refusal
    if double is not None and half_more is not None and not half_more < double < ceiling:
        raise CurveError("double", f"it must be between the result at +50 % and the ceiling {ceiling:g}")
