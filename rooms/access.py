"""Who may touch what: every verb comes through here."""

from __future__ import annotations

from typing import Literal

from sqlalchemy import delete, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from rooms.errors import NoSuchRoom, NoSuchSeat, NotNow, TooMany, Unusable
from rooms.limits import NEW_ROOMS, WINDOW_SECONDS, WRONG_CODES
from rooms.store import Store
from rooms.tables import Attempt, Participant, Room, Submission
from rooms.tokens import clean_code, hashed, same
from rooms.views import Phase, RoomView, phase_at, room_view

Lock = Literal["change", "keep"] | None
LIMITS = {"wrong_code": WRONG_CODES, "new_room": NEW_ROOMS}
TOO_OFTEN = {
    "wrong_code": "There is no such room, and too many wrong codes came from this network of late. "
    "The code on the screen, or its link, works at any time.",
    "new_room": "Too many rooms were opened from this network of late. Wait ten minutes.",
}


def room_by_code(store: Store, session: Session, code: str, *, lock: Lock = None) -> Room:
    """Return the room of that code, locked until the session ends.

    ``change``: nobody else changes it; ``keep``: it is not deleted. Rooms are locked before participants, always,
    or two sessions could wait for each other.
    """
    query = select(Room).where(Room.code == clean_code(code))
    if lock:
        query = query.with_for_update(read=lock == "keep", key_share=True)
    room = session.scalars(query).one_or_none()
    if room is None or room.expires_at <= store.now(session):
        raise NoSuchRoom
    return room


def room_of_facilitator(store: Store, session: Session, code: str, secret: str, *, lock: Lock = None) -> Room:
    """Return the room of that code if the secret is that of whoever opened it, or of the second facilitator."""
    room = room_by_code(store, session, code, lock=lock)
    first, second = same(secret, room.secret_hash), same(secret, room.helper_hash)
    if not (first or second):
        raise NoSuchRoom("This facilitator link is not one of an open room.")
    return room


def room_of_first(store: Store, session: Session, code: str, secret: str) -> Room:
    """Return the room, locked for a change, if the secret is that of whoever opened it."""
    room = room_of_facilitator(store, session, code, secret, lock="change")
    if not same(secret, room.secret_hash):
        raise Unusable("Only whoever opened the room can do that.")
    return room


def participant_at(session: Session, room: Room, seat: str, *, lock: bool = False) -> Participant:
    """Return who sits there, in that room and no other; with ``lock`` two tabs of one seat take turns."""
    query = select(Participant).where(Participant.seat_hash == hashed(seat), Participant.room_id == room.id)
    participant = session.scalars(query.with_for_update(key_share=True) if lock else query).one_or_none()
    if participant is None:
        raise NoSuchSeat
    return participant


def require(store: Store, session: Session, room: Room, *phases: Phase) -> None:
    """Refuse unless the room is now in one of ``phases``."""
    phase = phase_of(store, session, room)
    if phase not in phases:
        raise NotNow(SAID[phase])


def phase_of(store: Store, session: Session, room: Room) -> Phase:
    """Return the phase in which the room is now."""
    return phase_at(room.phase, room.deadline, store.now(session), room.closes_at)


SAID = {
    "lobby": "The round has not begun yet.",
    "predict": "The room is predicting; the levers open next.",
    "decide": "The room is deciding.",
    "homework": "The homework is running; everyone goes at their own pace.",
    "frozen": "Submissions are closed for this round.",
    "spread": "Everyone's splits are on show.",
    "revealed": "This round's results are on show.",
}


def view(store: Store, session: Session, room: Room) -> RoomView:
    """Return the room with its counts."""
    participants = select(func.count()).select_from(Participant).where(Participant.room_id == room.id)
    this_round = (Submission.room_id == room.id, Submission.round == room.round)
    counts = session.execute(
        select(func.count(Submission.expected), func.count(Submission.submitted_at)).where(*this_round)
    ).one()
    return room_view(room, store.now(session), session.scalar(participants) or 0, counts[0], counts[1])


def check_attempts(store: Store, session: Session, address: str | None, kind: str) -> None:
    """Refuse an address that tried too often of late."""
    tried = session.get(Attempt, _attempt_key(store, session, address, kind))
    if tried is not None and tried.count >= LIMITS[kind]:
        raise TooMany(TOO_OFTEN[kind])


def count_attempt(store: Store, session: Session, address: str | None, kind: str) -> None:
    """Count one attempt, and forget those of long ago."""
    key = _attempt_key(store, session, address, kind)
    forget_attempts(session, store.now(session))
    insert = (sqlite.insert if store.is_sqlite else postgresql.insert)(Attempt)
    first = insert.values(address_hash=key[0], kind=kind, window=key[2], count=1)
    unique = [Attempt.address_hash, Attempt.kind, Attempt.window]
    session.execute(first.on_conflict_do_update(index_elements=unique, set_={"count": Attempt.count + 1}))


def forget_attempts(session: Session, now: float) -> None:
    """Forget attempts that no limit counts any more at that moment."""
    session.execute(delete(Attempt).where(Attempt.window < int(now // WINDOW_SECONDS) - 1))


def _attempt_key(store: Store, session: Session, address: str | None, kind: str) -> tuple[str, str, int]:
    return hashed(address or "unknown"), kind, int(store.now(session) // WINDOW_SECONDS)
