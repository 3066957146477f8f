"""A company of the facilitator's own as the case: the one of this visit, a saved file, or a link."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from pages.room.lines_field import lines_field
from pages.room.visit import heeded
from pages.ui.controls.company_file import company_file, said_of_file
from pages.ui.controls.typed_field import name_field
from pages.ui.state.session import KEY, Session
from pages.ui.text import markup
from pages.ui.text.labels import label
from rooms.company import link_of, pasted
from rooms.limits import STORY_LIMIT, STORY_LINES
from rooms.tokens import clean_code
from rooms.views import RoomView
from simulator.facts.business import Business

Put = Callable[[str], None]
"""Keeps a company as the text of a link, or what is told of it. `InvalidInput` where that does not fit."""
KEPT = "Its facts are kept with the room and deleted with it; participants see those you choose below."


def own_case(room: RoomView, play: Put, tell: Put) -> None:
    """Draw how a company of one's own becomes the case, and where it is one, what is told of it."""
    opened = st.popover("Own company", key="own_case", type="tertiary", on_change="rerun")
    if opened.open:
        with opened, st.container(key="own_case_ways", gap="small"):
            _ways(room, play)
    if room.settings.company:
        lines_field("What you tell of it", room.settings.story, tell, signs=STORY_LIMIT, most=STORY_LINES,
                    name="own_story", of=(room.code, room.settings.story),
                    placeholder="Nothing but its facts")  # fmt: skip


def _ways(room: RoomView, play: Put) -> None:
    now = [f"{room.business.name} is the case now."] if room.settings.company else []
    st.html(markup.small(*now, KEPT))
    if (business := _of_this_visit()) is not None:
        take = partial(play, link_of(business))
        st.button(label(f"Take {business.name}"), key="take_own", on_click=heeded, args=(take,))
    name_field("Link of a scenario, as Share gives it", "", lambda text: play(pasted(text)),
               name="own_link", of=(room.code, room.settings.company))  # fmt: skip
    key = f"own_file_{clean_code(room.code)}"
    company_file("A company's file, as Save my company writes it", key,
                 lambda workspace: play(link_of(workspace.scenario.business)))  # fmt: skip
    said_of_file(key)


def _of_this_visit() -> Business | None:
    """Return the company of one's own that was last on show in this visit."""
    session = st.session_state.get(KEY)
    last = session.own.last if isinstance(session, Session) else None
    return last.scenario.business if last is not None else None
