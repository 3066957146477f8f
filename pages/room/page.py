"""The Training room: the address says which room, and as whom."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st

from next_dollar.journal import watched
from pages.room import facilitator, guide, landing, participant, projector, sheet, take_home
from pages.room.turns import TURNS
from pages.room.visit import FACILITATOR, ROOM, SEAT, VIEW, asked_as, go, place, visit
from pages.ui.frame.frame import close_page, open_page
from pages.ui.streamlit_internals.names import style_of
from pages.ui.text import markup
from rooms.errors import NoSuchRoom, NoSuchSeat, RoomError, Unreachable

NAME = "Training room"
STYLE = Path(__file__).with_name("room.css")


def training_room() -> None:
    """Show the page; its script's one call."""
    with TURNS.drawing():
        _draw()


def _draw() -> None:
    page = open_page(NAME)
    st.html(f"<style>{style_of(STYLE)}</style>")
    try:
        with watched("page", "room", asked_as()):
            _view(place(ROOM), place(SEAT), place(FACILITATOR), place(VIEW), page)
    except NoSuchRoom as error:
        go()
        visit().notice = str(error)
        landing.landing(page)
    except RoomError as error:
        visit().notice = str(error)
        landing.landing(page)
    except Unreachable:
        _again()
    close_page(page)


def _view(code: str | None, seat: str | None, secret: str | None, view: str | None, page: Any) -> None:
    if view == "guide":
        guide.guide()
    elif not code:
        landing.landing(page)
    elif secret:
        facilitator.facilitate(page, code, secret)
    elif view == "sheet":
        sheet.case_sheet(code)
    elif view and projector.screen_of(view):
        projector.project(code, view)
    elif seat and view == take_home.TAKE_HOME:
        take_home.take_home(code, seat)
    elif seat:
        _sit(code, seat)
    else:
        landing.door(code)


def _sit(code: str, seat: str) -> None:
    """Draw the page of a seat; whose seat is gone stands at the door of its room."""
    try:
        participant.take_part(code, seat)
    except NoSuchSeat as error:
        go(**{ROOM: code})
        visit().notice = str(error)
        landing.door(code)


@st.fragment(run_every=3.0)
def _again() -> None:
    tried = st.session_state.get("room_tried", False)
    st.session_state["room_tried"] = not tried
    if tried:
        st.rerun()
    st.html(markup.notice("The room cannot be reached at the moment. This page tries again by itself.", ()))
