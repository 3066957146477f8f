"""A set-up to run again: saved as a file, and opened from one."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from pages.room.homework_end import with_end
from pages.room.homework_words import until_chosen
from pages.ui.controls.company_file import file_field, said_of_file
from pages.ui.text import markup
from rooms.settings import RoomSettings
from rooms.setup_file import read_setup, setup_text
from rooms.tokens import clean_code
from rooms.views import RoomView

Put = Callable[[RoomSettings], None]
"""Makes these the room's settings. `InvalidInput` where that cannot be."""


def setup(room: RoomView, put: Put | None) -> None:
    """Draw how the set-up is saved and, where ``put`` may change it still, opened from a file."""
    opened = st.popover("Run it again", key="setup", type="tertiary", on_change="rerun")
    if not opened.open:
        return
    with opened, st.container(key="setup_ways", gap="small"):
        st.html(
            markup.small(
                "The case or own company, what is shown, and each round with its news; nothing of who took part."
            )
        )
        st.download_button("Save this set-up", setup_text(room.settings), f"room-{room.settings.case}.toml",
                           "application/toml", key="save_setup", on_click="ignore")  # fmt: skip
        if put is None:
            st.html(markup.small("A saved set-up is opened in a room whose first round has not begun."))
            return
        key = f"setup_file_{clean_code(room.code)}"

        def taken(data: bytes) -> tuple[str, ...]:
            settings, notes = read_setup(data)
            held = with_end(settings, room.now)
            put(held)
            if held != settings:
                notes += (f"The end of its homework is over or missing: it is now open {until_chosen(held)}.",)
            return notes

        file_field("A saved set-up", key, taken)
        said_of_file(key)
