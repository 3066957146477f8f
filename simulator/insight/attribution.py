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
class Attribution:
    """The way from one scenario's value to another's, without a remainder."""

    before: float
    parts: tuple[Cause, ...]
    after: float

    def of(self, kind: Kind) -> float:
        """Return what plans, or facts, account for together."""
        return sum(part.amount for part in self.parts if part.kind == kind)


@lru_cache(maxsize=256)
def attribution(one: Question, other: Question) -> Attribution:
    """Return why ``other`` brings more or less than ``one``, plans first, then facts.

    Both are over the same horizon and in the same measure; else `ValueError`.
    With more than `MOST_PLAYERS` differences, or facts that do not fit together by halves, groups are joined.
    """
    if (one.months, one.metric) != (other.months, other.metric):
        raise ValueError("what is compared is over one horizon and in one measure")
    game = next(_games(one, other))
    players, worth = game.players, game.worth()
    parts = shapley(list(players), lambda groups: [worth[group] for group in groups])
    listed = tuple(Cause(kind, name, parts[player]) for player, (kind, name) in players.items())
    return Attribution(worth[frozenset()], listed, worth[frozenset(players)])


@dataclass(frozen=True)
class _Game:
    """Who shares out the difference: sets of spends and sets of facts that change from ``one`` to ``other``."""

    one: Question
    other: Question
    spends: Groups
    facts: Groups
    fact_mixes: Mapping[Coalition, Business]
    """The company with each coalition of ``facts`` taken from the other."""

    @property
    def players(self) -> dict[str, tuple[Kind, str]]:
        """Each player under a name of its own, with what it stands for: a lever may be called as a group of facts."""
        named: list[tuple[Kind, str]] = [*(("plan", name) for name in self.spends), *(("facts", n) for n in self.facts)]
        return {f"{kind} {name}": (kind, name) for kind, name in named}

    def worth(self) -> dict[Coalition, float]:
        """Return the value of every coalition: plans and facts are two axes of the kernel.

        Companies whose funnels have one shape are one run of it.
        """
        choices, worth = coalitions(list(self.spends)), {}
        for groups in self._by_shape():
            funnels = stacked([funnel_of(self.fact_mixes[group]) for group in groups])
            plans = [self._amounts(funnels.levers, choice) for choice in choices]
            table = values(funnels, plans, self.one.months, self.one.metric)
            for choice, row in zip(choices, table, strict=True):
                for group, value in zip(groups, row, strict=True):
                    changed = [*(f"plan {name}" for name in choice), *(f"facts {name}" for name in group)]
                    worth[frozenset(changed)] = float(value)
        return worth

    def _by_shape(self) -> list[list[Coalition]]:
        found: dict[object, list[Coalition]] = {}
        for group, business in self.fact_mixes.items():
            found.setdefault(shape_key(funnel_of(business)), []).append(group)
        return list(found.values())

    def _amounts(self, levers: Sequence[str], choice: Coalition) -> list[float]:
        """Return the plan in which the chosen sets of spends are the other's."""
        moved = frozenset().union(*(self.spends[name] for name in choice))
        before, after = (dict(zip(q.plan.levers, q.plan.amounts, strict=True)) for q in (self.one, self.other))
        return [(after if lever in moved or lever not in before else before)[lever] for lever in levers]


def _games(one: Question, other: Question) -> Iterator[_Game]:
    """Yield the games from the finest to the coarsest, of those that are not too large and whose facts fit together."""
    both = set(one.levers) & set(other.levers)
    levers = [change.lever for change in spend_changes(one.plan, other.plan) if change.lever in both]
    groups = groups_that_differ(one.business, other.business)
    single = _each(levers)
    for spends, facts in (
        (single, _each(groups)),
        (single, _channels_joined(groups)),
        (_functions(levers), _channels_joined(groups)),
        (single, _together(groups)),
        (_functions(levers), _together(groups)),
    ):
        last = len(facts) <= 1 and len(spends) <= 3
        if (len(facts) > MOST_FACTS or len(spends) + len(facts) > MOST_PLAYERS) and not last:
            continue
        if (mixes := _fact_mixes(one.business, other.business, facts)) is not None:
            yield _Game(one, other, spends, facts, mixes)


def _each(names: Sequence[str]) -> dict[str, frozenset[str]]:
    return {name: frozenset([name]) for name in names}


def _channels_joined(groups: Sequence[str]) -> Groups:
    channels = frozenset(group for group in groups if group.startswith("channels."))
    joined = {"channels": channels} if channels else {}
    return joined | _each([group for group in groups if group not in channels])


def _functions(levers: Sequence[str]) -> Groups:
    joined = {each: frozenset(lever for lever in levers if function_of(lever) == each) for each in FUNCTIONS}
    return {function: group for function, group in joined.items() if group}


def _together(groups: Sequence[str]) -> Groups:
    return {"facts": frozenset(groups)} if groups else {}


def _fact_mixes(one: Business, other: Business, facts: Groups) -> Mapping[Coalition, Business] | None:
    """Return the company with every coalition of facts taken from the other; None where some do not fit together."""
    mixes = {}
    for group in coalitions(list(facts)):
        full, taken = len(group) == len(facts), frozenset().union(*(facts[name] for name in group))
        business = one if not group else other if full else mixed(one, other, taken)
        if business is None:
            return None
        mixes[group] = business
    return mixes
