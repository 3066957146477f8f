"""Holding the total: how the other levers give way when one is moved."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from simulator.facts.declaration import InvalidInput, Problem
from simulator.facts.limits import SpendLimit, Stop, bounds_of
from simulator.facts.plan import PLAN_LIMIT, Plan
from simulator.model.outcome import Floats
from simulator.optimise.rounding import round_to_total

ZERO_SHARE = 0.01
"""A lever at zero that is funded today takes part in what is given back as if it held this share of the total."""


@dataclass(frozen=True)
class Move:
    """A plan after a move, and who gave or took: amounts per month by lever, the moved one left out."""

    plan: Plan
    gave: dict[str, float]
    limited: bool
    """Whether the lever stands as far as locks and limits let it go, or was asked to go further."""
    stops: Mapping[str, Stop] = field(default_factory=dict)
    """Levers at limits of their own that stop the move, the moved one first."""


@dataclass(frozen=True)
class _Levers:
    """What each lever of a plan may do while one is moved or the total changes; all sequences in lever order."""

    plan: Plan
    free: Sequence[bool]
    """Whether it gives and takes."""
    shares: Sequence[float]
    """In what proportion; 0 for a lever that does not take part."""
    lower: Sequence[float]
    upper: Sequence[float]

    @property
    def fixed(self) -> tuple[bool, ...]:
        return tuple(not on for on in self.free)

    @property
    def kept(self) -> float:
        """Money per month on the levers that neither give nor take."""
        return math.fsum(now for now, on in zip(self.plan.amounts, self.free, strict=True) if not on)

    def span(self) -> tuple[float, float]:
        """Return the least and the most that those who give and take can hold together."""
        ends = [ends for *ends, on in zip(self.lower, self.upper, self.free, strict=True) if on]
        return math.fsum(low for low, _ in ends), math.fsum(high for _, high in ends)


def move(
    plan: Plan,
    lever: str,
    amount: float,
    locked: Collection[str] = (),
    *,
    unit: float,
    takers: Collection[str] | None = None,
    today: Plan | None = None,
    limits: Iterable[SpendLimit] = (),
) -> Move:
    """Set ``lever`` to ``amount`` per month; the unlocked others give or take in proportion.

    Amounts are whole units (`smallest_unit`) and sum to the same total. ``takers`` narrows
    who gives way (a divider moves money between two levers only). Where the others have no room left, the
    lever goes as far as they allow; a locked lever does not move. No lever leaves its ``limits`` (see `bounds_of`).
    A lever that is at zero, in ``plan`` and ``today``, takes nothing by itself. The same amount gives the same plan.
    """
    free = [name not in locked and name != lever and (takers is None or name in takers) for name in plan.levers]
    if lever in locked or not any(free):
        return Move(plan, {}, True)
    limits = tuple(limits)
    others = _levers(plan, free, amount < plan[lever], unit, today or plan, limits)
    low, high = _reach(others, lever)
    wanted = min(max(round(amount / unit) * unit, low), high)
    stays = min(abs(amount - plan[lever]), abs(wanted - plan[lever])) < unit / 2
    changed = plan if stays else _given_way(others, lever, wanted, unit)
    at_end = takers is None and _at_end(changed[lever], (low, high), plan.total, unit)
    limited = at_end or abs(changed[lever] - amount) > unit / 2
    stops = _stops(others, lever, changed, amount, limited, limits)
    return Move(changed, given(plan, changed, lever, unit), limited, stops)


def moved_along(plan: Plan, lever: str, amounts: Sequence[float], *, unit: float, today: Plan) -> Floats:
    """Return what each lever has where ``lever`` gets each of ``amounts``, before rounding: (amounts, levers).

    Money per month; as `move` without locks and limits, which gives one of them in whole units. All amounts lie on one
    side of what the plan gives the lever.
    """
    others = _levers(plan, [name != lever for name in plan.levers], min(amounts) < plan[lever], unit, today, ())
    rows = np.array([_in_proportion(others, plan.total - amount) for amount in amounts])
    rows[:, plan.levers.index(lever)] = amounts
    return np.asarray(np.maximum(rows, 0.0))


def _at_end(amount: float, ends: tuple[float, float], total: float, unit: float) -> bool:
    """Return whether a lever stands at an end that is not simply nothing or everything."""
    low, high = ends
    return unit / 2 < low >= amount - unit / 2 or (high < total - unit / 2 and high <= amount + unit / 2)


def move_alone(
    plan: Plan, lever: str, amount: float, locked: Collection[str] = (), limits: Iterable[SpendLimit] = ()
) -> Move:
    """Set ``lever`` to ``amount`` per month, within its limits; the total follows and the others stay."""
    if lever in locked:
        return Move(plan, {}, True)
    limits = tuple(limits)
    low, high = bounds_of(plan, limits).get(lever, (0.0, PLAN_LIMIT))
    wanted = min(max(amount, low), high, PLAN_LIMIT)
    changed = Plan.of(plan.levers, [wanted if name == lever else plan[name] for name in plan.levers])
    return Move(changed, {}, wanted != max(amount, 0.0), _own_stop(lever, wanted, limits))


def given(plan: Plan, changed: Plan, lever: str, unit: float) -> dict[str, float]:
    """Return what each lever but ``lever`` has less in ``changed`` than in ``plan``; what it has more is negative."""
    return {
        name: now - then
        for name, now, then in zip(plan.levers, plan.amounts, changed.amounts, strict=True)
        if name != lever and abs(now - then) > unit / 2
    }


def reach(
    plan: Plan,
    lever: str,
    locked: Collection[str] = (),
    *,
    unit: float,
    today: Plan | None = None,
    limits: Iterable[SpendLimit] = (),
) -> tuple[float, float]:
    """Return the least and the most that ``lever`` can get while the total is held."""
    free = [name not in locked and name != lever for name in plan.levers]
    if lever in locked or not any(free):
        return plan[lever], plan[lever]
    others = _levers(plan, free, True, unit, today or plan, tuple(limits))
    return _reach(others, lever)


def set_total(
    plan: Plan,
    total: float,
    locked: Collection[str] = (),
    *,
    unit: float,
    today: Plan | None = None,
    limits: Iterable[SpendLimit] = (),
) -> Plan:
    """Return the plan with its unlocked levers scaled in proportion to a new total, in whole units.

    Raises `InvalidInput` for a total that `total_range` does not hold.
    """
    limits = tuple(limits)
    least, most = total_range(plan, locked, unit=unit, today=today, limits=limits)
    if not least <= total <= most:
        end = f"ask for at least {least:,.10g}" if total < least else f"allow at most {most:,.10g}"
        allowed = f"the locks and limits of the levers {end}"
        raise InvalidInput(Problem("total", "Total a month", total, allowed))
    if total == plan.total:
        return plan
    free = [name not in locked for name in plan.levers]
    levers = _levers(plan, free, total > plan.total, unit, today or plan, limits)
    rough = _in_proportion(levers, total - levers.kept)
    return Plan.of(plan.levers, round_to_total(rough, total, unit, levers.fixed, levers.lower, levers.upper))


def total_range(
    plan: Plan,
    locked: Collection[str] = (),
    *,
    unit: float,
    today: Plan | None = None,
    limits: Iterable[SpendLimit] = (),
) -> tuple[float, float]:
    """Return the least and the most the total can be while locked levers stay and no lever leaves its limits."""
    free = [name not in locked for name in plan.levers]
    levers = _levers(plan, free, True, unit, today or plan, tuple(limits))
    least, most = levers.span()
    return levers.kept + least, min(levers.kept + most, PLAN_LIMIT)


def _levers(
    plan: Plan, free: Sequence[bool], growing: bool, unit: float, today: Plan, limits: tuple[SpendLimit, ...]
) -> _Levers:
    bounds = bounds_of(plan, limits)
    shares = _shares(plan, free, today, growing)
    lower, upper = [], []
    for name, now, share in zip(plan.levers, plan.amounts, shares, strict=True):
        low, high = bounds.get(name, (0.0, math.inf))
        lower.append(min(math.ceil(low / unit - 1e-9) * unit, now))
        upper.append(high if math.isinf(high) else max(math.floor(high / unit + 1e-9) * unit, now))
        if free[len(lower) - 1] and not share:
            upper[-1] = now
    return _Levers(plan, free, shares, lower, upper)


def _reach(others: _Levers, lever: str) -> tuple[float, float]:
    """Return the least and the most of ``lever``: its own limits, and what the others can take and give."""
    place = others.plan.levers.index(lever)
    room = others.plan.total - (others.kept - others.plan[lever])
    least, most = others.span()
    return max(others.lower[place], room - most), min(others.upper[place], room - least)


def _given_way(others: _Levers, lever: str, wanted: float, unit: float) -> Plan:
    plan, total = others.plan, others.plan.total
    rough = list(_in_proportion(others, total - (others.kept - plan[lever]) - wanted))
    rough[plan.levers.index(lever)] = wanted
    amounts = round_to_total(rough, total, unit, others.fixed, others.lower, others.upper)
    # Limits between two whole units can leave no way to meet the total: then nothing moves.
    return Plan.of(plan.levers, amounts) if abs(math.fsum(amounts) - total) <= 1e-9 * total else plan


def _in_proportion(levers: _Levers, total: float) -> tuple[float, ...]:
    """Return the amounts with those that give and take in proportion to their shares, none beyond its ends.

    All that would pass their ends on the side that binds more are set there, until the rest fits.
    """
    amounts = list(levers.plan.amounts)
    open_ = [place for place, share in enumerate(levers.shares) if share > 0]
    left = total - math.fsum(amounts[place] for place, on in enumerate(levers.free) if on and place not in open_)
    while open_:
        scale = left / math.fsum(levers.shares[place] for place in open_)
        for place in open_:
            amounts[place] = levers.shares[place] * scale
        under = {place: levers.lower[place] for place in open_ if amounts[place] < levers.lower[place]}
        over = {place: levers.upper[place] for place in open_ if amounts[place] > levers.upper[place]}
        missing = math.fsum(end - amounts[place] for place, end in under.items())
        excess = math.fsum(amounts[place] - end for place, end in over.items())
        bound = under if missing >= excess else over
        if not bound:
            break
        for place, end in bound.items():
            amounts[place] = end
            left -= end
        open_ = [place for place in open_ if place not in bound]
    return tuple(amounts)


def _stops(
    others: _Levers, lever: str, changed: Plan, amount: float, limited: bool, limits: tuple[SpendLimit, ...]
) -> dict[str, Stop]:
    """Return the limits that stop the move: the lever's own, or else those of the others that leave it no room."""
    own = _own_stop(lever, changed[lever], limits)
    if own or not limited:
        return own
    against: Literal["least", "most"] = "least" if amount >= others.plan[lever] else "most"
    free = [name for name, on in zip(others.plan.levers, others.free, strict=True) if on]
    stops = [stop for name in free for stop in _own_stop(name, changed[name], limits).items()]
    return {name: stop for name, stop in stops if stop[0] == against}


def _own_stop(lever: str, amount: float, limits: Iterable[SpendLimit]) -> dict[str, Stop]:
    for limit in limits:
        if limit.lever == lever and limit.most is not None and amount >= limit.most:
            return {lever: ("most", limit.most)}
        if limit.lever == lever and 0 < limit.least >= amount:
            return {lever: ("least", limit.least)}
    return {}


def _shares(plan: Plan, free: Sequence[bool], today: Plan, growing: bool) -> list[float]:
    """Return in what proportion the free levers give or take: as they stand, or where all are at zero as today."""
    funded = dict(zip(today.levers, today.amounts, strict=True))
    usual = [funded.get(name, 0.0) if on else 0.0 for name, on in zip(plan.levers, free, strict=True)]
    now = [amount if on else 0.0 for amount, on in zip(plan.amounts, free, strict=True)]
    if not any(now):
        return usual if any(usual) else [float(on) for on in free]
    floor = ZERO_SHARE * plan.total if growing else 0.0
    return [amount or (floor if day else 0.0) for amount, day in zip(now, usual, strict=True)]
