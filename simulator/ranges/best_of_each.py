"""The best split of each future by itself: what someone would do who knew it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from simulator.facts.measures import Metric
from simulator.model.funnel import run
from simulator.model.gradient import gradient
from simulator.model.outcome import value_of, values
from simulator.model.parameters import Funnel
from simulator.optimise.interior import climb_inside
from simulator.optimise.splits import Limits, Split
from simulator.ranges.quantiles import Floats


@dataclass(frozen=True, eq=False)
class EachFuture:
    """A measure in many futures, each with plans of its own: (futures · plans, levers), one future after another."""

    funnel: Funnel
    months: int
    metric: Metric

    def __call__(self, plans: Floats) -> tuple[Floats, Floats]:
        """Return values (futures · plans,) and gradients (futures · plans, levers)."""
        levers = plans.shape[-1]
        spend = plans.reshape(self.funnel.count, -1, levers).transpose(2, 1, 0)[None]
        result = run(self.funnel, spend, self.months)
        slopes = np.broadcast_to(gradient(result, self.metric), spend.shape[1:])
        return value_of(result, self.metric).T.ravel(), slopes.transpose(2, 1, 0).reshape(-1, levers)

    def at(self, places: Any) -> EachFuture:
        """Return the same in some of the futures."""
        return EachFuture(self.funnel.draws(places), self.months, self.metric)


def best_of_each(funnel: Funnel, months: int, metric: Metric, limits: Limits, starts: Floats) -> list[Split]:
    """Return the best split of each future, all of them climbed to at once, from the best there of ``starts``.

    ``limits`` are those of one split; starts (starts, levers). Where the funnel is concave each comes with a ceiling
    that proves it; elsewhere it is the top next to the start.
    """
    fitted = limits.fit(np.atleast_2d(starts))
    first = fitted[values(funnel, fitted, months, metric).argmax(axis=0)]
    return climb_inside(EachFuture(funnel, months, metric), repeated(limits, funnel.count), first, funnel.concave)


def repeated(limits: Limits, count: int) -> Limits:
    """Return the limits of that many splits, each with those of one."""
    lower, upper = (np.tile(end, (count, 1)) for end in (limits.lower, limits.upper))
    return Limits(np.full(count, float(limits.total)), lower, upper)
