"""Where a seat stands: where its room does or, while a homework runs, as far as its owner has come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from rooms import access
from rooms.errors import MovedOn, NotNow
from rooms.settings import RoomSettings
from rooms.store import Store
from rooms.tables import Participant, Room, Submission
from rooms.views import Phase, RoomView, settings_of

LAST_HOUR = 3600
"""Before the end of a homework its clock runs down on each page this long, in seconds."""
SAID = {
    "predict": "Keep your prediction first: the levers open then.",
    "decide": "The levers of this round are open.",
    "frozen": "Your split of this round is in, or its time is over.",
}


@dataclass(frozen=True)
class Standing:
    """How far a seat has come: the round, and "predict", "decide" or, when the round is over for it, "frozen"."""

    phase: Phase
    round: int
    deadline: float | None
    """When its time to decide is over; None where no clock runs."""


class News(NamedTuple):
    """What tells a page of a seat that it is behind; ``changes`` and ``dues`` only grow."""

    changes: int
    device: str
    """The one the last change came from."""
    dues: int
    """In how many rounds of a homework the seat's time is over."""


class Part(Protocol):
    """What is read of a seat's part in a round to know of news."""

    changes: int
    changed_by: str
    due_at: float | None


def news_of(rows: Sequence[Part], now: float) -> News:
    """Return what a seat's parts in the rounds that count, in order and at least one, tell."""
    dues = sum(row.due_at is not None and row.due_at <= now for row in rows)
    return News(sum(row.changes for row in rows), rows[-1].changed_by, dues)


def own_rows(session: Session, participant: Participant) -> list[Submission]:
    """Return a seat's part in every round so far, in order."""
    query = select(Submission).where(Submission.participant_id == participant.id).order_by(Submission.round)
    return list(session.scalars(query))


def standing(rows: Sequence[Submission], closes_at: float, now: float) -> Standing:
    """Return how far a seat has come in a homework that runs."""
    if not rows:
        return Standing("predict", 1, None)
    last = rows[-1]
    ends = [end for end in (last.due_at, closes_at if closes_at - now <= LAST_HOUR else None) if end is not None]
    return Standing(_phase(last, now), last.round, min(ends, default=None))


def seen_from(view: RoomView, rows: Sequence[Submission], revised: int | None = None) -> RoomView:
    """Return the room as one seat sees it; while a homework runs, in its own round.

    ``revised`` is a round to whose levers the seat's owner has gone back, where that is allowed.
    """
    if view.closes_at is None:
        return view
    if view.phase != "homework":
        taken = next((row.due_at for row in rows if row.round == view.round), None)
        return replace(view, deadline=taken)
    at = standing(rows, view.closes_at, view.now)
    if revised in revisable(view.settings, rows, view.now):
        row = next(row for row in rows if row.round == revised)
        at = replace(standing([row], view.closes_at, view.now), phase="decide")
    return replace(view, phase=at.phase, round=at.round, deadline=at.deadline)


def revisable(settings: RoomSettings, rows: Sequence[Submission], now: float) -> frozenset[int]:
    """Return the rounds whose split was submitted and may still be changed while the homework runs."""
    return frozenset(
        row.round
        for row in rows
        if row.submitted_at is not None and settings.rounds[row.round - 1].revise and not _due(row, now)
    )


def round_for(
    store: Store, session: Session, room: Room, participant: Participant, wanted: Phase, drawn: int | None
) -> int:
    """Return the round in which a seat may do now what belongs to the phase ``wanted``.

    Raises:
        NotNow: it may not.
        MovedOn: it was ``drawn`` for a round that is no longer, or not yet, the seat's.
    """
    now = store.now(session)
    if access.phase_of(store, session, room) != "homework" or room.closes_at is None:
        access.require(store, session, room, wanted)
        return _meant(drawn, room.round)
    rows = own_rows(session, participant)
    at = standing(rows, room.closes_at, now)
    if wanted == "decide" and (drawn or at.round) in revisable(settings_of(room.settings), rows, now):
        return drawn or at.round
    _meant(drawn, at.round)
    if at.phase != wanted:
        raise NotNow(SAID[at.phase])
    return at.round


def newest(session: Session, room: Room, row: Submission) -> Submission:
    """Return the part on which a seat's changes are noted: in a homework that in its latest round."""
    if room.closes_at is None:
        return row
    query = select(Submission).where(Submission.participant_id == row.participant_id)
    return session.scalars(query.order_by(Submission.round.desc()).limit(1)).one()


def _meant(drawn: int | None, number: int) -> int:
    if drawn not in (None, number):
        raise MovedOn
    return number


def _phase(row: Submission, now: float) -> Phase:
    if row.submitted_at is not None or _due(row, now):
        return "frozen"
    return "predict" if row.begun_at is None else "decide"


def _due(row: Submission, now: float) -> bool:
    return row.due_at is not None and row.due_at <= now
