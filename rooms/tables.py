"""The tables. Moments are seconds since 1970 (UTC) by the server's clock."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Double,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Text,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Base of all tables."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {float: Double, dict[str, Any]: JSON}  # noqa: RUF012


class Room(Base):
    """One room and where it stands."""

    __tablename__ = "rooms"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    code: Mapped[str] = mapped_column(String(16), unique=True)
    secret_hash: Mapped[str] = mapped_column(String(64))
    helper_hash: Mapped[str] = mapped_column(String(64), default="", server_default="")
    """Of a second facilitator's secret; blank where there is none."""
    helper_salt: Mapped[str] = mapped_column(String(32), default="", server_default="")
    """What that is worked out with, from the secret of whoever opened the room."""
    settings: Mapped[str] = mapped_column(Text)
    """`RoomSettings` as JSON."""
    phase: Mapped[str] = mapped_column(String(16), default="lobby")
    round: Mapped[int] = mapped_column(Integer, default=1)
    deadline: Mapped[float | None]
    """When the phase ends by itself; None where it does not."""
    closes_at: Mapped[float | None]
    """When the homework ends that runs or ran here; None where there is none, or it has not begun.

    It runs while the phase is "predict" and that moment is to come: a replica of a version that knows no homework then
    takes predictions, and can do no harm.
    """
    admits: Mapped[bool] = mapped_column(Boolean, default=True)
    leaderboard: Mapped[bool] = mapped_column(Boolean, default=False)
    revision: Mapped[int] = mapped_column(Integer, default=0)
    """Grows with every change that participants see."""
    activity: Mapped[int] = mapped_column(Integer, default=0)
    """Grows with every change that only the facilitator and the projector see: who joined, who submitted."""
    opened_at: Mapped[float]
    expires_at: Mapped[float] = mapped_column(index=True)


class Participant(Base):
    """One person's seat in a room."""

    __tablename__ = "participants"
    __table_args__ = (UniqueConstraint("room_id", "nickname_key"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("rooms.id", ondelete="CASCADE"), index=True)
    seat_hash: Mapped[str] = mapped_column(String(64), unique=True)
    nickname: Mapped[str] = mapped_column(String(64))
    nickname_key: Mapped[str] = mapped_column(String(128))
    """The nickname without case, for uniqueness within the room."""
    joined_at: Mapped[float]
    seen_at: Mapped[float | None]
    """When a page of it was open last, as far as `rooms.presence` has written it; None: when it was taken."""
    team: Mapped[int] = mapped_column(Integer, default=-1, server_default="-1")
    """Place among the room's teams, from 0; -1 where none was chosen."""


class Submission(Base):
    """What one participant predicted, tried last and submitted in one round."""

    __tablename__ = "submissions"
    __table_args__ = (UniqueConstraint("participant_id", "round"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    room_id: Mapped[int] = mapped_column(ForeignKey("rooms.id", ondelete="CASCADE"), index=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participants.id", ondelete="CASCADE"))
    round: Mapped[int] = mapped_column(Integer)
    bottleneck: Mapped[str | None] = mapped_column(String(16))
    """Predicted: prospecting, conversion or upsell."""
    expected: Mapped[float | None]
    """Predicted: the measure over the horizon, in money."""
    draft: Mapped[dict[str, Any] | None]
    """Where the levers stood last: money per month by lever."""
    plan: Mapped[dict[str, Any] | None]
    """What was submitted last: money per month by lever."""
    submitted_at: Mapped[float | None]
    begun_at: Mapped[float | None]
    """In a homework: when this seat's levers opened."""
    due_at: Mapped[float | None]
    """In a homework: when its time to decide is over; the end itself, where that took the split as it stood."""
    revisions: Mapped[int] = mapped_column(Integer, default=0)
    changes: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    """Grows with each prediction, draft and submission."""
    changed_by: Mapped[str] = mapped_column(String(24), default="", server_default="")
    """The device the last of them came from, by a name that says nothing of it."""
    answer: Mapped[str] = mapped_column(String(160), default="", server_default="")
    """To the facilitator's own question: one of the answers offered."""
    reason: Mapped[str] = mapped_column(String(160), default="", server_default="")
    """Why, in one line."""
    hidden: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    """Whether the facilitator keeps that line from the room."""


class Attempt(Base):
    """How often an address tried something in a window of time."""

    __tablename__ = "attempts"

    address_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    window: Mapped[int] = mapped_column(Integer, primary_key=True)
    count: Mapped[int] = mapped_column(Integer)


class CourseSecret(Base):
    """A secret of this app towards course software, made once and shared by all replicas."""

    __tablename__ = "course_secrets"

    name: Mapped[str] = mapped_column(String(16), primary_key=True)
    value: Mapped[str] = mapped_column(Text)


class CoursePlatform(Base):
    """Course software that an administrator of it has added this app to."""

    __tablename__ = "course_platforms"

    issuer: Mapped[str] = mapped_column(String(255), primary_key=True)
    client_id: Mapped[str] = mapped_column(String(255), primary_key=True)
    told: Mapped[str] = mapped_column(Text)
    """Where it is asked for what, as JSON."""


class CourseNonce(Base):
    """A launch out of a course that was taken, so that none is taken twice; forgotten once it is too old anyway."""

    __tablename__ = "course_nonces"

    nonce_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    expires_at: Mapped[float] = mapped_column(index=True)


class CourseKey(Base):
    """A key that this app signs with towards course software, or did, or will."""

    __tablename__ = "course_keys"

    kid: Mapped[str] = mapped_column(String(64), primary_key=True)
    """The name by which platforms find it among those published."""
    value: Mapped[str] = mapped_column(Text)
    """The private key."""
    signs_from: Mapped[float]
    """It signs from then on, until a later one does."""
    published_until: Mapped[float | None]
    """None as long as none follows it."""


class CourseResult(Base):
    """A result on its way to a platform, or how it went with it."""

    __tablename__ = "course_results"
    __table_args__ = (Index("ix_course_results_stand_due_at", "stand", "due_at"),)

    about: Mapped[str] = mapped_column(String(64), primary_key=True)
    """Whose result in what this is, as a hash with a secret."""
    sealed: Mapped[str] = mapped_column(Text)
    """Where it goes and of whom it is, sealed; blank once it is over."""
    score: Mapped[float]
    stand: Mapped[str] = mapped_column(String(16))
    """waiting, arrived or refused."""
    made_at: Mapped[float]
    """When the result came about; a later one of the same person has a later moment."""
    due_at: Mapped[float]
    """When it is sent next, unless a replica has it in hand until then; once it is over, since when."""
    tries: Mapped[int] = mapped_column(Integer, default=0)
