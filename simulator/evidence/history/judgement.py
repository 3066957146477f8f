"""A company's judgement of its channels as a history takes it: what stands, and how far it may be off."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from simulator.evidence.history.priors import GUESSED_DOUBT, STATED_DOUBT, Prior
from simulator.evidence.history.series import A_MONTH, Floats, Step
from simulator.facts.business import Business
from simulator.facts.channel import Channel
from simulator.facts.curves import Family
from simulator.facts.paths import path_of
from simulator.ranges.fact_range import FactRange, ranges_of

FITTED: tuple[Family, ...] = ("exponential", "michaelis-menten")
"""Families whose bend a history is asked about."""
LEVEL_OFF = 0.35
"""How far a guessed level may be off at least, in logarithms: one standard deviation."""
NORMAL_90 = 2 * 1.645
"""A 90 % interval of a normal distribution in standard deviations."""
LEAST_BEND, MOST_BEND = 0.02, 0.98
MOST_CARRYOVER = 0.95


@dataclass(frozen=True)
class Judged:
    """What is held of one channel: per month, whatever the history's step.

    ``remains``: of today's prospects, the share that would come at zero spend. ``bend``: what doubling adds, as a share
    of all that today's spend adds. ``carryover``: share per month.
    """

    channel: str
    family: Family
    spend: float
    prospects: float
    prospects_off: float
    """Standard deviation of their logarithm."""
    remains: Prior
    bend: Prior
    carryover: Prior
    gain_said: bool
    """Whether what doubling adds is said in prospects, so that what adds less so far bends less; else it is guessed."""

    def bent(self, bend: Floats, remains: Floats) -> Floats:
        """Return the bend of draws of it that were taken alone, beside what remains in the same draw."""
        if not self.gain_said:
            return bend
        return np.minimum(bend * (1 - self.remains.likely) / np.maximum(1 - remains, 1e-6), MOST_BEND)

    @property
    def fitted(self) -> bool:
        """Whether it has a curve whose bend a history can correct."""
        return self.family in FITTED and self.prospects > 0


def judgement(business: Business, besides: str = "") -> tuple[Judged, ...]:
    """Return what is held of each channel, from the ranges that Certainty draws from.

    What was read from the file of the name ``besides`` counts as guessed: nothing is to be learnt twice of one file.
    """
    sources = {path_of(each, origin.fact): origin.source for each in business.channels for origin in each.origins}
    ranges = {
        each.path: replace(each, kind="guessed", owned=False) if besides and sources.get(each.path) == besides else each
        for each in ranges_of(business)
    }
    return tuple(_judged(channel, ranges) for channel in business.channels)


def _judged(channel: Channel, ranges: dict[str, FactRange]) -> Judged:
    level = ranges[path_of(channel, "prospects")]
    today, zero, double = channel.prospects, channel.prospects_at_zero, channel.prospects_at_double
    off = math.log(level.high / level.low) / NORMAL_90 if level.low > 0 else LEVEL_OFF
    carryover = ranges[path_of(channel, "carryover")]
    if channel.curve not in FITTED or double is None or today <= 0:
        nothing = Prior(0, 0.5, 1, 1.0)
        return Judged(
            channel.name, channel.curve, channel.effort, today, max(off, LEVEL_OFF), nothing, nothing, nothing, False
        )
    so_far = today - zero
    return Judged(
        channel.name, channel.curve, channel.effort, today,
        max(off, LEVEL_OFF) if level.kind == "guessed" else max(off, 0.02),
        remains=_prior(ranges[path_of(channel, "prospects_at_zero")], 1 / today),
        bend=_prior(ranges[path_of(channel, "prospects_at_double")], 1 / so_far, today, LEAST_BEND, MOST_BEND),
        carryover=_carryover(carryover),
        gain_said=_doubt(ranges[path_of(channel, "prospects_at_double")]) < GUESSED_DOUBT,
    )  # fmt: skip


def _prior(fact: FactRange, unit: float, base: float = 0.0, least: float = 0.0, most: float = 1.0) -> Prior:
    low, likely, high = (min(max((end - base) * unit, least), most) for end in (fact.low, fact.likely, fact.high))
    return Prior(low, likely, high, _doubt(fact), least, most)


def _carryover(fact: FactRange) -> Prior:
    """Return that of the carry-over: where nobody said anything of it, mostly small ones."""
    doubt = _doubt(fact) if fact.wide else 1.0
    return Prior(fact.low, fact.likely, min(fact.high, MOST_CARRYOVER), doubt, 0.0, MOST_CARRYOVER, 2.0)


def _doubt(fact: FactRange) -> float:
    return GUESSED_DOUBT if fact.kind == "guessed" and not fact.owned else STATED_DOUBT


def per_step(carryover: float, step: Step) -> float:
    """Return a monthly carry-over as one of a history's steps."""
    return float(carryover ** (1 / A_MONTH[step]))


def per_month(carryover: float, step: Step) -> float:
    """Return a carry-over of a history's steps as a monthly one."""
    return float(carryover ** A_MONTH[step])
