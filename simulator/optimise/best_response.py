"""The best answer to a change: the split to move to, in whole units of money, from where one stands."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np

from simulator.facts.plan import Plan
from simulator.model.parameters import funnel_of
from simulator.model.question import Question
from simulator.optimise.optimizer import objective_of
from simulator.optimise.rebalance import whole
from simulator.optimise.solver import Limits, best_split

Amounts = Mapping[str, float]


def best_answer(
    question: Question,
    total: float,
    starts: Sequence[Plan],
    *,
    floors: Amounts | None = None,
    ceilings: Amounts | None = None,
) -> Plan:
    """Return the best split of ``total`` reached by climbing from ``starts``, the best of them where none climbs.

    Its amounts are whole units of the question's plan.
    With concave curves one climb finds it (`Optimum.gap` proves it); else it is the best found from all of them.
    """
    funnel, levers = funnel_of(question.business), question.levers
    lower = np.array([(floors or {}).get(lever, 0.0) for lever in levers])
    upper = np.array([(ceilings or {}).get(lever, math.inf) for lever in levers])
    limits = Limits(total, lower, upper)
    objective = objective_of(funnel, question.months, question.metric)
    firsts = limits.fit(np.array([start.fitted(levers).amounts for start in starts]))
    tops = [
        best_split(objective, limits, first[None], concave=True).plan for first in firsts[: _climbs(funnel.concave)]
    ]
    fixed = tuple(bool(low >= high) for low, high in zip(lower, upper, strict=True))
    tried = [
        *(whole(tuple(map(float, top)), total, question.unit, fixed, tuple(lower), tuple(upper)) for top in tops),
        *firsts,
    ]
    found = [Plan.of(levers, map(float, amounts)) for amounts in tried]
    return max(found, key=lambda plan: question.about(plan).value)


def _climbs(concave: bool) -> int | None:
    return 1 if concave else None
