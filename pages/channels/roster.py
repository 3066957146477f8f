"""Adding, renaming and removing a channel; each is one step that can be undone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from pages.ui.controls.amount_field import amount_in_form, submitted
from pages.ui.state.session import Session
from pages.ui.text import markup
from pages.ui.text.entry import Entry, count_entry, money_entry
from pages.ui.text.formats import money_format
from simulator.facts.channel import PER_MONTH, Channel
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
    edition = len(visit.past)
    entries, key = _entries(visit.workspace.scenario.business.currency), f"new_name.{edition}"

    def added() -> None:
        taken = {field: submitted(entry, name=f"new_{field}", edition=edition) for field, entry in entries.items()}
        if any(each.refusal for each in taken.values()):
            return
        amounts: dict[str, Any] = {field: each.value for field, each in taken.items() if each.value is not None}
        name = str(st.session_state[key])
        _change(visit, "new", lambda workspace: add_channel(workspace, Channel(name=name, **amounts)))

    with st.form("new_channel", border=False):
        st.text_input("Name", key=key, placeholder="Webinars")
        with st.container(horizontal=True, gap="small"):
            for field, entry in entries.items():
                note = declaration(Channel, field)["help"] or None
                amount_in_form(entry, name=f"new_{field}", edition=edition, help=note, width=210)
        st.form_submit_button("Add channel", on_click=added)
    if reason := visit.refused.get("new"):
        st.html(markup.refusal(reason))
    st.html(markup.small("Its prospects buy as readily, and its customers spend as much, as yours do on average."))


def _entries(currency: str) -> dict[str, Entry]:
    money, found = money_format(currency), {}
    for field, label in AMOUNTS.items():
        said = declaration(Channel, field)
        span = float(said["low"]), float(said["high"])
        found[field] = (
            money_entry(label, money, None, *span, blank=True)
            if said["unit"] == PER_MONTH
            else count_entry(label, None, *span, blank=True)
        )
    return found


def _change(visit: Session, control: str, change: Callable[[Workspace], Workspace]) -> None:
    try:
        visit.commit(change(visit.workspace))
    except InvalidInput as error:
        visit.refuse(control, error)
