"""What the end of the time does: whoever set the levers and did not submit has submitted them as they stand."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from rooms import access
from rooms.store import Store
from rooms.tables import Room, Submission
from rooms.tokens import clean_code
from rooms.views import phase_at


def settle(store: Store, code: str) -> None:
    """Close the round of that room where its time is over and nobody has done so yet."""
    query = select(Room.phase, Room.deadline).where(Room.code == clean_code(code))
    with store.reading() as session:
        found = session.execute(query).one_or_none()
        if found is None or not _over(found.phase, found.deadline, store.now(session)):
            return
    with store.writing() as session:
        close_if_over(store, session, access.room_by_code(store, session, code, lock="change"))


def close_if_over(store: Store, session: Session, room: Room) -> None:
    """Close the round where its time is over; the room must be locked for a change.

    A split that was submitted stays, also where its owner went on to try others. The deadline stays with the room: a
    split of exactly that moment is one that was taken as it stood.
    """
    if not _over(room.phase, room.deadline, store.now(session)):
        return
    left = select(Submission).where(
        Submission.room_id == room.id, Submission.round == room.round, Submission.submitted_at.is_(None)
    )
    for row in session.scalars(left):
        if row.draft is not None:
            row.plan, row.submitted_at = row.draft, room.deadline
    room.phase = "frozen"
    room.activity += 1


def _over(phase: str, deadline: float | None, now: float) -> bool:
    return phase != phase_at(phase, deadline, now)
