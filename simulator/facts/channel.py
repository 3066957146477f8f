"""The facts of one prospecting channel."""

from __future__ import annotations

from pydantic import Field, model_validator

from simulator.facts.curve_facts import CHANNEL_CURVE, check_facts, curve_choice, problem_with
from simulator.facts.curves import Family
from simulator.facts.declaration import fact
from simulator.facts.names import Name
from simulator.facts.origin import Sourced

MONEY_LIMIT = 1e12
COUNT_LIMIT = 1e9

PER_MONTH = "money per month"


class Channel(Sourced):
    """One way of finding prospects: its spend per month today and the prospects per month it brings.

    A channel with no spend today states ``reference_spend``; ``prospects`` and ``prospects_at_double``
    are then what it would bring at that spend and at twice it.
    """

    name: Name = Field(title="Channel name")
    spend: float = fact("Spend", PER_MONTH, 0, MONEY_LIMIT, 100)
    prospects: float = fact("Prospects", "people per month", 0, COUNT_LIMIT, 1, "Prospects per month at today's spend.")
    prospects_at_zero: float = fact(
        "Prospects at zero spend",
        "people per month",
        0,
        COUNT_LIMIT,
        1,
        "Prospects per month who would still come, in the long run, if nothing were spent.",
    )
    prospects_at_double: float | None = fact(
        "Prospects at double spend",
        "people per month",
        0,
        COUNT_LIMIT,
        1,
        "Your judgement: prospects per month at twice today's spend.",
        None,
    )
    carryover: float = fact(
        "Carry-over",
        "share per month",
        0,
        0.99,
        0.05,
        "Share of this month's effect that still works next month.",
        0.0,
    )
    win_rate_index: float = fact(
        "Readiness to buy",
        "relative",
        0.001,
        1000,
        0.1,
        "How readily this channel's prospects buy, relative to the other channels.",
        1.0,
    )
    value_index: float = fact(
        "Spending of its customers",
        "relative",
        0.001,
        1000,
        0.1,
        "How much this channel's customers spend, relative to the other channels.",
        1.0,
    )
    reference_spend: float | None = fact(
        "Reference spend",
        PER_MONTH,
        0,
        MONEY_LIMIT,
        100,
        "For a channel with no spend today: the spend at which its facts hold.",
        None,
    )
    customers: float | None = fact(
        "Customers from this channel",
        "customers",
        0,
        COUNT_LIMIT,
        1,
        "Today's customers who came by this channel; unknown: in proportion to today's wins.",
        None,
    )
    curve: Family = curve_choice("Curve of prospects")
    prospects_at_half_more: float | None = fact(
        "Prospects at half as much again",
        "people per month",
        0,
        COUNT_LIMIT,
        1,
        "For 'adbudg': prospects per month at one and a half times today's spend.",
        None,
    )
    prospects_ceiling: float | None = fact(
        "Most prospects possible",
        "people per month",
        0,
        COUNT_LIMIT,
        1,
        "Prospects per month with unlimited spend; needed for 'adbudg'.",
        None,
    )
    added_quality: float = fact(
        "Quality of added prospects",
        "relative",
        0.01,
        1,
        0.05,
        "What a prospect beyond today's is worth beside one of today's: at 0.5, the further ones that double spend "
        "brings win as many customers as half as many of today's would.",
        1.0,
    )
    pipeline: float | None = fact(
        "Deals under way from this channel",
        "customers",
        0,
        COUNT_LIMIT,
        1,
        "Customers won by this channel whose first revenue is still to come; unknown: in proportion to today's wins.",
        None,
    )

    @property
    def effort(self) -> float:
        """The spend per month at which ``prospects`` holds."""
        return self.spend or self.reference_spend or 1.0

    @model_validator(mode="after")
    def _sound(self) -> Channel:
        if self.spend == 0 and not self.reference_spend and self.curve != "flat":
            reason = "a channel with no spend today needs the spend at which its facts hold, above 0"
            raise problem_with(self, "reference_spend", reason, self.name)
        check_facts(self, CHANNEL_CURVE, self.name)
        return self
