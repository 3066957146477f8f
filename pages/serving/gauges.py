"""What is read whenever figures are collected: how many there are of what."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from pages.ui.streamlit_internals.sessions import open_sessions

if TYPE_CHECKING:
    from rooms.store import Store


def _kept(count: Callable[[Store], float]) -> Callable[[], float]:
    """Return how to read a count of the database; looking makes none where there is none yet."""

    def read() -> float:
        from rooms import store
        from rooms.errors import Unreachable

        if not store.is_there():
            return 0.0
        try:
            return float(count(store.default_store()))
        except Unreachable:
            return float("nan")

    return read


def _rooms(place: int) -> Callable[[Store], float]:
    def count(store: Store) -> float:
        from rooms.reading import counts

        return counts(store)[place]

    return count


def _course_results(store: Store) -> float:
    from rooms.outbox import waiting

    return waiting(store)


GAUGES = {
    "sessions": ("Visits that are connected", open_sessions),
    "rooms": ("Rooms that are open", _kept(_rooms(0))),
    "participants": ("Seats taken in them", _kept(_rooms(1))),
    "course_results": ("Results on their way to course software", _kept(_course_results)),
}
