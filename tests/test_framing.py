"""What an address asks a frame to show, and that fixed levers stay fixed whatever is done."""

from __future__ import annotations

from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.ui.state.framing import PARTS, Framing, frame_query, read_framing
from pages.ui.state.session import Session
from simulator.cases import list_cases, load_case
from simulator.workspace.scenario import Workspace

LEVERS = load_case("northwind.1").business.levers


@given(st.sampled_from(PARTS), st.booleans(), st.sets(st.sampled_from(LEVERS)), st.sampled_from(["", "light", "dark"]))
def test_what_is_written_is_read(part: str, answer: bool, fixed: set[str], shade: str) -> None:
    """The address that asks for a frame is read as what was asked for."""
    asked = Framing(part, answer, frozenset(fixed))
    found = {key: values[0] for key, values in parse_qs(frame_query(asked, LEVERS, shade)).items()}  # type: ignore[arg-type]
    assert read_framing(found.get("show"), found.get("answer"), found.get("fixed"), LEVERS) == asked


@pytest.mark.parametrize("text", ["", "nothing", "~~~", "a" * 5000])
def test_what_means_nothing_shows_everything(text: str) -> None:
    """An address that asks for what there is not shows the whole app, with every lever free."""
    assert read_framing(text, text, text, LEVERS) == Framing()


def test_a_fixed_lever_stays_locked() -> None:
    """Neither the lock, nor undoing, nor a press that unlocks all lets a fixed lever go."""
    visit = Session(Workspace.of(list_cases()[0]), framing=Framing("levers", fixed=frozenset({LEVERS[0]})))
    visit.commit(visit.workspace)
    visit.past.clear()
    visit.set_lock(LEVERS[0], False)
    assert visit.workspace.locked == {LEVERS[0]}
    assert not visit.past
    visit.set_lock(LEVERS[1], True)
    visit.unlock(LEVERS)
    assert visit.workspace.locked == {LEVERS[0]}
    visit.undo()
    visit.undo()
    assert visit.workspace.locked == {LEVERS[0]}
