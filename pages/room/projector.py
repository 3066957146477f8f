"""What the room sees on the wall: how to join, how many are done, then the debrief without names."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from pages.room import case, debrief
from pages.room.follow import follow, timer
from pages.room.joining import joining
from pages.room.visit import address, store
from pages.room.words import measure, people, round_name
from pages.ui.state.visitor import at_home
from pages.ui.text import markup
from pages.ui.text.formats import money_format
from rooms import reading
from rooms.errors import RoomError, Unreachable
from rooms.tokens import shown_code
from rooms.views import RoomView


def project(code: str) -> None:
    """Draw the room for the wall."""
    room = reading.look(store(), code, address())
    at_home(room.business.currency)
    with st.container(key="room_header", horizontal=True, vertical_alignment="center", gap="small"):
        st.html('<span class="wordmark">Next Dollar</span>', width="content")
        st.html(markup.small(" · ".join(filter(None, (shown_code(room.code), round_name(room))))), width="content")
    with st.container(key="projector"):
        if room.phase in ("spread", "revealed"):
            debrief.debrief(replace(room, leaderboard=False))
        else:
            st.html(markup.answer(*_said(room)))
            with st.container(key="standing", horizontal=True, vertical_alignment="center", gap="large"):
                _count(room)
                timer(room)
            _below(room)
    follow(room)


def _said(room: RoomView) -> tuple[str, str]:
    total = money_format(room.business.currency).exact(room.start.total)
    if room.phase == "lobby":
        return "Join on your phone or laptop.", "You get a made-up nickname; nothing else is asked."
    if room.phase == "predict":
        return (
            "Before anyone touches a lever: what do you expect?",
            "Which function is the bottleneck, and what will come of your split?",
        )
    if room.phase == "decide":
        return (
            f"Where do {total} a month bring most {measure(room)}?",
            "Try what you like: nobody sees it. Submit the split you would stand by.",
        )
    return "Submissions are closed.", "Next: everyone's split."


def _below(room: RoomView) -> None:
    if room.phase == "lobby":
        joining(room.code, large=True)
        return
    case.story(room)
    if room.phase != "frozen":
        joining(room.code)


@st.fragment
def _count(drawn: RoomView) -> None:
    try:
        room = reading.look(store(), drawn.code, address())
    except (RoomError, Unreachable):
        return
    if room.phase == "lobby":
        text = f"{people(room.participants)} in the room"
    elif room.phase == "predict":
        text = f"{room.predicted} of {room.participants} predicted"
    else:
        text = f"{room.submitted} of {room.participants} submitted"
    st.html(f'<p class="count" role="status">{text}</p>')
    follow(room, activity=True)
