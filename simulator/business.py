"""The facts of a company: what is true of it today, apart from what it might decide."""

from __future__ import annotations

import math
import unicodedata
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, model_validator

from simulator.curves import Curve, CurveError, Family, calibrate, check
from simulator.plan import CONVERSION, UPSELL, Plan
from simulator.validation import Declared, InvalidInput, Problem, declaration, fact

MONEY_LIMIT = 1e12
COUNT_LIMIT = 1e9
NAME_LIMIT = 40
MAX_CHANNELS = 12

PER_MONTH = "money per month"
Money = Annotated[float, "money"]


def _readable(name: str) -> str:
    clean = unicodedata.normalize("NFC", name)
    if clean != clean.strip() or not clean:
        raise ValueError("a name without spaces around it is needed")
    if not clean.isprintable() or "~" in clean:
        raise ValueError("a name may not hold control characters or the sign ~")
    return clean


Name = Annotated[str, Field(min_length=1, max_length=NAME_LIMIT), AfterValidator(_readable)]
CURVE_HELP = (
    "How the result bends with effort: 'exponential' (default), 'michaelis-menten' (rises longer), "
    "'adbudg' (needs a ceiling; may be S-shaped) or 'flat' (effort changes nothing)."
)


def _curve(title: str) -> Any:
    return Field("exponential", title=title, description=CURVE_HELP)


