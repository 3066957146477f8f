"""A fact as it is typed: in its unit, called by its title, within what was declared of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pages.ui.text.entry import Entry, count_entry, money_entry, percent_entry
from pages.ui.text.formats import MoneyFormat
from simulator.facts.business import Business
from simulator.facts.channel import Channel
from simulator.facts.declaration import declaration
from simulator.facts.paths import owner_at

UNITS: Mapping[str, str] = {
    "money per month": "a month",
    "people per month": "a month",
    "share per month": "a month",
    "share per year": "a year",
    "money per customer per month": "a customer a month",
    "money per new customer": "a new customer",
    "months": "months",
}
"""What stands behind a title, where the unit is not clear from how the number is written."""


@dataclass(frozen=True)
class Fact:
    """One fact of the company on show, as declared and as it stands."""

    business: Business
    path: str

    @property
    def owner(self) -> Business | Channel:
        """The company, or the channel it is of."""
        return owner_at(self.business, self.path)[0]

    @property
    def name(self) -> str:
        """The fact's name in its owner."""
        return self.path.rpartition(".")[2]

    @property
    def declared(self) -> Mapping[str, Any]:
        """Title, unit, bounds, step and help."""
        return declaration(type(self.owner), self.name)

    @property
    def value(self) -> float | None:
        """What stands there, in its own unit."""
        value: float | None = getattr(self.owner, self.name)
        return value

    @property
    def unit(self) -> str:
        """Its unit, as declared."""
        return str(self.declared["unit"])

    @property
    def times(self) -> float:
        """How many of what is typed one of the fact is: a share is typed as per cent."""
        return 100.0 if self.unit.startswith("share") else 1.0

    @property
    def key(self) -> str:
        """A name for its field, the same whatever its channel is called."""
        if isinstance(self.owner, Business):
            return self.name
        return f"channel{[each.name for each in self.business.channels].index(self.owner.name)}_{self.name}"

    @property
    def title(self) -> str:
        """Its title, with the time or thing it is counted by."""
        return ", ".join(filter(None, (str(self.declared["title"]), UNITS.get(self.unit, ""))))

    def typed(self, value: float | None) -> float | None:
        """Return a value as it is typed."""
        return None if value is None else float(f"{value * self.times:.12g}")

    def meant(self, typed: float | None) -> float | None:
        """Return the value that is meant by what was typed."""
        return None if typed is None else float(f"{typed / self.times:.12g}")


def entry_of(fact: Fact, money: MoneyFormat) -> Entry:
    """Return the field for a fact, with the bounds it was declared with."""
    said = fact.declared
    low, high = float(f"{said['low'] * fact.times:.12g}"), float(f"{said['high'] * fact.times:.12g}")
    blank = not type(fact.owner).model_fields[fact.name].is_required() and said["default"] is None
    value = fact.typed(fact.value)
    if fact.unit.startswith("money"):
        return money_entry(fact.title, money, value, low, high, blank=blank)
    make = percent_entry if fact.times != 1 else count_entry
    return make(fact.title, value, low, high, blank=blank)
