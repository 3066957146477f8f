"""Deleting what is due, also where nobody opens another room."""

from __future__ import annotations

from sqlalchemy import delete, func, select

from rooms.limits import WINDOW_SECONDS
from rooms.store import Store
from rooms.tables import Attempt, Room


def sweep(store: Store) -> int:
    """Delete the rooms whose time is over, with all that is in them, and attempts of long ago; return how many rooms.

    Raises:
        Unreachable: the database does not answer.
    """
    with store.writing() as session:
        now = store.now(session)
        due = session.scalar(select(func.count()).select_from(Room).where(Room.expires_at <= now)) or 0
        session.execute(delete(Room).where(Room.expires_at <= now))
        session.execute(delete(Attempt).where(Attempt.window < int(now // WINDOW_SECONDS) - 1))
    return due
