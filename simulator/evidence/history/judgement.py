"""A company's judgement of its channels as a history takes it: what stands, and how far it may be off."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from simulator.evidence.history.priors import GUESSED_DOUBT, STATED_DOUBT, Prior
from simulator.evidence.history.series import A_MONTH, Floats, Step
from simulator.facts.business import Business
from simulator.facts.channel import Channel
from simulator.facts.curve_facts import CHANNEL_CURVE, CHURN_CURVE, SHARE_CURVE, WIN_RATE_CURVE, CurveFacts
from simulator.facts.curves import Family
from simulator.facts.names import SEPARATOR
from simulator.facts.paths import path_of
from simulator.facts.plan import CONVERSION
from simulator.facts.plan import UPSELL as CARE
from simulator.ranges.fact_range import FactRange, ranges_of
from simulator.ranges.stated_curve import StatedCurve

LEVEL_OFF = 0.35
"""How far a guessed level may be off at least, in logarithms: one standard deviation."""
LEAST_OFF = 0.02
SALES, UPSELL = CONVERSION, CARE
"""What sales and account care are called among channels: the levers' names, which no channel has."""
STAYING, WALLET = f"{UPSELL}{SEPARATOR}churn", f"{UPSELL}{SEPARATOR}wallet"
"""The same for the churn of customers, and for what one spends: no name of a channel has that sign."""
Subject = Literal["channel", "sales", "churn", "share"]
"""Whose curve a judgement is: prospects by a channel's spend, the win rate by that on sales, churn and the share of
wallet by that on account care."""
CURVES: dict[Subject, CurveFacts] = {
    "channel": CHANNEL_CURVE, "sales": WIN_RATE_CURVE, "churn": CHURN_CURVE, "share": SHARE_CURVE,
}  # fmt: skip
EVENLY = (np.arange(256) + 0.5) / 256
"""Chances that stand for all draws of a fact."""
LEAST_BEND, MOST_BEND = 0.02, 0.98
LEAST_GAIN, MOST_GAIN = 0.05, 3.0
"""Multiples of what is stated beyond today's effort that the gain of a curve with a ceiling may be."""
MOST_LEFT = 5.0
"""Multiples of today's churn that no account care at all may bring."""
MOST_CARRYOVER = 0.95


@dataclass(frozen=True)
class OfWallet:
    """What is held of customers' revenue beside the curve of the share of wallet; money per month, and per order."""

    wallet: Prior
    share: Prior
    """Today's share of wallet, the level of its curve."""
    new: Prior
    """Share of wallet of a new customer."""
    first: Prior
    """The first order."""


@dataclass(frozen=True)
class ChannelJudgement:
    """What is held of one channel, of sales or of account care: per month, whatever the history's step.

    ``remains``: of today's result, the share that would come at zero spend; of churn, how many times it. ``bend``: what
    doubling adds, as a share of all that today's spend adds; of a curve with a ceiling, how many times what is stated.
    ``carryover``: share per month; of the share of wallet, that of the way which is not yet covered.
    """

    channel: str
    family: Family
    spend: float
    """Money per month, per head where people share it."""
    prospects: float
    """Today's result: prospects, or a rate."""
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
    """Of sales alone: months from a won deal to the new customer that a history counts."""
    of: Subject = "channel"
    beyond: tuple[tuple[str, float], ...] = ()
    """Of a curve with a ceiling, S-shaped or not: how far what is stated of it beyond today's effort rises above today,
    as a share of it."""
    ramp: float = 0.0
    """Carry-over of a spend that is felt late, share per month."""
    wallet: OfWallet | None = None

    @property
    def of_sales(self) -> bool:
        """Whether it is held of sales."""
        return self.of == "sales"

    @property
    def fields(self) -> dict[str, str]:
        """Where the points of its curve stand in a channel or a company, by their names in a curve."""
        return {str(point): name for point, name in CURVES[self.of].fields.items()}

    def path(self, field: str) -> str:
        """Return the path of a fact of its owner."""
        return f"channels.{self.channel}.{field}" if self.of == "channel" else field

    def bent(self, bend: Floats, remains: Floats) -> Floats:
        """Return the bend of draws of it that were taken alone, beside what remains in the same draw."""
        if not self.gain_said:
            return bend
        return np.minimum(bend * abs(1 - self.remains.likely) / np.maximum(np.abs(1 - remains), 1e-6), MOST_BEND)

    @property
    def fitted(self) -> bool:
        """Whether it has a curve whose bend a history can correct."""
        return self.family != "flat" and self.prospects > 0


def judgement(business: Business, besides: str = "") -> tuple[ChannelJudgement, ...]:
    """Return what is held of each channel, from the ranges that Certainty draws from.

    What was read from the file of the name ``besides`` counts as guessed: nothing is to be learnt twice of one file.
    """
    sources = {path_of(each, origin.fact): origin.source for each in business.channels for origin in each.origins}
    ranges = {
        each.path: replace(each, kind="guessed", owned=False) if besides and sources.get(each.path) == besides else each
        for each in ranges_of(business)
    }
    channels = (_judged(channel, ranges) for channel in business.channels)
    return (*channels, _of_sales(business, ranges), _of_churn(business, ranges), _of_share(business, ranges))


def _of_sales(business: Business, ranges: dict[str, FactRange]) -> ChannelJudgement:
    each = business.conversion_spend / max(sum(channel.prospects for channel in business.channels), 1e-9)
    ramp = business.conversion_ramp_months
    held = _held(SALES, business, "sales", each, ranges)
    return replace(held, cycle=business.sales_cycle_months, ramp=ramp / (1 + ramp))


