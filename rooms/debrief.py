"""What a round taught: every split judged, beside the best one possible."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from rooms.settings import RoomSettings
from rooms.views import Entry
from simulator.facts.business import Business
from simulator.facts.measures import Metric
from simulator.facts.plan import Function, Plan, function_of
from simulator.facts.unit import smallest_unit
from simulator.model.question import Question
from simulator.optimise.optimizer import Optimum, optimize
from simulator.optimise.rounding import round_to_total

CLOSE = 0.05
"""A split that brings this part less than the best, or less than that, is close to it."""


@dataclass(frozen=True)
class Judged:
    """One submitted split and what it brings over the horizon."""

    entry: Entry
    plan: Plan
    value: float
    regret: float
    """What the best possible split brings beyond this one."""

    @property
    def close(self) -> bool:
        """Whether it brings at most 5 % less than the best possible."""
        return self.regret <= CLOSE * abs(self.value + self.regret)

    @property
    def miss(self) -> float | None:
        """Prediction less outcome, as a share of the outcome; None where nothing was predicted."""
        expected = self.entry.expected
        return None if expected is None or not self.value else expected / self.value - 1


@dataclass(frozen=True, eq=False)
class Debrief:
    """One round. Money over the horizon; ``judged`` holds the splits submitted, the best first.

    Worked out once for a whole room, so it equals itself alone, and what is drawn of it can be remembered by it.
    """

    number: int
    business: Business
    months: int
    metric: Metric
    start: Plan
    locked: frozenset[str]
    """Levers nobody could move."""
    start_value: float
    optimum: Optimum
    judged: tuple[Judged, ...]
    votes: Mapping[Function, int]
    bottleneck: Function
    """The function on which the next unit of money returned most where the levers stood at the start."""
    carried: bool
    """Whether the levers stood elsewhere for each seat at the beginning, and ``start`` is today's split."""
    middle: Plan | None
    """The room's middle: the median of each lever, at the same total; locked levers stay where they are."""

    @property
    def question(self) -> Question:
        """What the split that the round began with brings."""
        return Question(self.business, self.start, self.months, self.metric)

    @property
    def median(self) -> float | None:
        """The median of what the splits bring."""
        return float(np.median([each.value for each in self.judged])) if self.judged else None

    @property
    def median_regret(self) -> float | None:
        """The median of what the splits leave on the table."""
        return None if self.median is None else max(self.optimum.value - self.median, 0.0)

    def marginal(self, plan: Plan) -> Mapping[str, float]:
        """Return what the next unit of money on each lever returns at a plan."""
        return self.question.about(plan).marginal


def debrief(settings: RoomSettings, number: int, entries: Sequence[Entry]) -> Debrief:
    """Return what round ``number`` taught, from the entries of any rounds."""
    business, start = settings.business(number), settings.start(number)
    months, metric = settings.months, settings.metric
    mine = [entry for entry in entries if entry.round == number]
    plans = [entry.plan for entry in mine if entry.plan is not None]
    locked = frozenset(settings.rounds[number - 1].locked)
    asked = Question(business, start, months, metric)
    brings = _brings(asked, [start, *plans])
    best = best_split(settings, number)
    submitted = [entry for entry in mine if entry.plan is not None]
    judged = [
        Judged(entry, plan, value, max(best.value - value, 0.0))
        for entry, plan, value in zip(submitted, plans, brings[1:], strict=True)
    ]
    return Debrief(
        number, business, months, metric, start, locked, brings[0], best,
        judged=tuple(sorted(judged, key=lambda each: -each.value)),
        votes=Counter(entry.bottleneck for entry in mine if entry.bottleneck),
        bottleneck=_bottleneck(asked),
        carried=settings.carry and number > 1,
        middle=middle_of(settings, number, mine),
    )  # fmt: skip


def middle_of(settings: RoomSettings, number: int, entries: Sequence[Entry]) -> Plan | None:
    """Return the room's middle in a round, from the entries of any rounds; None where nobody submitted a split."""
    start = settings.start(number)
    plans = [entry.plan for entry in entries if entry.round == number and entry.plan is not None]
    locked = frozenset(settings.rounds[number - 1].locked)
    return _middle(start, plans, locked, smallest_unit(settings.business(number), start.total))


@lru_cache(maxsize=128)
def best_split(settings: RoomSettings, number: int) -> Optimum:
    """Return the best split that a round's total and locks allow, in whole units of money."""
    start = settings.start(number)
    bounds = {lever: (start[lever], start[lever]) for lever in settings.rounds[number - 1].locked}
    business = settings.business(number)
    unit = smallest_unit(business, start.total)
    return optimize(business, start.total, settings.months, settings.metric, bounds, unit=unit)


def _brings(asked: Question, plans: Sequence[Plan]) -> list[float]:
    return [float(value) for value in asked.values_of([plan.amounts for plan in plans])]


def _bottleneck(asked: Question) -> Function:
    returns = asked.marginal
    return function_of(max(returns, key=lambda lever: returns[lever]))


def _middle(start: Plan, plans: Sequence[Plan], locked: frozenset[str], unit: float) -> Plan | None:
    if not plans:
        return None
    fixed = np.array([lever in locked for lever in start.levers])
    amounts = np.where(fixed, start.amounts, np.median([plan.amounts for plan in plans], axis=0))
    if not amounts[~fixed].any():
        # Most of the room leaves each lever empty; the means still tell where its money went.
        amounts = np.where(fixed, start.amounts, np.mean([plan.amounts for plan in plans], axis=0))
    if free := amounts[~fixed].sum():
        amounts[~fixed] *= (start.total - amounts[fixed].sum()) / free
    return Plan.of(start.levers, round_to_total(tuple(amounts), start.total, unit, fixed.tolist()))


@lru_cache(maxsize=256)
def today(settings: RoomSettings, number: int) -> float:
    """Return what the split that a round begins with brings over the horizon."""
    return Question(settings.business(number), settings.start(number), settings.months, settings.metric).value
