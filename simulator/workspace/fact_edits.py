"""Facts changed in one scenario or in all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from simulator.facts.business import Business
from simulator.facts.declaration import InvalidInput
from simulator.facts.origin import Origin
from simulator.facts.paths import changed_at
from simulator.facts.sources import Ends, origin_of, with_origin
from simulator.workspace.scenario import Scenario, Workspace


def with_facts(
    workspace: Workspace,
    changes: Mapping[str, Any],
    *,
    everywhere: bool = False,
    origins: Mapping[str, Origin] | None = None,
) -> Workspace:
    """Return the workspace with these facts, by path, in the scenario on show or in all.

    They are then stated, or come from where ``origins`` says, by path too.

    Where a scenario's plan was today's it stays today's, also where what is spent today is among the facts. A
    scenario without a channel keeps what it has. `InvalidInput` names the scenario in which the facts do not fit.
    """
    scenarios = tuple(
        _with(scenario, changes, origins or {}, named=place != workspace.current)
        if everywhere or place == workspace.current
        else scenario
        for place, scenario in enumerate(workspace.scenarios)
    )
    return workspace.with_scenarios(scenarios, workspace.current)


def _with(scenario: Scenario, changes: Mapping[str, Any], origins: Mapping[str, Origin], *, named: bool) -> Scenario:
    before = scenario.business
    owners = {"", *(f"channels.{channel.name}" for channel in before.channels)}
    own = {path: value for path, value in changes.items() if path.rpartition(".")[0] in owners}
    try:
        after = _from(changed_at(before, own), {path: origins[path] for path in own if path in origins})
    except InvalidInput as error:
        if not named:
            raise
        said = [replace(each, sentence=f"In {scenario.name}: {each}") for each in error.problems]
        raise InvalidInput(*said) from None
    plan = after.plan if scenario.plan == before.plan else scenario.plan
    return replace(scenario, business=after, plan=plan)


def _from(business: Business, origins: Mapping[str, Origin]) -> Business:
    for path, origin in origins.items():
        said = {"source": origin.source, "rows": origin.rows, "read_on": origin.read_on}
        business = with_origin(business, path, origin.kind, (origin.low, origin.high), **said)
    return business


def with_range(workspace: Workspace, path: str, ends: Ends) -> Workspace:
    """Return the workspace with this low and high of a fact, wherever a scenario rests on the facts on show.

    An end that is None is not said. Value and origin of the fact stay. `InvalidInput` where they do not fit.
    """
    shown = workspace.scenario.business
    origin = origin_of(shown, path)
    said = {"source": origin.source, "rows": origin.rows, "read_on": origin.read_on}
    ranged = with_origin(shown, path, origin.kind, ends, **said)
    scenarios = tuple(
        replace(each, business=ranged) if each.business == shown else each for each in workspace.scenarios
    )
    return workspace.with_scenarios(scenarios, workspace.current)
