"""The deals in an export: each row used, left out or unreadable, the latter two with line and reason."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from simulator.evidence.amounts import Decimal, amounts_of, currency_in
from simulator.evidence.columns import Column
from simulator.evidence.dates import Dates, Order, dates_of
from simulator.evidence.words import OLD_BUSINESS, TOTALS, Outcome, Role, outcome_of, words_in

Meaning = Outcome | Literal["ignore"]
"""What its owner may say of a stage: one of the outcomes, or that its deals do not count."""
Dated = Literal["created", "closed"]
DATED: tuple[Dated, ...] = ("created", "closed")


@dataclass(frozen=True)
class Deal:
    """One deal. ``outcome`` is None where its stage is blank; dates and amounts that nobody stated are None."""

    id: str
    outcome: Outcome | None
    created: date | None = None
    closed: date | None = None
    amount: float | None = None
    currency: str = ""
    channel: str = ""
    unread: str = ""
    """What stands for the amount where that is none."""


@dataclass(frozen=True)
class Left:
    """A row that is no deal of its own: its number in the table, the header being 1, and why."""

    line: int
    reason: str


@dataclass(frozen=True)
class Deals:
    """What a table of deals holds; rows read = used + left out + unreadable, always."""

    deals: tuple[Deal, ...]
    left_out: tuple[Left, ...]
    unreadable: tuple[Left, ...]
    rows: int
    as_of: date | None
    """The latest day on which a deal began or was decided: until then open ones were watched. Plans do not count."""
    orders: Mapping[str, str]
    """By the name of a column of dates that no row proves: the order by which its day and month were read."""

    @property
    def used(self) -> int:
        """How many rows became part of a deal of their own."""
        return self.rows - len(self.left_out) - len(self.unreadable)


def deals_in(
    table: Sequence[Sequence[str]],
    columns: Sequence[Column],
    *,
    stages: Mapping[str, Meaning] | None = None,
    channels: Mapping[str, str | None] | None = None,
    order: Order = "day first",
    decimal: Decimal = ".",
) -> Deals:
    """Return the deals of a table, the header first.

    ``stages`` says of a stage, as it stands in the file, what it means, where its words are read wrongly;
    ``channels`` of a channel, which one it counts as, None where its deals do not count. ``order`` and ``decimal`` are
    used where a column does not tell its own, nor any other of the file.
    """
    file = _Cells.of(table, columns, order, decimal)
    found: dict[str, Deal] = {}
    left: list[Left] = []
    unreadable: list[Left] = []
    for place, row in enumerate(table[1:]):
        said = {role: column[place].strip() for role, column in file.cells.items()}
        if why := _why_left(row, said, stages or {}, channels or {}):
            left.append(Left(place + 2, why))
            continue
        deal = _deal(file, said, place, stages or {}, channels or {})
        if fault := _fault(deal, said, file.names):
            unreadable.append(Left(place + 2, fault))
        elif said.get("id") and deal.id in found:
            found[deal.id] = _with_line(found[deal.id], deal)
            left.append(Left(place + 2, f"a further line of deal {deal.id}"))
        else:
            found[deal.id] = deal
    known = [day for deal in found.values() for day in (deal.created, deal.closed) if day]
    as_of = max(known, default=None)
    return Deals(tuple(found.values()), tuple(left), tuple(unreadable), len(table) - 1, as_of, file.unproved)


@dataclass(frozen=True)
class _Cells:
    """A table by what its columns mean: their cells, their names, and the dates and amounts in them."""

    cells: Mapping[Role, Sequence[str]]
    names: Mapping[Role, str]
    dates: Mapping[Dated, Dates]
    amounts: Sequence[float | None]

    @classmethod
    def of(cls, table: Sequence[Sequence[str]], columns: Sequence[Column], order: Order, decimal: Decimal) -> _Cells:
        cells = {each.role: _cells(table[1:], each.place) for each in columns if each.role}
        names = {each.role: each.name for each in columns if each.role}
        amounts = amounts_of(cells["amount"], decimal) if "amount" in cells else (None,) * (len(table) - 1)
        return cls(cells, names, _dates(cells, order), amounts)

    @property
    def unproved(self) -> dict[str, str]:
        """By the name of a column of dates that nothing proves: the order it was read by."""
        return {self.names[role]: _read_as(each) for role, each in self.dates.items() if set(each.orders) - each.proved}


def _dates(cells: Mapping[Role, Sequence[str]], order: Order) -> dict[Dated, Dates]:
    """Return the dates of each column; what its own rows do not prove, those of the file's other dates do."""
    read = {role: dates_of(cells[role], order) for role in DATED if role in cells}
    proved = {each.orders[sign] for each in read.values() for sign in each.proved}
    if len(proved) != 1:
        return read
    told = proved.pop()
    again = {role: dates_of(cells[role], told) for role in read}
    return {role: replace(each, proved=frozenset(each.orders)) for role, each in again.items()}


