"""What a browser works out before it may join or open a room, worked out in Python."""

from __future__ import annotations

from hashlib import sha256
from itertools import count

from rooms.costs import Puzzle


def solution(puzzle: Puzzle) -> list[int]:
    """Return the numbers that a puzzle wants."""
    return [_number(f"{puzzle.text}{part}".encode(), puzzle.bits) for part in range(puzzle.parts)]


def _number(start: bytes, bits: int) -> int:
    most = (1 << (32 - bits)).to_bytes(5, "big")[1:]
    return next(n for n in count() if sha256(start + b"%08x" % n).digest() < most)
