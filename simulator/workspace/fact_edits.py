"""Facts changed in one scenario or in all of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from simulator.facts.paths import changed_at, owner_at
from simulator.facts.sources import confirmed
from simulator.workspace.following import under
from simulator.workspace.operations import in_each
from simulator.workspace.scenario import Scenario, Workspace


def with_facts(workspace: Workspace, changes: Mapping[str, Any], *, everywhere: bool = False) -> Workspace:
    """Return the workspace with these facts, by path, in the scenario on show or in all; they are then stated.

    Amounts that were today's stay today's, see `under`. A scenario without a channel keeps what it has.
    `InvalidInput` names the scenario in which the facts do not fit.
    """

    def change(one: Workspace) -> Workspace:
        return one.replaced(_with(one.scenario, changes))

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


def _with(scenario: Scenario, changes: Mapping[str, Any]) -> Scenario:
    owners = {"", *(f"channels.{channel.name}" for channel in scenario.business.channels)}
    own = {path: value for path, value in changes.items() if path.rpartition(".")[0] in owners}
    return under(scenario, changed_at(scenario.business, own))
