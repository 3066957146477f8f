"""Limits on levers: the least and the most that may be spent on one, for who wants them."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal

from simulator.facts.declaration import InvalidInput, Problem
from simulator.facts.digits import digits
from simulator.facts.names import lever_title
from simulator.facts.plan import PLAN_LIMIT, Plan

Stop = tuple[Literal["least", "most"], float]
"""A limit at which a lever stands, and its amount."""


@dataclass(frozen=True)
class SpendLimit:
    """The least and the most per month on one lever; without ``most`` there is none."""

    lever: str
    least: float = 0.0
    most: float | None = None

    def __post_init__(self) -> None:
        self._check("least", self.least)
        if self.most is not None:
            self._check("most", self.most)
            if self.most < self.least:
                raise self._refused("most", self.most, f"it cannot be below the least, {digits(self.least)}")

    @property
    def ends(self) -> tuple[float, float]:
        """Lowest and highest spend per month; the highest may be infinite."""
        return self.least, math.inf if self.most is None else self.most

    @property
    def idle(self) -> bool:
        """Whether it allows everything."""
        return self.least == 0 and self.most is None

    def _check(self, end: str, amount: object) -> None:
        number = isinstance(amount, (int, float)) and not isinstance(amount, bool)
        if not (number and 0 <= amount <= PLAN_LIMIT):  # type: ignore[operator]
            raise self._refused(end, amount, f"a number from 0 to {digits(PLAN_LIMIT, ',.15g')} is allowed")

    def _refused(self, end: str, amount: object, allowed: str) -> InvalidInput:
        title = f"The {end} on {lever_title(self.lever)}"
        return InvalidInput(Problem(f"limits.{self.lever}.{end}", title, amount, allowed))


def bounds_of(plan: Plan, limits: Iterable[SpendLimit], locked: Collection[str] = ()) -> dict[str, tuple[float, float]]:
    """Return the lowest and highest spend of each lever that has a lock or a limit.

    A limit that the plan itself does not keep reaches to where the plan stands, so that the plan is always allowed.
    """
    ends = {limit.lever: limit.ends for limit in limits}
    amounts = dict(zip(plan.levers, plan.amounts, strict=True))
    found = {}
    for lever, amount in amounts.items():
        if lever in locked:
            found[lever] = (amount, amount)
        elif lever in ends:
            low, high = ends[lever]
            found[lever] = (min(low, amount), max(high, amount))
    return found
