"""What a participant can do; each verb takes the room's code and the participant's seat."""

from __future__ import annotations

import math
import unicodedata
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from rooms import access, reading, standing
from rooms.carry import begins_at
from rooms.deadline import settled
from rooms.errors import NotNow, TooMany, Unusable
from rooms.limits import CROWDED_SEAT_SECONDS, HOMEWORK_SEAT_SECONDS, MAX_MONEY, MAX_PARTICIPANTS, NICKNAME_LIMIT
from rooms.parts import changed, new_row, row_of, seated
from rooms.reasons import clean_line
from rooms.settings import RoomSettings
from rooms.store import Store
from rooms.sweep import give_way
from rooms.tables import Participant, Room, Submission
from rooms.tokens import hashed, new_nickname, new_token
from rooms.views import NO_TEAM, Phase, SeatView, entry_of, plan_of, settings_of
from simulator.facts.declaration import InvalidInput
from simulator.facts.plan import FUNCTIONS, Function, Plan
from simulator.facts.unit import smallest_unit


@dataclass(frozen=True)
class Joined:
    """A seat, which is the one thing a participant needs to come back, and the nickname given."""

    seat: str
    nickname: str

    def __repr__(self) -> str:
        return f"Joined(nickname={self.nickname!r})"


def join(store: Store, code: str, address: str | None = None, team: int = NO_TEAM, *, seat: str = "") -> Joined:
    """Take a seat under a generated nickname, in that team of the room. Wrong codes are counted per ``address``.

    Args:
        seat: the secret of the seat, for whoever can make the same one again, as course software's seats are; blank:
            a new one. Where it is taken already, its owner has come back.
    """
    reading.look(store, code, address)
    own, seat = seat, seat or new_token()
    with store.turn(code), store.writing() as session:
        room = access.room_by_code(store, session, code, lock="change")
        if own and (known := _seated_at(session, room, own)):
            return Joined(own, known)
        if not room.admits:
            raise NotNow("The facilitator has closed the door of this room.")
        if room.closes_at is not None and access.phase_of(store, session, room) != "homework":
            raise NotNow("This homework is over; nobody can join it any more.")
        taken = _taken(session, room)
        patience = CROWDED_SEAT_SECONDS if room.closes_at is None else HOMEWORK_SEAT_SECONDS
        if len(taken) >= MAX_PARTICIPANTS and give_way(session, room, store.now(session) - patience):
            taken = _taken(session, room)
        if len(taken) >= MAX_PARTICIPANTS:
            raise TooMany(f"This room is full: it holds {MAX_PARTICIPANTS} participants.")
        _check_team(room, team)
        name = _free_nickname(taken)
        session.add(
            Participant(
                room_id=room.id,
                seat_hash=hashed(seat),
                nickname=name,
                nickname_key=name.casefold(),
                joined_at=store.now(session),
                team=team,
            )
        )
        room.activity += 1
    return Joined(seat, name)


def _taken(session: Session, room: Room) -> set[str]:
    """Return the nicknames that are taken in a room."""
    return set(session.scalars(select(Participant.nickname_key).where(Participant.room_id == room.id)))


def sit(store: Store, code: str, seat: str, revised: int | None = None) -> SeatView:
    """Return what this participant sees now: all that is needed to come back with nothing lost.

    In a homework that is their own round, or one ``revised`` to whose levers they have gone back.
    """
    with settled(store, lambda session: access.room_by_code(store, session, code)) as (session, room):
        participant = access.participant_at(session, room, seat)
        view = access.view(store, session, room)
        runs = view.phase == "homework"
        rows = standing.own_rows(session, participant) if room.closes_at is not None else []
        view = standing.seen_from(view, rows, revised)
        row = row_of(session, participant, view.round)
        settings, business = view.settings, view.business
        start, began_at = begins_at(settings, view.round, _splits(session, participant, view.round, settings))
        news = standing.news_of(rows or [row], view.now) if row else standing.News(0, "", 0)
        return SeatView(
            room=view,
            participant=participant.id,
            nickname=participant.nickname,
            bottleneck=row.bottleneck if row else None,  # type: ignore[arg-type]  # Checked when it was written.
            expected=row.expected if row else None,
            draft=plan_of(business, row.draft) if row else None,
            submitted=plan_of(business, row.plan) if row else None,
            submitted_at=row.submitted_at if row else None,
            start=start,
            began_at=began_at,
            answer=row.answer if row else "",
            reason=row.reason if row else "",
            team=participant.team if participant.team < len(settings.teams) else NO_TEAM,
            changes=news.changes,
            changed_by=news.device,
            own=tuple(entry_of(settings, each, participant) for each in rows),
            revisable=standing.revisable(settings, rows, view.now) if runs else frozenset(),
            dues=news.dues,
        )


def rename(store: Store, code: str, seat: str, nickname: str) -> str:
    """Change the nickname; return it as it is kept."""
    name = clean_nickname(nickname)
    with seated(store, code, seat, "change") as (session, room, participant):
        others = select(Participant.id).where(
            Participant.room_id == room.id,
            Participant.nickname_key == name.casefold(),
            Participant.id != participant.id,
        )
        if session.scalar(others) is not None:
            raise Unusable("Someone in the room has that name already.")
        participant.nickname, participant.nickname_key = name, name.casefold()
        room.activity += 1
    return name


def choose_team(store: Store, code: str, seat: str, team: int) -> None:
    """Take a place in a team, for a seat that has none; the facilitator alone moves people from team to team."""
    with seated(store, code, seat, "change") as (_, room, participant):
        if 0 <= participant.team < len(settings_of(room.settings).teams):
            raise NotNow("You are in a team already; the facilitator can move you to another.")
        _check_team(room, team)
        participant.team = team
        room.revision += 1
        room.activity += 1


