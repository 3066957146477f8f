"""Adding, renaming and removing a channel; each is one step that can be undone."""

from __future__ import annotations

import streamlit as st

from pages.channels.new import new
from pages.ui.controls.typed_field import name_field
from pages.ui.state.session import Session
from pages.ui.text import markup
from pages.ui.text.labels import label
from simulator.facts.declaration import InvalidInput
from simulator.workspace.channel_changes import remove_channel, rename_channel


def edit_channels(visit: Session) -> None:
    """Draw the channels with their names to change, and the fields of a new one."""
    left, right = st.columns(2, gap="large")
    with left:
        st.html(markup.phrase("Rename or remove"))
        for channel in visit.workspace.scenario.business.channels:
            _channel(visit, channel.name)
        st.html(markup.small("Removing a channel frees its spend; its customers stay. Undo brings it back."))
    with right:
        st.html(markup.phrase("Add a channel"))
        new(visit)


def _channel(visit: Session, name: str) -> None:
    def renamed(text: str) -> None:
        visit.commit(rename_channel(visit.workspace, name, text))

    def removed() -> None:
        try:
            visit.commit(remove_channel(visit.workspace, name))
        except InvalidInput as error:
            visit.refused = {f"remove_{name}": str(error.problems[0])}

    row = st.container(horizontal=True, vertical_alignment="bottom", gap="small")
    said = st.container()
    with row:
        name_field(f"Name of {name}", name, renamed, name=f"name_{name}", of=(*visit.on_show, name), beside=said,
                   label_visibility="collapsed")  # fmt: skip
        st.button("Remove", key=f"remove_{name}", on_click=removed, width="content", help=label(f"Remove {name}"))
    if reason := visit.refused.get(f"remove_{name}"):
        with said:
            st.html(markup.refusal(reason))
