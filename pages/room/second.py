"""A second facilitator: a link that leads the room and can be withdrawn."""

from __future__ import annotations

import streamlit as st

from pages.room.visit import FACILITATOR, ROOM, attempt, link, store
from pages.ui.state.session import kept
from pages.ui.text import markup
from rooms import leading
from rooms.views import RoomView


def second(room: RoomView, secret: str, *, helped: bool) -> None:
    """Draw how a second facilitator's link is made, shown while this visit lasts, and withdrawn."""
    made = kept("room_second", dict[str, str])
    st.html(markup.phrase("A link for a second facilitator"))
    st.html(markup.small("It leads the room too, from another machine, and cannot end it. You may withdraw it."))
    if helped and room.code in made:
        st.code(link(**{ROOM: room.code, FACILITATOR: made[room.code]}), language=None, wrap_lines=True)
    elif helped:
        st.html(
            markup.small("There is one. Nobody can look it up again: make a new one and the old one works no more.")
        )
    with st.container(horizontal=True, gap="small"):
        st.button("Make a new one" if helped else "Make the link", key="invite", on_click=_invite,
                  args=(room.code, secret))  # fmt: skip
        if helped:
            st.button("Withdraw it", key="withdraw", type="tertiary", on_click=attempt,
                      args=(leading.withdraw, store(), room.code, secret))  # fmt: skip


def _invite(code: str, secret: str) -> None:
    made = attempt(leading.invite, store(), code, secret)
    if made is not None:
        kept("room_second", dict[str, str])[code] = made
