"""What a seat in a room is worth in a course: whether a split was submitted, and what it gained of what could be."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from rooms import access
from rooms.deadline import settled
from rooms.debrief import best_split, today
from rooms.settings import RoomSettings
from rooms.store import Store
from rooms.tables import Submission
from rooms.views import plan_of, rounds_on_show, settings_of
from simulator.facts.plan import Plan
from simulator.model.question import Question


@dataclass(frozen=True)
class Worth:
    """What one seat is worth in a course."""

    submitted: bool
    """Whether a split was submitted in any round."""
    share: float | None
    """Of what could be gained beyond the split a round begins with, the part that the submitted split gains, from 0 to
    1: the mean over the rounds whose best split was shown, practice apart. A round without a split counts 0. None
    before there is such a round."""


def worth_of(store: Store, code: str, seat: str) -> Worth:
    """Return how far a seat has come; `NoSuchRoom` where there is none."""
    with settled(store, lambda session: access.room_by_code(store, session, code)) as (session, room):
        participant = access.participant_at(session, room, seat)
        settings = settings_of(room.settings)
        mine = select(Submission.round, Submission.plan).where(
            Submission.participant_id == participant.id, Submission.submitted_at.is_not(None)
        )
        plans = {number: plan_of(settings.business(number), plan) for number, plan in session.execute(mine)}
        # Before the best split is shown, a result would tell how far one is from it.
        over = rounds_on_show(room.phase, room.round) - (room.phase == "spread")
    shares = []
    for number in range(1, over + 1):
        if settings.rounds[number - 1].practice:
            continue
        plan = plans.get(number)
        shares.append(0.0 if plan is None else _share(settings, number, plan))
    return Worth(bool(plans), sum(shares) / len(shares) if shares else None)


def _share(settings: RoomSettings, number: int, plan: Plan) -> float:
    value = Question(settings.business(number), plan, settings.months, settings.metric).value
    return share(value, today(settings, number), best_split(settings, number).value)


def share(value: float, start: float, best: float) -> float:
    """Return the part of a possible gain that was made, from 0 to 1; where there is none to make, 1 for not losing."""
    gap = best - start
    if gap <= 1e-9 * max(abs(best), 1.0):
        return float(value >= start - 1e-9 * max(abs(start), 1.0))
    return min(max((value - start) / gap, 0.0), 1.0)
