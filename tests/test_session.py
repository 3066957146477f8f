"""What a visitor does to the workspace: steps, undo, locks, the held total."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.ui.state import session
from pages.ui.state.session import Session
from simulator.cases import load_case
from simulator.facts.declaration import InvalidInput
from simulator.facts.limits import SpendLimit
from simulator.facts.plan import Plan
from simulator.workspace.scenario import Workspace

NORTHWIND = load_case("northwind.1")


def visit() -> Session:
    """Return a session at today's plan of Northwind."""
    return Session(Workspace.of(NORTHWIND))


def test_drag_is_one_step() -> None:
    """All positions of one drag are undone together, and proportions are those from when the hand took hold."""
    mine = visit()
    start = mine.workspace
    for amount in (6000, 16999, 17000, 9000):
        mine.set_lever("conversion", amount, dragging=True)
        assert mine.dragging
    mine.set_lever("conversion", 5000)
    assert not mine.dragging
    assert mine.plan == start.scenario.plan
    mine.set_lever("conversion", 8000)
    mine.undo()
    assert mine.workspace == start
    assert not mine.past


def test_burst_of_steps_is_one_step(monkeypatch: pytest.MonkeyPatch) -> None:
    """Steps on one lever in quick succession are undone together; a pause begins a new step."""
    now = [0.0]
    monkeypatch.setattr(session, "monotonic", lambda: now[0])
    mine = visit()
    for press in range(1, 21):
        mine.set_lever("conversion", 5000 + 100 * press)
        now[0] += 0.1
    assert len(mine.past) == 1
    assert mine.plan.amounts == pytest.approx((6250, 1667, 7000, 2083), abs=1)
    now[0] += 5
    mine.set_lever("conversion", 7100)
    assert len(mine.past) == 2


def test_steps_back_and_forward() -> None:
    """Undo and redo give back each workspace exactly; a new step forgets what was undone."""
    mine = visit()
    seen = [mine.workspace]
    steps: list[Callable[[], None]] = [
        lambda: mine.set_lever("Search ads", 5000),
        lambda: mine.set_lock("Search ads", True),
        lambda: mine.set_total(20000),
        lambda: mine.open_case("tallgrass.1"),
        mine.reset,
    ]
    for step in steps[:-1]:
        step()
        seen.append(mine.workspace)
    for workspace in reversed(seen[:-1]):
        mine.undo()
        assert mine.workspace == workspace
    mine.undo()
    assert mine.workspace == seen[0]
    for workspace in seen[1:]:
        mine.redo()
        assert mine.workspace == workspace
    mine.undo()
    mine.set_lever("conversion", 1000)
    assert not mine.future


def test_step_that_changes_nothing_is_none() -> None:
    """Resetting at today's plan leaves no step to undo."""
    mine = visit()
    mine.reset()
    assert not mine.past


def test_locked_lever_stays() -> None:
    """A locked lever neither moves nor gives; what the others cannot give is said."""
    mine = visit()
    mine.set_lock("Search ads", True)
    mine.set_lever("conversion", 17000)
    assert mine.plan["Search ads"] == 7500
    assert mine.plan.amounts == (7500, 0, 9500, 0)
    assert mine.limited == "conversion"
    mine.set_lever("Search ads", 100)
    assert mine.plan["Search ads"] == 7500


def test_divider_moves_two_levers_only() -> None:
    """A divider takes from its neighbour alone."""
    mine = visit()
    mine.set_lever("Search ads", 8500, "Trade fairs")
    assert mine.plan.amounts == (8500, 1000, 5000, 2500)
    assert mine.gave == {"Trade fairs": 1000}


def test_free_total() -> None:
    """Where the total is free a lever moves alone."""
    mine = visit()
    mine.workspace = mine.workspace.__class__(mine.workspace.scenarios, held=False, case=mine.workspace.case)
    mine.set_lever("conversion", 9000)
    assert mine.plan.amounts == (7500, 2000, 9000, 2500)


def test_history_is_bounded() -> None:
    """Only the last steps are kept."""
    mine = visit()
    for step in range(session.MOST_STEPS + 50):
        mine.set_lever("conversion" if step % 2 else "upsell", 1000 + step)
    assert len(mine.past) == session.MOST_STEPS


MOVES = st.tuples(st.sampled_from(NORTHWIND.business.levers), st.floats(-1e6, 1e6), st.booleans())


