"""The split to take when the facts are not known: of all there are, the best on average and the least regretted.

By sample-average optimisation (Shapiro, Dentcheva & Ruszczyński 2009): both are sought among all splits of a total, in
one sample of futures. Where returns diminish in each of them, the mean is concave and the mean regret of the worst
tenth convex, so that the certificate of one company's best split holds for them too, in that sample; what another
sample would say is judged by other futures.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from simulator.facts.measures import Metric
from simulator.model.funnel import run, spend_array
from simulator.model.gradient import gradient
from simulator.model.outcome import value_of, values
from simulator.model.parameters import Funnel
from simulator.optimise.interior import climb_inside
from simulator.optimise.search import MetricOf
from simulator.optimise.splits import Limits, at, ceiling_of
from simulator.ranges.best_of_each import best_of_each, repeated
from simulator.ranges.quantiles import Floats

TAIL = 0.1
"""The share of the futures, the worst, whose regret is to be small."""
SOFTNESS = (0.1, 0.01)
"""How far the edge of the worst tenth is blurred while the least regret is sought, as shares of the regret."""
HALVINGS = 40
"""Of the interval in which that edge lies."""
CLIMBED = 3
"""Starts that are climbed from where returns do not diminish, the best ones."""


@dataclass(frozen=True)
class Sought:
    """A split with what it brings, or costs, in the futures it was sought in: money over the horizon."""

    plan: Floats
    """(levers,)"""
    value: float
    """Its mean; or its regret, the mean of the worst tenth."""
    gap: float | None
    """No split is better than that by more, in these futures; None where that is not proved."""


@dataclass(frozen=True, eq=False)
class Sample:
    """The futures that splits are sought in, what is asked of them, and what splits keep to."""

    funnel: Funnel
    months: int
    metric: Metric
    limits: Limits
    settled: Callable[[Floats], Floats]
    """From a split (levers,) to the one near it that is taken: in whole units of money."""

    def brought(self, plans: Floats) -> Floats:
        """Return what plans (plans, levers) bring: (plans, futures)."""
        return values(self.funnel, plans, self.months, self.metric)


def best_on_average(sample: Sample, starts: Floats) -> Sought:
    """Return the split whose mean over the futures is highest, sought from ``starts`` (starts, levers)."""
    concave, limits, fitted = sample.funnel.concave, sample.limits, sample.limits.fit(np.atleast_2d(starts))
    objective = MetricOf(sample.funnel, sample.months, sample.metric)
    promising = np.argsort(-objective.values(fitted), kind="stable")[: 1 if concave else CLIMBED]
    tops = climb_inside(objective, repeated(limits, len(promising)), fitted[promising], concave)
    plans = np.array([sample.settled(plan) for plan in (*(top.plan for top in tops), *fitted)])
    means = objective.values(plans)
    place = int(means.argmax())
    value = float(means[place])
    return Sought(plans[place], value, max(tops[0].ceiling - value, 0.0) if concave else None)


def least_regret(sample: Sample, starts: Floats) -> Sought:
    """Return the split whose regret is least: what it brings less than each future's own best, in the worst tenth.

    The worst tenth is first taken with a blurred edge, ever less so: that is smooth, and its weights on the futures
    give a bound. Whatever the weights w, none above one tenth's even share, no split has less regret than Σ w·best −
    the most that Σ w·value comes to.
    """
    concave, limits, fitted = sample.funnel.concave, sample.limits, sample.limits.fit(np.atleast_2d(starts))
    each = best_of_each(sample.funnel, sample.months, sample.metric, limits, fitted)
    best, unsure = np.array([split.value for split in each]), max(split.gap for split in each)
    regrets = tail_mean(best - sample.brought(fitted))
    found, value, bound = fitted[regrets.argmin()], float(regrets.min()), 0.0
    for share in SOFTNESS:
        softness = max(share * value, 1e-12 * float(np.abs(best).max()), 1e-12)
        soft = RegretOf(sample.funnel, sample.months, sample.metric, best, softness)
        (top,) = climb_inside(soft, repeated(limits, 1), found[None], concave)
        reached = float(tail_mean(best - sample.brought(top.plan[None]))[0])
        found, value = (top.plan, reached) if reached < value else (found, value)
        bound = max(bound, soft.least(limits, top.plan)) if concave else bound
    settled = sample.settled(found)
    value = float(tail_mean(best - sample.brought(settled[None]))[0])
    return Sought(settled, value, max(value - bound, 0.0) + unsure if concave else None)


def tail_mean(regret: Floats) -> Floats:
    """Return the mean of the worst tenth of the futures: (plans, futures) to (plans,)."""
    worst = max(round(TAIL * regret.shape[1]), 1)
    return np.asarray(np.sort(regret, axis=1)[:, -worst:].mean(axis=1))


@dataclass(frozen=True, eq=False)
class RegretOf:
    """Regret of plans, to be raised: the less the better, its sign turned; the edge of the worst tenth is blurred."""

    funnel: Funnel
    months: int
    metric: Metric
    best: Floats
    """What the best split of each future brings there: (futures,)."""
    softness: float
    """Over how much money the edge is blurred."""

    def __call__(self, plans: Floats) -> tuple[Floats, Floats]:
        """Return values (plans,) and gradients (plans, levers)."""
        result = run(self.funnel, spend_array(self.funnel.levers, plans), self.months)
        regret = self.best - value_of(result, self.metric)
        edge, weights = self._worst(regret)
        each = np.broadcast_to(gradient(result, self.metric), (plans.shape[1], *regret.shape))
        slopes = np.einsum("pd,lpd->pl", weights, each)
        blurred = np.logaddexp(0.0, (regret - edge[:, None]) / self.softness).sum(axis=1)
        return -(edge + self.softness / self._tail * blurred), slopes

    def least(self, limits: Limits, plan: Floats) -> float:
        """Return what no split's regret is below, from the weights at a plan (levers,)."""
        result = run(self.funnel, spend_array(self.funnel.levers, plan), self.months)
        _, weights = self._worst(self.best - value_of(result, self.metric))

        def weighted(plans: Floats) -> tuple[Floats, Floats]:
            result = run(self.funnel, spend_array(self.funnel.levers, plans), self.months)
            return value_of(result, self.metric) @ weights[0], (gradient(result, self.metric) @ weights[0]).T

        return float(self.best @ weights[0]) - ceiling_of(weighted, limits, at(weighted, plan))

    @property
    def _tail(self) -> float:
        return float(max(round(TAIL * len(self.best)), 1))

    def _worst(self, regret: Floats) -> tuple[Floats, Floats]:
        """Return where the worst tenth begins (plans,), and the weight of each future in its mean (plans, futures)."""
        reach = 40 * self.softness
        low, high = regret.min(axis=1) - reach, regret.max(axis=1) + reach
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            above = _rises((regret - middle[:, None]) / self.softness).sum(axis=1) > self._tail
            low, high = np.where(above, middle, low), np.where(above, high, middle)
        weights = _rises((regret - middle[:, None]) / self.softness)
        return middle, weights / weights.sum(axis=1, keepdims=True)


def _rises(places: Floats) -> Floats:
    return np.asarray(0.5 * (1 + np.tanh(places / 2)))
