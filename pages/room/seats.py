"""The way back to a seat on the same device, for whoever closed the tab and scans the code again."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import streamlit as st

from pages.room.visit import store
from pages.ui.live import joined
from rooms import participant
from rooms.errors import RoomError
from rooms.views import SeatView

_KEY = "own_seat"
_SEAT = st.components.v2.component("next_dollar_seat", js=joined(Path(__file__).with_name("seat.js")))


def remember(code: str, seat: str) -> None:
    """Let this device remember the seat."""
    _ask(code, seat)


def forgetful() -> bool:
    """Return whether this page stands in a frame where nothing is kept: reloaded, it leads to the door again."""
    return _said("forgets") is True


def remembered(code: str) -> tuple[str, SeatView] | None:
    """Return the seat in that room which this device remembers, with what its owner sees; the page is drawn twice."""
    _ask(code, None)
    seat = _said("seat")
    if not isinstance(seat, str):
        return None
    try:
        return seat, participant.sit(store(), code, seat)
    except RoomError:
        return None


def _ask(code: str, seat: str | None) -> None:
    _SEAT(data=[{"code": code, "seat": seat, "forgets": forgetful()}], key=_KEY, on_seat_change=_nothing,
          on_forgets_change=_nothing, height=1)  # fmt: skip


def _said(name: str) -> object:
    """Return what the browser has said by that name, if anything."""
    state: object = st.session_state.get(_KEY)
    return state.get(name) if isinstance(state, Mapping) else None


def _nothing() -> None:
    """Streamlit keeps a component's state only when it is given a callback."""
