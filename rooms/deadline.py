"""What the end of the time does: whoever set the levers and did not submit has submitted them as they stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import select
from sqlalchemy.orm import Session

from rooms import access
from rooms.store import Store
from rooms.tables import Room, Submission


@contextmanager
def settled(store: Store, find: Callable[[Session], Room]) -> Iterator[tuple[Session, Room]]:
    """Yield a session that reads and the room ``find`` finds in it, its round closed where its time is over."""
    with store.reading() as session:
        room = find(session)
        if not _over(store, session, room):
            yield session, room
            return
        code = room.code
    with store.writing() as session:
        close_if_over(store, session, access.room_by_code(store, session, code, lock="change"))
    with store.reading() as session:
        yield session, find(session)


def close_if_over(store: Store, session: Session, room: Room) -> None:
    """Close the round where its time is over; the room must be locked for a change.

    A split that was submitted stays, also where its owner went on to try others. The deadline stays with the room: a
    split of exactly that moment is one that was taken as it stood.
    """
    if not _over(store, session, room):
        return
    left = select(Submission).where(
        Submission.room_id == room.id, Submission.round == room.round, Submission.submitted_at.is_(None)
    )
    for row in session.scalars(left):
        if row.draft is not None:
            row.plan, row.submitted_at = row.draft, room.deadline
    room.phase = "frozen"
    room.activity += 1


def _over(store: Store, session: Session, room: Room) -> bool:
    # Asked at every look into a room, and of the database's clock only where there is a deadline.
    return room.phase == "decide" and room.deadline is not None and store.now(session) >= room.deadline
