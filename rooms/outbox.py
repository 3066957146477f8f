"""Results on their way to course software: kept until they have arrived, and in the hand of one replica at a time.

Of whom a result is stands in it sealed, as long as it is on its way and no longer.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, cast

from sqlalchemy import ColumnElement, and_, delete, func, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from rooms.limits import MAX_RESULTS, RESULT_KEPT_SECONDS
from rooms.store import Store
from rooms.tables import CourseResult

Stand = Literal["waiting", "arrived", "refused", "full"]
"""How it went: on its way; taken; not taken, or given up; too many wait, ask again."""
REST_SECONDS = 600.0
"""After which a result that was not taken may be sent again, where it is asked for again."""
ANOTHER_SECONDS = 1.0
"""By which a further try, and a later result of the same person, is later at least: some platforms know no shorter
time."""
_WAITS = CourseResult.stand == "waiting"


@dataclass(frozen=True)
class InHand:
    """A result that one replica sends now."""

    about: str
    sealed: str
    score: float
    made_at: float
    tries: int
    """With this one."""
    age: float
    """Seconds since the result came about."""

    @property
    def _mine(self) -> ColumnElement[bool]:
        """Where it still is the same result, and in no other hand since."""
        same = CourseResult.about == self.about, CourseResult.made_at == self.made_at
        return and_(*same, CourseResult.tries == self.tries, _WAITS)


def put(store: Store, about: str, sealed: str, score: float, most: int = MAX_RESULTS) -> Stand:
    """Keep a result to be sent, unless the same was kept before; return how it stands with it. Raises `Unreachable`."""
    with store.reading() as session:
        known = _same(session, about, score, store.now(session))
    if known:
        return known
    with store.writing() as session:
        now = store.now(session)
        if known := _same(session, about, score, now):
            return known
        before = session.get(CourseResult, about)
        if (before is None or before.stand != "waiting") and _waiting(session) >= most:
            return "full"
        made_at = now if before is None else max(now, before.made_at + ANOTHER_SECONDS * (before.tries + 1))
        news = {"sealed": sealed, "score": score, "stand": "waiting", "made_at": made_at, "due_at": now, "tries": 0}
        insert = (sqlite.insert if store.is_sqlite else postgresql.insert)(CourseResult)
        # Another replica may have kept one meanwhile.
        session.execute(insert.values(about=about, **news).on_conflict_do_update(index_elements=["about"], set_=news))
    return "waiting"


def _same(session: Session, about: str, score: float, now: float) -> Stand | None:
    """Return how it stands with that result; None where there is none, or one that may be sent again."""
    kept = session.get(CourseResult, about)
    if kept is None or kept.score != score or (kept.stand == "refused" and now - kept.due_at > REST_SECONDS):
        return None
    return cast("Stand", kept.stand)


def take(store: Store, seconds: float) -> InHand | float:
    """Take the result in hand that is to be sent first; where none is due, return in how many seconds one is.

    Whoever has it in hand for longer than ``seconds`` is taken to be gone, and another replica sends it. Results that
    were not tried yet come first, so that a platform that is away keeps nobody else's waiting. Raises `Unreachable`.
    """
    with store.reading() as session:
        soonest = session.scalar(select(func.min(CourseResult.due_at)).where(_WAITS))
        now = store.now(session)
    if soonest is None or soonest > now:
        return math.inf if soonest is None else soonest - now
    with store.writing() as session:
        now = store.now(session)
        due = select(CourseResult).where(_WAITS, CourseResult.due_at <= now)
        first = due.order_by(CourseResult.tries, CourseResult.due_at).limit(1).with_for_update(skip_locked=True)
        row = session.scalars(first).one_or_none()
        if row is None:  # Another replica has just taken it.
            return 0.0
        row.due_at, row.tries = now + seconds, row.tries + 1
        return InHand(row.about, row.sealed, row.score, row.made_at, row.tries, now - row.made_at)


def put_off(store: Store, result: InHand, seconds: float) -> None:
    """Let it be sent again after so many seconds. Raises `Unreachable`."""
    with store.writing() as session:
        session.execute(update(CourseResult).where(result._mine).values(due_at=store.now(session) + seconds))


def close(store: Store, result: InHand, stand: Literal["arrived", "refused"]) -> None:
    """Note how it went, and forget of whom it was; a later result of the same person goes on. Raises `Unreachable`."""
    with store.writing() as session:
        over = {"stand": stand, "sealed": "", "due_at": store.now(session)}
        session.execute(update(CourseResult).where(result._mine).values(over))


def waiting(store: Store) -> int:
    """Return how many are on their way. Raises `Unreachable`."""
    with store.reading() as session:
        return _waiting(session)


def _waiting(session: Session) -> int:
    return session.scalar(select(func.count()).select_from(CourseResult).where(_WAITS)) or 0


def forget_results(session: Session, now: float) -> None:
    """Forget results of which nobody asks any more, and those that no replica sends."""
    session.execute(delete(CourseResult).where(~_WAITS, CourseResult.due_at <= now - RESULT_KEPT_SECONDS))
    session.execute(delete(CourseResult).where(_WAITS, CourseResult.made_at <= now - RESULT_KEPT_SECONDS))
