"""The least spend that works on levers whose curve is an S: less of it is better spent elsewhere, or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from simulator.facts.curves import Curve
from simulator.facts.roots import root
from simulator.insight.response import known_until
from simulator.model.funnel import run, spend_array
from simulator.model.next_return import next_returns
from simulator.model.outcome import Floats, value_of
from simulator.model.parameters import funnel_of
from simulator.model.question import Question
from simulator.optimise.frontier import worth_its_cost

POINTS, LEAST = 160, 1e-4
"""Spends tried at first, from this share of the most to the most, each a fixed part more than the one before."""
MOST, FURTHER = 4.0, 8
"""That most, in times what the facts speak of, and how often it is doubled where the average still rises there."""
AT_ONCE = 8
FINE = 1e-6


@dataclass(frozen=True)
class LeastSpend:
    """One lever with an S-shaped curve, the others held. Money is per month."""

    lever: str
    useful_from: float
    """The spend that brings back most for each unit of it. Below, any part of the months without the lever and the
    rest at that spend would bring more than the same money spread evenly."""
    average: float
    """What each unit of that spend brings back over the horizon, beyond what comes without the lever."""
    step_pays_from: float | None
    """The spend from which on a further unit pays for itself; None where none does."""


@lru_cache(maxsize=128)
def least_spends(question: Question) -> tuple[LeastSpend, ...]:
    """Return the least spend that works for each lever with an S-shaped curve, in lever order."""
    bent = funnel_of(question.business).with_curve(_is_s_shaped)
    levers = [lever for lever, is_bent in zip(question.levers, bent, strict=True) if is_bent]
    return tuple(found for lever in levers if (found := _least_spend(_Lever(question, lever))) is not None)


def _is_s_shaped(curve: Curve) -> NDArray[np.bool_]:
    rises = np.asarray(curve.ceiling) > np.asarray(curve.floor)
    return np.asarray((curve.family == "adbudg") & (np.asarray(curve.power) > 1) & rises)


class _Lever:
    """What spends on one lever bring back, the others held: for each unit, and for the next one."""

    def __init__(self, question: Question, lever: str) -> None:
        self.question, self.lever = question, lever
        self.place = question.levers.index(lever)
        self.without = self._values(np.zeros(1))[0][0]

    def average(self, spends: Floats) -> Floats:
        """Return what a unit of each of ``spends`` above 0 brings back: (spends,)."""
        return np.asarray((self._values(spends)[0] - self.without) / (spends * self.question.months))

    def next(self, spends: Floats) -> Floats:
        """Return what the unit after each of ``spends`` brings back: (spends,)."""
        return self._values(spends)[1]

    def _values(self, spends: Floats) -> tuple[Floats, Floats]:
        plans = np.repeat(np.array(self.question.plan.amounts)[None], len(spends), axis=0)
        plans[:, self.place] = spends
        business, months, metric = self.question.business, self.question.months, self.question.metric
        result = run(funnel_of(business), spend_array(business.levers, plans), months)
        return value_of(result, metric)[:, 0], next_returns(result, metric)[self.place, :, 0]


def _least_spend(of: _Lever) -> LeastSpend | None:
    grid = _grid(of)
    averages = of.average(grid)
    best = int(averages.argmax())
    if not best or best == len(grid) - 1:  # it falls from the first unit on, or never: money elsewhere decides
        return None

    def past(spends: Floats) -> Floats:
        return of.average(spends) - of.next(spends)

    useful = root(past, grid[best - 1], grid[best + 1], tolerance=FINE * grid[best], at_once=AT_ONCE)
    average = float(of.average(np.array([useful]))[0])
    return LeastSpend(of.lever, useful, average, _step_pays_from(of, grid[: best + 1]))


def _grid(of: _Lever) -> Floats:
    most = MOST * known_until(of.question)[of.lever]
    for _ in range(FURTHER):
        grid = np.geomspace(LEAST * most, most, POINTS)
        if of.average(grid).argmax() < POINTS - 1:
            break
        most *= 2
    return grid


def _step_pays_from(of: _Lever, grid: Floats) -> float | None:
    threshold = worth_its_cost(of.question.business, of.question.metric)
    spends = np.append(0.0, grid)
    pays = np.flatnonzero(of.next(spends) >= threshold)
    if not len(pays):
        return None
    first = int(pays[0])
    if not first:
        return 0.0
    end = float(spends[first])
    return root(lambda each: of.next(each) - threshold, float(spends[first - 1]), end, tolerance=FINE * end,
                at_once=AT_ONCE)  # fmt: skip
