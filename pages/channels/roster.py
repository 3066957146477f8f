"""Adding, renaming and removing a channel; each is one step that can be undone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import streamlit as st

from pages.ui.controls.amount_field import amount_in_form, submitted
from pages.ui.state.session import Session
from pages.ui.text import markup
from pages.ui.text.entry import Entry, count_entry, money_entry
from pages.ui.text.formats import money_format
from pages.ui.text.labels import label
from simulator.facts.channel import PER_MONTH, Channel
from simulator.facts.declaration import InvalidInput, declaration
from simulator.workspace.channel_changes import add_channel, channel_name, remove_channel, rename_channel
from simulator.workspace.new_channel import Kind, new_channel
from simulator.workspace.scenario import Workspace

PLANNED = "planned"
KINDS: Mapping[Kind, tuple[str, Mapping[str, str]]] = {
    "paid": (
        "Yes",
        {
            "spend": "Spend a month",
            "prospects": "Prospects a month",
            "prospects_at_zero": "Prospects with no spend",
            "prospects_at_double": "Prospects at double spend",
        },
    ),
    "begun": (
        "Not yet: what if we began?",
        {
            "reference_spend": "Spend a month, if you began",
            "prospects": "Prospects a month at that spend",
            "prospects_at_double": "Prospects at double that spend",
            PLANNED: "To spend in this plan at once",
        },
    ),
    "free": ("No, it costs nothing", {"prospects": "Prospects a month"}),
}
"""The answers to whether a channel is paid for, and what is asked then."""


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
        st.text_input(label(f"Name of {name}"), name, key=key, on_change=renamed, label_visibility="collapsed")
        st.button(
            "Remove",
            key=f"remove_{place}.{visit.edition}",
            on_click=removed,
            width="content",
            help=label(f"Remove {name}"),
        )
    if reason := visit.refused.get(f"name_{place}"):
        st.html(markup.refusal(reason))


def _new(visit: Session) -> None:
    kind = st.radio("Do you spend on it today?", list(KINDS), format_func=lambda kind: KINDS[kind][0], key="new_kind")
    labels, edition = KINDS[kind][1], len(visit.past)
    entries = _entries(visit.workspace.scenario.business.currency, labels)
    key = f"new_{kind}_name.{edition}"

    def added() -> None:
        taken = {
            field: submitted(entry, name=f"new_{kind}_{field}", edition=edition) for field, entry in entries.items()
        }
        if any(each.refusal for each in taken.values()):
            return

        def add(workspace: Workspace) -> Workspace:
            values = {field: each.value for field, each in taken.items()}
            name = channel_name(str(st.session_state[key] or ""), workspace.scenario.business)
            planned = values.pop(PLANNED, None)
            return add_channel(workspace, new_channel(kind, name, values), planned)

        _change(visit, f"new_{kind}", lambda workspace: _in_words(labels, add, workspace))

    with st.form("new_channel", border=False):
        st.text_input("Name", key=key, placeholder="Webinars")
        with st.container(horizontal=True, gap="small"):
            for field, entry in entries.items():
                amount_in_form(entry, name=f"new_{kind}_{field}", edition=edition, width=230)
        st.form_submit_button("Add channel", on_click=added)
    if reason := visit.refused.get(f"new_{kind}"):
        st.html(markup.refusal(reason))
    st.html(markup.small("Its prospects buy as readily, and its customers spend as much, as yours do on average."))


def _entries(currency: str, labels: Mapping[str, str]) -> dict[str, Entry]:
    """Return what is asked of a new channel, by field."""
    money, found = money_format(currency), {}
    for field, text in labels.items():
        said = declaration(Channel, "spend" if field == PLANNED else field)
        span = float(said["low"]), float(said["high"])
        start = 0.0 if field == PLANNED else None
        found[field] = (
            money_entry(text, money, start, *span, blank=True)
            if said["unit"] == PER_MONTH
            else count_entry(text, start, *span, blank=True)
        )
    return found


def _in_words(labels: Mapping[str, str], add: Callable[[Workspace], Workspace], workspace: Workspace) -> Workspace:
    """Add the channel, calling what is refused as its field on the screen is called."""
    try:
        return add(workspace)
    except InvalidInput as error:
        problems = [
            replace(problem, title=labels.get(problem.field.rpartition(".")[2], problem.title))
            for problem in error.problems
        ]
        raise InvalidInput(*problems) from None


def _change(visit: Session, control: str, change: Callable[[Workspace], Workspace]) -> None:
    try:
        visit.commit(change(visit.workspace))
    except InvalidInput as error:
        visit.refuse(control, error)
