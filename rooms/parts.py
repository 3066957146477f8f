"""A seat's part in a round, as it is written: under whose seat, and from which device it was changed last."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext

from sqlalchemy import select
from sqlalchemy.orm import Session

from rooms import access, standing
from rooms.store import Store
from rooms.tables import Participant, Room, Submission


def row_of(session: Session, participant: Participant, round: int) -> Submission | None:
    """Return a seat's part in a round; None where there is none yet."""
    query = select(Submission).where(Submission.participant_id == participant.id, Submission.round == round)
    return session.scalars(query).one_or_none()


def new_row(session: Session, participant: Participant, room: Room, round: int) -> Submission:
    """Return the part that a seat takes in a round, empty."""
    row = Submission(room_id=room.id, participant_id=participant.id, round=round, revisions=0, changes=0)
    session.add(row)
    return row


def changed(session: Session, room: Room, row: Submission, device: str) -> None:
    """Note that a seat's part was changed, and from which device."""
    noted = standing.newest(session, room, row)
    noted.changes += 1
    noted.changed_by = device[:24]


@contextmanager
def seated(
    store: Store, code: str, seat: str, lock: access.Lock = "keep"
) -> Iterator[tuple[Session, Room, Participant]]:
    """Yield a session that writes, the room with that lock, and who sits there."""
    alone = store.turn(code) if lock == "change" else nullcontext()
    with alone, store.writing() as session:
        room = access.room_by_code(store, session, code, lock=lock)
        yield session, room, access.participant_at(session, room, seat, lock=True)
