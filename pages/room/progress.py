"""Who is in and who has submitted, live."""

from __future__ import annotations

from collections.abc import Collection
from html import escape

import streamlit as st

from pages.room.follow import follow
from pages.room.visit import attempt, store
from pages.room.words import people
from pages.ui.text import markup
from rooms import facilitator
from rooms.errors import RoomError, Unreachable
from rooms.views import NO_TEAM, RoomView
from simulator.facts.plural import plural


@st.fragment
def progress(drawn: RoomView, secret: str) -> None:
    """Draw the counts and everyone's name with what they have done, and keep them up to date."""
    code = drawn.code
    try:
        room = facilitator.room(store(), code, secret)
        names, entries = facilitator.roster(store(), code, secret), facilitator.entries(store(), code, secret)
        teams = facilitator.teams(store(), code, secret) if room.teams else {}
    except (RoomError, Unreachable):
        return
    now = [entry for entry in entries if entry.round == room.round]
    predicted = {entry.participant for entry in now if entry.expected is not None}
    submitted = {entry.participant for entry in now if entry.plan}
    st.html(markup.heading(_count(room), _aside(room)))
    done = predicted if room.phase == "predict" else submitted
    if room.teams and names:
        lists = []
        for team, label in (*enumerate(room.teams), (NO_TEAM, "In no team")):
            members = {number: name for number, name in names.items() if teams.get(number, NO_TEAM) == team}
            if members:
                lists.append(f'<p class="small team">{escape(label)}</p>{_names(members, done, room.phase, label)}')
        st.html("".join(lists))
    else:
        st.html(_names(names, done, room.phase))
    if names:
        busy = {entry.participant for entry in entries if entry.expected is not None or entry.plan}
        with st.container(horizontal=True, gap="small", key="seats"):
            removal(room, secret, names, busy)
            if room.teams:
                moving(room, secret, names)
    follow(room, activity=True)


def _count(room: RoomView) -> str:
    if room.phase == "lobby":
        return f"{people(room.participants)} in the room"
    done = room.predicted if room.phase == "predict" else room.submitted
    return f"{done} of {room.participants} {'predicted' if room.phase == 'predict' else 'submitted'}"


def _aside(room: RoomView) -> str:
    return "" if room.phase in ("lobby", "predict") else f"{room.predicted} predicted"


def _names(names: dict[int, str], done: set[int], phase: str, label: str = "Participants") -> str:
    if not names:
        return markup.small("Nobody has joined yet.")
    word = "predicted" if phase == "predict" else "submitted"
    items = "".join(
        f'<li class="{"done" if number in done else ""}">{escape(name)}'
        f"{f'<span class=unseen>, {word}</span>' if number in done else ''}</li>"
        for number, name in names.items()
    )
    return f'<ul class="people" aria-label="{escape(label)}">{items}</ul>'


def removal(room: RoomView, secret: str, names: dict[int, str], busy: Collection[int] | None) -> None:
    """Draw how seats are taken back, one or many.

    Those in ``busy`` have taken part in some round; None: who has is not to be seen.
    """
    with st.popover("Remove someone", type="tertiary", key="remove"):
        chosen = st.multiselect("Participants", list(names), format_func=lambda number: names[number], key="removed",
                                placeholder="One or more")  # fmt: skip
        if busy is not None:
            _choose_idle([number for number in names if number not in busy])
        st.button("Remove from the room", key="remove_now", disabled=not chosen, on_click=attempt,
                  args=(facilitator.remove_participants, store(), room.code, secret, chosen))  # fmt: skip


def _choose_idle(idle: list[int]) -> None:
    def all_idle() -> None:
        st.session_state["removed"] = idle

    st.button(f"Choose all {plural(str(len(idle)), 'seat')} without a prediction or split", key="choose_idle",
              type="tertiary", disabled=not idle, on_click=all_idle)  # fmt: skip


def moving(room: RoomView, secret: str, names: dict[int, str]) -> None:
    """Draw how people are put into another team, one or many."""
    places = (*range(len(room.teams)), NO_TEAM)
    with st.popover("Move someone", type="tertiary", key="move"):
        chosen = st.multiselect("Participants to move", list(names), format_func=lambda number: names[number],
                                key="moved", placeholder="One or more")  # fmt: skip
        team = st.selectbox("Into", places, key="moved_to",
                            format_func=lambda place: "no team" if place == NO_TEAM else room.teams[place])  # fmt: skip
        st.button("Move", key="move_now", disabled=not chosen, on_click=attempt,
                  args=(facilitator.move_participants, store(), room.code, secret, chosen, team))  # fmt: skip
