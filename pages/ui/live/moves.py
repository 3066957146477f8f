"""What the hand did, read from untrusted JSON."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any, Literal, cast

import streamlit as st

_LONGEST_KEY = 200


@dataclass(frozen=True)
class Move:
    """One movement of the hand. Amounts are absolute, in currency units, so a repeated move changes nothing."""

    seq: int
    """Number of the move; `levers` sends it back by itself as the answer."""
    kind: Literal["set", "shift", "lock"]
    """`set`: one lever to `amount`; `shift`: `lever` to `amount`, `other` takes the difference; `lock`."""
    lever: str
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
    if seq is None or revision is None or lever is None or phase is None:
        return None
    amount, other, locked = _number(move.get("amount")), _key(move.get("other")), move.get("locked")
    if kind == "set" and amount is not None:
        return Move(seq, "set", lever, phase, revision, amount=amount)
    if kind == "shift" and amount is not None and other is not None and other != lever:
        return Move(seq, "shift", lever, phase, revision, amount=amount, other=other)
    if kind == "lock" and isinstance(locked, bool):
        return Move(seq, "lock", lever, phase, revision, locked=locked)
    return None


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
