"""A company and its private twin get the same answers from every insight: figures in proportion, verdicts alike."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator.cases import Case, list_cases
from simulator.facts.measures import METRICS, Metric
from simulator.facts.plan import Plan
from simulator.insight.attribution import attribution
from simulator.insight.break_even import break_even
from simulator.insight.channel_economics import channel_economics
from simulator.insight.comparison import scenario_figures
from simulator.insight.dangers import dangers
from simulator.insight.diagnosis import diagnose, other_measures
from simulator.insight.levels import ENOUGH
from simulator.insight.opportunities import opportunities
from simulator.insight.response import responses
from simulator.insight.sensitivity import sensitivity
from simulator.link.private import indexed
from simulator.model.parameters import funnel_of
from simulator.model.question import Question
from simulator.optimise.frontier import frontier
from simulator.optimise.goal_seek import TARGETS, least_budget
from simulator.optimise.optimizer import optimize
from simulator.optimise.recommendation import recommend
from simulator.optimise.split_map import split_map
from simulator.workspace.scenario import Scenario, Workspace
from tests.strategies import Draw, businesses, zero_or

CLOSE = 2e-3
"""Facts of a private link have seven digits, and best splits whole units: ten thousandths of the budget."""

WIDE = 10
"""The best split itself is known less well than what it brings, which is flat around it."""


@dataclass(frozen=True)
class Scale:
    """What the twin's money and counts are in those of the company."""

    money: float
    count: float


def twin_of(asked: Question) -> tuple[Question, Scale]:
    """Return the question a private link of the company asks, and how its figures scale."""
    workspace = Workspace(
        (Scenario("Today", asked.business, asked.today.plan), Scenario("Plan", asked.business, asked.plan)),
        current=1, months=asked.months, metric=asked.metric,
    )  # fmt: skip
    twin = indexed(workspace).question
    people = [
        (each.customers, *(channel.prospects for channel in each.channels)) for each in (asked.business, twin.business)
    ]
    count = next((there / here for here, there in zip(*people, strict=True) if here), 1.0)
    return twin, Scale(twin.business.wallet / asked.business.wallet * count, count)


Figure = tuple[str, float, float]
"""What it is, the figure, and the size beside which a difference counts: both in the company's own money and counts."""


def money_over_horizon(asked: Question, scale: Scale) -> Iterator[Figure]:
    """Yield the figures that are money over the horizon, in the company's own."""
    budget = max(asked.plan.total, math.fsum(asked.business.efforts)) * asked.months
    size = max(abs(asked.value), asked.outcome.total_revenue, budget) / scale.money

    def figure(name: str, value: float) -> Figure:
        return name, value / scale.money, size

    yield figure("value", asked.value)
    yield figure("deepest point of cash", scenario_figures(asked).deepest_shortfall)
    for danger in dangers(asked):
        yield figure(f"danger: {danger.kind}", danger.loss)
    for cause in attribution(asked.today, asked).parts:
        yield figure(f"cause: {cause.kind} {cause.name}", cause.amount)
    for each in responses(asked):
        for place in range(0, len(each.values), 10):
            yield figure(f"response of {each.lever} at {place}", float(each.values[place]))
    if not funnel_of(asked.business).concave:
        return  # The best found, without a proof, may be another one where one climb more succeeds.
    advice = recommend(asked, frozenset(asked.levers[:1]))
    yield figure("the best split", advice.optimum.value)
    yield figure("its gain", advice.gain)
    yield figure("unlocking", advice.unlocking_all)
    yield figure("optimize", optimize(asked.business, asked.plan.total, asked.months, asked.metric).value)
    for each in opportunities(asked):
        yield figure(f"opportunity: {each.kind} {each.subject}", each.gain)
        yield figure(f"cost of opportunity: {each.kind} {each.subject}", each.cost)
    for danger in dangers(asked):
        yield figure(f"saved of danger: {danger.kind}", danger.saved if danger.kind != "cut" else 0.0)
    edge = frontier(asked, 3 * asked.plan.total, points=5)
    for place, value in enumerate(edge.values):
        yield figure(f"frontier {place}", float(value))
    chart = split_map(asked, asked.plan.total, steps=6)
    for place, value in enumerate(chart.values):
        yield figure(f"map {place}", float(value))


