"""What a room refuses, in sentences fit to be shown."""

from __future__ import annotations


class RoomError(Exception):
    """Base of all refusals; its text is written for the person who is refused."""


class NoSuchRoom(RoomError):
    """There is no such room, it has ended, or the secret or seat is not one of it."""

    def __init__(self, message: str = "There is no such room, or it has ended.") -> None:
        super().__init__(message)


class NoSuchSeat(NoSuchRoom):
    """The room is open, and the seat is not one of it, or no longer."""

    def __init__(self) -> None:
        super().__init__("This seat is not one of the room, or no longer. Join again; the name will be another.")


class Unreachable(Exception):
    """The database does not answer, not in time, or has no connection left; nothing of the attempt is kept.

    Its text names the kind of error alone: the database's own words hold what was written, and that may be a secret.
    """


class NotNow(RoomError):
    """The room is in another phase."""


class MovedOn(NotNow):
    """A step was meant for a phase that the room has left: someone took it already."""

    def __init__(self) -> None:
        super().__init__("The room has moved on meanwhile; what was pressed was meant for the step before.")


class TooMany(RoomError):
    """A limit on rooms, participants or attempts is reached."""


class Unusable(RoomError):
    """What was given cannot be used."""
