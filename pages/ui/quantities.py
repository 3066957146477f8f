"""The quantities of an outcome that more than one page shows: each has one name, one reading and one way of writing.

Whatever page shows one of them takes it from here, so that the same plan has the same figure everywhere.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pages.ui.text.formats import MoneyFormat, as_counted, count, in_months, percent, points, signed_count
from simulator.model.outcome import Outcome

Write = Callable[[float, MoneyFormat], str]


@dataclass(frozen=True)
class Quantity:
    """One quantity: what it is called, how it is read from an outcome, how it and its change are written."""

    title: str
    read: Callable[[Outcome], float]
    write: Write
    write_change: Write
    shown: Callable[[float], float] = float
    """The value as it stands on the screen, where that looks exact: a change is then the difference of two of these."""
    summed: bool = False
    """Whether it is summed over the horizon, which its label then names."""

    def label(self, months: int) -> str:
        """Return its name with the time it is about: Revenue, 24 months."""
        return f"{self.title}, {in_months(months)}" if self.summed else self.title

    def text(self, outcome: Outcome, money: MoneyFormat) -> str:
        """Return it as it stands in a row of figures or a table."""
        return self.write(self.read(outcome), money)

    def change(self, outcome: Outcome, before: Outcome, money: MoneyFormat) -> str:
        """Return how much it differs from another outcome's, with its sign."""
        return self.write_change(self.shown(self.read(outcome)) - self.shown(self.read(before)), money)


def _money(amount: float, money: MoneyFormat) -> str:
    return money.short(amount)


def _money_change(amount: float, money: MoneyFormat) -> str:
    return money.signed(amount)


def _people(number: float, _: MoneyFormat) -> str:
    return count(number)


def _people_change(number: float, _: MoneyFormat) -> str:
    return signed_count(number)


def share_text(share: float) -> str:
    """Return a share of wallet or a win rate that an outcome ends with: 23.2 %."""
    return percent(share, 1)


REVENUE = Quantity("Revenue", lambda outcome: outcome.total_revenue, _money, _money_change, summed=True)
GROSS_PROFIT = Quantity("Gross profit", lambda outcome: outcome.total_gross_profit, _money, _money_change, summed=True)
CUSTOMER_EQUITY = Quantity("Customer equity", lambda outcome: outcome.customer_equity, _money, _money_change)
NEW_CUSTOMERS = Quantity(
    "New customers",
    lambda outcome: float(outcome.new_customers.sum()),
    _people,
    _people_change,
    as_counted,
    summed=True,
)
CUSTOMERS_AT_END = Quantity(
    "Customers at the end", lambda outcome: outcome.customers_at_end, _people, _people_change, as_counted
)
SHARE_AT_END = Quantity(
    "Share of wallet at the end",
    lambda outcome: outcome.share_of_wallet_at_end,
    lambda share, _: share_text(share),
    lambda share, _: points(share),
    lambda share: round(share, 3),
)
