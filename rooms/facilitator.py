"""What a facilitator can do; each verb takes the room's code and the facilitator's secret."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from rooms import access
from rooms.carry import going_on
from rooms.deadline import close_if_over, give_back, settled
from rooms.errors import MovedOn, NotNow, TooMany, Unusable
from rooms.limits import (
    CROWDED_SECONDS,
    DEBRIEF_DAYS,
    HOMEWORK_SECONDS,
    MAX_ROOMS,
    MAX_ROUNDS,
    MAX_TIMER_SECONDS,
    ROOM_HOURS,
)
from rooms.reading import entries_of
from rooms.settings import RoomSettings
from rooms.store import Store
from rooms.sweep import delete_due, delete_untouched
from rooms.tables import Participant, Room, Submission
from rooms.tokens import hashed, new_code, new_token
from rooms.views import NO_TEAM, Entry, Phase, RoomView, Step, settings_of, settings_text
from simulator.facts.declaration import InvalidInput

BEFORE: Mapping[Phase, Phase] = {
    "predict": "lobby", "decide": "predict", "frozen": "decide", "spread": "frozen", "revealed": "spread",
}  # fmt: skip
"""The phase that a step back leads to; where a later round was begun, it leads to the results of the one before."""
SLACK_SECONDS = 120
"""By so much the end of a homework may miss its bounds."""


@dataclass(frozen=True)
class Opened:
    """A new room's code and its facilitator's secret, which nobody can look up again."""

    code: str
    secret: str

    def __repr__(self) -> str:
        return f"Opened(code={self.code!r})"


def open_room(store: Store, settings: RoomSettings | None = None, address: str | None = None) -> Opened:
    """Open a room, and delete those whose time is over: none of them takes a place."""
    opened = Opened(new_code(), new_token())
    with store.writing() as session:
        now = store.now(session)
        delete_due(session, now)
        access.check_attempts(store, session, address, "new_room")
        access.count_attempt(store, session, address, "new_room")
        if _full(session):
            delete_untouched(session, now, CROWDED_SECONDS)
            if _full(session):
                raise TooMany("All rooms are taken at the moment. Try again later.")
        session.add(
            Room(
                code=opened.code,
                secret_hash=hashed(opened.secret),
                settings=(settings or RoomSettings()).model_dump_json(),
                opened_at=now,
                expires_at=now + ROOM_HOURS * 3600,
            )
        )
    return opened


def _full(session: Session) -> bool:
    return (session.scalar(select(func.count()).select_from(Room)) or 0) >= MAX_ROOMS


def room(store: Store, code: str, secret: str) -> RoomView:
    """Return the room."""
    with settled(store, lambda session: access.room_of_facilitator(store, session, code, secret)) as (session, found):
        return access.view(store, session, found)


def entries(store: Store, code: str, secret: str) -> tuple[Entry, ...]:
    """Return every participant's part in every round, with names and hidden lines; who did nothing yet is in none."""
    with store.reading() as session:
        return entries_of(session, access.room_of_facilitator(store, session, code, secret), named=True, hidden=True)


def roster(store: Store, code: str, secret: str) -> dict[int, str]:
    """Return who has joined, by number, in order."""
    with store.reading() as session:
        found = access.room_of_facilitator(store, session, code, secret)
        query = select(Participant.id, Participant.nickname).where(Participant.room_id == found.id)
        return dict(session.execute(query.order_by(Participant.id)).all())


def teams(store: Store, code: str, secret: str) -> dict[int, int]:
    """Return everyone's place among the teams by number, -1 for none, in the order of joining."""
    with store.reading() as session:
        found = access.room_of_facilitator(store, session, code, secret)
        many = len(settings_of(found.settings).teams)
        query = select(Participant.id, Participant.team).where(Participant.room_id == found.id)
        rows = session.execute(query.order_by(Participant.id))
        return {number: team if team < many else NO_TEAM for number, team in rows}


def configure(store: Store, code: str, secret: str, settings: RoomSettings) -> RoomSettings:
    """Change what is still to come, and return it as it is kept: anything before the first round, later only rounds
    not yet begun.

    What was kept of a round that was begun, taken back and now asks something else is forgotten.
    """
    with _changing(store, code, secret) as (session, room):
        access.require(store, session, room, "lobby", "revealed")
        if room.closes_at is not None:
            raise NotNow("A homework stays as it was set up once it has begun.")
        now, begun = settings_of(room.settings), room.round - (room.phase == "lobby")
        if settings.rounds[:begun] != now.rounds[:begun] or len(settings.rounds) < begun:
            raise NotNow("Rounds that have begun stay as they are.")
        if begun and settings.model_copy(update={"rounds": now.rounds}) != now:
            raise NotNow("The case and what is shown stay as they are once the first round has begun.")
        if settings.pace == "homework" and settings.ends not in (None, now.ends):
            _check_end(settings.ends, store.now(session))
        settings = _gone_on(session, room, settings, begun + 1)
        stale = [number for number in range(begun + 1, MAX_ROUNDS + 1) if _other(now, settings, number)]
        _forget(session, room, stale)
        _keep(room, settings)
    return settings


