"""How low and how high each fact of a company may be: as its owner says, else by where the fact comes from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from simulator.facts.business import Business
from simulator.facts.channel import Channel
from simulator.facts.consistency import best_of_first, win_rate_indices
from simulator.facts.curve_facts import CHANNEL_CURVE, CHURN_CURVE, SHARE_CURVE, WIN_RATE_CURVE, CurveFacts
from simulator.facts.curves import SHAPES
from simulator.facts.declaration import declaration
from simulator.facts.guesses import GAIN_OFF_BY, OFF_BY
from simulator.facts.origin import Kind
from simulator.facts.paths import owner_at, path_of
from simulator.facts.plan import Function
from simulator.facts.sources import ends_of
from simulator.ranges.pert import quantiles
from simulator.ranges.quantiles import Floats
from simulator.ranges.stated_curve import LEAST_GAIN, MOST_CHURN, SLACK, StatedCurve

STATED = (0.9, 1.1)
"""Low and high of what is stated, or read without an interval, as multiples of it."""

OF_CHANNELS = ("carryover", "win_rate_index", "value_index", "added_quality")
OF_SALES = ("sales_cycle_months", "conversion_ramp_months", "pipeline")
OF_CUSTOMERS = (
    *("customers", "wallet", "share_new", "share_adjustment", "share_won", "upsell_ramp_months"),
    *("gross_margin", "first_order", "fixed_cost"),
)
"""Facts of no curve. What is spent today is known, and what a year's wait costs is a choice."""
SHAPE_FACTS = frozenset({CHANNEL_CURVE.family, WIN_RATE_CURVE.family, SHARE_CURVE.family})
OTHER_SHAPE = 0.5
"""Share of the futures in which a curve is of the other family: up to twice today's effort no one could tell them
apart, and how far they rise beyond it is known of neither."""


@dataclass(frozen=True)
class FactRange:
    """One fact with its low, likely and high, in its own unit; what remains at zero, and a gain, at today's level.

    The family of a curve is a fact too, by its place in `SHAPES`: likely is the stated one, low to high are both.
    """

    path: str
    """``churn``, ``channels.Search.prospects``."""
    low: float
    likely: float
    high: float
    kind: Kind
    """Where the fact comes from."""
    owned: bool
    """Whether its owner, or the file it was read from, says how low or high it may be."""
    limits: tuple[float, float] = (-np.inf, np.inf)
    """Beyond which its low and high mean nothing beside the other facts."""

    @property
    def wide(self) -> bool:
        """Whether it is not known exactly."""
        return self.high > self.low

    @property
    def is_shape(self) -> bool:
        """Whether it is the family of a curve: one or the other, nothing between."""
        return self.path.rpartition(".")[2] in SHAPE_FACTS

    def at(self, chances: Floats) -> Floats:
        """Return the values it stays below with these chances (0 to 1); same shape."""
        if not self.is_shape:
            return quantiles(chances, self.low, self.likely, self.high)
        return np.where(chances < (OTHER_SHAPE if self.wide else 0.0), self.other, self.likely)

    @property
    def other(self) -> float:
        """Of the family of a curve, the one that is not stated."""
        return 1.0 - self.likely

    @property
    def function(self) -> Function:
        """The function it is a fact of."""
        fact = self.path.rpartition(".")[2]
        if fact != self.path:
            return "prospecting"
        of_sales = {*OF_SALES, *WIN_RATE_CURVE.fields.values(), WIN_RATE_CURVE.family}
        return "conversion" if fact in of_sales else "upsell"


@lru_cache(maxsize=128)
def ranges_of(business: Business) -> tuple[FactRange, ...]:
    """Return the range of each fact one may be unsure of, channel by channel and then the company's, in fixed order,
    and then the families of the curves.

    A fact at its default of which nothing is said, and one of which only its owner could say how far it is off
    because it is zero, is known exactly: low and high are what it is. So is the family of a curve of which it is known
    exactly what doubling brings, and of one that the other family would take higher than it can go.
    """
    found = {each.path: each for each in _all(business)}
    return (*found.values(), *_shapes(business, found))


def _all(business: Business) -> Iterator[FactRange]:
    for channel in business.channels:
        yield from _of_curve(business, channel, CHANNEL_CURVE, np.inf)
        yield from (_of_fact(business, path_of(channel, fact)) for fact in OF_CHANNELS)
    yield from _of_curve(business, business, WIN_RATE_CURVE, win_rate_cap(business))
    yield from (_of_fact(business, fact) for fact in OF_SALES if getattr(business, fact) is not None)
    yield from _of_curve(business, business, SHARE_CURVE, 1.0)
    if business.churn_at_zero is None:
        yield _of_fact(business, "churn")
    else:
        yield from _of_curve(business, business, CHURN_CURVE, churn_floor(business))
    yield from (_of_fact(business, fact) for fact in OF_CUSTOMERS if getattr(business, fact) is not None)


