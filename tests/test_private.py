"""Private links: every decision and percentage, none of the figures."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from typing import Any
from urllib.parse import unquote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.cases import list_cases, load_case
from simulator.facts.business import Business
from simulator.facts.channel import Channel
from simulator.facts.declaration import declaration
from simulator.facts.limits import SpendLimit
from simulator.facts.plan import Plan
from simulator.link.codec import Decoded, decode, encode
from simulator.link.private import POWERS, indexed
from simulator.link.text import fact_text
from simulator.model.outcome import simulate
from simulator.workspace.scenario import Scenario, Workspace
from tests.strategies import workspaces

UNSCALED = {"", "share", "share per month", "share per year", "months", "relative"}
CASES = [case.ref for case in list_cases()]


def unit(owner: Business | Channel, name: str) -> str:
    """Return the unit in which a fact is declared."""
    return str(declaration(type(owner), name).get("unit", ""))


def times(owner: Any, money: float, count: float) -> dict[str, Any]:
    """Return the facts of a company or channel with all money and all counts multiplied."""
    scaled = {}
    for name, value in dict(owner).items():
        if value is not None and (powers := POWERS.get(unit(owner, name))):
            scaled[name] = value * money ** powers[0] * count ** powers[1]
    return scaled


def twin(workspace: Workspace, money: float, count: float) -> Workspace:
    """Return the same company in another currency and with other counts."""
    scenarios = []
    for scenario in workspace.scenarios:
        channels = tuple(each.changed(**times(each, money, count)) for each in scenario.business.channels)
        business = scenario.business.changed(**times(scenario.business, money, count), channels=channels, name="Twin")
        plan = Plan.of(business.levers, [amount * money for amount in scenario.plan.amounts])
        scenarios.append(Scenario(scenario.name, business, plan))
    ends = [(each.lever, each.least * money, each.most and each.most * money) for each in workspace.limits]
    limits = tuple(SpendLimit(*each) for each in ends)
    return replace(workspace, scenarios=tuple(scenarios), limits=limits, case=None)


def with_another_plan(ref: str) -> Workspace:
    """Return a stock case and a plan that moves part of each channel's spend to sales and upsell."""
    case = load_case(ref)
    today = case.business.plan
    amounts = [amount * 0.7 for amount in today.amounts[:-2]]
    left = today.total - sum(amounts) - today.conversion
    plan = Plan.of(today.levers, [*amounts, today.conversion, left])
    workspace = Workspace.of(case)
    return replace(workspace, scenarios=(*workspace.scenarios, Scenario("Less ads", case.business, plan)))


def test_each_unit_is_known() -> None:
    """Each fact's unit says how it scales, so that a new fact cannot slip through unscaled."""
    for model in (Business, Channel):
        for name in model.model_fields:
            assert declaration(model, name).get("unit", "") in UNSCALED | POWERS.keys()


@given(workspaces())
def test_private_workspace_has_a_link(workspace: Workspace) -> None:
    """Any workspace has a private twin that is valid, has a link and names neither company nor case."""
    private = indexed(workspace)
    assert decode(encode(private)) == Decoded(private)
    assert private.case is None
    assert {(each.business.name, each.business.currency) for each in private.scenarios} == {("A company", "index")}


@given(workspaces(), st.sampled_from([0.013, 1 / 3, 1.1, 7, 100, 1234.5]), st.sampled_from([0.37, 1.7, 3, 1000]))
def test_scaled_twins_share_a_private_link(workspace: Workspace, money: float, count: float) -> None:
    """Companies that differ in the scale of money and counts alone have the same private link: no figure is in it."""
    assert encode(indexed(twin(workspace, money, count))) == encode(indexed(workspace))


@given(workspaces())
def test_proportions_stay(workspace: Workspace) -> None:
    """Budget shares, and figures of one kind relative to each other, stay to a millionth."""
    private = indexed(workspace)
    for real, index in zip(workspace.scenarios, private.scenarios, strict=True):
        for before, after in zip(real.plan.amounts, index.plan.amounts, strict=True):
            assert after / (index.plan.total or 1) == pytest.approx(before / (real.plan.total or 1), rel=1e-5, abs=1e-6)
        for name in ("churn", "win_rate", "win_rate_at_double", "share_of_wallet", "gross_margin", "discount_rate"):
            assert getattr(index.business, name) == getattr(real.business, name)


