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
from simulator.facts.plan import Plan
from simulator.insight.ranking import ASSUMED_RANGE
from simulator.model.question import Question
from simulator.optimise.best_response import best_answer
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
def dangers(question: Question) -> tuple[Danger, ...]:
    """Return all dangers under the plan, the largest loss first."""
    base, found = question.value, []
    for threat in _threats(question):
        there, answer = question.under(threat.business), _answer(question, threat)
        idle, answered = (there.about(plan).value for plan in (threat.plan, answer))
        found.append(Danger(threat.kind, threat.subject, base - idle, base - answered, threat.before, threat.after,
                            threat.stated, threat.business, threat.plan, answer))  # fmt: skip
    return tuple(sorted((each for each in found if each.loss > 0), key=lambda each: -each.loss))


def _answer(question: Question, threat: _Threat) -> Plan:
    """Return the best split of the plan's total under the threat; doing nothing where that is better."""
    plan, there = question.plan, question.under(threat.business)
    if not plan.total:
        return plan
    ceilings = {threat.subject: threat.plan[threat.subject]} if threat.kind == "cut" else None
    best = best_answer(there, plan.total, [advise(question).optimum.plan, plan], ceilings=ceilings)
    return max(best, threat.plan, key=lambda each: there.about(each).value)


def _threats(question: Question) -> Iterator[_Threat]:
    for threat in (_win_rate, _share, _churn, _sales_cycle):
        if found := threat(question.business, question.plan):
            yield found
    yield from _channel_threats(question)
    if question.plan.total:
        yield _cut(question)


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


def _channel_threats(question: Question) -> Iterator[_Threat]:
    """Yield the loss of the channel that matters most, and of half of it where it brings most new customers."""
    business, plan, outcome = question.business, question.plan, question.outcome
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


def _cut(question: Question) -> _Threat:
    """Return the cut by a third that costs most."""
    plan = question.plan
    cuts = {lever: _with_cut(question, lever) for lever in plan.levers if plan[lever]}
    worst = min(cuts, key=lambda lever: question.about(cuts[lever]).value)
    return _Threat("cut", worst, plan[worst], cuts[worst][worst], question.business, cuts[worst])


def _with_cut(question: Question, lever: str) -> Plan:
    plan, unit = question.plan, question.unit
    left = math.floor(plan[lever] * (1 - CUT) / unit) * unit
    amounts = dict(zip(plan.levers, plan.amounts, strict=True)) | {lever: left}
    return Plan.of(plan.levers, amounts.values())


def _end(stated: float | None, today: float, assumed: float) -> float:
    return today * assumed if stated is None else stated
