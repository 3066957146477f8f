"""What is read from a room: plain values, each holding no more than its reader may see."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, cast

from pydantic import ValidationError

from rooms.errors import Unusable
from rooms.settings import RoomSettings, RoundSettings
from rooms.tables import Participant, Room, Submission
from simulator.facts.business import Business
from simulator.facts.declaration import Declared, InvalidInput
from simulator.facts.plan import Function, Plan

Phase = Literal["lobby", "predict", "decide", "homework", "frozen", "spread", "revealed"]
NO_TEAM = -1
"""In place of a team's, among those that play alone or have not chosen yet."""
Step = tuple[Phase, int]
"""Where a room stands: the phase, and the number of the round."""


@dataclass(frozen=True)
class RoomView:
    """What anyone in the room may see of it."""

    code: str
    settings: RoomSettings
    phase: Phase
    round: int
    """Number of the round, from 1."""
    deadline: float | None
    now: float
    admits: bool
    leaderboard: bool
    revision: int
    activity: int
    expires_at: float
    participants: int
    predicted: int
    submitted: int
    closes_at: float | None = None
    """When the homework ends that runs or ran here; None where there is none, or it has not begun."""

    @property
    def homework(self) -> bool:
        """Whether this is a homework: it runs, ran, or is about to begin."""
        return self.closes_at is not None or (self.settings.pace == "homework" and self.phase == "lobby")

    @property
    def runs(self) -> bool:
        """Whether a homework runs here now."""
        return self.closes_at is not None and self.now < self.closes_at

    @property
    def step(self) -> Step:
        """Where the room stands."""
        return self.phase, self.round

    @property
    def teams(self) -> tuple[str, ...]:
        """Names of the teams; none: everyone plays alone."""
        return self.settings.teams

    @property
    def rounds(self) -> int:
        """How many rounds there are."""
        return len(self.settings.rounds)

    @property
    def business(self) -> Business:
        """The company in this round."""
        return self.settings.business(self.round)

    @property
    def start(self) -> Plan:
        """Where the levers stand when this round begins."""
        return self.settings.start(self.round)

    @property
    def on_show(self) -> int:
        """How many rounds' splits everyone may see."""
        return rounds_on_show(self.phase, self.round)

    @property
    def told(self) -> int:
        """How many rounds' best split everyone may see."""
        return self.round if self.phase == "revealed" else self.round - 1

    @property
    def locked(self) -> frozenset[str]:
        """Levers nobody may move in this round."""
        return frozenset(self.settings.rounds[self.round - 1].locked)


@dataclass(frozen=True)
class SeatView:
    """What one participant sees: the room and what is theirs."""

    room: RoomView
    participant: int
    nickname: str
    bottleneck: Function | None
    expected: float | None
    draft: Plan | None
    submitted: Plan | None
    submitted_at: float | None
    start: Plan
    """Where this seat's levers stand when the round begins."""
    began_at: int = 0
    """The round whose own split that is, fitted to this round's total and locks; 0: it is the room's start."""
    answer: str = ""
    """To the facilitator's own question; blank: none yet."""
    reason: str = ""
    """Why, in one line."""
    team: int = NO_TEAM
    """Place among the room's teams; -1: none."""
    changes: int = 0
    """Grows with all that is changed from this seat in the round, whichever device it came from."""
    changed_by: str = ""
    """The device the last change came from."""
    own: tuple[Entry, ...] = ()
    """In a homework: this seat's part in every round so far."""
    revisable: frozenset[int] = frozenset()
    """In a homework: the rounds whose split was submitted and may still be changed."""
    dues: int = 0
    """In a homework: in how many rounds this seat's time is over; that is news of its own."""

    @property
    def taken_as_it_stood(self) -> bool:
        """Whether the split was submitted by the end of the time, and not by its owner."""
        return self.submitted is not None and self.submitted_at == self.room.deadline


@dataclass(frozen=True)
class Entry:
    """One participant's part in one round. ``nickname`` is empty where names are not to be seen."""

    participant: int
    nickname: str
    round: int
    bottleneck: Function | None
    expected: float | None
    plan: Plan | None
    submitted_at: float | None
    revisions: int
    answer: str = ""
    """To the facilitator's own question; blank: none."""
    reason: str = ""
    """Why, in one line; blank where none was given, or where it is hidden from whoever reads."""
    hidden: bool = False
    """Whether the facilitator keeps the line from the room."""
    team: int = NO_TEAM
    """Place among the room's teams; -1: none."""

    def taken_at(self, end: float | None) -> bool:
        """Return whether the split was submitted by that end of the time: nobody can submit at its very moment."""
        return self.plan is not None and self.submitted_at == end


