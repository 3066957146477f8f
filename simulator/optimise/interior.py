"""Many splits at once, each raised to its best through the inside of its limits: a primal-dual interior-point method.

All share one objective and step together, so that a step of all is one call of it. Points never touch a limit: slopes
that are infinite or undefined at zero are never asked for, and no wrong guess of which limits bind can stop a climb.
Second derivatives are differences of exact gradients. Sources: Mehrotra (1992); Wächter & Biegler (2006).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from simulator.optimise.interior_step import Point, Step, step_from
from simulator.optimise.splits import Flags, Floats, Limits, Objective, Split

STEPS = 100
CLOSE = 1e-10
"""Distance to the best, as a share of the value, at which a climb ends."""
SHORT, SHORTEST = 0.25, 1e-7
"""What is left of a step that did not lead uphill, and when there is no use in a shorter one."""
NEXT = 1e-5
"""Share of a lever's own money by which it is moved to see how slopes change."""
CENTRED = 0.1
"""Share of the way to the middle of the limits from which a climb starts."""
SNAPS = (1e-5, 1e-7, 0.0)
"""Shares of the free money up to which what a lever has above its floor may be nothing but distance kept from it."""
NOTHING = 1e-80
"""Value too small to be any."""
TRUST = 1e8
"""Times by which the price of a limit may differ from what the distance to it calls for."""


@dataclass(frozen=True)
class Climbs:
    """Where climbs stand, each within limits of its own; ``values`` is (climbs,)."""

    limits: Limits
    point: Point
    values: Floats

    def at(self, places: Any) -> Climbs:
        """Return some of them."""
        return Climbs(self.limits.at(places), self.point.at(places), self.values[places])

    def put(self, places: Any, other: Climbs) -> None:
        """Take over what stands in ``other`` for these places."""
        self.point.put(places, other.point)
        self.values[places] = other.values

    @property
    def sizes(self) -> Floats:
        """What differences of value are compared with (climbs,)."""
        spread = np.ptp(self.point.slopes, axis=1) * self.limits.room
        return np.asarray(np.maximum(np.maximum(np.abs(self.values), 1e-6 * spread), NOTHING))

    def height(self, centring: Floats) -> Floats:
        """Return value and distance to the limits as one figure that each step must raise."""
        return np.asarray(self.values + centring * self.point.log_distances)


def climb_inside(objective: Objective, limits: Limits, starts: Floats, concave: bool) -> list[Split]:
    """Return the top reached from each of ``starts`` (climbs, levers) within its own ``limits``.

    Where the objective has a method ``at(places)``, each climb has one of its own: it gives those of some of them, and
    plans come in equal numbers for each climb, one climb after another.

    With ``concave`` that is the best there is, but for about `CLOSE`, and its ceiling is known.
    """
    climbs = _begun(objective, limits, starts)
    patience, left = np.ones(len(starts)), np.arange(len(starts))
    for _ in range(STEPS):
        here = climbs.at(left)
        step = step_from(here.point, patience[left], concave)
        missing = here.limits.beyond(here.point.plans, here.point.slopes) if concave else step.promise
        on = missing > CLOSE * here.sizes
        left, here, step = left[on], here.at(on), step.at(on)
        if not len(left):
            break
        there = _moved(_of(objective, left), here, step)
        risen = there.height(step.centring) >= here.height(step.centring) - 1e-14 * here.sizes
        climbs.put(left[risen], there.at(risen))
        patience[left] = np.where(risen, 1.0, SHORT * patience[left])
        left = left[patience[left] > SHORTEST]
    return _landed(objective, limits, climbs, concave)


def _of(objective: Objective, places: Any) -> Objective:
    own = getattr(objective, "at", None)
    return own(places) if own else objective


