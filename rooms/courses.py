"""What is kept towards course software, and shared by all replicas. No name, address or id of a person."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from rooms.errors import TooMany
from rooms.limits import MAX_PLATFORMS
from rooms.store import Store
from rooms.tables import CourseNonce, CoursePlatform, CourseSecret
from rooms.tokens import hashed


def secret(store: Store, name: str, make: Callable[[], str]) -> str:
    """Return the secret of that name, made by the first replica that asks. Raises `Unreachable`."""
    with store.reading() as session:
        found = session.get(CourseSecret, name)
    if found is not None:
        return found.value
    with store.writing() as session:
        insert = (sqlite.insert if store.is_sqlite else postgresql.insert)(CourseSecret)
        session.execute(insert.values(name=name, value=make()).on_conflict_do_nothing())
        # Another replica may have been first.
        return session.scalars(select(CourseSecret.value).where(CourseSecret.name == name)).one()


def keep_platform(store: Store, issuer: str, client_id: str, told: str) -> None:
    """Keep a platform that registered, in place of what was known of it. Raises `TooMany` and `Unreachable`."""
    with store.writing() as session:
        known = session.get(CoursePlatform, (issuer, client_id))
        if known is not None:
            known.told = told
            return
        if (session.scalar(select(func.count()).select_from(CoursePlatform)) or 0) >= MAX_PLATFORMS:
            raise TooMany(f"No more than {MAX_PLATFORMS} course sites may register by themselves here.")
        session.add(CoursePlatform(issuer=issuer, client_id=client_id, told=told))


def registered(store: Store, issuer: str) -> dict[str, str]:
    """Return what is known of the platforms of that issuer that registered, by client id. Raises `Unreachable`."""
    query = select(CoursePlatform.client_id, CoursePlatform.told).where(CoursePlatform.issuer == issuer)
    with store.reading() as session:
        return {row.client_id: row.told for row in session.execute(query)}


def take_once(store: Store, nonce: str, seconds: float) -> bool:
    """Return whether this launch is taken for the first time; it is remembered so long. Raises `Unreachable`."""
    with store.writing() as session:
        now = store.now(session)
        insert = (sqlite.insert if store.is_sqlite else postgresql.insert)(CourseNonce)
        row = insert.values(nonce_hash=hashed(nonce), expires_at=now + seconds).on_conflict_do_nothing()
        return session.scalar(row.returning(CourseNonce.nonce_hash)) is not None


def forget_nonces(session: Session, now: float) -> None:
    """Forget launches whose message could not be taken any more at that moment."""
    session.execute(delete(CourseNonce).where(CourseNonce.expires_at <= now))