def _cells(rows: Sequence[Sequence[str]], place: int) -> list[str]:
    return [row[place] if place < len(row) else "" for row in rows]


def _why_left(
    row: Sequence[str],
    said: Mapping[Role, str],
    stages: Mapping[str, Meaning],
    channels: Mapping[str, str | None],
) -> str:
    """Return why a row is no deal that counts; nothing where it is one."""
    if _is_total(row):
        return "a total, not a deal"
    if said.get("kind") and set(words_in(said["kind"])) & OLD_BUSINESS:
        return f"business with a customer one has: {said['kind']}"
    if stages.get(said.get("status", "")) == "ignore":
        return f"deals that are {said['status']!r} do not count, as you said"
    if channels.get(channel := said.get("channel", ""), channel) is None:
        return f"deals from {channel or 'no channel'!r} do not count, as you said"
    return ""


def _is_total(row: Sequence[str]) -> bool:
    """Return whether a row sums up others: its first words say so, and it has few."""
    first = next((cell for cell in row if cell.strip()), "")
    return not TOTALS.isdisjoint(re.split(r"\W+", first.strip().casefold(), maxsplit=2)[:2])


def _fault(deal: Deal, said: Mapping[Role, str], names: Mapping[Role, str]) -> str:
    """Return why a row cannot be read: a date that is none, or a closing before the beginning."""
    stated: dict[Role, date | None] = {"created": deal.created}
    if deal.outcome in ("won", "lost"):
        stated["closed"] = deal.closed
    for role, day in stated.items():
        if said.get(role) and day is None:
            return f"{names[role]} is {said[role]!r}, which is no date"
    if deal.created and deal.closed and deal.closed < deal.created:
        return f"it closed on {deal.closed.isoformat()}, before it began on {deal.created.isoformat()}"
    return ""


def _deal(
    file: _Cells,
    said: Mapping[Role, str],
    place: int,
    stages: Mapping[str, Meaning],
    channels: Mapping[str, str | None],
) -> Deal:
    stage, channel = said.get("status", ""), said.get("channel", "")
    told = stages.get(stage)
    outcome = outcome_of(stage) if told is None or told == "ignore" else told
    days: dict[str, date | None] = {role: each.values[place] for role, each in file.dates.items()}
    if outcome not in ("won", "lost"):
        # What stands there for an open deal is a plan.
        days.pop("closed", None)
    price = said.get("amount", "")
    return Deal(
        said.get("id") or f"row {place + 2}", outcome, days.get("created"), days.get("closed"), file.amounts[place],
        said.get("currency", "").upper() or currency_in(price), channels.get(channel, channel) or "",
        price if file.amounts[place] is None else "",
    )  # fmt: skip


def _with_line(deal: Deal, line: Deal) -> Deal:
    """Return a deal with a further line of it: amounts add up, a missing one stays missing where both are."""
    stated = [amount for amount in (deal.amount, line.amount) if amount is not None]
    return replace(deal, amount=sum(stated) if stated else None)


def currencies_of(deals: Iterable[Deal]) -> set[str]:
    """Return the currencies named beside the amounts of these deals; an amount that names none is of no other."""
    return {deal.currency for deal in deals if deal.amount is not None} - {""}


def _read_as(dates: Dates) -> str:
    return dates.orders[min(set(dates.orders) - dates.proved)]
