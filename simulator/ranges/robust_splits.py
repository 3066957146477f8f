"""Which split of a plan's total to take without knowing more, how good it is for certain, and how far that is luck."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from simulator.facts.plan import Plan
from simulator.model.question import Question
from simulator.optimise.splits import Limits
from simulator.ranges.best_of_each import best_of_each
from simulator.ranges.candidates import APART, Ends, candidate_splits, limits_of, whole
from simulator.ranges.futures import DRAWS, Futures
from simulator.ranges.outcomes import values_of
from simulator.ranges.quantiles import Floats
from simulator.ranges.sample_average import TAIL, Sample, Sought, best_on_average, least_regret, tail_mean

SOUGHT_IN = 256
"""Futures in which splits are sought, and as many others in which their regret is judged."""
JUDGED_IN = 4096
"""Futures in which their mean is judged."""


@dataclass(frozen=True)
class OutOfSample:
    """What a split turns out to bring, or to cost, in futures it was not chosen in, with its standard error."""

    value: float
    error: float


@dataclass(frozen=True)
class RobustSplit:
    """A split in whole units of money. Two things are unsure of it, and are kept apart."""

    plan: Plan
    gap: float | None
    """In the futures it was sought in no split is better by more: money over the horizon; None where not proved."""
    judged: OutOfSample
    """In other futures: the mean of what it brings beyond the plan, or its regret."""


@dataclass(frozen=True)
class RobustSplits:
    """The best split on average and the one of least regret, of all splits of a total."""

    on_average: RobustSplit
    least_regret: RobustSplit


@lru_cache(maxsize=32)
def robust_splits(question: Question, ends: Ends = (), count: int = DRAWS, seed: int = 0) -> RobustSplits:
    """Return both splits of the plan's total within ``ends``, judged in the first of ``count`` futures."""
    limits, business = limits_of(question, ends), question.business
    funnel = Futures(business, SOUGHT_IN, seed + APART).funnel(slice(0, SOUGHT_IN))
    sample = Sample(
        funnel, question.months, question.metric, limits, lambda plan: np.array(whole(question, limits, plan))
    )
    starts = np.array([each.amounts for each in (question.plan, *candidate_splits(question, ends, seed=seed))], float)
    average = best_on_average(sample, starts)
    regretted = least_regret(sample, np.concatenate([average.plan[None], starts]))
    return RobustSplits(
        _on_average(question, average, Futures(business, min(count, JUDGED_IN), seed)),
        _least_regret(question, limits, regretted, Futures(business, min(count, SOUGHT_IN), seed)),
    )


def _on_average(question: Question, sought: Sought, others: Futures) -> RobustSplit:
    plan = Plan.of(question.levers, sought.plan)
    then, now = values_of(others, [plan, question.plan], question.months, question.metric)
    ahead = then - now
    return RobustSplit(plan, sought.gap, OutOfSample(float(ahead.mean()), float(ahead.std() / math.sqrt(len(ahead)))))


def _least_regret(question: Question, limits: Limits, sought: Sought, others: Futures) -> RobustSplit:
    plan = Plan.of(question.levers, sought.plan)
    asked, funnel = (question.months, question.metric), others.funnel(slice(0, others.count))
    each = best_of_each(funnel, *asked, limits, sought.plan)
    best = np.broadcast_to([split.value for split in each], others.count)
    regret = best - values_of(others, [plan], *asked)
    return RobustSplit(plan, sought.gap, OutOfSample(float(tail_mean(regret)[0]), _error_of_tail(regret[0])))


def _error_of_tail(regret: Floats) -> float:
    """Return the standard error of the mean of the worst tenth (Manistre & Hancock 2005)."""
    edge = float(np.quantile(regret, 1 - TAIL))
    beyond = np.maximum(regret - edge, 0.0)
    return float(beyond.std() / (TAIL * math.sqrt(len(regret))))
