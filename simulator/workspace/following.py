"""A scenario under other facts: what its plan spends as today follows what is spent today."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from simulator.facts.business import Business
from simulator.facts.plan import Plan
from simulator.workspace.scenario import Scenario


def under(scenario: Scenario, business: Business) -> Scenario:
    """Return the scenario with these facts: each amount of its plan that was today's is today's, all others stay.

    A channel is followed by its name or, where as many stand there as before, by its place. A lever that is new is
    spent on as today. `InvalidInput` where the plan's total is then more than may be planned.
    """
    before, plan, today = scenario.business.plan, scenario.plan, business.plan
    was = _levers_before(scenario.business, business)
    amounts = [
        plan[was[lever]] if lever in was and plan[was[lever]] != before[was[lever]] else today[lever]
        for lever in business.levers
    ]
    return replace(scenario, business=business, plan=Plan.of(business.levers, amounts))


def _levers_before(before: Business, after: Business) -> Mapping[str, str]:
    """Return what each lever was called before; none for those that are new."""
    if len(before.levers) == len(after.levers):
        return dict(zip(after.levers, before.levers, strict=True))
    return {lever: lever for lever in after.levers if lever in before.levers}