@given(st.lists(MOVES, max_size=12))
def test_total_is_held_through_any_moves(moves: list[tuple[str, float, bool]]) -> None:
    """Whatever the hand does, amounts stay whole, not negative, and sum to the total exactly."""
    mine = visit()
    for lever, amount, dragging in moves:
        mine.set_lever(lever, amount, dragging=dragging)
        assert sum(mine.plan.amounts) == 17000
        assert all(spend >= 0 and spend.is_integer() for spend in mine.plan.amounts)


AMOUNTS = st.lists(st.integers(0, 20000), min_size=4, max_size=4)
LEVER = st.sampled_from(NORTHWIND.business.levers)
GOES = st.lists(st.integers(0, 90000), min_size=1, max_size=5)


def standing_at(amounts: list[int], locked: frozenset[str], limits: tuple[SpendLimit, ...] = ()) -> Session:
    """Return a session at a plan of Northwind with these amounts."""
    mine = visit()
    plan = Plan.of(mine.plan.levers, amounts)
    scenario = replace(mine.workspace.scenario, plan=plan)
    return Session(replace(mine.workspace, scenarios=(scenario,), locked=locked, limits=limits))


@given(AMOUNTS, st.frozensets(LEVER, max_size=2), LEVER, GOES, LEVER, GOES, st.none() | LEVER)
def test_moves_that_return_restore_the_split(
    amounts: list[int],
    locked: frozenset[str],
    lever: str,
    goes: list[int],
    second: str,
    then: list[int],
    other: str | None,
) -> None:
    """Through any moves of a lever, and of a second one that returns first, going back gives the split exactly."""
    mine = standing_at(amounts, locked, (SpendLimit("upsell", 500, 9000),))
    start, other = mine.plan, None if other == lever else other
    for amount in goes:
        mine.set_lever(lever, amount, other)
    between = mine.plan
    for amount in [*then, between[second]]:
        mine.set_lever(second, amount)
    assert mine.plan == between
    mine.set_lever(lever, start[lever], other)
    assert mine.plan == start


@given(AMOUNTS, st.frozensets(LEVER, max_size=2), GOES)
def test_totals_that_return_restore_the_split(amounts: list[int], locked: frozenset[str], totals: list[int]) -> None:
    """Through any totals, those refused too, going back to the first gives the split exactly."""
    mine = standing_at(amounts, locked)
    start = mine.plan
    for total in [*totals, start.total]:
        with suppress(InvalidInput):
            mine.set_total(total)
    assert mine.plan == start


def test_dead_channels_get_nothing_by_themselves() -> None:
    """Where a channel gets nothing today, no lever that moves and no other total gives it any; the hand can."""
    mine = Session(Workspace.of(load_case("olist.1")))
    dead = [lever for lever in mine.plan.levers if mine.plan[lever] == 0]
    assert len(dead) == 2
    for lever in (each for each in mine.plan.levers if each not in dead):
        for amount in (0, mine.plan.total, 10):
            mine.set_lever(lever, amount)
            mine.set_total(mine.plan.total + 1000)
            assert not any(mine.plan[each] for each in dead)
    mine.set_lever(dead[0], 500)
    assert mine.plan[dead[0]] == 500


def test_undone_moves_still_return() -> None:
    """After undoing part of a run of moves, going back by hand gives the split it began from."""
    mine = visit()
    start = mine.plan
    for amount in (9000, 17000, 6000):
        mine.set_lever("conversion", amount)
        mine.burst = None
    mine.undo()
    assert mine.plan.conversion == 17000
    mine.set_lever("conversion", 5000)
    assert mine.plan == start


def test_limits_hold_a_lever() -> None:
    """A lever stops at its limits, which are named, with the total held and with the total free."""
    mine = visit()
    mine.set_limit(SpendLimit("conversion", 4000, 8000))
    mine.set_lever("conversion", 12000)
    assert (mine.plan.conversion, mine.stops) == (8000, {"conversion": ("most", 8000)})
    mine.commit(replace(mine.workspace, held=False))
    mine.set_lever("conversion", 100)
    assert (mine.plan.conversion, mine.stops) == (4000, {"conversion": ("least", 4000)})
    mine.undo()
    assert not mine.stops


def test_unlocking_is_one_step() -> None:
    """The levers named are let go, others stay locked, and it can be undone."""
    mine = visit()
    for lever in ("Search ads", "conversion", "upsell"):
        mine.set_lock(lever, True)
    mine.unlock(["Search ads", "upsell", "nobody"])
    assert mine.workspace.locked == {"conversion"}
    mine.undo()
    assert len(mine.workspace.locked) == 3
