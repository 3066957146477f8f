"""What each lever alone would bring at any spend, the others held: response curves of the whole funnel."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from simulator.facts.frozen_map import FrozenMap
from simulator.facts.plan import CONVERSION, UPSELL, Plan
from simulator.model.arrays import ReadOnly
from simulator.model.cohorts import add_up
from simulator.model.funnel import Run, run, spend_array
from simulator.model.next_return import next_returns
from simulator.model.outcome import Floats, value_of
from simulator.model.parameters import Array, funnel_of
from simulator.model.question import Question

POINTS = 41
KNOWN = 2.0
"""Times today's effort up to which the facts speak; beyond, the shape of the curve does."""


@dataclass(frozen=True, eq=False)
class Response(ReadOnly):
    """One lever's response: arrays by spend; money per month in ``spends``, over the horizon in ``values``."""

    lever: str
    spends: Floats
    values: Floats
    returns: Floats
    """Marginal returns: what the next unit of money brings back over the horizon."""
    known_until: float
    """The spend per month that is twice today's effort: per prospect for conversion, per customer for upsell.

    Infinite for a lever that brings the same whatever is spent: it has no shape to lean on.
    """


@lru_cache(maxsize=128)
def responses(question: Question, marked: tuple[Plan, ...] = ()) -> tuple[Response, ...]:
    """Return every lever's response around the plan, in lever order; all of them one run of the kernel.

    The curves go through the spends of the plan and of the ``marked`` plans.
    """
    here, levers, metric = question.plan, question.levers, question.metric
    known = known_until(question)
    spends = {lever: _spends(lever, question, (here, *marked)) for lever in levers}
    tried = np.concatenate([_moved(here, place, spends[lever]) for place, lever in enumerate(levers)])
    result = run(funnel_of(question.business), spend_array(levers, tried), question.months)
    values, slopes = value_of(result, metric)[:, 0], next_returns(result, metric)[:, :, 0]
    each, found = len(tried) // len(spends), []
    for place, lever in enumerate(levers):
        rows = slice(place * each, (place + 1) * each)
        found.append(Response(lever, spends[lever], values[rows], slopes[place, rows], known[lever]))
    return tuple(found)


@lru_cache(maxsize=256)
def known_until(question: Question) -> Mapping[str, float]:
    """Return, per lever, the spend per month that is twice today's effort given the plan's prospects and customers.

    See `Response.known_until`.
    """
    business, levers, months = question.business, question.levers, question.months
    funnel = funnel_of(business)
    now, then = (run(funnel, spend_array(levers, each.plan.amounts), months) for each in (question, question.today))
    known = {lever: KNOWN * effort for lever, effort in zip(levers, business.efforts, strict=True)}
    known[CONVERSION] *= _ratio(now.qualified_prospects, then.qualified_prospects)
    known[UPSELL] *= _ratio(_base(now), _base(then))
    return FrozenMap(known | dict.fromkeys(business.flat, math.inf))


def _spends(lever: str, question: Question, marked: tuple[Plan, ...]) -> Floats:
    """Return the spends at which a lever's response is drawn: beyond what is known, and the marked ones."""
    points, known = [each[lever] for each in marked], known_until(question)[lever]
    top = max(1.25 * known if math.isfinite(known) else 0.0, 1.15 * max(points))
    top = top or question.plan.total or math.fsum(question.business.efforts) or 1.0
    return np.sort(np.concatenate([np.linspace(0.0, top, POINTS), points]))


def _moved(plan: Plan, place: int, spends: Floats) -> Floats:
    plans = np.repeat(np.array(plan.amounts)[None], len(spends), axis=0)
    plans[:, place] = spends
    return plans


def _base(result: Run) -> Array:
    return add_up(result.cohorts.heads, result.customers[:-1])


def _ratio(now: Array, then: Array) -> float:
    return float(now.mean() / then.mean()) if then.mean() > 1e-6 else 1.0


def leaning(question: Question) -> tuple[str, ...]:
    """Return the levers whose effort under the plan is more than twice today's: there the curve's shape decides."""
    known = known_until(question)
    return tuple(lever for lever in question.levers if question.plan[lever] > known[lever] * (1 + 1e-9))
