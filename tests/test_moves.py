"""What the hand did, read from untrusted JSON."""

from __future__ import annotations

from typing import Any

import pytest

from pages.ui.live.moves import Move, parse_move

PLAIN = {"seq": 3, "revision": 7, "phase": "final"}


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ({"kind": "set", "lever": "a", "amount": 5}, Move(3, "set", "a", "final", 7, amount=5)),
        (
            {"kind": "shift", "lever": "a", "other": "b", "amount": 5},
            Move(3, "shift", "a", "final", 7, amount=5, other="b"),
        ),
        ({"kind": "lock", "lever": "a", "locked": True}, Move(3, "lock", "a", "final", 7, locked=True)),
        ({"kind": "best", "amounts": [1, 2.5, 0]}, Move(3, "best", "", "final", 7, amounts=(1, 2.5, 0))),
        ({"kind": "unlock", "levers": ["a", "b"]}, Move(3, "unlock", "", "final", 7, levers=("a", "b"))),
    ],
)
def test_each_kind_is_read(raw: dict[str, Any], read: Move) -> None:
    """Every kind of move is read with what belongs to it."""
    assert parse_move(PLAIN | raw) == read


@pytest.mark.parametrize(
    "raw",
    [
        {"kind": "best", "amounts": []},
        {"kind": "best", "amounts": [1, -2]},
        {"kind": "best", "amounts": [1, "2"]},
        {"kind": "best", "amounts": [1, float("nan")]},
        {"kind": "best", "amounts": [1] * 1000},
        {"kind": "best", "amounts": "123"},
        {"kind": "unlock", "levers": ["a", 5]},
        {"kind": "unlock", "levers": []},
        {"kind": "unlock"},
        {"kind": "set", "amount": 5},
        {"kind": "shift", "lever": "a", "other": "a", "amount": 5},
        {"kind": "fly", "lever": "a", "amount": 5},
    ],
)
def test_what_cannot_be_read_is_no_move(raw: dict[str, Any]) -> None:
    """A move of which any part is not as it should be is passed over whole."""
    assert parse_move(PLAIN | raw) is None
