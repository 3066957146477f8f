"""The best answer to a change: the split to move to, in whole units of money, from where one stands."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from simulator.facts.plan import Plan
from simulator.model.parameters import funnel_of
from simulator.model.question import Question
from simulator.optimise.rounding import round_to_total
from simulator.optimise.search import Search
from simulator.optimise.splits import Limits

Amounts = Mapping[str, float]


def best_response(
    question: Question,
    total: float,
    starts: Sequence[Plan],
    *,
    floors: Amounts | None = None,
    ceilings: Amounts | None = None,
) -> Plan:
    """Return the best split of ``total`` within the floors and ceilings, never worse than ``starts`` fitted to them.

    Its amounts are whole units of the question's plan.
    """
    funnel, levers = funnel_of(question.business), question.levers
    lower = np.array([(floors or {}).get(lever, 0.0) for lever in levers])
    upper = np.array([(ceilings or {}).get(lever, math.inf) for lever in levers])
    limits = Limits(total, lower, upper)
    firsts = limits.fit(np.array([start.fitted(levers).amounts for start in starts]))
    top = Search.by(funnel, question.months, question.metric).best(limits, firsts).plan
    fixed = tuple(bool(low >= high) for low, high in zip(lower, upper, strict=True))
    tried = [round_to_total(tuple(map(float, top)), total, question.unit, fixed, tuple(lower), tuple(upper)), *firsts]
    found = [Plan.of(levers, map(float, amounts)) for amounts in tried]
    return max(found, key=lambda plan: question.about(plan).value)
