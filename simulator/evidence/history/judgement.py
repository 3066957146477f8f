"""A company's judgement of its channels as a history takes it: what stands, and how far it may be off."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

from simulator.evidence.history.priors import GUESSED_DOUBT, STATED_DOUBT, Prior
from simulator.evidence.history.series import A_MONTH, Floats, Step
from simulator.facts.business import Business
from simulator.facts.channel import Channel
from simulator.facts.curve_facts import CHANNEL_CURVE, WIN_RATE_CURVE
from simulator.facts.curves import SHAPES, Family
from simulator.facts.paths import path_of
from simulator.ranges.fact_range import FactRange, ranges_of

LEVEL_OFF = 0.35
"""How far a guessed level may be off at least, in logarithms: one standard deviation."""
LEAST_OFF = 0.02
SALES = "conversion"
"""What sales are called among channels: the lever's name, which no channel has."""
NORMAL_90 = 2 * 1.645
"""A 90 % interval of a normal distribution in standard deviations."""
LEAST_BEND, MOST_BEND = 0.02, 0.98
MOST_CARRYOVER = 0.95


@dataclass(frozen=True)
class ChannelJudgement:
    """What is held of one channel, or of sales: per month, whatever the history's step.

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

    either_family: bool = False
    """Whether its curve may as well be of the other family."""
    cycle: float = 0.0
    """Of sales alone, which have money per prospect as ``spend`` and the win rate as ``prospects``: months from a won
    deal to the new customer that a history counts."""

    @property
    def of_sales(self) -> bool:
        """Whether it is held of sales."""
        return self.cycle > 0

    @property
    def fields(self) -> dict[str, str]:
        """Where today's result, that at zero and that at double stand in a channel or a company."""
        curve = WIN_RATE_CURVE if self.of_sales else CHANNEL_CURVE
        return {"today": curve.fields["today"], "zero": curve.fields["zero"], "double": curve.fields["double"]}

    def path(self, field: str) -> str:
        """Return the path of a fact of its owner."""
        return field if self.of_sales else f"channels.{self.channel}.{field}"

    def bent(self, bend: Floats, remains: Floats) -> Floats:
        """Return the bend of draws of it that were taken alone, beside what remains in the same draw."""
        if not self.gain_said:
            return bend
        return np.minimum(bend * (1 - self.remains.likely) / np.maximum(1 - remains, 1e-6), MOST_BEND)

    @property
    def fitted(self) -> bool:
        """Whether it has a curve whose bend a history can correct."""
        return self.family in SHAPES and self.prospects > 0


def judgement(business: Business, besides: str = "") -> tuple[ChannelJudgement, ...]:
    """Return what is held of each channel, from the ranges that Certainty draws from.

    What was read from the file of the name ``besides`` counts as guessed: nothing is to be learnt twice of one file.
    """
    sources = {path_of(each, origin.fact): origin.source for each in business.channels for origin in each.origins}
    ranges = {
        each.path: replace(each, kind="guessed", owned=False) if besides and sources.get(each.path) == besides else each
        for each in ranges_of(business)
    }
    return (*(_judged(channel, ranges) for channel in business.channels), _of_sales(business, ranges))


def _of_sales(business: Business, ranges: dict[str, FactRange]) -> ChannelJudgement:
    level, zero, double = (ranges.get(path) for path in ("win_rate", "win_rate_at_zero", "win_rate_at_double"))
    today = business.win_rate
    each = business.conversion_spend / max(sum(channel.prospects for channel in business.channels), 1e-9)
    nothing, none = Prior(0, 0.5, 1, 1.0), Prior(0, 0, 0, 0.0)
    cycle = business.sales_cycle_months
    if level is None or zero is None or double is None or not each:
        return ChannelJudgement(SALES, "flat", each, today, LEVEL_OFF, nothing, nothing, none, False, cycle=cycle)
    return ChannelJudgement(
        SALES, business.win_rate_curve, each, today, _off(level),
        _prior(zero, 1 / today), _prior(double, 1 / (today - business.win_rate_at_zero), today, LEAST_BEND, MOST_BEND),
        none, _doubt(double) < GUESSED_DOUBT, _either(ranges, "win_rate_curve"), cycle,
    )  # fmt: skip


def _either(ranges: dict[str, FactRange], path: str) -> bool:
    return path in ranges and ranges[path].wide


def _off(level: FactRange) -> float:
    """Return the standard deviation of a level's logarithm."""
    off = math.log(level.high / level.low) / NORMAL_90 if level.low > 0 else LEVEL_OFF
    return max(off, LEVEL_OFF) if level.kind == "guessed" else max(off, LEAST_OFF)


def _judged(channel: Channel, ranges: dict[str, FactRange]) -> ChannelJudgement:
    level = ranges[path_of(channel, "prospects")]
    today, zero, double = channel.prospects, channel.prospects_at_zero, channel.prospects_at_double
    carryover = ranges[path_of(channel, "carryover")]
    if channel.curve not in SHAPES or double is None or today <= 0:
        nothing = Prior(0, 0.5, 1, 1.0)
        return ChannelJudgement(
            channel.name, channel.curve, channel.effort, today, LEVEL_OFF, nothing, nothing, nothing, False
        )
    so_far = today - zero
    return ChannelJudgement(
        channel.name, channel.curve, channel.effort, today,
        _off(level),
        remains=_prior(ranges[path_of(channel, "prospects_at_zero")], 1 / today),
        bend=_prior(ranges[path_of(channel, "prospects_at_double")], 1 / so_far, today, LEAST_BEND, MOST_BEND),
        carryover=_carryover(carryover),
        either_family=_either(ranges, path_of(channel, "curve")),
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