def _keep(room: Room, settings: RoomSettings) -> None:
    room.settings = settings_text(settings, room.settings)


def _gone_on(session: Session, room: Room, settings: RoomSettings, number: int) -> RoomSettings:
    """Return the settings with round ``number`` begun by the company as the round before left it, where it goes on."""
    entries = entries_of(session, room, named=False) if settings.goes_on != "no" and number > 1 else ()
    try:
        return going_on(settings, number, entries)
    except InvalidInput as error:
        raise Unusable(str(error)) from None


def _forget(session: Session, room: Room, rounds: Collection[int]) -> None:
    session.execute(delete(Submission).where(Submission.room_id == room.id, Submission.round.in_(rounds)))


def _other(before: RoomSettings, after: RoomSettings, number: int) -> bool:
    """Return whether a round asks something else than before: what was kept of it is of no more use then."""
    rounds = [settings.rounds[number - 1 : number] for settings in (before, after)]
    alike = {"rounds": after.rounds, "teams": after.teams, "ends": after.ends}
    return rounds[0] != rounds[1] or before.model_copy(update=alike) != after


def begin_round(store: Store, code: str, secret: str, drawn: Step | None = None) -> None:
    """Let the room predict: the first round, or the next one after the results of the last.

    Where the room is set up as homework everyone begins, each at their own pace; in its debrief the splits of the next
    round are shown.
    """
    with _changing(store, code, secret, drawn) as (session, room):
        access.require(store, session, room, "lobby", "revealed")
        settings, homework = settings_of(room.settings), room.closes_at is not None
        if room.phase == "revealed":
            if room.round >= len(settings.rounds):
                raise NotNow("That was the last round." if homework else _LAST)
            gone_on = _gone_on(session, room, settings, room.round + 1)
            if gone_on != settings:
                _forget(session, room, [room.round + 1])
                _keep(room, gone_on)
            room.round += 1
        elif settings.pace == "homework":
            _run_until(room, settings.ends, store.now(session))
        room.phase, room.deadline = "spread" if homework else "predict", None


_LAST = "That was the last round. Add one in the settings."


def set_end(
    store: Store, code: str, secret: str, at: float, drawn: Step | None = None, seen: float | None = None
) -> None:
    """Let the homework end at another moment; one that is over runs again, as long as nothing of it was shown.

    Whose split the end took as it stood has the levers in hand again. It is refused where the end is no longer the one
    ``seen`` when it was drawn.
    """
    with _changing(store, code, secret, drawn) as (session, room):
        access.require(store, session, room, "homework", "frozen")
        if room.closes_at is None or room.round > 1:
            raise NotNow("There is no homework here that could be reopened.")
        if seen not in (None, room.closes_at):
            raise MovedOn
        if room.phase == "frozen":
            give_back(session, room)
        _run_until(room, at, store.now(session))
        room.phase = "predict"


def end_homework(store: Store, code: str, secret: str, drawn: Step | None = None) -> None:
    """End the homework now; splits that were begun count as they stand."""
    with _changing(store, code, secret, drawn) as (session, room):
        access.require(store, session, room, "homework")
        _close_at(room, store.now(session))
        close_if_over(store, session, room)


def _run_until(room: Room, at: float | None, now: float) -> None:
    _close_at(room, _check_end(at, now))


def _check_end(at: float | None, now: float) -> float:
    soonest, latest = (now + seconds for seconds in HOMEWORK_SECONDS)
    # A moment chosen as the latest there is stays good while the page travels.
    if at is None or not soonest - SLACK_SECONDS <= at <= latest + SLACK_SECONDS:
        raise Unusable("The homework ends one hour to 21 days from now: choose another end.")
    return at


def _close_at(room: Room, at: float) -> None:
    room.closes_at, room.expires_at = at, at + DEBRIEF_DAYS * 86_400


def open_decisions(store: Store, code: str, secret: str, drawn: Step | None = None) -> None:
    """Open the levers, with the round's timer where it has one."""
    with _changing(store, code, secret, drawn) as (session, room):
        access.require(store, session, room, "predict")
        seconds = settings_of(room.settings).rounds[room.round - 1].seconds
        room.phase, room.deadline = "decide", None if seconds is None else store.now(session) + seconds


def extend(store: Store, code: str, secret: str, seconds: int, drawn: Step | None = None) -> None:
    """Give more time: from the deadline, or from now where there is none or it is over."""
    if not 1 <= seconds <= MAX_TIMER_SECONDS:
        raise Unusable(f"A timer runs for 1 to {MAX_TIMER_SECONDS} seconds.")
    with _changing(store, code, secret, drawn) as (session, room):
        access.require(store, session, room, "decide", "frozen")
        if room.closes_at is not None:
            raise NotNow(access.SAID["frozen"])
        now = store.now(session)
        room.deadline = max(now, room.deadline if room.deadline and room.phase == "decide" else now) + seconds
        room.phase = "decide"


