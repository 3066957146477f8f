"""A company of the facilitator's own as the case: the one of this visit, a saved file, or a link."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from pages.ui.controls.typed_field import name_field
from pages.ui.state.session import KEY, Session, kept
from pages.ui.text import markup
from pages.ui.text.labels import label
from rooms.company import link_of, pasted
from rooms.limits import STORY_LIMIT
from rooms.settings import RoomSettings
from rooms.tokens import clean_code
from rooms.views import RoomView
from simulator.facts.business import Business
from simulator.facts.declaration import InvalidInput
from simulator.file.faults import BrokenFile
from simulator.file.reader import LONGEST, read_file

Put = Callable[[str, str], None]
"""Keeps another company or story: the setting's name and its value. `InvalidInput` where it does not fit."""
KEPT = "Its facts are kept with the room and deleted with it; participants see those you choose below."


def own_case(room: RoomView, put: Put) -> None:
    """Draw how a company of one's own becomes the case, and where it is one, what is told of it."""
    opened = st.popover("Own company", key="own_case", type="tertiary", on_change="rerun")
    if opened.open:
        with opened, st.container(key="own_case_ways", gap="small"):
            st.html(markup.small(KEPT))
            if (business := _of_this_visit()) is not None:
                st.button(label(f"Take {business.name}"), key="take_own", on_click=_take, args=(put, business))
            name_field("Link of a scenario, as Share gives it", "", lambda text: put("company", pasted(text)),
                       name="own_link", of=(room.code, room.settings.company))  # fmt: skip
            _file(room, put)
    if room.settings.company:
        name_field(f"What you tell of it, up to {STORY_LIMIT} signs", room.settings.story,
                   lambda text: put("story", text.strip()), name="own_story",
                   of=(room.code, room.settings.story), placeholder="Nothing but its facts")  # fmt: skip


def with_company(settings: RoomSettings, name: str, value: str) -> RoomSettings:
    """Return the settings with another company or story; of the rounds, shock and time stay."""
    if name == "story":
        return settings.changed(story=value)
    return settings.changed(company=value, story="", rounds=tuple(each.without_amounts() for each in settings.rounds))


def _of_this_visit() -> Business | None:
    """Return the company of one's own that was last on show in this visit."""
    session = st.session_state.get(KEY)
    last = session.own.last if isinstance(session, Session) else None
    return last.scenario.business if last is not None else None


def _take(put: Put, business: Business) -> None:
    _saying("", lambda: put("company", link_of(business)))


def _file(room: RoomView, put: Put) -> None:
    key = f"own_file_{clean_code(room.code)}"

    def given() -> None:
        file = st.session_state.get(key)
        if file is not None:
            _saying(file.name, lambda: put("company", link_of(read_file(file.getvalue()).workspace.scenario.business)))

    st.file_uploader(
        "A company's file, as Save my company writes it", type=["toml"], key=key, on_change=given,
        max_upload_size=LONGEST // 1_000_000,
    )  # fmt: skip
    if reason := _reasons().get("own_case"):
        st.html(markup.refusal(reason))


def _saying(name: str, take: Callable[[], None]) -> None:
    _reasons().pop("own_case", None)
    try:
        take()
    except BrokenFile as error:
        faults = " ".join(map(str, error.faults))
        _reasons()["own_case"] = f"{name} was not opened, and nothing is changed: {faults}"
    except InvalidInput as error:
        _reasons()["own_case"] = str(error)


def _reasons() -> dict[str, str]:
    return kept("next_dollar_own_case", dict[str, str])
