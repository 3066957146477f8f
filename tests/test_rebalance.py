"""Holding the total while one lever moves."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator import Plan
from simulator.facts.declaration import InvalidInput
from simulator.facts.limits import SpendLimit, bounds_of
from simulator.facts.plan import PLAN_LIMIT
from simulator.optimise.rebalance import move, move_alone, reach, set_total, total_range
from simulator.optimise.rounding import round_to_total

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
    moved = move(plan, lever, amount, locked, unit=1.0)
    assert moved.plan.total == plan.total
    assert all(float(each).is_integer() and each >= 0 for each in moved.plan.amounts)
    assert all(moved.plan[name] == plan[name] for name in locked)
    if not moved.limited:
        assert abs(moved.plan[lever] - amount) <= 0.5


@given(amounts=AMOUNTS, lever=st.sampled_from(LEVERS), amount=st.integers(0, 10**6))
def test_what_others_gave_is_what_the_lever_got(amounts: list[int], lever: str, amount: int) -> None:
    """The amounts given add up to the move."""
    plan = plan_of(*amounts)
    moved = move(plan, lever, amount, unit=1.0)
    assert math.fsum(moved.gave.values()) == pytest.approx(moved.plan[lever] - plan[lever], abs=1e-9)
    assert lever not in moved.gave


def test_others_give_in_proportion() -> None:
    """A lever that takes 600 takes it from the others in proportion to what they have."""
    moved = move(plan_of(1000, 2000, 3000, 1000), "Search", 1600, unit=1.0)
    assert moved.plan.amounts == (1600, 1800, 2700, 900)
    assert moved.gave == {"Fairs": 200, "conversion": 300, "upsell": 100}
    assert not moved.limited


def test_money_given_back_goes_where_there_is_money_today() -> None:
    """A lever at zero that is funded today takes part; one that is not, by choice, takes nothing by itself."""
    moved = move(plan_of(1000, 0, 1000, 0), "Search", 0, today=plan_of(1000, 500, 500, 0), unit=1.0)
    assert moved.plan["Fairs"] > 0
    assert moved.plan["upsell"] == 0
    grown = set_total(plan_of(1000, 0, 1000, 0), 4000, today=plan_of(1000, 500, 500, 0), unit=1.0)
    assert grown["Fairs"] > 0
    assert grown["upsell"] == 0


def test_levers_all_at_zero_take_as_today() -> None:
    """Where all others are at zero they share what is given back as they do today, or else equally."""
    everything = plan_of(6000, 0, 0, 0)
    moved = move(everything, "Search", 0, today=plan_of(3000, 2000, 1000, 0), unit=1.0)
    assert moved.plan.amounts == (0, 4000, 2000, 0)
    assert move(everything, "Search", 0, today=everything, unit=1.0).plan.amounts == (0, 2000, 2000, 2000)
    assert set_total(plan_of(0, 0, 0, 0), 600, today=plan_of(3, 2, 1, 0), unit=1.0).amounts == (300, 200, 100, 0)


def test_a_locked_lever_does_not_move() -> None:
    """Moving a locked lever, or with all others locked, changes nothing and says so."""
    plan = plan_of(1000, 2000, 3000, 1000)
    for locked in ({"Search"}, {"Fairs", "conversion", "upsell"}):
        moved = move(plan, "Search", 1500, locked, unit=1.0)
        assert (moved.plan, moved.gave, moved.limited) == (plan, {}, True)


def test_a_lever_goes_as_far_as_the_others_allow() -> None:
    """More than the unlocked others have cannot be had."""
    moved = move(plan_of(1000, 2000, 3000, 1000), "Search", 9000, {"conversion"}, unit=1.0)
    assert moved.plan.amounts == (4000, 0, 3000, 0)
    assert moved.limited


def test_a_divider_moves_money_between_two_levers_only() -> None:
    """With one taker the others keep what they have."""
    moved = move(plan_of(1000, 2000, 3000, 1000), "Search", 1500, takers={"Fairs"}, unit=1.0)
    assert moved.plan.amounts == (1500, 1500, 3000, 1000)


def test_a_total_with_cents_moves_in_cents() -> None:
    """Where the smallest unit is a cent, amounts are whole cents."""
    moved = move(plan_of(10.25, 20.0, 30.0, 40.0), "Search", 11.111, unit=0.01)
    assert moved.plan["Search"] == 11.11
    assert moved.plan.total == pytest.approx(100.25, abs=1e-9)


def test_a_lock_on_a_broken_amount_keeps_the_total() -> None:
    """A locked amount that is not whole leaves its complement to another lever; the total stays."""
    moved = move(plan_of(100.5, 99.5, 50, 50), "conversion", 60, {"Search"}, unit=1.0)
    assert moved.plan["Search"] == 100.5
    assert moved.plan.total == 300


@given(amounts=AMOUNTS, total=st.integers(0, 4 * 10**6), locked=LOCKS)
def test_a_new_total_scales_the_unlocked(amounts: list[int], total: int, locked: set[str]) -> None:
    """The new total is met exactly where the locks leave room, and else refused with what they leave."""
    plan = plan_of(*amounts)
    held = sum(plan[name] for name in locked)
    if total < held or (len(locked) == 4 and total != held):
        assert total_range(plan, locked, unit=1.0) == (held, held if len(locked) == 4 else PLAN_LIMIT)
        with pytest.raises(InvalidInput, match="Total a month"):
            set_total(plan, total, locked, unit=1.0)
        return
    changed = set_total(plan, total, locked, unit=1.0)
    assert changed.total == total
    assert all(changed[name] == plan[name] for name in locked)
    assert all(float(each).is_integer() and each >= 0 for each in changed.amounts)


ENDS = st.tuples(st.sampled_from(LEVERS), st.integers(0, 10**6), st.none() | st.integers(0, 10**6))
LIMITS = st.lists(ENDS, max_size=4, unique_by=lambda ends: ends[0]).map(
    lambda found: tuple(SpendLimit(name, low, None if more is None else low + more) for name, low, more in found)
)


@given(AMOUNTS, AMOUNTS, st.sampled_from(LEVERS), st.floats(0, 4e6), LOCKS, LIMITS)
def test_no_lever_leaves_its_limits(
    amounts: list[int], today: list[int], lever: str, amount: float, locked: set[str], limits: tuple[SpendLimit, ...]
) -> None:
    """Whatever is asked, the total is held to the unit, and no lever goes where its limits do not let it go."""
    plan = plan_of(*amounts)
    moved = move(plan, lever, amount, locked, today=plan_of(*today), limits=limits, unit=1.0)
    assert moved.plan.total == plan.total
    assert all(float(each).is_integer() and each >= 0 for each in moved.plan.amounts)
    for name, (low, high) in bounds_of(plan, limits, locked).items():
        assert low <= moved.plan[name] <= high
    low, high = reach(plan, lever, locked, today=plan_of(*today), limits=limits, unit=1.0)
    assert moved.plan[lever] == pytest.approx(min(max(round(amount), low), high), abs=0.5)
    for name, (end, at) in moved.stops.items():
        assert moved.plan[name] >= at if end == "most" else moved.plan[name] <= at


@given(AMOUNTS, AMOUNTS, st.integers(0, 4 * 10**6), LOCKS, LIMITS)
def test_a_new_total_keeps_to_the_limits(
    amounts: list[int], today: list[int], total: int, locked: set[str], limits: tuple[SpendLimit, ...]
) -> None:
    """Every total in the range is met to the unit within the limits, and every other is refused."""
    plan = plan_of(*amounts)
    least, most = total_range(plan, locked, unit=1.0, today=plan_of(*today), limits=limits)
    if not least <= total <= most:
        with pytest.raises(InvalidInput):
            set_total(plan, total, locked, today=plan_of(*today), limits=limits, unit=1.0)
        return
    changed = set_total(plan, total, locked, today=plan_of(*today), limits=limits, unit=1.0)
    assert changed.total == total
    for name, (low, high) in bounds_of(plan, limits, locked).items():
        assert low <= changed[name] <= high


def test_the_limit_that_stops_a_move_is_named() -> None:
    """The lever's own limit, or those of the others that leave it no room."""
    plan = plan_of(1000, 2000, 3000, 1000)
    own = move(plan, "Search", 2500, limits=[SpendLimit("Search", most=1500)], unit=1.0)
    assert own.plan.amounts == (1500, 1833, 2750, 917)
    assert (own.limited, own.stops) == (True, {"Search": ("most", 1500)})
    others = [SpendLimit("Fairs", least=1500), SpendLimit("upsell", least=800)]
    stopped = move(plan, "Search", 7000, limits=others, unit=1.0)
    assert stopped.plan.amounts == (4700, 1500, 0, 800)
    assert stopped.stops == {"Fairs": ("least", 1500), "upsell": ("least", 800)}
    assert not move(plan, "Search", 1200, limits=others, unit=1.0).stops