class Channel(Declared):
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
        "Win-rate index",
        "relative",
        0.001,
        1000,
        0.1,
        "How readily this channel's prospects buy, relative to the other channels.",
        1.0,
    )
    value_index: float = fact(
        "Value index",
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
    curve: Family = _curve("Curve of prospects")
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

    @property
    def effort(self) -> float:
        """The spend per month at which ``prospects`` holds."""
        return self.spend or self.reference_spend or 1.0

    @model_validator(mode="after")
    def _sound(self) -> Channel:
        if self.spend == 0 and not self.reference_spend and self.curve != "flat":
            raise InvalidInput(
                Problem(
                    f"channels.{self.name}.reference_spend",
                    f"{self.name}: Reference spend",
                    self.reference_spend,
                    "a channel with no spend today needs the spend at which its facts hold, above 0",
                )
            )
        check_facts(self, CHANNEL_CURVE)
        return self


class Business(Declared):
    """A company's facts. Money per month in its own currency, rates per month, shares 0 to 1."""

    name: Name = Field(title="Company")
    currency: str = Field(title="Currency", pattern=r"^([A-Z]{3}|index)$", description="ISO 4217 code.")
    channels: tuple[Channel, ...] = Field(title="Channels", min_length=1, max_length=MAX_CHANNELS, strict=False)
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
    win_rate_curve: Family = _curve("Curve of the win rate")
    win_rate_at_half_more: float | None = fact(
        "Win rate at half as much again", "share", 0, 1, 0.01, "For 'adbudg'.", None
    )
    win_rate_ceiling: float | None = fact(
        "Best win rate possible", "share", 0, 1, 0.01, "With unlimited effort; needed for 'adbudg'.", None
    )
    share_curve: Family = _curve("Curve of the share of wallet")
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

    @property
    def levers(self) -> tuple[str, ...]:
        """Everything money can be put on: each channel's name, then conversion and upsell."""
        return (*(channel.name for channel in self.channels), CONVERSION, UPSELL)

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
        _check_names(self)
        for spec in (WIN_RATE_CURVE, SHARE_CURVE, *([CHURN_CURVE] if self.churn_at_zero is not None else [])):
            check_facts(self, spec)
        _check_reference(self, "conversion", self.win_rate_curve)
        _check_reference(self, "upsell", self.share_curve)
        _check_ceilings(self)
        _check_customers(self)
        if self.churn == 0 and self.discount_rate == 0:
            raise _problem(
                self, "discount_rate", "it must be above 0 where churn is 0, or customers are worth infinitely much"
            )
        return self


class CurveFacts:
    """Where the facts of one curve stand in a business or a channel."""

    def __init__(self, today: str, stem: str, family: str | None, falling: bool = False) -> None:
        self.family = family
        self.falling = falling
        self.fields: dict[Literal["zero", "today", "half_more", "double", "ceiling"], str] = {
            "zero": f"{stem}_at_zero",
            "today": today,
            "double": f"{stem}_at_double",
        }
        if family:
            self.fields |= {"half_more": f"{stem}_at_half_more", "ceiling": f"{stem}_ceiling"}

    def calibrated(self, effort: Any, values: Any) -> Curve:
        """Return the curve, ``values(field)`` giving each fact as float, array or None."""
        family = values(self.family) if self.family else "exponential"
        return calibrate(family, effort, **{fact: values(field) for fact, field in self.fields.items()})


CHANNEL_CURVE = CurveFacts("prospects", "prospects", "curve")
WIN_RATE_CURVE = CurveFacts("win_rate", "win_rate", "win_rate_curve")
SHARE_CURVE = CurveFacts("share_of_wallet", "share", "share_curve")
CHURN_CURVE = CurveFacts("churn", "churn", None, falling=True)


def check_facts(owner: Business | Channel, facts: CurveFacts) -> None:
    """Raise `InvalidInput` naming the fact of ``owner`` through which no sound curve goes."""
    family: Family = getattr(owner, facts.family) if facts.family else "exponential"
    try:
        check(
            family,
            **{fact: getattr(owner, field) for fact, field in facts.fields.items()},
            falling=facts.falling,
        )
    except CurveError as error:
        raise _problem(owner, facts.fields[error.fact], error.allowed) from None


def _problem(owner: Business | Channel, field: str, allowed: str) -> InvalidInput:
    title = declaration(type(owner), field)["title"]
    value = getattr(owner, field)
    if isinstance(owner, Channel):
        return InvalidInput(Problem(f"channels.{owner.name}.{field}", f"{owner.name}: {title}", value, allowed))
    return InvalidInput(Problem(field, title, value, allowed))


def _check_names(business: Business) -> None:
    seen: set[str] = set()
    for channel in business.channels:
        folded = channel.name.casefold()
        if folded in seen or folded in (CONVERSION, UPSELL):
            reason = "each channel needs a name of its own, and not 'conversion' or 'upsell'"
            raise InvalidInput(Problem(f"channels.{channel.name}.name", "Channel name", channel.name, reason))
        seen.add(folded)


def _check_reference(business: Business, lever: str, family: Family) -> None:
    if getattr(business, f"{lever}_spend") == 0 and not getattr(business, f"{lever}_reference_spend"):
        if family == "flat" and (lever == "conversion" or business.churn_at_zero is None):
            return
        reason = "where nothing is spent today, state the spend above 0 at which the facts hold"
        raise _problem(business, f"{lever}_reference_spend", reason)


def _check_ceilings(business: Business) -> None:
    ceiling = float(WIN_RATE_CURVE.calibrated(1.0, lambda field: getattr(business, field)).ceiling)
    indices = win_rate_indices(business)
    for channel, index in zip(business.channels, indices, strict=True):
        if index * ceiling > 1 + 1e-12:
            allowed = (
                f"with the best possible win rate of {ceiling:.4g} this channel would win {index * ceiling:.4g} of its "
                f"prospects, and more than all cannot be won; lower the index or the win rate at double spend"
            )
            raise _problem(channel, "win_rate_index", allowed)
    top = float(SHARE_CURVE.calibrated(1.0, lambda field: getattr(business, field)).ceiling)
    if top > 1 + 1e-12:
        allowed = (
            f"the curve would rise to a share of {top:.4g}, above the whole wallet; state a lower share at double spend"
        )
        raise _problem(business, "share_at_double", allowed)


def _check_customers(business: Business) -> None:
    known = [channel.customers for channel in business.channels if channel.customers is not None]
    total = math.fsum(known)
    complete = len(known) == len(business.channels)
    slack = 1e-9 * max(business.customers, 1.0)
    if total > business.customers + slack or (complete and total < business.customers - slack):
        allowed = (
            f"the channels' customers add up to {total:g}; this must {'equal' if complete else 'be at least'} that"
        )
        raise _problem(business, "customers", allowed)


def today_weights(business: Business) -> list[float]:
    """Return today's prospects per channel; where there are none, the stated ones; else all alike."""
    now = [
        channel.prospects if channel.spend or channel.curve == "flat" else channel.prospects_at_zero
        for channel in business.channels
    ]
    stated = [channel.prospects for channel in business.channels]
    return now if any(now) else stated if any(stated) else [1.0] * len(stated)


def win_rate_indices(business: Business) -> list[float]:
    """Return the channels' win-rate indices, scaled to a prospect-weighted mean of 1 today."""
    weights = today_weights(business)
    given = [channel.win_rate_index for channel in business.channels]
    mean = math.fsum(w * k for w, k in zip(weights, given, strict=True)) / math.fsum(weights)
    return [index / mean for index in given]