@dataclass(frozen=True)
class Pulse:
    """Whether anything has changed: cheap to ask for, compared by equality."""

    revision: int
    activity: int
    phase: Phase


@lru_cache(maxsize=1024)
def settings_of(text: str) -> RoomSettings:
    """Return settings from the JSON a room keeps; what a newer version keeps beside them is left aside.

    Raises:
        Unusable: they ask for something that only the newer version knows.
    """
    kept = _known(RoomSettings, json.loads(text))
    if "rounds" in kept:
        kept["rounds"] = [_known(RoundSettings, each) for each in kept["rounds"]]
    try:
        return RoomSettings.model_validate_json(json.dumps(kept))
    except (InvalidInput, ValidationError):
        raise Unusable("This room was set up with a newer version of Next Dollar; it opens where that runs.") from None


def settings_text(settings: RoomSettings, before: str) -> str:
    """Return the JSON that a room keeps from now on; what only a newer version knows stays in it as it was.

    Replicas are upgraded one by one: what the newer has set up must outlast a change made on an older one. What such a
    version keeps with a round goes with the company, whose levers and facts it may name.

    Args:
        before: what the room kept until now.
    """
    told, kept = settings.model_dump(mode="json"), json.loads(before)
    if (settings.case, settings.company) == tuple(kept.get(name, "") for name in ("case", "company")):
        for now, then in zip(told["rounds"], kept.get("rounds", ()), strict=False):
            now |= _strange(RoundSettings, then)
    return json.dumps(told | _strange(RoomSettings, kept))


def _strange(model: type[Declared], kept: Mapping[str, object]) -> dict[str, Any]:
    return {name: value for name, value in kept.items() if name not in model.model_fields}


def _known(model: type[Declared], kept: Mapping[str, object]) -> dict[str, Any]:
    return {name: value for name, value in kept.items() if name in model.model_fields}


def phase_at(phase: str, deadline: float | None, now: float, closes_at: float | None = None) -> Phase:
    """Return the phase at a moment: deciding ends by itself at the deadline, a homework where it closes."""
    if closes_at is not None and phase in ("predict", "decide"):
        return "homework" if now < closes_at else "frozen"
    over = phase == "decide" and deadline is not None and now >= deadline
    return "frozen" if over else cast("Phase", phase)


def rounds_on_show(phase: str, round: int) -> int:
    """Return how many rounds' splits everyone may see; the earlier ones stay on show."""
    return round if phase in ("spread", "revealed") else round - 1


def room_view(room: Room, now: float, participants: int, predicted: int, submitted: int) -> RoomView:
    """Return what anyone in the room may see."""
    return RoomView(
        code=room.code,
        settings=settings_of(room.settings),
        phase=phase_at(room.phase, room.deadline, now, room.closes_at),
        round=room.round,
        deadline=room.deadline,
        now=now,
        admits=room.admits,
        leaderboard=room.leaderboard,
        revision=room.revision,
        activity=room.activity,
        expires_at=room.expires_at,
        participants=participants,
        predicted=predicted,
        submitted=submitted,
        closes_at=room.closes_at,
    )


def plan_of(business: Business, amounts: Mapping[str, float] | None) -> Plan | None:
    """Return a kept plan."""
    return None if amounts is None else Plan.of(business.levers, (amounts[lever] for lever in business.levers))


def entry_of(settings: RoomSettings, row: Submission, participant: Participant) -> Entry:
    """Return one participant's part in one round, with all that is kept of it."""
    return Entry(
        participant=row.participant_id,
        nickname=participant.nickname,
        round=row.round,
        bottleneck=row.bottleneck,  # type: ignore[arg-type]  # Checked when it was written.
        expected=row.expected,
        plan=plan_of(settings.business(row.round), row.plan),
        submitted_at=row.submitted_at,
        revisions=row.revisions,
        answer=row.answer,
        reason=row.reason,
        hidden=row.hidden,
        team=participant.team,
    )
