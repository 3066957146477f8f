"""How returns on money spent are worded: per unit of money spent, in which measure, over which horizon."""

from __future__ import annotations

from dataclasses import dataclass

from pages.ui.text.formats import MoneyFormat, in_months
from pages.ui.text.words import MEASURES
from simulator.facts.measures import Metric


@dataclass(frozen=True)
class Returns:
    """The unit of every return: what one unit of money spent brings back in the measure over the horizon."""

    metric: Metric
    months: int
    money: MoneyFormat
    margin: float | None = None
    """Gross margin, where what a return must reach to pay for itself is to be said."""

    @property
    def pays(self) -> str:
        """What a unit must bring back to pay for itself: $2.50, at a margin of 40 %; nothing where that is no matter.

        Profit and equity have paid for it already, and without a margin nothing ever does.
        """
        return self.money.short(1 / self.margin) if self.metric == "revenue" and self.margin else ""

    @property
    def one(self) -> str:
        """One unit of money: $1."""
        return self.money.exact(1)

    @property
    def measured(self) -> str:
        """What is brought back, and when: revenue over 24 months. Profit and equity have paid for the unit."""
        paid = "" if self.metric == "revenue" else " after its cost"
        return f"{MEASURES[self.metric]}{paid} over {in_months(self.months)}"

    def in_full(self, amount: float) -> str:
        """Return an amount with its measure and horizon: $5.51 of revenue over 24 months."""
        return f"{self.money.short(amount)} of {self.measured}"

    def phrase(self, where: str = "") -> str:
        """Return the phrase above returns: What the next $1 spent brings back, in revenue over 24 months."""
        pays = f" ({self.pays} pays for itself)" if self.pays else ""
        return f"What the next {self.one} spent{where} brings back, in {self.measured}{pays}"
