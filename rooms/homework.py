"""Homework: each seat goes from round to round at its own pace, and the facilitator sees how far they have come."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, select

from rooms import access
from rooms.deadline import settled
from rooms.errors import NotNow
from rooms.parts import changed, new_row, row_of, seated
from rooms.standing import own_rows, round_for, standing
from rooms.store import Store
from rooms.tables import Participant, Submission
from rooms.views import settings_of


@dataclass(frozen=True)
class RoundProgress:
    """How many have come how far in one round; each holds those after it."""

    begun: int
    predicted: int
    submitted: int


@dataclass(frozen=True)
class Progress:
    """How far a room's homework has come."""

    joined: int
    rounds: tuple[RoundProgress, ...]
    finished: Mapping[int, int]
    """By participant who submitted any: in how many rounds."""

    @property
    def done(self) -> int:
        """How many have submitted in every round."""
        return sum(each == len(self.rounds) for each in self.finished.values())


def open_levers(store: Store, code: str, seat: str, drawn: int, device: str = "") -> None:
    """Open this seat's levers in the round it was ``drawn`` for, with that round's timer where it has one.

    Pressed again it does nothing.
    """
    with seated(store, code, seat, "change") as (session, room, participant):
        row = row_of(session, participant, drawn)
        if row is not None and row.begun_at is not None:
            return
        round_for(store, session, room, participant, "predict", drawn)
        if access.phase_of(store, session, room) != "homework" or row is None or row.expected is None:
            raise NotNow("Keep your prediction first: the levers open then.")
        row.begun_at = store.now(session)
        seconds = settings_of(room.settings).rounds[drawn - 1].seconds
        row.due_at = None if seconds is None else row.begun_at + seconds
        changed(session, room, row, device)
        room.activity += 1


def go_on(store: Store, code: str, seat: str, drawn: int, device: str = "") -> None:
    """Begin the round after the one it was ``drawn`` for, which must be over for this seat.

    Pressed again it does nothing.
    """
    with seated(store, code, seat, "change") as (session, room, participant):
        access.require(store, session, room, "homework")
        rows, now = own_rows(session, participant), store.now(session)
        at = standing(rows, room.closes_at or now, now)
        if at.round > drawn:
            return
        if at.round < drawn or at.phase != "frozen":
            raise NotNow("Submit your split first: the next round opens then.")
        if drawn >= len(settings_of(room.settings).rounds):
            raise NotNow("That was the last round.")
        changed(session, room, new_row(session, participant, room, drawn + 1), device)
        room.activity += 1


def progress(store: Store, code: str, secret: str) -> Progress:
    """Return how far the room's homework has come, for its facilitator."""
    with settled(store, lambda session: access.room_of_facilitator(store, session, code, secret)) as (session, room):
        joined = select(func.count()).select_from(Participant).where(Participant.room_id == room.id)
        theirs = select(Submission).where(Submission.room_id == room.id)
        rows = session.scalars(theirs).all()
        begun, predicted = (
            Counter(row.round for row in rows),
            Counter(row.round for row in rows if row.expected is not None),
        )
        submitted = [row for row in rows if row.submitted_at is not None]
        sent = Counter(row.round for row in submitted)
        numbers = range(1, len(settings_of(room.settings).rounds) + 1)
        return Progress(
            joined=session.scalar(joined) or 0,
            rounds=tuple(RoundProgress(begun[each], predicted[each], sent[each]) for each in numbers),
            finished=Counter(row.participant_id for row in submitted),
        )
