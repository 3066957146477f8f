"""The map of all splits."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.companies import concave_task
from simulator import Channel, Plan, list_cases, load_case, optimize, simulate
from simulator.facts.measures import METRICS
from simulator.model.question import Question
from simulator.optimise.split_map import shares_of, split_map, triangle
from tests.strategies import businesses

CASES = [case.id for case in list_cases()]


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("metric", METRICS)
def test_map_values_equal_single_simulations(case: str, metric: str) -> None:
    """Each point's value is what simulating its plan alone gives."""
    business = load_case(case).business
    chart = split_map(Question.of(business, 24, metric), business.plan.total)  # type: ignore[arg-type]
    for point in range(0, len(chart.values), 611):
        plan = Plan.of(business.levers, chart.plans[point])
        assert chart.values[point] == pytest.approx(simulate(business, plan, 24).total(metric), rel=1e-10)  # type: ignore[arg-type]


@pytest.mark.parametrize("case", CASES)
def test_channels_are_split_best_at_each_point(case: str) -> None:
    """With conversion and upsell held, the optimiser finds nothing more than 0.2 % better at any point tried."""
    business = load_case(case).business
    chart = split_map(Question.of(business), business.plan.total)
    for point in range(7, len(chart.values), 700):
        *_, conversion, upsell = chart.plans[point]
        held = {"conversion": (conversion, conversion), "upsell": (upsell, upsell)}
        start = Plan.of(business.levers, chart.plans[point])
        best = optimize(business, business.plan.total, 24, "revenue", held, start=start)
        assert chart.values[point] == pytest.approx(best.value, rel=2e-3)


@pytest.mark.parametrize("case", CASES)
def test_the_top_of_the_map_is_the_best_split(case: str) -> None:
    """No point beats the optimiser, and the highest comes within 0.01 % of it."""
    business = load_case(case).business
    total = business.plan.total
    chart, best = split_map(Question.of(business), total), optimize(business, total)
    assert chart.values.max() <= best.value * (1 + 1e-9)
    assert chart.values.max() >= best.value * (1 - 1e-4)


@given(st.data())
def test_every_point_spends_exactly_the_total(data: st.DataObject) -> None:
    """Plans of all points are non-negative, finite and sum to the total, for companies of every kind."""
    business = data.draw(businesses())
    total = business.plan.total or 1000.0
    chart = split_map(Question.of(business, 6), total, steps=data.draw(st.sampled_from((10, 50))))
    assert (chart.plans >= 0).all()
    assert chart.plans.sum(axis=1) == pytest.approx(total, rel=1e-9)
    assert np.isfinite(chart.values).all()
    assert chart.plans[:, :-2].sum(axis=1) == pytest.approx(chart.shares[:, 0] * total, abs=1e-9 * total)


def test_no_amount_is_a_hair_below_nothing() -> None:
    """A channel with a power of its spend that gets nothing beside points where it gets a hair has a result there."""
    asked = Question.of(concave_task(47).business)
    chart = split_map(asked, asked.plan.total)
    assert (chart.plans >= 0).all()
    assert np.isfinite(chart.values).all()


def test_s_shaped_channels_are_split_at_a_corner_where_that_is_best() -> None:
    """Two S-shaped channels with little money: all of it goes to one, not half to each."""
    curve = {"curve": "adbudg", "prospects_ceiling": 100.0, "prospects_at_double": 80.0}
    twins = tuple(Channel(name=n, spend=1000, prospects=50, prospects_at_zero=0, **curve) for n in "XY")  # type: ignore[arg-type]
    business = load_case("northwind").business.changed(channels=twins)
    chart = split_map(Question.of(business), 2000)
    point = chart.nearest(Plan(prospecting={"X": 500, "Y": 500}, conversion=500, upsell=500))
    assert sorted(chart.plans[point][:2]) == pytest.approx([0.0, 1000.0])


def test_the_triangle_holds_every_split_once() -> None:
    """All whole per cents of three parts, 5,151 of them, none twice."""
    shares = triangle(100)
    assert shares.shape == (5151, 3)
    assert shares.sum(axis=1) == pytest.approx(1.0)
    assert len({tuple(row) for row in shares.tolist()}) == 5151


def test_a_point_becomes_a_plan_in_whole_units() -> None:
    """The plan of a point is in whole money, sums to the total and lies where the point is."""
    business = load_case("olist").business
    chart = split_map(Question.of(business), business.plan.total)
    plan = chart.plan(1234)
    assert plan.total == business.plan.total
    assert all(amount == round(amount) for amount in plan.amounts)
    assert chart.nearest(plan) == 1234
    assert shares_of(plan) == pytest.approx(chart.shares[1234], abs=1e-3)


def test_the_zone_near_the_best_holds_it() -> None:
    """The points within 2 % of the best include the best one, and their ranges its shares."""
    business = load_case("northwind").business
    chart = split_map(Question.of(business), business.plan.total)
    best = optimize(business, business.plan.total)
    zone = chart.within(best.value)
    assert zone[chart.nearest(best.plan)]
    assert (chart.values[zone] >= 0.98 * best.value).all()
    for (low, high), share in zip(chart.ranges(zone), shares_of(best.plan), strict=True):
        assert low - 0.01 <= share <= high + 0.01
