"""Opportunities, ranked in money over the horizon: what each would bring, and the what-if that shows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np

from simulator.facts.business import Business
from simulator.facts.declaration import InvalidInput
from simulator.facts.measures import Metric
from simulator.facts.plan import Plan
from simulator.insight.levels import Level, levels
from simulator.model.outcome import simulate, values
from simulator.model.parameters import funnel_of
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
def opportunities(business: Business, plan: Plan, months: int, metric: Metric) -> tuple[Opportunity, ...]:
    """Return all opportunities under ``plan``, the largest first."""
    base = simulate(business, plan, months).total(metric)
    found = [
        Opportunity(kind, subject, simulate(facts, then, months).total(metric) - base,
                    max(then.total - plan.total, 0.0) * months, before, after, facts, then)
        for kind, subject, before, after, facts, then in _all(business, plan, months, metric)
    ]  # fmt: skip
    worth = [each for each in found if each.gain > WORTH_IT * abs(base)]
    return tuple(sorted(worth, key=lambda each: -each.gain))


Found = tuple[Literal["level", "resplit", "budget", "channel"], str, float, float, Business, Plan]


def _all(business: Business, plan: Plan, months: int, metric: Metric) -> Iterator[Found]:
    for level in levels(business):
        facts = at_level(business, level)
        if facts is not None:
            yield "level", level.driver, level.today, level.acceptable, facts, plan
    total = plan.total
    if not total:
        return
    best = advise(business, plan, months, metric, frozenset()).optimum.plan
    yield "resplit", "", total, total, business, best
    more = round(total * (1 + MORE_BUDGET), 2)
    floors = dict(zip(plan.levers, plan.amounts, strict=True))
    grown = best_answer(business, more, months, metric, [plan], floors=floors)
    yield "budget", "", total, more, business, grown
    for channel in business.channels:
        moved = best_for_channel(business, plan, months, metric, channel.name)
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


def best_for_channel(business: Business, plan: Plan, months: int, metric: Metric, channel: str) -> Plan:
    """Return the plan with one channel's spend at its best, the other levers giving or taking in proportion."""
    low, high = 0.0, plan.total
    best = plan
    for _ in range(3):
        tried = [move(plan, channel, amount, today=business.plan).plan for amount in np.linspace(low, high, STEPS + 1)]
        brings = values(funnel_of(business), np.array([each.amounts for each in [best, *tried]]), months, metric)[:, 0]
        place = int(np.argmax(brings))
        best = [best, *tried][place]
        step = (high - low) / STEPS
        low, high = max(best[channel] - step, 0.0), min(best[channel] + step, plan.total)
    return best
