"""Opportunities, ranked in money over the horizon: what each would bring, and the what-if that shows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np

from simulator.facts.business import Business
from simulator.facts.declaration import InvalidInput
from simulator.facts.plan import Plan
from simulator.insight.levels import Level, levels
from simulator.model.question import Question
from simulator.optimise.best_response import best_answer
from simulator.optimise.rebalance import move
from simulator.optimise.recommendation import advise
from simulator.whatif.at_level import reached_prospects, reached_share, reached_win_rate

MORE_BUDGET = 0.1
"""Share of the budget that one of the opportunities adds."""
STEPS = 40
WORTH_IT = 1e-4
"""Least share of the measure that counts as an opportunity."""


@dataclass(frozen=True)
class Opportunity:
    """One way up. Money over the horizon, in the chosen metric, beyond the plan it is compared with.

    ``subject`` is the driver brought to its acceptable level, or the channel; `before` and `after` are the
    driver's level, the channel's spend or the total, per month.
    """

    kind: Literal["level", "resplit", "budget", "channel"]
    subject: str
    gain: float
    cost: float
    """Money over the horizon that it spends beyond the plan's total; not part of ``gain`` in revenue."""
    before: float
    after: float
    business: Business
    plan: Plan
    """The what-if: these facts with this plan bring the gain."""


@lru_cache(maxsize=128)
def opportunities(question: Question) -> tuple[Opportunity, ...]:
    """Return all opportunities under the plan, the largest first."""
    base, total = question.value, question.plan.total
    found = [
        Opportunity(kind, subject, question.under(facts).about(then).value - base,
                    max(then.total - total, 0.0) * question.months, before, after, facts, then)
        for kind, subject, before, after, facts, then in _all(question)
    ]  # fmt: skip
    worth = [each for each in found if each.gain > WORTH_IT * abs(base)]
    return tuple(sorted(worth, key=lambda each: -each.gain))


Found = tuple[Literal["level", "resplit", "budget", "channel"], str, float, float, Business, Plan]


def _all(question: Question) -> Iterator[Found]:
    business, plan, unit = question.business, question.plan, question.unit
    for level in levels(business):
        facts = at_level(business, level)
        if facts is not None:
            yield "level", level.driver, level.today, level.acceptable, facts, plan
    total = plan.total
    if not total:
        return
    yield "resplit", "", total, total, business, advise(question).optimum.plan
    more = total + max(round(total * MORE_BUDGET / unit), 1) * unit
    floors = dict(zip(plan.levers, plan.amounts, strict=True))
    grown = best_answer(question, more, [plan], floors=floors)
    yield "budget", "", total, more, business, grown
    for channel in business.channels:
        moved = best_for_channel(question, channel.name)
        yield "channel", channel.name, plan[channel.name], moved[channel.name], business, moved


def at_level(business: Business, level: Level) -> Business | None:
    """Return the company with a short driver brought to its acceptable level; None where that is not possible."""
    if not level.short or not level.today:
        return None
    try:
        if level.driver == "prospects":
            return reached_prospects(business, level.acceptable, level.today)
        reached = reached_win_rate if level.driver == "win_rate" else reached_share
        return reached(business, level.acceptable)
    except InvalidInput:
        return None


def best_for_channel(question: Question, channel: str) -> Plan:
    """Return the plan with one channel's spend at its best, the other levers giving or taking in proportion."""
    plan, today, unit = question.plan, question.today.plan, question.unit
    low, high, best = 0.0, plan.total, plan
    for _ in range(3):
        amounts = np.linspace(low, high, STEPS + 1)
        tried = [best, *(move(plan, channel, amount, unit=unit, today=today).plan for amount in amounts)]
        best = tried[int(np.argmax(question.values_of([each.amounts for each in tried])))]
        step = (high - low) / STEPS
        low, high = max(best[channel] - step, 0.0), min(best[channel] + step, plan.total)
    return best
