"""The facts of a company: what is true of it today, apart from what it might decide."""

from __future__ import annotations

from pydantic import Field, model_validator

from simulator.facts.channel import COUNT_LIMIT, MONEY_LIMIT, PER_MONTH, Channel
from simulator.facts.consistency import check_ceilings, check_counts, check_names, check_reference
from simulator.facts.curve_facts import (
    CHURN_CURVE,
    SHARE_CURVE,
    WIN_RATE_CURVE,
    check_facts,
    curve_choice,
    problem_with,
)
from simulator.facts.curves import Family
from simulator.facts.declaration import fact
from simulator.facts.names import Name
from simulator.facts.origin import Sourced
from simulator.facts.plan import CONVERSION, UPSELL, Plan

MAX_CHANNELS = 12
INDEX = "index"
"""In place of a currency: money counted as an index, today's budget being 100."""


class Business(Sourced):
    """A company's facts. Money per month in its own currency, rates per month, shares 0 to 1."""

    name: Name = Field(title="Company")
    currency: str = Field(
        title="Currency",
        pattern=r"^([A-Z]{3}|index)$",
        description="ISO 4217 code.",
        json_schema_extra={"allowed": "a code of three capital letters, such as EUR, or 'index' is allowed"},
    )
    channels: tuple[Channel, ...] = Field(
        title="Channels",
        min_length=1,
        max_length=MAX_CHANNELS,
        strict=False,
        json_schema_extra={"allowed": f"a list of 1 to {MAX_CHANNELS} channels is needed"},
    )
    conversion_spend: float = fact(
        "Sales spend", PER_MONTH, 0, MONEY_LIMIT, 100, "What turning prospects into customers costs per month."
    )
    win_rate: float = fact(
        "Win rate", "share", 0, 1, 0.01, "Share of prospects who become customers, at today's sales spend."
    )
    win_rate_at_zero: float = fact(
        "Win rate at zero spend", "share", 0, 1, 0.01, "Share of prospects who would buy with no sales effort."
    )
    win_rate_at_double: float | None = fact(
        "Win rate at double spend",
        "share",
        0,
        1,
        0.01,
        "Your judgement: the win rate with twice the sales spend per prospect.",
        None,
    )
    sales_cycle_months: float = fact(
        "Sales cycle", "months", 1, 60, 0.5, "Mean months from a prospect's decision in our favour to first revenue."
    )
    upsell_spend: float = fact(
        "Upsell spend", PER_MONTH, 0, MONEY_LIMIT, 100, "What selling more to today's customers costs per month."
    )
    share_of_wallet: float = fact(
        "Share of wallet", "share", 0, 1, 0.01, "Our share of what customers spend in our category."
    )
    share_at_zero: float = fact(
        "Share of wallet at zero spend", "share", 0, 1, 0.01, "Where the share would settle with no upsell effort."
    )
    share_at_double: float | None = fact(
        "Share of wallet at double spend",
        "share",
        0,
        1,
        0.01,
        "Your judgement: where the share would settle with twice the upsell spend per customer.",
        None,
    )
    share_new: float = fact(
        "Share of wallet of a new customer", "share", 0, 1, 0.01, "Share of wallet in a customer's first month."
    )
    share_adjustment: float = fact(
        "Share adjustment",
        "share per month",
        0,
        1,
        0.01,
        "Share of the distance to the settled share of wallet that is covered each month.",
    )
    customers: float = fact("Customers", "customers", 0, COUNT_LIMIT, 1, "Paying customers today.")
    churn: float = fact("Churn", "share per month", 0, 0.99, 0.001, "Share of customers lost per month.")
    wallet: float = fact(
        "Wallet",
        "money per customer per month",
        0,
        MONEY_LIMIT,
        10,
        "What one customer spends in our category per month, with us and with others.",
    )
    gross_margin: float = fact(
        "Gross margin", "share", 0, 1, 0.01, "Share of revenue left after the cost of what is sold."
    )
    first_order: float = fact(
        "First order", "money per new customer", 0, MONEY_LIMIT, 10, "One-off revenue from each new customer.", 0.0
    )
    fixed_cost: float = fact("Fixed cost", PER_MONTH, 0, MONEY_LIMIT, 100, "Costs per month that no plan changes.", 0.0)
    discount_rate: float = fact(
        "Discount rate", "share per year", 0, 10, 0.01, "What a year's wait costs, for customer equity.", 0.1
    )
    conversion_reference_spend: float | None = fact(
        "Reference sales spend",
        PER_MONTH,
        0,
        MONEY_LIMIT,
        100,
        "Where nothing is spent on sales today: the spend at which the win-rate facts hold.",
        None,
    )
    upsell_reference_spend: float | None = fact(
        "Reference upsell spend",
        PER_MONTH,
        0,
        MONEY_LIMIT,
        100,
        "Where nothing is spent on upsell today: the spend at which the share-of-wallet facts hold.",
        None,
    )
    win_rate_curve: Family = curve_choice("Curve of the win rate")
    win_rate_at_half_more: float | None = fact(
        "Win rate at half as much again", "share", 0, 1, 0.01, "For 'adbudg'.", None
    )
    win_rate_ceiling: float | None = fact(
        "Best win rate possible", "share", 0, 1, 0.01, "With unlimited effort; needed for 'adbudg'.", None
    )
    share_curve: Family = curve_choice("Curve of the share of wallet")
    share_at_half_more: float | None = fact(
        "Share of wallet at half as much again", "share", 0, 1, 0.01, "For 'adbudg'.", None
    )
    share_ceiling: float | None = fact(
        "Best share of wallet possible", "share", 0, 1, 0.01, "With unlimited effort; needed for 'adbudg'.", None
    )
    churn_at_zero: float | None = fact(
        "Churn at zero upsell spend",
        "share per month",
        0,
        0.99,
        0.001,
        "If account work keeps customers: churn with none of it. Leave empty where churn is constant.",
        None,
    )
    churn_at_double: float | None = fact(
        "Churn at double upsell spend", "share per month", 0, 0.99, 0.001, "The same with twice of it.", None
    )
    acceptable_prospects: float | None = fact(
        "Acceptable prospects", "people per month", 0, COUNT_LIMIT, 1, "What you would call enough prospects.", None
    )
    acceptable_win_rate: float | None = fact(
        "Acceptable win rate", "share", 0, 1, 0.01, "What you would call a good win rate.", None
    )
    acceptable_share: float | None = fact(
        "Acceptable share of wallet", "share", 0, 1, 0.01, "What you would call a good share of wallet.", None
    )
    win_rate_low: float | None = fact("Low win rate", "share", 0, 1, 0.01, "As low as it may well fall.", None)
    share_low: float | None = fact("Low share of wallet", "share", 0, 1, 0.01, "As low as it may well fall.", None)
    churn_high: float | None = fact(
        "High churn", "share per month", 0, 0.99, 0.001, "As high as it may well rise.", None
    )
    pipeline: float | None = fact(
        "Deals under way",
        "customers",
        0,
        COUNT_LIMIT,
        1,
        "Customers won whose first revenue is still to come; unknown: a sales cycle of today's wins.",
        None,
    )
    conversion_ramp_months: float = fact(
        "Ramp-up of sales",
        "months",
        0,
        36,
        1,
        "Mean months until a change of sales spend is felt: people are hired, learn, and leave with notice.",
        0.0,
    )
    upsell_ramp_months: float = fact(
        "Ramp-up of account care",
        "months",
        0,
        36,
        1,
        "Mean months until a change of upsell spend is felt.",
        0.0,
    )
    share_won: float | None = fact(
        "Share of wallet so far",
        "share",
        0,
        1,
        0.01,
        "Our share right now, where it is still on its way to the share that today's upsell spend keeps; "
        "unknown: the same.",
        None,
    )

    @property
    def levers(self) -> tuple[str, ...]:
        """Everything money can be put on: each channel's name, then conversion and upsell."""
        return (*(channel.name for channel in self.channels), CONVERSION, UPSELL)

    @property
    def efforts(self) -> tuple[float, ...]:
        """Money per month on each of ``levers`` for which the facts are stated: today's, without any the reference."""
        conversion = self.conversion_spend or self.conversion_reference_spend or 0.0
        upsell = self.upsell_spend or self.upsell_reference_spend or 0.0
        channels = (channel.spend or channel.reference_spend or 0.0 for channel in self.channels)
        return (*channels, conversion, upsell)

    @property
    def flat(self) -> frozenset[str]:
        """The levers that bring the same whatever is spent on them."""
        levers = {channel.name for channel in self.channels if channel.curve == "flat"}
        if self.win_rate_curve == "flat":
            levers.add(CONVERSION)
        if self.share_curve == "flat" and self.churn_at_zero is None:
            levers.add(UPSELL)
        return frozenset(levers)

    @property
    def plan(self) -> Plan:
        """Today's plan."""
        return Plan(
            prospecting={channel.name: channel.spend for channel in self.channels},
            conversion=self.conversion_spend,
            upsell=self.upsell_spend,
        )

    def channel(self, name: str) -> Channel:
        """Return the channel of that name; `KeyError` where there is none."""
        for channel in self.channels:
            if channel.name == name:
                return channel
        raise KeyError(name)

    @model_validator(mode="after")
    def _sound(self) -> Business:
        check_names(self.channels)
        for facts in (WIN_RATE_CURVE, SHARE_CURVE):
            check_facts(self, facts)
        if self.churn_at_zero is not None or self.churn_at_double is not None:
            self._check_churn()
        check_reference(self, "conversion", self.win_rate_curve)
        check_reference(self, "upsell", self.share_curve)
        check_ceilings(self, self.channels)
        check_counts(self, self.channels)
        if self.churn == 0 and self.discount_rate == 0:
            raise problem_with(
                self, "discount_rate", "it must be above 0 where churn is 0, or customers are worth infinitely much"
            )
        return self

    def _check_churn(self) -> None:
        if self.churn_at_zero is None:
            raise problem_with(self, "churn_at_zero", "state it together with churn at double upsell spend")
        check_facts(self, CHURN_CURVE)
