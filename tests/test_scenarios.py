"""What can be done with scenarios."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator import load_case
from simulator.facts.declaration import InvalidInput
from simulator.link.codec import decode, encode
from simulator.workspace.operations import added, chosen, duplicated, free_name, full, moved, removed, renamed
from simulator.workspace.scenario import MAX_SCENARIOS, Workspace
from tests.strategies import workspaces

START = Workspace.of(load_case("northwind"))


def test_a_copy_is_called_after_what_it_is_a_copy_of() -> None:
    """The copy of a plan with a name of its own bears that name and a number, not the first letter that is free."""
    fairs = renamed(START, 0, "Fairs")
    assert names(duplicated(duplicated(fairs, 0), 0)) == ["Fairs", "Fairs 3", "Fairs 2"]


def names(workspace: Workspace) -> list[str]:
    return [scenario.name for scenario in workspace.scenarios]


def test_a_copy_stands_behind_its_original_and_on_show() -> None:
    """A duplicate has the same facts and plan, a name of its own, and is the one on show."""
    copied = duplicated(duplicated(START), 0)
    assert names(copied) == ["Plan A", "Plan C", "Plan B"]
    assert copied.current == 1
    assert copied.scenario.plan == START.scenario.plan


def test_an_added_plan_keeps_the_facts_on_show() -> None:
    """A new scenario takes the facts of the one on show."""
    workspace = added(START, START.scenario.plan, "Best split")
    assert names(workspace) == ["Plan A", "Best split"]
    assert workspace.scenario.business is START.scenario.business


def test_six_scenarios_are_the_most() -> None:
    """The seventh is refused."""
    workspace = START
    while not full(workspace):
        workspace = duplicated(workspace)
    assert len(workspace.scenarios) == MAX_SCENARIOS
    with pytest.raises(InvalidInput, match="1 to 6 are allowed"):
        duplicated(workspace)


def test_moving_keeps_the_same_scenario_on_show() -> None:
    """Whatever moves, the scenario on show stays on show."""
    workspace = chosen(duplicated(duplicated(START)), 1)
    assert names(moved(workspace, 0, 2)) == ["Plan B", "Plan C", "Plan A"]
    assert moved(workspace, 0, 2).scenario.name == "Plan B"
    assert names(moved(workspace, 2, 99)) == names(workspace)


def test_removing_shows_a_neighbour_and_spares_the_last() -> None:
    """After the one on show is gone its neighbour is; the only one cannot be taken away."""
    workspace = duplicated(duplicated(START))
    assert removed(workspace, 2).scenario.name == "Plan B"
    assert removed(workspace, 0).scenario.name == "Plan C"
    assert removed(START, 0) is START


def test_names_must_be_told_apart() -> None:
    """A name that another scenario has, or that is empty, is refused."""
    workspace = duplicated(START)
    assert names(renamed(workspace, 1, "More sales")) == ["Plan A", "More sales"]
    with pytest.raises(InvalidInput, match="a name of its own"):
        renamed(workspace, 1, "plan a")
    with pytest.raises(InvalidInput, match="Scenario name"):
        renamed(workspace, 1, "  ")


@given(st.data())
def test_every_operation_gives_a_workspace_that_a_link_carries(data: st.DataObject) -> None:
    """After any operation the link opens the same workspace again."""
    workspace = data.draw(workspaces())
    place = data.draw(st.integers(0, len(workspace.scenarios) - 1))
    results = [chosen(workspace, place), moved(workspace, place, 0), removed(workspace, place)]
    results.append(renamed(workspace, place, "A name of its own"))
    if not full(workspace):
        results += [duplicated(workspace, place), added(workspace, workspace.scenario.plan)]
    for result in results:
        assert decode(encode(result)).workspace == result
        assert free_name(result).casefold() not in {name.casefold() for name in names(result)}
