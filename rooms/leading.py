"""Who leads a room: whoever opened it, and a second facilitator with a secret of their own, which can be withdrawn."""

from __future__ import annotations

from dataclasses import dataclass

from rooms import access
from rooms.store import Store
from rooms.tokens import hashed, new_token, same


@dataclass(frozen=True)
class Leads:
    """Who leads a room: ``first`` is whoever opened it, ``helped`` says whether there is a second facilitator."""

    first: bool
    helped: bool


def leads(store: Store, code: str, secret: str) -> Leads:
    """Return what this secret may do, and whether there is a second facilitator."""
    with store.reading() as session:
        found = access.room_of_facilitator(store, session, code, secret)
        return Leads(first=same(secret, found.secret_hash), helped=bool(found.helper_hash))


def invite(store: Store, code: str, secret: str) -> str:
    """Return a secret for a second facilitator, which nobody can look up again; that of one before works no more.

    It opens all that a facilitator can do but to end the room, to invite and to withdraw.
    """
    token = new_token()
    with store.writing() as session:
        room = access.room_of_first(store, session, code, secret)
        room.helper_hash = hashed(token)
        room.activity += 1
        room.revision += 1
    return token


def withdraw(store: Store, code: str, secret: str) -> None:
    """Let the second facilitator's secret work no more."""
    with store.writing() as session:
        room = access.room_of_first(store, session, code, secret)
        room.helper_hash = ""
        room.activity += 1
        room.revision += 1
