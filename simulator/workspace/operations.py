"""What can be done with a workspace's scenarios; each function returns a new workspace, in which one is on show."""

from __future__ import annotations

from dataclasses import replace

from simulator.facts.names import NAME_LIMIT, PLAN_TITLES, typed
from simulator.facts.plan import Plan
from simulator.workspace.scenario import MAX_SCENARIOS, Scenario, Workspace, check_apart, readable_name


def chosen(workspace: Workspace, place: int) -> Workspace:
    """Put the scenario at ``place`` on show."""
    return replace(workspace, current=place)


def duplicated(workspace: Workspace, place: int | None = None) -> Workspace:
    """Add a copy of the scenario at ``place`` (the one on show) behind it, and show the copy."""
    at = workspace.current if place is None else place
    original = workspace.scenarios[at]
    return _with(workspace, at + 1, replace(original, name=free_name(workspace)))


def added(workspace: Workspace, plan: Plan, name: str | None = None) -> Workspace:
    """Add a scenario with the facts on show and this plan at the end, and show it."""
    scenario = Scenario(name or free_name(workspace), workspace.scenario.business, plan)
    return _with(workspace, len(workspace.scenarios), scenario)


def renamed(workspace: Workspace, place: int, name: str) -> Workspace:
    """Give a scenario another name; `InvalidInput` where it cannot be one, or looks like another on the screen."""
    clean = readable_name("Scenario name", typed(name))
    scenarios = list(workspace.scenarios)
    others = [scenario.name for scenario in (*scenarios[:place], *scenarios[place + 1 :])]
    if clean != scenarios[place].name:
        check_apart("Scenario name", clean, (*others, *PLAN_TITLES), "each scenario needs a name of its own")
    scenarios[place] = replace(scenarios[place], name=clean)
    return replace(workspace, scenarios=tuple(scenarios))


def moved(workspace: Workspace, place: int, to: int) -> Workspace:
    """Put the scenario at ``place`` at ``to``; the same one stays on show."""
    order = list(range(len(workspace.scenarios)))
    order.insert(max(0, min(to, len(order) - 1)), order.pop(place))
    scenarios = tuple(workspace.scenarios[each] for each in order)
    return replace(workspace, scenarios=scenarios, current=order.index(workspace.current))


def removed(workspace: Workspace, place: int) -> Workspace:
    """Take a scenario away; the only one stays. Locks and limits of levers no other scenario has are dropped."""
    if len(workspace.scenarios) == 1:
        return workspace
    scenarios = workspace.scenarios[:place] + workspace.scenarios[place + 1 :]
    current = workspace.current - (place < workspace.current)
    return workspace.with_scenarios(scenarios, min(current, len(scenarios) - 1))


def full(workspace: Workspace) -> bool:
    """Return whether there is no room for another scenario."""
    return len(workspace.scenarios) >= MAX_SCENARIOS


def free_name(workspace: Workspace) -> str:
    """Return the first of Plan A, Plan B, … that no scenario has."""
    taken = {scenario.name.casefold() for scenario in workspace.scenarios}
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return next(name for letter in letters if (name := f"Plan {letter}").casefold() not in taken)[:NAME_LIMIT]


def _with(workspace: Workspace, place: int, scenario: Scenario) -> Workspace:
    scenarios = (*workspace.scenarios[:place], scenario, *workspace.scenarios[place:])
    return replace(workspace, scenarios=scenarios, current=place)