@pytest.mark.parametrize("ref", CASES)
def test_budget_and_customers_are_hundred(ref: str) -> None:
    """Today's budget and today's customers become 100, and a plan of the same total sums to 100 too."""
    private = indexed(with_another_plan(ref))
    first, other = private.scenarios
    assert first.plan.total == pytest.approx(100, rel=1e-13)
    assert other.plan.total == pytest.approx(100, rel=1e-13)
    assert first.business.customers == 100
    assert first.plan.conversion == other.plan.conversion
    assert len(encode(private)) < 1000


@pytest.mark.parametrize("ref", CASES)
@pytest.mark.parametrize("months", [12, 60])
def test_percentages_stay(ref: str, months: int) -> None:
    """What a plan changes, in per cent of today's revenue, profit and customer equity, stays to a millionth."""
    workspace = with_another_plan(ref)
    real, private = changes(workspace, months), changes(indexed(workspace), months)
    assert private == pytest.approx(real, rel=1e-6, abs=1e-6)


def changes(workspace: Workspace, months: int) -> list[float]:
    """Return what the second plan gains or loses, relative to today's result."""
    today, other = (simulate(each.business, each.plan, months) for each in workspace.scenarios)
    return [
        other.total_revenue / today.total_revenue - 1,
        (other.total_gross_profit - today.total_gross_profit) / today.total_revenue,
        (other.customer_equity - today.customer_equity) / today.customer_equity,
    ]


def test_no_customers() -> None:
    """Where there are no customers yet, today's prospects become 100."""
    business = load_case("northwind.1").business.changed(customers=0)
    private = indexed(Workspace.of(business)).scenario.business
    assert math.fsum(channel.prospects for channel in private.channels) == pytest.approx(100, rel=1e-6)


def test_nearly_equal_facts_stay_apart() -> None:
    """Facts that seven digits would merge keep as many digits as they need."""
    business = load_case("northwind.1").business
    first = business.channels[0]
    tight = first.changed(prospects_at_double=first.prospects * (1 + 1e-9))
    private = indexed(Workspace.of(business.changed(channels=(tight, *business.channels[1:])))).scenario.business
    assert private.channels[0].prospects_at_double > private.channels[0].prospects


@given(workspaces())
def test_hidden_names_are_nowhere(workspace: Workspace) -> None:
    """With names hidden too the link is the same decisions, and holds no name of a channel, plan or company."""
    private, named = indexed(workspace, hide_names=True), indexed(workspace)
    assert decode(encode(private)) == Decoded(private)
    levers = [lever for lever in private.levers if lever not in ("conversion", "upsell")]
    assert all(lever.startswith("Channel ") for lever in levers)
    assert [scenario.name for scenario in private.scenarios] == [
        f"Plan {number}" for number in range(1, len(private.scenarios) + 1)
    ]
    for one, other in zip(private.scenarios, named.scenarios, strict=True):
        assert one.plan.amounts == other.plan.amounts
    assert len(private.locked) == len(named.locked)


@pytest.mark.parametrize("ref", CASES)
def test_private_link_holds_no_figure_or_name(ref: str) -> None:
    """None of a company's larger figures, and none of its names, can be read in its private link."""
    workspace = with_another_plan(ref)
    link = unquote_plus(encode(indexed(workspace, hide_names=True)))
    words = set(re.split(r"[&=~]", link))
    business = workspace.scenario.business
    owners: list[Business | Channel] = [business, *business.channels]
    for owner in owners:
        assert owner.name not in link
        for name, value in dict(owner).items():
            if unit(owner, name) in POWERS and value is not None and value >= 1000:
                assert fact_text(value) not in words, (owner.name, name)
    assert ref.partition(".")[0] not in link
