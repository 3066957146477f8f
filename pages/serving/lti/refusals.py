"""What a launch is refused for, in sentences fit to be shown in a course."""

from __future__ import annotations

AGAIN = "Open the activity again from the course."


class Refused(Exception):
    """A request that is not followed.

    Args:
        what: one word for the log, which is given nothing else.
        said: for whoever is refused.
        told: for whoever runs the course software; names the field, and what is allowed.
        status: of the answer.
    """

    def __init__(self, what: str, said: str, told: str = "", status: int = 403) -> None:
        super().__init__(what)
        self.what, self.said, self.told, self.status = what, said, told, status


def not_usable(what: str, told: str) -> Refused:
    """Return the refusal of a message of a platform that does not hold what it must."""
    return Refused(what, f"The course's message could not be used. {AGAIN}", told)


def too_old() -> Refused:
    """Return the refusal of what came too late."""
    return Refused("too old", f"This has been open for too long. {AGAIN}")


def busy() -> Refused:
    """Return the refusal of more than can be done at once."""
    return Refused("busy", "Too many people come at once just now. Please try again in a moment.", status=503)


def unreachable() -> Refused:
    """Return the refusal where something else does not answer."""
    return Refused("unreachable", "This cannot be checked just now. Please try again in a moment.", status=503)
