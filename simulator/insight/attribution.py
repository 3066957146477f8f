"""Why one scenario brings more than another: the difference shared out among what was decided and assumed.

Shapley values over each lever's spend and each group of facts that differ. Plans and facts are two axes
of the kernel, so all coalitions are one run of it wherever the families of curves agree.
Source: Shapley (1953).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from simulator.facts.business import Business
from simulator.facts.plan import FUNCTIONS, function_of
from simulator.insight.decomposition import Coalition, coalitions, shapley
from simulator.model.batch import shape_key, stacked
from simulator.model.outcome import values
from simulator.model.parameters import funnel_of
from simulator.model.question import Question
from simulator.workspace.differences import groups_that_differ, mixed, spend_changes

MOST_PLAYERS = 12
MOST_FACTS = 7
Kind = Literal["plan", "facts"]
Groups = Mapping[str, frozenset[str]]
"""Players of the game by name, each with the levers or groups of facts it stands for."""


@dataclass(frozen=True)
class Cause:
    """One part of the difference: money over the horizon, in the measure compared."""

    kind: Kind
    name: str
    """A lever or ``prospecting`` for a plan; ``channels.<name>``, ``channels``, a group or ``facts`` for facts."""
    amount: float


@dataclass(frozen=True)
class Causes:
    """The way from one scenario's value to another's, without a remainder."""

    before: float
    parts: tuple[Cause, ...]
    after: float

    def of(self, kind: Kind) -> float:
        """Return what plans, or facts, account for together."""
        return sum(part.amount for part in self.parts if part.kind == kind)


@lru_cache(maxsize=256)
def causes(one: Question, other: Question) -> Causes:
    """Return why ``other`` brings more or less than ``one``, plans first, then facts.

    Both are over the same horizon and in the same measure; else `ValueError`.
    With more than `MOST_PLAYERS` differences, or facts that do not fit together by halves, groups are joined.
    """
    if (one.months, one.metric) != (other.months, other.metric):
        raise ValueError("what is compared is over one horizon and in one measure")
    spends, facts, worlds = next(_games(one, other))
    keys = {**{f"plan {name}": name for name in spends}, **{f"facts {name}": name for name in facts}}
    worth: dict[Coalition, float] = {}

    def asked(groups: Sequence[Coalition]) -> list[float]:
        worth.update(_worth(one, other, spends, worlds))
        return [worth[group] for group in groups]

    parts = shapley(list(keys), asked)
    listed = [Cause("plan" if key.startswith("plan ") else "facts", keys[key], parts[key]) for key in keys]
    return Causes(worth[frozenset()], tuple(listed), worth[frozenset(keys)])


Worlds = Mapping[Coalition, Business]


def _games(one: Question, other: Question) -> Iterator[tuple[Groups, Groups, Worlds]]:
    """Yield the games from the finest to the coarsest, each with the facts of all its worlds."""
    both = set(one.business.levers) & set(other.business.levers)
    levers = [change.lever for change in spend_changes(one.plan, other.plan) if change.lever in both]
    groups = groups_that_differ(one.business, other.business)
    channels = frozenset(group for group in groups if group.startswith("channels."))
    fine = {group: frozenset([group]) for group in groups}
    middle = {"channels": channels} if channels else {}
    middle |= {group: frozenset([group]) for group in groups if group not in channels}
    single = {lever: frozenset([lever]) for lever in levers}
    for spends, facts in (
        (single, fine),
        (single, middle),
        (_functions(levers), middle),
        (single, _together(groups)),
        (_functions(levers), _together(groups)),
    ):
        last = len(facts) <= 1 and len(spends) <= 3
        if (len(facts) > MOST_FACTS or len(spends) + len(facts) > MOST_PLAYERS) and not last:
            continue
        if (worlds := _worlds(one.business, other.business, facts)) is not None:
            yield spends, facts, worlds


def _functions(levers: Sequence[str]) -> Groups:
    joined = {each: frozenset(lever for lever in levers if function_of(lever) == each) for each in FUNCTIONS}
    return {function: group for function, group in joined.items() if group}


def _together(groups: Sequence[str]) -> Groups:
    return {"facts": frozenset(groups)} if groups else {}


def _worlds(one: Business, other: Business, facts: Groups) -> Worlds | None:
    worlds = {}
    for group in coalitions(list(facts)):
        full, taken = len(group) == len(facts), frozenset().union(*(facts[name] for name in group))
        business = one if not group else other if full else mixed(one, other, taken)
        if business is None:
            return None
        worlds[group] = business
    return worlds


def _worth(one: Question, other: Question, spends: Groups, worlds: Worlds) -> dict[Coalition, float]:
    """Return the value of every coalition: the plans of all sets of spends in the worlds of all sets of facts."""
    chosen = coalitions(list(spends))
    by_shape: dict[object, list[Coalition]] = {}
    for group, business in worlds.items():
        by_shape.setdefault(shape_key(funnel_of(business)), []).append(group)
    worth = {}
    for groups in by_shape.values():
        levers = worlds[groups[0]].levers
        taken = [frozenset().union(*(spends[name] for name in choice)) for choice in chosen]
        plans = [_amounts(one, other, levers, moved) for moved in taken]
        table = values(stacked([funnel_of(worlds[group]) for group in groups]), plans, one.months, one.metric)
        for choice, row in zip(chosen, table, strict=True):
            players = {f"plan {name}" for name in choice}
            for group, value in zip(groups, row, strict=True):
                worth[frozenset(players | {f"facts {name}" for name in group})] = float(value)
    return worth


def _amounts(one: Question, other: Question, levers: Sequence[str], moved: frozenset[str]) -> list[float]:
    before, after = (dict(zip(each.plan.levers, each.plan.amounts, strict=True)) for each in (one, other))
    return [(after if lever in moved or lever not in before else before)[lever] for lever in levers]
