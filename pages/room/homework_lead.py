"""Homework as its facilitator sees it: how far people have come, until when it runs, and its end."""

from __future__ import annotations

from functools import partial
from html import escape

import streamlit as st

from pages.room.follow import follow
from pages.room.homework_end import WEEK, end_fields
from pages.room.homework_words import until
from pages.room.pressed import press, taken
from pages.room.progress import moving, removal
from pages.room.visit import accepted, store
from pages.room.words import people
from pages.ui.text import markup
from rooms import facilitator, homework
from rooms.errors import RoomError, Unreachable
from rooms.homework import Progress
from rooms.limits import HOMEWORK_SECONDS
from rooms.views import RoomView

DAY = 86_400


def steer(room: RoomView, secret: str) -> None:
    """Draw how the end of a homework that runs is moved, and how one that is over is reopened."""
    if room.phase == "frozen":
        with st.popover("Reopen the homework", key="reopen"):
            st.html(
                markup.small("Everyone goes on where they were. Whose split the end took has the levers in hand again.")
            )
            for label, seconds in (("For a day", DAY), ("For a week", WEEK)):
                end = partial(facilitator.set_end, at=room.now + seconds, seen=room.closes_at)
                st.button(label, key=f"reopen_{seconds}", on_click=press, args=(end, room, secret))
        return
    ends = room.closes_at or room.now
    later = partial(facilitator.set_end, at=ends + DAY, seen=ends)
    st.button("1 more day", key="one_more_day", on_click=press, args=(later, room, secret),
              disabled=ends + DAY > room.now + HOMEWORK_SECONDS[1])  # fmt: skip
    with st.popover("Change the end", key="change_end"):
        st.html(markup.small(f"It is open {until(room)}. Another end holds for everyone once you press."))

        def put(at: int) -> None:
            accepted(taken, partial(facilitator.set_end, at=at, seen=ends), room, secret)

        end_fields(room, ends, put, "end", button="Move the end")
    with st.popover("End it now", key="end_now"):
        st.html(
            markup.small("Splits that were begun count as they stand. You can reopen it until you show the splits.")
        )
        st.button("End the homework", key="end_homework", on_click=press, args=(facilitator.end_homework, room, secret))


@st.fragment
def progress(drawn: RoomView, secret: str) -> None:
    """Draw how many have come how far in each round, and keep that up to date; names only with the leaderboard."""
    code = drawn.code
    try:
        room, far = facilitator.room(store(), code, secret), homework.progress(store(), code, secret)
        names = facilitator.roster(store(), code, secret)
    except (RoomError, Unreachable):
        return
    if room.phase == "lobby":
        st.html(markup.heading(f"{people(far.joined)} in the room", until(room)))
    else:
        st.html(markup.heading(f"{far.done} of {people(far.joined)} finished", until(room) if room.runs else "over"))
        st.html(markup.table("How far people have come", ["", "Begun", "Predicted", "Submitted"], _rows(far)))
    if room.leaderboard and names:
        st.html(_names(names, far))
    if names:
        with st.container(horizontal=True, gap="small", key="seats"):
            removal(room, secret, names, None)
            if room.teams:
                moving(room, secret, names)
    follow(room, activity=True)


def _rows(far: Progress) -> list[list[str]]:
    return [
        [f"Round {number}", str(each.begun), str(each.predicted), str(each.submitted)]
        for number, each in enumerate(far.rounds, 1)
    ]


def _names(names: dict[int, str], far: Progress) -> str:
    many = len(far.rounds)
    items = "".join(
        f'<li class="{"done" if far.finished.get(number) == many else ""}">{escape(name)}, '
        f"{far.finished.get(number, 0)} of {many}</li>"
        for number, name in names.items()
    )
    return f'<ul class="people" aria-label="Participants, and in how many rounds each has submitted">{items}</ul>'
