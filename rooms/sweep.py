"""Deleting what is due, also where nobody opens another room, and what nobody uses."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, delete, func, select
from sqlalchemy.orm import Session

from rooms.access import forget_attempts
from rooms.course_keys import forget_keys
from rooms.courses import forget_nonces
from rooms.limits import MAX_ROOMS, ROOM_HOURS, UNTOUCHED_SECONDS, UNUSED_SECONDS
from rooms.outbox import forget_results
from rooms.presence import PRESENCE
from rooms.store import Store
from rooms.tables import Participant, Room, Submission


def sweep(store: Store) -> int:
    """Delete the rooms whose time is over, with all that is in them, and what else is: attempts of long ago, and of
    courses launches, results and keys; return how many rooms.

    Seats that nobody uses go too and, where more than half of all places are taken, rooms that nobody does.

    Raises:
        Unreachable: the database does not answer.
    """
    PRESENCE.write(store)
    with store.writing() as session:
        now = store.now(session)
        due = session.scalar(select(func.count()).select_from(Room).where(Room.expires_at <= now)) or 0
        delete_due(session, now)
        forget_attempts(session, now)
        forget_nonces(session, now)
        forget_results(session, now)
        forget_keys(session, now)
        if (session.scalar(select(func.count()).select_from(Room)) or 0) > MAX_ROOMS / 2:
            delete_untouched(session, now, UNTOUCHED_SECONDS)
        idle = select(Participant.room_id).where(*_unused(now - UNUSED_SECONDS)).distinct()
        in_class = Room.closes_at.is_(None)  # Who joins a homework may begin days later.
        for room in session.scalars(select(Room).where(Room.id.in_(idle), in_class).with_for_update(key_share=True)):
            give_way(session, room, now - UNUSED_SECONDS)
    return due


def delete_due(session: Session, now: float) -> None:
    """Delete the rooms whose time is over at that moment, with all that is in them."""
    session.execute(delete(Room).where(Room.expires_at <= now))


def delete_untouched(session: Session, now: float, age: float) -> None:
    """Delete the rooms, so many seconds old or more, which nobody joined and whose facilitator changed nothing.

    A homework that nobody joined is kept as long as any other room would be: until its third day. Only where places are
    few: a room may well be opened as it is on the day before.
    """
    joined = select(Participant.id).where(Participant.room_id == Room.id).exists()
    untouched = (Room.revision == 0, Room.activity == 0, Room.opened_at <= now - age)
    nobodys_homework = Room.opened_at <= now - ROOM_HOURS * 3600
    session.execute(delete(Room).where(and_(*untouched) | nobodys_homework, ~joined))


def give_way(session: Session, room: Room, before: float) -> int:
    """Take out of a room the seats that were never used and had no page open since that moment; return how many.

    The room must be locked for a change. Whoever held one finds the door of the room, and has lost nothing but a name.
    """
    found = select(Participant).where(Participant.room_id == room.id, *_unused(before)).with_for_update()
    idle = [each.id for each in session.scalars(found)]
    # Asked again now that they are locked: one of them may have been at work at just that moment.
    used = set(session.scalars(select(Submission.participant_id).where(Submission.participant_id.in_(idle))))
    gone = [each for each in idle if each not in used]
    if gone:
        session.execute(delete(Participant).where(Participant.id.in_(gone)))
        room.activity += 1
    return len(gone)


def _unused(before: float) -> tuple[ColumnElement[bool], ...]:
    used = select(Submission.id).where(Submission.participant_id == Participant.id).exists()
    return ~used, func.coalesce(Participant.seen_at, Participant.joined_at) <= before