def predict(
    store: Store,
    code: str,
    seat: str,
    bottleneck: Function | None,
    expected: float,
    device: str = "",
    answer: str = "",
    drawn: int | None = None,
) -> None:
    """State which function is the bottleneck, and what the measure will be; may be changed until levers open.

    ``bottleneck`` is None where the room is not asked for it; ``answer`` is that to its own question.
    ``device`` names, here and below, what the seat's owner holds: their other devices follow it. ``drawn`` is the round
    it was meant for: on a page that is behind nothing is done in another one.
    """
    if not (math.isfinite(expected) and abs(expected) <= MAX_MONEY):
        raise Unusable("The prediction is an amount of money.")
    with seated(store, code, seat, "change") as (session, room, participant):
        number = standing.round_for(store, session, room, participant, "predict", drawn)
        asked = settings_of(room.settings)
        if bottleneck not in (FUNCTIONS if asked.bottleneck else (None,)):
            raise Unusable(f"The bottleneck is one of {', '.join(FUNCTIONS)}.")
        if answer not in (asked.choices or ("",)):
            raise Unusable(f"The answer is one of {', '.join(asked.choices)}.")
        row = row_of(session, participant, number) or new_row(session, participant, room, number)
        row.bottleneck, row.expected, row.answer = bottleneck, float(expected), answer
        changed(session, room, row, device)
        room.activity += 1


def explain(store: Store, code: str, seat: str, reason: str, device: str = "", drawn: int | None = None) -> str:
    """Say why in one line, blank to take it back, while it is asked for; return the line as it is kept."""
    line = clean_line(reason)
    with seated(store, code, seat) as (session, room, participant):
        asked = settings_of(room.settings).line
        if asked == "no":
            raise NotNow("Nobody is asked why in this room.")
        wanted: Phase = "predict" if asked == "prediction" else "decide"
        number = standing.round_for(store, session, room, participant, wanted, drawn)
        row = row_of(session, participant, number) or new_row(session, participant, room, number)
        row.reason = line
        changed(session, room, row, device)
    return line


def save_draft(store: Store, code: str, seat: str, plan: Plan, device: str = "", drawn: int | None = None) -> None:
    """Keep where the levers stand, to come back to; nobody else sees it."""
    with seated(store, code, seat) as (session, room, participant):
        number = standing.round_for(store, session, room, participant, "decide", drawn)
        row = row_of(session, participant, number) or new_row(session, participant, room, number)
        row.draft = _checked(room, plan, number)
        changed(session, room, row, device)


def submit(store: Store, code: str, seat: str, plan: Plan, device: str = "", drawn: int | None = None) -> None:
    """Submit a split, in place of an earlier one."""
    with seated(store, code, seat, "change") as (session, room, participant):
        number = standing.round_for(store, session, room, participant, "decide", drawn)
        row = row_of(session, participant, number) or new_row(session, participant, room, number)
        row.plan = row.draft = _checked(room, plan, number)
        row.revisions += row.submitted_at is not None
        row.submitted_at = store.now(session)
        changed(session, room, row, device)
        room.activity += 1


def clean_nickname(text: str) -> str:
    """Return a nickname as it is kept: printable, single spaces, not too long."""
    clean = " ".join(unicodedata.normalize("NFKC", text).split())
    if not 1 <= len(clean) <= NICKNAME_LIMIT:
        raise Unusable(f"A nickname has 1 to {NICKNAME_LIMIT} characters.")
    if not clean.isprintable() or not any(sign.isalnum() for sign in clean):
        raise Unusable("A nickname is made of letters, digits and plain signs.")
    return clean


def _seated_at(session: Session, room: Room, seat: str) -> str | None:
    query = select(Participant.nickname).where(Participant.seat_hash == hashed(seat), Participant.room_id == room.id)
    return session.scalar(query)


def _free_nickname(taken: set[str]) -> str:
    for _ in range(100):
        name = new_nickname()
        if name.casefold() not in taken:
            return name
    return f"{name} {len(taken) + 1}"


def _checked(room: Room, plan: Plan, number: int) -> dict[str, float]:
    settings = settings_of(room.settings)
    start = settings.start(number)
    try:
        fitted = plan.fitted(start.levers)
    except InvalidInput as error:
        raise Unusable(str(error)) from None
    slack = smallest_unit(settings.business(number), start.total) / 2
    if abs(fitted.total - start.total) > slack:
        raise Unusable("A split must use the whole budget, no more and no less.")
    if any(abs(fitted[lever] - start[lever]) > slack for lever in settings.rounds[number - 1].locked):
        raise Unusable("A locked lever stays where it is.")
    return dict(zip(fitted.levers, fitted.amounts, strict=True))


def _check_team(room: Room, team: int) -> None:
    teams = settings_of(room.settings).teams
    if team != NO_TEAM and not 0 <= team < len(teams):
        raise Unusable(f"The teams are {', '.join(teams)}." if teams else "There are no teams in this room.")


def _splits(session: Session, participant: Participant, before: int, settings: RoomSettings) -> dict[int, Plan]:
    """Return the splits that the seat submitted in rounds ``before`` one, where that begins at one of them."""
    if not settings.carry or before == 1:
        return {}
    query = select(Submission.round, Submission.plan).where(
        Submission.participant_id == participant.id, Submission.round < before
    )
    plans = {number: plan_of(settings.business(number), kept) for number, kept in session.execute(query)}
    return {number: plan for number, plan in plans.items() if plan is not None}
