"""Opportunities, ranked in money over the horizon: what each would bring, and the what-if that shows it.

Those that only move money, those that spend more, and wishes for other facts are ranked apart: their gains cost unlike
things. Each channel has one direction, the best split's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np

from simulator.facts.business import Business
from simulator.facts.declaration import InvalidInput
from simulator.facts.measures import Metric
from simulator.facts.plan import Plan
from simulator.insight.channel_economics import LEAST_MOVE
from simulator.insight.levels import Level, levels
from simulator.model.question import Question
from simulator.optimise.best_response import best_response
from simulator.optimise.rebalance import move, moved_along
from simulator.optimise.recommendation import recommend
from simulator.whatif.at_level import reached_prospects, reached_share, reached_win_rate

MORE_BUDGET = 0.1
"""Share of the budget that one of the opportunities adds."""
PROFIT: Metric = "gross_profit"
STEPS = 40
WORTH_IT = 1e-4
"""Least share of the measure that counts as an opportunity."""


Kind = Literal["resplit", "channel", "budget", "level"]
Group = Literal["free", "spending", "wish"]
GROUPS: dict[Group, tuple[Kind, ...]] = {"free": ("resplit", "channel"), "spending": ("budget",), "wish": ("level",)}
"""What only moves money, what spends more of it, and what would be other facts for the same money."""


@dataclass(frozen=True)
class Opportunity:
    """One way up. Money over the horizon beyond the plan it is compared with.

    ``subject`` is the driver brought to its acceptable level, or the channel; `before` and `after` are the
    driver's level, the channel's spend or the total, per month.
    """

    kind: Kind
    subject: str
    gain: float
    """In the chosen metric."""
    profit: float
    """In gross profit, what it spends taken off."""
    cost: float
    """What it spends beyond the plan's total; not part of ``gain`` in revenue."""
    before: float
    after: float
    business: Business
    plan: Plan
    """The what-if: these facts with this plan bring the gain."""

    @property
    def group(self) -> Group:
        """The kind of thing it asks for."""
        return next(group for group, kinds in GROUPS.items() if self.kind in kinds)


@lru_cache(maxsize=128)
def opportunities(question: Question) -> tuple[Opportunity, ...]:
    """Return all opportunities under the plan: free ones, then those that spend, then wishes; the largest first."""
    base, found = question.outcome, []
    for kind, subject, before, after, facts, then in _all(question):
        outcome = question.under(facts).about(then).outcome
        gain, profit = (outcome.total(each) - base.total(each) for each in (question.metric, PROFIT))
        cost = max(then.total - question.plan.total, 0.0) * question.months
        found.append(Opportunity(kind, subject, gain, profit, cost, before, after, facts, then))
    worth = [each for each in found if each.gain > WORTH_IT * abs(question.value)]
    return tuple(sorted(worth, key=lambda each: (list(GROUPS).index(each.group), -each.gain)))


def by_profit(found: Sequence[Opportunity]) -> tuple[Opportunity, ...]:
    """Return those that are decisions by gross profit, the most first; none where that is the order of their gains."""
    by_gain = sorted((each for each in found if each.group != "wish"), key=lambda each: -each.gain)
    order = sorted(by_gain, key=lambda each: -each.profit)
    return () if order == by_gain else tuple(order)


Found = tuple[Kind, str, float, float, Business, Plan]


def _all(question: Question) -> Iterator[Found]:
    business, plan, unit = question.business, question.plan, question.unit
    for level in levels(question):
        facts = at_level(business, level)
        if facts is not None:
            yield "level", level.driver, level.today, level.acceptable, facts, plan
    total = plan.total
    if not total:
        return
    best = recommend(question).optimum.plan
    yield "resplit", "", total, total, business, best
    more = total + max(round(total * MORE_BUDGET / unit), 1) * unit
    floors = dict(zip(plan.levers, plan.amounts, strict=True))
    grown = best_response(question, more, [plan], floors=floors)
    yield "budget", "", total, more, business, grown
    for channel in plan.prospecting:
        if abs(best[channel] - plan[channel]) > LEAST_MOVE * total:
            moved = best_for_channel(question, channel, more=best[channel] > plan[channel])
            yield "channel", channel, plan[channel], moved[channel], business, moved


def at_level(business: Business, level: Level) -> Business | None:
    """Return the company with a short driver brought to its acceptable level; None where that is not possible."""
    if not level.short or level.acceptable <= level.today:
        return None
    try:
        if level.driver == "prospects":
            return reached_prospects(business, level.acceptable, level.today)
        reached = reached_win_rate if level.driver == "win_rate" else reached_share
        return reached(business, level.acceptable)
    except InvalidInput:
        return None


def best_for_channel(question: Question, channel: str, *, more: bool) -> Plan:
    """Return the plan with one channel's spend at its best above (or below) the plan's.

    The other levers give or take in proportion. The plan itself where no such amount brings more.
    """
    plan, today, unit = question.plan, question.today.plan, question.unit
    least, most = (plan[channel], plan.total) if more else (0.0, plan[channel])
    low, high = least, most
    for _ in range(3):
        tried = np.linspace(low, high, STEPS + 1)
        brings = question.values_of(moved_along(plan, channel, tried.tolist(), unit=unit, today=today))
        best = float(tried[int(np.argmax(brings))])
        step = (high - low) / STEPS
        low, high = max(best - step, least), min(best + step, most)
    moved = move(plan, channel, best, unit=unit, today=today).plan
    return moved if question.values_of([moved.amounts])[0] > question.value else plan
