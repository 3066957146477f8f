"""Rounds that carry over: a later round begins, for each seat, at its own split of a round before.

The plan is carried, and nothing else of the company: what a year of it would have done to customers, deals and memory
differs from seat to seat, and with it the best split. Everyone is judged on the same company, or regrets could not be
compared.
"""

from __future__ import annotations

from collections.abc import Mapping

from rooms.settings import RoomSettings
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
