"""What a round leaves to the next: to each seat its own split, to the room one company that goes on.

What the months of a round would have done to customers, deals and memory differs from seat to seat, and with it the
best split. Everyone is judged on the same company, or regrets could not be compared. So a seat keeps its plan and
nothing else, and the company goes on, where it does, under one split for all: the room's middle, or the best. Which
split that was is kept with the round that follows when that begins, so that who is removed later moves nothing. What
the company is then, with the little that is not carried, `simulator.whatif.later` says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rooms.debrief import best_split, middle_of
from rooms.settings import RoomSettings
from rooms.views import Entry
from simulator.facts.plan import Plan
from simulator.facts.unit import smallest_unit
from simulator.optimise.rounding import round_to_total


def begins_at(settings: RoomSettings, number: int, submitted: Mapping[int, Plan]) -> tuple[Plan, int]:
    """Return where a seat's levers stand when round ``number`` begins, and the round whose split that is.

    ``submitted`` are the seat's own splits by round. The latest before this round counts, so that who missed one goes
    on from the one before; 0 where there is none, or where the room's rounds do not carry over.
    """
    earlier = [each for each in submitted if each < number]
    if not (settings.carry and earlier):
        return settings.start(number), 0
    return fitted(settings, number, submitted[max(earlier)]), max(earlier)


def fitted(settings: RoomSettings, number: int, plan: Plan) -> Plan:
    """Return a plan within a round's total and locks: locked levers as the round has them, the others in proportion.

    Where the plan leaves all of the others empty, they stand as the round has them.
    """
    start, locked = settings.start(number), frozenset(settings.rounds[number - 1].locked)
    fixed = [lever in locked for lever in start.levers]
    left = start.total - sum(start[lever] for lever in locked)
    own = sum(plan[lever] for lever in start.levers if lever not in locked)
    if not own > 0:
        return start
    amounts = tuple(start[lever] if lever in locked else plan[lever] * (left / own) for lever in start.levers)
    unit = smallest_unit(settings.business(number), start.total)
    return Plan.of(start.levers, round_to_total(amounts, start.total, unit, fixed))


def going_on(settings: RoomSettings, number: int, entries: Sequence[Entry]) -> RoomSettings:
    """Return the settings with round ``number`` begun by the company as the round before left it, where it goes on.

    ``entries`` are those of any rounds. Where nobody submitted a split it goes on as it was spent; a practice round
    leaves nothing. `InvalidInput` where the news, total or locks of a round do not fit what it would begin with.
    """
    rounds = [each if at < number else each.changed(ran=()) for at, each in enumerate(settings.rounds, 1)]
    if settings.goes_on != "no" and 1 < number <= len(rounds) and not rounds[number - 2].practice:
        rounds[number - 1] = rounds[number - 1].changed(ran=_ran(settings, number - 1, entries).amounts)
    return settings if tuple(rounds) == settings.rounds else settings.changed(rounds=tuple(rounds))


def _ran(settings: RoomSettings, number: int, entries: Sequence[Entry]) -> Plan:
    """Return the split under which a round ran for the company."""
    if settings.goes_on == "best":
        return best_split(settings, number).plan
    return middle_of(settings, number, entries) or settings.start(number)
