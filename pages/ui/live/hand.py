"""Levers that rerun alone: what else a move changes travels with their answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import streamlit as st

from .levers import LeversState, Part, levers
from .picture import Picture, can_move


@dataclass(frozen=True)
class Scene:
    """All that changes with the levers, as it is now."""

    levers: LeversState
    parts: Mapping[str, Part]
    """What is shown elsewhere on the page, by the key it is shown under."""


def hand(
    scene: Scene,
    again: Callable[[], Scene],
    *,
    key: str,
    on_move: Callable[[], None],
    rested: Callable[[], None] | None = None,
) -> None:
    """Show the levers of a scene whose parts are shown elsewhere.

    Args:
        scene: what the page is drawn with now.
        again: gives the scene after a move.
        key: unique key of the levers.
        on_move: runs first; reads the move with `read_move(key)`.
        rested: runs last, once the answer to a move is out.
    """
    if all(can_move(where) for where, part in scene.parts.items() if isinstance(part, Picture)):
        _alone([scene], again, key, on_move, rested)
    else:  # Charts that cannot change in place are drawn by whatever stands around.
        levers(scene.levers, key=key, on_move=on_move)


@st.fragment
def _alone(
    drawn: list[Scene],
    again: Callable[[], Scene],
    key: str,
    on_move: Callable[[], None],
    rested: Callable[[], None] | None,
) -> None:
    """Draw the levers; ``drawn`` holds the scene only while the page around is drawn with it."""
    if drawn:
        levers(drawn.pop().levers, key=key, on_move=on_move)
        return
    scene = again()
    levers(scene.levers, key=key, on_move=on_move, follow=scene.parts)
    if rested:
        rested()
