"""What was revealed, worked out once per process and shown to everyone."""

from __future__ import annotations

from pages.room.single_flight import single_flight
from pages.room.visit import store
from rooms.debrief import Debrief, debrief
from rooms.reading import revealed
from rooms.settings import RoomSettings
from rooms.views import RoomView


def results(room: RoomView) -> tuple[Debrief, ...]:
    """Return the debrief of each round that is on show, the latest last."""
    return _results(room.code, room.revision, room.activity, room.settings, room.on_show)


@single_flight
def _results(code: str, _revision: int, _activity: int, settings: RoomSettings, last: int) -> tuple[Debrief, ...]:
    entries = revealed(store(), code)
    return tuple(debrief(settings, number, entries) for number in range(1, last + 1))
