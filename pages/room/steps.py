"""What the facilitator can do now: one step that comes next, and those beside it."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from pages.room.visit import attempt, go, store
from pages.ui.text import markup
from rooms import facilitator
from rooms.views import RoomView


def steps(room: RoomView, secret: str) -> None:
    """Draw the next step, large, and more time where it can be given."""
    more = room.round < room.rounds
    if room.phase == "lobby":
        _step("Start: ask for predictions", facilitator.begin_round, room, secret)
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
        _step(f"Start round {room.round + 1}", facilitator.begin_round, room, secret)
    else:
        st.html(markup.small("That was the last round. Add one below, or end the room when you are done."))


def aside(room: RoomView, secret: str) -> None:
    """Draw what is rarely needed."""
    lead = (store(), room.code, secret)
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="aside"):
        st.toggle("Let people join", room.admits, key=f"admits{room.revision}", on_change=attempt,
                  args=(facilitator.set_admission, *lead, not room.admits))  # fmt: skip
        st.toggle("Leaderboard with nicknames", room.leaderboard, key=f"board{room.revision}", on_change=attempt,
                  args=(facilitator.set_leaderboard, *lead, not room.leaderboard))  # fmt: skip
        if room.phase != "lobby":
            with st.popover("Reset this round", type="tertiary"):
                st.html(markup.small("Forgets all predictions and splits of this round and starts it again."))
                st.button("Reset the round", key="reset_round", on_click=attempt, args=(facilitator.reset_round, *lead))
        with st.popover("End the room", type="tertiary"):
            st.html(
                markup.small(
                    "Deletes the room with everything in it, for everyone, now. Download the submissions first."
                )
            )
            st.button("Delete everything", key="delete_room", on_click=_end, args=lead)


def _step(label: str, verb: Callable[..., None], room: RoomView, secret: str) -> None:
    st.button(
        label, key=f"step_{room.phase}", type="primary", on_click=attempt, args=(verb, store(), room.code, secret)
    )


def _more_time(room: RoomView, secret: str, label: str, seconds: int) -> None:
    st.button(label, key=f"extend_{room.phase}", on_click=attempt,
              args=(facilitator.extend, store(), room.code, secret, seconds))  # fmt: skip


def _end(*lead: object) -> None:
    attempt(facilitator.delete_room, *lead)  # type: ignore[arg-type]
    go()
