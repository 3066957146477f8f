"""Facts changed in one scenario or in all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from simulator.facts.business import Business
from simulator.facts.origin import Origin
from simulator.facts.paths import changed_at, owner_at
from simulator.facts.sources import Ends, confirmed, origin_of, with_origin
from simulator.workspace.following import under
from simulator.workspace.operations import in_each
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

    Amounts that were today's stay today's, see `under`. A scenario without a channel keeps what it has.
    `InvalidInput` names the scenario in which the facts do not fit.
    """

    def change(one: Workspace) -> Workspace:
        return one.replaced(_with(one.scenario, changes, origins or {}))

    return in_each(workspace, change) if everywhere else change(workspace)


def with_confirmed(workspace: Workspace, path: str, *, everywhere: bool = False) -> Workspace:
    """Return the workspace in which the guess at ``path`` is stated: on show, or wherever else it is the same guess."""
    guess = _guess(workspace.scenario, path)

    def change(one: Workspace) -> Workspace:
        if guess is None or _guess(one.scenario, path) != guess:
            return one
        return one.replaced(replace(one.scenario, business=confirmed(one.scenario.business, path)))

    return in_each(workspace, change) if everywhere else change(workspace)


def _guess(scenario: Scenario, path: str) -> object:
    """Return what is guessed of the fact at ``path``; None where it is no guess, or no fact of this scenario."""
    try:
        owner, fact = owner_at(scenario.business, path)
    except KeyError:
        return None
    return getattr(owner, fact) if owner.origin(fact).kind == "guessed" else None


def with_range(workspace: Workspace, path: str, ends: Ends) -> Workspace:
    """Return the workspace with this low and high of a fact, wherever a scenario rests on the facts on show.

    An end that is None is not said. Value and origin of the fact stay. `InvalidInput` where they do not fit.
    """
    shown = workspace.scenario.business
    low, high = ends
    ranged = _from(shown, {path: origin_of(shown, path).changed(low=low, high=high)})
    scenarios = tuple(
        replace(each, business=ranged) if each.business == shown else each for each in workspace.scenarios
    )
    return workspace.with_scenarios(scenarios, workspace.current)


def _with(scenario: Scenario, changes: Mapping[str, Any], origins: Mapping[str, Origin]) -> Scenario:
    owners = {"", *(f"channels.{channel.name}" for channel in scenario.business.channels)}
    own = {path: value for path, value in changes.items() if path.rpartition(".")[0] in owners}
    said = {path: origins[path] for path in own if path in origins}
    return under(scenario, _from(changed_at(scenario.business, own), said))


def _from(business: Business, origins: Mapping[str, Origin]) -> Business:
    for path, origin in origins.items():
        said = {"source": origin.source, "rows": origin.rows, "read_on": origin.read_on}
        business = with_origin(business, path, origin.kind, (origin.low, origin.high), **said)
    return business
