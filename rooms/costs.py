"""What a seat and a room cost whoever takes one: a moment of their browser's work, and more of it in a rush.

People who join together work side by side, each browser for its own seat; a script that takes all of them works for
all. The work is Hashcash (Back 1997) in several parts, so that luck makes it neither nothing nor long.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from rooms import access, limits
from rooms.store import Store
from rooms.tables import Participant, Room
from rooms.tokens import new_token

PARTS = 8
LONGEST = 0xFFFFFFFF
"""A number is written in eight hexadecimal digits."""


@dataclass(frozen=True)
class Puzzle:
    """For each of its parts a number is wanted whose digest (SHA-256), with the text, begins with so many zero bits."""

    text: str
    bits: int
    parts: int = PARTS

    @property
    def digests(self) -> int:
        """How many digests its solution takes on average."""
        return self.parts << self.bits


def to_join(store: Store, code: str) -> Puzzle:
    """Return what a seat in that room costs now. Raises `NoSuchRoom`, `Unreachable`."""
    with store.reading() as session:
        return Puzzle(new_token(), _bits_to_join(store, session, code))


def to_open(store: Store) -> Puzzle:
    """Return what a room costs now. Raises `Unreachable`."""
    with store.reading() as session:
        return Puzzle(new_token(), _bits_to_open(store, session))


def solved(puzzle: Puzzle, numbers: Sequence[object]) -> bool:
    """Return whether these are the numbers that are wanted, whatever a browser sent in their place."""
    return len(numbers) == puzzle.parts and all(_fits(puzzle, part, each) for part, each in enumerate(numbers))


def enough(done: Puzzle, now: Puzzle) -> bool:
    """Return whether work that was asked for a moment ago will do for what is asked now: a rush may have begun."""
    return done.bits >= now.bits - 1


def _fits(puzzle: Puzzle, part: int, number: object) -> bool:
    if not isinstance(number, int) or not 0 <= number <= LONGEST:
        return False
    digest = sha256(f"{puzzle.text}{part}{number:08x}".encode()).digest()
    return int.from_bytes(digest[:4], "big") >> (32 - puzzle.bits) == 0


def _bits_to_join(store: Store, session: Session, code: str) -> int:
    room = access.room_by_code(store, session, code)
    of_late = Participant.room_id == room.id, Participant.joined_at > store.now(session) - limits.RUSH_SECONDS
    taken = session.scalar(select(func.count()).select_from(Participant).where(*of_late)) or 0
    return min(limits.JOIN_BITS + taken // limits.JOIN_RUSH, limits.MOST_JOIN_BITS)


def _bits_to_open(store: Store, session: Session) -> int:
    since = store.now(session) - limits.WINDOW_SECONDS
    opened = session.scalar(select(func.count()).select_from(Room).where(Room.opened_at > since)) or 0
    more = max(0, opened // limits.OPEN_RUSH - 1)
    return min(limits.OPEN_BITS + more, limits.MOST_OPEN_BITS)
