"""Undo and redo by keyboard, kept over a reload of the page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import streamlit as st

from pages.ui.live import entry
from pages.ui.state import tabs
from pages.ui.state.session import BURST_SECONDS, PAGE_KEYS, Session
from simulator.link.codec import decode, encode

_STEPS = st.components.v2.component("next_dollar_steps", js=entry("steps"))
KEY = "steps"
"""The page's style sheet keeps what has this key from taking a gap in the layout."""
MOST_LINKS = 100
MOST_LETTERS = 200_000
"""Of all links together. A tab keeps fewer of both."""


def steps(visit: Session) -> None:
    """Mount what listens to the keys; where the tab was here before a reload, its steps come back."""

    def followed() -> None:
        given: object = st.session_state[KEY].before
        visit.followed = True
        before = session_before(given) if isinstance(given, Mapping) else None
        if before is not None and before is not visit:
            visit.take_over(before)

    data = {
        "tab": visit.tab, "followed": visit.followed, "link": encode(visit.workspace), "own": sorted(PAGE_KEYS),
        "burst": BURST_SECONDS * 1000,
    }  # fmt: skip
    _STEPS(data=data, key=KEY, on_before_change=followed, height=1)


def session_before(given: Mapping[str, Any]) -> Session | None:
    """Return what a tab worked on before its reload, from what it says of it, which may be anything.

    Where another server knew that, it is rebuilt from the links of the steps that the tab has kept itself.
    """
    known = tabs.session_of(str(given.get("tab")))
    if isinstance(known, Session):
        return known
    past, here, future = _links(given.get("past")), _links([given.get("here")]), _links(given.get("future"))
    links = [*past, *here, *future]
    if not here or len(links) > MOST_LINKS or sum(map(len, links)) > MOST_LETTERS:
        return None
    undone, redone = ([decode(link).workspace for link in kept] for kept in (past, future))
    return Session(decode(here[0]).workspace, past=undone, future=redone)


def _links(given: object) -> list[str]:
    """Return a list of links; nothing where any of it is none."""
    return given if isinstance(given, list) and all(isinstance(link, str) for link in given) else []
