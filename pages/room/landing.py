"""Before a room: open one, or join one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Literal

import streamlit as st

from pages.room.homework_end import homework_settings
from pages.room.homework_words import invitation
from pages.room.seats import forgetful, remembered
from pages.room.visit import FACILITATOR, ROOM, SEAT, accepted, address, attempt, go, guide_link, store, visit
from pages.room.words import and_team
from pages.room.work import ask, at_work, work_for
from pages.ui.frame.header import header_row, question
from pages.ui.frame.registry import Page
from pages.ui.text import markup
from pages.ui.text.labels import label
from rooms import costs, participant, reading
from rooms.facilitator import open_room
from rooms.limits import DEBRIEF_DAYS, ROOM_HOURS
from rooms.tokens import shown_code
from rooms.views import NO_TEAM
from simulator.facts.declaration import InvalidInput

OPENINGS: tuple[tuple[str, str, Literal["secondary", "tertiary"], bool], ...] = (
    ("Open a room", "open_room", "secondary", False),
    ("Open one for homework", "open_homework", "tertiary", True),
)
"""Buttons that open a room: what they say, their key and look, and whether it is one for homework."""
BEFORE = "Were you here before? Your own link leads back to your seat; joining again takes another one."


def landing(page: Page) -> None:
    """Draw the two doors: for a facilitator, and for a participant."""
    header_row(page)
    question(page)
    said()
    st.html(markup.answer("See how a whole room would split the budget, then see the best split and why.",
                        "Everyone predicts, decides alone, and only then sees the others. No accounts; "
                        "20 to 300 people, on phones and laptops."))  # fmt: skip
    left, right = st.columns([1, 1], gap="large")
    with left, st.container(key="door_join", gap="small"):
        st.html(markup.phrase("I have a code"))
        with st.form("door", border=False):
            st.text_input("Room code", key="code", placeholder="XXXX-XXXX", width=220)
            if reason := visit().refused_code:
                st.html(markup.refusal(reason))
            st.form_submit_button("Go to the room", key="enter", on_click=_enter, type="primary")
    with right, st.container(key="door_open", gap="small"):
        st.html(markup.phrase("I lead a session"))
        kept = f"{ROOM_HOURS} hours, or {DEBRIEF_DAYS} days after a homework's end"
        st.html(markup.small("One click opens a room with a code for the participants and a private link for you. "
                           f"It deletes itself after {kept}."))  # fmt: skip
        with st.container(horizontal=True, gap="small", key="openings"):
            for name, key, kind, homework in OPENINGS:
                wanted = key, _price_of_room, partial(_open, homework)
                st.button(name, key=key, type=kind, on_click=ask, args=wanted, disabled=at_work(key))
        for _, key, _, homework in OPENINGS:
            work_for(key, _price_of_room, partial(_open, homework))
        st.html(guide_link("How to lead a session of 45 minutes"))


def door(code: str) -> None:
    """Draw the door of one room: one press and you are in, or back at your seat."""
    room = reading.look(store(), code, address())
    st.html('<span class="wordmark alone">Next Dollar</span>')
    said()
    why, opens = f"You get a made-up nickname{and_team(room)}; nothing else is asked.", room.admits
    if room.homework and room.phase != "lobby" and not room.runs:
        why, opens = "This homework is over; nobody can join it any more.", False
    elif not room.admits:
        why = "The facilitator has closed the door."
    elif room.homework:
        why = f"{invitation(room)} {why}"
    own = remembered(room.code)
    if own:
        seat, view = own
        st.html(markup.answer(f"Welcome back, {view.nickname}.", f"Room {shown_code(room.code)} kept all you did."))
        st.button("Go on", key="back", type="primary", on_click=go, kwargs={ROOM: room.code, SEAT: seat})
    else:
        st.html(markup.answer(f"Room {shown_code(room.code)}", why))
        if forgetful() and opens:
            st.html(markup.small(BEFORE))
    price = partial(costs.to_join, store(), room.code)
    if room.teams and opens:
        st.html(markup.small(f"{'Or join as someone else. ' if own else ''}Which team are you in?"))
        ways = [(f"{room.code} {team}", price, partial(_join, room.code, team)) for team in range(len(room.teams))]
        team_buttons(room.teams, lambda team: ask(*ways[team]), primary=not own)
        for way in ways:
            work_for(*way)
        return
    wanted = room.code, price, partial(_join, room.code)
    st.button("Join as someone else" if own else "Join the room", key="join", type="tertiary" if own else "primary",
              on_click=ask, args=wanted, disabled=at_work(room.code) or not opens)  # fmt: skip
    work_for(*wanted)


def team_buttons(teams: Sequence[str], press: Callable[[int], None], *, primary: bool = False) -> None:
    """Draw a button for each team; ``press`` takes its place among them."""
    with st.container(key="teams", horizontal=True, gap="small"):
        for place, name in enumerate(teams):
            st.button(f"Join {label(name)}", key=f"join_{place}", type="primary" if primary else "secondary",
                      on_click=press, args=(place,))  # fmt: skip


def said() -> None:
    """Draw what was refused last, if anything was."""
    if visit().notice:
        st.html(markup.notice(visit().notice, ()))


def _enter() -> None:
    visit().notice = visit().refused_code = ""
    try:
        room = accepted(reading.look, store(), st.session_state["code"], address())
    except InvalidInput as error:
        visit().refused_code = str(error)
    else:
        go(**{ROOM: room.code})


def _price_of_room() -> costs.Puzzle:
    return costs.to_open(store())


def _open(homework: bool = False) -> None:
    settings = homework_settings() if homework else None
    opened = attempt(open_room, store(), settings, address())
    if opened is not None:
        go(**{ROOM: opened.code, FACILITATOR: opened.secret})


def _join(code: str, team: int = NO_TEAM) -> None:
    joined = attempt(participant.join, store(), code, address(), team)
    if joined is not None:
        go(**{ROOM: code, SEAT: joined.seat})
