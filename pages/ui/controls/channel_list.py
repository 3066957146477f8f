"""Adding, renaming and removing a channel; each is one step that can be undone."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from pages.ui.controls.new_channel import new
from pages.ui.controls.typed_field import name_field
from pages.ui.state.session import Session
from pages.ui.text import markup
from pages.ui.text.labels import label
from simulator.facts.declaration import InvalidInput
from simulator.workspace.channel_changes import remove_channel, rename_channel
from simulator.workspace.operations import in_each
from simulator.workspace.scenario import Workspace

Change = Callable[[Workspace], Workspace]


def edit_channels(visit: Session, *, everywhere: bool = False) -> None:
    """Draw the channels with their names to change, and the fields of a new one.

    What is done holds for the scenario on show or, ``everywhere``, for each one that it is about.
    """

    def commit(change: Change) -> None:
        visit.commit(in_each(visit.workspace, change) if everywhere else change(visit.workspace))

    left, right = st.columns(2, gap="large")
    with left:
        st.html(markup.phrase("Rename or remove"))
        for channel in visit.workspace.scenario.business.channels:
            _channel(visit, channel.name, commit)
        st.html(markup.small("Removing a channel frees its spend; its customers stay. Undo brings it back."))
    with right:
        st.html(markup.phrase("Add a channel"))
        new(visit, commit)


def _channel(visit: Session, name: str, commit: Callable[[Change], None]) -> None:
    def renamed(text: str) -> None:
        commit(lambda one: rename_channel(one, name, text) if _has(one, name) else one)

    def removed() -> None:
        try:
            commit(lambda one: remove_channel(one, name) if _has(one, name) else one)
        except InvalidInput as error:
            visit.refused = {f"remove_{name}": str(error.problems[0])}

    row = st.container(horizontal=True, vertical_alignment="bottom", gap="small")
    said = st.container()
    with row:
        name_field(f"Name of {name}", name, renamed, name=f"name_{name}", of=(*visit.on_show, name), beside=said,
                   label_visibility="collapsed")  # fmt: skip
        st.button("Remove", key=f"take_out_{name}", on_click=removed, width="content", help=label(f"Remove {name}"))
    if reason := visit.refused.get(f"remove_{name}"):
        with said:
            st.html(markup.refusal(reason))


def _has(workspace: Workspace, channel: str) -> bool:
    return channel in workspace.scenario.plan.prospecting
