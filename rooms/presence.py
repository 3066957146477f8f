"""Which seats have a page open somewhere: noted in memory at each look, written now and then."""

from __future__ import annotations

import threading

from sqlalchemy import update

from rooms.store import Store
from rooms.tables import Participant


class Presence:
    """What the pages of this process have shown of life since it was written last."""

    def __init__(self) -> None:
        self._seen: set[int] = set()
        self._turn = threading.Lock()

    def note(self, participant: int) -> None:
        """Note that a page of this seat is open."""
        with self._turn:
            self._seen.add(participant)

    def write(self, store: Store) -> None:
        """Let all replicas know. Raises `Unreachable`; what could not be written is written the next time."""
        with self._turn:
            seen, self._seen = self._seen, set()
        if not seen:
            return
        try:
            with store.writing() as session:
                now = store.now(session)
                session.execute(update(Participant).where(Participant.id.in_(sorted(seen))).values(seen_at=now))
        except BaseException:
            with self._turn:
                self._seen |= seen
            raise


PRESENCE = Presence()
