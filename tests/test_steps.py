"""Steps that a browser's tab gives back after a reload are untrusted text."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.ui.controls.steps import MOST_LINKS, session_before
from pages.ui.state import tabs
from pages.ui.state.session import Session
from simulator.cases import load_case
from simulator.link.codec import encode
from simulator.workspace.scenario import Workspace
from tests.test_session import MOVES

NORTHWIND = Workspace.of(load_case("northwind.1"))
ANYTHING = st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=20)
JSON = st.recursive(ANYTHING, st.lists, max_leaves=5)


@given(st.lists(MOVES, max_size=6), st.integers(0, 3))
def test_steps_come_back_from_links_as_they_were(moves: list[tuple[str, float, bool]], undone: int) -> None:
    """Past, present and future are those that the links were written of, exactly."""
    visit = Session(NORTHWIND)
    for lever, amount, _ in moves:
        visit.set_lever(lever, amount)
    for _ in range(undone):
        visit.undo()
    said = {
        "tab": "of another server",
        "past": [encode(step) for step in visit.past],
        "here": encode(visit.workspace),
        "future": [encode(step) for step in visit.future],
    }
    found = session_before(json.loads(json.dumps(said)))
    assert found is not None
    assert (found.past, found.workspace, found.future) == (visit.past, visit.workspace, visit.future)


def test_the_server_that_knows_the_tab_believes_itself() -> None:
    """What a tab says of its steps counts only where its session is not there any more."""
    visit = Session(NORTHWIND)
    tabs.remember(visit)
    assert session_before({"tab": visit.tab, "past": ["x"], "here": "y", "future": []}) is visit


@given(st.dictionaries(st.sampled_from(["tab", "past", "here", "future"]), JSON))
def test_anything_else_is_no_error(said: dict[str, Any]) -> None:
    """Whatever a browser says, steps are workspaces or there are none."""
    found = session_before(said)
    assert found is None or all(isinstance(step, Workspace) for step in [*found.past, *found.future])


@pytest.mark.parametrize("past", [["v=1"] * MOST_LINKS, ["x" * 300_000]])
def test_there_are_bounds(past: list[str]) -> None:
    """Too many links, or too long ones, are not read."""
    assert session_before({"tab": "", "past": past, "here": "v=1", "future": []}) is None
