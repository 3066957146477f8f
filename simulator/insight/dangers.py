"""Dangers, ranked in money over the horizon: what each would cost, and how much of that planning takes away."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np

from simulator.facts.business import Business
from simulator.facts.declaration import InvalidInput
from simulator.facts.measures import Metric
from simulator.facts.plan import Plan
from simulator.insight.ranking import ASSUMED_RANGE
from simulator.model.outcome import simulate
from simulator.optimise.best_response import best_answer
from simulator.optimise.rebalance import unit_of
from simulator.optimise.recommendation import advise
from simulator.whatif.what_if import with_churn, with_prospects, with_sales_cycle, with_share, with_win_rate

CUT = 1 / 3
"""Share of a lever's spend that is lost when it is cut."""
MOST_OF_ALL = 0.5
"""Share of new customers above which a company leans on one channel."""
LONGEST_CYCLE = 60.0

Kind = Literal["win rate", "dry channel", "one channel", "churn", "share", "cut", "sales cycle"]


@dataclass(frozen=True)
class Danger:
    """One way down. Money over the horizon, in the chosen metric, short of the plan it is compared with.

    ``subject`` is the channel or lever concerned, else empty. ``before`` and ``after`` are what changes: a
    rate, prospects or money per month, or months; where one channel brings most customers its share of them,
    and half of that.
    """

    kind: Kind
    subject: str
    loss: float
    """With nothing done."""
    loss_after: float
    """After the best answer within the same budget; below 0 where that brings more than the danger took."""
    before: float
    after: float
    stated: bool
    """Whether the company states how bad it may get; else an assumption is used."""
    business: Business
    plan: Plan
    """The what-if with nothing done."""
    answer: Plan
    """The best answer."""

    @property
    def removed(self) -> float:
        """The money that planning takes off the loss."""
        return self.loss - self.loss_after


@dataclass(frozen=True)
class _Threat:
    kind: Kind
    subject: str
    before: float
    after: float
    business: Business
    plan: Plan
    stated: bool = True


@lru_cache(maxsize=128)
def dangers(business: Business, plan: Plan, months: int, metric: Metric) -> tuple[Danger, ...]:
    """Return all dangers under ``plan``, the largest loss first."""
    base = simulate(business, plan, months).total(metric)
    found = []
    for threat in _threats(business, plan, months, metric):
        idle = simulate(threat.business, threat.plan, months).total(metric)
        answer = _answer(business, plan, months, metric, threat)
        answered = simulate(threat.business, answer, months).total(metric)
        found.append(Danger(threat.kind, threat.subject, base - idle, base - answered, threat.before, threat.after,
                            threat.stated, threat.business, threat.plan, answer))  # fmt: skip
    return tuple(sorted((each for each in found if each.loss > 0), key=lambda each: -each.loss))


def _answer(business: Business, plan: Plan, months: int, metric: Metric, threat: _Threat) -> Plan:
    """Return the best split of the plan's total under the threat; doing nothing where that is better."""
    if not plan.total:
        return plan
    ceilings = {threat.subject: threat.plan[threat.subject]} if threat.kind == "cut" else None
    before = advise(business, plan, months, metric, frozenset()).optimum.plan
    best = best_answer(threat.business, plan.total, months, metric, [before, plan], ceilings=ceilings)
    return max(best, threat.plan, key=lambda each: simulate(threat.business, each, months).total(metric))


def _threats(business: Business, plan: Plan, months: int, metric: Metric) -> Iterator[_Threat]:
    for threat in (_win_rate, _share, _churn, _sales_cycle):
        if found := threat(business, plan):
            yield found
    yield from _channel_threats(business, plan, months)
    if plan.total:
        yield _cut(business, plan, months, metric)


def _win_rate(business: Business, plan: Plan) -> _Threat | None:
    low = _end(business.win_rate_low, business.win_rate, 1 - ASSUMED_RANGE)
    if not 0 < low < business.win_rate:
        return None
    facts = with_win_rate(business, low / business.win_rate)
    return _Threat("win rate", "", business.win_rate, low, facts, plan, business.win_rate_low is not None)


def _share(business: Business, plan: Plan) -> _Threat | None:
    low = _end(business.share_low, business.share_of_wallet, 1 - ASSUMED_RANGE)
    if not 0 < low < business.share_of_wallet:
        return None
    facts = with_share(business, low / business.share_of_wallet)
    return _Threat("share", "", business.share_of_wallet, low, facts, plan, business.share_low is not None)


def _churn(business: Business, plan: Plan) -> _Threat | None:
    high = min(_end(business.churn_high, business.churn, 1 + ASSUMED_RANGE), 0.99)
    if not high > business.churn > 0:
        return None
    facts = with_churn(business, high / business.churn)
    return _Threat("churn", "", business.churn, facts.churn, facts, plan, business.churn_high is not None)


def _sales_cycle(business: Business, plan: Plan) -> _Threat | None:
    longer = min(2 * business.sales_cycle_months, LONGEST_CYCLE)
    facts = with_sales_cycle(business, longer)
    return _Threat("sales cycle", "", business.sales_cycle_months, longer, facts, plan)


def _channel_threats(business: Business, plan: Plan, months: int) -> Iterator[_Threat]:
    """Yield the loss of the channel that matters most, and of half of it where it brings most new customers."""
    outcome = simulate(business, plan, months)
    wins, prospects = outcome.wins_by_channel.sum(axis=1), outcome.prospects_by_channel[:, -1]
    if not wins.any():
        return
    worth = [channel.value_index for channel in business.channels]
    largest = int(np.argmax(wins * worth))
    name, share = business.channels[largest].name, float(wins[largest] / wins.sum())
    try:
        gone, halved = (with_prospects(business, {name: factor}) for factor in (0.0, 0.5))
    except InvalidInput:
        return
    yield _Threat("dry channel", name, float(prospects[largest]), 0.0, gone, plan)
    if share > MOST_OF_ALL and len(business.channels) > 1:
        yield _Threat("one channel", name, share, share / 2, halved, plan)


def _cut(business: Business, plan: Plan, months: int, metric: Metric) -> _Threat:
    """Return the cut by a third that costs most."""
    cuts = {lever: _with(plan, lever, plan[lever] * (1 - CUT)) for lever in plan.levers if plan[lever]}
    worst = min(cuts, key=lambda lever: simulate(business, cuts[lever], months).total(metric))
    return _Threat("cut", worst, plan[worst], cuts[worst][worst], business, cuts[worst])


def _with(plan: Plan, lever: str, amount: float) -> Plan:
    unit = unit_of(plan.total)
    amounts = dict(zip(plan.levers, plan.amounts, strict=True)) | {lever: math.floor(amount / unit) * unit}
    return Plan.of(plan.levers, amounts.values())


def _end(stated: float | None, today: float, assumed: float) -> float:
    return today * assumed if stated is None else stated