def _begun(objective: Objective, limits: Limits, starts: Floats) -> Climbs:
    within = limits.inside
    centre = within.centre
    # Limits that leave one plan, or one lever's amount, have no inside.
    free = (centre - within.lower > 1e-12 * centre) & (within.upper - centre > 1e-12 * centre)
    free &= np.count_nonzero(free, axis=1)[:, None] > 1
    box = Limits(limits.total, np.where(free, within.lower, centre), np.where(free, within.upper, centre))
    plans = np.where(free, (1 - CENTRED) * within.fit(starts) + CENTRED * centre, centre)
    values, slopes, bends = _look(objective, plans, free)
    point = Point(box.lower, box.upper, plans, slopes, bends, np.zeros_like(slopes), np.zeros_like(slopes))
    first = CENTRED * (np.ptp(slopes, axis=1) + 1e-3 * np.abs(slopes).max(axis=1)) * box.room
    first = np.maximum(first / np.maximum(np.count_nonzero(free, axis=1), 1), 1e-20 * NOTHING)[:, None]
    priced = replace(point, floor_price=first * point.near_floor, ceiling_price=first * point.near_ceiling)
    return Climbs(box, priced, values)


def _look(objective: Objective, plans: Floats, free: Flags) -> tuple[Floats, Floats, Floats]:
    """Return values (climbs,), slopes (climbs, levers) and second derivatives (climbs, levers, levers).

    Levers that are held have none: at zero, theirs may be of any size and mean nothing.
    """
    count, levers = plans.shape
    around = np.repeat(plans[:, None], levers + 1, axis=1)
    places = np.arange(levers)
    around[:, places + 1, places] += np.maximum(NEXT * plans, 1e-300)
    aside = around[:, places + 1, places] - plans
    values, slopes = objective(around.reshape(-1, levers))
    slopes = np.where(free[:, None], slopes.reshape(count, levers + 1, levers), 0.0)
    bends = (slopes[:, 1:] - slopes[:, :1]) / np.where(free & (aside > 0), aside, np.inf)[:, :, None]
    return values.reshape(count, -1)[:, 0], slopes[:, 0], (bends + bends.swapaxes(1, 2)) / 2


def _moved(objective: Objective, here: Climbs, step: Step) -> Climbs:
    plans = here.point.plans + step.plans
    values, slopes, bends = _look(objective, plans, here.point.free)
    there = replace(here.point, plans=plans, slopes=slopes, bends=bends)
    called_for = [step.centring[:, None] * near for near in (there.near_floor, there.near_ceiling)]
    floor, ceiling = (
        np.clip(price, wanted / TRUST, wanted * TRUST)
        for price, wanted in zip((step.floor_price, step.ceiling_price), called_for, strict=True)
    )
    return Climbs(here.limits, replace(there, floor_price=floor, ceiling_price=ceiling), values)


def _landed(objective: Objective, limits: Limits, climbs: Climbs, concave: bool) -> list[Split]:
    """Return where climbs ended, with what is next to a limit put on it where that is no worse."""
    tried = np.stack([snapped(limits, climbs.point.plans, share) for share in SNAPS], axis=1)
    values, slopes = objective(tried.reshape(-1, tried.shape[-1]))
    values = values.reshape(tried.shape[:2])
    rows, best = np.arange(len(tried)), values.argmax(axis=1)
    ceilings = climbs.values + limits.beyond(climbs.point.plans, climbs.point.slopes)
    ceilings = np.maximum(ceilings, values[rows, best]) if concave else np.full(len(tried), np.inf)
    ends = zip(tried[rows, best], values[rows, best], slopes.reshape(tried.shape)[rows, best], ceilings, strict=True)
    return [Split(plan, float(value), slope, float(ceiling)) for plan, value, slope, ceiling in ends]


def snapped(limits: Limits, plans: Floats, share: float) -> Floats:
    """Return plans with levers that are next to a limit on it; the lever with most room gives and takes the rest."""
    near = (share * limits.room)[:, None]
    above, below = plans - limits.lower, limits.upper - plans
    snapped = np.where(above <= near, limits.lower, np.where(below <= near, limits.upper, plans))
    rows, roomiest = np.arange(len(plans)), np.minimum(above, below).argmax(axis=1)
    snapped[rows, roomiest] += plans.sum(axis=1) - snapped.sum(axis=1)
    return limits.fit(snapped)
