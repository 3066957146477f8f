"""Deleting what is due, also where nobody opens another room."""

from __future__ import annotations

from sqlalchemy import and_, delete, func, select
from sqlalchemy.orm import Session

from rooms.access import forget_attempts
from rooms.limits import ROOM_HOURS, UNTOUCHED_SECONDS
from rooms.store import Store
from rooms.tables import Participant, Room


def sweep(store: Store) -> int:
    """Delete the rooms whose time is over, with all that is in them, and attempts of long ago; return how many rooms.

    Raises:
        Unreachable: the database does not answer.
    """
    with store.writing() as session:
        now = store.now(session)
        due = session.scalar(select(func.count()).select_from(Room).where(Room.expires_at <= now)) or 0
        delete_due(session, now)
        forget_attempts(session, now)
    return due


def delete_due(session: Session, now: float) -> None:
    """Delete the rooms whose time is over at that moment, with all that is in them."""
    session.execute(delete(Room).where(Room.expires_at <= now))


def delete_untouched(session: Session, now: float) -> None:
    """Delete the rooms, an hour old or more, that nobody joined and whose facilitator changed nothing.

    A homework that nobody joined is kept as long as any other room would be: until its third day.
    Only where all places are taken: a room may well be opened as it is on the day before.
    """
    joined = select(Participant.id).where(Participant.room_id == Room.id).exists()
    untouched = (Room.revision == 0, Room.activity == 0, Room.opened_at <= now - UNTOUCHED_SECONDS)
    nobodys_homework = Room.opened_at <= now - ROOM_HOURS * 3600
    session.execute(delete(Room).where(and_(*untouched) | nobodys_homework, ~joined))
