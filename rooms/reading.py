"""What is read without a seat: a room by its code, whether it changed, and revealed results without names."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import groupby
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from next_dollar.turns import Turns
from rooms import access
from rooms.deadline import settled
from rooms.errors import NoSuchRoom, NotNow
from rooms.standing import News, news_of
from rooms.store import Store
from rooms.tables import Participant, Room, Submission
from rooms.tokens import clean_code
from rooms.views import Entry, Pulse, RoomView, entry_of, phase_at, rounds_on_show, settings_of

Answer = TypeVar("Answer")
Place = tuple[int, str]
Kept = dict[Place, tuple[float, Answer]]
Changes = Mapping[int, News]
"""By participant, where they did anything in the round or, in a homework, in any."""
_pulses: Kept[Pulse | None] = {}
_changes: Kept[Changes] = {}
_turns = Turns()


def look(store: Store, code: str, address: str | None = None) -> RoomView:
    """Return what anyone with the code may see; wrong codes are counted per ``address``.

    A right code always works, however many wrong ones came from there: a class shares its address with its pranksters.
    """
    try:
        with settled(store, lambda session: access.room_by_code(store, session, code)) as (session, room):
            return access.view(store, session, room)
    except NoSuchRoom:
        with store.reading() as session:
            access.check_attempts(store, session, address, "wrong_code")
    with store.writing() as session:
        access.count_attempt(store, session, address, "wrong_code")
    raise NoSuchRoom


def pulse(store: Store, code: str, max_age: float = 1.0) -> Pulse | None:
    """Return the room's version, None once it is gone; asked of the database at most once per ``max_age`` seconds.

    All sessions of a process share the answer, so that hundreds who look every few seconds cost one query a second.
    """
    return _shared(_pulses, _ask, store, code, max_age)


def changes(store: Store, code: str, max_age: float = 1.0) -> Changes:
    """Return how often each seat's part in the round was changed; asked as seldom, and shared in the same way."""
    return _shared(_changes, _ask_changes, store, code, max_age)


def _shared(kept: Kept[Answer], ask: Callable[[Store, str], Answer], store: Store, code: str, max_age: float) -> Answer:
    key = (id(store), clean_code(code))
    known = kept.get(key)
    if known and time.monotonic() - known[0] < max_age:
        return known[1]
    with _turns.of((*key, ask.__name__)):
        known = kept.get(key)
        if known is None or time.monotonic() - known[0] >= max_age:
            if len(kept) > 2000:
                kept.clear()
            known = kept[key] = (time.monotonic(), ask(store, key[1]))
        return known[1]


def counts(store: Store) -> tuple[int, int]:
    """Return how many rooms are open, and how many seats are taken in them."""
    with store.reading() as session:
        now = store.now(session)
        rooms = session.scalar(select(func.count()).select_from(Room).where(Room.expires_at > now)) or 0
        seats = select(func.count()).select_from(Participant).join(Room, Room.id == Participant.room_id)
        return rooms, session.scalar(seats.where(Room.expires_at > now)) or 0


def revealed(store: Store, code: str) -> tuple[Entry, ...]:
    """Return all entries of rounds whose splits are on show, with names only where the leaderboard is on."""
    with store.reading() as session:
        room = access.room_by_code(store, session, code)
        last = rounds_on_show(room.phase, room.round)
        if not last:
            raise NotNow(access.SAID[access.phase_of(store, session, room)])
        return tuple(
            entry for entry in entries_of(session, room, named=room.leaderboard) if entry.round <= last and entry.plan
        )


def entries_of(session: Session, room: Room, *, named: bool, hidden: bool = False) -> tuple[Entry, ...]:
    """Return everyone's part in every round so far, in the order of joining.

    Names are there where they are to be ``named``, the lines that the facilitator hides where those are wanted too.
    """
    query = select(Submission, Participant).join(Participant, Participant.id == Submission.participant_id)
    rows = session.execute(query.where(Submission.room_id == room.id).order_by(Submission.round, Participant.id))
    settings = settings_of(room.settings)
    return tuple(
        replace(
            entry_of(settings, row, participant),
            nickname=participant.nickname if named else "",
            reason=row.reason if hidden or not row.hidden else "",
        )
        for row, participant in rows
    )


def _ask_changes(store: Store, code: str) -> Changes:
    counts = (Room.round == Submission.round) | Room.closes_at.is_not(None)
    kept = Submission.participant_id, Submission.changes, Submission.changed_by, Submission.due_at
    query = select(*kept).join(Room, (Room.id == Submission.room_id) & counts).where(Room.code == code)
    with store.reading() as session:
        rows, now = (
            session.execute(query.order_by(Submission.participant_id, Submission.round)).all(),
            store.now(session),
        )
    return {each: news_of(list(theirs), now) for each, theirs in groupby(rows, lambda row: row.participant_id)}


def _ask(store: Store, code: str) -> Pulse | None:
    moments = Room.deadline, Room.closes_at, Room.expires_at
    query = select(Room.revision, Room.activity, Room.phase, *moments).where(Room.code == code)
    with store.reading() as session:
        row = session.execute(query).one_or_none()
        now = store.now(session)
    if row is None or row.expires_at <= now:
        return None
    return Pulse(row.revision, row.activity, phase_at(row.phase, row.deadline, now, row.closes_at))
