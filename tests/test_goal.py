"""Goal-seek."""

from __future__ import annotations

import warnings

import numpy as np
import pytest

from benchmarks.companies import mixed_company
from pages.marginal.goal import first_goal
from simulator import Plan, list_cases, load_case, optimize, simulate
from simulator.facts.declaration import InvalidInput
from simulator.model.outcome import Outcome
from simulator.model.parameters import funnel_of
from simulator.optimise.goal_seek import TARGETS, Target, least_budget, target_objective
from simulator.optimise.split_map import triangle
from simulator.optimise.splits import Floats

CASES = [case.id for case in list_cases()]


def brings(outcome: Outcome, target: Target) -> float:
    if target == "customers":
        return outcome.customers_at_end
    return outcome.total(target)


@pytest.mark.parametrize("case", CASES)
def test_goal_seek_is_the_inverse_of_the_frontier(case: str) -> None:
    """The least budget for what a budget brings at best is that budget, to a unit of money."""
    business = load_case(case).business
    for times in (0.6, 1.0, 1.7):
        total = round(times * business.plan.total)
        reached = least_budget(business, "revenue", optimize(business, total).value * (1 - 1e-9), 24)
        assert reached.plan is not None
        assert reached.plan.total == pytest.approx(total, rel=1e-4, abs=2)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("target", TARGETS)
def test_the_plan_found_reaches_the_goal(case: str, target: Target) -> None:
    """Its own simulation brings at least the goal, in whole units of money, and hardly more."""
    business = load_case(case).business
    goal = brings(simulate(business, business.plan), target) * 1.01
    reached = least_budget(business, target, goal, 24)
    assert goal < reached.ceiling
    assert reached.plan is not None
    assert brings(simulate(business, reached.plan), target) == pytest.approx(reached.value, rel=1e-9)
    assert reached.value >= goal
    assert reached.value <= goal * 1.001 or reached.plan.total == 0
    assert all(amount == round(amount) for amount in reached.plan.amounts)


@pytest.mark.parametrize("target", TARGETS)
def test_no_lattice_of_splits_reaches_the_goal_for_less(target: Target) -> None:
    """A brute-force lattice of 5,151 splits at every budget needs the same least budget within 0.1 %."""
    case = load_case("tallgrass").business
    business = case.changed(channels=case.channels[:1])
    shares = triangle(100)
    objective = target_objective(funnel_of(business), target, 36)
    goal = float(objective(np.array([business.plan.amounts]))[0][0]) * 1.05
    reached = least_budget(business, target, goal, 36)
    assert reached.plan is not None
    low, high = 0.0, reached.ceiling_budget or 4 * business.plan.total
    for _ in range(24):
        middle = (low + high) / 2
        enough = objective(middle * shares)[0].max() >= goal
        low, high = (low, middle) if enough else (middle, high)
    assert reached.plan.total == pytest.approx(high, rel=1e-3)
    assert reached.plan.total <= high + 1


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("target", TARGETS)
def test_beyond_the_ceiling_there_is_no_plan(case: str, target: Target) -> None:
    """A goal above the ceiling is out of reach; huge budgets and random splits stay below the ceiling."""
    business = load_case(case).business
    reached = least_budget(business, target, 1e15, 24)
    assert reached.plan is None
    objective = target_objective(funnel_of(business), target, 24)
    rng = np.random.default_rng(3)
    for budget in (0.5, 3, 100, 1e4):
        plans: Floats = budget * business.plan.total * rng.dirichlet(np.ones(len(business.levers)), 200)
        assert objective(plans)[0].max() <= reached.ceiling * (1 + 1e-9)
    if reached.ceiling_budget is not None:
        assert optimize(business, reached.ceiling_budget, 24, "gross_profit").value == pytest.approx(
            reached.ceiling, rel=1e-6
        )


@pytest.mark.parametrize("seed", range(6))
def test_no_budget_brings_more_gross_profit_than_the_ceiling(seed: int) -> None:
    """With mixed curves, S-shaped ones too, none of 40 budgets split best exceeds it, and its own budget reaches it."""
    business = mixed_company((2, 3, 4)[seed % 3], seed)
    reached = least_budget(business, "gross_profit", 1e15, 24)
    assert reached.ceiling_budget is not None
    for times in (*np.linspace(0, 2, 20), *np.linspace(0.97, 1.03, 20), 1):
        best = optimize(business, times * reached.ceiling_budget, 24, "gross_profit").value
        assert best <= reached.ceiling * (1 + 1e-8)
    assert best == pytest.approx(reached.ceiling, rel=1e-8)


def test_where_nothing_pays_the_most_is_had_without_money() -> None:
    """With hardly any margin the highest gross profit takes no budget, and is found without a step out of numbers."""
    business = load_case("northwind").business.changed(gross_margin=1e-6)
    with warnings.catch_warnings():
        warnings.simplefilter("error", RuntimeWarning)
        reached = least_budget(business, "gross_profit", 1e15, 24)
    assert reached.ceiling_budget == 0
    assert reached.ceiling == pytest.approx(optimize(business, 0, 24, "gross_profit").value, rel=1e-12)


def test_customers_are_counted_by_the_same_kernel() -> None:
    """Customers at the end and their gradient agree with the simulation and with differences."""
    business = load_case("nordhafen").business
    objective = target_objective(funnel_of(business), "customers", 18)
    plan = np.array(business.plan.amounts)
    value, slopes = objective(plan[None])
    assert value[0] == pytest.approx(simulate(business, business.plan, 18).customers_at_end, rel=1e-12)
    for place, step in enumerate(1e-4 * np.maximum(plan, 1.0)):
        aside = plan + step * np.eye(len(plan))[place]
        more = simulate(business, Plan.of(business.levers, aside), 18).customers_at_end
        assert slopes[0, place] == pytest.approx((more - value[0]) / step, rel=1e-3, abs=1e-9)


def test_a_goal_already_met_without_money_costs_nothing() -> None:
    """What comes by itself needs no budget."""
    business = load_case("northwind").business
    reached = least_budget(business, "revenue", 1.0, 24)
    assert reached.plan is not None
    assert reached.plan.total == 0


def test_an_unknown_goal_is_refused() -> None:
    """Only revenue, gross profit and customers can be sought."""
    with pytest.raises(InvalidInput, match="Goal is 'fame'"):
        least_budget(load_case("northwind").business, "fame", 1.0, 24)  # type: ignore[arg-type]


@pytest.mark.parametrize("goal", [float("nan"), float("inf"), -1.0, "much", True])
def test_a_goal_that_is_no_amount_is_refused(goal: object) -> None:
    """A goal is a number of 0 or more; the message says so and repeats what was given."""
    with pytest.raises(InvalidInput, match=r"At least is .* a number of 0 or more") as error:
        least_budget(load_case("northwind").business, "revenue", goal, 24)  # type: ignore[arg-type]
    assert error.value.problems[0].field == "goal"


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("target", TARGETS)
def test_the_goal_to_begin_with_can_be_reached(case: str, target: Target) -> None:
    """Nobody is greeted by a goal out of reach, also where the plan is near all that money can bring."""
    business = load_case(case).business
    plan = least_budget(business, target, 0.97 * least_budget(business, target, 1e15, 24).ceiling, 24).plan
    assert plan is not None
    now = brings(simulate(business, plan), target)
    goal = first_goal(business, target, now, 24)
    assert goal >= now
    assert least_budget(business, target, goal, 24).plan is not None
