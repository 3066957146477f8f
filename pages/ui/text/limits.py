"""What is said of locks and limits: what they cost, why a total or a limit is refused."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from pages.ui.text.formats import MoneyFormat, counted
from pages.ui.text.words import listed, title
from simulator.facts.limits import SpendLimit
from simulator.facts.plan import Plan

FLAT_OUT = 0.95
"""A lock that alone costs this share of what all locks cost is the one to let go."""


def with_locks(plan: Plan, locked: Collection[str]) -> str:
    """Return how many levers are locked, to stand behind "best split"; nothing where none is."""
    count = sum(lever in locked for lever in plan.levers)
    if not count:
        return ""
    return f" with {'all ' if count == len(plan.levers) else ''}{counted(count, 'lever')} locked"


def to_unlock(worth: Mapping[str, float], of_all: float) -> tuple[str, ...]:
    """Return the locked levers to let go: the one that matters, or all; ``worth`` of each, and of all together."""
    most = max(worth, key=lambda lever: worth[lever])
    return (most,) if len(worth) == 1 or worth[most] >= FLAT_OUT * of_all else tuple(worth)


def total_refused(
    plan: Plan,
    total: float,
    locked: Collection[str],
    limits: Collection[SpendLimit],
    ends: tuple[float, float],
    money: MoneyFormat,
) -> str:
    """Return why the total cannot be that, by the levers in the way, and the nearest that it can be."""
    least, most = ends
    refused = f"The total cannot be {money.exact(total)}"
    held = [title(lever) for lever in plan.levers if lever in locked]
    if least == most:
        return f"{refused}: {listed(held)} are locked at {money.exact(least)} together. Unlock one to change the total."
    locks = [f"{title(lever)} is locked at {money.exact(plan[lever])}" for lever in plan.levers if lever in locked]
    mine = {limit.lever: limit for limit in limits if limit.lever in plan.levers and limit.lever not in locked}
    if total < least:
        floors = [f"{title(lever)} needs at least {money.exact(by.least)}" for lever, by in mine.items() if by.least]
        return f"{refused}: {listed([*locks, *floors])}. {money.exact(least)} is the least it can be."
    tops = [f"{title(lever)} may get {money.exact(by.most)}" for lever, by in mine.items() if by.most is not None]
    reasons = f": {listed([*locks, *tops])}" if tops else ""
    return f"{refused}{reasons}. {money.exact(most)} is the most it can be."


def limit_refused(lever: str, ends: tuple[float, float | None], amount: float, money: MoneyFormat) -> str:
    """Return why a lever that stands at ``amount`` cannot have this least and most; nothing where it can."""
    (least, most), name = ends, title(lever)
    if most is not None and least > most:
        return f"{name}: the least, {money.exact(least)}, is above the most, {money.exact(most)}."
    if amount < least:
        return f"{name} stands at {money.exact(amount)}, below a least of {money.exact(least)}: move it there first."
    if most is not None and amount > most:
        return f"{name} stands at {money.exact(amount)}, above a most of {money.exact(most)}: move it there first."
    return ""


def set_aside(plan: Plan, locked: Collection[str], limits: Collection[SpendLimit]) -> str:
    """Return that locks and limits do not hold, of which levers; nothing where the plan has none."""
    bound = {*locked, *(limit.lever for limit in limits)}
    levers = [title(lever) for lever in plan.levers if lever in bound]
    if not levers:
        return ""
    named = [name for name, there in (("locks", locked), ("limits", limits)) if there]
    return f"Your {listed(named)} ({listed(levers)}) do not hold"


def restrictions(locks: bool, limits: bool) -> str:
    """Return what a split has to keep, for a sentence: your locks and limits; nothing where there are none."""
    named = listed([name for name, there in (("locks", locks), ("limits", limits)) if there])
    return f"your {named}" if named else ""
