"""What is kept towards course software, and what a seat is worth there. No name, address or id of a person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from rooms import access
from rooms.deadline import settled
from rooms.debrief import best_split, today
from rooms.errors import TooMany
from rooms.limits import MAX_PLATFORMS
from rooms.settings import RoomSettings
from rooms.store import Store
from rooms.tables import CourseNonce, CoursePlatform, CourseSecret, Submission
from rooms.tokens import hashed
from rooms.views import plan_of, rounds_on_show, settings_of
from simulator.facts.plan import Plan
from simulator.model.question import Question


@dataclass(frozen=True)
class Standing:
    """How far one seat has come."""

    submitted: bool
    """Whether a split was submitted in any round."""
    share: float | None
    """Of what could be gained beyond the split a round begins with, the part that the submitted split gains, from 0 to
    1: the mean over the rounds whose best split was shown, practice apart. A round without a split counts 0. None
    before there is such a round."""


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


def standing(store: Store, code: str, seat: str) -> Standing:
    """Return how far a seat has come; `NoSuchRoom` where there is none."""
    with settled(store, lambda session: access.room_by_code(store, session, code)) as (session, room):
        participant = access.participant_at(session, room, seat)
        settings = settings_of(room.settings)
        mine = select(Submission.round, Submission.plan).where(
            Submission.participant_id == participant.id, Submission.submitted_at.is_not(None)
        )
        plans = {number: plan_of(settings.business(number), plan) for number, plan in session.execute(mine)}
        # Before the best split is shown, a result would tell how far one is from it.
        over = rounds_on_show(room.phase, room.round) - (room.phase == "spread")
    shares = []
    for number in range(1, over + 1):
        if settings.rounds[number - 1].practice:
            continue
        plan = plans.get(number)
        shares.append(0.0 if plan is None else _share(settings, number, plan))
    return Standing(bool(plans), sum(shares) / len(shares) if shares else None)


def _share(settings: RoomSettings, number: int, plan: Plan) -> float:
    value = Question(settings.business(number), plan, settings.months, settings.metric).value
    return share(value, today(settings, number), best_split(settings, number).value)


def share(value: float, start: float, best: float) -> float:
    """Return the part of a possible gain that was made, from 0 to 1; where there is none to make, 1 for not losing."""
    gap = best - start
    if gap <= 1e-9 * max(abs(best), 1.0):
        return float(value >= start - 1e-9 * max(abs(start), 1.0))
    return min(max((value - start) / gap, 0.0), 1.0)
