"""Who leads a room: whoever opened it, and a second facilitator with a secret of their own, which can be withdrawn."""

from __future__ import annotations

from dataclasses import dataclass, field

from rooms import access
from rooms.store import Store
from rooms.tokens import derived, hashed, new_token, same


@dataclass(frozen=True)
class Leads:
    """Who leads a room: ``first`` is whoever opened it, ``helped`` says whether there is a second facilitator."""

    first: bool
    helped: bool
    second: str = field(default="", repr=False, compare=False)
    """The second facilitator's secret, for whoever opened the room; blank where a version made it that kept it from
    everyone."""


def leads(store: Store, code: str, secret: str) -> Leads:
    """Return what this secret may do, and whether there is a second facilitator."""
    with store.reading() as session:
        found = access.room_of_facilitator(store, session, code, secret)
        first = same(secret, found.secret_hash)
        second = derived(secret, found.helper_salt)
        return Leads(first, bool(found.helper_hash), second if first and same(second, found.helper_hash) else "")


def invite(store: Store, code: str, secret: str) -> str:
    """Return a secret for a second facilitator; that of one before works no more.

    It opens all that a facilitator can do but to end the room, to invite and to withdraw. Nothing is kept of it but a
    hash: whoever opened the room works it out anew from their own.
    """
    with store.writing() as session:
        room = access.room_of_first(store, session, code, secret)
        room.helper_salt = new_token()[:32]
        token = derived(secret, room.helper_salt)
        room.helper_hash = hashed(token)
        room.activity += 1
        room.revision += 1
    return token


def withdraw(store: Store, code: str, secret: str) -> None:
    """Let the second facilitator's secret work no more."""
    with store.writing() as session:
        room = access.room_of_first(store, session, code, secret)
        room.helper_hash = room.helper_salt = ""
        room.activity += 1
        room.revision += 1
