"""How far each fact can move before another lever brings most for the next unit of money."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from simulator.facts.business import Business
from simulator.facts.channel import Channel
from simulator.facts.declaration import InvalidInput, declaration
from simulator.facts.repair import title_of
from simulator.model.funnel import CHUNK, run, spend_array
from simulator.model.gradient import gradient
from simulator.model.outcome import Floats
from simulator.model.parameters import Funnel, funnel_of, funnel_with
from simulator.model.question import Question
from simulator.whatif.varied_facts import movable

REACH = 8.0
"""Facts are moved down to an eighth and up to eight times what they are."""
POINTS = 40
"""Values tried on each side."""
FINER = 20
"""Values tried again between the two around a change, and once more between the two around it there."""


@dataclass(frozen=True)
class Turn:
    """The value of a fact at which the best lever changes, and to which."""

    value: float
    lever: str


@dataclass(frozen=True)
class Tolerance:
    """How far one fact can move; `None` on a side where the best lever stays as far as the fact can go."""

    field: str
    """As in `Problem.field`. A curve's result today stands for the whole curve moved in proportion."""
    title: str
    unit: str
    now: float
    below: Turn | None
    above: Turn | None

    @property
    def nearest(self) -> float:
        """The smallest relative change that turns the advice; infinite where none does."""
        turns = [turn.value for turn in (self.below, self.above) if turn]
        return min((abs(value - self.now) / (self.now or value or 1.0) for value in turns), default=math.inf)


@dataclass(frozen=True)
class Sensitivity:
    """The lever that brings most for the next unit of money, and how far that can be trusted."""

    lever: str
    tolerances: tuple[Tolerance, ...]
    """The most delicate fact first; facts that never change the advice are last."""


@dataclass(frozen=True)
class _Item:
    """Facts moved together: the first names them, all keep their proportions."""

    facts: Mapping[str, float]
    start: float
    values: Floats
    """Of the first fact, going outwards from ``start``."""

    def between(self, place: int) -> _Item:
        """Return the values between the one at ``place`` and the one before it."""
        before = self.start if place == 0 else float(self.values[place - 1])
        return _Item(self.facts, before, np.linspace(before, float(self.values[place]), FINER + 1)[1:])


@lru_cache(maxsize=64)
def sensitivity(question: Question) -> Sensitivity:
    """Return how far each fact alone can move before the best lever of the plan changes.

    Today's amounts are taken as known. Values are found to about 0.02 %.
    """
    business = question.business
    best = int(_best_levers(question, funnel_of(business))[0])
    items = [side for facts in movable(business) for side in _sides(facts)]
    for _ in range(2):
        tried = _tried(question, items)
        changed = [(item, _first(levers, best)) for item, levers in zip(items, tried, strict=True)]
        items = [item.between(place) for item, place in changed if place is not None]
    turns: dict[str, list[Turn]] = {}
    for item, levers in zip(items, _tried(question, items), strict=True):
        place = _first(levers, best)
        if place is not None and _possible(business, item, float(item.values[place])):
            turn = Turn(float(item.values[place]), business.levers[int(levers[place])])
            turns.setdefault(next(iter(item.facts)), []).append(turn)
    tolerances = [_tolerance(facts, turns) for facts in movable(business)]
    return Sensitivity(business.levers[best], tuple(sorted(tolerances, key=lambda each: each.nearest)))


def _sides(facts: dict[str, float]) -> Iterable[_Item]:
    now = next(iter(facts.values()))
    if now == 0:
        yield _Item(facts, now, np.linspace(0.0, 0.95, POINTS + 1)[1:])
        return
    for factor in (1 / REACH, REACH):
        yield _Item(facts, now, now * np.geomspace(1.0, factor, POINTS + 1)[1:])


def _moved(item: _Item, value: Any) -> dict[str, Any]:
    (first, now), *others = item.facts.items()
    return {first: value} | {name: each * value / now for name, each in others if now}


def _tried(question: Question, items: Sequence[_Item]) -> list[NDArray[np.intp]]:
    """Return the best lever (−1: no such company) at each item's values, all of them draws of one run."""
    if not items:
        return []
    ends = np.cumsum([0, *(len(item.values) for item in items)])
    bases = {name: value for item in items for name, value in item.facts.items()}
    draws = {name: np.full(ends[-1], value) for name, value in bases.items()}
    for item, start in zip(items, ends, strict=False):
        for name, values in _moved(item, item.values).items():
            draws[name][start : start + len(item.values)] = values
    named = {name.removeprefix("channels."): values for name, values in draws.items()}
    with np.errstate(all="ignore"):
        levers = _best_levers(question, funnel_with(question.business, named))
    return [levers[start:end] for start, end in pairwise(ends)]


def _best_levers(question: Question, funnel: Funnel) -> NDArray[np.intp]:
    """Return the place of the lever that brings most under each draw of the facts; −1 where nothing can be said."""
    spend, found = spend_array(question.levers, question.plan.amounts), []
    for first in range(0, funnel.count, CHUNK):
        result = run(funnel.draws(slice(first, first + CHUNK)), spend, question.months)
        slopes = gradient(result, question.metric)[:, 0]
        found.append(np.where(np.isfinite(slopes).all(axis=0), slopes.argmax(axis=0), -1))
    return np.concatenate(found)


def _first(levers: NDArray[np.intp], best: int) -> int | None:
    """Return the first place at which the best lever is another one; None where facts end before that."""
    other = np.flatnonzero(levers != best)
    return int(other[0]) if len(other) and levers[other[0]] >= 0 else None


def _possible(business: Business, item: _Item, value: float) -> bool:
    """Return whether the company could have this value; all between it and today's then are possible too."""
    # A curve's facts are moved together: one by one they would contradict each other on the way.
    moved: dict[str, dict[str, Any]] = {"": {}, **{channel.name: {} for channel in business.channels}}
    for name, each in _moved(item, value).items():
        owner, _, fact = name.rpartition(".")
        moved[owner.removeprefix("channels.")][fact] = each
    try:
        channels = tuple(channel.changed(**moved[channel.name]) for channel in business.channels)
        business.changed(**moved[""], channels=channels)
    except InvalidInput:
        return False
    return True


def _tolerance(facts: Mapping[str, float], turns: Mapping[str, list[Turn]]) -> Tolerance:
    name, now = next(iter(facts.items()))
    mine = [turn for turn in turns.get(name, []) if turn.value != now]
    below, above = ([turn for turn in mine if (turn.value > now) == up] for up in (False, True))
    model = Channel if name.startswith("channels.") else Business
    unit = str(declaration(model, name.rpartition(".")[2]).get("unit", ""))
    return Tolerance(name, title_of(name), unit, now, *(side[0] if side else None for side in (below, above)))
