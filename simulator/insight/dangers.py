"""Dangers, ranked in money over the horizon: what each would cost, and what a new split would then save.

What re-splitting brings without the danger is no answer to it: an answer is worth what it saves one who had the best
split already.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from simulator.facts.business import Business
from simulator.facts.declaration import InvalidInput
from simulator.facts.plan import Plan
from simulator.insight.ranking import ASSUMED_RANGE
from simulator.model.question import Question
from simulator.optimise.best_response import best_response
from simulator.optimise.recommendation import recommend
from simulator.whatif.what_if import (
    MOST_CHURN,
    from_now_on,
    largest_channel,
    longer_sales_cycle,
    with_churn,
    with_prospects,
    with_sales_cycle,
    with_share,
    with_win_rate,
)

CUT = 1 / 3
"""Share of a lever's spend that is lost when it is cut."""
MOST_OF_ALL = 0.5
"""Share of new customers above which a company leans on one channel."""
NEARLY_NONE = 1e-9
"""Share of today's rate that stands for none of it: a curve keeps its shape down to there."""

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
    """With the plan kept: its value without the danger less its value under it."""
    saved: float
    """What splitting anew under the danger brings beyond the split that was best without it; at most the loss."""
    before: float
    after: float
    stated: bool
    """Whether the company states how bad it may get; else an assumption is used."""
    business: Business
    plan: Plan
    """The what-if with nothing done."""
    unanswered: Plan
    """The split that was best without the danger, as the danger leaves it."""
    answer: Plan
    """The best split under the danger."""

    @property
    def left(self) -> float:
        """What the danger costs after the answer."""
        return self.loss - self.saved


@dataclass(frozen=True)
class _Threat:
    kind: Kind
    subject: str
    before: float
    after: float
    business: Business
    plan: Plan
    stated: bool = True

    @property
    def cuts(self) -> bool:
        """Whether it takes money off a lever, rather than making the facts worse."""
        return self.kind == "cut"


@lru_cache(maxsize=128)
def dangers(question: Question) -> tuple[Danger, ...]:
    """Return all dangers under the plan, the largest loss first."""
    plan, best, found = question.plan, recommend(question).optimum.plan, []
    for threat in _threats(question):
        there = question.under(threat.business)
        loss = question.value - there.about(threat.plan).value
        if loss <= 0:
            continue
        unanswered = _less(question, best, threat.subject, threat.before - threat.after) if threat.cuts else best
        answer = _answer(there, threat, unanswered, [best, plan])
        saved = min(there.about(answer).value - there.about(unanswered).value, loss)
        found.append(Danger(threat.kind, threat.subject, loss, saved, threat.before, threat.after,
                            threat.stated, threat.business, threat.plan, unanswered, answer))  # fmt: skip
    return tuple(sorted(found, key=lambda each: -each.loss))


def _answer(there: Question, threat: _Threat, unanswered: Plan, starts: list[Plan]) -> Plan:
    """Return the best split of the whole total under the threat, or the one kept where that is better."""
    if not there.plan.total:
        return unanswered
    ceilings = {threat.subject: unanswered[threat.subject]} if threat.cuts else None
    best = best_response(there, there.plan.total, starts, ceilings=ceilings)
    return max(unanswered, best, key=lambda each: there.about(each).value)


def _threats(question: Question) -> Iterator[_Threat]:
    for threat in (_win_rate, _share, _churn, _sales_cycle):
        if found := threat(question.business, question.plan):
            yield found
    yield from _channel_threats(question)
    if question.plan.total:
        yield _cut(question)


def _win_rate(business: Business, plan: Plan) -> _Threat | None:
    low = _low(business.win_rate_low, business.win_rate)
    if not low < business.win_rate:
        return None
    facts = with_win_rate(business, low / business.win_rate)
    return _Threat("win rate", "", business.win_rate, low, facts, plan, business.win_rate_low is not None)


def _share(business: Business, plan: Plan) -> _Threat | None:
    low = _low(business.share_low, business.share_of_wallet)
    if not low < business.share_of_wallet:
        return None
    facts = with_share(business, low / business.share_of_wallet)
    return _Threat("share", "", business.share_of_wallet, low, facts, plan, business.share_low is not None)


def _churn(business: Business, plan: Plan) -> _Threat | None:
    stated = business.churn_high
    high = min(business.churn * (1 + ASSUMED_RANGE) if stated is None else stated, MOST_CHURN)
    if not high > business.churn:
        return None
    facts = with_churn(business, high / business.churn) if business.churn else from_now_on(business, churn=high)
    return _Threat("churn", "", business.churn, facts.churn, facts, plan, stated is not None)


def _sales_cycle(business: Business, plan: Plan) -> _Threat | None:
    longer = longer_sales_cycle(business)
    facts = with_sales_cycle(business, longer)
    return _Threat("sales cycle", "", business.sales_cycle_months, longer, facts, plan)


def _channel_threats(question: Question) -> Iterator[_Threat]:
    """Yield the loss of the channel that matters most, and of half of it where it brings most new customers."""
    business, plan, outcome = question.business, question.plan, question.outcome
    wins, prospects = outcome.wins_by_channel.sum(axis=1), outcome.prospects_by_channel[:, -1]
    if not wins.any():
        return
    largest = largest_channel(business, outcome)
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
    cuts = {lever: _less(question, plan, lever, plan[lever] * CUT) for lever in plan.levers if plan[lever]}
    worst = min(cuts, key=lambda lever: question.about(cuts[lever]).value)
    return _Threat("cut", worst, plan[worst], cuts[worst][worst], question.business, cuts[worst])


def _less(question: Question, plan: Plan, lever: str, amount: float) -> Plan:
    """Return the plan with that much less on a lever, as far as there is so much."""
    left = math.floor(max(plan[lever] - amount, 0.0) / question.unit) * question.unit
    amounts = dict(zip(plan.levers, plan.amounts, strict=True)) | {lever: left}
    return Plan.of(plan.levers, amounts.values())


def _low(stated: float | None, today: float) -> float:
    """Return how low a rate may fall: as stated, though never quite to nothing, or by the assumed range."""
    return today * (1 - ASSUMED_RANGE) if stated is None else max(stated, NEARLY_NONE * today)
