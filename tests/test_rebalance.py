"""Holding the total: who gives way, in whole units, exactly."""

from __future__ import annotations

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from simulator.plan import Plan
from simulator.rebalance import move, set_total, unit_of, whole

LEVERS = ("Search", "Fairs", "Mail", "conversion", "upsell")


@st.composite
def whole_plans(draw: st.DrawFn) -> Plan:
    """Plans in whole money, some levers at zero."""
    amounts = draw(st.lists(st.integers(0, 10**6), min_size=5, max_size=5))
    return Plan.of(LEVERS, amounts)


@given(whole_plans(), st.sampled_from(LEVERS), st.floats(-1e7, 1e7), st.sets(st.sampled_from(LEVERS)))
def test_total_is_held(plan: Plan, lever: str, amount: float, locked: set[str]) -> None:
    """A move keeps the total to the unit, whole and not negative, and leaves locked levers alone."""
    moved = move(plan, lever, amount, locked)
    assert sum(moved.plan.amounts) == plan.total
    assert all(spend >= 0 and spend.is_integer() for spend in moved.plan.amounts)
    assert all(moved.plan[name] == plan[name] for name in locked)
    given_ = math.fsum(moved.gave.values())
    assert given_ == pytest.approx(moved.plan[lever] - plan[lever])


@given(whole_plans(), st.sampled_from(LEVERS), st.integers(0, 10**6))
def test_lever_goes_where_it_is_put(plan: Plan, lever: str, amount: int) -> None:
    """With nothing locked a lever gets exactly what is asked for, up to the whole total."""
    moved = move(plan, lever, amount)
    assert moved.plan[lever] == min(amount, plan.total)
    assert moved.limited == (amount > plan.total)


@given(whole_plans(), st.sampled_from(LEVERS), st.integers(0, 10**6))
def test_others_give_in_proportion(plan: Plan, lever: str, amount: int) -> None:
    """Those who give way keep their proportions to a unit."""
    others = [name for name in LEVERS if name != lever]
    before = math.fsum(plan[name] for name in others)
    assume(before > 0 and amount >= plan[lever])
    moved = move(plan, lever, amount).plan
    after = math.fsum(moved[name] for name in others)
    for name in others:
        assert moved[name] == pytest.approx(plan[name] * after / before, abs=1.0)


def test_nothing_sticks_at_zero() -> None:
    """A lever at zero takes part in what comes back, and even where all others are at zero it goes somewhere."""
    plan = Plan.of(LEVERS, (10_000, 0, 5_000, 2_000, 0))
    assert move(plan, "Search", 4_000).plan["Fairs"] > 0
    alone = Plan.of(LEVERS, (10_000, 0, 0, 0, 0))
    assert move(alone, "Search", 6_000).plan.amounts == (6_000, 1_000, 1_000, 1_000, 1_000)


def test_divider_leaves_the_rest_alone() -> None:
    """With takers named, only they give way, and no further than they can."""
    plan = Plan.of(LEVERS, (4_000, 2_000, 1_000, 8_000, 2_000))
    moved = move(plan, "Search", 5_500, takers={"Fairs"})
    assert moved.plan.amounts == (5_500, 500, 1_000, 8_000, 2_000)
    assert (moved.gave, moved.limited) == ({"Fairs": 1_500}, False)
    beyond = move(plan, "Search", 9_000, takers={"Fairs"})
    assert beyond.plan.amounts == (6_000, 0, 1_000, 8_000, 2_000)
    assert beyond.limited


def test_everything_locked() -> None:
    """Where nobody can give way, nothing moves and the move says so."""
    plan = Plan.of(LEVERS, (4_000, 2_000, 1_000, 8_000, 2_000))
    moved = move(plan, "Search", 5_000, set(LEVERS) - {"Search"})
    assert (moved.plan, moved.gave, moved.limited) == (plan, {}, True)


@given(whole_plans(), st.integers(0, 10**7), st.sets(st.sampled_from(LEVERS), max_size=4))
def test_new_total(plan: Plan, total: int, locked: set[str]) -> None:
    """A new total is met exactly where the locked levers leave room; else the plan stays."""
    changed = set_total(plan, total, locked)
    assert all(changed[name] == plan[name] for name in locked)
    fits = total >= math.fsum(plan[name] for name in locked)
    assert changed.total == (total if fits else plan.total)


def test_units() -> None:
    """Money moves in whole units; totals with hundredths, and indices, in hundredths."""
    assert (unit_of(17_000), unit_of(17_000.5), unit_of(100, "index")) == (1.0, 0.01, 0.01)
    plan = Plan.of(LEVERS, (23.52941, 11.76471, 5.88235, 47.05882, 11.76471))
    moved = move(plan, "conversion", 50, unit=0.01).plan
    assert moved["conversion"] == 50
    assert moved.total == pytest.approx(plan.total, abs=1e-12)


@given(st.lists(st.floats(0, 1e6), min_size=2, max_size=8), st.integers(0, 10**6))
def test_whole_units(amounts: list[float], total: int) -> None:
    """Rounding to whole units meets the total exactly and moves no amount by a unit or more."""
    assume(math.fsum(amounts) > 0)
    fitting = [amount * total / math.fsum(amounts) for amount in amounts]
    rounded = whole(fitting, total, 1.0, [False] * len(fitting))
    assert math.fsum(rounded) == total
    for asked, got in zip(fitting, rounded, strict=True):
        assert abs(asked - got) < 1 + 1e-6
