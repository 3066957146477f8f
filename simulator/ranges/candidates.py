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
from simulator.ranges.best_of_each import best_of_each
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
    funnel, limits = futures.funnel(part), limits_of(question, ends)
    start = limits.fit(np.array(question.plan.amounts, float)[None])
    if funnel.concave:
        splits = best_of_each(funnel, question.months, question.metric, limits, start)
    else:
        single = (funnel.draws(slice(place, place + 1)) for place in range(funnel.count))
        splits = [Search.by(each, question.months, question.metric).best(limits, start) for each in single]
    return tuple(Plan.of(levers, whole(question, limits, split.plan)) for split in splits)


def limits_of(question: Question, ends: Ends) -> Limits:
    """Return what a split of the plan's total keeps to."""
    limits = Limits.none(question.plan.total, len(question.levers))
    for lever, (least, most) in ends:
        place = question.levers.index(lever)
        limits.lower[place], limits.upper[place] = least, most
    return limits


def whole(question: Question, limits: Limits, plan: Floats) -> tuple[float, ...]:
    """Return the amounts in whole units of money, those that are locked as they are."""
    held = tuple(bool(most <= least) for least, most in zip(limits.lower, limits.upper, strict=True))
    return round_to_total(
        plan.tolist(), question.plan.total, question.unit, held, limits.lower.tolist(), limits.upper.tolist()
    )


def distinct(plans: Sequence[Plan]) -> tuple[Plan, ...]:
    """Return the plans in their order, each once."""
    return tuple(dict.fromkeys(plans))
