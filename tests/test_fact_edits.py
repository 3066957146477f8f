"""Facts changed in one scenario or in all."""

from __future__ import annotations

from dataclasses import replace

import pytest

from simulator.cases import load_case
from simulator.facts.declaration import InvalidInput
from simulator.facts.sources import origin_of, with_origin
from simulator.workspace.fact_edits import with_facts
from simulator.workspace.operations import added, chosen
from simulator.workspace.scenario import Workspace


def three() -> Workspace:
    """Today's plan, another plan, and the same with a churn of its own; the first is on show."""
    workspace = Workspace.of(load_case("northwind.1"))
    workspace = added(workspace, workspace.scenario.plan.changed(conversion=7777.0))
    workspace = added(workspace, workspace.scenario.plan)
    own = workspace.scenario.business.changed(churn=0.3)
    return chosen(workspace.replaced(replace(workspace.scenario, business=own)), 0)


def test_a_fact_changes_in_the_scenario_on_show_alone_or_in_all() -> None:
    """What is meant for one scenario leaves the others be; what is meant for all reaches each, beside its own facts."""
    before = three()
    one = with_facts(before, {"customers": 500.0})
    assert [each.business.customers == 500 for each in one.scenarios] == [True, False, False]
    assert one.scenarios[1:] == before.scenarios[1:]
    every = with_facts(before, {"customers": 500.0}, everywhere=True)
    assert {each.business.customers for each in every.scenarios} == {500.0}
    assert every.scenarios[2].business.churn == 0.3


def test_todays_plan_stays_todays_plan() -> None:
    """Where today's spend is corrected, a plan that was today's follows it, and one of its own does not."""
    every = with_facts(three(), {"conversion_spend": 6000.0}, everywhere=True)
    assert [each.plan.conversion for each in every.scenarios] == [6000.0, 7777.0, 7777.0]


def test_a_changed_fact_is_stated() -> None:
    """A guess that is replaced is no guess any more."""
    workspace = three()
    guessed = with_origin(workspace.scenario.business, "churn", "guessed", source="start")
    workspace = workspace.replaced(replace(workspace.scenario, business=guessed))
    assert origin_of(workspace.scenario.business, "churn").kind == "guessed"
    assert origin_of(with_facts(workspace, {"churn": 0.02}).scenario.business, "churn").kind == "stated"


def test_what_does_not_fit_another_scenario_names_it() -> None:
    """Facts that fit here but not there change nothing anywhere, and the error says where they do not fit."""
    workspace = three()
    third = workspace.scenarios[2]
    own = third.business.changed(win_rate_at_double=0.05)
    workspace = replace(workspace, scenarios=(*workspace.scenarios[:2], replace(third, business=own)))
    with pytest.raises(InvalidInput, match=f"In {third.name}: "):
        with_facts(workspace, {"win_rate_at_zero": 0.011}, everywhere=True)
