"""Holding the total: how the other levers give way when one is moved."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from simulator.facts.plan import Plan

ZERO_SHARE = 0.01
"""A lever at zero takes part in what is given back as if it held this share of the total: nothing sticks at zero."""


@dataclass(frozen=True)
class Move:
    """A plan after a move, and who gave or took: amounts per month by lever, the moved one left out."""

    plan: Plan
    gave: dict[str, float]
    limited: bool
    """Whether the others could not make room for all of the move."""


def unit_of(total: float, currency: str = "") -> float:
    """Return the smallest step of amounts: 1 where the total is whole money, else (and of an index) a hundredth."""
    return 1.0 if float(total).is_integer() and currency != "index" else 0.01


def move(
    plan: Plan,
    lever: str,
    amount: float,
    locked: Collection[str] = (),
    *,
    takers: Collection[str] | None = None,
    unit: float | None = None,
) -> Move:
    """Set ``lever`` to ``amount`` per month; the unlocked others give or take in proportion.

    Amounts are whole units (``unit``, or `unit_of` the total) and sum to the same total. ``takers`` narrows
    who gives way (a divider moves money between two levers only). Where the others have no room left, the
    lever goes as far as they allow; a locked lever does not move.
    """
    levers, total = plan.levers, plan.total
    unit = unit or unit_of(total)
    free = [name not in locked and name != lever and (takers is None or name in takers) for name in levers]
    if lever in locked or not any(free):
        return Move(plan, {}, True)
    held = math.fsum(now for name, now, on in zip(levers, plan.amounts, free, strict=True) if not on and name != lever)
    room = total - held
    wanted = min(max(round(amount / unit) * unit, 0.0), room)
    shares = _shares(plan.amounts, free, total, growing=wanted < plan[lever])
    scale = (room - wanted) / math.fsum(shares)
    rough = [
        wanted if name == lever else share * scale if on else now
        for name, now, on, share in zip(levers, plan.amounts, free, shares, strict=True)
    ]
    fixed = tuple(not on for on in free)
    amounts = whole(tuple(rough), total, unit, fixed)
    changed = Plan.of(levers, amounts)
    gave = {
        name: now - then
        for name, now, then in zip(levers, plan.amounts, amounts, strict=True)
        if name != lever and abs(now - then) > unit / 2
    }
    return Move(changed, gave, abs(wanted - amount) > unit / 2)


def set_total(plan: Plan, total: float, locked: Collection[str] = (), unit: float | None = None) -> Plan:
    """Return the plan with its unlocked levers scaled in proportion to a new total, in whole units."""
    unit = unit or unit_of(total)
    free = [name not in locked for name in plan.levers]
    held = math.fsum(now for now, on in zip(plan.amounts, free, strict=True) if not on)
    if not any(free) or total < held:
        return plan
    shares = _shares(plan.amounts, free, plan.total, growing=total > plan.total)
    scale = (total - held) / math.fsum(shares)
    rough = tuple(share * scale if on else now for now, on, share in zip(plan.amounts, free, shares, strict=True))
    return Plan.of(plan.levers, whole(rough, total, unit, tuple(not on for on in free)))


def whole(
    amounts: Sequence[float],
    total: float,
    unit: float,
    fixed: Sequence[bool],
    lower: Sequence[float] | None = None,
    upper: Sequence[float] | None = None,
) -> tuple[float, ...]:
    """Return the amounts in whole units, summing to ``total``, those ``fixed`` unchanged, within the limits.

    The largest remainders are rounded up. What is not a whole unit of the total goes to the largest amount
    with room for it.
    """
    ends = [math.inf] * len(amounts) if upper is None else upper
    least, most = _limits_in_units(unit, [0.0] * len(amounts) if lower is None else lower, ends)
    open_ = [place for place, on in enumerate(fixed) if not on and least[place] <= most[place]]
    result = list(map(float, amounts))
    rest = total - math.fsum(amount for place, amount in enumerate(result) if place not in open_)
    slack = 1e-6 * unit + 1e-12 * total
    counts = {place: min(max(math.floor(result[place] / unit + 1e-9), least[place]), most[place]) for place in open_}
    _hand_out(counts, [amount / unit for amount in result], math.floor((rest + slack) / unit), least, most)
    for place, count in counts.items():
        result[place] = round(count * unit, 10)
    left = total - math.fsum(result)
    roomy = [place for place in open_ if 0 <= result[place] + left <= ends[place]]
    if abs(left) > slack and roomy:
        result[max(roomy, key=lambda place: (result[place], -place))] += left
    return tuple(result)


def _limits_in_units(unit: float, lower: Sequence[float], upper: Sequence[float]) -> tuple[list[float], list[float]]:
    return (
        [math.ceil(low / unit - 1e-9) for low in lower],
        [high if math.isinf(high) else math.floor(high / unit + 1e-9) for high in upper],
    )


def _hand_out(
    counts: dict[int, float], wanted: Sequence[float], total: int, least: Sequence[float], most: Sequence[float]
) -> None:
    """Bring the counts to ``total`` one by one, first where they are furthest from what is wanted."""
    while short := total - sum(counts.values()):
        step = 1 if short > 0 else -1
        room = [p for p in counts if least[p] <= counts[p] + step <= most[p]]
        if not room:
            break
        order = sorted(room, key=lambda p: (step * (counts[p] - wanted[p]), p))
        for place in order[: int(abs(short))]:
            counts[place] += step


def _shares(amounts: Sequence[float], free: Sequence[bool], total: float, growing: bool) -> list[float]:
    floor = ZERO_SHARE * total if growing else 0.0
    shares = [(amount or floor) if on else 0.0 for amount, on in zip(amounts, free, strict=True)]
    return shares if math.fsum(shares) > 0 else [float(on) for on in free]
