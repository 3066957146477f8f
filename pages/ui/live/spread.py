"""How low and how high one fact may be: a distribution whose low, likely and high are dragged along an axis."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import streamlit as st

from .delivery import entry, mounted
from .levers import Money, Part
from .moves import read_move

_SPREAD = st.components.v2.component("next_dollar_spread", js=entry("spread"))

HandleName = Literal["low", "likely", "high"]


@dataclass(frozen=True)
class Handle:
    """One of the three, in the unit it is written in (per cent, people)."""

    name: HandleName
    label: str
    """What it is called: "Low"."""
    value: float
    least: float
    """The least it can be dragged to; the same as ``most`` where it cannot be moved."""
    most: float


@dataclass(frozen=True)
class SpreadState:
    """All that the picture shows: a PERT distribution between the outer handles, most likely at the middle one."""

    title: str
    alt: str
    role: Literal["prospecting", "conversion", "upsell"]
    kind: Literal["stated", "read", "guessed"]
    handles: Sequence[Handle]
    start: float
    """The lower end of the axis."""
    end: float
    ticks: Sequence[tuple[float, str]]
    step: float
    """What one press of an arrow key changes, and what a dragged value is rounded to."""
    writes: Money
    """How a value is written."""
    note: str = ""
    """Quiet words under the axis."""
    error: str = ""
    """Why the value last let go was not taken."""

    def data(self, answered: int | None) -> dict[str, Any]:
        """The JSON the browser gets; ``answered`` is the number of the last move this state takes into account."""
        handles = [vars(handle) for handle in self.handles]
        return {**vars(self), "handles": handles, "writes": vars(self.writes), "seq": answered}


def spread(
    state: SpreadState, *, key: str, on_move: Callable[[], None], follow: Mapping[str, Part] | None = None
) -> None:
    """Show the distribution. Moves are those of `levers`, the lever being the handle's name; see there."""
    move = read_move(key)
    data = state.data(None if move is None else move.seq)
    data["follow"] = {where: part.data() for where, part in (follow or {}).items()}
    _SPREAD(key=key, data=mounted(key, data), on_move_change=on_move)
