"""Buttons under the levers whose words follow the hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Choice:
    """One button; what it does is fixed with its words, so that a press means what was read."""

    kind: Literal["best", "unlock"]
    label: str
    hint: str = ""
    amounts: Sequence[float] = ()
    """For `best`: what each lever is to have, in their order; empty where there is nothing to do but to read."""
    levers: Sequence[str] = ()
    """For `unlock`: the levers to let go."""
