"""The guided start's ten questions, each in the owner's own unit, and what was answered so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from simulator.facts.sources import Ends

Group = Literal["being found", "turning enquiries into orders", "the customers you have"]
Range = tuple[float, float]

MONEY: Range = (0.0, 1e9)
PEOPLE: Range = (0.0, 1e7)
PER_CENT: Range = (0.0, 100.0)
LOST: Range = (0.0, 99.0)
HOURS: Range = (0.0, 1e6)
SPENDS: Mapping[str, Range] = {"money a month": MONEY, "money a year": MONEY, "hours a week": HOURS}
COUNTS: Mapping[str, Range] = {"people a month": PEOPLE, "people a year": PEOPLE}
HOUR_COST: Range = (0.01, 1e4)
ORDERS: Range = (0.01, 1000.0)


@dataclass(frozen=True)
class Ask:
    """One question: its field of `Answers`, how it is put, and the units one may answer in, each with its bounds."""

    field: str
    group: Group
    title: str
    units: Mapping[str, Range]


QUESTIONS: tuple[Ask, ...] = (
    Ask("channels", "being found", "Where do enquiries come from, what does each cost and bring?", {}),
    Ask("wins", "turning enquiries into orders", "How many become customers?", {**COUNTS, "per cent": PER_CENT}),
    Ask("sales_spend", "turning enquiries into orders", "What does selling to them cost?", SPENDS),
    Ask(
        *("closing", "turning enquiries into orders", "How long from a yes to the first money?"),
        {"days": (0.0, 1826.0), "weeks": (0.0, 260.0), "months": (0.0, 60.0)},
    ),
    Ask("customers", "the customers you have", "How many customers do you have?", {"people": (0.0, 1e8)}),
    Ask(
        *("leaving", "the customers you have", "How many leave?"),
        {**COUNTS, "per cent a month": LOST, "per cent a year": LOST},
    ),
    Ask(
        *("paid", "the customers you have", "What does one customer pay you?"),
        {"a month": MONEY, "a year": MONEY, "an order": (0.0, 1e7), "once": MONEY},
    ),
    Ask(
        *("share", "the customers you have", "Of all they spend on what you sell, how much is with you?"),
        {"per cent": (0.1, 100.0)},
    ),
    Ask("care_spend", "the customers you have", "What does looking after customers cost?", SPENDS),
    Ask(
        "margin",
        "the customers you have",
        "Of 100 that come in, how much is left once goods are paid?",
        {"per cent": PER_CENT},
    ),
)
ROW_RANGES: Mapping[str, Mapping[str, Range]] = {
    "spend": SPENDS,
    "prospects": COUNTS,
    "stopped": COUNTS,
    "doubled": {unit: (low, 2 * high) for unit, (low, high) in COUNTS.items()},
}
"""What the columns of the table of channels may hold, by the unit of each."""
RANGED = frozenset({"wins", "closing", "customers", "leaving", "paid", "share", "margin"})
"""The questions, besides what channels bring, whose answers may be unsure: what is spent today is known."""


@dataclass(frozen=True)
class Answer:
    """A number as the owner said it, and how low and high it may be where that was said, all in the same unit."""

    value: float
    unit: str
    low: float | None = None
    high: float | None = None

    @property
    def ends(self) -> Ends:
        """Low and high, each None where it was not said."""
        return self.low, self.high


@dataclass(frozen=True)
class Judged:
    """The owner's own word on a curve, in the unit of today's answer: if you stopped, if you doubled it."""

    stopped: float | None = None
    doubled: float | None = None


@dataclass(frozen=True)
class Row:
    """One channel: what it costs and the prospects it brings, in the table's units. A free one costs 0.

    ``prospects_low`` and ``prospects_high``: how few and how many those may be, where that was said.
    """

    name: str
    spend: float | None = None
    prospects: float | None = None
    stopped: float | None = None
    doubled: float | None = None
    prospects_low: float | None = None
    prospects_high: float | None = None


@dataclass(frozen=True)
class Answers:
    """What was answered so far; None for what was not. Nothing is checked here: a form holds what is typed."""

    name: str = "My company"
    currency: str = "EUR"
    channels: tuple[Row, ...] = ()
    spend_unit: str = "money a month"
    """Unit of the spends of ``channels``; one of `SPENDS`."""
    prospects_unit: str = "people a month"
    """Unit of what ``channels`` bring; one of `COUNTS`."""
    wins: Answer | None = None
    sales_spend: Answer | None = None
    closing: Answer | None = None
    customers: Answer | None = None
    leaving: Answer | None = None
    paid: Answer | None = None
    share: Answer | None = None
    care_spend: Answer | None = None
    margin: Answer | None = None
    sales_judged: Judged = field(default_factory=Judged)
    """What wins would be if selling stopped or doubled."""
    care_judged: Judged = field(default_factory=Judged)
    """What the share would be if looking after customers stopped or doubled."""
    hour_cost: float | None = None
    """What an hour of work costs; asked only where a spend is in hours."""
    orders_a_year: float | None = None
    """How often one customer orders; asked only where the price is that of an order."""

    def answered(self, name: str) -> Answer | None:
        """Return the answer to a question that is one number."""
        found: Answer | None = getattr(self, name)
        return found
