"""Splits of the same total worth considering: the best ones under some of the futures, and the plans one has."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np

from simulator.facts.plan import Plan
from simulator.model.question import Question
from simulator.optimise.rounding import round_to_total
from simulator.optimise.search import Search
from simulator.optimise.splits import Limits
from simulator.ranges.futures import Futures
from simulator.ranges.quantiles import Floats

CANDIDATES = 16
"""Futures whose best splits are considered."""
Ends = tuple[tuple[str, tuple[float, float]], ...]
APART = 7919
"""Added to the seed: what splits are chosen by are other futures than those they are judged in."""


@lru_cache(maxsize=64)
def candidate_splits(question: Question, ends: Ends = (), count: int = CANDIDATES, seed: int = 0) -> tuple[Plan, ...]:
    """Return the best splits of the plan's total, each under one of ``count`` futures that nothing else is asked of.

    ``ends``: least and most money by lever, of those that are locked or limited.
    """
    levers = question.levers
    futures = Futures(question.business, count, seed + APART)
    (part,) = futures.parts
    funnel, limits = futures.funnel(part), _limits(question, ends)
    start = limits.fit(np.array(question.plan.amounts, float)[None])
    found = []
    for place in range(funnel.count):
        search = Search.by(funnel.draws(slice(place, place + 1)), question.months, question.metric)
        found.append(Plan.of(levers, _whole(question, limits, search.best(limits, start).plan)))
    return tuple(found)


def _limits(question: Question, ends: Ends) -> Limits:
    limits = Limits.none(question.plan.total, len(question.levers))
    for lever, (least, most) in ends:
        place = question.levers.index(lever)
        limits.lower[place], limits.upper[place] = least, most
    return limits


def _whole(question: Question, limits: Limits, plan: Floats) -> tuple[float, ...]:
    """Return the amounts in whole units of money, those that are locked as they are."""
    held = tuple(bool(most <= least) for least, most in zip(limits.lower, limits.upper, strict=True))
    return round_to_total(
        plan.tolist(), question.plan.total, question.unit, held, limits.lower.tolist(), limits.upper.tolist()
    )


def distinct(plans: Sequence[Plan]) -> tuple[Plan, ...]:
    """Return the plans in their order, each once."""
    return tuple(dict.fromkeys(plans))
