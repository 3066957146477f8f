"""How far a best split reaches beyond what is known: past twice today's effort the shape of the curves decides."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from simulator.facts.business import Business
from simulator.facts.curve_facts import CHANNEL_CURVE, SHARE_CURVE, WIN_RATE_CURVE, CurveFacts
from simulator.facts.curves import Family
from simulator.facts.declaration import Declared, InvalidInput
from simulator.facts.frozen_map import FrozenMap
from simulator.facts.limits import SpendLimit, bounds_of
from simulator.facts.plan import Plan
from simulator.insight.response import KNOWN, known_until, leaning
from simulator.model.question import Question
from simulator.optimise.optimizer import Optimum, optimize

TRIES = 12
"""How often the most that is known is worked out anew: it moves with the prospects and customers a split brings."""

Ends = tuple[tuple[str, tuple[float, float]], ...]


@dataclass(frozen=True)
class OtherShape:
    """The same facts with the other family's curves. Money over the horizon, beyond today's plan."""

    gain: float
    """What the best split found with the company's own curves brings then."""
    best: Plan
    best_gain: float
    """What the split that is best then brings; never less than ``gain``."""


@dataclass(frozen=True)
class Reach:
    """How far the best split of a total goes beyond twice today's effort; the same for every plan of that total."""

    best: Plan
    gain: float
    """What it brings beyond today's plan: money over the horizon."""
    beyond: Mapping[str, float]
    """Each lever past twice today's effort, with how many times today's effort it would get."""
    within: Plan | None
    """The best split that goes nowhere beyond; None where none does, or where the best itself does not."""
    cost: float
    """What that brings less than the best: money over the horizon."""
    other: OtherShape | None
    """None where no lever goes beyond, or no curve has another concave family through its facts."""


def reach(question: Question, locked: frozenset[str] = frozenset(), limits: tuple[SpendLimit, ...] = ()) -> Reach:
    """Return how far the best split of the plan's total, locks and limits kept, leans on the shape of the curves."""
    return _reach(question.today, question.plan.total, ends_of(question, locked, limits), question.unit)


def ends_of(question: Question, locked: frozenset[str], limits: tuple[SpendLimit, ...]) -> Ends:
    """Return the lowest and highest spend of each lever that has a lock or a limit."""
    return tuple(bounds_of(question.plan, limits, locked).items())


@lru_cache(maxsize=256)
def _reach(today: Question, total: float, ends: Ends, unit: float) -> Reach:
    found = _best(today, total, ends, unit)
    if found is None:
        return Reach(today.plan, 0.0, FrozenMap({}), None, 0.0, None)
    best = today.about(found.plan)
    levers, known = leaning(best), known_until(best)
    within = _within(today, total, ends, unit) if levers else None
    return Reach(
        best=found.plan,
        gain=found.value - today.value,
        beyond=FrozenMap({lever: KNOWN * best.plan[lever] / known[lever] for lever in levers if known[lever] > 0}),
        within=None if within is None else within.plan,
        cost=0.0 if within is None else max(found.value - within.value, 0.0),
        other=_other(today, found.plan, ends, unit) if levers else None,
    )


def _within(today: Question, total: float, ends: Ends, unit: float) -> Optimum | None:
    """Return the best split with every lever at most at twice today's effort; None where there is none."""
    most = dict(known_until(today))
    for attempt in range(TRIES):
        found = _best(today, total, _capped(ends, most), unit)
        if found is None or not leaning(today.about(found.plan)):
            return found
        known = known_until(today.about(found.plan))
        # Towards the end only ever less, so that what is found settles within.
        most = {lever: min(known[lever], most[lever]) if attempt > TRIES // 2 else known[lever] for lever in most}
    return None


def _capped(ends: Ends, most: Mapping[str, float]) -> Ends:
    bounds = {lever: dict(ends).get(lever, (0.0, math.inf)) for lever in most}
    return tuple((lever, (low, max(low, min(high, most[lever])))) for lever, (low, high) in bounds.items())


def _best(today: Question, total: float, ends: Ends, unit: float) -> Optimum | None:
    try:
        return optimize(today.business, total, today.months, today.metric, dict(ends), unit=unit)
    except InvalidInput:  # So much money finds no place within.
        return None


def _other(today: Question, best: Plan, ends: Ends, unit: float) -> OtherShape | None:
    bent = other_family(today.business)
    if bent is None:
        return None
    there = today.under(bent)
    now, kept, found = there.value, there.about(best).value, _best(there, best.total, ends, unit)
    if found is None or found.value <= kept:
        return OtherShape(kept - now, best, kept - now)
    return OtherShape(kept - now, found.plan, found.value - now)


def other_family(business: Business) -> Business | None:
    """Return the company with each curve that has one of the other concave family through the same three facts.

    None where no curve has, or the other family's ceiling is one no company can have.
    """
    channels = tuple(channel.changed(**_bent(channel, CHANNEL_CURVE)) for channel in business.channels)
    facts = {**_bent(business, WIN_RATE_CURVE), **_bent(business, SHARE_CURVE)}
    if channels == business.channels and not facts:
        return None
    try:
        bent: Business = business.changed(channels=channels, **facts)
    except InvalidInput:
        return None
    return bent


def _bent(owner: Declared, facts: CurveFacts) -> dict[str, Family]:
    other = facts.other_family(owner)
    return {} if other is None or facts.family is None else {facts.family: other}
