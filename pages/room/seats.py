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
    _SEAT(data=[{"code": code, "seat": seat}], key=_KEY, height=1)


def remembered(code: str) -> tuple[str, SeatView] | None:
    """Return the seat in that room which this device remembers, with what its owner sees; the page is drawn twice."""
    _SEAT(data=[{"code": code, "seat": None}], key=_KEY, on_seat_change=_nothing, height=1)
    state: object = st.session_state.get(_KEY)
    seat = state.get("seat") if isinstance(state, Mapping) else None
    if not isinstance(seat, str):
        return None
    try:
        return seat, participant.sit(store(), code, seat)
    except RoomError:
        return None


def _nothing() -> None:
    """Streamlit keeps a component's state only when it is given a callback."""
