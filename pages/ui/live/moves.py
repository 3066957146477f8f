"""What the hand did, read from untrusted JSON."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from math import isfinite
from typing import Any, Literal, TypeVar, cast

import streamlit as st

_LONGEST_KEY = 200
_MOST_LEVERS = 50
Read = TypeVar("Read")


@dataclass(frozen=True)
class Move:
    """One movement of the hand. Amounts are absolute, in currency units, so a repeated move changes nothing."""

    seq: int
    """Number of the move; `levers` sends it back by itself as the answer."""
    kind: Literal["set", "shift", "lock", "best", "unlock"]
    """`set`: one lever to `amount`; `shift`: `lever` to `amount`, `other` takes the difference; `lock`;
    `best`: all levers to `amounts`; `unlock`: let `levers` go."""
    lever: str
    """Empty for `best` and `unlock`."""
    phase: Literal["drag", "final"]
    """`drag` while the hand holds on, `final` when it lets go (and for single steps, typing and locks)."""
    revision: int
    """`LeversState.revision` the hand saw when it moved."""
    amount: float | None = None
    """Never None for `set` and `shift`."""
    other: str | None = None
    """Never None for `shift`."""
    locked: bool | None = None
    """Never None for `lock`."""
    amounts: tuple[float, ...] = ()
    """For `best`: of every lever, in their order; none is negative."""
    levers: tuple[str, ...] = ()
    """For `unlock`."""
    typed: bool = False
    """For `set`: whether the amount was typed, as against slid, stepped or dragged to."""


def read_move(key: str) -> Move | None:
    """The latest move of the `levers` mounted under `key`; None when there is none or it cannot be read."""
    state: object = st.session_state.get(key)
    return parse_move(cast("Mapping[str, Any]", state).get("move")) if isinstance(state, Mapping) else None


def parse_move(raw: object) -> Move | None:
    """A `Move` from the browser's JSON, or None when any part of it is not as it should be."""
    if not isinstance(raw, Mapping):
        return None
    move = cast("Mapping[str, object]", raw)
    seq, revision = _whole(move.get("seq")), _whole(move.get("revision"))
    kind, lever, phase = move.get("kind"), _key(move.get("lever")), _phase(move.get("phase"))
    if seq is None or revision is None or phase is None:
        return None
    if kind == "best" and (amounts := _all(move.get("amounts"), _spend)):
        return Move(seq, "best", "", phase, revision, amounts=amounts)
    if kind == "unlock" and (levers := _all(move.get("levers"), _key)):
        return Move(seq, "unlock", "", phase, revision, levers=levers)
    return None if lever is None else _of_lever(move, lever, Move(seq, "set", lever, phase, revision))


def _of_lever(move: Mapping[str, object], lever: str, plain: Move) -> Move | None:
    """Fill in a move of one lever from what the browser says of it."""
    kind = move.get("kind")
    amount, other, locked = _number(move.get("amount")), _key(move.get("other")), move.get("locked")
    if kind == "set" and amount is not None:
        return replace(plain, amount=amount, typed=move.get("typed") is True)
    if kind == "shift" and amount is not None and other is not None and other != lever:
        return replace(plain, kind="shift", amount=amount, other=other)
    if kind == "lock" and isinstance(locked, bool):
        return replace(plain, kind="lock", locked=locked)
    return None


def _all(values: object, read: Callable[[object], Read | None]) -> tuple[Read, ...]:
    """All of a list, or nothing when any of it cannot be read."""
    if not isinstance(values, list) or len(values) > _MOST_LEVERS:
        return ()
    found = [each for value in cast("list[object]", values) if (each := read(value)) is not None]
    return tuple(found) if len(found) == len(values) else ()


def _spend(value: object) -> float | None:
    amount = _number(value)
    return amount if amount is not None and amount >= 0 else None


def _phase(value: object) -> Literal["drag", "final"] | None:
    if value == "drag":
        return "drag"
    return "final" if value == "final" else None


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return value if abs(value) < 1e15 and isfinite(value) else None


def _key(value: object) -> str | None:
    return value if isinstance(value, str) and 0 < len(value) <= _LONGEST_KEY else None
