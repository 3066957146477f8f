"""What the facilitator can do now: one step that comes next, and those beside it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from pages.room import homework_lead
from pages.room.pressed import press
from pages.room.visit import attempt, go, note_when, store
from pages.ui.state.shown_key import shown_key
from pages.ui.text import markup
from rooms import facilitator
from rooms.views import RoomView

BACK = "Take this step back"


def steps(room: RoomView, secret: str) -> None:
    """Draw the next step, large, and more time where it can be given."""
    note_when(room)
    more = room.round < room.rounds
    if room.phase == "lobby":
        homework = room.settings.pace == "homework"
        _step("Open the homework" if homework else "Start: ask for predictions", facilitator.begin_round, room, secret)
    elif room.phase == "homework" or (room.phase == "frozen" and room.closes_at is not None):
        if room.phase == "frozen":
            _step("Show everyone's splits", facilitator.show_splits, room, secret)
        homework_lead.steer(room, secret)
    elif room.phase == "predict":
        _step("Open the levers", facilitator.open_decisions, room, secret)
    elif room.phase == "decide":
        _step("Freeze submissions", facilitator.freeze, room, secret)
        _more_time(room, secret, "1 more minute" if room.deadline else "Close in 1 minute", 60)
    elif room.phase == "frozen":
        _step("Show everyone's splits", facilitator.show_splits, room, secret)
        _more_time(room, secret, "Reopen for 2 minutes", 120)
    elif room.phase == "spread":
        _step("Show the best split and why", facilitator.reveal, room, secret)
    elif more:
        label = f"Start round {room.round + 1}" if room.closes_at is None else f"Go on to round {room.round + 1}"
        _step(label, facilitator.begin_round, room, secret)
    else:
        more_of = "Add one below, or end" if room.closes_at is None else "End"
        st.html(markup.small(f"That was the last round. {more_of} the room when you are done."))


def aside(room: RoomView, secret: str, *, first: bool = True) -> None:
    """Draw what is rarely needed; to end the room is left to the ``first`` facilitator."""
    lead = (store(), room.code, secret)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="aside"):
        if room.runs or room.phase == "lobby" or room.closes_at is None:
            _switch("Let people join", "admits", room.admits, facilitator.set_admission, lead)
        _switch("Leaderboard with nicknames", "board", room.leaderboard, facilitator.set_leaderboard, lead)
        if room.phase == "homework":
            _close_again(room, secret)
        elif room.phase != "lobby" and not (room.phase == "frozen" and room.closes_at is not None):
            st.button(BACK, key=f"back_{room.phase}", type="tertiary", on_click=press,
                      args=(facilitator.take_back, room, secret))  # fmt: skip
        if room.phase != "lobby" and room.closes_at is None:
            with st.popover("Reset this round", type="tertiary"):
                st.html(markup.small("Forgets all predictions and splits of this round and starts it again."))
                st.button("Reset the round", key="reset_round", on_click=attempt, args=(facilitator.reset_round, *lead))
        if not first:
            return
        with st.popover("End the room", type="tertiary"):
            st.html(
                markup.small(
                    "Deletes the room with everything in it, for everyone, now. Download the submissions first."
                )
            )
            st.button("Delete everything", key="delete_room", on_click=_end, args=lead)


def _close_again(room: RoomView, secret: str) -> None:
    """Draw the step back from a homework that runs: it stops people at work, so it asks first."""
    with st.popover(BACK, type="tertiary", key="close_again"):
        st.html(
            markup.small(
                "Closes the homework for everyone until you open it again. What they did is kept, except in rounds "
                "whose settings you change meanwhile."
            )
        )
        st.button(
            "Close it for everyone", key="back_homework", on_click=press, args=(facilitator.take_back, room, secret)
        )


def _switch(label: str, name: str, on: bool, verb: Callable[..., None], lead: tuple[object, ...]) -> None:
    """Draw a switch as it is kept; a press says what is wanted, and never flips what stands by then."""
    st.toggle(label, on, key=shown_key(name, on), on_change=attempt, args=(verb, *lead, not on))


def _step(label: str, verb: Callable[..., None], room: RoomView, secret: str) -> None:
    st.button(label, key=f"step_{room.phase}", type="primary", on_click=press, args=(verb, room, secret))


def _more_time(room: RoomView, secret: str, label: str, seconds: int) -> None:
    st.button(label, key=f"extend_{room.phase}", on_click=press,
              args=(partial(facilitator.extend, seconds=seconds), room, secret))  # fmt: skip


def _end(*lead: object) -> None:
    attempt(facilitator.delete_room, *lead)  # type: ignore[arg-type]
    go()
