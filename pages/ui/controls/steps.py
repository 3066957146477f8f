"""Undo and redo by keyboard, kept over a reload of the page."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from pages.ui.state import tabs
from pages.ui.state.session import Session

_STEPS = st.components.v2.component(
    "next_dollar_steps", js=Path(__file__).with_name("steps.js").read_text(encoding="utf-8")
)
KEY = "steps"
"""The page's style sheet keeps what has this key from taking a gap in the layout."""


def steps(visit: Session) -> None:
    """Mount what listens to the keys; where the tab was here before a reload, its steps come back."""

    def followed() -> None:
        before = tabs.session_of(str(st.session_state[KEY].before))
        visit.followed = True
        if isinstance(before, Session) and before is not visit:
            visit.take_over(before)

    _STEPS(data={"tab": visit.tab, "followed": visit.followed}, key=KEY, on_before_change=followed, height=1)