def _of_churn(business: Business, ranges: dict[str, FactRange]) -> ChannelJudgement:
    return replace(_held(STAYING, business, "churn", _care(business), ranges), ramp=_care_ramp(business))


def _of_share(business: Business, ranges: dict[str, FactRange]) -> ChannelJudgement:
    held = _held(UPSELL, business, "share", _care(business), ranges)
    wallet, first = ranges["wallet"], ranges["first_order"]
    most = max(3 * first.high, 1e-9)
    return replace(
        held,
        carryover=_not_yet(ranges["share_adjustment"]),
        ramp=_care_ramp(business),
        wallet=OfWallet(
            _alone(wallet, 2 * wallet.high), _alone(ranges["share_of_wallet"], 1.0), _alone(ranges["share_new"], 1.0),
            _alone(first, most) if first.wide else Prior(first.likely, first.likely, first.likely, 0.0, 0.0, most),
        ),
    )  # fmt: skip


def _care(business: Business) -> float:
    """Return what is spent on account care per customer and month."""
    return business.upsell_spend / business.customers if business.customers else 0.0


def _care_ramp(business: Business) -> float:
    return business.upsell_ramp_months / (1 + business.upsell_ramp_months)


def _held(
    name: str, owner: Business | Channel, of: Subject, effort: float, ranges: dict[str, FactRange]
) -> ChannelJudgement:
    """Return what is held of one curve; of its level alone where it is flat or nothing is spent on it."""
    facts = CURVES[of]
    curve = StatedCurve.of(owner, facts)
    level = ranges[path_of(owner, facts.fields["today"])]
    off = _off(level) if level.likely > 0 else LEVEL_OFF
    nothing = Prior(0.0, 0.0, 0.0, 0.0)
    if not effort or curve.gain is None or curve.today <= 0:
        flat = Prior(1.0, 1.0, 1.0, 0.0)
        bend = Prior(0.5, 0.5, 0.5, 0.0)
        return ChannelJudgement(name, "flat", effort or 1.0, curve.today, off, flat, bend, nothing, False, of=of)
    fact, value = curve.gain
    zero, gain = ranges[path_of(owner, facts.fields["zero"])], ranges[path_of(owner, facts.fields[fact])]
    least, most = (1.0, MOST_LEFT) if facts.falling else (0.0, 1.0)
    remains = _prior(zero, 1 / curve.today, least=least, most=most)
    by_points = curve.family == "adbudg" or "ceiling" in dict(curve.beyond)
    if by_points:
        bend = _prior(gain, 1 / (value - curve.today), curve.today, LEAST_GAIN, MOST_GAIN)
    else:
        bend = _prior(gain, 1 / (curve.today - curve.zero), curve.today, LEAST_BEND, MOST_BEND)
    beyond = tuple((name, stated / curve.today - 1) for name, stated in curve.beyond) if by_points else ()
    either = bool(facts.family) and _either(ranges, path_of(owner, str(facts.family)))
    said = not by_points and _doubt(gain) < GUESSED_DOUBT
    return ChannelJudgement(
        name, curve.family, effort, curve.today, off, remains, bend, nothing, said, either, of=of, beyond=beyond
    )


def _either(ranges: dict[str, FactRange], path: str) -> bool:
    return path in ranges and ranges[path].wide


def _off(level: FactRange) -> float:
    """Return the standard deviation of a level's logarithm: as Certainty draws it, or by a doubt as far off as a guess.

    A normal distribution as wide as that mixture: its logarithm is linear, and is integrated out with the background.
    """
    off = float(np.log(level.at(EVENLY)).std()) if level.low > 0 else LEVEL_OFF
    if level.kind == "guessed":
        return max(off, LEVEL_OFF)
    return math.sqrt((1 - STATED_DOUBT) * off**2 + STATED_DOUBT * LEVEL_OFF**2) if level.wide else LEAST_OFF


def _judged(channel: Channel, ranges: dict[str, FactRange]) -> ChannelJudgement:
    held = _held(channel.name, channel, "channel", channel.spend, ranges)
    return replace(held, carryover=_carryover(ranges[path_of(channel, "carryover")]))


def _prior(fact: FactRange, unit: float, base: float = 0.0, least: float = 0.0, most: float = 1.0) -> Prior:
    low, likely, high = sorted(min(max((end - base) * unit, least), most) for end in (fact.low, fact.likely, fact.high))
    return Prior(low, likely, high, _doubt(fact), least, most)


def _carryover(fact: FactRange) -> Prior:
    """Return that of the carry-over: where nobody said anything of it, mostly small ones."""
    doubt = _doubt(fact) if fact.wide else 1.0
    return Prior(fact.low, fact.likely, min(fact.high, MOST_CARRYOVER), doubt, 0.0, MOST_CARRYOVER, 2.0)


def _not_yet(fact: FactRange) -> Prior:
    """Return that of the way towards the settled share of wallet which is not yet covered after a month."""
    return Prior(1 - fact.high, 1 - fact.likely, 1 - fact.low, _doubt(fact) if fact.wide else 0.0)


def _alone(fact: FactRange, most: float) -> Prior:
    """Return that of a fact of no curve, in its own unit."""
    return Prior(fact.low, fact.likely, fact.high, _doubt(fact) if fact.wide else 0.0, 0.0, max(most, fact.high))


def _doubt(fact: FactRange) -> float:
    return GUESSED_DOUBT if fact.kind == "guessed" and not fact.owned else STATED_DOUBT


def per_step(carryover: float, step: Step) -> float:
    """Return a monthly carry-over as one of a history's steps."""
    return float(carryover ** (1 / A_MONTH[step]))


def per_month(carryover: float, step: Step) -> float:
    """Return a carry-over of a history's steps as a monthly one."""
    return float(carryover ** A_MONTH[step])
