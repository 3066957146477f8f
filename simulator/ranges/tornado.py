"""What hangs on one fact at a time: a plan's lead over another from a fact's low to its high, all else as likely."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from simulator.facts.business import Business
from simulator.facts.measures import Metric
from simulator.facts.plan import Plan
from simulator.model.outcome import values
from simulator.model.parameters import funnel_with
from simulator.ranges.fact_range import FactRange, ranges_of
from simulator.ranges.quantiles import Floats
from simulator.ranges.sound_facts import sound_facts

STEPS = 8
"""Values tried on each side of the likely one."""


@dataclass(frozen=True)
class Swing:
    """What a plan is ahead of another with one fact at its low and at its high."""

    fact: FactRange
    at_low: float
    at_high: float
    turns_at: float | None
    """The value of the fact, nearest to the likely one, at which the other plan becomes the better one; of a curve's
    family, the other one."""

    @property
    def width(self) -> float:
        """How far the lead moves."""
        return abs(self.at_high - self.at_low)


@dataclass(frozen=True)
class Tornado:
    """The lead with all facts as likely, and what each moves, the most first."""

    likely: float
    swings: tuple[Swing, ...]


def tornado(business: Business, plan: Plan, than: Plan, months: int, metric: Metric) -> Tornado:
    """Return how a plan's lead over another hangs on each fact that is not known exactly."""
    wide = [each for each in ranges_of(business) if each.wide]
    steps = 2 * STEPS + 1
    tried = np.array([_tried(each) for each in wide]).reshape(-1, steps)
    drawn = {each.path: np.full(tried.size + 1, each.likely) for each in wide}
    for row, each in enumerate(wide):
        drawn[each.path][row * steps : (row + 1) * steps] = tried[row]
    funnel = funnel_with(business, sound_facts(business, drawn, tried.size + 1).draws)
    amounts = [each.fitted(business.levers).amounts for each in (plan, than)]
    one, other = np.broadcast_to(values(funnel, amounts, months, metric), (2, tried.size + 1))
    lead = one - other
    swings = [
        Swing(each, float(mine[0]), float(mine[-1]), _turn(each, row, mine, float(lead[-1])))
        for each, row, mine in zip(wide, tried, lead[:-1].reshape(-1, steps), strict=True)
    ]
    return Tornado(float(lead[-1]), tuple(sorted(swings, key=lambda swing: -swing.width)))


def _tried(each: FactRange) -> Floats:
    down, up = (np.linspace(each.likely, end, STEPS + 1) for end in (each.low, each.high))
    if each.is_shape:
        down, up = (np.where(side == side[-1], side, each.likely) for side in (down, up))
    return np.concatenate([down[:0:-1], up])


def _turn(fact: FactRange, tried: Floats, lead: Floats, likely: float) -> float | None:
    """Return where the lead changes its sign first, going out from the middle on both sides; None where it keeps it."""
    sides = (range(STEPS, -1, -1), range(STEPS, len(tried)))
    found = [
        tried[now] + (tried[then] - tried[now]) * lead[now] / (lead[now] - lead[then])
        for side in sides
        for now, then in list(pairwise(side))
        if lead[now] * likely > 0 >= lead[then] * likely
    ]
    if fact.is_shape:
        return fact.other if found else None
    return float(min(found, key=lambda value: abs(value - tried[STEPS]))) if found else None
