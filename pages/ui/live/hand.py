"""What the hand holds reruns alone, levers or a spread: what else a move changes travels with its answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import streamlit as st

from .levers import LeversState, Part, levers
from .picture import Picture, can_move
from .spread import SpreadState, spread


@dataclass(frozen=True)
class Scene:
    """All that changes with what the hand holds, as it is now."""

    levers: LeversState | SpreadState
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
        _show(scene, key, on_move)


def _show(scene: Scene, key: str, on_move: Callable[[], None], follow: Mapping[str, Part] | None = None) -> None:
    if isinstance(scene.levers, SpreadState):
        spread(scene.levers, key=key, on_move=on_move, follow=follow)
    else:
        levers(scene.levers, key=key, on_move=on_move, follow=follow)


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
        _show(drawn.pop(), key, on_move)
        return
    scene = again()
    _show(scene, key, on_move, scene.parts)
    if rested:
        rested()
