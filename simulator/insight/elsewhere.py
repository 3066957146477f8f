"""Where another horizon or measure would send the money elsewhere, and what keeping to this one forgoes there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from simulator.facts.measures import Metric
from simulator.facts.plan import Plan
from simulator.model.question import Question
from simulator.optimise.frontier import frontier
from simulator.optimise.recommendation import recommend

HORIZONS = (12, 24, 36, 60)
"""Months to compare with the horizon on show."""
FORGOES = 0.05
"""Least share of what there is to gain by the other horizon or measure that is worth a word."""
FURTHEST = 4.0
"""Times today's budget up to which the last unit of money is followed."""
APART = 1.25
"""Least ratio of the two budgets up to which the last unit pays that is worth a word."""


@dataclass(frozen=True)
class Elsewhere:
    """Another horizon or measure and its own best split. Money per month in ``here`` and ``there``."""

    months: int
    metric: Metric
    lever: str
    """The one whose spend differs most."""
    here: float
    """What the best split by the horizon and measure on show spends on it."""
    there: float
    """What the other best split spends on it."""
    gain: float
    """What the other best split brings beyond the plan, in the other measure over the other horizon."""
    forgone: float
    """What of that the best split on show forgoes."""


@lru_cache(maxsize=128)
def elsewhere(question: Question) -> Elsewhere | None:
    """Return the other horizon or measure by which the best split on show forgoes the largest share of the gain.

    None where none forgoes as much as `FORGOES`. Every lever is free.
    """
    best = recommend(question).optimum.plan
    found = [_against(view, best) for view in other_views(question)]
    worth = [each for each in found if each.forgone > FORGOES * each.gain]
    return max(worth, key=lambda each: each.forgone / each.gain, default=None)


def other_views(question: Question) -> Iterator[Question]:
    """Yield the question over the other horizons, and then by the other measure.

    Revenue and gross profit share the best split of a total, so only one of the two is compared with customer equity.
    """
    yield from (replace(question, months=each) for each in HORIZONS if each != question.months)
    yield replace(question, metric=other_measure(question.metric))


def other_measure(metric: Metric) -> Metric:
    """Return the measure that may send money elsewhere than this one."""
    return "revenue" if metric == "customer_equity" else "customer_equity"


def _against(view: Question, best: Plan) -> Elsewhere:
    advice = recommend(view)
    other = advice.optimum.plan
    lever = max(best.levers, key=lambda each: abs(other[each] - best[each]))
    forgone = max(advice.optimum.value - view.about(best).value, 0.0)
    return Elsewhere(view.months, view.metric, lever, best[lever], other[lever], advice.gain, forgone)


@dataclass(frozen=True)
class LastUnit:
    """Up to which total budget the last unit of money pays for itself: times today's, by each measure."""

    metric: Metric
    """The other measure."""
    here: float | None
    """By the measure on show; None beyond `FURTHEST` times today's."""
    there: float | None


@lru_cache(maxsize=64)
def last_unit(question: Question) -> LastUnit | None:
    """Return how far the last unit of money pays by this measure and the other, where that is far apart."""
    if not question.today.plan.total:
        return None
    other = replace(question, metric=other_measure(question.metric))
    here, there = pays_until(question), pays_until(other)
    low, high = sorted(FURTHEST if each is None else each for each in (here, there))
    return LastUnit(other.metric, here, there) if high > APART * low else None


def pays_until(question: Question) -> float | None:
    """Return the total budget, in times today's, whose last unit just pays for itself; None beyond `FURTHEST`."""
    total = question.today.plan.total
    until = frontier(question, FURTHEST * total).pays_until
    return None if until is None else until / total
