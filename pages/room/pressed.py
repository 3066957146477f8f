"""What a facilitator presses acts on the step it was drawn for, once."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from pages.room.visit import attempt, rested, store
from rooms.errors import MovedOn
from rooms.views import RoomView


def press(verb: Callable[..., None], room: RoomView, secret: str) -> None:
    """Take a step, from where it was drawn; the second half of a double click takes none."""
    if rested():
        attempt(taken, verb, room, secret)


def taken(verb: Callable[..., None], room: RoomView, secret: str) -> None:
    """Call a facilitator's verb from the step it was drawn for; where the room has gone on since, it does nothing."""
    with suppress(MovedOn):
        verb(store(), room.code, secret, drawn=room.step)
