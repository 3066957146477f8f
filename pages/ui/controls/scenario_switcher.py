"""The scenario switcher: which named scenario is on show, and all that can be done with them, from any page."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from pages.ui.controls.typed_field import name_field
from pages.ui.state.session import Session
from pages.ui.state.shown_key import shown_key
from pages.ui.text import markup
from pages.ui.text.labels import label
from simulator.workspace import operations
from simulator.workspace.scenario import MAX_SCENARIOS, Workspace

OPENED = "scenarios"


def switcher(visit: Session) -> None:
    """Draw the button that names the scenario on show, with what can be done behind it."""
    with st.container(key="scenario", width="content"):
        name = visit.workspace.scenario.name
        opened = st.popover(label(name), key=OPENED, on_change="rerun")
    if opened.open:
        with opened:
            manage(visit)


def manage(visit: Session) -> None:
    """Draw the scenarios with what can be done with them; each is one step that can be undone."""
    _choice(visit)
    _name(visit)
    place, count = visit.workspace.current, len(visit.workspace.scenarios)
    full = operations.full(visit.workspace)
    with st.container(horizontal=True, gap="small"):
        _does(visit, "Duplicate", full, operations.duplicated)
        _does(visit, "Add today's plan", full, _with_today)
    with st.container(horizontal=True, gap="small"):
        _does(visit, "Earlier", place == 0, _earlier)
        _does(visit, "Later", place == count - 1, _later)
        _does(visit, "Remove", count == 1, _without_it)
    st.html(markup.small(f"{count} of {MAX_SCENARIOS} scenarios. All of them travel in the link."))


def _does(visit: Session, label: str, impossible: bool, operation: Callable[[Workspace], Workspace]) -> None:
    def done() -> None:
        _commit(visit, operation(visit.workspace))

    st.button(label, key=f"scenario {label}", disabled=impossible, on_click=done)


def _commit(visit: Session, workspace: Workspace) -> None:
    visit.commit(workspace)
    # Its button bears another name now, which Streamlit takes for another button, closed: it stays open for more.
    st.session_state[OPENED] = True


def _with_today(workspace: Workspace) -> Workspace:
    return operations.added(workspace, workspace.scenario.business.plan)


def _earlier(workspace: Workspace) -> Workspace:
    return operations.moved(workspace, workspace.current, workspace.current - 1)


def _later(workspace: Workspace) -> Workspace:
    return operations.moved(workspace, workspace.current, workspace.current + 1)


def _without_it(workspace: Workspace) -> Workspace:
    return operations.removed(workspace, workspace.current)


def _choice(visit: Session) -> None:
    workspace = visit.workspace
    key = shown_key("scenario_on_show", workspace.current, tuple(each.name for each in workspace.scenarios))

    def chosen() -> None:
        place = st.session_state.get(key)
        if isinstance(place, int) and place != workspace.current:
            _commit(visit, operations.chosen(visit.workspace, place))

    st.radio("Scenario on show", range(len(workspace.scenarios)), index=workspace.current, key=key, on_change=chosen,
             format_func=lambda place: label(workspace.scenarios[place].name))  # fmt: skip


def _name(visit: Session) -> None:
    name = visit.workspace.scenario.name

    def take(text: str) -> None:
        _commit(visit, operations.renamed(visit.workspace, visit.workspace.current, text))

    name_field("Name", name, take, name="scenario_name", of=(*visit.on_show, name))
