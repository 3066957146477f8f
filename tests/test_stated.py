"""Amounts typed one after another, as from a sheet of paper."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.ui.controls.editor import move_note
from pages.ui.state.session import Session
from pages.ui.text.formats import money_format
from simulator.cases import load_case
from simulator.optimise.stated import state
from simulator.workspace.scenario import Workspace

BUSINESS = load_case("northwind.1").business
LEVERS = BUSINESS.levers
TOTAL = BUSINESS.plan.total
AMOUNTS = st.integers(0, int(TOTAL)).map(float)
MONEY = money_format("USD")


def visit() -> Session:
    """Return a session at today's plan of Northwind, its total held."""
    return Session(Workspace.of(load_case("northwind.1")))


@given(st.permutations(LEVERS), st.lists(AMOUNTS, min_size=4, max_size=4))
def test_amounts_typed_one_after_another_all_stand(order: list[str], amounts: list[float]) -> None:
    """Whatever four amounts are typed in whatever order, exactly these four are the plan, and the total their sum."""
    mine = visit()
    for lever, amount in zip(order, amounts, strict=True):
        mine.set_lever(lever, amount, typed=True)
    assert dict(zip(order, amounts, strict=True)) == {lever: mine.plan[lever] for lever in order}
    assert mine.plan.total == sum(amounts)
    assert mine.workspace.held


@given(st.permutations(LEVERS), st.lists(st.integers(0, int(TOTAL) // 3).map(float), min_size=3, max_size=3))
def test_the_total_is_held_for_as_long_as_another_lever_can_give(order: list[str], amounts: list[float]) -> None:
    """Three amounts that fit into the total leave it as it was: the lever not typed yet takes the rest."""
    mine = visit()
    for lever, amount in zip(order, amounts, strict=False):
        mine.set_lever(lever, amount, typed=True)
        assert mine.plan.total == TOTAL
    assert mine.plan[order[3]] == TOTAL - sum(amounts)


def test_what_stays_and_what_becomes_of_the_total_is_said() -> None:
    """The note names what stays as typed, and the total before and after where it could not be held."""
    mine = visit()
    mine.set_lever("Search ads", 10_000, typed=True)
    assert "typed" not in move_note(mine, MONEY)
    mine.set_lever("conversion", 4_000, typed=True)
    assert move_note(mine, MONEY).endswith("Search ads stays as typed.")
    mine.set_lever("upsell", 9_000, typed=True)
    said = move_note(mine, MONEY)
    assert said == f"What you typed stays, so the total is {MONEY.exact(mine.plan.total)} now, not $17,000."
    mine.undo()
    assert (mine.plan.total, mine.plan["Search ads"], mine.plan.conversion) == (TOTAL, 10_000, 4_000)


@pytest.mark.parametrize("ends", ["slide", "best"])
def test_another_gesture_ends_the_run(ends: str) -> None:
    """A lever that is slid, or a whole split taken, frees what was typed before: all give way again."""
    mine = visit()
    mine.set_lever("Search ads", 10_000, typed=True)
    if ends == "slide":
        mine.set_lever("upsell", 2_000)
    else:
        mine.put_plan(mine.plan)
    before = mine.plan["Search ads"]
    mine.set_lever("conversion", 6_000, typed=True)
    assert mine.plan.total == TOTAL
    assert mine.plan["Search ads"] != before


@given(st.permutations(LEVERS), st.lists(AMOUNTS, min_size=4, max_size=4))
def test_a_fixed_total_is_kept_whatever_is_typed(order: list[str], amounts: list[float]) -> None:
    """In a room the budget is given: typed amounts stand where they fit, and the last one always does."""
    plan, stated = BUSINESS.plan, list[str]()
    for lever, amount in zip(order, amounts, strict=True):
        plan = state(plan, lever, amount, stated, unit=1.0, today=BUSINESS.plan, fixed_total=True).plan
        stated.append(lever)
        assert plan.total == TOTAL
        assert plan[lever] == amount
