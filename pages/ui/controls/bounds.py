"""How far each lever can go: its own limits, and what the others let it take or give back."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from pages.ui.state.session import Session
from simulator.facts.limits import bounds_of
from simulator.optimise.rebalance import reach


@dataclass(frozen=True)
class Bounds:
    """How far each lever may go and how far the others let it; the same for as long as the hand holds on."""

    ends: dict[str, tuple[float, float]]
    reach: Mapping[str, tuple[float | None, float | None]]

    @classmethod
    def of(cls, visit: Session) -> Bounds:
        """Return what held when the hand took hold."""
        base = visit.before_drag or visit.workspace
        plan, today, limits = base.scenario.plan, base.scenario.business.plan, base.limits
        # Without locks and limits the ends of the slider are all there is.
        bound = base.held and (base.locked or limits)
        unit = base.question.unit
        reached = {
            lever: reach(plan, lever, base.locked, unit=unit, today=today, limits=limits) if bound else (None, None)
            for lever in plan.levers
        }
        return cls(bounds_of(plan, limits), reached)

    def least(self, lever: str) -> float | None:
        """Return the least on a lever where it has one."""
        return self.ends.get(lever, (0.0, 0.0))[0] or None

    def most(self, lever: str) -> float | None:
        """Return the most on a lever where it has one."""
        high = self.ends.get(lever, (0.0, math.inf))[1]
        return None if math.isinf(high) else high
