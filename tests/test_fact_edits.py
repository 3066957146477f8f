"""Facts changed in one scenario or in all."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce

import pytest

from pages.ui.state.session import Session
from simulator.cases import load_case
from simulator.facts.declaration import InvalidInput
from simulator.facts.sources import ends_of, origin_of, origins_of, with_origin, without_origins
from simulator.guided.answers import Answer
from simulator.guided.company import company_from
from simulator.workspace.fact_edits import with_confirmed, with_facts
from simulator.workspace.operations import added, chosen
from simulator.workspace.scenario import Workspace
from tests.answers import BAKER


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


@pytest.mark.parametrize("everywhere", [False, True])
def test_each_amount_that_was_todays_stays_todays(everywhere: bool) -> None:
    """In a plan that moves one lever alone, all the others follow what is spent today, and the moved one stays."""
    before = chosen(three(), 1)
    business = before.scenario.business
    spends = {"conversion_spend": 9999.0, "upsell_spend": 1.0, "channels.Search ads.spend": 4321.0}
    after = with_facts(before, spends, everywhere=everywhere).scenario
    assert dict(after.plan.prospecting) == {**business.plan.prospecting, "Search ads": 4321.0}
    assert (after.plan.conversion, after.plan.upsell) == (7777.0, 1.0)


def test_the_guided_start_and_the_form_of_all_facts_move_plans_alike() -> None:
    """The same correction of what is spent today leaves the same plans, whichever of the two forms it is typed into."""
    company = company_from(BAKER)
    plans = [company.plan, company.plan.changed(conversion=1.0), company.plan.changed(upsell=7.0)]
    workspace = chosen(reduce(added, plans, Workspace.of(company)), 0)
    by_answer, by_fact = Session(workspace), Session(workspace)
    by_answer.answer(replace(by_answer.own.told(company), sales_spend=Answer(18000.0, "money a year")))
    by_fact.commit(with_facts(workspace, {"conversion_spend": 1500.0}, everywhere=True))
    plans = [each.plan for each in by_fact.workspace.scenarios]
    assert [each.plan for each in by_answer.workspace.scenarios] == plans
    assert [each.plan.conversion for each in by_fact.workspace.scenarios] == [1500.0, 1500.0, 1.0, 1500.0]


def test_a_changed_fact_is_stated() -> None:
    """A guess that is replaced is no guess any more."""
    workspace = three()
    guessed = with_origin(workspace.scenario.business, "churn", "guessed", source="start")
    workspace = workspace.replaced(replace(workspace.scenario, business=guessed))
    assert origin_of(workspace.scenario.business, "churn").kind == "guessed"
    assert origin_of(with_facts(workspace, {"churn": 0.02}).scenario.business, "churn").kind == "stated"


def test_a_guess_that_is_right_is_stated_as_it_stands() -> None:
    """The owner's word changes where a fact comes from and nothing else: value, low, high and other guesses stay."""
    workspace = three()
    business = workspace.scenario.business
    for fact in ("churn", "wallet", "win_rate"):
        ends = (0.9 * getattr(business, fact), 1.1 * getattr(business, fact))
        business = with_origin(business, fact, "guessed", ends, source="start")
    business = with_origin(business, "channels.Search ads.prospects", "guessed", source="start")
    guessed = workspace.replaced(replace(workspace.scenario, business=business))
    for path in ("churn", "wallet", "win_rate", "channels.Search ads.prospects"):
        after = with_confirmed(guessed, path).scenario.business
        origin = origin_of(after, path)
        assert (origin.kind, origin.source) == ("stated", "")
        assert ends_of(after, path) == ends_of(business, path)
        assert without_origins(after) == without_origins(business)
        others = {each: origin for each, origin in origins_of(business).items() if each != path}
        assert others.items() <= origins_of(after).items()


def test_the_same_guess_is_confirmed_wherever_it_stands_and_no_other() -> None:
    """For all scenarios, a guess of another value stays a guess, and so does the same fact read from data."""
    workspace = three()
    scenarios = [
        replace(each, business=with_origin(each.business, "churn", "guessed", source="start"))
        for each in workspace.scenarios
    ]
    workspace = workspace.with_scenarios(tuple(scenarios), 0)
    kinds = [origin_of(each.business, "churn").kind for each in with_confirmed(workspace, "churn").scenarios]
    assert kinds == ["stated", "guessed", "guessed"]
    every = with_confirmed(workspace, "churn", everywhere=True)
    assert [origin_of(each.business, "churn").kind for each in every.scenarios] == ["stated", "stated", "guessed"]
    assert every.scenarios[2].business.churn == 0.3
    assert with_confirmed(every, "churn", everywhere=True) == every


def test_what_does_not_fit_another_scenario_names_it() -> None:
    """Facts that fit here but not there change nothing anywhere, and the error says where they do not fit."""
    workspace = three()
    third = workspace.scenarios[2]
    own = third.business.changed(win_rate_at_double=0.05)
    workspace = replace(workspace, scenarios=(*workspace.scenarios[:2], replace(third, business=own)))
    with pytest.raises(InvalidInput, match=f"In {third.name}: "):
        with_facts(workspace, {"win_rate_at_zero": 0.011}, everywhere=True)
