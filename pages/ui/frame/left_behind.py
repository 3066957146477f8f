"""What choosing another company has put aside, said once and brought back with one press."""

from __future__ import annotations

import streamlit as st

from pages.ui.state.session import Session
from pages.ui.streamlit_internals.run import page_on_show
from pages.ui.text import markup
from pages.ui.text.labels import label
from pages.ui.text.words import listed
from simulator.cases import load_case
from simulator.workspace.scenario import Workspace


def left_behind(visit: Session) -> None:
    """Say which scenarios the company chosen last put aside, with the way back; nothing where none would be missed.

    It stays while its page does, so that nothing moves under the hand, and asks for nothing.
    """
    if visit.left is not None and visit.left[0] != page_on_show():
        visit.left = None
    if visit.left is None or visit.left[1] not in visit.past or not missed(visit.left[1]):
        return
    left = visit.left[1]
    with st.container(key="left_behind", horizontal=True, vertical_alignment="center", gap="small"):
        st.html(f'<div role="status">{markup.small(put_aside(left))}</div>', width="content")
        st.button(label(f"Back to {left.scenario.business.name}"), key="back_to_it", type="tertiary",
                  on_click=visit.travel, args=(left,))  # fmt: skip


def missed(workspace: Workspace) -> bool:
    """Return whether a workspace holds more than the stock case it came from: plans, names or facts of one's own."""
    if workspace.case is None or workspace.locked or workspace.limits:
        return True
    return workspace.scenarios != Workspace.of(load_case(workspace.case)).scenarios


def put_aside(left: Workspace) -> str:
    """Return what was put aside, by name."""
    names = listed([f"“{scenario.name}”" for scenario in left.scenarios])
    what = "scenario" if len(left.scenarios) == 1 else "scenarios"
    return f"The {what} of {left.scenario.business.name}, {names}, can be brought back."
