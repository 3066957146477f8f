"""A second facilitator: a link that leads the room and can be withdrawn."""

from __future__ import annotations

import streamlit as st

from pages.room.visit import FACILITATOR, ROOM, attempt, link, store
from pages.ui.text import markup
from rooms import leading
from rooms.leading import Leads
from rooms.views import RoomView


def second(room: RoomView, secret: str, lead: Leads) -> None:
    """Draw how a second facilitator's link is made, shown to whoever opened the room, and withdrawn."""
    st.html(markup.phrase("A link for a second facilitator"))
    st.html(markup.small("It leads the room too, from another machine, and cannot end it. You may withdraw it."))
    if lead.second:
        st.code(link(**{ROOM: room.code, FACILITATOR: lead.second}), language=None, wrap_lines=True)
    elif lead.helped:
        st.html(
            markup.small("There is one. Nobody can look it up again: make a new one and the old one works no more.")
        )
    with st.container(horizontal=True, gap="small"):
        st.button("Make a new one" if lead.helped else "Make the link", key="invite", on_click=attempt,
                  args=(leading.invite, store(), room.code, secret))  # fmt: skip
        if lead.helped:
            st.button("Withdraw it", key="withdraw", type="tertiary", on_click=attempt,
                      args=(leading.withdraw, store(), room.code, secret))  # fmt: skip
