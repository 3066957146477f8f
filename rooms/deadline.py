"""What the end of the time does: whoever set the levers and did not submit has submitted them as they stand."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import select
from sqlalchemy.orm import Session

from rooms import access
from rooms.store import Store
from rooms.tables import Room, Submission
from rooms.views import settings_of


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
    if room.closes_at is not None:
        _take_due(session, room, room.closes_at, store.now(session))
        return
    left = select(Submission).where(
        Submission.room_id == room.id, Submission.round == room.round, Submission.submitted_at.is_(None)
    )
    for row in session.scalars(left):
        if row.draft is not None:
            row.plan, row.submitted_at = row.draft, room.deadline
    room.phase = "frozen"
    room.activity += 1


def give_back(session: Session, room: Room) -> None:
    """Give back what the end of a homework took as it stood, with the time that was left; the room must be locked."""
    rounds = settings_of(room.settings).rounds
    taken = select(Submission).where(Submission.room_id == room.id, Submission.submitted_at == room.closes_at)
    for row in session.scalars(taken):
        if row.due_at == row.submitted_at:
            row.plan = row.submitted_at = None
            seconds = rounds[row.round - 1].seconds
            row.due_at = None if seconds is None or row.begun_at is None else row.begun_at + seconds


def _take_due(session: Session, room: Room, closes_at: float, now: float) -> None:
    """Submit, as they stand, the splits of seats whose time is over; at the end of the homework those of all.

    What became due is written down as that moment, so that it can be told from what was submitted by hand.
    """
    over = now >= closes_at
    for row in _begun(session, room, None if over else now):
        due = min(closes_at, row.due_at if row.due_at is not None else closes_at)
        row.plan, row.submitted_at, row.due_at = row.draft, due, due
    if over:
        room.phase, room.round = "frozen", 1
    room.activity += 1


def _begun(session: Session, room: Room, due: float | None) -> list[Submission]:
    """Return the splits that were begun and not submitted; ``due``: those whose own time is over at that moment."""
    left = select(Submission).where(
        Submission.room_id == room.id, Submission.submitted_at.is_(None), Submission.begun_at.is_not(None)
    )
    rows = session.scalars(left if due is None else left.where(Submission.due_at <= due))
    return [row for row in rows if row.draft is not None]


def _over(store: Store, session: Session, room: Room) -> bool:
    if room.closes_at is not None:
        if room.phase not in ("predict", "decide"):
            return False
        now = store.now(session)
        return now >= room.closes_at or bool(_begun(session, room, now))
    # Asked at every look into a room, and of the database's clock only where there is a deadline.
    return room.phase == "decide" and room.deadline is not None and store.now(session) >= room.deadline