def _shapes(business: Business, found: Mapping[str, FactRange]) -> Iterator[FactRange]:
    """Yield the family of each curve that another may be drawn through; ``found``: the ranges of all other facts."""
    owners: list[tuple[Business | Channel, CurveFacts, float]] = [
        *((channel, CHANNEL_CURVE, np.inf) for channel in business.channels),
        (business, WIN_RATE_CURVE, win_rate_cap(business)), (business, SHARE_CURVE, 1.0),
    ]  # fmt: skip
    for owner, facts, cap in owners:
        other = facts.other_family(owner)
        if other is None or facts.family is None:
            continue
        doubled, curve = found[path_of(owner, facts.fields["double"])], StatedCurve.of(owner, facts)
        fits = float(curve.most_gain(curve.zero, cap, other)) * SLACK >= 1
        ends = (0.0, 1.0) if doubled.wide and fits else (float(SHAPES.index(curve.family)),) * 2
        yield FactRange(path_of(owner, facts.family), ends[0], float(SHAPES.index(curve.family)), ends[1],
                        doubled.kind, owned=False)  # fmt: skip


def win_rate_cap(business: Business) -> float:
    """Return what the win rate stays below at any effort, so that no channel wins more than all its prospects."""
    indices = win_rate_indices(business.channels)
    return 1 / max(k * best_of_first(channel) for k, channel in zip(indices, business.channels, strict=True))


def churn_floor(business: Business) -> float:
    """Return what churn stays above at any effort: without discounting, customers must not stay for ever."""
    return 0.0 if business.discount_rate else 1e-9


def _of_fact(business: Business, path: str) -> FactRange:
    owner, fact = owner_at(business, path)
    value, said = getattr(owner, fact), declaration(type(owner), fact)
    silent = value == said["default"] and owner.origin(fact).idle
    factors = (1.0, 1.0) if silent else _factors(business, path)
    likely = float(value)
    low, high = (likely * factor for factor in factors)
    return _range(business, path, (max(low, min(said["low"], likely)), min(high, max(said["high"], likely))))


def _of_curve(business: Business, owner: Business | Channel, facts: CurveFacts, cap: float) -> Iterator[FactRange]:
    curve = StatedCurve.of(owner, facts)
    yield _range(business, path_of(owner, facts.fields["today"]), _level(business, owner, curve, cap))
    if curve.gain is None:
        return
    zero = path_of(owner, facts.fields["zero"])
    yield _range(business, zero, _remains(business, zero, curve), _zero_limits(curve))
    fact, value = curve.gain
    low, high = (curve.today + factor * (value - curve.today) for factor in _gain(curve, cap))
    yield _range(business, path_of(owner, facts.fields[fact]), (low, high), _gain_limits(curve, value))


def _level(business: Business, owner: Business | Channel, curve: StatedCurve, cap: float) -> tuple[float, float]:
    """Return today's result at low and high, the whole curve with it staying within what it may come to."""
    low, high = _factors(business, path_of(owner, curve.fields["today"]))
    most = MOST_CHURN / curve.zero if curve.falling else cap / (curve.today * curve.ceiling_over_today() or 1.0)
    return curve.today * low, curve.today * max(min(high, most), 1.0)


def _remains(business: Business, path: str, curve: StatedCurve) -> tuple[float, float]:
    """Return what remains at zero at low and high: at most half way to where the gain so far would leave no room."""
    low, high = (curve.zero * factor for factor in _factors(business, path))
    towards = curve.zero + (curve.today - curve.zero) / 2 * (1 - _part(curve))
    return (max(low, towards), min(high, MOST_CHURN)) if curve.falling else (low, min(high, towards))


def _part(curve: StatedCurve) -> float:
    """Return the gain of doubling as a share of the gain so far; 0 where a ceiling is stated instead."""
    double = dict(curve.beyond).get("double") if "ceiling" not in dict(curve.beyond) else None
    return 0.0 if double is None else (double - curve.today) / (curve.today - curve.zero)


def _gain(curve: StatedCurve, cap: float) -> tuple[float, float]:
    """Return the least and most multiple of a gain, sound with the other facts as stated; low side first."""
    low, high = GAIN_OFF_BY[0], max(min(GAIN_OFF_BY[1], float(curve.most_gain(curve.zero, cap))), 1.0)
    return (high, low) if curve.falling else (low, high)


Limits = tuple[float, float]


def _zero_limits(curve: StatedCurve) -> Limits:
    nearest = curve.today + LEAST_GAIN * (curve.zero - curve.today)
    return (nearest, np.inf) if curve.falling else (-np.inf, nearest)


def _gain_limits(curve: StatedCurve, value: float) -> Limits:
    nearest = curve.today + LEAST_GAIN * (value - curve.today)
    return (-np.inf, nearest) if curve.falling else (nearest, np.inf)


def _factors(business: Business, path: str) -> tuple[float, float]:
    owner, fact = owner_at(business, path)
    return OFF_BY if owner.origin(fact).kind == "guessed" else STATED


def _range(business: Business, path: str, by_default: Limits, limits: Limits = (-np.inf, np.inf)) -> FactRange:
    """Return the range with the owner's ends, each that is said, held where the fact means something at all."""
    owner, fact = owner_at(business, path)
    likely, said = float(getattr(owner, fact)), ends_of(business, path)
    low, high = (given if end is None else end for end, given in zip(said, by_default, strict=True))
    low, high = min(max(low, limits[0]), likely), max(min(high, limits[1]), likely)
    return FactRange(path, low, likely, high, owner.origin(fact).kind, said != (None, None), limits)
