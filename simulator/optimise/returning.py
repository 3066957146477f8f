"""Moves that return: a lever taken back to where its run of moves began restores the split exactly."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from simulator.facts.plan import Plan

Control = tuple[str, str | None]
"""A lever and the one other that gives way, if it is one alone; the total is called by no name."""
TOTAL: Control = ("", None)


@dataclass
class Origins:
    """From which plan the latest run of moves of each control began.

    Each move of a run starts from that plan, not from what the last move left: proportions that rounding, or a lever
    that stood at zero or at its limit, has blurred come back. A run goes on for as long as the plan is one that its
    origin leads to, whatever was done and undone in between.
    """

    plans: dict[Control, Plan] = field(default_factory=dict)

    def of(self, control: Control, plan: Plan, again: Callable[[Plan], Plan]) -> Plan:
        """Return where the run that led to ``plan`` began; else a new run begins with ``plan``.

        ``again`` moves the control of an origin to where it stands in ``plan``.
        """
        origin = self.plans.get(control)
        if origin is None or origin.levers != plan.levers or again(origin) != plan:
            self.plans[control] = origin = plan
        return origin
