"""Why, in one line: kept as it is typed, beside the prediction or the split."""

from __future__ import annotations

import streamlit as st

from pages.room.visit import accepted, store, visit
from pages.ui.controls.typed_field import name_field
from pages.ui.state.session import kept
from pages.ui.text import markup
from rooms import participant
from rooms.limits import LINE_LIMIT
from rooms.settings import RoomSettings, Why
from rooms.views import SeatView

Place = tuple[str, int, int]
"""A room's code, the round, and whose line it is."""


def line_field(view: SeatView, seat: str, beside: Why, *, brief: bool = False) -> None:
    """Draw the line where it is asked for ``beside`` this; ``brief`` without what becomes of it."""
    room = view.room
    if room.settings.line != beside:
        return
    lines, here = _lines(), _place(view)
    line = line_of(view)

    def take(text: str) -> None:
        lines[here] = accepted(participant.explain, store(), room.code, seat, text, visit().device, room.round)

    name_field(line_title(room.settings), line, take, name="reason", of=(*here, visit().adopted),
               placeholder=f"May stay blank; up to {LINE_LIMIT} signs")  # fmt: skip
    if not brief:
        st.html(markup.small(f"{'Kept. ' if line else ''}The room reads it with everyone's splits, without your name."))


def line_of(view: SeatView) -> str:
    """Return the line as it stands."""
    return _lines().get(_place(view), view.reason)


def forget_line(view: SeatView) -> None:
    """Let the line that was kept on another device take the place of the one here."""
    _lines().pop(_place(view), None)


def _lines() -> dict[Place, str]:
    return kept("room_lines", dict[Place, str])


def _place(view: SeatView) -> Place:
    return view.room.code, view.room.round, view.participant


def line_title(settings: RoomSettings) -> str:
    """Return what is asked in one line: why, or the facilitator's own question where it has no answers to choose."""
    return settings.question if settings.question and not settings.answers else "Why? In one line"
