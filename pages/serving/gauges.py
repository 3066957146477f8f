"""What is read whenever figures are collected: how many there are of what."""

from __future__ import annotations

from collections.abc import Callable

from pages.ui.streamlit_internals.sessions import open_sessions


def _rooms(place: int) -> Callable[[], float]:
    def read() -> float:
        from rooms.errors import Unreachable
        from rooms.reading import counts
        from rooms.store import default_store, is_there

        if not is_there():  # Looking makes none.
            return 0.0
        try:
            return float(counts(default_store())[place])
        except Unreachable:
            return float("nan")

    return read


GAUGES = {
    "sessions": ("Visits that are connected", open_sessions),
    "rooms": ("Rooms that are open", _rooms(0)),
    "participants": ("Seats taken in them", _rooms(1)),
}
