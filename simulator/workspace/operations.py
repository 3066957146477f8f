"""What can be done with a workspace's scenarios; each function returns a new workspace, in which one is on show."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from simulator.facts.business import Business
from simulator.facts.declaration import InvalidInput
from simulator.facts.names import NAME_LIMIT, PLAN_TITLES, apart, looks, typed
from simulator.facts.plan import Plan
from simulator.workspace.scenario import MAX_SCENARIOS, Scenario, Workspace, check_apart, readable_name

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def chosen(workspace: Workspace, place: int) -> Workspace:
    """Put the scenario at ``place`` on show."""
    return replace(workspace, current=place)


def duplicated(workspace: Workspace, place: int | None = None) -> Workspace:
    """Add a copy of the scenario at ``place`` (the one on show) behind it, and show the copy.

    Plan A is followed by Plan B; the copy of a plan with a name of its own is called by that name and a number.
    """
    at = workspace.current if place is None else place
    original = workspace.scenarios[at]
    name = free_name(workspace) if lettered(original.name) else _nearest_free(workspace, original.name)
    return _with(workspace, at + 1, replace(original, name=name))


def added(workspace: Workspace, plan: Plan, name: str | None = None) -> Workspace:
    """Add a scenario with the facts on show and this plan at the end, and show it."""
    scenario = Scenario(name or free_name(workspace), workspace.scenario.business, plan)
    return _with(workspace, len(workspace.scenarios), scenario)


def put_beside(workspace: Workspace, name: str, business: Business, plan: Plan) -> Workspace:
    """Add a scenario with facts of its own at the end, under the nearest free name; the same stays on show."""
    scenario = Scenario(_nearest_free(workspace, name), business, plan)
    return replace(workspace, scenarios=(*workspace.scenarios, scenario))


def in_each(workspace: Workspace, change: Callable[[Workspace], Workspace]) -> Workspace:
    """Return the workspace with a change to the scenario on show made to each, one after another; none comes or goes.

    `InvalidInput` names the scenario in which it cannot be made, where that is not the one on show.
    """
    changed = workspace
    for place, scenario in enumerate(workspace.scenarios):
        try:
            changed = change(replace(changed, current=place))
        except InvalidInput as error:
            if place == workspace.current:
                raise
            said = [replace(each, sentence=f"In {scenario.name}: {each}") for each in error.problems]
            raise InvalidInput(*said) from None
    return replace(changed, current=workspace.current)


def place_of(workspace: Workspace, business: Business, plan: Plan) -> int | None:
    """Return where a scenario other than the one on show has these facts and this plan; None where none has."""
    fitted = plan.fitted(business.levers)
    return next(
        (
            place
            for place, scenario in enumerate(workspace.scenarios)
            if place != workspace.current and (scenario.business, scenario.plan) == (business, fitted)
        ),
        None,
    )


def key_of(place: int) -> str:
    """Return how an address calls the scenario at ``place``: by its number, from 1."""
    return str(place + 1)


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


def lettered(name: str) -> bool:
    """Return whether this is a name that `free_name` gives."""
    return any(name == f"Plan {letter}" for letter in LETTERS)


def free_name(workspace: Workspace) -> str:
    """Return the first of Plan A, Plan B, … that no scenario has."""
    taken = {scenario.name.casefold() for scenario in workspace.scenarios}
    return next(name for letter in LETTERS if (name := f"Plan {letter}").casefold() not in taken)[:NAME_LIMIT]


def _nearest_free(workspace: Workspace, name: str) -> str:
    taken = {looks(each) for each in (*(scenario.name for scenario in workspace.scenarios), *PLAN_TITLES)}
    names = [name, *(apart(name, number) for number in range(2, MAX_SCENARIOS + 2))]
    return next(free for free in names if looks(free) not in taken)


def _with(workspace: Workspace, place: int, scenario: Scenario) -> Workspace:
    scenarios = (*workspace.scenarios[:place], scenario, *workspace.scenarios[place:])
    return replace(workspace, scenarios=scenarios, current=place)