def freeze(store: Store, code: str, secret: str, drawn: Step | None = None) -> None:
    """Close submissions."""
    with _changing(store, code, secret, drawn) as (session, room):
        access.require(store, session, room, "decide", "frozen")
        if room.phase == "decide":  # Where the time was up, the deadline says whose split was taken as it stood.
            room.phase, room.deadline = "frozen", None


def show_splits(store: Store, code: str, secret: str, drawn: Step | None = None) -> None:
    """Show the room everyone's splits and predictions, and not yet which is best."""
    with _changing(store, code, secret, drawn) as (session, room):
        access.require(store, session, room, "frozen")
        room.phase, room.deadline = "spread", None


def reveal(store: Store, code: str, secret: str, drawn: Step | None = None) -> None:
    """Show the room the best split beside everyone's, and why."""
    with _changing(store, code, secret, drawn) as (session, room):
        access.require(store, session, room, "frozen", "spread")
        room.phase, room.deadline = "revealed", None
        settings = settings_of(room.settings)
        if settings.goes_on != "no":
            # What the next round will find is there to be read, and its news to be checked against it.
            with suppress(Unusable):
                _keep(room, _gone_on(session, room, settings, room.round + 1))


def take_back(store: Store, code: str, secret: str, drawn: Step | None = None) -> None:
    """Take the last step back; predictions and splits are kept, submissions reopen without a timer."""
    with _changing(store, code, secret, drawn) as (session, room):
        phase = access.phase_of(store, session, room)
        homework = room.closes_at is not None
        if phase == "homework" and room.closes_at is not None:
            # Opened again it runs until the end that people were told last.
            _keep(room, settings_of(room.settings).changed(ends=int(room.closes_at)))
            room.phase, room.closes_at = "lobby", None
            return
        if phase not in BEFORE:
            raise NotNow(access.SAID[phase])
        if homework and phase == "frozen":
            raise NotNow("The homework is over. Give it another end to reopen it.")
        again = phase == ("spread" if homework else "predict") and room.round > 1
        room.round -= again
        room.phase, room.deadline = ("revealed" if again else BEFORE[phase]), None


def reset_round(store: Store, code: str, secret: str) -> None:
    """Forget this round's predictions and splits and start it again, as after a practice."""
    with _changing(store, code, secret) as (session, room):
        if room.closes_at is not None:
            raise NotNow("The rounds of a homework are each one's own: remove someone to let them begin anew.")
        session.execute(delete(Submission).where(Submission.room_id == room.id, Submission.round == room.round))
        room.phase, room.deadline = ("lobby" if room.round == 1 else "predict"), None


def set_leaderboard(store: Store, code: str, secret: str, shown: bool) -> None:
    """Show the best splits with their nicknames, or hide the names again."""
    with _changing(store, code, secret) as (_, room):
        room.leaderboard = shown


def set_admission(store: Store, code: str, secret: str, admits: bool) -> None:
    """Let people join, or close the door; those inside stay."""
    with _changing(store, code, secret) as (_, room):
        room.admits = admits


def remove_participants(store: Store, code: str, secret: str, participants: Collection[int]) -> None:
    """Take these participants out of the room, with all they submitted."""
    with _changing(store, code, secret) as (session, room):
        session.execute(delete(Participant).where(Participant.id.in_(participants), Participant.room_id == room.id))


def move_participants(store: Store, code: str, secret: str, participants: Collection[int], team: int) -> None:
    """Put these participants into a team; -1: into none."""
    with _changing(store, code, secret) as (session, room):
        if team != NO_TEAM and not 0 <= team < len(settings_of(room.settings).teams):
            raise Unusable("There is no such team in this room.")
        query = update(Participant).where(Participant.id.in_(participants), Participant.room_id == room.id)
        session.execute(query.values(team=team))


def hide_lines(
    store: Store, code: str, secret: str, number: int, hide: Collection[int], show: Collection[int] = ()
) -> None:
    """Keep the lines that these participants gave in a round from the room, and ``show`` those of others again."""
    with _changing(store, code, secret) as (session, room):
        for people, hidden in ((hide, True), (show, False)):
            query = update(Submission).where(Submission.participant_id.in_(people), Submission.room_id == room.id)
            session.execute(query.where(Submission.round == number).values(hidden=hidden))


def delete_room(store: Store, code: str, secret: str) -> None:
    """End the room and delete all that is in it; whoever opened it can."""
    with store.writing() as session:
        session.delete(access.room_of_first(store, session, code, secret))


@contextmanager
def _changing(store: Store, code: str, secret: str, drawn: Step | None = None) -> Iterator[tuple[Session, Room]]:
    """Lock the room for a change; refuse it where it was ``drawn`` for a step at which the room no longer is."""
    with store.writing() as session:
        room = access.room_of_facilitator(store, session, code, secret, lock="change")
        close_if_over(store, session, room)
        if drawn is not None and drawn != (access.phase_of(store, session, room), room.round):
            raise MovedOn
        yield session, room
        room.revision += 1
        room.activity += 1
