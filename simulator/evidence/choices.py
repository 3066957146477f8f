"""What its owner says of an export beyond what is found in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from simulator.evidence.amounts import Decimal
from simulator.evidence.columns import Column
from simulator.evidence.dates import Order
from simulator.evidence.deals import Meaning
from simulator.evidence.words import Role

NOWHERE = -1
"""The place of a meaning that no column has."""


@dataclass(frozen=True)
class Choices:
    """Blank where what is found stands; ``order`` and ``decimal`` are those of its owner's country."""

    sheet: str = ""
    roles: Mapping[Role, int] = field(default_factory=dict)
    """The place of the column with a meaning; `NOWHERE` for none."""
    order: Order = "day first"
    decimal: Decimal = "."
    stages: Mapping[str, Meaning] = field(default_factory=dict)
    channels: Mapping[str, str | None] = field(default_factory=dict)
    """Which channel each counts as; None where its deals do not count."""


def with_roles(columns: Sequence[Column], roles: Mapping[Role, int]) -> tuple[Column, ...]:
    """Return the columns with these meanings; each column has one, and each meaning one column."""
    given = {place: role for role, place in roles.items() if place != NOWHERE}
    return tuple(
        replace(each, role=given.get(each.place, None if each.role in roles else each.role)) for each in columns
    )