def money_per_money(asked: Question, _: Scale) -> Iterator[Figure]:
    """Yield marginal returns and prices: the same in any money."""
    size = max(abs(each) for each in asked.marginal.values()) or 1.0
    for lever, each in asked.marginal.items():
        yield f"return of {lever}", each, size
    lead = diagnose(asked).ranking
    widest = max(lead.uncertainty, *(abs(each.marginal) for each in lead.returns))
    for place, each in enumerate(lead.returns):
        yield f"return of function {place}", each.marginal, widest
    yield "lead", lead.ahead, widest
    yield "uncertainty", lead.uncertainty, widest
    for channel in channel_economics(asked).channels:
        yield f"average of {channel.name}", channel.average or 0.0, max(size, abs(channel.average or 0.0))
        yield f"marginal of {channel.name}", channel.marginal, size
    for each in responses(asked):
        for place in range(0, len(each.returns), 10):
            yield (
                f"return of {each.lever} at {place}",
                float(each.returns[place]),
                float(np.abs(each.returns).max()) or 1.0,
            )


def per_month(asked: Question, scale: Scale) -> Iterator[Figure]:
    """Yield money per month and people, each beside its own size, in the company's own."""
    money, count = scale.money, scale.count
    found = diagnose(asked)
    for level in found.levels:
        unit = count if level.driver == "prospects" else 1.0
        for name, value in (("today", level.today), ("kept", level.at_end)):
            yield f"{level.driver} {name}", value / unit, value / unit
        if funnel_of(asked.business).concave:
            yield f"{level.driver} acceptable", level.acceptable / unit, WIDE * level.acceptable / unit
    if funnel_of(asked.business).concave:
        for name, value in found.level_gap.parts.items():
            yield f"gap in {name}", value / money, WIDE * max(found.level_gap.today, found.level_gap.acceptable) / money
    for channel in channel_economics(asked).channels:
        yield f"spend on {channel.name}", channel.spend / money, channel.spend / money
        yield f"prospects of {channel.name}", channel.prospects / count, channel.prospects / count
        yield f"wins of {channel.name}", channel.wins / count, channel.wins / count
        for name in ("cost_per_prospect", "cost_per_customer", "customer_value"):
            value = (getattr(channel, name) or 0.0) * count / money
            yield f"{name} of {channel.name}", value, max(abs(value), channel.customer_value * count / money)
    for each in responses(asked):
        yield f"known until of {each.lever}", each.known_until / money, each.known_until / money
    for limit in break_even(asked) or ():
        yield f"break-even of {limit.driver}", limit.factor or 0.0, 1.0
    figures = scenario_figures(asked)
    yield (
        "cost per new customer",
        (figures.cost_per_new_customer or 0.0) * count / money,
        (figures.cost_per_new_customer or 0.0) * count / money,
    )


def goals(asked: Question, scale: Scale) -> Iterator[Figure]:
    """Yield what the least budget for a tenth more of each goal comes to, and the most there is to be had of it."""
    if not funnel_of(asked.business).concave:
        return
    budget = max(asked.plan.total, math.fsum(asked.business.efforts)) / scale.money
    for target in TARGETS:
        unit = scale.count if target == "customers" else scale.money
        now = asked.outcome.customers_at_end if target == "customers" else asked.outcome.total(target)
        found = least_budget(asked.business, target, 1.1 * max(now, 0.0), asked.months)
        yield f"most of {target}", found.ceiling / unit, abs(found.ceiling) / unit
        if found.plan is not None:
            yield f"least budget for {target}", found.plan.total / scale.money, budget


