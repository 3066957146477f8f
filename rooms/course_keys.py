"""The keys that this app signs with towards course software, shared by all replicas: one follows the other.

A new one is published for a while before it signs, and the one before for a while after, so that platforms which keep
what they have read know both.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from rooms.courses import secret
from rooms.errors import NotNow, Unusable
from rooms.limits import KEY_AT_ONCE_SECONDS, KEY_KEPT_SECONDS, KEY_LEAD_SECONDS
from rooms.store import Store
from rooms.tables import CourseKey, CourseSecret

FIRST = "key"
"""The secret that holds the first one, which versions knew that had no other."""
Make = Callable[[], str]
Name = Callable[[str], str]
AnyKey = TypeVar("AnyKey", "Key", CourseKey)


@dataclass(frozen=True)
class Key:
    """One key. Moments are seconds since 1970, by the database's clock."""

    kid: str
    value: str = field(repr=False)
    """The private key."""
    signs_from: float
    published_until: float | None
    """None as long as none follows it."""


@dataclass(frozen=True)
class Keys:
    """All that are published."""

    all: tuple[Key, ...]
    """In the order in which they sign."""
    at: float
    """When they were read."""


def signing(keys: Sequence[AnyKey], at: float) -> AnyKey:
    """Return which of the keys, in their order, signs at a moment; before any does, the first."""
    return next((each for each in reversed(keys) if each.signs_from <= at), keys[0])


def published(store: Store, make: Make, name: Name) -> Keys:
    """Return all that are published; the first is made where there is none.

    Args:
        make: makes a private key.
        name: gives a private key its name.

    Raises:
        Unreachable: the database does not answer.
    """
    with store.reading() as session:
        found = _published(store, session)
    if found.all:
        return found
    value = secret(store, FIRST, make)
    with store.writing() as session:
        insert = (sqlite.insert if store.is_sqlite else postgresql.insert)(CourseKey)
        first = insert.values(kid=name(value), value=value, signs_from=0.0, published_until=None)
        session.execute(first.on_conflict_do_nothing())
        return _published(store, session)


def renew(store: Store, make: Make, name: Name, *, at_once: bool = False) -> Keys:
    """Publish a new key, which signs in an hour, or ``at_once``: as soon as all replicas have read it.

    Raises:
        NotNow: a new one is on its way already; ``at_once`` lets that one sign earlier.
        Unreachable: the database does not answer.
    """
    published(store, make, name)
    value = make()
    with store.writing() as session:
        now = store.now(session)
        rows = _rows(session, now, lock=True)
        signs_from = now + (KEY_AT_ONCE_SECONDS if at_once else KEY_LEAD_SECONDS)
        if rows[-1].signs_from > now:
            if not at_once:
                raise NotNow("A new key is published already, and does not sign yet.")
            rows[-1].signs_from = min(rows[-1].signs_from, signs_from)
            before = rows[:-1]
        else:
            session.add(CourseKey(kid=name(value), value=value, signs_from=signs_from, published_until=None))
            before = rows
        for row in before:
            until = signs_from + KEY_KEPT_SECONDS
            row.published_until = until if row.published_until is None else min(row.published_until, until)
        session.flush()
        return _published(store, session)


def retire(store: Store, kid: str) -> None:
    """Publish a key no longer and forget it: what it signed is taken by nobody any more.

    Raises:
        NotNow: it is the one that signs.
        Unusable: there is none of that name.
        Unreachable: the database does not answer.
    """
    with store.writing() as session:
        now = store.now(session)
        rows = _rows(session, now, lock=True)
        gone = next((row for row in rows if row.kid == kid), None)
        if gone is None:
            raise Unusable(f"There is no key {kid!r}.")
        if gone is signing(rows, now):
            raise NotNow("That key signs now. Renew it, and retire it once the new one signs.")
        left = [row for row in rows if row is not gone]
        left[-1].published_until = None  # Where the one that was to follow goes, the one before stays.
        _drop(session, gone)


def forget_keys(session: Session, now: float) -> None:
    """Forget keys that are published no longer at that moment."""
    for row in session.scalars(select(CourseKey).where(CourseKey.published_until <= now)):
        _drop(session, row)


def _drop(session: Session, row: CourseKey) -> None:
    session.execute(delete(CourseSecret).where(CourseSecret.name == FIRST, CourseSecret.value == row.value))
    session.delete(row)


def _rows(session: Session, now: float, *, lock: bool = False) -> list[CourseKey]:
    until = CourseKey.published_until
    query = select(CourseKey).where(until.is_(None) | (until > now)).order_by(CourseKey.signs_from, CourseKey.kid)
    return list(session.scalars(query.with_for_update() if lock else query))


def _published(store: Store, session: Session) -> Keys:
    now = store.now(session)
    rows = _rows(session, now)
    return Keys(tuple(Key(row.kid, row.value, row.signs_from, row.published_until) for row in rows), now)
