"""Adding, renaming and removing a channel; each is one step that can be undone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from pages.ui.state.session import Session
from pages.ui.text import markup
from simulator.facts.channel import Channel
from simulator.facts.declaration import InvalidInput, declaration
from simulator.workspace.channel_changes import add_channel, remove_channel, rename_channel
from simulator.workspace.scenario import Workspace

AMOUNTS = {
    "spend": "Spend a month",
    "prospects": "Prospects a month",
    "prospects_at_zero": "Prospects with no spend",
    "prospects_at_double": "Prospects at double spend",
}


def edit_channels(visit: Session) -> None:
    """Draw the channels with their names to change, and the form of a new one."""
    left, right = st.columns(2, gap="large")
    with left:
        st.html(markup.phrase("Rename or remove"))
        for place, channel in enumerate(visit.workspace.scenario.business.channels):
            _channel(visit, place, channel.name)
        st.html(markup.small("Removing a channel frees its spend; its customers stay. Undo brings it back."))
    with right:
        st.html(markup.phrase("Add a channel"))
        _new(visit)


def _channel(visit: Session, place: int, name: str) -> None:
    key = f"name_{place}.{visit.edition}"

    def renamed() -> None:
        _change(visit, f"name_{place}", lambda workspace: rename_channel(workspace, name, str(st.session_state[key])))

    def removed() -> None:
        _change(visit, f"name_{place}", lambda workspace: remove_channel(workspace, name))

    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.text_input(f"Name of {name}", name, key=key, on_change=renamed, label_visibility="collapsed")
        st.button(
            "Remove", key=f"remove_{place}.{visit.edition}", on_click=removed, width="content", help=f"Remove {name}"
        )
    if reason := visit.refused.get(f"name_{place}"):
        st.html(markup.refusal(reason))


def _new(visit: Session) -> None:
    keys = {field: f"new_{field}.{len(visit.past)}" for field in ("name", *AMOUNTS)}

    def added() -> None:
        def add(workspace: Workspace) -> Workspace:
            values = {field: st.session_state[key] for field, key in keys.items()}
            amounts: dict[str, Any] = {field: float(values[field]) for field in AMOUNTS if values[field] is not None}
            return add_channel(workspace, Channel(name=str(values["name"]), **amounts))

        _change(visit, "new", add)

    with st.form("new_channel", border=False):
        st.text_input("Name", key=keys["name"], placeholder="Webinars")
        with st.container(horizontal=True, gap="small"):
            for field, label in AMOUNTS.items():
                said = declaration(Channel, field)
                st.number_input(label, 0.0, float(said["high"]), None, step=float(said["step"]),
                                format="%g", key=keys[field], help=said["help"] or None, width=210)  # fmt: skip
        st.form_submit_button("Add channel", on_click=added)
    if reason := visit.refused.get("new"):
        st.html(markup.refusal(reason))
    st.html(markup.small("Its prospects buy as readily, and its customers spend as much, as yours do on average."))


def _change(visit: Session, control: str, change: Callable[[Workspace], Workspace]) -> None:
    try:
        visit.commit(change(visit.workspace))
    except InvalidInput as error:
        visit.refuse(control, error)