@given(AMOUNTS, LIMITS, LOCKS)
def test_a_lever_alone_keeps_to_its_limits(
    amounts: list[int], limits: tuple[SpendLimit, ...], locked: set[str]
) -> None:
    """With the total let free a lever still stops at its limits, and a lock still holds."""
    plan = plan_of(*amounts)
    for amount in (-5.0, 3e5, 1e15):
        moved = move_alone(plan, "Search", amount, locked, limits)
        low, high = bounds_of(plan, limits, locked).get("Search", (0.0, PLAN_LIMIT))
        assert moved.plan["Search"] == min(max(amount, low), high, PLAN_LIMIT)
        assert moved.plan.amounts[1:] == plan.amounts[1:]


@given(
    shares=st.lists(st.floats(0, 1), min_size=2, max_size=8), total=st.integers(0, 10**7), unit=st.sampled_from([1, 5])
)
def test_whole_amounts_are_near_and_sum_up(shares: list[float], total: int, unit: int) -> None:
    """Rounded amounts differ by less than two units, and sum to the total whether or not it is a multiple."""
    rough = [total * share / (math.fsum(shares) or 1) for share in shares]
    rough[0] += total - math.fsum(rough)
    rounded = round_to_total(rough, total, unit, [False] * len(shares))
    assert math.fsum(rounded) == pytest.approx(total, rel=1e-12, abs=1e-9)
    assert all(abs(now - then) < 2 * unit + 1e-6 * total / 1e3 for now, then in zip(rough, rounded, strict=True))


def test_whole_amounts_stay_within_limits() -> None:
    """Rounding up stops at a ceiling and rounding down at a floor."""
    fixed = (False, False, False)
    rounded = round_to_total((33.4, 33.4, 33.2), 100, 1, fixed, lower=(0, 0, 33.1), upper=(33.5, 33.5, 100))
    assert rounded == (33, 33, 34)
