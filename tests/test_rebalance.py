"""Holding the total while one lever moves."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator import Plan
from simulator.optimise.rebalance import move, set_total, unit_of, whole

LEVERS = ("Search", "Fairs", "conversion", "upsell")


def plan_of(*amounts: float) -> Plan:
    """Return the plan with these amounts on two channels, conversion and upsell."""
    return Plan.of(LEVERS, amounts)


AMOUNTS = st.lists(st.integers(0, 10**6), min_size=4, max_size=4)
LOCKS = st.sets(st.sampled_from(LEVERS))


@given(amounts=AMOUNTS, lever=st.sampled_from(LEVERS), amount=st.floats(0, 2e6), locked=LOCKS)
def test_a_move_keeps_the_total_and_the_locks(amounts: list[int], lever: str, amount: float, locked: set[str]) -> None:
    """The sum stays exactly the same in whole units, locked levers stay, nothing falls below zero."""
    plan = plan_of(*amounts)
    moved = move(plan, lever, amount, locked)
    assert moved.plan.total == plan.total
    assert all(float(each).is_integer() and each >= 0 for each in moved.plan.amounts)
    assert all(moved.plan[name] == plan[name] for name in locked)
    if not moved.limited:
        assert abs(moved.plan[lever] - amount) <= 0.5


@given(amounts=AMOUNTS, lever=st.sampled_from(LEVERS), amount=st.integers(0, 10**6))
def test_what_others_gave_is_what_the_lever_got(amounts: list[int], lever: str, amount: int) -> None:
    """The amounts given add up to the move."""
    plan = plan_of(*amounts)
    moved = move(plan, lever, amount)
    assert math.fsum(moved.gave.values()) == pytest.approx(moved.plan[lever] - plan[lever], abs=1e-9)
    assert lever not in moved.gave


def test_others_give_in_proportion() -> None:
    """A lever that takes 600 takes it from the others in proportion to what they have."""
    moved = move(plan_of(1000, 2000, 3000, 1000), "Search", 1600)
    assert moved.plan.amounts == (1600, 1800, 2700, 900)
    assert moved.gave == {"Fairs": 200, "conversion": 300, "upsell": 100}
    assert not moved.limited


def test_a_lever_at_zero_can_be_given_to() -> None:
    """Money given back reaches levers that stood at zero, too."""
    moved = move(plan_of(1000, 0, 1000, 0), "Search", 0)
    assert moved.plan["Fairs"] > 0
    assert moved.plan["upsell"] > 0


def test_a_locked_lever_does_not_move() -> None:
    """Moving a locked lever, or with all others locked, changes nothing and says so."""
    plan = plan_of(1000, 2000, 3000, 1000)
    for locked in ({"Search"}, {"Fairs", "conversion", "upsell"}):
        moved = move(plan, "Search", 1500, locked)
        assert (moved.plan, moved.gave, moved.limited) == (plan, {}, True)


def test_a_lever_goes_as_far_as_the_others_allow() -> None:
    """More than the unlocked others have cannot be had."""
    moved = move(plan_of(1000, 2000, 3000, 1000), "Search", 9000, {"conversion"})
    assert moved.plan.amounts == (4000, 0, 3000, 0)
    assert moved.limited


def test_a_divider_moves_money_between_two_levers_only() -> None:
    """With one taker the others keep what they have."""
    moved = move(plan_of(1000, 2000, 3000, 1000), "Search", 1500, takers={"Fairs"})
    assert moved.plan.amounts == (1500, 1500, 3000, 1000)


def test_a_total_with_cents_moves_in_cents() -> None:
    """Where the total is not whole, amounts are whole cents."""
    assert (unit_of(100.0), unit_of(100.25)) == (1.0, 0.01)
    moved = move(plan_of(10.25, 20.0, 30.0, 40.0), "Search", 11.111)
    assert moved.plan["Search"] == 11.11
    assert moved.plan.total == pytest.approx(100.25, abs=1e-9)


def test_a_lock_on_a_broken_amount_keeps_the_total() -> None:
    """A locked amount that is not whole leaves its complement to another lever; the total stays."""
    moved = move(plan_of(100.5, 99.5, 50, 50), "conversion", 60, {"Search"})
    assert moved.plan["Search"] == 100.5
    assert moved.plan.total == 300


@given(amounts=AMOUNTS, total=st.integers(0, 4 * 10**6), locked=LOCKS)
def test_a_new_total_scales_the_unlocked(amounts: list[int], total: int, locked: set[str]) -> None:
    """The new total is met exactly where the locks leave room; else the plan stays."""
    plan = plan_of(*amounts)
    changed = set_total(plan, total, locked)
    held = sum(plan[name] for name in locked)
    possible = len(locked) < 4 and total >= held
    assert changed.total == (total if possible else plan.total)
    assert all(changed[name] == plan[name] for name in locked)
    assert all(float(each).is_integer() and each >= 0 for each in changed.amounts)


@given(
    shares=st.lists(st.floats(0, 1), min_size=2, max_size=8), total=st.integers(0, 10**7), unit=st.sampled_from([1, 5])
)
def test_whole_amounts_are_near_and_sum_up(shares: list[float], total: int, unit: int) -> None:
    """Rounded amounts differ by less than two units, and sum to the total whether or not it is a multiple."""
    rough = [total * share / (math.fsum(shares) or 1) for share in shares]
    rough[0] += total - math.fsum(rough)
    rounded = whole(rough, total, unit, [False] * len(shares))
    assert math.fsum(rounded) == pytest.approx(total, rel=1e-12, abs=1e-9)
    assert all(abs(now - then) < 2 * unit + 1e-6 * total / 1e3 for now, then in zip(rough, rounded, strict=True))


def test_whole_amounts_stay_within_limits() -> None:
    """Rounding up stops at a ceiling and rounding down at a floor."""
    fixed = (False, False, False)
    rounded = whole((33.4, 33.4, 33.2), 100, 1, fixed, lower=(0, 0, 33.1), upper=(33.5, 33.5, 100))
    assert rounded == (33, 33, 34)