def verdicts(asked: Question) -> Iterator[tuple[str, object]]:
    """Yield what is said in words: verdicts, names and directions."""
    found = diagnose(asked)
    yield "verdict", found.verdict
    yield "functions", found.functions
    yield "agreement", found.agreement
    yield "clear", found.ranking.clear
    yield "as good as the best", found.as_good
    yield "by other measures", {measure: each.verdict for measure, each in other_measures(asked).items()}
    for level in found.levels:
        yield f"{level.driver} short", level.short
    channels = channel_economics(asked)
    yield "focus", channels.focus and channels.focus.channel
    yield "ease off", channels.ease_off and channels.ease_off.channel
    for channel in channels.channels:
        yield f"{channel.name} flatters", channel.flatters
    yield "break-even", break_even(asked) is None
    yield "opportunities", [(each.kind, each.subject) for each in opportunities(asked)]
    yield "dangers", [(each.kind, each.subject) for each in dangers(asked)]
    advice = sensitivity(asked)
    yield "first lever", advice.lever
    yield (
        "who is first then",
        {
            tolerance.field: [turn and turn.lever for turn in (tolerance.below, tolerance.above)]
            for tolerance in advice.tolerances
        },
    )


def compare(asked: Question) -> list[tuple[object, ...]]:
    """Return the figures in which a company and its twin differ; one that only one of them has counts as 0."""
    twin, scale = twin_of(asked)
    wrong = []
    for family in (money_over_horizon, money_per_money, per_month, goals):
        here = {name: (value, size) for name, value, size in family(asked, Scale(1.0, 1.0))}
        there = {name: (value, size) for name, value, size in family(twin, scale)}
        for name in here.keys() | there.keys():
            (one, size), (other, size_there) = (each.get(name, (0.0, 0.0)) for each in (here, there))
            if abs(one - other) > CLOSE * max(size, size_there):
                wrong.append((name, one, other, size))
    return wrong


@pytest.mark.parametrize("metric", METRICS)
@pytest.mark.parametrize("case", list_cases(), ids=lambda case: case.id)
def test_a_stock_case_and_its_twin_get_the_same_answers(case: Case, metric: Metric) -> None:
    """Every figure of every insight is in proportion, every verdict, order and direction is the same."""
    asked = Question.of(case.business, 24, metric)
    twin, _ = twin_of(asked)
    assert not compare(asked)
    assert dict(verdicts(twin)) == dict(verdicts(asked))


@st.composite
def balanced(draw: Draw) -> Question:
    """A question about any company with customers, and a plan in which no funded lever is lost beside the others."""
    business = draw(businesses().filter(lambda business: business.customers > 0))
    shares = np.array([draw(zero_or(0.05, 1.0)) for _ in business.levers])
    total = round(math.fsum(business.efforts)) or 1000.0
    plan = Plan.of(business.levers, total * shares / (shares.sum() or 1.0))
    return Question(business, plan, draw(st.integers(6, 36)), draw(st.sampled_from(METRICS)))


def ties(asked: Question) -> set[str]:
    """What is said that a hair may turn: ranks of near equals, and drivers the best split lifts by about enough."""
    levels, lead = diagnose(asked).levels, diagnose(asked).ranking
    said = {"opportunities", "dangers", "who is first then", "by other measures", "as good as the best"}
    advice, size = recommend(asked), max(abs(each) for each in asked.marginal.values())
    alike = np.diff(sorted(asked.marginal.values())).min() <= CLOSE * size
    if alike or abs(advice.gain - advice.least) <= CLOSE * abs(advice.optimum.value):
        said |= {"focus", "ease off", "first lever"}
    clear = funnel_of(asked.business).concave and all(abs(level.lift - ENOUGH) > WIDE * CLOSE for level in levels)
    if not clear or abs(lead.ahead - lead.uncertainty) < CLOSE * lead.ahead:
        said |= {"verdict", "functions", "agreement", "clear", *(f"{level.driver} short" for level in levels)}
    return said


@settings(max_examples=40)
@given(balanced())
def test_any_company_and_its_twin_get_the_same_figures(asked: Question) -> None:
    """Figures of all insights are in proportion for companies of every kind; what is said in words is the same."""
    twin, _ = twin_of(asked)
    assert not compare(asked)
    here, there = (dict(verdicts(each)) for each in (asked, twin))
    clear = here.keys() - ties(asked)
    assert {name: there[name] for name in clear} == {name: here[name] for name in clear}
