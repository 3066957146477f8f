"""Amounts stated one after another, as from a sheet of paper: each stays where it was put."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from simulator.facts.limits import SpendLimit
from simulator.facts.plan import Plan
from simulator.optimise.rebalance import Move, move, move_alone


def state(
    plan: Plan,
    lever: str,
    amount: float,
    stated: Collection[str] = (),
    locked: Collection[str] = (),
    *,
    unit: float,
    today: Plan | None = None,
    limits: Iterable[SpendLimit] = (),
    fixed_total: bool = False,
) -> Move:
    """Set ``lever`` to ``amount`` per month; of the others those neither locked nor ``stated`` give or take.

    Where they leave no way to it, the total follows and none of the others moves. Where the total is fixed, the stated
    ones then give way too. Without any stated lever this is `move`.
    """
    limits = tuple(limits)
    kept = {name for name in stated if name != lever}
    rest = {name for name in plan.levers if name != lever and name not in kept and name not in locked}
    if rest or not kept:
        held = move(plan, lever, amount, {*locked, *kept}, unit=unit, today=today, limits=limits)
        if not kept or abs(held.plan[lever] - amount) <= unit / 2:
            return held
    if fixed_total:
        return move(plan, lever, amount, locked, unit=unit, today=today, limits=limits)
    return move_alone(plan, lever, amount, locked, limits)
