"""A plan: how a monthly budget is split over the levers."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, Field, field_serializer

from simulator.facts.declaration import Declared, InvalidInput, Problem, fact
from simulator.facts.frozen_map import FrozenMap
from simulator.facts.names import lever_title

CONVERSION = "conversion"
UPSELL = "upsell"
Function = Literal["prospecting", "conversion", "upsell"]
"""What money is spent for: finding prospects (marketing), winning them (sales), selling more (account care)."""
FUNCTIONS: tuple[Function, ...] = get_args(Function)
TOTAL_LIMIT = 1.5e14
"""Most that a scenario's plan may spend a month: more than all facts of today at their limits together."""
PLAN_LIMIT = 9e14
"""Most on one lever: whatever is worked out from a total (more of it, all of it on one lever) is still a plan."""

Spend = Annotated[float, fact("Spend", "money per month", 0, PLAN_LIMIT, 100)]


def channels_in(levers: Sequence[str]) -> tuple[str, ...]:
    """Return the channels among all levers of a company: conversion and upsell come after them."""
    return tuple(levers[:-2])


def function_of(lever: str) -> Function:
    """Return the function a lever belongs to: a channel's is prospecting."""
    return "conversion" if lever == CONVERSION else "upsell" if lever == UPSELL else "prospecting"


class Plan(Declared):
    """Money per month on each prospecting channel (by name), on conversion and on upsell."""

    prospecting: Annotated[Mapping[str, Spend], AfterValidator(FrozenMap)] = Field(
        title="Prospecting",
        json_schema_extra={
            "each": {"low": 0, "high": PLAN_LIMIT},
            "allowed": "money per month by channel name is needed, such as {'Search': 3000}",
        },
    )
    conversion: float = fact(lever_title(CONVERSION), "money per month", 0, PLAN_LIMIT, 100)
    upsell: float = fact(lever_title(UPSELL), "money per month", 0, PLAN_LIMIT, 100)

    @classmethod
    def of(cls, levers: Sequence[str], amounts: Iterable[float]) -> Plan:
        """Return the plan with these amounts, ``levers`` ending in conversion and upsell."""
        spends = dict(zip(levers, map(float, amounts), strict=True))
        conversion, upsell = spends.pop(CONVERSION), spends.pop(UPSELL)
        return cls(prospecting=spends, conversion=conversion, upsell=upsell)

    @property
    def levers(self) -> tuple[str, ...]:
        """Each channel's name, then conversion and upsell."""
        return (*self.prospecting, CONVERSION, UPSELL)

    @property
    def amounts(self) -> tuple[float, ...]:
        """Money per month on each of ``levers``."""
        return (*self.prospecting.values(), self.conversion, self.upsell)

    @property
    def total(self) -> float:
        """Money per month over all levers."""
        return math.fsum(self.amounts)

    def __getitem__(self, lever: str) -> float:
        return dict(zip(self.levers, self.amounts, strict=True))[lever]

    @field_serializer("prospecting")
    def _plain(self, prospecting: Mapping[str, float]) -> dict[str, float]:
        return dict(prospecting)

    def __hash__(self) -> int:
        return hash((self.levers, self.amounts))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Plan):
            return NotImplemented
        mine, others = ((dict(each.prospecting), each.conversion, each.upsell) for each in (self, other))
        return mine == others

    def fitted(self, levers: Sequence[str]) -> Plan:
        """Return this plan in the order of ``levers``; `InvalidInput` unless it funds exactly those."""
        for lever in self.levers:
            if lever not in levers:
                allowed = f"this company's channels are {', '.join(channels_in(levers))}"
                raise InvalidInput(Problem(f"prospecting.{lever}", "Channel of the plan", lever, allowed))
        for lever in levers:
            if lever not in self.levers:
                problem = Problem(
                    f"prospecting.{lever}", f"Spend on {lever_title(lever)}", None, "a plan states each channel's spend"
                )
                raise InvalidInput(problem)
        return self if self.levers == tuple(levers) else Plan.of(levers, [self[lever] for lever in levers])


def check_total(total: object) -> None:
    """Raise `InvalidInput` unless ``total`` is an amount of money a plan may spend a month."""
    number = isinstance(total, (int, float)) and not isinstance(total, bool)
    if not (number and 0 <= total <= PLAN_LIMIT):  # type: ignore[operator]
        raise InvalidInput(Problem("total", "Total", total, f"a number from 0 to {PLAN_LIMIT:,.15g} is allowed"))
